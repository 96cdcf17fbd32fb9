"""What a matched rule means: days and weekends as seen from the day of publication, or from a day spoken of."""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.temporal.expression import Kind
from onrecord.temporal.meanings import Match, Sense, part, undated
from onrecord.temporal.values import at_grain

NEAR_BY = 300  # characters: "the previous Friday" leans on a day named so near before


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
    leaning = _beside(m, number, which)
    if leaning is not None:
        day, seen = leaning, "passage"
    elif which & {"last", "past", "previous"}:
        day = base - timedelta(back or 7)
    elif which & {"next", "coming", "following"}:
        day = base + timedelta(ahead or 7)
    elif "this" in which and "past" not in which:
        day = base + timedelta(ahead)
    else:
        tense = "future" if m.after("FOR") else m.tense
        day = base + timedelta(ahead) if tense == "future" else base - timedelta(back)
    day += timedelta({"before": -1, "after": 1}.get(m.word("off"), 0))
    return Sense(kind=kind, value=day.isoformat() + tail, mod=part(m), against=seen, tense=tense)


def _beside(m: Match, number: int, which: set[str]) -> date | None:
    """The previous Friday, the following Monday, that Tuesday: as seen from a day that was just named."""
    spoken = m.passage.latest if "that" in which else m.passage.spoken.get("D")
    if spoken is None or spoken.since is None or m.tokens.starts[m.found.start()] > spoken.end + NEAR_BY:
        return None
    ahead = (number - spoken.since.weekday()) % 7
    if "that" in which:
        return spoken.since + timedelta(ahead)
    if "following" in which:
        return spoken.since + timedelta(ahead or 7)
    return spoken.since + timedelta(ahead - 7) if "previous" in which else None


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
