"""What a matched rule means: amounts of time, how often, and references to past, present and future."""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.temporal.expression import Expression, Flag
from onrecord.temporal.lexing import numbers
from onrecord.temporal.meanings import Match, Sense, month_number, shifted, undated
from onrecord.temporal.values import Interval, at_grain, interval, moved, years_on

VAGUE = {"D": 7, "W": 42, "F": 42, "M": 183, "Q": 365, "Y": 1826, "E": 7300, "C": 36500, "L": 99999, "H": 1, "m": 1}
_CLOCK = frozenset("Hms")
_UNKNOWN = frozenset(("few", "several", "many", "some"))
_BEFORE = frozenset(("past", "recently", "recent", "lately", "previously", "once", "formerly", "then", "ago", "time"))
MOST = 99999


def count_of(words: list[str]) -> float | None:
    """The number some words stand for: "twenty four", "two and a half", "2 1/2", "a couple of"; None: some number."""
    if set(words) & _UNKNOWN:
        return None
    for stop in ("to", "or"):
        if stop in words[1:]:
            words = words[: words.index(stop)]
    total, current = 0.0, 0.0
    plain = [w for w in words if w not in ("-", "–", "of", "and", "the")]
    if plain and plain[0] in ("half", "half-a"):
        return 0.5
    table = numbers()
    for i, w in enumerate(plain):
        if w == "couple":
            current = 2
        elif w in ("half", "½"):
            current += 0.5
        elif w == "/" and i >= 1 and i + 1 < len(plain):
            top, bottom = float(plain[i - 1]), float(plain[i + 1].replace(",", "") or 1)
            return current - top + (top / bottom if bottom else 0)
        elif w in ("a", "an"):
            current += 1 if i + 1 >= len(plain) or plain[i + 1] not in ("half", "couple", "dozen") else 0
        elif w in ("hundred", "thousand", "million"):
            total, current = total + (current or 1) * int(table[w]), 0
        elif w == "dozen":
            current = (current or 1) * 12
        elif w[0].isdigit():
            current += float(w.replace(",", "")[:12])
        elif w in table and table[w].isdigit():
            current += int(table[w])
    return total + current


def period(count: float | None, unit: str) -> str:
    """P2Y, PT30M, PXW: the value of an amount; a quarter is three months where it is counted, decades are tens."""
    if unit == "F":
        count, unit = (None if count is None else count * 2), "W"
    if count is None:
        return f"PT{_X[unit]}" if unit in _CLOCK else f"PX{unit}"
    if unit == "E":
        count, unit = count * 10, "Y"
    elif unit == "C":
        count, unit = count * 100, "Y"
    elif unit == "L":
        count, unit = count * 1000, "Y"
    whole = int(count)
    rest = count - whole
    if unit == "Q":
        return f"P{whole}Q" if whole != 1 else "P1Q"
    if unit in _CLOCK:
        if unit == "H" and whole and whole % 24 == 0 and not rest:
            return f"P{whole // 24}D"
        low = {"H": ("M", 60), "m": ("S", 60)}.get(unit, ("S", 0))
        head = f"PT{whole}{unit.upper()}" if whole or not rest else "PT"
        return head + (f"{round(rest * low[1])}{low[0]}" if rest else "")
    low_unit, size = {"Y": ("M", 12), "W": ("D", 7), "M": ("D", 30), "D": ("H", 24)}[unit]
    head = f"P{whole}{unit}" if whole or not rest else "P"
    small = f"{'T' if low_unit == 'H' else ''}{round(rest * size)}{low_unit}" if rest else ""
    return head + small


_X = {"H": "XH", "m": "XM", "s": "XS"}


def bound(m: Match) -> str:
    """The modifier words before an amount give: about, nearly, more than, at least, up to."""
    words = set(m.words("mod"))
    if "no" in words or "up" in words or "most" in words or "within" in words:
        return "EQUAL_OR_LESS"
    if "least" in words or "up" in m.words("tail"):
        return "EQUAL_OR_MORE"
    if words & {"more", "over"}:
        return "MORE_THAN"
    if words & {"less", "under", "fewer"}:
        return "LESS_THAN"
    if words & {"nearly", "almost"}:
        return "LESS_THAN"
    return "APPROX" if words & {"about", "around", "roughly", "approximately", "some"} else ""


