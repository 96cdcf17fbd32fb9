"""The day a holiday falls on in a year; rules of `data/temporal_holidays.tsv`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from onrecord.temporal.lexing import rows
from onrecord.temporal.values import at_grain

_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


@cache
def table() -> Mapping[str, str]:
    """Name, lower case, with straight apostrophes -> rule."""
    return {name: rule for name, rule, *_ in rows("temporal_holidays.tsv")}


@cache
def pattern() -> re.Pattern[str]:
    """Every name, the longest first, as written: with capitals."""
    names = sorted((n.title().replace("'S", "'s").replace(" Of ", " of ") for n in table()), key=len, reverse=True)
    either = "|".join(_written(n) for n in names)
    which = r"(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+)?"
    return re.compile(rf"\b{which}(?P<name>{either})\b(?!\s+(?:[Ii]sland|[Ee]gg|[Rr]ising|[Ll]ake))")


def _written(name: str) -> str:
    """A name as a pattern: the first word with a capital, later ones either way, any apostrophe."""
    first, *rest = re.escape(name).replace("'", "['’]").split(r"\ ")
    return r"\s+".join([first, *(f"[{w[0]}{w[0].lower()}]{w[1:]}" if w[0].isalpha() else w for w in rest)])


def value(name: str, year: int) -> str:
    """The TIMEX3 value of a holiday in a year; empty where its day moves."""
    rule = table().get(" ".join(name.lower().replace("’", "'").split()), "")
    if not rule:
        return ""
    if rule == "ELECTION":
        return (_nth(year, 11, 0, 1) + timedelta(1)).isoformat()
    if rule == "EW":
        return at_grain(easter(year), "W")
    if rule.startswith("E"):
        return (easter(year) + timedelta(int(rule[1:]))).isoformat()
    m = re.fullmatch(r"(-?\d)([A-Z]{3})(\d\d)", rule)
    if m:
        return _nth(year, int(m[3]), _DAYS.index(m[2]), int(m[1])).isoformat()
    return f"{year:04d}-{rule}"


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
        return last - timedelta((last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> date:
    """Western Easter Sunday (the Gregorian computus of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    n = (32 + 2 * e + 2 * i - h - k) % 7
    p = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * p + 114, 31)
    return date(year, month, day + 1)
