"""`timeline`: what happened, was said, began or ended, in order of time, each once.

A kind of entries is asked for by its conditions (`timeline_filters`), loaded with every telling of what fits, and made
in `timeline_entries` or `turns`. Statements are told with the sides that they take on issues (`entry_stances`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Unpack

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.project import DEFAULT_SURE
from onrecord.store import entry_stances, event_reports, state, statements, timeline_places, turns
from onrecord.store import event_facts as facts
from onrecord.store.event_rows import EventReport
from onrecord.store.naming import fold
from onrecord.store.put import chunks
from onrecord.store.rows import Said
from onrecord.store.schema import event, statement, telling
from onrecord.store.statements import UTTERANCE
from onrecord.store.timeline_entries import Act, acts, entry, in_order
from onrecord.store.timeline_filters import Asked, TimelineFilters, asked
from onrecord.store.timeline_order import STEPS, overlaps, period
from onrecord.store.timeline_places import Place, place
from onrecord.store.timeline_rows import Timeline, TimelineEntry
from onrecord.store.turns import Turn

if TYPE_CHECKING:
    from onrecord.store.db import Store

_TOLD_IN = sa.func.coalesce(telling.c.utterance, event.c.act_of)  # the utterance that an event is the act of


def timeline(
    store: Store,
    *,
    step: str | None = None,
    top: int | None = None,
    limit: int | None = None,
    offset: int = 0,
    threshold: float = DEFAULT_SURE,
    **filters: Unpack[TimelineFilters],
) -> Timeline:
    """Events, statements and turns of office, oldest first; those without any day last.

    With `step` ("day", "month", "year") each entry says under which `period` it is listed. With `top` only that many
    are kept, those told by most outlets. Raises UsageError or NotFound for what cannot be asked.
    """
    if step is not None and step not in STEPS:
        raise UsageError(f"{step!r} is no step; there are: {', '.join(STEPS)}")
    if any(n is not None and n < 0 for n in (top, limit, offset)):
        raise UsageError("top, limit and offset are numbers from 0")
    with store.read() as conn:
        want = asked(conn, filters, threshold)
        if limit is None and not offset and top is None:
            shown = in_order(entries(conn, want, threshold))
            found, counts, acts = _counted([timeline_places.place(e) for e in shown])
        else:
            key = threshold, state.said(filters)
            found, counts, acts = store.remembered.get(
                conn, "timeline", key, lambda: _counted(_places(conn, want, threshold))
            )
            chosen = timeline_places.most_told(found, top) if top is not None else found
            shown = _whole(conn, chosen[offset:][:limit], want, threshold)
        shown = entry_stances.sided(conn, shown, want.issue)
    if step:
        shown = [replace(e, period=period(e.since, e.until, step)) for e in shown]
    return Timeline(
        total=len(found),
        events=counts["event"],
        statements=counts["statement"],
        roles=counts["role"],
        entries=tuple(shown),
        acts=acts,
    )


def _counted(found: list[Place]) -> tuple[list[Place], Mapping[str, int], int]:
    """Places, how many of them there are of each kind, and how many acts are among them."""
    return found, Counter(p.kind for p in found), len({p.event for p in found if p.event})


def entries(conn: sa.Connection, want: Asked, threshold: float) -> Iterator[TimelineEntry]:
    """The entries that fit, in no order."""
    wanted = _wanted(conn, want)
    reports, told = _load(conn, *wanted, rejected=want.rejected)
    made = (entry(act, threshold) for act in _acts(want, wanted, reports, told))
    yield from (e for e in (*made, *_turns(conn, want, threshold)) if _is_within(e, want))


def _is_within(e: TimelineEntry, want: Asked) -> bool:
    return overlaps(e.since, e.until, want.first, want.last) and want.sure in (None, e.sure)


# ---------------------------------------------------------------------------- a page


def _places(conn: sa.Connection, want: Asked, threshold: float) -> list[Place]:
    """Where the entries that fit stand, in order: all of them, none read whole but turns of office."""
    wanted = _wanted(conn, want)
    events, said = _closed(conn, *wanted)
    where = timeline_places.documents(conn)
    reports = list(timeline_places.reports(conn, events, where, rejected=want.rejected))
    told = list(timeline_places.tellings(conn, said, where, rejected=want.rejected))
    event_of, said_of = {r.id: n for n, r in reports}, {s.id: n for n, s in told}
    found = _turns(conn, want, threshold)
    made = {(e.kind, e.id, e.what): place(e) for e in found}
    for act in _acts(want, wanted, reports, told):
        e = entry(act, threshold)
        found.append(e)
        of_events, of_said = {event_of[r.id] for r in act.reports}, {said_of[s.id] for s in act.told}
        made[e.kind, e.id, e.what] = place(e, of_events, of_said)
    return [made[e.kind, e.id, e.what] for e in in_order(e for e in found if _is_within(e, want))]


def _whole(conn: sa.Connection, chosen: Sequence[Place], want: Asked, threshold: float) -> list[TimelineEntry]:
    """The entries of these places, in their order."""
    found = {p.key: p.turn for p in chosen if p.turn is not None}
    events = {n for p in chosen for n in p.events}
    said = {n for p in chosen for n in p.said}
    reports, told = _load(conn, events, said, rejected=want.rejected)
    for act in acts((r for _, r in reports), (s for _, s in told)):
        e = entry(act, threshold)
        found[e.kind, e.id, e.what] = e
    return [found[p.key] for p in chosen]


# ---------------------------------------------------------------------------- what was done and said


def _wanted(conn: sa.Connection, want: Asked) -> tuple[set[int], set[int]]:
    """The events and utterances of which a report or telling fits."""
    heads = set() if want.events is None else set(_heads(conn, want.events))
    return heads, set() if want.statements is None else set(_utterances(conn, want.statements))


def _acts(
    want: Asked,
    wanted: tuple[set[int], set[int]],
    reports: Sequence[tuple[int, EventReport]],
    told: Sequence[tuple[int, Said]],
) -> Iterator[Act]:
    """The acts that fit, of all that tells what is wanted."""
    heads, said = wanted
    fits_event = {r.event or r.id for n, r in reports if n in heads}
    fits_said = {s.counted_as for n, s in told if n in said}
    for act in acts((r for _, r in reports), (s for _, s in told)):
        is_event = any((r.event or r.id) in fits_event for r in act.reports)
        is_said = any(s.counted_as in fits_said for s in act.told)
        if (is_event and is_said) if want.both else (is_event or is_said):
            yield act


def fitting(conn: sa.Connection, want: Asked) -> tuple[list[tuple[int, EventReport]], list[tuple[int, Said]]]:
    """All that tells what fits: reports of events and tellings of statements, with what they are counted as."""
    return _load(conn, *_wanted(conn, want))


def _heads(conn: sa.Connection, where: Sequence[Any]) -> Iterable[int]:
    return conn.scalars(facts.joined(sa.select(facts.CLUSTER).distinct()).where(*where))


def _utterances(conn: sa.Connection, where: Sequence[Any]) -> Iterable[int]:
    return conn.scalars(statements.joined(sa.select(UTTERANCE).distinct()).where(*where))


def _load(
    conn: sa.Connection, heads: Iterable[int], said: Iterable[int], *, rejected: bool = False
) -> tuple[list[tuple[int, EventReport]], list[tuple[int, Said]]]:
    """Every report of these events and telling of these utterances, and of those that are one act with them.

    With the number of the event or utterance beside each.
    """
    events, utterances = _closed(conn, heads, said)
    return list(_reports(conn, events, rejected)), list(_tellings(conn, utterances, rejected))


def _closed(conn: sa.Connection, heads: Iterable[int], said: Iterable[int]) -> tuple[set[int], set[int]]:
    """These events and utterances with those that are one act with them."""
    events, utterances = set(heads), set(said)
    new_events, new_said = set(events), set(utterances)
    while new_events or new_said:
        more_said = set(_said_by(conn, new_events)) - utterances
        more_events = set(_done_by(conn, new_said)) - events
        events |= more_events
        utterances |= more_said
        new_events, new_said = more_events, more_said
    return events, utterances


def _members(conn: sa.Connection, heads: Iterable[int]) -> Iterator[list[int]]:
    """The reports of these events, by number and some at a time; asked so that an index answers."""
    for some in chunks(sorted(heads)):
        others = conn.scalars(sa.select(event.c.n).where(event.c.cluster.in_(some)))
        yield from chunks(sorted({*some, *others}))


def _told(conn: sa.Connection, said: Iterable[int]) -> Iterator[list[int]]:
    """The statements that tell these utterances, by number and some at a time."""
    for some in chunks(sorted(said)):
        others = conn.scalars(sa.select(telling.c.statement).where(telling.c.utterance.in_(some)))
        yield from chunks(sorted({*some, *others}))


def _said_by(conn: sa.Connection, heads: Iterable[int]) -> Iterator[int]:
    """The utterances that these events are the act of."""
    query = facts.joined(sa.select(_TOLD_IN).distinct()).outerjoin(telling, telling.c.statement == event.c.act_of)
    for some in _members(conn, heads):
        yield from conn.scalars(query.where(facts.CURRENT, event.c.act_of.is_not(None), event.c.n.in_(some)))


def _done_by(conn: sa.Connection, said: Iterable[int]) -> Iterator[int]:
    """The events that are the act of these utterances."""
    query = facts.joined(sa.select(facts.CLUSTER).distinct())
    for some in _told(conn, said):
        yield from conn.scalars(query.where(facts.CURRENT, event.c.act_of.in_(some)))


def _reports(conn: sa.Connection, heads: Iterable[int], rejected: bool) -> Iterator[tuple[int, EventReport]]:
    here = [facts.CURRENT] if rejected else [facts.CURRENT, facts.NOT_REJECTED]
    for some in _members(conn, heads):
        query = event_reports.select().add_columns(facts.CLUSTER.label("head")).where(event.c.n.in_(some), *here)
        rows = conn.execute(query.order_by(event.c.n)).all()
        for r, (_, report) in zip(rows, event_reports.made(conn, rows), strict=True):
            yield r.head, report


def _tellings(conn: sa.Connection, said: Iterable[int], rejected: bool) -> Iterator[tuple[int, Said]]:
    here = [statements.CURRENT] if rejected else [statements.CURRENT, statements.NOT_REJECTED]
    for some in _told(conn, said):
        where = (statement.c.n.in_(some), *here)
        numbers = conn.scalars(statements.joined(sa.select(UTTERANCE)).where(*where).order_by(statement.c.n)).all()
        found = statements.rows(conn, statements.select().where(*where).order_by(statement.c.n))
        yield from zip(numbers, found, strict=True)


# ---------------------------------------------------------------------------- turns of office


def _turns(conn: sa.Connection, want: Asked, threshold: float) -> list[TimelineEntry]:
    """Those that fit, with every article that tells the same."""
    if want.roles is None:
        return []
    fits = {(t.id, _begins(t.what)) for t in turns.turns(conn, want.roles) if _holds(t, want.words)}
    if not fits:
        return []
    made = turns.entries(turns.turns(conn), threshold)
    return [e for e in made if any((s.id, _begins(e.what)) in fits for s in e.sources)]


def _begins(what: str) -> bool:
    return what.startswith(turns.BEGINS)


def _holds(turn: Turn, words: Sequence[str]) -> bool:
    told = fold(" ".join((turn.holder.name, turn.title, turn.org or "", turn.evidence.text)))
    return all(w in told for w in words)
