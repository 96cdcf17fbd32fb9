"""Which name of the record each entity goes by: that of its key, or what tells it from its namesakes.

A family is the names of one key. It is divided where its articles disagree clearly (`cluster_sides`), and
where a person took documents out of it; when that changes, all of its entities are placed anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from onrecord.actors.clustering.facts import BODY, bare
from onrecord.actors.clustering.sides import HERE, JUDGED, MARK, family, side, sides
from onrecord.actors.names import key as name_key
from onrecord.actors.resolve import BY, reason
from onrecord.model import Actor
from onrecord.store import naming, tally
from onrecord.store.dialect import marks
from onrecord.store.put import chunks
from onrecord.store.rulings import Ruling
from onrecord.store.schema import actor, actor_fact, block, document, entity, link, mention
from onrecord.store.standing import actor_id
from onrecord.store.tally import Tally

_RANGES = 200  # families in one question: three values each
WORD = "w="
"""Begins the blocks of a person's first and last word: what makes one word a surname."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An entity, the key and number of the name it is given to, and what decides on its side there."""

    entity: int
    node: int
    key: str
    given: str
    name: str
    kind: str
    sort: str
    document: str
    location: str
    divided: str
    current: bool = True

    @property
    def family(self) -> str:
        return family(self.given)

    @property
    def by_name(self) -> bool:
        """Whether it goes by its own key, so that its namesakes may be told apart."""
        return self.family == self.key


def key_of(one: Placed, splits: Sequence[Ruling], printed: frozenset[str]) -> str:
    """The key of the name this entity goes by. `printed`: the keys of its names, where the project knows its actor."""
    made = one.given if not one.by_name else one.family + _side(one)
    for ruling in splits:  # an alias of the project does not join what a person took apart
        if not ruling.documents and printed and printed <= set(ruling.keys) and _twin_in(one.family, ruling.others):
            made = min(printed)
            break
    for ruling in splits:
        if ruling.documents and ruling.covers(one.document, one.location) and _twin_in(made, ruling.keys):
            return f"{bare(made) if bare(made) in ruling.keys else made}{JUDGED}{ruling.number}"
    return made


def _side(one: Placed) -> str:
    if one.sort and one.sort != BODY and " " not in one.family and not one.family.startswith(naming.KNOWN):
        return one.given.removeprefix(one.family) if HERE in one.given else HERE + one.document
    return side(one.divided, one.sort, one.document)


def _twin_in(key: str, keys: Iterable[str]) -> bool:
    return bare(key) in {bare(k) for k in keys}


def splits_of(rulings: Iterable[Ruling]) -> list[Ruling]:
    """The splits among the rulings, newest first."""
    return [r for r in rulings if r.verdict == "split"]


def place(conn: sa.Connection, found: Sequence[Placed], rulings: Sequence[Ruling]) -> dict[int, int]:
    """Entity -> the node it goes by; nodes that are not there yet are made."""
    splits = splits_of(rulings)
    printed = _printed(conn, found) if any(not r.documents for r in splits) else {}
    keys = {one.entity: key_of(one, splits, printed.get(one.entity, frozenset())) for one in found}
    wanted = {
        keys[one.entity]: Actor(id=actor_id(keys[one.entity]), name=one.name, kind=one.kind, key=keys[one.entity])
        for one in sorted(found, key=lambda o: (o.name, o.kind), reverse=True)
        if keys[one.entity] != one.given
    }
    numbers = naming.ensure(conn, wanted.values())
    return {
        one.entity: one.node if keys[one.entity] == one.given else numbers[actor_id(keys[one.entity])] for one in found
    }


def _printed(conn: sa.Connection, found: Sequence[Placed]) -> dict[int, frozenset[str]]:
    """The keys of the names by which articles print actors that the project knows."""
    known = [one.entity for one in found if one.family.startswith(naming.KNOWN)]
    made: dict[int, set[str]] = {}
    for some in chunks(known):
        query = sa.select(mention.c.entity, mention.c.text).where(mention.c.entity.in_(some), mention.c.kind == "name")
        for row in conn.execute(query):
            made.setdefault(row.entity, set()).add(name_key(row.text))
    return {n: frozenset(keys) for n, keys in made.items()}


# ---------------------------------------------------------------------------- families


def families(conn: sa.Connection, nodes: Iterable[int]) -> dict[str, int]:
    """Key -> number of the families of these nodes, those that have a base row."""
    keys: set[str] = set()
    for some in chunks(sorted(set(nodes))):
        keys.update(family(k) for k in conn.scalars(sa.select(actor.c.key).where(actor.c.n.in_(some))))
    found: dict[str, int] = {}
    for some_keys in chunks(sorted(keys)):
        ids = [actor_id(k) for k in some_keys]
        rows = conn.execute(sa.select(actor.c.n, actor.c.key).where(actor.c.id.in_(ids)))
        found.update((row.key, row.n) for row in rows)
    return found


def redivide(conn: sa.Connection, found: dict[str, int], rulings: Sequence[Ruling]) -> Tally:
    """Divide these families as their articles say now, and move the entities of those that changed."""
    moved = Tally()
    before: dict[int, str] = {}
    for some in chunks(sorted(found.values())):
        before.update(
            (r.n, r.sides) for r in conn.execute(sa.select(actor.c.n, actor.c.sides).where(actor.c.n.in_(some)))
        )
    counts = _sorts(conn, found)
    surnames = _surnames(conn, [k for k in found if " " not in k])
    for key, n in sorted(found.items()):
        now = "" if key.startswith(naming.KNOWN) else sides(counts.get(n, {}), " " not in key, key in surnames)
        if now != before[n]:
            conn.execute(sa.update(actor).where(actor.c.n == n).values(sides=now))
            replace(conn, key, rulings, moved)
    return moved


