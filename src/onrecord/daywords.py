"""The rules behind `dates.resolve`: words for days, weeks, months and years, as seen on a given day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

Interval = tuple[date, date]
Meaning = Callable[[re.Match[str], date], Interval | None]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = rf"(?P<day>{'|'.join(DAYS)})"
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)})"
_UNIT = r"(?P<unit>day|week|month|year)s?"
_PARTS = {"early": (0.0, 1 / 3), "mid": (1 / 3, 2 / 3), "late": (2 / 3, 1.0)}


def rules(months: Mapping[str, int]) -> tuple[tuple[str, re.Pattern[str], Meaning], ...]:
    """(name, pattern, meaning) in order of precedence: the longer and surer forms first."""
    # "may", "march" and "sun" are words too: month names count only with a capital letter.
    english = [m for m in months if m.isascii() and len(m) > 2]
    names = "|".join(sorted({m.capitalize() for m in english}, key=len, reverse=True))
    month = rf"(?P<month>(?-i:{names}|{names.upper()}))\b(?:\.(?=\s*\d))?"
    part = r"(?:(?P<part>early|mid|late)(?:\s+(?:in\s+)?|-))"
    nth = r"(?:st|nd|rd|th)?"
    before = rf"(?:(?:{'|'.join(DAYS)}|mon|tue|wed|thu|fri|sat|sun)[.,]{{0,2}}\s+(?:the\s+)?)?"

    def of_month(m: re.Match[str], anchor: date) -> Interval | None:
        number = months[m["month"].lower()]
        year = int(m["year"]) if m["year"] else nearest_year(number, anchor)
        return cut(month_of(year, number), m["part"])

    def which_month(m: re.Match[str], anchor: date) -> Interval | None:
        number, which = months[m["month"].lower()], m["which"].lower()
        past = number >= anchor.month if which == "last" else 0
        ahead = number <= anchor.month if which == "next" else 0
        return month_of(anchor.year - past + ahead, number)

    def day_of_month(m: re.Match[str], anchor: date) -> Interval | None:
        number, day = months[m["month"].lower()], int(m["number"])
        year = nearest_year(number, anchor)
        if day > calendar.monthrange(year, number)[1]:
            return None
        return date(year, number, day), date(year, number, day)

    table: tuple[tuple[str, str, Meaning], ...] = (
        ("day of month",
         rf"(?<![\d.,:])\b{before}(?P<number>\d{{1,2}}){nth}\s+(?:of\s+)?{month}(?!\s+\d{{4}})", day_of_month),
        ("month and day",
         rf"\b{before}{month}\s+(?P<number>\d{{1,2}}){nth}\b(?![\d:%]|,?\s+\d{{4}}|,\d|\.\d)", day_of_month),
        ("month of a year", rf"\b{part}?{month},?\s+(?:of\s+)?(?P<year>\d{{4}})\b", of_month),
        ("part of a month", rf"\b{part}{month}(?P<year>)", of_month),
        ("which month", rf"\b(?P<which>last|this|next)\s+{month}(?!\s+\d)", which_month),
        ("month", rf"\b(?:in|since|until|by|from|during|of)\s+(?P<part>){month}(?P<year>)", of_month),
        ("part of a year", rf"\b{part}(?P<year>(?:19|20)\d\d)\b(?!-)", _year),
        ("year", r"\b(?:in|since|until|by|during|from)\s+(?P<part>)(?P<year>(?:19|20)\d\d)\b(?![-,.]\d)", _year),
        ("last weekday", rf"\b(?P<which>last|next|this|the coming)\s+{_WEEKDAY}\b", _which_weekday),
        ("weekday", rf"\b{_WEEKDAY}\b", _weekday),
        ("yesterday", r"\b(?:the day before yesterday)\b", _days(-2)),
        ("yesterday", r"\b(?:yesterday|last night)\b", _days(-1)),
        ("tomorrow", r"\b(?:the day after tomorrow)\b", _days(2)),
        ("today", r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", _days(0)),
        ("tomorrow", r"\btomorrow\b", _days(1)),
        ("ago", rf"\b{_COUNT}\s+{_UNIT}\s+(?P<way>ago|earlier|before|from now|later)\b", _ago),
        ("in some time", rf"\b(?P<way>in|within)\s+{_COUNT}\s+{_UNIT}(?:['’]\s+time|\s+time)?\b", _ago),
        ("span", rf"\b(?:in|over|for|during)\s+the\s+(?P<which>last|past|next|coming)\s+{_COUNT}\s+{_UNIT}\b", _span),
        ("weekend", r"\b(?:(?P<which>last|this|next|the)\s+)(?:past\s+|coming\s+)?weekend\b", _weekend),
        ("unit", r"\b(?P<which>last|this|next|the past|the coming)\s+(?P<unit>week|month|year)\b", _unit),
        ("coming units", r"\b(?:in\s+)?the\s+coming\s+(?P<unit>day|week|month|year)s\b", _coming),
        ("same day", r"\b(?:the same|that|the following|the next|the previous) (?:day|week|month|year)\b", _unknown),
    )  # fmt: skip
    return tuple((name, re.compile(pattern, re.IGNORECASE), meaning) for name, pattern, meaning in table)


def month_of(year: int, month: int) -> Interval:
    """The first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def nearest_year(month: int, anchor: date) -> int:
    """The year of a month named without one: the latest that is not more than three months ahead.

    News looks back more than forward; "in March", read in December, is still the coming March.
    """
    ahead = (month - anchor.month) % 12
    year = anchor.year + (1 if month < anchor.month else 0)
    return year if ahead <= 3 else year - 1


