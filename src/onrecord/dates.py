"""Dates in news text: absolute ones with their span (`parse`), relative ones as intervals (`resolve`).

Ambiguous numeric dates (03/02/2019) are not guessed: `parse` leaves them out,
`numeric` gives both readings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache

from onrecord.daywords import months
from onrecord.findings import Range
from onrecord.model import When
from onrecord.temporal import Anchor, find

MIN_YEAR, MAX_YEAR = 1700, 2100

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b"
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180,
    "est": -300, "edt": -240, "et": None, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "pt": None, "jst": 540, "aest": 600, "aedt": 660, "hkt": 480, "sgt": 480,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A date as written: its span, its day, and the moment where a clock time with a zone is given."""

    start: int
    end: int
    text: str
    day: date
    at: datetime | None = None


@cache
def _absolute() -> re.Pattern[str]:
    """One pattern for all absolute dates, with a weekday before and a clock time after where there is one."""
    month = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    nth = r"(?:st|nd|rd|th|er|º)?\.?"
    of = r"(?:\s+|-)(?:of\s+|de\s+|del\s+)?"
    forms = (
        r"(?<![\d/.-])(?P<y1>\d{4})(?P<sep1>[-/.])(?P<m1>\d{1,2})(?P=sep1)(?P<d1>\d{1,2})(?!\d)",
        rf"(?<![\d.,:/-])(?P<d2>\d{{1,2}}){nth}{of}(?P<m2>{month})\b\.?(?:,?{of}|,\s*)(?P<y2>\d{{4}})(?!\d)",
        rf"\b(?P<m3>{month})\b\.?\s+(?P<d3>\d{{1,2}}){nth}(?:\s*[,،]\s*|\s+)(?P<y3>\d{{4}})(?!\d)",
        r"(?<![\w/.-])(?P<d5>\d{2})\.(?P<m5>\d{2})\.(?P<y5>\d{2})(?![\d%]|\.\d)",
        r"(?<![\d/.-])(?P<a4>\d{1,2})(?P<sep4>[-/.])(?P<b4>\d{1,2})(?P=sep4)(?P<y4>\d{4})(?!\d)",
    )
    time = (
        r"(?:(?:\s*T|\s*[|,،–—-]\s*|\s+)(?:at\s+|um\s+|à\s+)?(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})"
        r"(?:[:.](?P<second>\d{2})(?:\.\d+)?)?(?![\d:])"
        r"(?:\s*(?P<half>[ap]\.?\s?m\b\.?))?(?:\s*(?P<zone>Z\b|[+-]\d{2}:?\d{2}(?!\d)|[A-Z]{2,4}\b))?)?"
    )
    return re.compile(rf"(?:\b{_WEEKDAY}\s*[.,،]?\s+)?(?:{'|'.join(forms)}){time}", re.IGNORECASE)


def parse(text: str) -> tuple[Found, ...]:
    """Every absolute date in `text` (day, month and year are all written), in order."""
    plain = text.translate(_DIGITS)
    out: list[Found] = []
    for m in _absolute().finditer(plain):
        day = _day_of(m)
        if day is not None:
            end, at = _moment(m, day)
            out.append(Found(start=m.start(), end=end, text=text[m.start() : end], day=day, at=at))
    return tuple(out)


def _day_of(m: re.Match[str]) -> date | None:
    """The day a match names; None where the numbers are no day or could be two."""
    g = m.groupdict()
    if g["y1"]:
        year, month, day = int(g["y1"]), int(g["m1"]), int(g["d1"])
    elif g["y5"]:  # 30.09.21: with points the day comes first
        year, month, day = 2000 + int(g["y5"]), int(g["m5"]), int(g["d5"])
    elif g["y4"]:
        year, first, second = int(g["y4"]), int(g["a4"]), int(g["b4"])
        if _is_ambiguous(m):
            return _by_weekday(m[0], _day(year, second, first), _day(year, first, second))
        day, month = (second, first) if second > 12 else (first, second)
    else:
        name, number, year_text = (g["m2"], g["d2"], g["y2"]) if g["m2"] else (g["m3"], g["d3"], g["y3"])
        year, month, day = int(year_text), months()[name.lower()], int(number)
    return _day(year, month, day)


