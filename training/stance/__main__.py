"""From the stance sets and our own sentences to the files that ship, in one command.

    python -m training.stance --corpora ../shared/data --base MODEL [--work runs/stance]
                              [--out src/onrecord/models/stance] [--processes N] [--general]

MODEL is the folder of all-MiniLM-L6-v2 (training/README.md). With --general nothing ships: the network learns without
gwsd and without the other texts on climate, and `bench/adapt.py` can measure on them how fast an issue is learnt that
nobody has seen (the model is left in --work/general). One politician's tweets, the dispute about filling a reservoir
(too like the sample coverage) and the tenth of our own disputes and debates that is kept aside are never learnt from;
on that tenth the temperature is set. What lies in --work is not made again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import torch
import torch.multiprocessing as multiprocessing

from training.stance import data, measure
from training.stance.export import export, load
from training.stance.learn import Recipe, learn

VERSION = "1"
SENTENCES = Path(__file__).parent / "sentences"
LIKE_THE_SAMPLE = ("Mbeyu",)
NEVER = ("hillary clinton",)
PLAIN = 12_000
"""Statements that are made of templates; an epoch shows some of them."""
UNSEEN = (*NEVER, "climate", "warming")
"""Words of targets that no network sees, and that the general one does not."""
SHARES = (("vast", 0.1), ("semeval2016t6", 0.5), ("gwsd", 3.0), ("directed", 0.5), ("newsmtsc", 0.6))
RECIPE = Recipe(layers=4, epochs=3, rate=4e-4, pieces_a_step=2400, none_share=0.4, share=SHARES)


def examples(corpora: Path, general: bool) -> Iterator[data.Example]:
    """What is learnt from, in the order that a run sees it first."""
    sets = corpora / "stance"
    hidden = UNSEEN if general else NEVER
    for name in ("perspectrum", "procon20", "gwsd", "semeval2016t6", "vast"):
        for e in data.issue_set(sets / name / "train.jsonl.gz", name):
            if not any(word in e.group.lower() for word in hidden):
                yield e
    yield from data.sentiment(sets / "newsmtsc/train.jsonl.gz")
    yield from data.directed(sets / "directed_sentiment/train.jsonl.gz")
    own = list(data.ours(SENTENCES, without=LIKE_THE_SAMPLE))
    yield from own
    debates = data.issue_set(sets / "perspectrum/train.jsonl.gz", "perspectrum")
    yield from data.plain((e.about[0][0] for e in (*own, *debates)), PLAIN, seed=1)


def process(rank: int, world: int, folder: Path, base: Path, corpora: Path, recipe: Recipe, general: bool) -> None:
    learn(rank, world, folder, base, list(examples(corpora, general)), recipe)


def trained(folder: Path, args: argparse.Namespace, recipe: Recipe) -> Path:
    """The last checkpoint of a run, which is made unless it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    last = folder / f"epoch{recipe.epochs}.pt"
    written = folder / "recipe.json"
    if written.is_file() and json.loads(written.read_text()) != json.loads(json.dumps(asdict(recipe))):
        raise SystemExit(f"{folder} holds checkpoints of another recipe; name another folder with --work")
    if not last.is_file():
        task = (args.processes, folder, args.base, args.corpora, recipe, args.general)
        multiprocessing.spawn(process, args=task, nprocs=args.processes)
    return last


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("runs/stance"))
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/models/stance"))
    parser.add_argument("--processes", type=int, default=1 if torch.cuda.is_available() else 2)
    parser.add_argument("--general", action="store_true")
    args = parser.parse_args()
    folder = args.work / ("general" if args.general else "shipped")
    out, version = (folder, f"{VERSION}-general") if args.general else (args.out, VERSION)
    model = load(trained(folder, args, RECIPE))
    export(model, out, {"version": version, "temperature": 1.0})
    calm = measure.temperature(out, data.ours(SENTENCES, aside=True))
    settings = out / "settings.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text()), "temperature": calm}) + "\n", encoding="utf-8")
    print(json.dumps({"temperature": calm, **measure.aside(out, data.ours(SENTENCES, aside=True))}))


if __name__ == "__main__":
    main()
