"""Putting what a new analysis found in an article in the place of what an older one found.

The article keeps its number and its id; every row a machine made of it goes, and the new ones come in
the same transaction. Judgements are taken off the rows that go and set on those that come (`anchor`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from onrecord.model import Document, Reading
from onrecord.store import event_standing, fulltext, schema, shared, tally, tellings
from onrecord.store.encode import document_row, dump
from onrecord.store.put import chunks
from onrecord.store.schema import (
    actor,
    alias,
    claim,
    condition,
    document,
    entity,
    event,
    event_copy,
    event_credit,
    event_participant,
    handmade,
    judgement,
    link,
    mention,
    position,
    position_read,
    position_standing,
    post,
    raw_offset,
    relation,
    role,
    source,
    standing,
    statement,
    via,
)
from onrecord.store.standing import derive, is_printed, known_as


@dataclass(frozen=True, slots=True)
class Analysis:
    """What decides what is found in an article besides its bytes: the project's settings and the versions at work."""

    project_sha: str
    versions: str

    @classmethod
    def of(cls, project_sha: str, versions: Mapping[str, str]) -> Analysis:
        return cls(project_sha, dump(dict(versions)))


@dataclass(slots=True)
class Before:
    """What stood in the articles before: the names they printed, the second names they gave, who was credited,
    and where judgements stood."""

    printed: tally.Tally = field(default_factory=tally.Tally)
    aliases: set[str] = field(default_factory=set)
    credited: set[int] = field(default_factory=set)
    stood: dict[int, str] = field(default_factory=dict)  # judgement -> id of its statement or event


def stale(conn: sa.Connection, run: int, documents: Iterable[int]) -> set[int]:
    """Which of these articles were read by another analysis than that of this run."""
    r, d = schema.run.c, document.c
    now = conn.execute(sa.select(r.project_sha, r.versions).where(r.id == run)).one_or_none()
    if now is None:
        return set()
    other = (r.project_sha != now.project_sha) | (r.versions != now.versions)
    found: set[int] = set()
    for some in chunks(sorted(set(documents))):
        query = sa.select(d.n).join_from(document, schema.run).where(d.n.in_(some), d.run != run, other)
        found.update(conn.scalars(query))
    return found


def clear(conn: sa.Connection, run: int, renewed: Sequence[tuple[int, Reading]]) -> Before:
    """Take out what was found in these current articles, and renew the articles themselves."""
    before = Before()
    for some in chunks(n for n, _ in renewed):
        _remember(conn, some, before)
        _take_out(conn, some)
    for n, reading in renewed:
        _rewrite(conn, run, n, reading.document)
    return before


def _remember(conn: sa.Connection, some: Sequence[int], before: Before) -> None:
    here = statement.c.document.in_(some)
    before.printed.add(tally.of_documents(conn, some))
    before.aliases.update(conn.scalars(sa.select(alias.c.key).where(alias.c.document.in_(some)).distinct()))
    speakers = sa.select(standing.c.speaker).join_from(standing, statement).where(here)
    before.credited.update(n for n in conn.scalars(speakers) if n is not None)
    judged = sa.select(judgement.c.id, statement.c.id.label("on")).join_from(
        judgement, statement, judgement.c.statement == statement.c.n
    )
    before.stood.update((r.id, r.on) for r in conn.execute(judged.where(here)))
    judged = sa.select(judgement.c.id, statement.c.id.label("on")).join_from(
        judgement, statement, judgement.c.side_of == statement.c.n
    )
    before.stood.update((r.id, r.on) for r in conn.execute(judged.where(here)))
    told = event.c.document.in_(some)
    before.credited.update(conn.scalars(sa.select(event_credit.c.actor).join_from(event_credit, event).where(told)))
    judged = sa.select(judgement.c.id, event.c.id.label("on")).join_from(
        judgement, event, judgement.c.event == event.c.n
    )
    before.stood.update((r.id, r.on) for r in conn.execute(judged.where(told)))


