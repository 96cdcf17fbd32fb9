"""Linking the entities of documents that come to the names of the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from onrecord.actors.clustering.facts import sorts
from onrecord.actors.clustering.sides import family
from onrecord.model import Actor, Link, Reading
from onrecord.store import naming, placing, rulings
from onrecord.store.placing import Placed
from onrecord.store.put import chunks, put
from onrecord.store.schema import actor, alias, link


def choose(links: Iterable[Link]) -> dict[str, Link]:
    """One link an entity: the surest, and of equal ones always the same."""
    best: dict[str, Link] = {}
    for one in links:
        other = best.get(one.entity)
        if other is None or (-one.score, one.actor) < (-other.score, other.actor):
            best[one.entity] = one
    return best


def link_new(
    conn: sa.Connection,
    read: Sequence[tuple[int, Reading]],
    numbers: Mapping[str, int],
    actors: Sequence[Actor],
    links: Sequence[Link],
) -> None:
    """Link the entities of these readings to the actors given with them, or to a namesake of these."""
    best = choose(k for k in links if k.entity in numbers)
    given = {a.id: a for a in actors}
    linked = {k.actor for k in best.values()} & given.keys()
    at = naming.ensure(conn, (given[i] for i in sorted(linked)))
    divided = _divided(conn, {given[i].key for i in linked})
    entities = []
    sort_of: dict[int, str] = {}
    for _, reading in read:
        told = sorts(reading)
        for e in reading.entities:
            if e.id in best and best[e.id].actor in at:
                n, key = numbers[e.id], given[best[e.id].actor].key
                sort_of[n] = told[e.id]
                entities.append(
                    Placed(
                        entity=n, node=at[best[e.id].actor], key=e.key, given=key, name=e.name, kind=e.kind,
                        sort=told[e.id], document=reading.document.id, location=reading.document.location,
                        divided=divided.get(family(key), ""),
                    )
                )  # fmt: skip
    placed = placing.place(conn, entities, rulings.rulings(conn))
    of = {numbers[i]: k for i, k in best.items()}
    rows = []
    for n, node in placed.items():
        k = of[n]
        rows.append((n, node, k.score, k.why, k.by, sort_of[n]))
    put(conn, link, rows)
    moved = {n: node for n, node in placed.items() if node != at[of[n].actor]}
    placing.relink(conn, moved)


def _divided(conn: sa.Connection, keys: Iterable[str]) -> dict[str, str]:
    """How the families of these keys are divided, those that are."""
    found: dict[str, str] = {}
    for some in chunks(sorted({family(k) for k in keys})):
        query = sa.select(actor.c.key, actor.c.sides).where(actor.c.key.in_(some), actor.c.sides != "")
        found.update((r.key, r.sides) for r in conn.execute(query))
    return found


def aliases(conn: sa.Connection, documents: Iterable[int]) -> set[str]:
    """The second names that these documents give."""
    found: set[str] = set()
    for some in chunks(sorted(set(documents))):
        found.update(conn.scalars(sa.select(alias.c.key).where(alias.c.document.in_(some)).distinct()))
    return found
