#!/usr/bin/env python3
"""How fast a head learns an issue from a reviewer's labels: the learning curve on texts that the network has not seen.

    bench/adapt.py --data FILE [--dev FILE] [--target NAME] [--labels 0 8 16 32 64] [--seeds 10] [--json]
                   [--model FOLDER] [--encoder FOLDER]

FILE is of the form {"text", "target", "label": support|oppose|neutral}; --target chooses one of several. Of its rows as
many as --labels says are drawn and learnt from (`positions/heads.learn`), and what the head says of the others is
measured; with --dev the same head also on all rows of another file. 0 is the general head. Printed for each curve and
number of labels: macro F1 (mean and 10 to 90 % range over the seeds) and seconds a head. Curves:

drawn     rows drawn at random, as a reviewer meets them
chosen    after eight at random the tool chooses, eight at a time: of the rows of which it is least sure those that
          differ most from each other and from what was labelled
scratch   a peer: logistic regression on the same features and the same rows, without the general head

The most likely of support, oppose and no side is what a head says; what is unclear takes no side.

Where the data or the model is absent this says so and exits 0.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO / "src"), str(REPO)]

import numpy as np  # noqa: E402

from bench.lines import rows  # noqa: E402
from bench.stance import LONG, MODELS  # noqa: E402
from onrecord.encoder.prompt import CONTENT  # noqa: E402
from onrecord.encoder.stance import FEATURES, SIDES, Stances, open_stances  # noqa: E402
from onrecord.errors import ModelError  # noqa: E402
from onrecord.positions import heads, reading  # noqa: E402
from onrecord.positions.decision import NO_STANCE, Label, Vector  # noqa: E402

CLASSES = ("support", "oppose", "neutral")
FIRST = STEP = 8
UNSURE = 4
"""Of as many times the rows that are wanted, those the head is least sure of, the most different ones are chosen."""
Learnt = Callable[[Sequence[int]], Any]
"""Numbers of rows -> the weights that are learnt from them."""


class Rows:
    """The rows of one target: what the network makes of them, and their labels."""

    def __init__(self, some: Sequence[dict[str, Any]], stances: Stances) -> None:
        self.vectors = [vector(r, stances) for r in some]
        self.labels = [Label(stance=NO_STANCE if r["label"] == "neutral" else r["label"]) for r in some]
        self.gold = np.array([CLASSES.index(r["label"]) for r in some])
        self.inputs = np.array([np.append(v[:FEATURES], 1.0) for v in self.vectors], dtype=np.float64)


def vector(r: dict[str, Any], stances: Stances) -> Vector:
    """As `reading` makes it of an issue without other wordings."""
    made = np.zeros(reading.ADDED.stop, dtype=np.float32)
    made[:FEATURES] = stances.issue([(r.get("text") or r["text_nostop"], CONTENT)], r["target"], LONG).features
    return made.astype(np.float16)


def probabilities(some: Rows, weights: Any) -> Any:
    """Of each row those of CLASSES: what is unclear takes no side."""
    scores = some.inputs @ weights[: len(SIDES)].T
    scores[:, 2] = np.logaddexp(scores[:, 2], scores[:, 3])
    powers = np.exp(scores[:, :3] - scores[:, :3].max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def macro_f1(gold: Any, said: Any) -> float:
    """The mean F1 of the classes that gold has."""
    found = [2 * ((gold == c) & (said == c)).sum() / ((gold == c).sum() + (said == c).sum()) for c in set(gold)]
    return float(np.mean(found))


def from_scratch(some: Rows, chosen: Sequence[int]) -> Any:
    """Logistic regression with a pull of 1 to zero, by accelerated descent; classes it has not seen are never said."""
    x, gold = some.inputs[list(chosen)], some.gold[list(chosen)]
    wanted = np.eye(len(CLASSES))[gold]
    pull = np.append(np.ones(FEATURES), 0.0)
    step = 1 / (0.5 * np.linalg.eigvalsh(x.T @ x)[-1] + 1)
    weights = ahead = np.zeros((len(CLASSES), FEATURES + 1))
    for k in range(1, 500):
        scores = x @ ahead.T
        p = np.exp(scores - scores.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        before, weights = weights, ahead - step * ((p - wanted).T @ x + pull * ahead)
        ahead = weights + (k - 1) / (k + 2) * (weights - before)
    never = np.zeros((len(SIDES) - len(CLASSES), FEATURES + 1))
    never[:, -1] = -1e6
    return np.concatenate([weights, never])


def chosen(some: Rows, learnt: Learnt, first: Sequence[int], n: int) -> list[int]:
    """The rows that the tool would have a reviewer label, `first` among them."""
    taken = list(first[: min(n, FIRST)])
    x = some.inputs[:, :FEATURES]
    x = x / np.linalg.norm(x, axis=1, keepdims=True)
    while len(taken) < n:
        p = np.sort(probabilities(some, learnt(taken)), axis=1)
        unsure = [i for i in np.argsort(p[:, -1] - p[:, -2], kind="stable").tolist() if i not in set(taken)]
        unsure = unsure[: UNSURE * STEP]
        for _ in range(min(STEP, n - len(taken))):
            near = (x[unsure] @ x[taken].T).max(1)
            taken.append(unsure.pop(int(near.argmin())))
    return taken


def curve(some: Rows, dev: Rows | None, learnt: Learnt, pick: Callable[[int, int], list[int]], **how: Any) -> list[Any]:
    """One curve: for each number of labels what was measured over all seeds."""
    found = []
    for n in how["labels"]:
        here, there, spent = [], [], 0.0
        for seed in range(how["seeds"] if n else 1):
            mine = pick(seed, n)
            started = time.perf_counter()
            weights = learnt(mine)
            spent += time.perf_counter() - started
            rest = np.setdiff1d(np.arange(len(some.gold)), mine)
            said = probabilities(some, weights).argmax(1)
            here.append(macro_f1(some.gold[rest], said[rest]))
            if dev:
                there.append(macro_f1(dev.gold, probabilities(dev, weights).argmax(1)))
        found.append({"labels": n, **spread(here), "seconds": round(spent / len(here), 4)})
        if dev:
            found[-1]["dev"] = spread(there)
    return found


def spread(values: Sequence[float]) -> dict[str, float]:
    low, high = np.quantile(values, [0.1, 0.9])
    return {name: round(100 * float(x), 1) for name, x in (("macro_f1", np.mean(values)), ("low", low), ("high", high))}


def measure(data: Path, dev: Path | None, target: str, stances: Stances, **how: Any) -> dict[str, Any]:
    """Raises ValueError where the rows have several targets and none of them is chosen."""
    some, other = (_of(file, target) if file else [] for file in (data, dev))
    there = sorted({r["target"] for r in some})
    if len(there) != 1:
        raise ValueError(f"choose one with --target: {', '.join(there)}")
    every, held = Rows(some, stances), Rows(other, stances) if other else None
    general = heads.Head(weights=stances.head, model=stances.version)

    def learnt(mine: Sequence[int]) -> Any:
        labelled = [(every.vectors[i], every.labels[i]) for i in mine]
        others = [v for i, v in enumerate(every.vectors) if i not in set(mine)][: heads.AROUND]
        return heads.learn(labelled, general, others).weights.astype(np.float64)

    def drawn(seed: int, n: int) -> list[int]:
        return np.random.default_rng(seed).permutation(len(some))[:n].tolist()

    some_labels = {**how, "labels": [n for n in how["labels"] if n]}
    curves = {
        "drawn": curve(every, held, learnt, drawn, **how),
        "chosen": curve(every, held, learnt, lambda s, n: chosen(every, learnt, drawn(s, FIRST), n), **how),
        "scratch": curve(every, held, lambda mine: from_scratch(every, mine), drawn, **some_labels),
    }
    classes = Counter(str(r["label"]) for r in some)
    return {"target": there[0], "rows": len(some), "classes": dict(classes.most_common()), "curves": curves}


def _of(file: Path, target: str) -> list[dict[str, Any]]:
    return [r for r in rows(file) if not target or r["target"] == target]


def main() -> int:
    parser = argparse.ArgumentParser(description="How fast a head learns an issue from labels.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--target", default="")
    parser.add_argument("--labels", type=int, nargs="+", default=[0, 8, 16, 32, 64])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--model", type=Path, default=MODELS / "stance")
    parser.add_argument("--encoder", type=Path, default=MODELS / "attribution")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    absent = [file for file in (args.data, args.dev) if file and not file.is_file()]
    if absent:
        print(f"skipped: there is no {absent[0]}")
        return 0
    try:
        stances = open_stances(args.model, args.encoder)
    except ModelError as e:
        print(f"skipped: {e}")
        return 0
    try:
        found = measure(args.data, args.dev, args.target, stances, labels=args.labels, seeds=args.seeds)
    except ValueError as e:
        parser.error(str(e))
    found = {"data": args.data.parent.name, "model": stances.version, **found}
    print(json.dumps(found, indent=None if args.json else 1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
