"""What a matched rule means: weeks, months, quarters, seasons, fiscal years, and what leans on a date spoken of."""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.temporal.amounts import bound, count_of, period
from onrecord.temporal.calendar_dates import year as year_named
from onrecord.temporal.expression import Expression, Kind
from onrecord.temporal.lexing import numbers
from onrecord.temporal.meanings import Match, Sense, day_number, part, shifted, undated
from onrecord.temporal.values import SEASONS, at_grain, interval, months, years_on

NEAR_BY = 200  # characters: a date so near before is the one a word like "the year" leans on
SOON = 60  # days: a season so near is the coming one, not that of a year ago
_SHIFT = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "prior": -1, "next": 1, "coming": 1, "upcoming": 1,
          "following": 1}  # fmt: skip


def _shift_of(words: list[str]) -> int | None:
    return next((_SHIFT[w] for w in words if w in _SHIFT), None)


def unit(m: Match) -> Sense | None:
    """last week; this year; early next month; later this year; the end of the month."""
    code, mod = m.code("unit"), part(m)
    words = m.words("which")
    base = m.passage.day
    shift = -2 if words == ["before", "last"] else _shift_of(words) or 0
    if base is None:
        return undated(_unknown(code), mod)
    if code == "Y" and words == ["the"]:
        return year_end(m)
    if code in "HmsL":
        return None
    if code == "Q" and "latest" in words:
        shift = -1
    value = shifted(base, shift, code, "W" if code == "F" else code)
    if code == "C":
        value = value[:2]
    return Sense(value=value, mod=mod, against=m.passage.source) if value else None


def this_unit(m: Match) -> Sense | None:
    """the year; the quarter; the week: the one spoken of, or the one being lived in."""
    code, base, mod = m.code("unit"), m.passage.day, part(m)
    spoken = m.passage.spoken.get(code)
    if spoken and (code == "Q" or m.tokens.starts[m.found.start()] - spoken.end < NEAR_BY):
        return Sense(value=spoken.value, mod=mod, against="passage", beside=spoken)
    if base is None:
        return undated(_unknown(code), mod)
    value = shifted(base, -1, "Q", "Q") if code == "Q" else at_grain(base, code)
    return Sense(value=value, mod=mod, against=m.passage.source)


def that_unit(m: Match) -> Sense | None:
    """that day; the same week; the following year; the day before; the next morning; two days after that."""
    code = m.code("unit") or ("D" if m.has("hour") else "")
    words = m.words("which") + m.words("off")
    shift = _shift_of(words) or {"before": -1, "after": 1}.get(m.word("off"), 0)
    spoken = m.passage.spoken_of({"D": "D", "W": "DW", "M": "DWM", "Q": "Q", "Y": "DWMQY"}.get(code, "")) or (
        m.passage.latest if code == "D" and not shift else None
    )
    hour = m.code("hour")
    tail = f"T{hour}" if hour else ""
    if spoken is None or spoken.since is None:
        if shift and m.passage.day and code == "Y":
            return None
        return Sense(kind="TIME" if tail else "DATE", value=_unknown(code) + tail, mod=part(m))
    if code == "D" and spoken.precision != "day":
        return Sense(value="XXXX-XX-XX", mod=part(m), against="passage", beside=spoken)
    value = shifted(spoken.since, shift, code, code)
    if not value:
        return None
    kind: Kind = "TIME" if tail else "DATE"
    return Sense(kind=kind, value=value + tail, mod=part(m), against="passage", beside=spoken)


