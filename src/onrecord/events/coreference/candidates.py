"""Which reports are worth comparing: those that share a key. Nobody compares all with all.

A report of known type is found by who took part, by the day, by the place and by the words of its act; one of which
only the words are known, by its act and the names beside it. Reports of one story that is small are all compared.
Each report is compared with at most so many: those that it shares the most keys with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from onrecord.events.coreference import fields
from onrecord.events.coreference.reading import Traits
from onrecord.events.coreference.reports import EventReport
from onrecord.events.coreference.table import Ints

WHOLE = 400
"""Reports of one story up to which all of them are compared."""
CROWD, NEXT = 60, 40
"""Reports of one key up to which all of them are compared; of more, each with so many that follow it in time."""
MOST = 60
"""Reports after it that one is compared with outside of its own small story, at most."""
DAYS = 10
"""Days of an event up to which each of them is a key."""
BLOCK = 4096
"""Reports whose pairs are looked for at once."""
Key = tuple[str, ...]


def pairs(reports: Sequence[EventReport], traits: Sequence[Traits]) -> tuple[Ints, Ints]:
    """Places of reports to compare, the earlier place first, each pair once. `reports` stand in their order."""
    n = len(reports)
    stories: dict[str, list[int]] = {}
    buckets: dict[Key, list[int]] = {}
    for i, report in enumerate(reports):
        if report.story is not None:
            stories.setdefault(report.story, []).append(i)
    small = {s for s, rows in stories.items() if len(rows) <= WHOLE}
    for i, (report, read) in enumerate(zip(reports, traits, strict=True)):
        told_whole = report.story in small and report.type is None
        for key in () if told_whole else {*keys(report, read)}:
            buckets.setdefault(key, []).append(i)
    whole = _Row.of([stories[s] for s in small], WHOLE)
    found = _Row.of(list(buckets.values()), NEXT)
    every = [np.zeros(0, np.int64)]
    for first in range(0, n, BLOCK):
        last = min(n, first + BLOCK)
        every.append(np.unique(np.concatenate([whole.after(first, last, n), _fullest(found.after(first, last, n), n)])))
    made = np.concatenate(every)
    return made // max(1, n), made % max(1, n)


class _Row(NamedTuple):
    """Buckets of reports one behind the other, in order of the reports: `at` are the places in `rows` that come first,
    by report; `ends` is where the bucket of a place ends, `reach` how many after it are compared with it."""

    rows: Ints
    ends: Ints
    reach: Ints
    at: Ints

    @classmethod
    def of(cls, buckets: Sequence[list[int]], most: int) -> _Row:
        """Of buckets of more than one report."""
        some = [b for b in buckets if len(b) > 1]
        sizes = np.array([len(b) for b in some], np.int64)
        rows = np.array([i for b in some for i in b], np.int64)
        reach = np.where(sizes <= CROWD, np.maximum(most, CROWD), most)
        return cls(rows, np.repeat(np.cumsum(sizes), sizes), np.repeat(reach, sizes), np.argsort(rows, kind="stable"))

    def after(self, first: int, last: int, n: int) -> Ints:
        """The pairs of the reports from `first` to `last` with those after them, as numbers; once for each bucket."""
        ordered = self.rows[self.at]
        here = self.at[np.searchsorted(ordered, first) : np.searchsorted(ordered, last)]
        size = np.minimum(self.reach[here], self.ends[here] - here - 1)
        step = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        return np.asarray(np.repeat(self.rows[here], size) * n + self.rows[np.repeat(here, size) + 1 + step])


def _fullest(keys: Ints, n: int) -> Ints:
    """Of each report the pairs that come most often, the nearest in time first where they are equal."""
    keys, times = np.unique(keys, return_counts=True)
    if not len(keys):
        return keys
    a, b = keys // n, keys % n
    order = np.lexsort((b, -times, a))
    new = np.concatenate([[True], a[order][1:] != a[order][:-1]])
    place = np.arange(len(order)) - np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    return keys[order[place < MOST]]


def keys(report: EventReport, read: Traits) -> Iterator[Key]:
    """The keys under which a report is found."""
    story = report.story or ""
    acts = [f"={w}" for w in read.content] + [f"#{k}" for k in read.families]
    if report.type is None:
        for act in acts:
            yield "doc", report.doc, act
            for beside in (*read.names, *read.numbers):
                yield "named", story, act, beside
        return
    for period in _periods(report):
        for who in (*report.actors, *report.recipients, *report.behind):
            yield "who", who, period
        if report.place:
            yield "place", *report.place.lower().split()[:1], period
        for act in acts:
            yield "act", act, period
    for who in (*report.actors, *report.recipients):
        for act in acts:
            yield "deed", who, act
    for day in _days(report):
        yield "day", str(day), report.status or ""


def _periods(report: EventReport) -> set[str]:
    """The months of an event, and those beside it that it may be dated to; of an undated one, when it was told."""
    days = fields.span(report) or ((report.told, report.told) if report.told else None)
    if not days:
        return {""}
    around = [_moved(days[0], -DAYS), days[0], days[1], _moved(days[1], DAYS)]
    return {f"{d.year}-{d.month}" for d in around}


def _moved(day: date, by: int) -> date:
    """The day so many days later; the first or the last there is, where there is none."""
    return date.fromordinal(min(max(day.toordinal() + by, 1), date.max.toordinal()))


def _days(report: EventReport) -> list[date]:
    days = fields.span(report)
    if not days or (days[1] - days[0]).days > DAYS:
        return []
    return [days[0] + timedelta(days=k) for k in range((days[1] - days[0]).days + 1)]
