"""The axis of the timeline's drawing: days, months or years, as close as their labels have room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.export.wording import MONTHS

Scale = Callable[[date], float]
"""The middle of a day on the axis."""
Room = tuple[float, float]
"""How wide the drawing is, and the least room between two labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A label below the axis; `anchor` is which side of it stands at `x`: "start", "middle" or "end"."""

    x: float
    label: str
    anchor: str


_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400)


def ticks(first: date, last: date, scale: Scale, room: Room) -> Iterator[Tick]:
    """Days, months or years, as close as their labels have room."""
    width, least = room
    at = _closest(first, last, scale, least)
    for k, day in enumerate(at):
        x = scale(day)
        side = "start" if x < least / 2 else "end" if x > width - least / 2 else "middle"
        yield Tick(x=x, label=_label(day, at, k), anchor=side)


def _closest(first: date, last: date, scale: Scale, least: float) -> list[date]:
    if first == last:
        return [first]
    found: list[date] = [first]
    for steps, made in ((_DAYS, _by_days), (_MONTHS, _by_months)):
        for step in steps:
            found = made(first, last, step)
            near = [scale(b) - scale(a) for a, b in zip(found, found[1:], strict=False)]
            if len(found) > 1 and min(near) >= least:
                return found
    return found if len(found) < 3 else [first, last]


def _by_days(first: date, last: date, step: int) -> list[date]:
    if (last - first).days / step > 60:
        return []
    return [first + timedelta(days=k) for k in range(0, (last - first).days + 1, step)]


def _by_months(first: date, last: date, step: int) -> list[date]:
    """The first days of months, counted from the beginning of the calendar, that lie between."""
    begin = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // step) * step
    end = last.year * 12 + last.month - 1
    if (end - begin) // step > 60:
        return []
    return [date(n // 12, n % 12 + 1, 1) for n in range(begin, end + 1, step) if n >= 12 and n // 12 <= 9999]


def _label(day: date, every: Sequence[date], k: int) -> str:
    """ "3 Mar", "Mar 2031", "2031": as much as tells it from the tick before."""
    if all(d.month == 1 and d.day == 1 for d in every):
        return str(day.year)
    name = MONTHS[day.month - 1][:3]
    short = name if all(d.day == 1 for d in every) and len(every) > 1 else f"{day.day} {name}"
    return f"{short} {day.year}" if k == 0 or every[k - 1].year != day.year else short
