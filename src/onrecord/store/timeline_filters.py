"""What narrows a timeline, and what of it holds for events, statements and turns of office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.store import entry_stances, event_filters, issues, lookup, statements
from onrecord.store import event_facts as facts
from onrecord.store.event_filters import EventFilters
from onrecord.store.issues import Known
from onrecord.store.naming import fold
from onrecord.store.schema import actor, document, link, role, statement, story_document
from onrecord.store.statements import Filters, bound
from onrecord.store.story_list import find_story
from onrecord.store.turns import HOLDER

KINDS = ("event", "statement", "role")
OF_EVENTS = ("type", "quad", "mode", "context", "status", "recipient", "place", "country")
OF_STATEMENTS = ("act", "kind")
OF_ISSUES = frozenset(("event", "statement"))


class TimelineFilters(TypedDict, total=False):
    """What narrows a timeline. `only` are kinds of entries: "event", "statement", "role".

    `who` is an actor that takes part in any way: speaks, is spoken to, acts, is acted on, holds the office; `by` one
    that speaks, acts or holds the office ("?" is nobody known). `text` are words of what is said or of the sentence,
    `outlet` is one that tells it. `issue` is the name of one that a statement takes a side on, or that the sentence of
    an event speaks of; no turn of office is. `since` and `until` bound its days; what has several is of each of them.
    `story` is an id, a document or words of the title of a story. Those of `OF_EVENTS` leave events alone (and
    statements that are events), those of `OF_STATEMENTS` statements. `sure` is True for the checked record, False for
    what waits for review.
    """

    only: str | Sequence[str] | None
    who: str | None
    by: str | None
    text: str | None
    outlet: str | None
    story: str | None
    issue: str | None
    since: date | str | None
    until: date | str | None
    min_score: float | None
    sure: bool | None
    include_rejected: bool
    type: str | Sequence[str] | None
    quad: int | str | None
    mode: str | None
    context: str | None
    status: str | None
    recipient: str | None
    place: str | None
    country: str | None
    act: str | None
    kind: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters as conditions for each kind that is asked for; None where that kind is not.

    `both` says that an entry must be a statement and an event. `first` and `last` bound the days, `issue`
    is the name of the one that was asked for.
    """

    events: list[Any] | None
    statements: list[Any] | None
    roles: list[Any] | None
    both: bool
    first: date | None
    last: date | None
    sure: bool | None
    rejected: bool
    issue: str | None
    words: tuple[str, ...]


def asked(conn: sa.Connection, filters: TimelineFilters, threshold: float) -> Asked:
    """Raises UsageError or NotFound for values that cannot match."""
    there = TimelineFilters.__annotations__
    if not filters.keys() <= there.keys():
        unknown = sorted(filters.keys() - there.keys())
        raise UsageError(f"no such filter: {', '.join(unknown)}; there are: {', '.join(there)}")
    get: dict[str, Any] = {k: v for k, v in filters.items() if v is not None and v != ()}
    sure = get.get("sure")
    if sure is not None and not isinstance(sure, bool):
        raise UsageError(f"sure: {sure!r} is neither True (the checked record) nor False (what waits for review)")
    kinds, both = _kinds(get)
    stories = _story(conn, get["story"]) if "story" in get else []
    on = issues.find(conn, get["issue"]) if "issue" in get else None
    first, last = bounds(get)
    return Asked(
        events=_events(conn, get, threshold) + stories + _concerning(conn, on) if "event" in kinds else None,
        statements=_statements(conn, get, threshold) + stories + _on(on) if "statement" in kinds else None,
        roles=_roles(conn, get) + stories if "role" in kinds else None,
        both=both,
        first=first,
        last=last,
        sure=sure,
        rejected=bool(get.get("include_rejected")),
        issue=on.issue.name if on else None,
        words=tuple(fold(w.strip('"*')) for w in get.get("text", "").split()),
    )


