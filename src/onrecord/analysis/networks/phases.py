"""Where a network changed from one window to the next, and which of these changes are unusually large.

The distance of two windows is 1 - the cosine of their weights, pair by pair (0 where neither has a tie, 1 where one
has); `switched` is 1 - the adjusted Rand index (Hubert and Arabie 1985) of the communities of the nodes that are tied
in both. A change is large where its distance is above the median + k times the median absolute deviation (scaled by
1.4826, so that k counts standard deviations; where that is 0, 1.2533 times the mean absolute deviation: Iglewicz and
Hoaglin 1993). Windows that overlap change little from one to the next, and a break shows in as many of them as it
takes to pass it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import comb

import numpy as np

from onrecord.analysis.networks.communities import Communities, communities
from onrecord.analysis.networks.network import Network
from onrecord.analysis.networks.windows import Window
from onrecord.errors import UsageError

UNUSUAL = 3.0
"""So many scaled deviations above the median, and a change is large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From one window to the next. `switched` is None where there are no communities, or less than two nodes in
    both."""

    before: Window
    after: Window
    distance: float
    switched: float | None
    large: bool = False


def changes(
    networks: Iterable[Network], *, unusual: float = UNUSUAL, seed: int = 1,
    divided: Iterable[Communities | None] | None = None,
) -> tuple[Change, ...]:  # fmt: skip
    """The changes between consecutive windows, as `network.windows` gives them. `divided` are their communities, where
    somebody has found these already; None where ties hold nobody together."""
    told: list[Change] = []
    found = ((n, grouped(n, seed)) for n in networks) if divided is None else zip(networks, divided, strict=True)
    for (before, camps), (after, later) in pairwise((n, _places(made)) for n, made in found):
        if (
            before.window is None
            or after.window is None
            or (before.rows, before.columns) != (after.rows, after.columns)
        ):
            raise UsageError("changes are told between windows of one network")
        switched = None if camps is None or later is None else _switched(camps, later)
        told.append(
            Change(before=before.window, after=after.window, distance=distance(before, after), switched=switched)
        )
    limit = _limit([c.distance for c in told], unusual)
    return tuple(replace(c, large=c.distance > limit) for c in told)


def distance(before: Network, after: Network) -> float:
    """1 - the cosine of the weights of two networks with the same labels."""
    a, b = before.matrix, after.matrix
    lengths = [float(np.sqrt((m.data**2).sum())) for m in (a, b)]
    if not all(lengths):
        return float(any(lengths))
    return max(0.0, 1 - float((a * b).sum()) / (lengths[0] * lengths[1]))


def rand(before: Mapping[str, int], after: Mapping[str, int]) -> float | None:
    """The adjusted Rand index of two divisions, over the labels of both; None for less than two."""
    shared = sorted(before.keys() & after.keys())
    if len(shared) < 2:
        return None
    together = sum(comb(n, 2) for n in Counter((before[x], after[x]) for x in shared).values())
    first, second = (sum(comb(n, 2) for n in Counter(m[x] for x in shared).values()) for m in (before, after))
    chance = first * second / comb(len(shared), 2)
    most = (first + second) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)


def grouped(network: Network, seed: int) -> Communities | None:
    """The communities of a network; None of one whose ties hold nobody together."""
    if network.options.type != "one-mode" or network.options.aggregate == "conflict":
        return None
    return communities(network, seed=seed)


def _places(made: Communities | None) -> Mapping[str, int] | None:
    return None if made is None else {label: i for i, group in enumerate(made.groups) for label in group}


def _switched(before: Mapping[str, int], after: Mapping[str, int]) -> float | None:
    index = rand(before, after)
    return None if index is None else 1 - index


def _limit(distances: list[float], unusual: float) -> float:
    if not distances:
        return 0.0
    middle = float(np.median(distances))
    off = np.abs(np.array(distances) - middle)
    scale = 1.4826 * float(np.median(off)) or 1.2533 * float(off.mean())
    return middle + unusual * scale
