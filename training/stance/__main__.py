"""From the stance sets and our own sentences to the files that ship, in one command.

    python -m training.stance --corpora ../shared/data --base MODEL [--work runs/stance]
                              [--out src/onrecord/models/stance] [--processes N] [--general]

MODEL is the folder of all-MiniLM-L6-v2 (training/README.md). The network learns in six runs, each from where the one
before ended: what follows from what, and plain statements; then everything; then everything once more, from a smaller
rate; then, from the mean of the last two, what takes no side; then statements behind the sentences that they stand
behind; then, from the mean of that mean and two ends of the fifth, all layers once more, with more of the sets about
attributed opinions. What ships lies in the middle between that second mean and the sixth's end. With --general nothing
ships and only the first run is made: that network has seen none of the sets, and `bench/adapt.py` can measure on them
how fast an issue is learnt that nobody has seen (it is left in --work/general).
The dispute about filling a reservoir (too like the sample coverage), one politician's tweets and the tenth of our own
disputes, debates, inferences and turns that is kept aside are never learnt from; on that tenth the temperature is set.
What lies in --work is not made again.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import torch
import torch.multiprocessing as multiprocessing

from training.stance import data, measure
from training.stance.export import axes, export, load
from training.stance.learn import Recipe, learn

VERSION = "4"
HERE = Path(__file__).parent
SENTENCES, PAIRS, TURNS = HERE / "sentences", HERE / "pairs", HERE / "turns"
PLAIN = ("news-e", "news-f", "news-g", "news-h")
"""Files of statements that say plainly which side they take; the others were written to be hard."""
LIKE_THE_SAMPLE = ("Mbeyu",)
NEVER = ("hillary clinton",)
"""Words of targets that no network sees."""
TEMPLATES = 12_000
"""Statements that are made of templates; an epoch shows some of them."""
FIRST = Recipe(
    layers=4, epochs=4, rate=3e-4, pieces_a_step=2400, none_share=0.25, warmup=0.05, veiled=0.3, seed=1,
    share=(("template", 0.5),),
)  # fmt: skip
SECOND = replace(
    FIRST, epochs=5, warmup=0.03, veiled=0.25, seed=3,
    share=(("template", 0.2), ("pairs", 0.5), ("debate", 0.5), ("perspectrum", 0.35), ("procon20", 0.1), ("gwsd", 0.7),
           ("semeval2016t6", 0.25), ("vast", 0.03), ("newsmtsc", 0.3), ("directed", 0.35)),
)  # fmt: skip
THIRD = replace(
    SECOND, epochs=2, rate=2.5e-4, none_share=0.2, seed=5,
    share=(("template", 0.1), ("pairs", 0.3), ("turns", 0.7), ("debate", 0.3), ("perspectrum", 0.35),
           ("procon20", 0.3), ("gwsd", 2.0), ("semeval2016t6", 0.25), ("vast", 0.02), ("newsmtsc", 0.3),
           ("directed", 0.8)),
)  # fmt: skip
FOURTH = replace(
    THIRD, epochs=4, rate=2.2e-4, warmup=0.02, noise=0.12, frozen=2, seed=11,
    share=(("template", 0.05), ("pairs", 0.15), ("turns", 0.25), ("news", 0.5), ("coverage", 1.2), ("debate", 0.15),
           ("perspectrum", 0.2), ("procon20", 0.15), ("gwsd", 0.8), ("semeval2016t6", 0.1), ("vast", 0.01),
           ("newsmtsc", 0.15), ("directed", 0.35)),
    far=(("news", 0.12), ("coverage", 0.12), ("turns", 0.22), ("near", 0.22), ("pairs", 0.15), ("template", 0.1),
         ("debate", 0.12)),
)  # fmt: skip
FIFTH = replace(
    FOURTH, epochs=3, rate=2e-4, seed=13, led=("news", "coverage"),
    share=(("template", 0.05), ("pairs", 0.1), ("turns", 0.15), ("near", 0.4), ("news", 0.3), ("coverage", 0.4),
           ("article", 0.9), ("debate", 0.12), ("perspectrum", 0.2), ("procon20", 0.15), ("gwsd", 0.8),
           ("semeval2016t6", 0.1), ("vast", 0.01), ("newsmtsc", 0.15), ("directed", 0.35)),
    far=(*FOURTH.far, ("article", 0.12)),
)  # fmt: skip
SIXTH = replace(
    FIFTH, epochs=1, rate=1.5e-4, warmup=0.06, frozen=0, noise=0.0, seed=17,
    share=(("template", 0.03), ("pairs", 0.05), ("turns", 0.06), ("near", 0.12), ("news", 0.1), ("coverage", 0.12),
           ("article", 0.2), ("debate", 0.1), ("perspectrum", 0.2), ("procon20", 0.2), ("gwsd", 4.0),
           ("semeval2016t6", 0.1), ("vast", 0.01), ("newsmtsc", 0.15), ("directed", 0.5)),
)  # fmt: skip
ABOUT = 2000
"""Statements, and half as many texts of VAST, by which it is told what contents are about."""


def ours(corpora: Path) -> Iterator[data.Example]:
    """What the first run learns from: all of it invented, but for the propositions of the templates."""
    yield from data.inferences(PAIRS)
    sentences = list(data.ours(SENTENCES, without=LIKE_THE_SAMPLE))
    yield from (e for e in sentences if e.group.startswith(PLAIN))
    debates = data.issue_set(corpora / "stance/perspectrum/train.jsonl.gz", "perspectrum")
    yield from data.plain((e.about[0][0] for e in (*sentences, *debates)), TEMPLATES, seed=1)
    yield from data.turns(TURNS)


def everything(corpora: Path) -> Iterator[data.Example]:
    """What the other runs learn from."""
    sets = corpora / "stance"
    yield from data.inferences(PAIRS)
    yield from data.turns(TURNS)
    for name in ("perspectrum", "procon20", "gwsd", "semeval2016t6", "vast"):
        for e in data.issue_set(sets / name / "train.jsonl.gz", name):
            if not any(word in e.group.lower() for word in NEVER):
                yield e
    yield from data.sentiment(sets / "newsmtsc/train.jsonl.gz")
    yield from data.directed(sets / "directed_sentiment/train.jsonl.gz")
    own = list(data.ours(SENTENCES, without=LIKE_THE_SAMPLE))
    yield from own
    debates = data.issue_set(sets / "perspectrum/train.jsonl.gz", "perspectrum")
    yield from data.plain((e.about[0][0] for e in (*own, *debates)), TEMPLATES, seed=1)


def weighed(corpora: Path) -> Iterator[data.Example]:
    """Everything, where the rarer sides of gwsd weigh more."""
    every = list(everything(corpora))
    data.balanced([e for e in every if e.kind == "gwsd"])
    yield from every


RUNS = (
    ("first", FIRST, ours),
    ("second", SECOND, everything),
    ("third", THIRD, everything),
    ("fourth", FOURTH, weighed),
    ("fifth", FIFTH, weighed),
    ("sixth", SIXTH, weighed),
)


def process(
    rank: int, world: int, folder: Path, base: Path, corpora: Path, recipe: Recipe, run: int, start: Path | None
) -> None:
    learn(rank, world, folder, base, list(RUNS[run][2](corpora)), recipe, start)


def trained(folder: Path, args: argparse.Namespace, run: int, start: Path | None) -> Path:
    """The last checkpoint of a run, which is made unless it is there."""
    recipe = RUNS[run][1]
    folder.mkdir(parents=True, exist_ok=True)
    last = folder / f"epoch{recipe.epochs}.pt"
    written = folder / "recipe.json"
    if written.is_file() and json.loads(written.read_text()) != json.loads(json.dumps(asdict(recipe))):
        raise SystemExit(f"{folder} holds checkpoints of another recipe; name another folder with --work")
    if not last.is_file():
        task = (args.processes, folder, args.base, args.corpora, recipe, run, start)
        multiprocessing.spawn(process, args=task, nprocs=args.processes)
    return last


def mean(checkpoints: list[Path], to: Path) -> Path:
    """A checkpoint in the middle of others."""
    some = [torch.load(c, map_location="cpu") for c in checkpoints]
    torch.save({name: sum(s[name] for s in some) / len(some) for name in some[0]}, to)
    return to


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("runs/stance"))
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/models/stance"))
    parser.add_argument("--processes", type=int, default=1 if torch.cuda.is_available() else 2)
    parser.add_argument("--general", action="store_true")
    args = parser.parse_args()
    work: Path = args.work
    made: list[Path] = []
    for run, (name, _, _) in enumerate(RUNS[:1] if args.general else RUNS):
        if name == "fourth":
            made.append(mean(made[-2:], work / "mean.pt"))
        if name == "sixth":
            made.append(mean([work / "mean.pt", work / "fifth/epoch1.pt", made[-1]], work / "middle.pt"))
        made.append(trained(work / name, args, run, made[-1] if made else None))
    out, version = (work / "general", f"{VERSION}-general") if args.general else (args.out, VERSION)
    model = load(made[-2:], args.base)
    some = random.Random(1).sample(list(data.ours(SENTENCES, without=LIKE_THE_SAMPLE)), ABOUT)
    vast = list(data.issue_set(args.corpora / "stance/vast/train.jsonl.gz", "vast"))
    about = axes(model, args.base, (*some, *random.Random(1).sample(vast, ABOUT // 2)))
    export(model, about, out, {"version": version, "temperature": 1.0})
    calm = measure.temperature(out, data.ours(SENTENCES, aside=True))
    settings = out / "settings.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text()), "temperature": calm}) + "\n", encoding="utf-8")
    print(json.dumps({"temperature": calm, **measure.aside(out, data.ours(SENTENCES, aside=True))}))


if __name__ == "__main__":
    main()
