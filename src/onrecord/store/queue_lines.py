"""What waits in the queue, by kind: statements, positions and reports of events that nobody judged.

Each utterance, and each event, waits once, by the row that it is counted as. Of what people coded or worded nothing
waits. What was called unsure is in no line: by whoever asks it is done, by others it comes last (`unsure`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from onrecord.positions.decision import NO_STANCE
from onrecord.store import event_facts, event_filters, issues, statements
from onrecord.store.event_filters import EventFilters
from onrecord.store.judging import UNSURE
from onrecord.store.put import chunks
from onrecord.store.queue_filters import Asked
from onrecord.store.queue_order import Line
from onrecord.store.schema import (
    actor,
    document,
    event,
    event_standing,
    issue,
    judgement,
    link,
    position,
    position_standing,
    standing,
    statement,
    telling,
)
from onrecord.vocabulary import HUMAN, PERSON

HASHED = 4  # characters of an id, which is a hash, that say by chance whether a row is coded twice
_superseded = sa.select(document.c.n).where(document.c.superseded_by.is_not(None))
_FOUND = ~statement.c.by.startswith(HUMAN), ~statement.c.by.startswith(PERSON)
_ALIVE = judgement.c.undone_at.is_(None)
_stands, _event_stands = standing.alias("stands"), event_standing.alias("event_stands")  # what filters join is another

_others = event.alias("others")


def line(conn: sa.Connection, asked: Asked) -> Line:
    """What waits of the kind that is asked. Raises UsageError or NotFound for filters that cannot match."""
    return {"statement": _statements, "position": _positions, "event": _events}[asked.kind](conn, asked)


# ---------------------------------------------------------------------------- statements


def _statements(conn: sa.Connection, asked: Asked) -> Line:
    s, j = statement.c, judgement.c
    fits: list[Any] = [*_FOUND, s.document.not_in(_superseded)]
    if asked.issue:
        on = issues.find(conn, asked.issue).n
        taken = sa.select(position.c.statement).where(position.c.issue == on, position.c.stance != NO_STANCE)
        fits.append(s.n.in_(taken))
    waits: list[Any] = [~sa.exists().where(_stands.c.statement == s.n), ~sa.exists().where(j.statement == s.n, _ALIVE)]
    if asked.blind:
        waits = _blind(asked, s.id, j.statement == s.n)
    fitting, narrow = _filtered(conn, asked, fits)
    return Line(
        base=lambda columns: fitting(columns).where(*waits), fitting=fitting, number=s.n, score=s.score, day=s.day,
        threshold=asked.sure, told=_told_statements, several=_several(s.n), said_by=_said_by,
        unspoken=_unspoken(), narrow=narrow,
    )  # fmt: skip


def _filtered(
    conn: sa.Connection, asked: Asked, where: Sequence[Any], joined: Callable[[Any], Any] = lambda query: query
) -> tuple[Callable[[Sequence[Any]], Any], bool]:
    """How a query of statements that fit is made, and whether filters narrow it."""
    filters = asked.filters
    if not filters and not asked.issue:
        heads = ~sa.exists().where(telling.c.statement == statement.c.n)
        return lambda columns: joined(sa.select(*columns).select_from(statement)).where(heads, *where), False
    filters = {**filters, "include_rejected": True} if asked.blind else filters
    fits = [*statements.conditions(conn, filters, asked.sure), *statements.once(conn, filters, asked.sure)]
    return lambda columns: joined(statements.joined(sa.select(*columns))).where(*fits, *where), True


def _told_statements() -> Any:
    """How many more statements tell an utterance, of those that several tell."""
    return sa.select(telling.c.utterance, sa.func.count()).group_by(telling.c.utterance)


def _several(number: Any) -> Any:
    counted = telling.alias("counted")
    return sa.exists().where(counted.c.utterance == number)


def _said_by(n: int) -> Sequence[Any]:
    """The condition that an actor says a statement, as the machine has it."""
    names = sa.select(actor.c.n).where(actor.c.root == n)
    return [statement.c.speaker.in_(sa.select(link.c.entity).where(link.c.actor.in_(names)))]


def _unspoken() -> Any:
    linked = sa.exists().where(link.c.entity == statement.c.speaker)
    return statement.c.speaker.is_(None) | ~linked


# ---------------------------------------------------------------------------- positions


def _positions(conn: sa.Connection, asked: Asked) -> Line:
    p, s, j = position.c, statement.c, judgement.c
    named = sa.select(issue.c.name).where(issue.c.n == p.issue).scalar_subquery()
    mine = (j.side_of == p.statement) & (j.issue == named)
    fits: list[Any] = [p.stance != NO_STANCE, ~p.by.startswith(HUMAN), s.document.not_in(_superseded)]
    fits.append(~sa.exists().where(_stands.c.statement == s.n, _stands.c.verdict == "reject"))
    if asked.issue:
        fits.append(p.issue == issues.find(conn, asked.issue).n)
    stands = position_standing.c
    judged = sa.exists().where(stands.statement == p.statement, stands.issue == p.issue)
    waits: list[Any] = [~judged, ~sa.exists().where(mine, _ALIVE)]
    if asked.blind:
        waits = _blind(asked, p.id, mine)
    bare = Asked(actor=asked.actor, outlet=asked.outlet, since=asked.since, until=asked.until, sure=asked.sure)
    fitting, narrow = _filtered(conn, bare, fits, lambda query: query.join(position, p.statement == s.n))
    told = _told_statements().subquery()

    def counts() -> Any:
        return sa.select(p.n, told.c[1]).join(told, told.c[0] == p.statement)

    return Line(
        base=lambda columns: fitting(columns).where(*waits), fitting=fitting, number=p.n, score=p.score, day=s.day,
        threshold=asked.side, told=counts, several=_several(p.statement), said_by=_said_by, unspoken=_unspoken(),
        narrow=narrow or bool(asked.issue),
    )  # fmt: skip


# ---------------------------------------------------------------------------- events


def _events(conn: sa.Connection, asked: Asked) -> Line:
    e, j = event.c, judgement.c
    here: list[Any] = [e.cluster.is_(None), e.document.not_in(_superseded)]
    waits = ~sa.exists().where(_event_stands.c.event == e.n), ~sa.exists().where(j.event == e.n, _ALIVE)
    given = {"who": asked.actor, "outlet": asked.outlet, "since": asked.since, "until": asked.until}
    filters: Any = {name: value for name, value in given.items() if value}
    typed: EventFilters = filters
    fits = event_filters.conditions(conn, typed, asked.sure) if filters else ()

    def fitting(columns: Sequence[Any]) -> Any:
        query = sa.select(*columns)
        return (event_facts.joined(query) if filters else query.select_from(event)).where(*fits, *here)

    return Line(
        base=lambda columns: fitting(columns).where(*waits), fitting=fitting, number=e.n, score=e.score, day=e.day,
        threshold=asked.sure, told=_told_events, several=sa.exists().where(_others.c.cluster == e.n),
        narrow=bool(filters),
    )  # fmt: skip


def _told_events() -> Any:
    """How many more reports there are of an event, of those that several tell."""
    return sa.select(event.c.cluster, sa.func.count()).where(event.c.cluster.is_not(None)).group_by(event.c.cluster)


# ---------------------------------------------------------------------------- several coders


def _blind(asked: Asked, own: Any, on: Any) -> list[Any]:
    """That the person asking said nothing of a row; and nobody else did, or it is among those that are coded twice."""
    j = judgement.c
    mine = sa.exists().where(on, _ALIVE, j.who == asked.person)
    others = sa.exists().where(on, _ALIVE, j.verdict != UNSURE, j.who != asked.person)
    if asked.overlap >= 1:
        return [~mine]
    least = format(int(asked.overlap * 16**HASHED), f"0{HASHED}x")
    return [~mine, ~others | (sa.func.substr(own, 2, HASHED) < least)]


def unsure(conn: sa.Connection, asked: Asked, line: Line) -> list[int]:
    """The rows that fit, that others called unsure and nobody judged, in a stable order: they come last."""
    if asked.blind:
        return []
    j = judgement.c
    column = {"statement": j.statement, "position": position.c.n, "event": j.event}[asked.kind]
    lines = sa.select(column.label("n"), j.who, j.verdict).where(_ALIVE, column.is_not(None))
    if asked.kind == "position":
        lines = lines.join(issue, issue.c.name == j.issue)
        lines = lines.join(position, (position.c.statement == j.side_of) & (position.c.issue == issue.c.n))
    doubted = lines.where(j.verdict == UNSURE).subquery()
    log: dict[int, list[Any]] = {}
    for row in conn.execute(lines.where(column.in_(sa.select(doubted.c.n))).order_by(j.id)):
        log.setdefault(row.n, []).append(row)
    left = [n for n, said in sorted(log.items()) if all(x.verdict == UNSURE and x.who != asked.person for x in said)]
    found: list[int] = []
    for some in chunks(left):
        found += conn.scalars(line.fitting([line.number]).where(line.number.in_(some)))
    return sorted(found)


__all__ = ["line", "unsure"]
