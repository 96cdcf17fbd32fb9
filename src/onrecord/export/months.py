"""The timeline: statements by month, and in it by day or by the interval the text gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from onrecord.store.rows import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Statements of one day, or of one interval of days (`until`); `opens`: the first of its day."""

    since: date | None
    until: date | None
    opens: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of the timeline: its days and the intervals that begin in it; `since` None: no date is known."""

    since: date | None
    days: tuple[Day, ...]
    count: int
    speakers: int


def months(said: Iterable[Said]) -> Iterable[Month]:
    """The timeline; the statements come in order of time."""
    for since, of_month in groupby(said, key=lambda s: s.on.replace(day=1) if s.on else None):
        days: list[Day] = []
        for (on, until), group in groupby(of_month, key=lambda s: (s.on, last_day(s))):
            opens = not days or days[-1].since != on
            days.append(Day(since=on, until=until, opens=opens, said=tuple(group)))
        every = [s for day in days for s in day.said]
        yield Month(
            since=since,
            days=tuple(days),
            count=len(every),
            speakers=len({s.speaker.id for s in every if s.speaker}),
        )


def last_day(said: Said) -> date | None:
    """The last day on which it may have been said."""
    return max(said.said_since, said.said_until or said.said_since) if said.said_since else said.on