def _kinds(get: Mapping[str, Any]) -> tuple[set[str], bool]:
    """The kinds that can fit, and whether an entry must be both event and statement."""
    only = get.get("only", KINDS)
    wanted = [only] if isinstance(only, str) else list(only)
    for kind in wanted:
        if kind not in KINDS:
            raise UsageError(f"no entry is of the kind {kind!r}; there are: {', '.join(KINDS)}")
    of_events = [name for name in OF_EVENTS if name in get]
    of_statements = [name for name in OF_STATEMENTS if name in get]
    if of_events and of_statements:
        left = {"event", "statement"}
    else:
        left = {"event"} if of_events else {"statement"} if of_statements else set(KINDS)
    kinds = left & set(wanted)
    if "issue" in get:
        if not kinds & OF_ISSUES:
            raise UsageError("issue: no turn of office takes a side; ask for events or statements")
        kinds &= OF_ISSUES
    if not kinds:
        named, of = (of_events, "events") if of_events else (of_statements, "statements")
        raise UsageError(f"{', '.join(named)}: that is asked of {of}, and only {', '.join(wanted)} is wanted")
    return (left, True) if of_events and of_statements else (kinds, False)


def bounds(get: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """The days that `since` and `until` bound. Raises UsageError for what is no date, or the one after the other."""
    first, last = _day(get, "since"), _day(get, "until")
    if first is not None and last is not None and last < first:
        raise UsageError(f"since {first} is after until {last}: nothing can lie between")
    return first, last


def _day(get: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(bound(get[name], name)) if name in get else None


def _within(get: Mapping[str, Any], since: Any, until: Any, published: Any) -> list[Any]:
    """The condition that one of the days that a telling gives, else its day of publication, lies in the bounds.

    An entry lies there only where one of its tellings does; which days are the entry's is known once it is made.
    """
    first, last = bounds(get)
    begin, end = sa.func.coalesce(since, published), sa.func.coalesce(until, since, published)
    where = [end >= first.isoformat()] if first else []
    return [*where, begin <= last.isoformat()] if last else where


def _events(conn: sa.Connection, get: dict[str, Any], threshold: float) -> list[Any]:
    same = ("who", "text", "outlet", "min_score", "include_rejected", *OF_EVENTS)
    own: Any = {name: get[name] for name in same if name in get}
    if "by" in get:
        own["actor"] = get["by"]
    made: EventFilters = own
    where = event_filters.conditions(conn, made, threshold)
    return where + _within(get, facts.SINCE, facts.UNTIL, document.c.published)


def _statements(conn: sa.Connection, get: dict[str, Any], threshold: float) -> list[Any]:
    same = ("by", "text", "outlet", "min_score", "include_rejected", *OF_STATEMENTS)
    own: Any = {name: get[name] for name in same if name in get}
    made: Filters = own
    where = statements.conditions(conn, made, threshold)
    if "who" in get:
        where.append(_speaks_or_hears(conn, get["who"]))
    s = statement.c
    return where + _within(get, s.said_since, s.said_until, document.c.published)


def _speaks_or_hears(conn: sa.Connection, who: str) -> Any:
    if who.strip() == statements.UNRESOLVED:
        return statements.SPEAKER.is_(None)
    n = lookup.find_actor(conn, who).n
    nodes = sa.select(actor.c.n).where(actor.c.root == n)
    entities = sa.select(link.c.entity).where(link.c.actor.in_(nodes))
    return sa.and_(*statements.of_actor(n)) | statement.c.addressee.in_(entities)


def _roles(conn: sa.Connection, get: dict[str, Any]) -> list[Any]:
    where: list[Any] = []
    for name in ("who", "by"):
        if name in get and get[name].strip() == statements.UNRESOLVED:
            where.append(sa.false())  # a role has a holder
        elif name in get:
            where.append(lookup.find_actor(conn, get[name]).n == HOLDER)
    if "outlet" in get:
        where.append(document.c.outlet.in_(statements.outlets_called(conn, get["outlet"])))
    if "min_score" in get:
        where.append(role.c.score >= float(get["min_score"]))
    return where


def _on(on: Known | None) -> list[Any]:
    return [entry_stances.takes_side(on)] if on else []


def _concerning(conn: sa.Connection, on: Known | None) -> list[Any]:
    return [entry_stances.concerns(conn, on)] if on else []


def _story(conn: sa.Connection, what: str) -> list[Any]:
    """The condition that a document is of the story that is meant."""
    of_story = sa.select(story_document.c.document).where(story_document.c.story == find_story(conn, what))
    return [document.c.n.in_(of_story)]


__all__ = ["KINDS", "OF_EVENTS", "OF_STATEMENTS", "Asked", "TimelineFilters", "asked", "bounds"]
