"""An exported network on our own disputes, debates and turns that were kept aside.

python -m training.stance.measure [FOLDER]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from bench.stance import scores
from onrecord.encoder.stance import open_stances
from training.stance.data import FOUR, Example, ours
from training.stance.data import turns as of_turns

ENCODER = Path("src/onrecord/models/attribution")
SURE = 0.9


def _said(folder: Path, examples: Iterable[Example]) -> list[tuple[Example, Any, Any]]:
    """Examples with a side of one kind, each with the scores of its sides and flags."""
    network = open_stances(folder, ENCODER)
    out = []
    for e in examples:
        read = network.issue(e.text, e.about[0][0])
        out.append((e, read.sides, read.flags))
    return out


def temperature(folder: Path, examples: Iterable[Example]) -> float:
    """What the scores of sides are divided by, so that they are as sure as they are right (Guo et al., ICML 2017)."""
    said = [(s, e.sides.index(1.0)) for e, s, _ in _said(folder, examples) if 1.0 in e.sides and e.open == FOUR]
    x, y = np.stack([s for s, _ in said]), np.array([i for _, i in said])

    def loss(t: float) -> float:
        z = x / t
        z = z - z.max(1, keepdims=True)
        return float(-(z[np.arange(len(y)), y] - np.log(np.exp(z).sum(1))).mean())

    return round(float(min(np.arange(0.5, 3.0, 0.02), key=loss)), 2)


def aside(folder: Path, sentences: Iterable[Example], turns: Iterable[Example] = ()) -> dict[str, Any]:
    """What is told rightly of what was kept aside, by kind: right ones and all, as two numbers.

    `explicit` and `implied`: which of two sides a text takes that takes one; `none`: that it takes none, with the sure
    ones below; `sure`: of the sides that are told with `SURE` and more those that are right; `turns`: side or none.
    Flags: macro F1.
    """
    said = _said(folder, sentences)
    calm = json.loads((folder / "settings.json").read_text(encoding="utf-8"))["temperature"]
    out: dict[str, Any] = {}
    for kind in sorted({e.kind for e, _, _ in said}):
        told: dict[str, list[bool]] = {"explicit": [], "implied": [], "none": [], "sure": []}
        for e, scores_, _ in (x for x in said if x[0].kind == kind and 1.0 in x[0].sides):
            right, odds = e.sides.index(1.0), np.exp(scores_ / calm)
            sure = odds[:2].max() / odds.sum() >= SURE
            if right < 2:
                told["implied" if e.implied == 1 else "explicit"].append(int(odds[:2].argmax()) == right)
            elif right == 2:
                told["none"].append(int(odds.argmax()) == right)
            if sure:
                told["sure"].append(int(odds.argmax()) == right)
        out[kind] = {name: (sum(some), len(some)) for name, some in told.items()}
    held = list(turns)
    for kind in sorted({e.kind for e in held}):
        ok = [e.sides[int(s[:3].argmax())] > 0 for e, s, _ in _said(folder, (e for e in held if e.kind == kind))]
        out[kind] = (sum(ok), len(ok))
    for i, flag in enumerate(("conditional", "implied")):
        rows = [(getattr(e, flag), f[i] > 0) for e, _, f in said if getattr(e, flag) >= 0]
        out[flag] = scores([(str(bool(g)), str(bool(p))) for g, p in rows])["macro_f1"]
    return out


if __name__ == "__main__":
    here = Path(__file__).parent
    asked = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("src/onrecord/models/stance")
    apart = ours(here / "sentences", aside=True), of_turns(here / "turns", aside=True)
    print(json.dumps(aside(asked, *apart), indent=1))
