"""Pairs of reports that cannot be one event by their type, status or days, found thousands at a time.

The same as all rules of `fields.contradiction` but the last, `fields.elsewhere`, which is asked of what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.events.coreference import fields
from onrecord.events.coreference.reports import EventReport
from onrecord.events.coreference.table import Ints

UNKNOWN = -1
STATUSES = (fields.HAPPENED, fields.DENIED, fields.UNREAL)


@dataclass(frozen=True, slots=True)
class Screen:
    """Type, status and days of reports as numbers (`UNKNOWN`: not given), and which types may be one."""

    type: Ints
    status: Ints
    first: Ints
    last: Ints
    told: Ints
    lasting: NDArray[Any]
    on_a_day: NDArray[Any]
    fits: NDArray[Any]

    @classmethod
    def of(cls, reports: Sequence[EventReport]) -> Screen:
        """The columns of reports."""
        names = sorted({r.type for r in reports if r.type})
        # Numbered by what differs: all statuses that contradict no other are one.
        other = len(STATUSES)
        status = {s: k for k, s in enumerate(STATUSES)}
        spans = [fields.span(r) for r in reports]
        fits = np.array([[a == b or frozenset((a, b)) in fields.confusable() for b in names] for a in names], bool)
        number = {t: k for k, t in enumerate(names)}
        return cls(
            type=_ints([number[r.type] if r.type else UNKNOWN for r in reports]),
            status=_ints([status.get(r.status, other) if r.status else UNKNOWN for r in reports]),
            first=_ints([s[0].toordinal() if s else UNKNOWN for s in spans]),
            last=_ints([s[1].toordinal() if s else UNKNOWN for s in spans]),
            told=_ints([r.told.toordinal() if r.told else UNKNOWN for r in reports]),
            lasting=np.array([fields.lasting(r) for r in reports], bool),
            on_a_day=np.array([fields.on_a_day(r) for r in reports], bool),
            fits=fits if len(names) else np.ones((1, 1), bool),
        )

    def may(self, a: Ints, b: Ints) -> NDArray[Any]:
        """Whether pairs may be one event, as far as these columns say."""
        known = (self.type[a] != UNKNOWN) & (self.type[b] != UNKNOWN)
        out = ~known | self.fits[np.where(known, self.type[a], 0), np.where(known, self.type[b], 0)]
        x, y = self.status[a], self.status[b]
        real = (x != y) & (x != UNKNOWN) & (y != UNKNOWN)
        out &= ~(real & ((x == 1) | (y == 1) | (x == 2) | (y == 2)))
        out &= ~self._apart(a, b)
        happened = (x == 0) & (y == 0)
        for early, late in ((a, b), (b, a)):
            dated = (self.told[early] != UNKNOWN) & (self.first[late] != UNKNOWN)
            out &= ~(happened & dated & (self.first[late] - self.told[early] > 1))
            out &= ~(self.lasting[early] & self.on_a_day[late])
        return np.asarray(out)

    def _apart(self, a: Ints, b: Ints) -> NDArray[Any]:
        dated = (self.first[a] != UNKNOWN) & (self.first[b] != UNKNOWN)
        days = np.maximum(0, np.maximum(self.first[a], self.first[b]) - np.minimum(self.last[a], self.last[b]))
        wide = np.maximum(self.last[a] - self.first[a], self.last[b] - self.first[b])
        return np.asarray(dated & (days > 1 + np.minimum(6, wide // 7)))


def _ints(some: Sequence[int]) -> Ints:
    return np.array(some, np.int64)
