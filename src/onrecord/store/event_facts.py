"""Reports of events as they stand after judgements: what they say, who takes part, whether they count.

One place says what a correction does, for questions and for the comparison of reports alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from onrecord.store.put import chunks
from onrecord.store.schema import (
    actor,
    document,
    entity,
    event,
    event_credit,
    event_participant,
    event_standing,
    link,
    relation,
    role,
)

_node, _root = actor.alias("who_node"), actor.alias("who")
_CORRECTED = event_standing.c.verdict == "correct"


def _effective(name: str) -> sa.ColumnElement[Any]:
    return sa.case((_CORRECTED, event_standing.c[name]), else_=event.c[name])


TYPE, MODE, STATUS = _effective("type"), _effective("mode"), _effective("status")
DAY, SINCE, UNTIL = _effective("day"), _effective("since"), _effective("until")
CLUSTER = sa.func.coalesce(event.c.cluster, event.c.n)  # the report that a report is counted as
CURRENT = document.c.superseded_by.is_(None)
NOT_REJECTED = sa.func.coalesce(event_standing.c.verdict, "") != "reject"


def joined(query: Any) -> Any:
    """A query over reports with their documents and what was judged."""
    return (
        query.select_from(event)
        .join(document, document.c.n == event.c.document)
        .outerjoin(event_standing, event_standing.c.event == event.c.n)
    )


class Who(NamedTuple):
    """Somebody who takes part: the actor (None: nobody known) and the words; `start` is None where a person said so."""

    role: str
    id: str | None
    name: str | None
    kind: str | None
    text: str
    start: int | None
    end: int | None


def participants(conn: sa.Connection, events: Iterable[int] | None = None) -> dict[int, list[Who]]:
    """Who takes part in these reports (None: all), corrections applied, in order."""
    found: dict[int, list[Who]] = {}
    every: Sequence[Any] = [None] if events is None else list(chunks(sorted(set(events))))
    for some in every:
        for query in (_as_read(), _as_corrected()):
            if some is not None:
                query = query.where(query.selected_columns.event.in_(some))
            for r in conn.execute(query):
                found.setdefault(r.event, []).append(Who(r.role, r.id, r.name, r.kind, r.text, r.start, r.end))
    return found


@cache
def _as_read() -> Any:
    """What the machine read, where no correction says otherwise."""
    p, s = event_participant.c, event_standing.c
    told = sa.case((p.role == "actor", s.actors), else_=s.recipients)
    return (
        sa.select(p.event, p.role, p.text, p.start, p.end, _root.c.id, _root.c.name, _root.c.kind)
        .select_from(event_participant)
        .outerjoin(event_standing, s.event == p.event)
        .outerjoin(link, link.c.entity == p.entity)
        .outerjoin(_node, _node.c.n == link.c.actor)
        .outerjoin(_root, _root.c.n == _node.c.root)
        .where(sa.func.coalesce(told, 0) == 0)
        .order_by(p.event, p.role, p.place)
    )


@cache
def _as_corrected() -> Any:
    c = event_credit.c
    none = sa.null()
    return (
        sa.select(
            c.event, c.role, _root.c.name.label("text"), none.label("start"), none.label("end"), _root.c.id,
            _root.c.name, _root.c.kind,
        )
        .select_from(event_credit)
        .join(_node, _node.c.n == c.actor)
        .join(_root, _root.c.n == _node.c.root)
        .order_by(c.event, c.role, c.place)
    )  # fmt: skip


def behind(conn: sa.Connection) -> dict[str, tuple[str, ...]]:
    """For each actor the bodies and states that it acts for: those it holds an office of, or is a part of."""
    found: dict[str, list[str]] = {}
    for row in conn.execute(_pairs()):
        if row.one != row.other:
            found.setdefault(row.one, []).append(row.other)
    return {own: tuple(sorted(others)) for own, others in found.items()}


@cache
def _pairs() -> Any:
    """The ids of actors with those of what they hold an office of, or are a part of."""
    r, holder, body = role.c, entity.alias("holder"), entity.alias("body")
    offices = (
        sa.select(holder.c.n.label("one"), body.c.n.label("other"))
        .select_from(role)
        .join(document, document.c.n == r.document)
        .join(holder, holder.c.n == r.entity)
        .join(body, (body.c.document == r.document) & (body.c.name == r.org))
        .where(CURRENT)
    )
    parts = (
        sa.select(relation.c.subject.label("one"), relation.c.object.label("other"))
        .join(document, document.c.n == relation.c.document)
        .where(CURRENT, relation.c.kind == "part_of")
    )
    pair = offices.union(parts).subquery()
    here, there = link.alias("here"), link.alias("there")
    mine, its = actor.alias("mine"), actor.alias("its")
    whole, head = actor.alias("whole"), actor.alias("head")
    return (
        sa.select(whole.c.id.label("one"), head.c.id.label("other"))
        .select_from(pair)
        .join(here, here.c.entity == pair.c.one)
        .join(there, there.c.entity == pair.c.other)
        .join(mine, mine.c.n == here.c.actor)
        .join(its, its.c.n == there.c.actor)
        .join(whole, whole.c.n == mine.c.root)
        .join(head, head.c.n == its.c.root)
        .distinct()
    )


def of_actor(n: int, role: str | None = None) -> sa.ColumnElement[bool]:
    """The condition on reports that this actor takes part in them, in this role or in any."""
    p, c, s = event_participant.c, event_credit.c, event_standing.c
    nodes = sa.select(actor.c.n).where(actor.c.root == n)
    told = sa.case((p.role == "actor", s.actors), else_=s.recipients)
    read = (
        sa.select(p.event)
        .select_from(event_participant)
        .join(link, link.c.entity == p.entity)
        .outerjoin(event_standing, s.event == p.event)
        .where(link.c.actor.in_(nodes), sa.func.coalesce(told, 0) == 0)
    )
    credited = sa.select(c.event).where(c.actor.in_(nodes))
    if role is not None:
        read, credited = read.where(p.role == role), credited.where(c.role == role)
    return event.c.n.in_(read.union_all(credited))


def nobody(role: str) -> sa.ColumnElement[bool]:
    """The condition on reports that nobody known takes part in them in this role."""
    p, c, s = event_participant.c, event_credit.c, event_standing.c
    told = sa.case((p.role == "actor", s.actors), else_=s.recipients)
    read = (
        sa.select(p.event)
        .select_from(event_participant)
        .join(link, link.c.entity == p.entity)
        .outerjoin(event_standing, s.event == p.event)
        .where(p.role == role, sa.func.coalesce(told, 0) == 0)
    )
    return event.c.n.not_in(read.union_all(sa.select(c.event).where(c.role == role)))


__all__ = [
    "CLUSTER",
    "CURRENT",
    "DAY",
    "MODE",
    "NOT_REJECTED",
    "SINCE",
    "STATUS",
    "TYPE",
    "UNTIL",
    "Who",
    "behind",
    "joined",
    "nobody",
    "of_actor",
    "participants",
]
