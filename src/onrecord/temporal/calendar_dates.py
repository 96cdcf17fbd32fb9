"""What a matched rule means: days, months, years, decades and centuries by their names and numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from onrecord.temporal.expression import Against, Expression, Flag
from onrecord.temporal.lexing import numbers
from onrecord.temporal.meanings import Match, Sense, day_number, month_number, part, undated
from onrecord.temporal.values import at_grain, interval

MIN_YEAR, MAX_YEAR = 1000, 2999


def calendar_day(m: Match) -> Sense | None:
    """28 January 2019; Jan. 28; Monday, the 28th of January; January 28, 20018."""
    month, day = month_number(m.word("month")), day_number(m.words("d"))
    year_text = m.word("y")
    if year_text and (len(year_text) > 4 or not MIN_YEAR <= int(year_text) <= MAX_YEAR):
        return Sense(value=f"{year_text[:9]}-{month:02d}-{day:02d}", flags=("impossible",)) if day <= 31 else None
    if not 1 <= day <= 31:
        return None
    if year_text:
        return _checked(int(year_text), month, day)
    if m.has("which"):
        base = m.passage.day
        if base is None:
            return undated(f"XXXX-{month:02d}-{day:02d}")
        shift = {"last": -1, "next": 1}.get(m.words("which")[0], 0)
        return _checked(base.year + shift, month, day, against=m.passage.source)
    base = m.passage.day
    if base is None:
        return undated(f"XXXX-{month:02d}-{day:02d}")
    if day > (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        return Sense(value=f"XXXX-{month:02d}-{day:02d}", flags=("impossible",))
    tense = m.tense
    year, seen = year_by_tense(m, month, day, base, tense)
    return _checked(year, month, day, against=seen, tense=tense)


def day_range(m: Match) -> Sense | None:
    """May 3-5; 3 to 5 May 2019: the value is that of the first day."""
    first, last = calendar_day(m), m.word("e")
    days = interval(first.value)[0] if first else None
    if first is None or days is None or len(last) > 2:
        return None
    until = interval(first.value[:8] + f"{int(last):02d}")[0]
    return replace(first, days=(days[0], until[1])) if until and until[1] > days[0] else None


def _checked(year: int, month: int, day: int, *, against: Against = "", tense: str = "") -> Sense:
    value = f"{year:04d}-{month:02d}-{day:02d}"
    flags: tuple[Flag, ...] = () if interval(value)[0] else ("impossible",)
    return Sense(value=value, against=against, tense=tense, flags=flags)


def year_by_tense(m: Match, month: int, day: int, base: date, tense: str) -> tuple[int, Against]:
    """The year of a day named without one: the past one or the coming one by the verb, else the nearest."""
    spoken = m.passage.spoken.get("Y")
    if spoken is not None and spoken.against == "" and _same_sentence(m, spoken) and spoken.value[:4].isdigit():
        return int(spoken.value[:4]), "passage"
    options = [base.year - 1, base.year, base.year + 1]
    distance = {y: (y - base.year) * 366 + (month - base.month) * 30.5 + day - base.day for y in options}
    return min(options, key=lambda y: farness(distance[y], tense)), m.passage.source


def farness(days: float, tense: str) -> float:
    """How far off a reading is, as news would have it: what the verb speaks against is farther."""
    against = {"past": days > 1, "future": days < -1}.get(tense)
    if against is None:
        return abs(days) * (2.0 if days > 0 else 1.0)
    return abs(days) * (3.5 if against else 1.0)


def _same_sentence(m: Match, other: Expression) -> bool:
    start = m.tokens.starts[m.found.start()]
    between = m.tokens.text[other.end : start]
    return start - other.end < 40 and not re.search(r"[.!?;\n]", between)


def month(m: Match) -> Sense | None:
    """May 2018; early May; last May; May last year; in May."""
    number = month_number(m.word("month"))
    mod = part(m)
    if m.has("y"):
        return Sense(value=f"{int(m.word('y')):04d}-{number:02d}", mod=mod)
    if m.has("spelt"):
        named = year(m)
        return Sense(value=f"{named.value}-{number:02d}", mod=mod) if named else None
    base = m.passage.day
    if base is None:
        return undated(f"XXXX-{number:02d}", mod)
    which = set(m.words("which"))
    if m.has("of"):
        shift = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}
        words = set(m.words("of"))
        count = next((n for w, n in shift.items() if w in words), 0)
        spoken = m.passage.spoken_of("YMDQW")
        if "that" in words and spoken:
            return Sense(value=f"{spoken.value[:4]}-{number:02d}", mod=mod, against="passage", beside=spoken)
        return Sense(value=f"{base.year + count:04d}-{number:02d}", mod=mod, against=m.passage.source)
    if which & {"last", "past", "previous"}:
        in_year = base.year - (number >= base.month)
    elif which & {"next", "coming"}:
        in_year = base.year + (number <= base.month)
    elif "this" in which:
        in_year = base.year
    else:
        tense = m.tense
        in_year = _year_of_month(number, base, tense)
        return Sense(value=f"{in_year:04d}-{number:02d}", mod=mod, against=m.passage.source, tense=tense)
    return Sense(value=f"{in_year:04d}-{number:02d}", mod=mod, against=m.passage.source)


def _year_of_month(number: int, base: date, tense: str) -> int:
    options = (base.year - 1, base.year, base.year + 1)
    return min(options, key=lambda y: farness((y - base.year) * 366 + (number - base.month) * 30.5, tense))


def year(m: Match) -> Sense | None:
    """1989; early 1989; nineteen ninety-six; the year two thousand; fiscal 1988."""
    mod = part(m)
    if m.has("since"):
        mod = "AFTER"
    if m.has("y"):
        return Sense(value=f"{int(m.word('y')):04d}", mod=mod)
    words = [w for w in m.words("spelt") if w not in ("-", "and")]
    values = [int(numbers()[w]) for w in words]
    if "thousand" in words:
        return Sense(value=f"{2000 + sum(values[2:]):04d}")
    low = sum(values[1:])
    if values[0] not in (19, 20, 18, 17) or not 10 <= low <= 99:
        return None
    return Sense(value=f"{values[0]}{low:02d}", mod=mod)


def year_range(m: Match) -> Sense | None:
    """2016-17; 2018-2019: the value is that of the first year."""
    first, last = m.word("y"), m.word("e")
    until = last if len(last) == 4 else first[:2] + last
    if len(last) not in (2, 4) or not int(first) < int(until) <= int(first) + 99:
        return None
    return Sense(value=first, days=(date(int(first), 1, 1), date(int(until), 12, 31)))


def before_christ(m: Match) -> Sense | None:
    """480 BC: a year without days; AD 1066 is a year like any other."""
    era = m.tokens.word(m.found.end() - 1)
    if era not in ("BC", "BCE"):
        return None
    return Sense(value=f"BC{int(m.word('y').replace(',', '')):04d}")


def long_year(m: Match) -> Sense | None:
    """In May 20018: kept and flagged."""
    text = m.word("y")
    return Sense(value=f"{text[:9]}-{month_number(m.word('month')):02d}", flags=("impossible",))


def decade(m: Match) -> Sense | None:
    """the 1990s; the early '90s; the sixties."""
    mod = part(m)
    if m.has("name"):
        return Sense(value=f"19{m.code('name')}", mod=mod)
    digits = re.sub(r"\D", "", m.word("y"))
    if len(digits) == 2:
        digits = "19" + digits if digits[0] not in "01" else "20" + digits
    return Sense(value=digits[:3], mod=mod)


