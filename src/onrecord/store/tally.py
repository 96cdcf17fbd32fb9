"""What current documents print and tell of each name: counted on and off as documents come and go.

No batch counts the corpus again, and the counts are the same in whatever order documents came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from onrecord.actors.clustering.edges import title as plain_title
from onrecord.actors.clustering.facts import bare
from onrecord.actors.vacancies import POST
from onrecord.store.naming import Printed, fold
from onrecord.store.put import chunks, put
from onrecord.store.schema import actor_fact, actor_name, entity, link, role


def is_post() -> sa.ColumnElement[bool]:
    """The entities that are posts: what they are called is no name of whoever holds them."""
    return (entity.c.key >= POST) & (entity.c.key < POST[:-1] + chr(ord(POST[-1]) + 1))


Fact = tuple[int, str, str]  # actor, what, value
SORT, TITLE, ORG, HOLDER = "sort", "title", "org", "holder"
_ADD_NAME = "(actor, name, kind) DO UPDATE SET documents = actor_name.documents + excluded.documents"
_ADD_FACT = "(actor, what, value) DO UPDATE SET documents = actor_fact.documents + excluded.documents"


@dataclass(slots=True)
class Tally:
    """Changes to the counts: how many entities print a name, and how many are told something."""

    names: Counter[Printed] = field(default_factory=Counter)
    facts: Counter[Fact] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        self.names.update(other.names)
        self.facts.update(other.facts)

    def take(self, other: Tally) -> None:
        self.names.subtract(other.names)
        self.facts.subtract(other.facts)

    @property
    def actors(self) -> set[int]:
        return {row[0] for row in self.names} | {row[0] for row in self.facts}


def of_documents(conn: sa.Connection, documents: Iterable[int]) -> Tally:
    """What these documents print and tell of the names that their entities are linked to."""
    made = Tally()
    for some in chunks(sorted(set(documents))):
        _count(conn, entity.c.document.in_(some), made, {})
    return made


def of_entities(conn: sa.Connection, actors: Mapping[int, int]) -> Tally:
    """What these entities print and tell, counted for the actor given with each."""
    made = Tally()
    for some in chunks(sorted(actors)):
        _count(conn, entity.c.n.in_(some), made, actors)
    return made


def _count(conn: sa.Connection, where: sa.ColumnElement[bool], made: Tally, actors: Mapping[int, int]) -> None:
    query = sa.select(entity.c.n, entity.c.name, entity.c.kind, link.c.actor, link.c.sort).join_from(entity, link)
    for row in conn.execute(query.where(where, ~is_post())):
        n = actors.get(row.n, row.actor)
        made.names[n, row.name, row.kind] += 1
        if row.sort:
            made.facts[n, SORT, row.sort] += 1
    told = sa.select(role.c.entity, link.c.actor, role.c.title, role.c.org).join_from(role, entity)
    told = told.join(link, link.c.entity == entity.c.n).where(where)
    made.facts.update(_roles(conn.execute(told), actors))
    holder = entity.alias("holder")
    held = sa.select(entity.c.n, link.c.actor, role.c.title, holder.c.key).join_from(entity, link)
    held = held.join(role, (role.c.document == entity.c.document) & (role.c.org == entity.c.name))
    held = held.join(holder, holder.c.n == role.c.entity)
    offices = {
        (row.n, actors.get(row.n, row.actor), f"{plain_title(row.title)} {bare(row.key)}")
        for row in conn.execute(held.where(where))
        if row.title
    }
    made.facts.update(Counter((n, HOLDER, office) for _, n, office in offices))


def _roles(rows: Iterable[Any], actors: Mapping[int, int]) -> Counter[Fact]:
    found = set()
    for row in rows:
        n = actors.get(row.entity, row.actor)
        for what, value in ((TITLE, row.title), (ORG, row.org)):
            if plain := plain_title(value or ""):
                found.add((row.entity, n, what, plain))
    return Counter((n, what, value) for _, n, what, value in found)


def apply(conn: sa.Connection, changes: Tally) -> set[int]:
    """Write the changes. Answers which actors they touch."""
    names = [(a, name, kind, fold(name), by) for (a, name, kind), by in sorted(changes.names.items()) if by]
    put(conn, actor_name, names, on_conflict=_ADD_NAME)
    facts = [(*fact, by) for fact, by in sorted(changes.facts.items()) if by]
    put(conn, actor_fact, facts, on_conflict=_ADD_FACT)
    return {row[0] for row in names} | {row[0] for row in facts}
