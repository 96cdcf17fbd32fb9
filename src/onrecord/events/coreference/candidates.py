"""Which reports are worth comparing: those that share a key. Nobody compares all with all.

A report of known type is found by who took part, by the day, by the place and by the words of its act; one of which
only the words are known, by its act and the names beside it. Reports of one story that is small are all compared.
Each report is compared with at most so many: those that it shares the most keys with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from onrecord.events.coreference import fields
from onrecord.events.coreference.reading import Traits
from onrecord.events.coreference.reports import EventReport
from onrecord.events.coreference.table import Ints

WHOLE = 400
"""Reports of one story up to which all of them are compared."""
CROWD, NEXT = 120, 60
"""Reports of one key up to which all of them are compared; of more, each with so many that follow it in time."""
MOST = 60
"""Reports that one is compared with outside of its own small story, at most."""
DAYS = 10
"""Days of an event up to which each of them is a key."""
HELD = 1 << 22
"""Pairs that are held before those that are the same are counted."""
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
    whole = _Counted(n)
    for story in small:
        whole.add(stories[story], WHOLE)
    found = _Counted(n)
    for rows in buckets.values():
        if len(rows) > 1:
            found.add(rows, CROWD if len(rows) <= CROWD else NEXT)
    every = np.unique(np.concatenate([whole.counted()[0], _fullest(*found.counted(), n)]))
    return every // n if n else every, every % n if n else every


class _Counted:
    """Pairs as numbers, and how often each was added."""

    def __init__(self, n: int) -> None:
        self.n, self.waiting, self.size = n, [np.zeros(0, np.int64)], 0
        self.keys, self.times = np.zeros(0, np.int64), np.zeros(0, np.int64)

    def add(self, rows: list[int], reach: int) -> None:
        """Each of these rows with the `reach` that follow it."""
        at = np.array(rows, np.int64)
        for step in range(1, min(reach, len(rows) - 1) + 1):
            self.waiting.append(at[:-step] * self.n + at[step:])
            self.size += len(at) - step
        if self.size > HELD:
            self.counted()

    def counted(self) -> tuple[Ints, Ints]:
        """The pairs in order, and how often each was added."""
        new, often = np.unique(np.concatenate(self.waiting), return_counts=True)
        keys, back = np.unique(np.concatenate([self.keys, new]), return_inverse=True)
        self.times = np.bincount(back, np.concatenate([self.times, often]), minlength=len(keys)).astype(np.int64)
        self.keys, self.waiting, self.size = keys, [np.zeros(0, np.int64)], 0
        return self.keys, self.times


def _fullest(keys: Ints, times: Ints, n: int) -> Ints:
    """Of each report the pairs with the most keys in common, the nearest in time first where they are equal."""
    if not len(keys):
        return keys
    a, b = keys // n, keys % n
    kept = np.zeros(len(keys), bool)
    for side, other in ((a, b), (b, a)):
        order = np.lexsort((np.abs(side - other), -times, side))
        new = np.concatenate([[True], side[order][1:] != side[order][:-1]])
        place = np.arange(len(order)) - np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
        kept[order[place < MOST]] = True
    return keys[kept]


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
