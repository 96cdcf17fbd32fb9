"""From a text and its anchor to the expressions of time in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.findings import Range
from onrecord.temporal import holidays
from onrecord.temporal.expression import Anchor, Expression, Flag
from onrecord.temporal.lexing import Tokens, tokens
from onrecord.temporal.meanings import Match, Sense, undated
from onrecord.temporal.passage import Passage
from onrecord.temporal.rules import rules
from onrecord.temporal.values import interval, thirds

LONGEST = 24  # tokens; no expression of time is longer
_CLOCK = re.compile(r".*T(?:\d\d:\d\d|MO|AF|EV|NI)")
_JOIN = re.compile(r",?\s+(?:on\s+)?|\s*,\s*")


@dataclass(frozen=True, slots=True, order=True)
class _Candidate:
    """A find that may be taken: the earlier, then the longer, then the earlier rule comes first."""

    first: int
    minus_last: int
    rule: int


def find(text: str, anchor: Anchor) -> tuple[Expression, ...]:
    """Every expression of time in `text`, in order and apart; a huge text takes time in proportion."""
    read = tokens(text)
    passage = Passage(tokens=read, anchor=anchor)
    found = [(c, m) for c, m in _candidates(read)]
    found.sort(key=lambda x: x[0])
    out: list[Expression] = []
    taken = 0
    for candidate, match in found:
        if candidate.first < taken:
            continue
        made = _read(text, read, passage, candidate, match)
        if made is None:
            continue
        joined = _joined(text, out[-1], made) if out else None
        if joined:
            out[-1] = joined
        else:
            out.append(made)
        passage.heard(out[-1])
        taken = -candidate.minus_last
    return tuple(out)


def normalise(text: str, spans: Iterable[Range], anchor: Anchor) -> tuple[Expression | None, ...]:
    """What the words of given spans mean, read in order; None where no rule reads them.

    For expressions that somebody else marked: the span is kept, and words count that `find` leaves alone as too
    doubtful ("the day", "years").
    """
    read = tokens(text)
    passage = Passage(tokens=read, anchor=anchor)
    out: dict[Range, Expression | None] = {}
    wanted = list(spans)
    for start, end in sorted(wanted):
        low, high = bisect_left(read.starts, start), bisect_left(read.starts, end)
        inside = list(_inside(read, low, high))
        inside.sort(key=lambda x: (x[0].first + x[0].minus_last, x[0].rule))
        out[start, end] = _first_read(text, read, passage, inside, (start, end))
    return tuple(out[span] for span in wanted)


def _first_read(
    text: str, read: Tokens, passage: Passage, inside: Sequence[tuple[_Candidate, re.Match[str]]], span: Range
) -> Expression | None:
    """The reading of the longest find in a span, with the clock or the day beside it."""
    best: Expression | None = None
    for candidate, match in inside:
        start, end = read.starts[candidate.first], read.ends[-candidate.minus_last - 1]
        if best and start < best.end and best.start < end:
            continue
        made = _read(text, read, passage, candidate, match)
        if made is None:
            continue
        if best is None:
            best = made
            continue
        first, second = sorted((best, made), key=lambda x: x.start)
        joined = _joined(text, first, second)
        if joined:
            best = joined
            break
    if best is not None:
        best = replace(best, start=span[0], end=span[1], text=text[slice(*span)])
        passage.heard(best)
    return best


def _inside(read: Tokens, low: int, high: int) -> Iterator[tuple[_Candidate, re.Match[str]]]:
    """Every find within some tokens, from every one of them on."""
    for number, rule in enumerate(rules()):
        for at in range(low, min(high, low + LONGEST)):
            m = rule.pattern.match(read.symbols, at, high)
            if m and m.end() > m.start():
                yield _Candidate(m.start(), -m.end(), number), m
    if low < high:
        for m in holidays.pattern().finditer(read.text, read.starts[low], read.ends[high - 1]):
            first, last = bisect_left(read.starts, m.start()), bisect_left(read.starts, m.end())
            yield _Candidate(first, -last, -1), m


def _candidates(read: Tokens) -> Iterator[tuple[_Candidate, re.Match[str]]]:
    """Every find of every rule, and every name of a holiday."""
    for number, rule in enumerate(rules()):
        if rule.given:
            continue
        for m in rule.pattern.finditer(read.symbols):
            if m.start() < m.end() <= m.start() + LONGEST:
                yield _Candidate(m.start(), -m.end(), number), m
    for m in holidays.pattern().finditer(read.text):
        first, last = bisect_left(read.starts, m.start()), bisect_left(read.starts, m.end())
        yield _Candidate(first, -last, -1), m


def _read(text: str, read: Tokens, passage: Passage, candidate: _Candidate, match: re.Match[str]) -> Expression | None:
    """A candidate's meaning as an expression; None where it has none here."""
    first, last = candidate.first, -candidate.minus_last
    sense: Sense | None
    try:
        if candidate.rule < 0:
            sense = _holiday(passage, match, first, last)
        else:
            sense = rules()[candidate.rule].meaning(Match(tokens=read, found=match, passage=passage))
    except (OverflowError, ValueError, KeyError):  # outside the calendar, or numbers no clock has
        return None
    if sense is None:
        return None
    made = _made(text, read.starts[first], read.ends[last - 1], sense)
    return replace(made, flags=(*made.flags, "after-publication")) if _told_ahead(made, passage, first, last) else made


