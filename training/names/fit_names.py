"""The weights of `onrecord.actors.naming.matching`: names of persons and of bodies, one actor's or two's.

Pairs that a blocker or a rule of `matching` decides are left out: the weights decide the rest. The different
pairs of a source weigh twice its same pairs in sum: a score of one half is an even bet where one candidate in three is
the same actor.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from onrecord.actors.naming.matching import Weighed, weighed_pair
from onrecord.actors.naming.name_features import BODY_FEATURES, PERSON_FEATURES
from onrecord.actors.naming.reading import read_name
from training.names.data import Pair, alias_pairs, bench_pairs, noise_pairs, parts
from training.names.logistic import Matrix, fit

SOURCE_WEIGHT = {"name_bench": 1.0, "state_actor": 1.0, "armed_group": 0.05, "igo": 0.1, "un": 0.7}
DIFFERENT = 2.0
_AGAINST = ("conflict", "extra", "first_extra", "long_first_extra", "only_given", "one_word", "turned", "alone",
            "brief_worst", "common_conflict", "common_extra", "legal")  # fmt: skip
SIGNS = {"bias": 0} | dict.fromkeys(_AGAINST, -1)


def pairs(folder: Path) -> list[Pair]:
    """All pairs of names; same pairs whose letters do not tell (see `data.sort_of`) are nothing to fit on."""
    found = parts(folder)
    out = bench_pairs(folder, found) + noise_pairs(folder, found)
    for kind in ("state_actor", "armed_group", "igo"):
        out += [p for p in alias_pairs(folder, found, kind) if not p.same or p.sort == "spelled"]
    return out


def train(folder: Path) -> dict[str, dict[str, float]]:
    """Model -> feature -> weight."""
    fitted = [p for p in pairs(folder) if p.part == "fit"]
    totals: dict[tuple[str, bool], float] = {}
    for p in fitted:
        totals[p.source, p.same] = totals.get((p.source, p.same), 0.0) + p.weight
    rows: dict[str, list[tuple[tuple[float, ...], bool, float]]] = {"person": [], "body": []}
    for p in fitted:
        found: Weighed | None = weighed_pair(read_name(p.a, p.kind), read_name(p.b, p.kind))
        if found is not None:
            share = totals[p.source, True] + totals[p.source, False]
            weight = (
                p.weight * SOURCE_WEIGHT[p.source] * share * (1 if p.same else DIFFERENT) / totals[p.source, p.same]
            )
            rows[found.model].append((found.features, p.same, weight))
    names: dict[str, tuple[str, ...]] = {"person": PERSON_FEATURES, "body": BODY_FEATURES}
    return {model: _fit(names[model], rows[model], lambda f: SIGNS.get(f, 1)) for model in rows}


def _fit(
    names: tuple[str, ...], rows: list[tuple[tuple[float, ...], bool, float]], sign: Callable[[str], int]
) -> dict[str, float]:
    x: Matrix = np.array([r[0] for r in rows])
    y: Matrix = np.array([float(r[1]) for r in rows])
    w: Matrix = np.array([r[2] for r in rows])
    beta = fit(x, y, w, [sign(n) for n in names], ridge=0.5)
    return dict(zip(names, (float(b) for b in beta), strict=True))
