"""What the fields of two reports say: whether they can be one event at all, and what speaks for it or against it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.events.coreference.acts import WORD, table
from onrecord.events.coreference.reports import Amount, EventReport
from onrecord.plover import types

WORDS, PRIOR = 0.5, -1.5
"""What the words of two reports count for where both have a type, and what such a pair begins with, in log odds."""
SAME_TYPE, SAME_MODE, OTHER_MODE = 1.0, 1.2, -0.7
ACTOR, RECIPIENT, ALLY, OTHER_PARTIES = 1.0, 0.3, 0.8, -0.7
"""What is worth: an actor, a recipient, a side in common; not the same parties to what is done together."""
DAY, DAY_HERE, PERIOD, SHORT = 1.0, 0.1, 0.5, 3
"""What one day that both give is worth, across articles and within one, whose events are mostly of one day; what one
period is worth. A period of more days than `SHORT` is no day."""
HERE, HERE_OTHERWISE = 1.5, 0.75
"""What it is worth that one article tells twice of the same actors and the same act by type and mode: in words for one
act, and in others."""
NAMED, OTHER_NAMES, OTHER_SPEAKER = 0.4, -0.4, -1.5
"""What it is worth that actors of whom nothing is known but the words are named by a word in common, or by none: what
is said is one event only by one speaker."""
BOTH_DENIED = 0.3
"""What it is worth that both are told as what was not done."""
BESIDE = -2.0
"""What it is worth that two reports are different words of one sentence, which seldom tells an act twice."""
OTHERWISE, ALIKE = -0.25, 0.05
"""What it is worth that two acts of speech are told in no common words: neither for the act nor, in a share of what
they are worth that is above `ALIKE`, beside it. Who speaks says many things in a day."""
PLACE, SAME_FIGURE = 1.0, 0.6
TOGETHER, SOON, BEFORE = 0.2, 3, -1.0
LATER, LATE = -2.0, 30
FADING, WORST = -0.1, -6.0
"""What it is worth that events of which one is undated were reported within `SOON` days, or, for deeds, more than
`LATE` days apart. What is said is said again: each day apart counts against it. `BEFORE`: one was told the day before.
"""
FAINTEST = 0.0025
"""Words say no less than this, and no more than the rest."""
_SPEECH = (1, 3)
_STRETCH = re.compile(r"\b(?:days|weeks|months|years|decades|nights) of (?:[\w-]+ )?$", re.IGNORECASE)
_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
HAPPENED, DENIED = "happened", "negated"
UNREAL = "hypothetical"


class Evidence(NamedTuple):
    """Something that speaks for one event, or against it, in log odds, and what it is in words."""

    weight: float
    why: str


class Wording(NamedTuple):
    """How much the words of two reports have in common: those for the act, of the sentence, of the clause (0..1).

    `beside`: they are told by different words in one sentence.
    """

    act: float
    sentence: float
    clause: float
    beside: bool = False


@cache
def confusable() -> dict[frozenset[str], float]:
    """data/event_confusable.tsv: what the difference of two types counts against one event."""
    return {frozenset((a, b)): float(loss) for a, b, loss, _, _ in table("event_confusable.tsv")}


def contradiction(a: EventReport, b: EventReport) -> str | None:
    """Why two reports cannot tell of one event, whatever their words are; None where they can."""
    if a.type and b.type and a.type != b.type and frozenset((a.type, b.type)) not in confusable():
        return f"{a.type} is not {b.type}"
    if a.status and b.status and a.status != b.status and {a.status, b.status} & {DENIED, UNREAL}:
        return f"one is {a.status}, one {b.status}"
    apart = days_apart(a, b)
    if apart is not None and apart > slack(a, b):
        return f"{apart} days apart"
    if (early := told_before(a, b)) > 1:
        return f"told {early} days before it happened"
    for one, other in ((a, b), (b, a)):
        if lasting(one) and on_a_day(other):
            return "one went on for days, one was on a day"
    return elsewhere(a, b)


def elsewhere(a: EventReport, b: EventReport) -> str | None:
    """Why two reports cannot tell of one event by their places and by those who took part; None where they can."""
    if not same_place(a, b):
        return f"in {a.place} and in {b.place}"
    return _others(a, b)


def on_a_day(report: EventReport) -> bool:
    """Whether it has a date of few days and is not told as what went on for long."""
    days = span(report)
    return days is not None and (days[1] - days[0]).days < SHORT and not lasting(report)


def lasting(report: EventReport) -> bool:
    """Whether it is told as what went on for long ("six months of shelling")."""
    return bool(_STRETCH.search(report.sentence[: max(0, report.trigger[0])]))


def _others(a: EventReport, b: EventReport) -> str | None:
    """Whether who acted, or to whom it was done, is known of both and is not the same."""
    if {a.type, b.type} & _MUTUAL:
        mine, other = {*a.actors, *a.recipients}, {*b.actors, *b.recipients}
        return None if _may_meet(mine, other, a, b) else "by others"
    if not _may_meet({*a.actors}, {*b.actors}, a, b):
        return "by others"
    return None if _may_meet({*a.recipients}, {*b.recipients}, a, b) else "to others"


def _may_meet(mine: set[str], other: set[str], a: EventReport, b: EventReport) -> bool:
    if not mine or not other or mine & other:
        return True
    return bool((mine & {*b.behind}) or (other & {*a.behind}))


def span(report: EventReport) -> tuple[date, date] | None:
    """The days of an event, where at least one end is known."""
    since, until = report.since or report.until, report.until or report.since
    return (min(since, until), max(since, until)) if since and until else None


def days_apart(a: EventReport, b: EventReport) -> int | None:
    """Days between the days of two events; 0 where they share one, None where one is undated."""
    x, y = span(a), span(b)
    if x is None or y is None:
        return None
    return max(0, (max(x[0], y[0]) - min(x[1], y[1])).days)


def told_before(a: EventReport, b: EventReport) -> int:
    """Days by which one of two reports of what happened was told before the day that the other gives it."""
    out = 0
    for early, late in ((a, b), (b, a)):
        days = span(late)
        if days and early.told and HAPPENED == early.status == late.status:
            out = max(out, (days[0] - early.told).days)
    return out


def slack(a: EventReport, b: EventReport) -> int:
    """Days by which the dates of one event may differ: one, and a seventh of the wider period, a week at most."""
    wide = max((s[1] - s[0]).days for s in (span(a), span(b)) if s) if span(a) or span(b) else 0
    return 1 + min(6, wide // 7)


@lru_cache(maxsize=1 << 14)
def _words_of(place: str) -> frozenset[str]:
    return frozenset(w.lower() for w in WORD.findall(place))


def same_place(a: EventReport, b: EventReport) -> bool:
    """Whether two places may be one: the same words, or all words of one in the other ("Merrun", "Merrun bridge")."""
    if not a.place or not b.place:
        return True
    x, y = _words_of(a.place), _words_of(b.place)
    return a.place == b.place or bool(x and y and (x <= y or y <= x))


def joined(words: float, a: EventReport, b: EventReport, told: Iterable[Evidence]) -> float:
    """How likely two reports tell of one event, by their words (a likelihood) and by what their fields say."""
    p = min(max(words, FAINTEST), 1 - FAINTEST)
    odds = math.log(p / (1 - p))
    if a.type and b.type:
        odds = WORDS * odds + PRIOR
    return round(1 / (1 + math.exp(-odds - sum(e.weight for e in told))), 4)


def evidence(a: EventReport, b: EventReport, words: Wording | None = None) -> Iterator[Evidence]:
    """What the fields say, each known of both, and where the words are of no one act although the fields are."""
    yield from _of_type(a, b)
    if shared := {*a.actors} & {*b.actors}:
        yield Evidence(ACTOR, f"by {', '.join(sorted(shared))}")
    if shared := {*a.recipients} & {*b.recipients}:
        yield Evidence(RECIPIENT, f"to {', '.join(sorted(shared))}")
    if {a.type, b.type} <= _MUTUAL and {*a.actors, *a.recipients} != {*b.actors, *b.recipients}:
        yield Evidence(OTHER_PARTIES, "not the same parties")
    if {*a.actors}.isdisjoint(b.actors) and {*a.actors, *a.behind} & {*b.actors, *b.behind}:
        yield Evidence(ALLY, "of one side")
    elif not {*a.actors} & {*b.actors} and a.named and b.named:
        if a.named & b.named:
            yield Evidence(NAMED, "by actors named alike")
        else:
            yield Evidence(OTHER_SPEAKER if _is_speech(a) else OTHER_NAMES, "by actors named otherwise")
    if _told_twice(a, b):
        yield Evidence(HERE if words is None or words.act else HERE_OTHERWISE, "told twice")
    if words and words.beside:
        yield Evidence(BESIDE, "two acts in one sentence")
    if words and not words.act and words.clause < ALIKE and _is_speech(a) and _is_speech(b):
        yield Evidence(OTHERWISE, "in no common words")
    yield from _of_time(a, b)
    if a.place and b.place and same_place(a, b):
        yield Evidence(PLACE, f"in {min(a.place, b.place)}")
    if any(_equal(x, y) for x in a.figures for y in b.figures):
        yield Evidence(SAME_FIGURE, "the same figure")


def _told_twice(a: EventReport, b: EventReport) -> bool:
    acts = {(r.type, r.mode, r.status) for r in (a, b)}
    return a.doc == b.doc and a.type is not None and len(acts) == 1 and bool(a.actors) and {*a.actors} == {*b.actors}


def _of_type(a: EventReport, b: EventReport) -> Iterator[Evidence]:
    if not a.type or not b.type:
        return
    if a.type != b.type:
        yield Evidence(-confusable().get(frozenset((a.type, b.type)), 0.0), f"{a.type} or {b.type}")
        return
    yield Evidence(SAME_TYPE, a.type)
    if a.status == b.status == DENIED:
        yield Evidence(BOTH_DENIED, "both denied")
    if a.mode and b.mode:
        yield Evidence(*((SAME_MODE, a.mode) if a.mode == b.mode else (OTHER_MODE, f"{a.mode} or {b.mode}")))


def _of_time(a: EventReport, b: EventReport) -> Iterator[Evidence]:
    x, y = span(a), span(b)
    if x and y:
        long = max((s[1] - s[0]).days for s in (x, y)) + 1
        if long <= SHORT and days_apart(a, b) == 0:
            yield Evidence(DAY_HERE if a.doc == b.doc else DAY, f"on {max(x[0], y[0])}")
        elif days_apart(a, b) == 0:
            yield Evidence(PERIOD, "dates agree")
        return
    first, second = x[0] if x else a.told, y[0] if y else b.told
    if first and second:
        apart = abs((first - second).days)
        if told_before(a, b):
            yield Evidence(BEFORE, "told before it happened")
        elif apart <= SOON:
            if a.doc != b.doc:
                yield Evidence(TOGETHER, "reported at the same time")
        elif _is_speech(a) and _is_speech(b):
            yield Evidence(max(WORST, FADING * apart), f"said {apart} days apart")
        elif apart > LATE:
            yield Evidence(LATER, f"reported {apart} days apart")


def _is_speech(report: EventReport) -> bool:
    """Whether an event is something that is said: a promise, a demand, a threat."""
    known = types().get(report.type or "")
    return known is not None and known.quad in _SPEECH


def _equal(a: Amount, b: Amount) -> bool:
    return a.kind == b.kind and a.least is not None and (a.least, a.most) == (b.least, b.most)
