"""TIMEX3 values of dates and the calendar: a value into its days, a value some units on."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

Interval = tuple[date, date]

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200, "L": 12000}
_FORMS = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)|(?P<week>\d{4}-W\d\d)(?P<end>-WE)?|(?P<month>\d{4}-\d\d)|(?P<quarter>\d{4}-Q[1-4])"
    r"|(?P<half>\d{4}-H[12])|(?P<season>\d{4}-(?:SP|SU|FA|WI))|(?P<year>\d{4})|(?P<decade>\d{3})X?|(?P<century>\d\d)(?:XX)?"
)


def interval(value: str) -> tuple[Interval | None, str]:
    """The days of a value and their grain; (None, "") for references, sets, unknowns and impossible days."""
    m = _FORMS.fullmatch(value.split("T")[0])
    if m is None:
        return None, ""
    grain = next(name for name, found in m.groupdict().items() if found)
    try:
        found = _days(m, grain)
    except (ValueError, OverflowError):
        return None, ""
    return found, "year" if grain == "half" else grain


def _days(m: re.Match[str], grain: str) -> Interval:
    text = m[grain]
    year = int(text[:4]) if grain not in ("decade", "century") else 0
    if grain == "day":
        day = date.fromisoformat(text)
        return day, day
    if grain == "week":
        monday = date.fromisocalendar(year, int(text[-2:]), 1)
        return monday + timedelta(5 if m["end"] else 0), monday + timedelta(6)
    if grain == "decade":
        return date(int(text) * 10, 1, 1), date(int(text) * 10 + 9, 12, 31)
    if grain == "century":
        return date(int(text) * 100, 1, 1), date(int(text) * 100 + 99, 12, 31)
    if grain == "year":
        return months(year, 1, 12)
    if grain == "month":
        return months(year, int(text[-2:]), 1)
    if grain == "season":
        return months(year, SEASONS[text[-2:]], 3)
    length = 3 if grain == "quarter" else 6
    return months(year, (int(text[-1]) - 1) * length + 1, length)


def months(year: int, first: int, count: int) -> Interval:
    """The days of `count` months from the `first` on."""
    last = year * 12 + first + count - 2
    end_year, end_month = last // 12, last % 12 + 1
    return date(year, first, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


def thirds(whole: Interval, mod: str) -> Interval:
    """The first, middle or last third of an interval for START, MID and END; all of it for another modifier."""
    first = {"START": 1, "MID": 5, "END": 9}.get(mod)
    if first and (whole[0].month, whole[0].day, whole[1]) == (1, 1, date(whole[0].year, 12, 31)):
        return months(whole[0].year, first, 4)  # by whole months: "late 2017" is September to December
    low, high = {"START": (0.0, 1 / 3), "MID": (1 / 3, 2 / 3), "END": (2 / 3, 1.0)}.get(mod, (0.0, 1.0))
    days = (whole[1] - whole[0]).days + 1
    since = whole[0] + timedelta(round(days * low))
    return since, max(since, whole[0] + timedelta(round(days * high) - 1))


def moved(day: date, count: int, unit: str) -> date:
    """The day `count` units on; the last of the month where the month is shorter. Raises outside the calendar."""
    if unit in "DWF":
        return day + timedelta(count * {"D": 1, "W": 7, "F": 14}[unit])
    number = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year, month = number // 12, number % 12 + 1
    if not 1 <= year <= 9999:
        raise OverflowError(year)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def at_grain(day: date, unit: str) -> str:
    """The value of the unit that holds a day: its week, its month, its year."""
    if unit == "D":
        return day.isoformat()
    if unit in "WF":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if unit == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit == "Y":
        return f"{day.year:04d}"
    return f"{day.year // 10:03d}" if unit == "E" else f"{day.year // 100:02d}"


def unit_of(value: str) -> str:
    """The unit of a date value: D, W, M, Q, Y, E, C; Q for a half or season, too; empty for what has none."""
    grain = interval(value)[1]
    return {"day": "D", "week": "W", "month": "M", "quarter": "Q", "season": "Q", "year": "Y", "decade": "E",
            "century": "C"}.get(grain, "")  # fmt: skip


def years_on(value: str, count: int) -> str:
    """The same part of another year: 1989-Q3 and -1 are 1988-Q3."""
    year = int(value[:4]) + count
    if re.fullmatch(r"\d{4}-02-29", value) and not calendar.isleap(year):
        return f"{year:04d}-02-28"
    return f"{year:04d}{value[4:]}"
