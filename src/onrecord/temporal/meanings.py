"""What a matched rule means: the reading of dates that the calendar or the day of publication settles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.daywords import months
from onrecord.temporal.expression import Against, Expression, Flag, Kind
from onrecord.temporal.lexing import Tokens, alphabet, numbers
from onrecord.temporal.passage import Passage
from onrecord.temporal.values import Interval, at_grain, interval, moved

MIN_YEAR, MAX_YEAR = 1000, 2999


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """A reading before the expression is made: `days` where they are not those of the value."""

    kind: Kind = "DATE"
    value: str
    mod: str = ""
    days: Interval | None = None
    against: Against = ""
    beside: Expression | None = None
    tense: str = ""
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's find: the tokens of the whole and of its named parts, with the passage it stands in."""

    tokens: Tokens
    found: re.Match[str]
    passage: Passage

    def has(self, part: str) -> bool:
        """Whether a part is there."""
        return self.found.groupdict().get(part) is not None

    def words(self, part: str) -> list[str]:
        """The words of a part, lower case."""
        if not self.has(part):
            return []
        return [self.tokens.lower(i) for i in range(*self.found.span(part))]

    def word(self, part: str) -> str:
        """A part as one string, lower case, single spaces; empty where it is missing."""
        return " ".join(self.words(part))

    def code(self, part: str) -> str:
        """The unit or code a part stands for."""
        return numbers().get(self.word(part), "")

    def whole(self) -> list[str]:
        """All words of the find, lower case."""
        return [self.tokens.lower(i) for i in range(*self.found.span())]

    def after(self, name: str) -> bool:
        """Whether the find follows a token of this class."""
        at = self.found.start()
        return at > 0 and self.tokens.symbols[at - 1] == alphabet()[name]

    @property
    def tense(self) -> str:
        """The tense of the verb nearest to the find."""
        return self.passage.tense(self.found.start(), self.found.end() - 1)


def undated(value: str, mod: str = "", kind: Kind = "DATE") -> Sense:
    """What is seen from a day that is not known."""
    return Sense(kind=kind, value=value, mod=mod, flags=("undated",))


def part(m: Match) -> str:
    """START, MID or END by the words before a date."""
    words = set(m.words("part"))
    if words & {"early", "earlier", "beginning", "start", "outset"}:
        return "START"
    if words & {"mid", "middle"}:
        return "MID"
    return "END" if words & {"late", "later", "end", "close"} else ""


def month_number(word: str) -> int:
    """The number of a month's name."""
    return months()[word]


def day_number(words: list[str]) -> int:
    """A day of the month in digits, as "8th" or in words."""
    word = words[-1]
    if word.isdigit():
        return int(word)
    lead = int(numbers().get(words[0], "0")) if len(words) > 1 else 0
    return lead + int(numbers().get(word) or word[:-2] or 0)


def calendar_day(m: Match) -> Sense | None:
    """28 January 2019; Jan. 28; Monday, the 28th of January; January 28, 20018."""
    month, day = month_number(m.word("month")), day_number(m.words("d"))
    year_text = m.word("y")
    if year_text and not MIN_YEAR <= int(year_text) <= MAX_YEAR:
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


def named_day(m: Match) -> Sense | None:
    """yesterday; today; tomorrow morning; tonight; the day before yesterday; late yesterday."""
    word = m.word("name")
    shift = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    shift += {"before": -1, "after": 1}.get(m.word("off"), 0)
    hour = "NI" if word == "tonight" else "NI" if word == "overnight" else m.code("hour")
    base = m.passage.day
    if base is None:
        return undated("XXXX-XX-XX" + ("T" + hour if hour else ""), part(m), "TIME" if hour else "DATE")
    value = at_grain(base + timedelta(shift), "D")
    kind: Kind = "TIME" if hour else "DATE"
    return Sense(kind=kind, value=value + ("T" + hour if hour else ""), mod=part(m), against=m.passage.source)


def weekday(m: Match) -> Sense | None:
    """Monday; last Friday; next Tuesday night; early Sunday."""
    number = int(m.code("day")) - 1
    hour = m.code("hour")
    kind: Kind = "TIME" if hour else "DATE"
    tail = "T" + hour if hour else ""
    base = m.passage.day
    if base is None:
        return undated(f"XXXX-WXX-{number + 1}{tail}", part(m), kind)
    back, ahead = (base.weekday() - number) % 7, (number - base.weekday()) % 7
    which, tense = set(m.words("which")), ""
    seen = m.passage.source
    spoken = m.passage.spoken.get("D")
    if which & {"previous", "following"} and spoken and spoken.since and m.tokens.starts[m.found.start()] - spoken.end < 300:
        gap = (spoken.since.weekday() - number) % 7 or 7
        day, seen = spoken.since + timedelta(-gap if "previous" in which else 7 - gap % 7), "passage"
    elif which & {"last", "past", "previous"}:
        day = base - timedelta(back or 7)
    elif which & {"next", "coming", "following"}:
        day = base + timedelta(ahead or 7)
    elif "this" in which and "past" not in which:
        day = base + timedelta(ahead)
    elif "that" in which and m.passage.latest and m.passage.latest.since:
        since = m.passage.latest.since
        day, seen = since + timedelta((number - since.weekday()) % 7), "passage"
    else:
        tense = "future" if m.after("FOR") else m.tense
        day = base + timedelta(ahead) if tense == "future" else base - timedelta(back)
    day += timedelta({"before": -1, "after": 1}.get(m.word("off"), 0))
    return Sense(kind=kind, value=day.isoformat() + tail, mod=part(m), against=seen, tense=tense)


def weekend(m: Match) -> Sense | None:
    """the weekend; last weekend; next weekend; that weekend."""
    base = m.passage.day
    if base is None:
        return undated("XXXX-WXX-WE")
    which = set(m.words("which"))
    saturday = base - timedelta((base.weekday() - 5) % 7)
    against, beside = m.passage.source, None
    tense = "" if which & {"last", "next", "this", "past", "coming"} else m.tense
    spoken = m.passage.latest
    if "that" in which and spoken and spoken.since:
        saturday = spoken.since + timedelta((5 - spoken.since.weekday()) % 7)
        against, beside = "passage", spoken
    elif which & {"next", "coming"} or (("this" in which or tense == "future") and base.weekday() < 5):
        saturday += timedelta(7)
    elif which & {"last", "past"} and base.weekday() >= 5:
        saturday -= timedelta(7)
    return Sense(value=at_grain(saturday, "W") + "-WE", mod=part(m), against=against, beside=beside, tense=tense)


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


def shifted(base: date, count: int, unit: str, grain: str) -> str:
    """The value `count` units from a day at a grain; empty outside the calendar."""
    try:
        return at_grain(moved(base, count, unit), grain)
    except (OverflowError, ValueError):
        return ""