def century(m: Match) -> Sense | None:
    """the 19th century; the 2nd century BC stays without days."""
    number = day_number(m.words("n"))
    if not 1 <= number <= 30:
        return None
    if set(m.words("era")) & {"bc", "bce"}:
        return Sense(value=f"BC{number:02d}", mod=part(m))
    return Sense(value=f"{number - 1:02d}", mod=part(m))


def week_of(m: Match) -> Sense | None:
    """the week of March 6."""
    day = calendar_day(m)
    days = interval(day.value)[0] if day else None
    return Sense(value=at_grain(days[0], "W"), against=day.against) if day and days else None


def numeric(m: Match) -> Sense | None:
    """2019-02-03; 3.2.2019; 03/02/2019, by the order of the outlet where it has two readings."""
    y, a, b = (int(m.word(x)) for x in ("y", "a", "b"))
    text = m.word("mark")
    if m.has("first"):
        month_, day = a, b
    elif text == "." or a > 12:
        day, month_ = a, b
    elif b > 12 or a == b:
        month_, day = a, b
    else:
        order = m.passage.anchor.order
        if order is None:
            return Sense(value=f"{y:04d}-XX-XX", flags=("ambiguous",))
        day, month_ = (a, b) if order == "day" else (b, a)
    if month_ > 99 or day > 99:
        return None
    if month_ > 12 and day > 12 and text == "-":
        return None
    return _checked(y, month_, day)
