"""Moving windows, and how much a statement counts by where in the window it lies.

A window of w days around t is [t - h, t + h], both days included, with h = (w - 1) / 2 rounded half up; only windows
wholly inside the time looked at are made. A pair of statements counts sqrt(z(t1) z(t2)), a single one z(t), with
u = 2 (t - middle) / w: uniform 1/2, triangular 1 - |u|, epanechnikov 3/4 (1 - u^2), gaussian the normal density of u.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from onrecord.analysis.networks.coded import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The first, the middle and the last day, as ordinals; all of them belong to it."""

    first: int
    middle: int
    last: int

    @property
    def since(self) -> date:
        """The first day."""
        return date.fromordinal(self.first)

    @property
    def until(self) -> date:
        """The last day."""
        return date.fromordinal(self.last)


def middles(first: int, last: int, width: int, step: int) -> range:
    """The days around which windows of `width` days lie inside of [first, last], `step` days apart."""
    half = width // 2  # (width - 1) / 2, rounded half up
    return range(first + half, last - half + 1, step)


def moving(first: int, last: int, width: int, step: int) -> Iterator[Window]:
    """The windows of `width` days inside of [first, last], their middles `step` days apart."""
    half = width // 2
    for middle in middles(first, last, width, step):
        yield Window(first=middle - half, middle=middle, last=middle + half)


def smoothing(day: Ints, middle: int, width: int, kernel: str) -> Floats:
    """z of each day."""
    u = 2 * (day - middle) / width
    if kernel == "uniform":
        return np.full(len(u), 0.5)
    if kernel == "triangular":
        return 1 - np.abs(u)
    if kernel == "epanechnikov":
        return 0.75 * (1 - u * u)
    if kernel == "gaussian":
        return np.exp(-u * u / 2) / math.sqrt(2 * math.pi)
    return np.ones(len(u))