def _is_ambiguous(m: re.Match[str]) -> bool:
    """03/02/2019: the day may be either number."""
    return bool(m["y4"]) and m["sep4"] != "." and m["a4"] != m["b4"] and max(int(m["a4"]), int(m["b4"])) <= 12


def _by_weekday(text: str, *options: date | None) -> date | None:
    """The one option that falls on the weekday the text opens with, if it opens with one."""
    fits = [d for d in options if d and text.lower().startswith(_DAYS[d.weekday()][:3])]
    return fits[0] if len(fits) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric:
    """A date in numbers whose day and month could be swapped, with both readings."""

    start: int
    end: int
    day_first: date
    month_first: date


def numeric(text: str) -> tuple[Numeric, ...]:
    """The numeric dates that `parse` leaves out because they could be two days."""
    out: list[Numeric] = []
    for m in _absolute().finditer(text.translate(_DIGITS)):
        if not m["y4"] or not _is_ambiguous(m) or _day_of(m) is not None:
            continue
        year, first, second = int(m["y4"]), int(m["a4"]), int(m["b4"])
        early, late = _day(year, second, first), _day(year, first, second)
        if early and late:
            out.append(Numeric(start=m.start(), end=m.end(), day_first=early, month_first=late))
    return tuple(out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which of day and month a numeric date puts first, where one of the numbers is above twelve."""

    day_first: bool


def ordered(text: str) -> list[Order]:
    """The order of every numeric date of `text` that has one reading only and shows its order."""
    found = [
        m for m in _absolute().finditer(text.translate(_DIGITS)) if m["y4"] and max(int(m["a4"]), int(m["b4"])) > 12
    ]
    return [Order(day_first=int(m["a4"]) > 12) for m in found if _day_of(m) is not None]


def names_day(text: str, day: date) -> bool:
    """Whether `text` names this day and month in words ("May 11", "11 May")."""
    month = "|".join(re.escape(name) for name, number in months().items() if number == day.month)
    either = rf"\b(?:(?:{month})\.?\s+{day.day}(?!\d)|(?<!\d){day.day}(?:st|nd|rd|th)?\s+(?:{month})\b)"
    return re.search(either, text, re.IGNORECASE) is not None


def _day(year: int, month: int, day: int) -> date | None:
    if not MIN_YEAR <= year <= MAX_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moment(m: re.Match[str], day: date) -> tuple[int, datetime | None]:
    """Where the date with its clock time ends, and the moment if the time has a zone we know."""
    hour, zone = m["hour"], m["zone"]
    if not hour:
        return m.end(), None
    known = zone is not None and (zone[0] in "+-" or zone.lower() in _ZONES)
    end = m.end() if known or zone is None else m.start("zone")
    end = m.start() + len(m.string[m.start() : end].rstrip())
    h = int(hour) % 12 + (12 if m["half"][0] in "pP" else 0) if m["half"] else int(hour)
    if not known or h > 23 or int(m["minute"]) > 59:
        return end, None
    offset = _offset(zone)
    if offset is None:
        return end, None
    second = min(int(m["second"] or 0), 59)
    return end, datetime(day.year, day.month, day.day, h, int(m["minute"]), second, tzinfo=timezone(offset))


def _offset(zone: str) -> timedelta | None:
    """A zone as written -> its distance from UTC; None for names that mean several."""
    if zone[0] in "+-":
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        if hours > 14 or minutes > 59:
            return None
        return timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
    minutes_east = _ZONES.get(zone.lower())
    return None if minutes_east is None else timedelta(minutes=minutes_east)


def resolve(text: str, anchor: date) -> list[tuple[Range, When]]:
    """Expressions of time in running text as closed intervals of days, seen from `anchor`.

    What is no stretch of days ("daily", "now") or cannot be told ("the same day", where none was named) is left out.
    """
    out = [((f.start, f.end), When(since=f.day, until=f.day, text=f.text)) for f in parse(text)]
    taken = [span for span, _ in out]
    for x in find(text, Anchor(published=anchor)):
        apart = not any(s < x.end and x.start < e for s, e in taken)
        if apart and x.when is not None and x.kind != "SET" and x.value not in ("PRESENT_REF", "PAST_REF"):
            out.append(((x.start, x.end), x.when))
    return sorted(out, key=lambda found: found[0])
