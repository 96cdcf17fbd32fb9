"""What is found: an expression of time, its TIMEX3 reading, and the days it covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from onrecord.model import When

Kind = Literal["DATE", "TIME", "DURATION", "SET"]
Order = Literal["day", "month"]
Against = Literal["", "published", "dateline", "passage"]
Flag = Literal["impossible", "ambiguous", "undated", "after-publication", "moving", "fiscal"]

FLAGS: Mapping[Flag, str] = MappingProxyType(
    {
        "impossible": "The calendar has no such day or year.",
        "ambiguous": "Day and month could be swapped; give the order of the outlet to decide.",
        "undated": "It is seen from a day that is not known: the document has no date.",
        "after-publication": "It lies after the day of publication, yet the text tells of it as past.",
        "moving": "The day moves or differs by country.",
        "fiscal": "A fiscal year begins when its body says; the days are those of the calendar year.",
    }
)

FARTHEST_DATELINE = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The day of publication, the days of the datelines where they have one, and how the outlet writes 03/02/2019.

    Everything may be missing: then what is seen from that day stays without an interval and is flagged. A dateline
    counts where it is the only one and stands within a month before the day of publication (or there is no such day).
    """

    published: date | None = None
    datelines: tuple[date, ...] = ()
    order: Order | None = None

    @property
    def dateline(self) -> date | None:
        """The day of the dateline, where it can be trusted."""
        days = set(self.datelines)
        if len(days) != 1 or self.doubt:
            return None
        return self.datelines[0]

    @property
    def doubt(self) -> str:
        """Why the datelines are left aside; empty where they are not."""
        if len(set(self.datelines)) > 1:
            return "The article has datelines of several days: the day of publication counts."
        if not self.datelines or self.published is None:
            return ""
        if self.datelines[0] > self.published:
            return "The dateline is later than the day of publication: the day of publication counts."
        far = (self.published - self.datelines[0]).days > FARTHEST_DATELINE
        return "The dateline is more than a month older than the publication, which counts." if far else ""

    @property
    def day(self) -> date | None:
        """The day from which "Monday" and "last year" are seen."""
        return self.dateline or self.published


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """An expression as written: `text` is the slice; `kind`, `value` and `mod` are those of TIMEX3.

    `since` and `until` are the days it covers, both included; None for what is no stretch of days or cannot be
    told, and then `flags` say why. `precision` is the grain of the interval (day, week, month, quarter, season,
    year, decade, century, vague). `against`: what it was seen from; `beside`: the words of the passage that were
    that anchor. `tense` is "past" or "future" where the verb decided, else empty.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: str
    mod: str = ""
    since: date | None = None
    until: date | None = None
    precision: str = ""
    against: Against = ""
    beside: str = ""
    tense: str = ""
    flags: tuple[Flag, ...] = ()

    @property
    def when(self) -> When | None:
        """The interval as the record keeps it."""
        if self.since is None or self.until is None:
            return None
        return When(since=self.since, until=self.until, text=self.text)
