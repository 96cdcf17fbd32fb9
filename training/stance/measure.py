"""An exported network on our own disputes and debates that were kept aside."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from bench.stance import scores
from onrecord.encoder.stance import open_stances
from training.stance.data import FOUR, Example

ENCODER = Path("src/onrecord/models/attribution")
NAMES = ("support", "oppose", "none", "unclear")


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


def aside(folder: Path, examples: Iterable[Example]) -> dict[str, Any]:
    """Macro F1 on news, coverage and articles (four sides), on debates (three), and how well the flags are read."""
    said = _said(folder, examples)
    out: dict[str, Any] = {}
    for kind in ("news", "coverage", "article", "debate"):
        pairs = [
            (NAMES[e.sides.index(1.0)], NAMES[int(np.argmax(s[:3] if kind == "debate" else s))])
            for e, s, _ in said
            if e.kind == kind and 1.0 in e.sides
        ]
        out[kind] = scores(pairs)
    for i, flag in enumerate(("conditional", "implied")):
        rows = [(getattr(e, flag), f[i] > 0) for e, _, f in said if getattr(e, flag) >= 0]
        out[flag] = scores([(str(bool(g)), str(bool(p))) for g, p in rows])
    return out