def amount(m: Match) -> Sense | None:
    """two weeks; a two-year truce; more than four hours; a year and a half; several months; for years."""
    count, unit = count_of(m.words("n")) if m.has("n") else None, m.code("unit")
    if (count is not None and count > MOST) or (unit == "Q" and "-" in m.whole()):
        return None
    days = _ahead(m, count, unit)
    return Sense(kind="DURATION", value=period(count, unit), mod=bound(m), days=days,
                 against=m.passage.source if days else "")  # fmt: skip


def _ahead(m: Match, count: float | None, unit: str) -> Interval | None:
    """The days of "in two weeks" and "within three days", where the verb looks ahead."""
    at, base = m.found.start() - 1, m.passage.day
    if at < 0 or base is None or count is None or unit in _CLOCK or not m.after("IN"):
        return None
    lead = m.tokens.lower(at)
    after = m.tokens.lower(m.found.end()) if m.found.end() < len(m.tokens.symbols) else ""
    if lead not in ("in", "within") or (m.tense == "past" and after not in ("'", "’", "time")):
        return None
    there = moved(base, max(1, round(count)), unit)
    return (base, there) if lead == "within" else interval(at_grain(there, "W" if unit == "F" else unit))[0]


def reaching(m: Match) -> Sense | None:
    """the past two weeks; the next few years; the three weeks since: an amount that ends or begins today."""
    count, unit = count_of(m.words("n")) if m.has("n") else None, m.code("unit")
    if not m.has("n") and m.found.groupdict().get("one"):
        count = 1
    value, base = period(count, unit), m.passage.day
    if count is not None and count > MOST:
        return None
    way = set(m.words("which")) | set(m.words("tail"))
    ahead = bool(way & {"next", "coming", "upcoming", "ahead", "following", "ensuing"})
    if base is None:
        return undated(value, bound(m), "DURATION")
    days = stretch(base, count, unit, ahead=ahead)
    return Sense(kind="DURATION", value=value, mod=bound(m), days=days, against=m.passage.source)


def stretch(base: date, count: float | None, unit: str, *, ahead: bool) -> Interval | None:
    """The days from or to a day; an unknown count is taken widely."""
    sign = 1 if ahead else -1
    try:
        if count is None or unit in _CLOCK:
            far = base + timedelta(sign * VAGUE.get(unit, 1))
        else:
            far = moved(base, sign * max(1, int(count)), unit)
    except (OverflowError, ValueError, KeyError):
        return None
    return (base + timedelta(1), far) if ahead and far > base else (min(base, far), max(base, far))


def reference(m: Match) -> Sense | None:
    """now; recently; the future; the coming months: no day, but a side of today."""
    words = set(m.whole())
    base = m.passage.day
    if words & {"future", "soon", "shortly", "possible", "term", "later"} and "current" not in words:
        return Sense(value="FUTURE_REF", against=m.passage.source)
    if words & _BEFORE and not words & {"present", "this"}:
        return Sense(value="PAST_REF", against=m.passage.source)
    days = (base, base) if base and words & {"now", "currently"} else None
    return Sense(value="PRESENT_REF", days=days, against=m.passage.source)


def some_units(m: Match) -> Sense | None:
    """the coming months; recent weeks; these days."""
    unit, base = m.code("unit"), m.passage.day
    words = set(m.words("which"))
    ahead = bool(words & {"coming", "next", "future", "ahead", "upcoming", "ensuing"})
    days = stretch(base, None, unit, ahead=ahead) if base else None
    flags: tuple[Flag, ...] = () if base else ("undated",)
    if "this" in words or "these" in words:
        return Sense(value="PRESENT_REF", days=days, against=m.passage.source)
    value = "FUTURE_REF" if ahead else "PAST_REF"
    return Sense(value=value, days=days, against=m.passage.source, flags=flags)


def repeated(m: Match) -> Sense | None:
    """every day; each Thursday; daily; annually; Tuesday nights; every two years."""
    every = {"daily": "P1D", "annually": "P1Y", "yearly": "P1Y", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M",
             "hourly": "PT1H"}  # fmt: skip
    word = m.word("name")
    if word in every:
        return Sense(kind="SET", value=every[word])
    if m.has("day"):
        hour = m.code("hour")
        return Sense(kind="SET", value=f"XXXX-WXX-{m.code('day')}" + (f"T{hour}" if hour else ""))
    if m.has("month"):
        return Sense(kind="SET", value=f"XXXX-{month_number(m.word('month')):02d}")
    if m.has("season"):
        return Sense(kind="SET", value=f"XXXX-{m.code('season')}")
    if m.has("hour"):
        return Sense(kind="SET", value=f"XXXX-XX-XXT{m.code('hour')}")
    return Sense(kind="SET", value=period(count_of(m.words("n")) if m.has("n") else 1, m.code("unit")))


