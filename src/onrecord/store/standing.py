"""The judgement that stands for a statement, derived from the log: the newest one that is not undone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from onrecord.store import tellings
from onrecord.store.naming import ALIAS, UNKNOWN, fold
from onrecord.store.put import chunks, next_number, put
from onrecord.store.schema import actor, actor_name, judgement, standing

NOBODY = "?"  # as a corrected speaker: the text does not tell who


def derive(conn: sa.Connection, statements: Iterable[int]) -> set[int]:
    """Renew what stands for these statements. Answers the actors credited before or after."""
    touched: set[int] = set()
    for some in chunks(sorted(set(statements))):
        here = standing.c.statement.in_(some)
        touched.update(n for n in conn.scalars(sa.select(standing.c.speaker).where(here)) if n is not None)
        conn.execute(sa.delete(standing).where(here))
        alive = sa.select(judgement).where(judgement.c.statement.in_(some), judgement.c.undone_at.is_(None))
        newest = {row.statement: row for row in conn.execute(alive.order_by(judgement.c.id))}
        rows = [(n, j.id, j.verdict, _speaker(conn, json.loads(j.change))) for n, j in sorted(newest.items())]
        put(conn, standing, rows)
        touched.update(row[3] for row in rows if row[3] is not None)
        tellings.regroup(conn, some)  # a rejected statement is no telling
    return touched


def _speaker(conn: sa.Connection, change: dict[str, str]) -> int | None:
    name = change.get("speaker")
    if name is None or name == NOBODY:
        return None
    return someone(conn, name, change.get("speaker_id", ""))


def someone(conn: sa.Connection, name: str, own_id: str = "") -> int:
    """The number of the actor that a correction names; one that nobody has is made."""
    found: Any = conn.execute(sa.select(actor).where(actor.c.id == own_id)).first()
    found = found or next(iter(named(conn, name)), None)
    if found is None:
        return _create(conn, name)
    became = None if found.known or is_printed(conn, found.n) else known_as(conn, name)
    return int(found.n) if became is None else became


def is_printed(conn: sa.Connection, n: int) -> bool:
    """Whether current articles print this actor, by any of its names."""
    c = actor_name.c
    root = sa.select(actor.c.root).where(actor.c.n == n).scalar_subquery()
    nodes = sa.select(actor.c.n).where(actor.c.root == root)
    return bool(conn.scalar(sa.select(sa.exists().where(c.actor.in_(nodes), c.documents > 0))))


def known_as(conn: sa.Connection, name: str) -> int | None:
    """The one actor that the project knows by this name and that articles print."""
    folded = fold(name)
    aliased = sa.select(actor_name.c.actor).where(actor_name.c.fold == folded, actor_name.c.kind == ALIAS)
    called = (actor.c.fold == folded) | actor.c.n.in_(aliased)
    found = [n for n in conn.scalars(sa.select(actor.c.n).where(actor.c.known == 1, called)) if is_printed(conn, n)]
    return int(found[0]) if len(found) == 1 else None


def named(conn: sa.Connection, name: str) -> Sequence[Any]:
    """Actors of exactly this name, else those printed or aliased so; whom the project knows first."""
    order = (actor.c.known.desc(), actor.c.shown.desc(), actor.c.id)
    folded = fold(name)
    printed = sa.select(actor_name.c.actor).where(
        actor_name.c.fold == folded, (actor_name.c.documents > 0) | (actor_name.c.kind == ALIAS)
    )
    for nodes in (actor.c.fold == folded, actor.c.n.in_(printed)):
        roots = sa.select(actor.c.root).where(nodes)
        rows = conn.execute(sa.select(actor).where(actor.c.n.in_(roots)).order_by(*order)).all()
        if rows:
            return rows
    return []


def _create(conn: sa.Connection, name: str) -> int:
    """An actor that only a reviewer named, or the one whose key that name is."""
    n, key = next_number(conn, actor), fold(name)
    found = conn.scalar(sa.select(actor.c.n).where(actor.c.id == actor_id(key)))
    if found is not None:
        return int(found)
    put(conn, actor, [(n, actor_id(key), key, name, UNKNOWN, 0, name, key, UNKNOWN, 1, n, "", "")])
    return n


def actor_id(key: str) -> str:
    """The id of the actor with this key, as `actors.resolve` makes it; a test keeps the two equal."""
    return "a" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
