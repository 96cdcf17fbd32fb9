"""From what a user writes to the actor that is meant."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.errors import NotFound
from onrecord.store.encode import printable
from onrecord.store.naming import ALIAS, fold
from onrecord.store.put import chunks
from onrecord.store.rows import ActorRef
from onrecord.store.schema import actor, actor_name

if TYPE_CHECKING:
    from onrecord.store.db import Store

CANDIDATES = 8
_CLOSE_OVER = 20_000  # names among which a mistyped one is looked for
_shown = actor.c.shown == 1
_printed = (actor_name.c.documents > 0) | (actor_name.c.kind == ALIAS)


def actor_of(store: Store, name: str) -> ActorRef:
    """The actor of this id, name, alias, last name or beginning of a name, in that order.

    Raises NotFound with up to eight candidates where the name is nobody's or not one actor's.
    """
    with store.read() as conn:
        row = find_actor(conn, name)
        return ActorRef(id=row.id, name=row.name, kind=row.kind)


def find_actor(conn: sa.Connection, name: str) -> Any:
    """`actor_of` as a row of table actor."""
    rows = exactly(conn, name) or _nearly(conn, fold(printable(name)))
    if len(rows) == 1:
        return rows[0]
    if rows:
        raise NotFound(f"{name!r} may be {_list(rows)}; write the full name or the id")
    close = _close(conn, fold(printable(name)))
    hint = f"; did you mean {_list(close)}?" if close else ""
    raise NotFound(f"no actor is called {printable(name)!r}{hint}")


def exactly(conn: sa.Connection, name: str) -> Sequence[Any]:
    """The actors of this id, else of this name, else printed or aliased so."""
    name = printable(name)
    row = conn.execute(sa.select(actor).where(actor.c.id == name, _shown)).one_or_none()
    if row is not None:
        return [row]
    folded = fold(name)
    if not folded:
        return []
    rows = _preferred(_actors(conn, actor.c.fold == folded))
    if rows:
        return rows
    named = sa.select(actor_name.c.actor).where(actor_name.c.fold == folded, _printed)
    return _preferred(_actors(conn, actor.c.n.in_(named)))


def _actors(conn: sa.Connection, *where: sa.ColumnElement[bool]) -> Sequence[Any]:
    return conn.execute(sa.select(actor).where(*where, _shown).order_by(actor.c.fold, actor.c.id)).all()


def _preferred(rows: Sequence[Any]) -> Sequence[Any]:
    """Of several of one name, the one that the project knows."""
    known = [row for row in rows if row.known]
    return known if len(known) == 1 else rows


def _nearly(conn: sa.Connection, folded: str) -> Sequence[Any]:
    """Actors whose name ends with this word, else whose name begins so."""
    if not folded:
        return []
    for pattern in (f"% {plain(folded)}", f"{plain(folded)}%"):
        rows = _preferred(_actors(conn, actor.c.fold.like(pattern, escape="\\")))
        if rows:
            return rows
    return []


def plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _close(conn: sa.Connection, folded: str) -> Sequence[Any]:
    """Actors with one of the words, else with a name spelled nearly so."""
    found: dict[str, Any] = {}
    for word in folded.split()[:5]:
        for row in _actors(conn, actor.c.fold.like(f"%{plain(word)}%", escape="\\"))[: CANDIDATES + 1]:
            found.setdefault(row.id, row)
    if found or not folded:
        return list(found.values())
    names = list(conn.scalars(sa.select(actor.c.fold).where(_shown).distinct().limit(_CLOSE_OVER)))
    near = get_close_matches(folded, names, n=CANDIDATES, cutoff=0.7)
    return _actors(conn, actor.c.fold.in_(near)) if near else []


def _list(rows: Sequence[Any]) -> str:
    names = [row.name for row in rows]
    shown = [f"{row.name} ({row.id})" if names.count(row.name) > 1 else row.name for row in rows[:CANDIDATES]]
    return ", ".join(shown) + (", ..." if len(rows) > CANDIDATES else "")


def refs(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, ActorRef]:
    """Actors by their number."""
    found: dict[int, ActorRef] = {}
    for some in chunks(sorted(set(numbers))):
        for row in conn.execute(sa.select(actor).where(actor.c.n.in_(some))):
            found[row.n] = ActorRef(id=row.id, name=row.name, kind=row.kind)
    return found
