"""What an actor is called and of which kind: derived from how the current documents print it.

An actor the project knows is called as the project says. Any other is called by the name most
documents print (then the longer, then the first in the alphabet), and is of the kind most of them
take it for. Counts are kept per (actor, name, kind), so the result does not depend on order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from onrecord.actors.names import plain
from onrecord.model import ACTOR_KINDS, Actor
from onrecord.store.put import chunks, next_number, put
from onrecord.store.schema import actor, actor_name, standing

KNOWN = "known:"
ALIAS = ""  # the kind under which a name stands that the project gives, printed or not
UNKNOWN = "unknown"
_RANK = {kind: i for i, kind in enumerate(ACTOR_KINDS)}

_ADD = "(actor, name, kind) DO UPDATE SET documents = actor_name.documents + excluded.documents"

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
        new.append((n, a.id, a.key, a.name, given_kind, int(_is_known(a)), a.name, fold(a.name), a.kind, 0))
    put(conn, actor, new)
    known = [a for a in wanted.values() if _is_known(a)]
    _alias(conn, {numbers[a.id]: {a.name, *a.names} for a in known})
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


def count(conn: sa.Connection, changes: Mapping[Printed, int]) -> set[int]:
    """Count printed names on (or off, below zero). Answers which actors that touches."""
    rows = [(a, name, kind, fold(name), by) for (a, name, kind), by in sorted(changes.items()) if by]
    put(conn, actor_name, rows, on_conflict=_ADD)
    return {row[0] for row in rows}


def refresh(conn: sa.Connection, touched: Iterable[int]) -> None:
    """Derive name, kind and visibility of these actors anew."""
    for some in chunks(sorted(touched)):
        names: defaultdict[int, Counter[str]] = defaultdict(Counter)
        kinds: defaultdict[int, Counter[str]] = defaultdict(Counter)
        counted = sa.select(actor_name).where(actor_name.c.actor.in_(some), actor_name.c.documents > 0)
        for row in conn.execute(counted):
            names[row.actor][row.name] += row.documents
            kinds[row.actor][row.kind] += row.documents
        credited = set(conn.scalars(sa.select(standing.c.speaker).where(standing.c.speaker.in_(some))))
        changed = []
        for row in conn.execute(sa.select(actor).where(actor.c.n.in_(some))):
            name = row.given_name if row.known or not names[row.n] else _name(names[row.n])
            kind = row.given_kind if row.known and row.given_kind != UNKNOWN else _kind(kinds[row.n], row.given_kind)
            shown = int(bool(names[row.n]) or row.n in credited)
            if (row.name, row.kind, row.shown) != (name, kind, shown):
                changed.append({"of": row.n, "name": name, "fold": fold(name), "kind": kind, "shown": shown})
        if changed:
            conn.execute(sa.update(actor).where(actor.c.n == sa.bindparam("of")), changed)


def _name(counts: Mapping[str, int]) -> str:
    return min(counts, key=lambda name: (-counts[name], -len(name), name))


def _kind(counts: Mapping[str, int], given: str) -> str:
    told = {kind: n for kind, n in counts.items() if kind != UNKNOWN}
    if not counts:
        return given
    return min(told, key=lambda kind: (-told[kind], _RANK.get(kind, len(_RANK)), kind)) if told else UNKNOWN


def insist(conn: sa.Connection, actors: Iterable[Actor]) -> None:
    """Where the project gives a known actor another kind than its stored entities tell, the project is right."""
    known = {a.id: a.kind for a in actors if _is_known(a) and a.kind != UNKNOWN}
    told = sa.select(actor.c.n, actor.c.id, actor.c.kind).where(actor.c.known == 1)
    for row in conn.execute(told).all():
        kind = known.get(row.id, row.kind)
        if kind != row.kind:
            conn.execute(sa.update(actor).where(actor.c.n == row.n).values(given_kind=kind, kind=kind))


def everyone(conn: sa.Connection) -> Sequence[int]:
    return list(conn.scalars(sa.select(actor.c.n)))
