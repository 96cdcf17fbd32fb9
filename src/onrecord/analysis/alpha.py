"""Krippendorff's alpha for nominal values: how far coders agree beyond what chance would make of how often each value
occurs (Krippendorff, Content Analysis, 2004, chapter 11)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence


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


__all__ = ["nominal"]