def ago(m: Match) -> Sense | None:
    """two weeks ago; a year earlier; ten years from now; months ago; a decade ago."""
    unit, mod = m.code("unit"), bound(m)
    count = count_of(m.words("n")) if m.has("n") else None
    way = m.word("way")
    back = bool({"ago", "back", "earlier", "before"} & set(way.split()))
    base, against, beside = m.passage.day, m.passage.source, None
    if way in ("earlier", "later", "before", "after", "afterward", "afterwards"):
        spoken = m.passage.spoken_of("DMQWY"[: 1 if unit == "D" else 5])
        if spoken and spoken.since:
            base, against, beside = spoken.since, "passage", spoken
        elif way != "earlier":
            return Sense(kind="DURATION", value=period(count, unit), mod=mod)
    if base is None:
        return undated(period(count, unit), mod, "DURATION")
    if count is None:
        wide = stretch(base, None, unit, ahead=not back)
        if unit == "Y":
            return Sense(value="PAST_REF" if back else "FUTURE_REF", mod=mod, days=wide, against=against)
        return Sense(kind="DURATION", value=period(None, unit), mod=mod, days=wide, against=against)
    if unit in _CLOCK:
        return Sense(kind="DURATION", value=period(count, unit), mod=mod, days=(base, base), against=against)
    quarter = (beside if beside and beside.precision == "quarter" else _quarter(m)) if unit == "Y" else None
    if quarter is not None:
        value = years_on(quarter.value, round(-count if back else count))
        return Sense(value=value, mod=mod, against="passage", beside=quarter)
    same = {"week": "W", "month": "M", "year": "Y", "today": "D"}.get(m.words("this")[-1] if m.has("this") else "")
    if same:
        value = shifted(base, round(-count), unit, same)
    elif unit == "Q":
        value = shifted(base, round(-count if back else count), "Q", "Q")
    elif unit == "Y" and count != int(count):
        value = shifted(base, round(-count * 12 if back else count * 12), "M", "M")
    else:
        grain = "Y" if unit in "ECL" else unit
        value = shifted(base, round(-count if back else count), unit, grain if grain != "F" else "W")
    if against == "passage" and not back and m.passage.day and _ahead_of(value, m.passage.day) and m.tense != "future":
        return Sense(
            kind="DURATION", value=period(count, unit), mod=mod
        )  # told as past: it is later than something else
    if not value:
        return Sense(value="PAST_REF" if back else "FUTURE_REF", against=against)
    return Sense(value=value, mod=mod, against=against, beside=beside)


def _ahead_of(value: str, day: date) -> bool:
    """Whether a value begins after a day."""
    days = interval(value)[0]
    return days is not None and days[0] > day


def _quarter(m: Match) -> Expression | None:
    """The quarter the passage speaks of, where money is compared: "from $2 million a year earlier"."""
    spoken = m.passage.spoken.get("Q")
    if spoken is None or not spoken.value[4:].startswith("-Q"):
        return None
    if m.words("n") not in (["a"], ["one"]):
        return None
    start = m.tokens.starts[m.found.start()]
    before = m.tokens.text[max(0, start - 120) : start]
    return spoken if "$" in before or "share" in before else None


def amount_half(m: Match) -> Sense | None:
    """a minute and a half; two years and a half."""
    count = count_of(m.words("n"))
    return None if count is None else Sense(kind="DURATION", value=period(count + 0.5, m.code("unit")), mod=bound(m))


def vague(m: Match) -> Sense | None:
    """for weeks; a decades-long war: an amount without a number."""
    unit = m.code("unit")
    return Sense(kind="DURATION", value=period(None, "Y" if unit == "E" else unit))


def reaching_one(m: Match) -> Sense | None:
    """the past decade; the past week: one unit up to today."""
    value, base = period(1, m.code("unit")), m.passage.day
    if base is None:
        return undated(value, "", "DURATION")
    days = stretch(base, 1, m.code("unit"), ahead=False)
    return Sense(kind="DURATION", value=value, days=days, against=m.passage.source)


def one(m: Match) -> Sense | None:
    """A bare unit in a span that is given: "a bad week"."""
    return Sense(kind="DURATION", value=period(1, m.code("unit")))
