"""What an actor is called and of which kind: derived from how the current documents print its names.

An actor that a person named is called so; one the project knows is called as the project says. Any other
is called by the name most documents print (then the longer, then the first in the alphabet), and is of
the kind most of them take it for. Counts are kept per (actor, name, kind), so the result does not depend on order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from onrecord.actors.names import plain
from onrecord.actors.resolve import kind_of
from onrecord.model import Actor
from onrecord.store.put import chunks, next_number, put
from onrecord.store.schema import actor, actor_name, event_credit, standing

KNOWN = "known:"
ALIAS = ""  # the kind under which a name stands that the project gives, printed or not
UNKNOWN = "unknown"

Printed = tuple[int, str, str]  # actor, name, kind


def fold(name: str) -> str:
    """A name as names are compared: case, white space, accents, hyphens, dots and the kind of apostrophe do not count.

    Stored beside each name: a change here needs a migration that makes those anew.
    """
    return plain(name) or " ".join(name.casefold().split())


def ensure(conn: sa.Connection, actors: Iterable[Actor]) -> dict[str, int]:
    """The numbers of these actors, by id; actors not yet there are added. What the project gives is renewed."""
    wanted = {a.id: a for a in actors}
    numbers: dict[str, int] = {}
    for some in chunks(sorted(wanted)):
        rows = conn.execute(
            sa.select(actor.c.id, actor.c.n, actor.c.given_name, actor.c.given_kind, actor.c.known).where(
                actor.c.id.in_(some)
            )
        )
        for row in rows:
            numbers[row.id] = row.n
            given = wanted[row.id]
            if _is_known(given) and (row.given_name, row.known) != (given.name, 1):
                values = {"given_name": given.name, "known": 1}
                conn.execute(sa.update(actor).where(actor.c.n == row.n).values(values))
    new = []
    for n, a in enumerate((wanted[i] for i in sorted(wanted) if i not in numbers), next_number(conn, actor)):
        numbers[a.id] = n
        given_kind = UNKNOWN if _is_known(a) else a.kind  # of a known one its entities tell (see `insist`)
        known = int(_is_known(a))
        new.append((n, a.id, a.key, a.name, given_kind, known, a.name, fold(a.name), a.kind, 0, n, "", ""))
    put(conn, actor, new)
    _alias(conn, {numbers[a.id]: {a.name, *a.names} for a in wanted.values() if _is_known(a)})
    return numbers


def _alias(conn: sa.Connection, names: Mapping[int, set[str]]) -> None:
    """Renew the names that the project gives these actors."""
    c = actor_name.c
    for some in chunks(sorted(names)):
        there = conn.execute(sa.select(c.actor, c.name).where(c.actor.in_(some), c.kind == ALIAS)).all()
        for row in there:
            if row.name not in names[row.actor]:
                conn.execute(sa.delete(actor_name).where(c.actor == row.actor, c.name == row.name, c.kind == ALIAS))
        rows = [(n, name, ALIAS, fold(name), 0) for n in some for name in sorted(names[n])]
        put(conn, actor_name, rows, on_conflict="DO NOTHING")


def _is_known(a: Actor) -> bool:
    return a.key.startswith(KNOWN)


def refresh(conn: sa.Connection, touched: Iterable[int]) -> None:
    """Derive name, kind and visibility anew of these names and of the actors they are of."""
    from onrecord.store.rulings import names as called
    from onrecord.store.rulings import rulings

    judged = called(rulings(conn))
    roots: set[int] = set()
    for some in chunks(sorted(set(touched))):
        roots.update(conn.scalars(sa.select(actor.c.root).where(actor.c.n.in_(some))))
    for some in chunks(sorted(roots)):
        _refresh(conn, some, judged)


def _refresh(conn: sa.Connection, some: Sequence[int], judged: Mapping[str, tuple[int, str]]) -> None:
    members = conn.execute(sa.select(actor).where(actor.c.root.in_(some)).order_by(actor.c.n)).all()
    root_of = {row.n: row.root for row in members}
    names: defaultdict[int, Counter[str]] = defaultdict(Counter)
    kinds: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for part in chunks(root_of):
        counted = sa.select(actor_name).where(actor_name.c.actor.in_(part), actor_name.c.documents > 0)
        for row in conn.execute(counted):
            names[root_of[row.actor]][row.name] += row.documents
            kinds[root_of[row.actor]][row.kind] += row.documents
    credited: set[int] = set()
    for part in chunks(root_of):
        for given in (standing.c.speaker, event_credit.c.actor):
            credited.update(root_of[n] for n in conn.scalars(sa.select(given).where(given.in_(part))))
    called: dict[int, tuple[int, str]] = {}
    for row in members:
        if row.id in judged:
            called[row.root] = max(called.get(row.root, (0, "")), judged[row.id])
    changed = []
    for row in members:
        mine = _derived(row, names[row.n], kinds[row.n], row.n in credited, called.get(row.n, (0, ""))[1])
        if row.root != row.n:
            mine = (row.name, row.kind, 0)
        if (row.name, row.kind, row.shown) != mine:
            name, kind, shown = mine
            changed.append({"of": row.n, "name": name, "fold": fold(name), "kind": kind, "shown": shown})
    if changed:
        conn.execute(sa.update(actor).where(actor.c.n == sa.bindparam("of")), changed)


def _derived(row: Any, names: Counter[str], kinds: Counter[str], credited: bool, called: str) -> tuple[str, str, int]:
    """Name, kind and visibility of an actor."""
    name = row.given_name if row.known or not names else by_counts(names)
    kind = row.given_kind if row.known and row.given_kind != UNKNOWN else kind_by_counts(kinds, row.given_kind)
    return called or name, kind, int(bool(names) or credited)


def by_counts(counts: Mapping[str, int]) -> str:
    """The name most documents print; of equal ones the longer, then the first in the alphabet."""
    return min(counts, key=lambda name: (-counts[name], -len(name), name))


def kind_by_counts(counts: Mapping[str, int], given: str) -> str:
    """The kind its documents take it for; as given where none prints it."""
    return kind_of(counts) if counts else given


def insist(conn: sa.Connection, actors: Iterable[Actor]) -> None:
    """Where the project gives a known actor another kind than its stored entities tell, the project is right."""
    known = {a.id: a.kind for a in actors if _is_known(a) and a.kind != UNKNOWN}
    told = sa.select(actor.c.n, actor.c.id, actor.c.kind).where(actor.c.known == 1)
    for row in conn.execute(told).all():
        kind = known.get(row.id, row.kind)
        if kind != row.kind:
            conn.execute(sa.update(actor).where(actor.c.n == row.n).values(given_kind=kind, kind=kind))