def _sorts(conn: sa.Connection, found: dict[str, int]) -> dict[int, dict[str, int]]:
    """Articles by sort of each family, all its sides together."""
    of = {n: n for n in found.values()}
    for key, nodes in sides_of(conn, found).items():
        of.update(dict.fromkeys(nodes, found[key]))
    made: dict[int, dict[str, int]] = {}
    f = actor_fact.c
    for some in chunks(sorted(of)):
        query = sa.select(f.actor, f.value, f.documents).where(f.actor.in_(some), f.what == tally.SORT, f.documents > 0)
        for row in conn.execute(query):
            counts = made.setdefault(of[row.actor], {})
            counts[row.value] = counts.get(row.value, 0) + row.documents
    return made


def sides_of(conn: sa.Connection, keys: Iterable[str]) -> defaultdict[str, list[int]]:
    """The nodes of each of these families besides its base."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    after = MARK[:-1] + chr(ord(MARK[-1]) + 1)
    for some in chunks(sorted(keys), _RANGES):
        ranges = ", ".join("(?, ?, ?)" for _ in some)
        query = (
            f"SELECT v.column1, a.n FROM (VALUES {ranges}) v"  # noqa: S608 - question marks alone
            " JOIN actor a ON a.key >= v.column2 AND a.key < v.column3 ORDER BY a.n"
        )
        values = tuple(text for key in some for text in (key, key + MARK, key + after))
        for key, n in conn.exec_driver_sql(marks(conn, query), values):
            found[key].append(n)
    return found


def _surnames(conn: sa.Connection, words: Iterable[str]) -> set[str]:
    """Which of these words somebody in the record is called by, in a name of several words."""
    found: set[str] = set()
    for some in chunks(sorted(WORD + w for w in words)):
        found.update(
            k.removeprefix(WORD) for k in conn.scalars(sa.select(block.c.key).where(block.c.key.in_(some)).distinct())
        )
    return found


def replace(conn: sa.Connection, key: str, rulings: Sequence[Ruling], moved: Tally) -> None:
    """Place all entities of a family anew; `moved` takes the changes to the counts of current documents."""
    base = conn.scalar(sa.select(actor.c.n).where(actor.c.id == actor_id(key)))
    nodes = [*([base] if base is not None else ()), *sides_of(conn, [key])[key]]
    for some in chunks(_linked(conn, nodes, key)):
        now = place(conn, [one for one, _ in some], rulings)
        changed = {one.entity: now[one.entity] for one, at in some if now[one.entity] != at}
        current = {one.entity for one, _ in some if one.current and one.entity in changed}
        moved.take(tally.of_entities(conn, {one.entity: at for one, at in some if one.entity in current}))
        moved.add(tally.of_entities(conn, {n: changed[n] for n in current}))
        relink(conn, changed)


def relink(conn: sa.Connection, changed: dict[int, int]) -> None:
    """Link these entities to other nodes."""
    keys: dict[int, str] = {}
    for some in chunks(sorted(set(changed.values()))):
        keys.update((r.n, r.key) for r in conn.execute(sa.select(actor.c.n, actor.c.key).where(actor.c.n.in_(some))))
    rows = []
    for n, at in sorted(changed.items()):
        why, score = reason(keys[at], "")
        rows.append({"of": n, "to": at, "because": why, "sure": score, "whose": BY})
    if rows:
        statement = sa.update(link).where(link.c.entity == sa.bindparam("of"))
        conn.execute(
            statement.values(
                actor=sa.bindparam("to"),
                why=sa.bindparam("because"),
                score=sa.bindparam("sure"),
                by=sa.bindparam("whose"),
            ),
            rows,
        )


def _linked(conn: sa.Connection, nodes: Sequence[int], key: str) -> Iterator[tuple[Placed, int]]:
    """The entities linked to these nodes, and to which."""
    base = conn.execute(sa.select(actor.c.n, actor.c.sides).where(actor.c.id == actor_id(key))).one_or_none()
    divided = base.sides if base is not None else ""
    columns = (
        entity.c.n,
        entity.c.key,
        entity.c.name,
        entity.c.kind,
        link.c.sort,
        link.c.actor,
        actor.c.key.label("at"),
    )
    where = (document.c.id, document.c.location, document.c.superseded_by)
    for some in chunks(nodes):
        query = sa.select(*columns, *where).join_from(link, entity).join(document, document.c.n == entity.c.document)
        query = query.join(actor, actor.c.n == link.c.actor)
        rows: list[Any] = list(conn.execute(query.where(link.c.actor.in_(some)).order_by(entity.c.n)))
        for r in rows:
            own = HERE in r.at
            yield Placed(
                entity=r.n, node=r.actor if own or base is None else base.n, key=r.key,
                given=r.at if own else family(r.at), name=r.name, kind=r.kind, sort=r.sort, document=r.id,
                location=r.location, divided=divided, current=r.superseded_by is None,
            ), r.actor  # fmt: skip