def _told_ahead(made: Expression, passage: Passage, first: int, last: int) -> bool:
    """Whether a day after the publication is told as past; what was seen from today says itself where it lies."""
    published = passage.anchor.published
    if published is None or made.since is None or made.since <= published or made.against:
        return False
    return passage.tense(first, last - 1) == "past"


def _holiday(passage: Passage, match: re.Match[str], first: int, last: int) -> Sense:
    """A holiday in the year its verb or the day of publication points to."""
    base = passage.day
    if base is None:
        return undated("XXXX-XX-XX")
    options = {y: holidays.value(match["name"], y) for y in (base.year - 1, base.year, base.year + 1)}
    if not options[base.year]:
        return Sense(value="XXXX-XX-XX", flags=("moving",))
    which = (match["which"] or "").lower()
    tense = {"last": "past", "next": "future"}.get(which) or passage.tense(first, last - 1)
    days = {y: interval(v)[0] for y, v in options.items()}
    far = {y: (d[0] - base).days for y, d in days.items() if d}
    if tense == "future":
        allowed = [y for y in far if far[y] >= 0]
    elif tense == "past":
        allowed = [y for y in far if far[y] <= 0]
    else:
        allowed = list(far)
    year = min(allowed, key=lambda y: abs(far[y]))
    return Sense(value=options[year], against=passage.source, tense=tense)


def _made(text: str, start: int, end: int, sense: Sense) -> Expression:
    """A sense as an expression of these characters."""
    days, grain = interval(sense.value)
    if days is not None and sense.mod in ("START", "MID", "END") and grain != "day":
        days = thirds(days, sense.mod)
    if sense.days is not None:
        days, grain = sense.days, grain or "vague"
    flags: tuple[Flag, ...] = sense.flags
    return Expression(
        start=start,
        end=end,
        text=text[start:end],
        kind=sense.kind,
        value=sense.value,
        mod=sense.mod,
        since=days[0] if days else None,
        until=days[1] if days else None,
        precision=grain if days else "",
        against=sense.against,
        beside=sense.beside.text if sense.beside else "",
        tense=sense.tense,
        flags=flags,
    )


def _joined(text: str, before: Expression, after: Expression) -> Expression | None:
    """An hour and its day as one: "10 p.m. Wednesday"."""
    if before.kind != "TIME" or after.precision != "day" or "T" in after.value or not _CLOCK.fullmatch(before.value):
        return None
    if not _JOIN.fullmatch(text, before.end, after.start):
        return None
    return replace(
        after,
        start=before.start,
        text=text[before.start : after.end],
        kind="TIME",
        value=after.value + before.value[before.value.index("T") :],
        mod=before.mod or after.mod,
    )
