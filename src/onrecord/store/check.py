"""Is a record sound: its pages, its references, its spans against its texts, its index against its rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from onrecord.store import fulltext
from onrecord.store.columns import metadata
from onrecord.store.dialect import on_server
from onrecord.store.encode import pieces
from onrecord.store.encode_events import figures_of
from onrecord.store.schema import (
    actor,
    alias,
    condition,
    document,
    event,
    event_participant,
    mention,
    position,
    relation,
    role,
    statement,
)

NAMED = 5  # of one kind of problem that are named one by one


def problems(conn: sa.Connection) -> Iterator[str]:
    """What is wrong, a sentence each; of many of one kind the first few, and how many there are."""
    if not on_server(conn):
        pages = [str(row[0]) for row in conn.exec_driver_sql("PRAGMA integrity_check")]
        if pages != ["ok"]:
            yield from _first(iter(pages), "faults of the file")
            return  # what a broken file says is no evidence of anything else
    broken = (f"a row of {a} refers to a row of {b} that is not there" for a, b in _broken(conn))
    yield from _first(broken, "broken links")
    yield from _first(_rootless(conn), "names without an actor")
    yield from _first(_untrue(conn), "spans that do not slice true")
    yield from _first(_unlike(conn), "positions that cannot be decided anew")
    yield from _index(conn)


def _broken(conn: sa.Connection) -> Iterator[tuple[str, str]]:
    """The tables of each reference that leads nowhere. A server refuses them, unless somebody took its guards away."""
    if not on_server(conn):
        yield from ((r[0], r[2]) for r in conn.exec_driver_sql("PRAGMA foreign_key_check"))
        return
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            there = key.column.table.alias("there")
            lost = ~sa.exists().where(there.c[key.column.name] == key.parent)
            for _ in conn.execute(sa.select(sa.literal(1)).select_from(table).where(key.parent.is_not(None), lost)):
                yield table.name, key.column.table.name


def _first(found: Iterator[str], what: str) -> Iterator[str]:
    count = 0
    for count, problem in enumerate(found, 1):
        if count <= NAMED:
            yield problem
    if count > NAMED:
        yield f"{count} {what} in all"


def _rootless(conn: sa.Connection) -> Iterator[str]:
    """Names of an actor that is not there, or is itself another's name."""
    root = actor.alias("root")
    query = sa.select(actor.c.id, actor.c.name).join_from(actor, root, root.c.n == actor.c.root, isouter=True)
    for row in conn.execute(query.where(root.c.n.is_(None) | (root.c.root != root.c.n))):
        yield f"the name {row.name!r} ({row.id}) is of an actor that is not there"


def _untrue(conn: sa.Connection) -> Iterator[str]:
    """Spans that say other words than their article does there."""
    d = document.c
    for row in conn.execute(sa.select(d.n, d.id, d.file, d.text, d.parts)):
        for what, start, end, text in _spans(conn, row):
            if not 0 <= start <= end <= len(row.text) or (text is not None and row.text[start:end] != text):
                yield f"{row.file} ({row.id}): {what} {start}:{end} is not what the text says there"


def _spans(conn: sa.Connection, row: Any) -> Iterator[tuple[str, int, int, str | None]]:
    for start, end, _, _ in json.loads(row.parts):
        yield "part", start, end, None
    for table in (mention, role, relation, alias):
        t = table.c
        called: sa.Column[str] = t["key" if table is alias else "id"]
        for r in conn.execute(sa.select(called.label("id"), t.start, t.end, t.text).where(t.document == row.n)):
            yield f"{table.name} {r.id}", r.start, r.end, r.text
    for r in conn.execute(sa.select(statement).where(statement.c.document == row.n)):
        for name in ("source", "cue", "content"):
            for s in pieces(row.id, r._mapping[name], r._mapping[f"{name}_at"]):
                yield f"{name} of statement {r.id}", s.start, s.end, s.text
    for r in conn.execute(sa.select(condition).where(condition.c.document == row.n)):
        for name in ("spans", "consequence"):
            for s in pieces(row.id, r._mapping[name], r._mapping[f"{name}_at"]):
                yield f"{name} of condition {r.id}", s.start, s.end, s.text
    yield from _event_spans(conn, row)


def _event_spans(conn: sa.Connection, row: Any) -> Iterator[tuple[str, int, int, str | None]]:
    e, p = event.c, event_participant.c
    for r in conn.execute(sa.select(event).where(e.document == row.n)):
        yield f"act of event {r.id}", r.start, r.end, r.trigger
        yield f"sentence of event {r.id}", r.evidence_start, r.evidence_end, r.evidence
        if r.place_text is not None:
            yield f"place of event {r.id}", r.place_start, r.place_end, r.place_text
        for f in figures_of(r.figures, row.id):
            yield f"figure of event {r.id}", f.span.start, f.span.end, f.span.text
    query = sa.select(e.id, p.role, p.start, p.end, p.text).join_from(event_participant, event)
    for r in conn.execute(query.where(e.document == row.n)):
        yield f"{r.role} of event {r.id}", r.start, r.end, r.text


def _unlike(conn: sa.Connection) -> Iterator[str]:
    """Positions whose vector is not as long as those that the same model made, or that are of another article."""
    p, size = position.c, sa.func.length(position.c.vector)
    usual = sa.select(p.by, sa.func.max(size).label("size")).group_by(p.by).subquery()
    query = sa.select(p.id).join(usual, usual.c.by == p.by).join(statement, statement.c.n == p.statement)
    for own in conn.scalars(query.where((size != usual.c.size) | (statement.c.document != p.document)).order_by(p.id)):
        yield f"position {own}: what was read of it is damaged"


def _index(conn: sa.Connection) -> Iterator[str]:
    """Current articles, statements and events that the full-text index lacks, and what it has too much."""
    for what in ("document", "statement", "event"):
        index, view = f"{what}_fts", f"current_{what}"
        rows = conn.scalar(sa.select(sa.func.count()).select_from(sa.table(view)))
        held = fulltext.held(conn, index)
        if rows != held:
            yield f"the index {index} holds {held} rows where the record has {rows}: some searches miss or fail"
