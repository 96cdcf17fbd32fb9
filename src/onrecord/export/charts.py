"""The two drawings of the brief, as numbers: bars of who speaks, and the strip of when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.export.wording import counted, day, month

MOST_BARS = 200
LONGEST_BY_DAY = 62  # days; longer ones are drawn by month
LONGEST_BY_MONTH = 12 * 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of the strip, in units of the drawing; `href` is the fragment of its list."""

    x: float
    width: float
    height: float
    href: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Statements over time: bars 0..`width` by 0..`height`, the ends of the axis, the tallest bar."""

    width: float
    height: float
    step: str
    bars: tuple[Bar, ...]
    first: str
    last: str
    tallest: int
    gaps: bool


def fragment(value: date, step: str) -> str:
    """The id of the list of a day or a month."""
    return "t-" + (value.isoformat() if step == "day" else value.strftime("%Y-%m").rjust(7, "0"))


def strip(dates: Sequence[date], width: float = 1000, height: float = 100) -> Strip | None:
    """The strip of these days (one per statement), by day, month or year as fits their range."""
    if not dates:
        return None
    step = step_for(min(dates), max(dates))
    counts = Counter(floor(d, step) for d in dates)
    periods, gaps = _periods(min(counts), max(counts), step, sorted(counts))
    first_of: dict[date, date] = {}
    for d in sorted(dates):
        first_of.setdefault(floor(d, step), d)
    tallest = max(counts.values())
    slot = width / max(len(periods), 12)
    bars = tuple(
        Bar(
            x=round(i * slot, 2),
            width=round(slot * 0.86, 2),
            height=round(max(height * counts[p] / tallest, 3), 2),
            href=fragment(first_of[p], "day" if step == "day" else "month"),
            label=f"{label(p, step)}: {counted(counts[p], 'statement')}",
        )
        for i, p in enumerate(periods)
        if counts[p]
    )
    return Strip(
        width=round(len(periods) * slot, 2),
        height=height,
        step=step,
        bars=bars,
        first=label(periods[0], step),
        last=label(periods[-1], step) if len(periods) > 1 else "",
        tallest=tallest,
        gaps=gaps,
    )


def step_for(first: date, last: date) -> str:
    """Whether days from the first to the last are told by "day", "month" or "year"."""
    if (last - first).days < LONGEST_BY_DAY:
        return "day"
    months = (last.year - first.year) * 12 + last.month - first.month
    return "month" if months < LONGEST_BY_MONTH else "year"


def floor(value: date, step: str) -> date:
    """The first day of the period in which a day lies."""
    if step == "day":
        return value
    return value.replace(day=1) if step == "month" else date(value.year, 1, 1)


def _periods(first: date, last: date, step: str, used: list[date]) -> tuple[list[date], bool]:
    """Every period from first to last; only the used ones, and True, when they are too many to draw."""
    out: list[date] = []
    at = first
    while at <= last and len(out) <= MOST_BARS:
        out.append(at)
        try:
            at = following(at, step)
        except (OverflowError, ValueError):  # the end of the calendar
            break
    return (used, True) if len(out) > MOST_BARS else (out, False)


def following(at: date, step: str) -> date:
    """The first day of the next period. Raises OverflowError or ValueError at the end of the calendar."""
    if step == "day":
        return at + timedelta(days=1)
    if step == "month":
        return date(at.year + at.month // 12, at.month % 12 + 1, 1)
    return date(at.year + 1, 1, 1)


def label(value: date, step: str) -> str:
    """A period in words: "3 March 2031", "March 2031", "2031"."""
    if step == "day":
        return day(value)
    return month(value) if step == "month" else str(value.year)
