"""Fit the line model and write src/onrecord/models/junk/model.npz.

    python -m training.junk --corpus ../shared/data/polnear/train.jsonl.gz --base MODEL [--fold K]

MODEL is the folder of all-MiniLM-L6-v2 (training/README.md).

With --fold nothing is written: a quarter of the families of furniture, of the articles and of the short body lines is
left out of the fit and measured instead. Seeds are fixed; sums of floating-point numbers still differ a little between
processors, so weights made elsewhere are not the same byte for byte.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.clean.learned import THRESHOLDS
from onrecord.clean.traits import words_of
from training.junk import compose, data, learn, meaning
from training.junk.data import Text

OUT = Path(__file__).resolve().parents[2] / "src/onrecord/models/junk/model.npz"
FOLDS, SEED = 4, 7
TEXTS, TESTED, EPOCHS, PARTS = 4000, 400, 10, 4
ROUNDS, OFTEN = 4, 3  # of the marked pages: ways of hiding rules, and how often each counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A share of the texts: made of the stock of a fold's training side or of its other side."""

    corpus: Path
    fold: int | None
    test: bool
    seed: int
    count: int
    number: dict[str, int]


def stock(corpus: Path, fold: int | None, *, test: bool) -> compose.Stock:
    """Families, articles and runs of one side of a fold; of all where there is none."""

    def side(items: Sequence[Any]) -> list[Any]:
        return [x for i, x in enumerate(items) if fold is None or (i % FOLDS == fold) is test]

    families = compose.furniture()
    names = sorted(families)
    random.Random(SEED).shuffle(names)
    runs = [run for variants in compose.pieces("bodies.txt").values() for run in variants]
    articles = side(compose.corpus(corpus)) + side(compose.registers()) * 20
    return compose.Stock(furniture={n: families[n] for n in side(names)}, articles=articles, runs=side(runs))


def work(job: Job) -> list[Text]:
    """The texts of a job; those of seed 0 are the articles without furniture."""
    held = stock(job.corpus, job.fold, test=job.test)
    return list(data.made(held, job.count, job.seed, job.number) if job.seed else data.plain(held, job.number))


def marked(number: dict[str, int], parity: int | None) -> list[Text]:
    """The marked pages of the bench, of sites with odd (1) or even (0) numbers, or all."""
    sys.path.insert(0, str(compose.BENCH))
    import junk

    pages = [p for p in junk.marked(compose.BENCH / "gold" / "junk") if parity in (None, int(p.name[1:3]) % 2)]
    return list(data.pages(pages, SEED, ROUNDS, number))


def measured(net: learn.Network, texts: Sequence[Text], thresholds: Sequence[float]) -> list[dict[str, float]]:
    """Of the furniture left open by the rules, what is found; of the open article lines, what is lost."""
    out = []
    for least in thresholds:
        caught = missed = lost = kept = 0
        for t in texts:
            hit, held = learn.scores(net, t) >= least, t.weight > 0
            caught += int((hit & held & (t.y > 0)).sum())
            missed += int((~hit & held & (t.y > 0)).sum())
            lost += int((hit & held & (t.y == 0)).sum())
            kept += int((~hit & held & (t.y == 0)).sum())
        out.append({"from": least, "caught": caught, "missed": missed, "lost": lost, "kept": kept})
    return out


def written(net: learn.Network, words: Sequence[str]) -> None:
    """The weights as the package reads them: words in 8 bits, layers in 16."""
    rows = net.table().detach().numpy()
    scale = np.abs(rows).max(axis=0) / 127
    layers = {}
    for k, layer in enumerate((net.first, net.second, net.third), start=1):
        layers[f"w{k}"] = layer.weight.detach().numpy().T.astype(np.float16)
        layers[f"b{k}"] = layer.bias.detach().numpy().astype(np.float16)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        OUT,
        words=np.frombuffer("\n".join(words).encode("utf-8"), dtype=np.uint8),
        table=np.round(rows / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        **layers,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--fold", type=int, choices=range(FOLDS))
    args = parser.parse_args()
    own = {w.lower() for family in compose.furniture().values() for v in family[1] for x in v for w in words_of(x)}
    words, vectors = meaning.table(args.base, own)
    number = {w: i for i, w in enumerate(words)}

    def jobs(*, test: bool, seeds: Sequence[int], count: int) -> list[Job]:
        return [Job(corpus=args.corpus, fold=args.fold, test=test, seed=s, count=count, number=number) for s in seeds]

    with ProcessPoolExecutor(2) as pool:
        made = [
            t for part in pool.map(work, jobs(test=False, seeds=range(PARTS + 1), count=TEXTS // PARTS)) for t in part
        ]
        others = [] if args.fold is None else list(pool.map(work, jobs(test=True, seeds=(0, 999), count=TESTED)))
    pages = marked(number, None if args.fold is None else 1)
    net = learn.fit(made + pages * OFTEN, vectors, EPOCHS)
    if args.fold is None:
        written(net, words)
        return
    for name, texts in (("articles", others[0]), ("other families", others[1]), ("other sites", marked(number, 0))):
        print(name, *measured(net, texts, sorted(set(THRESHOLDS))), sep="\n  ")


if __name__ == "__main__":
    main()
