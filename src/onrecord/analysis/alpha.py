"""Krippendorff's alpha for nominal values: how far coders agree beyond what chance would make of how often each value
occurs (Krippendorff, Content Analysis, 2004, chapter 11)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

LEAST = 10  # units of which an interval is told: samples of fewer are too much alike


def nominal(units: Iterable[Sequence[str]]) -> float | None:
    """Alpha of units, each with the values that coders gave it; a unit that only one coder coded says nothing.

    1 is perfect agreement, 0 what chance gives, below 0 is less. None where nothing can be told: no pair, or one value
    throughout.
    """
    together: defaultdict[tuple[str, str], float] = defaultdict(float)
    for values in units:
        if len(values) < 2:
            continue
        counts = Counter(values)
        for a, n in counts.items():
            for b, m in counts.items():
                together[a, b] += n * (m - (a == b)) / (len(values) - 1)
    totals: defaultdict[str, float] = defaultdict(float)
    for (a, _), weight in together.items():
        totals[a] += weight
    every = sum(totals.values())
    chance = sum(totals[a] * totals[b] for a in totals for b in totals if a != b)
    if every <= 1 or not chance:
        return None
    differ = sum(n for (a, b), n in together.items() if a != b)
    return 1 - (every - 1) * differ / chance


def interval(units: Iterable[Sequence[str]], *, seed: int = 0, draws: int = 1_000) -> tuple[float, float] | None:
    """The interval in which alpha of 95 of 100 samples of these units lies, drawn with replacement (bootstrap).

    The same units and seed give the same interval, in whatever order the units come. None where nothing can be told,
    or by fewer than `LEAST` units.
    """
    import numpy as np

    coded = sorted(tuple(sorted(values)) for values in units if len(values) > 1)
    if len(coded) < LEAST or nominal(coded) is None:
        return None
    names = {value: i for i, value in enumerate(sorted({v for values in coded for v in values}))}
    of_unit = np.repeat(np.arange(len(coded)), [len(values) for values in coded])
    value = np.array([names[v] for values in coded for v in values])
    differing = np.array([_differing(values) for values in coded])
    random = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        times = np.bincount(random.integers(0, len(coded), len(coded)), minlength=len(coded))
        totals = np.bincount(value, weights=times[of_unit], minlength=len(names))
        every = totals.sum()
        chance = every**2 - (totals**2).sum()
        # where one value is drawn throughout nothing differs: that is perfect agreement as far as the sample goes
        found.append(1 - (every - 1) * (times @ differing) / chance if chance else 1.0)
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def _differing(values: Sequence[str]) -> float:
    """How much the values of one unit differ, as `nominal` counts it."""
    pairs = len(values) ** 2 - sum(n**2 for n in Counter(values).values())
    return pairs / (len(values) - 1)


__all__ = ["interval", "nominal"]
