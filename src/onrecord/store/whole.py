"""Things that concern whole documents or the whole record: read a document back, list entities, link anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from onrecord.model import Actor, Entity, Event, Link, Reading
from onrecord.store import clustering, event_standing, naming, schema, tally
from onrecord.store.encode import document_of, mention_of, relation_of, role_of, statement_of
from onrecord.store.encode_events import event_of
from onrecord.store.encode_positions import condition_of
from onrecord.store.linking import choose
from onrecord.store.put import put
from onrecord.store.standing import derive
from onrecord.vocabulary import PERSON


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
    found = s.c.document == row.n, ~s.c.by.startswith(PERSON)  # what people said is of the log, not of the reading
    statements = conn.execute(sa.select(s).where(*found).order_by(s.c.n)).all()
    between = schema.relation
    relations = conn.execute(sa.select(between).where(between.c.document == row.n).order_by(between.c.n))
    via: dict[int, list[int]] = {}
    v = schema.via.c
    relayed = sa.select(v.statement, v.entity).where(v.statement.in_([x.n for x in statements if x.via]))
    for step in conn.execute(relayed.order_by(v.statement, v.place)):
        via.setdefault(step.statement, []).append(step.entity)
    spoken = {x.n: x.id for x in statements}
    c = schema.condition
    conditions = conn.execute(sa.select(c).where(c.c.document == row.n).order_by(c.c.n))
    return Reading(
        document=document_of(row),
        entities=tuple(Entity(id=x.id, doc=doc, name=x.name, key=x.key, kind=x.kind) for x in entities),
        mentions=tuple(mention_of(x, doc, ids.get(x.entity)) for x in mentions),
        roles=tuple(role_of(x, doc, ids[x.entity]) for x in roles),
        statements=tuple(statement_of(x, doc, ids, via.get(x.n, [])) for x in statements),
        relations=tuple(relation_of(x, doc, ids) for x in relations),
        events=tuple(_events(conn, row.n, doc, ids, spoken)),
        conditions=tuple(condition_of(x, doc, spoken[x.statement]) for x in conditions if x.statement in spoken),
    )


def _events(
    conn: sa.Connection, n: int, doc: str, entities: dict[int, str], statements: dict[int, str]
) -> Iterator[Event]:
    e, p = schema.event.c, schema.event_participant
    rows = conn.execute(sa.select(schema.event).where(e.document == n).order_by(e.n)).all()
    who: dict[int, list[sa.Row[tuple[object, ...]]]] = {row.n: [] for row in rows}
    here = sa.select(p).join_from(p, schema.event, e.n == p.c.event).where(e.document == n)
    for participant in conn.execute(here.order_by(p.c.event, p.c.role, p.c.place)):
        who[participant.event].append(participant)
    for row in rows:
        yield event_of(row, doc, entities, statements, who[row.n])


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
    told = list(conn.scalars(sa.select(schema.event_standing.c.event)))
    sorts = {r.entity: r.sort for r in conn.execute(sa.select(schema.link.c.entity, schema.link.c.sort))}
    derived = (schema.event_credit, schema.standing, schema.joined, schema.likeness, schema.block, schema.actor_fact)
    for table in (*derived, schema.link, schema.actor_name, schema.actor):
        conn.execute(sa.delete(table))
    best = choose(links)
    wanted = {k.actor for k in best.values()}
    actor_numbers = naming.ensure(conn, (a for a in actors if a.id in wanted))
    e, d = schema.entity.c, schema.document.c
    rows = []
    query = sa.select(e.n, e.id).join_from(schema.entity, schema.document)
    for row in conn.execute(query.order_by(e.n)):
        link = best.get(row.id)
        if link is None or link.actor not in actor_numbers:
            continue
        rows.append((row.n, actor_numbers[link.actor], link.score, link.why, link.by, sorts.get(row.n, "")))
    put(conn, schema.link, rows)
    current = list(conn.scalars(sa.select(d.n).where(d.superseded_by.is_(None))))
    tally.apply(conn, tally.of_documents(conn, current))
    clustering.everything(conn)
    naming.insist(conn, actors)
    naming.refresh(conn, derive(conn, judged) | event_standing.derive(conn, told))