def cut(whole: Interval, part: str | None) -> Interval:
    """The early, middle or late third of an interval; all of it without a part."""
    if not part:
        return whole
    low, high = _PARTS[part.lower()]
    days = (whole[1] - whole[0]).days + 1
    return whole[0] + timedelta(round(days * low)), whole[0] + timedelta(round(days * high) - 1)


def _year(m: re.Match[str], _anchor: date) -> Interval | None:
    year = int(m["year"])
    if m["part"]:  # by whole months: "late 2017" is September to December
        first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[m["part"].lower()]
        return month_of(year, first)[0], month_of(year, last)[1]
    return month_of(year, 1)[0], month_of(year, 12)[1]


def _weekday(m: re.Match[str], anchor: date) -> Interval | None:
    """News tells what has happened: a bare weekday is the last such day, the day of printing included."""
    back = (anchor.weekday() - DAYS.index(m["day"].lower())) % 7
    return _one(anchor - timedelta(back))


def _which_weekday(m: re.Match[str], anchor: date) -> Interval | None:
    number = DAYS.index(m["day"].lower())
    if m["which"].lower() == "last":
        return _one(anchor - timedelta((anchor.weekday() - number) % 7 or 7))
    ahead = (number - anchor.weekday()) % 7
    return _one(anchor + timedelta(ahead if m["which"].lower() == "this" else ahead or 7))


def _days(distance: int) -> Meaning:
    return lambda _m, anchor: _one(anchor + timedelta(distance))


def _one(day: date) -> Interval:
    return day, day


def _ago(m: re.Match[str], anchor: date) -> Interval | None:
    """ "two days ago" is one day; weeks, months and years ago are the week, month or year they fall in."""
    way = m["way"].lower()
    if way in ("before", "later"):  # counted from another event, not from the day of printing
        return None
    count = _number(m["count"])
    count = count if way in ("in", "within", "from now") else -count
    if way == "within":
        return anchor, _shift(anchor, count, m["unit"].lower())[1]
    return _shift(anchor, count, m["unit"].lower())


def _shift(anchor: date, count: int, unit: str) -> Interval:
    if unit == "day":
        return _one(anchor + timedelta(count))
    if unit == "week":
        return _week(anchor + timedelta(7 * count))
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + count
        return month_of(months // 12, months % 12 + 1)
    return month_of(anchor.year + count, 1)[0], month_of(anchor.year + count, 12)[1]


def _week(day: date) -> Interval:
    monday = day - timedelta(day.weekday())
    return monday, monday + timedelta(6)


def _unit(m: re.Match[str], anchor: date) -> Interval | None:
    which = m["which"].lower()
    count = {"last": -1, "this": 0, "next": 1}.get(which)
    if count is None:
        back, ahead = (1, 0) if which == "the past" else (0, 1)
        days = {"week": 7, "month": 30, "year": 365}[m["unit"].lower()]
        return anchor - timedelta(days * back), anchor + timedelta(days * ahead)
    return _shift(anchor, count, m["unit"].lower())


def _span(m: re.Match[str], anchor: date) -> Interval | None:
    days = _number(m["count"]) * {"day": 1, "week": 7, "month": 30, "year": 365}[m["unit"].lower()]
    if m["which"].lower() in ("last", "past"):
        return anchor - timedelta(days), anchor
    return anchor, anchor + timedelta(days)


def _coming(m: re.Match[str], anchor: date) -> Interval | None:
    days = {"day": 7, "week": 42, "month": 183, "year": 1826}[m["unit"].lower()]
    return anchor + timedelta(1), anchor + timedelta(days)


def _weekend(m: re.Match[str], anchor: date) -> Interval | None:
    """Saturday and Sunday; "the weekend" is the last one, or the one being spent."""
    saturday = anchor - timedelta((anchor.weekday() - 5) % 7)
    if m["which"].lower() == "next" or (m["which"].lower() == "this" and anchor.weekday() < 5):
        saturday += timedelta(7)
    elif m["which"].lower() == "last" and anchor.weekday() >= 5:
        saturday -= timedelta(7)
    return saturday, saturday + timedelta(1)


def _unknown(_m: re.Match[str], _anchor: date) -> Interval | None:
    return None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]
