"""Reports of events as the store hands them to be compared (`onrecord.events.coreference`), and the groups they make.

    keys(report)               what two reports must have one of in common to be of one event
    groups(reports, copies)    the reports of each event, with what brought them together
    rank(report)               which of them an event is counted as

Pure functions over rows. Copied sentences and acts of one utterance are one report by construction: of several the
best is compared for all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from onrecord.model import Figure, Span

if TYPE_CHECKING:
    from onrecord.events.coreference.reports import EventReport, Group

Named = tuple[str | None, str]
"""An actor of the record (its id; None: nobody known) and the words."""
Copy = tuple[int, int, float, str]
"""Two reports by their numbers that are one by construction, how surely, and why."""
Member = tuple[int, float, str]
"""A report by its number, with the score and the reason that brought it in."""
COPIED = "the same words in a shared passage"
_AROUND = timedelta(days=10)  # by which the days of one event may be told differently
_SENTENCE = re.compile(r"[.!?\u2026][\"\u201d\u2019)\]]*\s|\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report of an event as it stands after judgements. `copy` is one in an article taken from another.

    `behind` are ids of the bodies that its participants act for, `story` is the story of its article. What follows
    them is there only where reports are compared: the sentence, its place in the article, what the article is about.
    """

    n: int
    id: str
    doc: str
    published: date | None
    type: str
    mode: str | None
    status: str
    trigger: str
    start: int
    since: date | None
    until: date | None
    actors: tuple[Named, ...]
    recipients: tuple[Named, ...]
    place: str | None
    country: str | None
    score: float
    copy: bool
    judged: bool
    behind: tuple[str, ...] = ()
    story: str | None = None
    evidence: Span | None = None
    number: int = 0
    article: Mapping[str, float] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    vector: tuple[float, ...] = ()

    @property
    def who(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(i for i, _ in self.actors if i))

    @property
    def to(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(i for i, _ in self.recipients if i))


def keys(report: Report) -> Iterable[Hashable]:
    """What two reports must have one of in common to be compared: somebody who takes part, a month, a story.

    Wider than what the comparison itself looks for (`coreference.candidates`), so that no pair of it is cut.
    """
    for who in (*report.who, *report.to, *report.behind):
        yield "who", who
    if report.story:
        yield "story", report.story
    first, last = report.since or report.published, report.until or report.since or report.published
    if first is None or last is None:
        yield "undated", ""
        return
    for day in (_safely(first, -_AROUND), first, last, _safely(last, _AROUND)):
        yield "month", f"{day.year}-{day.month}"


def _safely(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


# ---------------------------------------------------------------------------- groups


def groups(reports: Sequence[Report], copies: Sequence[Copy]) -> Iterator[list[Member]]:
    """Reports of one event together, each with the score and the reason that brought it in.

    Raises ModelError where the shipped judge cannot be used.
    """
    by_number = {r.n: r for r in reports}
    firsts, copied = _first_of(by_number, copies)
    kept = [by_number[n] for n in sorted(set(firsts.values()), key=lambda n: by_number[n].id)]
    number_of = {r.id: r.n for r in kept}
    of_first: dict[int, list[int]] = {}
    for n in sorted(firsts, key=lambda n: by_number[n].id):
        of_first.setdefault(firsts[n], []).append(n)
    for group in comparison()([_compared(r) for r in kept]):
        why = _reasons(group)
        yield [
            (n, *(why[own] if n == number_of[own] else copied[n]))
            for own in group.reports
            for n in of_first[number_of[own]]
        ]


def _first_of(
    reports: Mapping[int, Report], copies: Sequence[Copy]
) -> tuple[dict[int, int], dict[int, tuple[float, str]]]:
    """For each report the one that is compared for it and its copies; how surely each is one with another, and why."""
    home: dict[int, set[int]] = {n: {n} for n in reports}
    alike = dict.fromkeys(reports, (0.0, COPIED))
    for a, b, score, reason in copies:
        why = score, reason
        alike[a], alike[b] = max(alike[a], why), max(alike[b], why)
        if home[a] is not home[b]:
            home[a] |= home[b]
            for n in home[b]:
                home[n] = home[a]
    best = {id(some): min(some, key=lambda n: rank(reports[n])) for some in home.values()}
    return {n: best[id(home[n])] for n in reports}, alike


def _reasons(group: Group) -> dict[str, tuple[float, str]]:
    """What brought each report of a group in; the first, which nothing joins to one before it, by its likest."""
    found: dict[str, tuple[float, str]] = dict.fromkeys(group.reports, (group.score, "with what joined the others"))
    for join in sorted(group.joins, key=lambda j: (j.score, j.a, j.b)):
        found[join.a] = join.score, join.why
    for join in group.joins:
        found[join.b] = join.score, join.why
    return found


def _compared(r: Report) -> EventReport:
    from onrecord.events.coreference.reading import named
    from onrecord.events.coreference.reports import Amount, EventReport

    sentence = r.evidence or Span(doc=r.doc, start=r.start, end=r.start + len(r.trigger), text=r.trigger)
    at = max(0, min(r.start - sentence.start, len(sentence.text)))
    return EventReport(
        id=r.id, doc=r.doc, sentence=sentence.text, trigger=(at, min(at + len(r.trigger), len(sentence.text))),
        number=r.number, at=r.start, story=r.story, type=r.type, mode=r.mode, status=r.status, actors=r.who,
        recipients=r.to, behind=r.behind, place=r.place, since=r.since, until=r.until, told=r.published,
        named=named(text for _, text in r.actors),
        figures=tuple(Amount(kind=f.kind, least=f.least, most=f.most) for f in r.figures if f.kind != "other"),
        article=r.article, vector=r.vector,
    )  # fmt: skip


def sentences(text: str) -> int:
    """About how many sentences end in these words: the place in its article of the one after them."""
    return len(_SENTENCE.findall(text))


def rank(report: Report) -> tuple[bool, bool, bool, int, date, float, str]:
    """The place of a report among those of its event: what a person looked at, what has come about, originals, full and
    early ones first."""
    told = bool(report.who) + bool(report.to) + bool(report.since) + bool(report.country or report.place)
    ahead = report.status in ("future", "hypothetical")
    return not report.judged, ahead, report.copy, -told, report.published or date.max, -report.score, report.id


# ---------------------------------------------------------------------------- by what they are compared


def comparison() -> Callable[[Sequence[EventReport]], Sequence[Group]]:
    """The comparison of this installation: the trained one; where no judge is there the plain one."""
    if _judge() is None:
        return plainly
    from onrecord.events.coreference.clusters import cluster

    return cluster


def version() -> str:
    """What decides which reports come together, besides the reports: another version compares all of them anew."""
    judge = _judge()
    return "plain/1" if judge is None else f"judge/{judge}"


@cache
def _judge() -> str | None:
    file = resources.files("onrecord").joinpath("models", "event_coreference", "judge.npz")
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file.is_file() else None


def plainly(reports: Sequence[EventReport]) -> Sequence[Group]:
    """Reports of one type and status, by the same actors on the same day."""
    from onrecord.events.coreference.reports import Group, Join

    home: dict[Hashable, list[EventReport]] = {}
    for r in reports:
        exact = r.since is not None and r.since == r.until and r.actors
        home.setdefault((r.type, r.status, r.actors, r.since) if exact else r.id, []).append(r)
    return [
        Group(
            id=some[0].id,
            reports=tuple(r.id for r in some),
            joins=tuple(Join(a=some[0].id, b=r.id, score=0.8, why="the same type, actors and day") for r in some[1:]),
            score=0.8 if some[1:] else 1.0,
        )
        for some in home.values()
    ]
