"""From what a user writes to the actor that is meant."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.actors.names import key
from onrecord.errors import NotFound
from onrecord.store.encode import printable
from onrecord.store.naming import ALIAS, KNOWN, fold
from onrecord.store.put import chunks
from onrecord.store.rows import ActorRef
from onrecord.store.schema import actor, actor_name, alias, document, link, mention

if TYPE_CHECKING:
    from onrecord.store.db import Store

CANDIDATES = 8
_CLEARLY = 5  # times the mentions of all others under a name: then that name means this actor
_CLOSE_OVER = 20_000  # names among which a mistyped one is looked for
_ALIKE = 0.7  # how nearly a mistyped name is spelled like the one it may be
_BEGINNING = 3  # letters from which a beginning of a name is one
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
        raise NotFound(f"{name!r} may be {_list(rows, _mentions(conn, rows, name))}; write the full name or the id")
    close = _close(conn, fold(printable(name)))
    hint = f"; did you mean {_list(close)}?" if close else "; list them with: actors"
    raise NotFound(f"no actor is called {printable(name)!r}{hint}")


def find_name(conn: sa.Connection, text: str) -> Any:
    """The one name of the record that is meant, as a row of table actor: of an id, or printed so; else the actor's.

    Raises NotFound where the name is nobody's, or several actors'.
    """
    text = printable(text)
    row = conn.execute(sa.select(actor).where(actor.c.id == text)).one_or_none()
    if row is not None:
        return row
    wanted = actor.c.key.in_((key(text), KNOWN + key(text)))
    rows = conn.execute(sa.select(actor).where(wanted, actor.c.traits != "").order_by(actor.c.id)).all()
    whole = find_actor(conn, text)
    mine = [r for r in rows if r.root == whole.n]
    if mine:
        return mine[0]
    return whole


def own_name(row: Any) -> str:
    """How articles print a name of the record most often; what it was called when nothing prints it."""
    return str(json.loads(row.traits)[0]) if row.traits else str(row.name)


def exactly(conn: sa.Connection, name: str) -> Sequence[Any]:
    """The actors of this id, else of this name, else printed or aliased so; of several one that is clearly meant."""
    name = printable(name)
    # the id of a name that was joined with others finds the actor that they are now
    own = sa.select(actor.c.root).where(actor.c.id == name)
    row = conn.execute(sa.select(actor).where(actor.c.n.in_(own), _shown)).one_or_none()
    if row is not None:
        return [row]
    folded = fold(name)
    if not folded:
        return []
    rows = _actors(conn, actor.c.fold == folded)
    rows = _as_written(rows, name)
    if not rows:
        rows = _actors_of(conn, (actor.c.key == key(name)) | (actor.c.fold == key(name)))
    if not rows:
        named = sa.select(actor_name.c.actor).where(actor_name.c.fold == folded, _printed)
        # articles print a part of a name too: who has that part in his name is asked how often they do
        like = actor.c.fold.like(f"%{plain(folded)}%", escape="\\")
        word = re.compile(rf"(?<!\w){re.escape(folded)}(?!\w)")
        given = {row.n: row for row in _actors_of(conn, actor.c.n.in_(named))}
        partly = [row for row in _actors(conn, like) if row.n not in given and word.search(row.fold)]
        times = _mentions(conn, partly, name)
        rows = sorted([*given.values(), *(row for row in partly if times[row.n])], key=lambda row: (row.fold, row.id))
    return _clearest(conn, _preferred(rows or _second(conn, name)), name)


def _second(conn: sa.Connection, name: str) -> Sequence[Any]:
    """Whom current articles give this second name: "Merrun Defence Front (MDF)"."""
    given = (
        sa.select(link.c.actor)
        .join_from(alias, link, link.c.entity == alias.c.entity)
        .join(document, document.c.n == alias.c.document)
        .where(alias.c.key == key(name), document.c.superseded_by.is_(None))
    )
    return _actors_of(conn, actor.c.n.in_(given))


def _as_written(rows: Sequence[Any], name: str) -> Sequence[Any]:
    """Of several that differ in accents the one whose very letters were asked for."""
    wanted = " ".join(name.casefold().split())
    same = [row for row in rows if " ".join(row.name.casefold().split()) == wanted]
    return same or rows


def _mentions(conn: sa.Connection, rows: Sequence[Any], name: str) -> dict[int, int]:
    """How often current articles print each of these actors under this very name."""
    folded = fold(name)
    times = {row.n: 0 for row in rows}
    for some in chunks(sorted(times)):
        printed = (
            sa.select(actor.c.root, mention.c.text, sa.func.count())
            .join_from(actor, link, link.c.actor == actor.c.n)
            .join(mention, mention.c.entity == link.c.entity)
            .join(document, document.c.n == mention.c.document)
            .where(actor.c.root.in_(some), mention.c.kind == "name", document.c.superseded_by.is_(None))
            .group_by(actor.c.root, mention.c.text)
        )
        for n, text, count in conn.execute(printed):
            times[n] += count * (fold(text) == folded)
    return times


def _clearest(conn: sa.Connection, rows: Sequence[Any], name: str) -> Sequence[Any]:
    """Of several of one name, the one that nearly all mentions under it mean."""
    if len(rows) < 2:
        return rows
    times = _mentions(conn, rows, name)
    most = max(rows, key=lambda row: times[row.n])
    others = sum(times.values()) - times[most.n]
    return [most] if times[most.n] and times[most.n] >= _CLEARLY * others else rows


def _actors(conn: sa.Connection, *where: sa.ColumnElement[bool]) -> Sequence[Any]:
    return conn.execute(sa.select(actor).where(*where, _shown).order_by(actor.c.fold, actor.c.id)).all()


def _actors_of(conn: sa.Connection, where: sa.ColumnElement[bool]) -> Sequence[Any]:
    """The actors of which one name at least fits."""
    return _actors(conn, actor.c.n.in_(sa.select(actor.c.root).where(where)))


def _preferred(rows: Sequence[Any]) -> Sequence[Any]:
    """Of several of one name, the one that the project knows."""
    known = [row for row in rows if row.known]
    return known if len(known) == 1 else rows


def _nearly(conn: sa.Connection, folded: str) -> Sequence[Any]:
    """Actors whose name ends with this word, else whose name begins so."""
    if not folded:
        return []
    part = plain(folded)
    for pattern in (f"% {part}", f"{part}%")[: 1 + (len(folded) >= _BEGINNING)]:
        rows = _preferred(_actors_of(conn, actor.c.fold.like(pattern, escape="\\")))
        if rows:
            return rows
    return []


def plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _close(conn: sa.Connection, folded: str) -> Sequence[Any]:
    """Actors with one of the words, else with a name, else with a word in it, that is spelled nearly so."""
    found: dict[str, Any] = {}
    asked = [word for word in folded.split() if len(word) >= _BEGINNING][:5]
    for word in asked:
        for row in _actors(conn, actor.c.fold.like(f"%{plain(word)}%", escape="\\"))[: CANDIDATES + 1]:
            found.setdefault(row.id, row)
    if found or not folded:
        return list(found.values())
    names = list(conn.scalars(sa.select(actor.c.fold).where(_shown).distinct().limit(_CLOSE_OVER)))
    near = get_close_matches(folded, names, n=CANDIDATES, cutoff=_ALIKE)
    if not near:
        single = sorted({word for name in names for word in name.split() if len(word) >= _BEGINNING})
        close = {w for word in asked for w in get_close_matches(word, single, n=CANDIDATES, cutoff=_ALIKE)}
        near = [name for name in names if not close.isdisjoint(name.split())][: CANDIDATES + 1]
    return _actors(conn, actor.c.fold.in_(near)) if near else []


def _list(rows: Sequence[Any], times: Mapping[int, int] | None = None) -> str:
    """Names, with ids where they are equal, and how often each is printed under the name that was asked for."""
    names = [row.name for row in rows]
    shown = []
    for row in rows[:CANDIDATES]:
        notes = [row.id] if names.count(row.name) > 1 else []
        if times and times[row.n]:
            notes.append(f"{times[row.n]} mention" + "s" * (times[row.n] > 1))
        shown.append(f"{row.name} ({', '.join(notes)})" if notes else row.name)
    return ", ".join(shown) + (", ..." if len(rows) > CANDIDATES else "")


def refs(conn: sa.Connection, numbers: Sequence[int]) -> dict[int, ActorRef]:
    """Actors by their number."""
    found: dict[int, ActorRef] = {}
    for some in chunks(sorted(set(numbers))):
        for row in conn.execute(sa.select(actor).where(actor.c.n.in_(some))):
            found[row.n] = ActorRef(id=row.id, name=row.name, kind=row.kind)
    return found