def _unknown(code: str) -> str:
    return {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX"}.get(code, "XXXX")


def quarter(m: Match) -> Sense | None:
    """the third quarter; third-quarter; Q3 2019; the fourth quarter of last year; the first half of 2020."""
    if m.has("mark"):
        name = m.word("mark").upper()
    else:
        number = day_number(m.words("n"))
        name = ("H" if m.has("half") else "Q") + str(number)
        if not 1 <= number <= (2 if m.has("half") else 4):
            return None
    length, number = (6, int(name[1])) if name[0] == "H" else (3, int(name[1]))
    if m.has("y"):
        return Sense(value=f"{int(m.word('y')):04d}-{name}", mod=part(m))
    base = m.passage.day
    if base is None:
        return undated(f"XXXX-{name}", part(m))
    if m.has("ago"):
        year, beside = base.year - 1, None
        spoken = m.passage.spoken.get("Q")
        if spoken:
            year, beside = int(spoken.value[:4]) - 1, spoken
        return Sense(value=f"{year:04d}-{name}", against="passage" if beside else m.passage.source, beside=beside)
    shift = _shift_of(m.words("which") + m.words("of"))
    if shift is None and not set(m.words("which") + m.words("of")) & {"this", "the", "current"}:
        now = (base.month - 1) // length + 1
        year = base.year - (number > now)
        if m.tense == "future" and (now - number) % (12 // length) > 1:
            year = base.year + (number < now)
    else:
        year = base.year + (shift or 0)
    return Sense(value=f"{year:04d}-{name}", mod=part(m), against=m.passage.source)


def year_ago_part(m: Match) -> Sense | None:
    """the year-ago quarter; the year-earlier period; the corresponding period last year; the 1988 period."""
    spoken = m.passage.spoken_of("Q")
    if m.has("y"):
        year = int(m.word("y"))
        if spoken and spoken.value[4:5] == "-":
            return Sense(value=f"{year:04d}{spoken.value[4:]}", against="passage", beside=spoken)
        return Sense(value=f"{year:04d}")
    if spoken and "-Q" in spoken.value and "latest" not in m.whole():
        back = 0 if spoken.value[:4] == str((m.passage.day or date.min).year - 1) else -1
        return Sense(value=years_on(spoken.value, back), against="passage", beside=spoken)
    if m.has("now"):
        if spoken:
            return Sense(value=spoken.value, against="passage", beside=spoken)
        base = m.passage.day
        return Sense(value=shifted(base, -1, "Q", "Q"), against=m.passage.source) if base else undated("XXXX-QX")
    base = m.passage.day
    if base is None:
        return undated("XXXX")
    return Sense(value=f"{base.year - 1:04d}", against=m.passage.source)


def season(m: Match) -> Sense | None:
    """last fall; the summer of 2018; this past spring; the winter."""
    code, mod = m.code("season"), part(m)
    if m.has("y") or m.has("spelt"):
        named = year_named(m)
        return Sense(value=f"{named.value}-{code}", mod=mod) if named else None
    base = m.passage.day
    if base is None:
        return undated(f"XXXX-{code}", mod)
    words = m.words("which") + m.words("of")
    first = SEASONS[code]
    start = date(base.year, first, 1)
    now = _season_now(first, base)
    if "this" in words and "past" not in words:
        year, tense = (base.year if now is None else now), ""
    elif set(words) & {"last", "past", "previous"}:
        tense = ""
        over = start + timedelta(91) < base
        year = base.year if over and "year" not in words else base.year - 1
    elif set(words) & {"next", "coming"}:
        year, tense = base.year + (start <= base or "year" in words), ""
    else:
        tense = m.tense
        year = base.year - (start > base and tense != "future") + (start < base and tense == "future")
        if now is not None:
            year = now
        elif tense == "" and abs((start - base).days) < SOON:
            year = base.year
    return Sense(value=f"{year:04d}-{code}", mod=mod, against=m.passage.source, tense=tense)


def _season_now(first: int, base: date) -> int | None:
    """The year of the season that begins with month `first`, where the day lies in it."""
    for year in (base.year, base.year - 1):
        since, until = months(max(year, 1), first, 3)
        if since <= base <= until:
            return year
    return None


def fiscal_year(m: Match) -> Sense | None:
    """fiscal 1988; the fiscal year; this fiscal year. When it begins is the body's own affair: by name, by no days."""
    if m.has("y"):
        return Sense(value=f"{int(m.word('y')):04d}", flags=("fiscal",))
    base = m.passage.day
    if base is None:
        return undated("XXXX")
    shift = _shift_of(m.words("which")) or 0
    return Sense(value=f"{base.year + shift:04d}", against=m.passage.source, flags=("fiscal",))


def year_end(m: Match) -> Sense | None:
    """year-end; year's end; the end of the year; the end of 1990."""
    if m.has("y"):
        return Sense(value=f"{int(m.word('y')):04d}", mod="END")
    base = m.passage.day
    if base is None:
        return undated("XXXX", "END")
    spoken = m.passage.latest
    near = spoken is not None and m.tokens.starts[m.found.start()] - spoken.end < NEAR_BY
    elsewhere = spoken is not None and spoken.against in ("", "passage")
    if spoken is not None and spoken.since and near and elsewhere:
        return Sense(value=f"{spoken.since.year:04d}", mod=part(m) or "END", against="passage", beside=spoken)
    spoken_past = m.tense == "past" and base.month < 4 and part(m) in ("", "END")
    year = base.year - spoken_past
    return Sense(value=f"{year:04d}", mod=part(m) or "END", against=m.passage.source)


def first_months(m: Match) -> Sense | None:
    """the first nine months of 1989; the six months ended June 30: an amount with a place in a year."""
    count = count_of(m.words("n"))
    if count is None or not 1 <= count <= 99:
        return None
    unit_code = m.code("unit")
    base = m.passage.day
    days = None
    year = int(m.word("y")) if m.has("y") else base.year if base else None
    if year and m.has("first") and unit_code == "M" and count <= 12:
        days = months(year, 1, int(count))
    return Sense(kind="DURATION", value=period(count, unit_code), days=days,
                 against="" if m.has("y") or not days else m.passage.source)  # fmt: skip


def clock(m: Match) -> Sense | None:
    """10:35 a.m.; noon; 5 p.m. EST; ten o'clock; about 7:15 p.m.; 4 in the morning."""
    if m.has("name"):
        found = m.code("name")
    else:
        hour, minute = _hour_minute(m)
        ap = m.word("ap") or m.code("hour")
        half = "p" if ap[:1] == "p" or ap in ("AF", "EV", "NI") else "a" if ap else ""
        if half:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour > 24 or minute > 59:
            return None
        found = f"{hour:02d}:{minute:02d}"
    spoken, base = m.passage.spoken.get("D"), m.passage.day
    near = spoken is not None and m.tokens.starts[m.found.start()] - spoken.end < 120
    if near and spoken is not None:
        return Sense(kind="TIME", value=f"{spoken.value[:10]}T{found}", mod=bound(m), against="passage", beside=spoken)
    if base is None:
        return undated(f"XXXX-XX-XXT{found}", bound(m), "TIME")
    return Sense(kind="TIME", value=f"{base.isoformat()}T{found}", mod=bound(m), against=m.passage.source)


def _hour_minute(m: Match) -> tuple[int, int]:
    """The numbers of a clock time: 10:35, ten, 7.30, 0730. Raises ValueError for what is none."""
    if m.has("hm"):
        digits = m.word("hm").replace(".", "")
        if len(digits) not in (3, 4):
            raise ValueError(digits)
        return int(digits[:-2]), int(digits[-2:])
    word = m.word("h")
    return int(word) if word.isdigit() else int(numbers().get(word, 99)), int(m.word("mi") or 0)


def day_part(m: Match) -> Sense | None:
    """this morning; in the afternoon; late that night."""
    code, mod = m.code("hour"), part(m)
    words = m.words("which")
    if words == ["the"] and m.tokens.word(m.found.end() - 1)[0].isupper():
        return None  # "Guardians of the Dawn"
    base, spoken = m.passage.day, m.passage.spoken.get("D")
    beside: Expression | None = None
    if words[:1] in (["this"], ["these"]) or words[:1] == ["last"]:
        if base is None:
            return undated(f"XXXX-XX-XXT{code}", mod, "TIME")
        day = base - timedelta(1 if words[0] == "last" else 0)
    elif spoken and spoken.since:
        day, beside = spoken.since, spoken
    elif base is not None:
        day = base
    else:
        return undated(f"XXXX-XX-XXT{code}", mod, "TIME")
    against = "passage" if beside else m.passage.source
    return Sense(kind="TIME", value=f"{day.isoformat()}T{code}", mod=mod, against=against, beside=beside)


def ordinal_day(m: Match) -> Sense | None:
    """the 25th; the 10th of this month: a day of the month spoken of."""
    number = day_number(m.words("d"))
    spoken, base = m.passage.spoken_of("DM"), m.passage.day
    month = spoken.since if spoken and spoken.since else base
    if m.has("month"):
        return None
    if month is None:
        return undated(f"XXXX-XX-{number:02d}")
    value = f"{month.year:04d}-{month.month:02d}-{number:02d}"
    if interval(value)[0] is None:
        return None
    return Sense(value=value, against="passage" if spoken else m.passage.source, beside=spoken)
