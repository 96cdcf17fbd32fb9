"""Things that concern whole documents or the whole record: read a document back, list entities, link anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from onrecord.model import Actor, Entity, Link, Reading
from onrecord.store import naming, schema
from onrecord.store.append import choose
from onrecord.store.encode import document_of, mention_of, role_of, statement_of
from onrecord.store.put import put
from onrecord.store.standing import derive


def reading(conn: sa.Connection, doc: str) -> Reading | None:
    """The document of this id with everything found in it, in the order it was appended."""
    row = conn.execute(sa.select(schema.document).where(schema.document.c.id == doc)).one_or_none()
    if row is None:
        return None
    e, m, r, s = schema.entity, schema.mention, schema.role, schema.statement
    entities = conn.execute(sa.select(e).where(e.c.document == row.n).order_by(e.c.n)).all()
    ids = {x.n: x.id for x in entities}
    mentions = conn.execute(sa.select(m).where(m.c.document == row.n).order_by(m.c.n))
    roles = conn.execute(sa.select(r).where(r.c.document == row.n).order_by(r.c.n))
    statements = conn.execute(sa.select(s).where(s.c.document == row.n).order_by(s.c.n)).all()
    via: dict[int, list[int]] = {}
    v = schema.via.c
    relayed = sa.select(v.statement, v.entity).where(v.statement.in_([x.n for x in statements if x.via]))
    for step in conn.execute(relayed.order_by(v.statement, v.place)):
        via.setdefault(step.statement, []).append(step.entity)
    return Reading(
        document=document_of(row),
        entities=tuple(Entity(id=x.id, doc=doc, name=x.name, key=x.key, kind=x.kind) for x in entities),
        mentions=tuple(mention_of(x, doc, ids.get(x.entity)) for x in mentions),
        roles=tuple(role_of(x, doc, ids[x.entity]) for x in roles),
        statements=tuple(statement_of(x, doc, ids, via.get(x.n, [])) for x in statements),
    )


def entities(conn: sa.Connection) -> Iterator[Entity]:
    """Every entity of the record, superseded versions included: they are linked too, should they come back."""
    e, d = schema.entity.c, schema.document.c
    rows = conn.execute(
        sa.select(e.id, d.id.label("doc"), e.name, e.key, e.kind)
        .join_from(schema.entity, schema.document)
        .order_by(e.n)
    )
    for row in rows:
        yield Entity(id=row.id, doc=row.doc, name=row.name, key=row.key, kind=row.kind)


def relink(conn: sa.Connection, actors: Sequence[Actor], links: Sequence[Link]) -> None:
    """Replace all actors and links. Corrections of reviewers are looked up anew among the new actors."""
    judged = list(conn.scalars(sa.select(schema.standing.c.statement)))
    for table in (schema.standing, schema.link, schema.actor_name, schema.actor):
        conn.execute(sa.delete(table))
    best = choose(links)
    wanted = {k.actor for k in best.values()}
    actor_numbers = naming.ensure(conn, (a for a in actors if a.id in wanted))
    e, d = schema.entity.c, schema.document.c
    rows, counted = [], Counter[naming.Printed]()
    query = sa.select(e.n, e.id, e.name, e.kind, d.superseded_by).join_from(schema.entity, schema.document)
    for row in conn.execute(query.order_by(e.n)):
        link = best.get(row.id)
        if link is None or link.actor not in actor_numbers:
            continue
        rows.append((row.n, actor_numbers[link.actor], link.score, link.why, link.by))
        if row.superseded_by is None:
            counted[actor_numbers[link.actor], row.name, row.kind] += 1
    put(conn, schema.link, rows)
    naming.count(conn, counted)
    naming.refresh(conn, naming.everyone(conn))
    naming.insist(conn, actors)
    naming.refresh(conn, derive(conn, judged))