def _take_out(conn: sa.Connection, some: Sequence[int]) -> None:
    _take_out_events(conn, some)
    said = sa.select(statement.c.n).where(statement.c.document.in_(some))
    conn.execute(sa.update(judgement).where(judgement.c.statement.in_(said)).values(statement=None))
    conn.execute(sa.update(judgement).where(judgement.c.side_of.in_(said)).values(side_of=None))
    conn.execute(sa.delete(standing).where(standing.c.statement.in_(said)))
    conn.execute(sa.delete(handmade).where(handmade.c.statement.in_(said)))
    conn.execute(sa.delete(position_standing).where(position_standing.c.statement.in_(said)))
    conn.execute(sa.delete(via).where(via.c.statement.in_(said)))
    for n in some:
        fulltext.out(conn, "statement_fts", n)
    meant = sa.select(entity.c.n).where(entity.c.document.in_(some))
    conn.execute(sa.delete(link).where(link.c.entity.in_(meant)))
    conn.execute(sa.delete(post).where(post.c.entity.in_(meant)))
    told = sa.select(role.c.n).where(role.c.document.in_(some))
    conn.execute(sa.delete(claim).where(claim.c.role.in_(told)))
    tellings.forget(conn, some)
    shared.forget(conn, some)
    for table in (position_read, position, condition, statement, mention, role, relation, alias, entity, raw_offset):
        conn.execute(sa.delete(table).where(table.c.document.in_(some)))


def _take_out_events(conn: sa.Connection, some: Sequence[int]) -> None:
    told = sa.select(event.c.n).where(event.c.document.in_(some))
    event_standing.outdate(conn, conn.scalars(told).all())
    conn.execute(sa.update(event).where(event.c.cluster.in_(told)).values(cluster=None))
    conn.execute(sa.update(judgement).where(judgement.c.event.in_(told)).values(event=None))
    for table in (event_participant, event_credit, schema.event_standing):
        conn.execute(sa.delete(table).where(table.c.event.in_(told)))
    conn.execute(sa.delete(event_copy).where(event_copy.c.a.in_(told) | event_copy.c.b.in_(told)))
    for n in some:
        fulltext.out(conn, "event_fts", n)
    conn.execute(sa.delete(event).where(event.c.document.in_(some)))


def _rewrite(conn: sa.Connection, run: int, n: int, new: Document) -> None:
    """The article's fields as they are read now. Where the place it is known by still holds it, that stays."""
    row: dict[str, Any] = dict(zip(document.columns.keys(), document_row(n, new, run), strict=True))
    fixed = ["n", "id", "superseded_by"]
    at = sa.select(document.c.location).where(document.c.n == n).scalar_subquery()
    held = conn.scalar(sa.select(source.c.location).where(source.c.location == at, source.c.document == n))
    if held is not None and held != new.location:
        fixed += ["key", "location", "file"]
    fulltext.out(conn, "document_fts", n)
    conn.execute(sa.update(document).where(document.c.n == n).values({k: row[k] for k in row if k not in fixed}))
    fulltext.text_in(conn, n)


def recredit(conn: sa.Connection) -> set[int]:
    """Look up anew whom corrections mean that credit an actor no article prints. Answers who that touches.

    The project may have made that name another actor's alias, or may know that actor no longer.
    """
    credited = sa.union(
        sa.select(standing.c.speaker).where(standing.c.speaker.is_not(None)), sa.select(event_credit.c.actor)
    )
    rows = conn.execute(sa.select(actor.c.n, actor.c.name, actor.c.known).where(actor.c.n.in_(credited))).all()
    gone = [r.n for r in rows if not is_printed(conn, r.n) and (r.known or known_as(conn, r.name) is not None)]
    statements: list[int] = []
    events: list[int] = []
    for some in chunks(gone):
        statements += conn.scalars(sa.select(standing.c.statement).where(standing.c.speaker.in_(some)))
        events += conn.scalars(sa.select(event_credit.c.event).where(event_credit.c.actor.in_(some)))
    return derive(conn, statements) | event_standing.derive(conn, events)
