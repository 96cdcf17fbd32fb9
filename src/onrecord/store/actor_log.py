"""What people decide about actors: that two are one, that one is two, what one is called.

Each is a line of the same append-only log as judgements on statements. It holds for the names it was made
about, whatever is added or analysed anew, and wins over the machine and the project's aliases; of two that
contradict each other the newer wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.actors.clustering.facts import bare
from onrecord.actors.clustering.sides import family
from onrecord.actors.names import key as name_key
from onrecord.errors import NotFound, UsageError
from onrecord.model import Judgement
from onrecord.store import clustering, dossier, lookup, review, rulings
from onrecord.store.encode import dump, printable, utc
from onrecord.store.naming import fold
from onrecord.store.rulings import MERGE, RENAME, SPLIT
from onrecord.store.schema import actor, document, entity, judgement, link, mention

if TYPE_CHECKING:
    from onrecord.store.db import Store

_NEVER_PERSONS = ("state", "government", "parliament")


def merge(store: Store, one: str, other: str, who: str, note: str = "", at: datetime | None = None) -> Judgement:
    """Log that two actors are one. Two names of one actor: that they are rightly so.

    Raises UsageError for an actor and itself, or a person and a state; NotFound where nobody, or more than
    one, is called so.
    """
    _who(who)
    with store.write() as conn:
        a, b = lookup.find_name(conn, one), lookup.find_name(conn, other)
        if a.n == b.n:
            raise UsageError(f"{printable(one)!r} and {printable(other)!r} are one name, of {_called(conn, a)}")
        here, there = _actor(conn, a), _actor(conn, b)
        if here.n == there.n:
            keys, others = [a.key], [b.key]
        else:
            for x, y in ((here, there), (there, here)):
                if x.kind == "person" and y.kind in _NEVER_PERSONS:
                    raise UsageError(f"{x.name} is a person and {y.name} a {y.kind}: they cannot be one actor")
            keys, others = [r.key for r in _names(conn, here.n)], [r.key for r in _names(conn, there.n)]
        kept = {"keys": keys, "others": others}
        return _log(
            conn, MERGE, here.id, {"actor": here.name, "with": there.name, "with_id": b.id}, kept, (who, note, at)
        )


def split(
    store: Store,
    what: str,
    who: str,
    *,
    name: str = "",
    documents: Sequence[str] = (),
    into: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Judgement:
    """Log that a printed name, or what an actor is in some documents, or both, is another actor.

    It becomes an actor of its own, or with `into` that one. A name of another actor: that they are rightly
    two, and stay so. Raises UsageError where nothing would be left,
    or nothing would be taken; NotFound for an actor, name or document that is not there.
    """
    _who(who)
    if not name and not documents:
        raise UsageError("say what to split off: a printed name, documents, or both")
    with store.write() as conn:
        whole = lookup.find_actor(conn, what)
        names = _names(conn, whole.n)
        kept: dict[str, Any]
        if name and not documents and not into and (another := _another(conn, whole, name)) is not None:
            kept = {"name": name, "keys": [r.key for r in _names(conn, another)], "others": [r.key for r in names]}
            return _log(conn, SPLIT, whole.id, {"actor": whole.name, "name": name}, kept, (who, note, at))
        taken = _named(conn, whole, names, name) if name else list(names)
        target = lookup.find_actor(conn, into) if into else None
        if target is not None and target.n == whole.n:
            raise UsageError(f"{target.name} is the actor to split; name another one, or none")
        kept = {"name": name, "others": [r.key for r in names]}
        change = {"actor": whole.name} | ({"name": name} if name else {})
        if documents:
            rows = [_document(conn, d) for d in documents]
            taken = _printed_in(conn, whole, taken, rows)
            kept |= {"documents": [d.id for d in rows], "locations": [d.location for d in rows]}
            change["documents"] = ", ".join(d.file for d in rows)
        elif len(taken) == len(names):
            raise UsageError(f"{name!r} is the only name of {whole.name}: nothing would be left")
        else:
            kept["others"] = [r.key for r in names if r not in taken]
        kept["keys"] = [r.key for r in taken]
        if target is not None:
            kept["into"] = [r.key for r in _names(conn, target.n)]
            change["into"] = target.name
        return _log(conn, SPLIT, whole.id, change, kept, (who, note, at))


def rename(store: Store, what: str, name: str, who: str, note: str = "", at: datetime | None = None) -> Judgement:
    """Log what an actor is called. Raises UsageError for no name or the one it has, NotFound for no actor."""
    _who(who)
    wanted = " ".join(printable(name).split())
    if not wanted:
        raise UsageError("say what the actor is to be called")
    with store.write() as conn:
        row = lookup.find_actor(conn, what)
        if row.name == wanted:
            raise UsageError(f"{row.name} ({row.id}) is called so already")
        return _log(
            conn,
            RENAME,
            row.id,
            {"actor": row.name, "name": wanted},
            {"name": wanted, "keys": [row.key]},
            (who, note, at),
        )


# ---------------------------------------------------------------------------- the log


def _log(
    conn: sa.Connection,
    verdict: str,
    target: str,
    change: dict[str, str],
    kept: dict[str, Any],
    said: tuple[str, str, datetime | None],
) -> Judgement:
    who, note, at = said
    values = {
        "target": target,
        "verdict": verdict,
        "change": dump(change),
        "who": printable(who).strip(),
        "note": printable(note),
        "at": utc(at or datetime.now(UTC)),
        "snapshot": dump(kept),
        "state": "attached",
    }
    made = conn.execute(sa.insert(judgement).values(values)).inserted_primary_key
    number = int(made[0]) if made else 0
    settle(conn, number)
    return review.one(conn, number)


def settle(conn: sa.Connection, number: int) -> None:
    """Put a judgement on actors to work, or take it back where it is undone."""
    row = conn.execute(sa.select(judgement).where(judgement.c.id == number)).one()
    clustering.resettle(conn, rulings.ruling(row))


def _who(who: str) -> None:
    if not who.strip():
        raise UsageError("say who judges: a judgement without a name is worth nothing later")


# ---------------------------------------------------------------------------- what is meant


def _actor(conn: sa.Connection, node: Any) -> Any:
    return conn.execute(sa.select(actor).where(actor.c.n == node.root)).one()


def _called(conn: sa.Connection, node: Any) -> str:
    row = _actor(conn, node)
    return f"{row.name} ({row.id})"


def _names(conn: sa.Connection, root: int) -> Sequence[Any]:
    """The names of an actor that current articles print; where none does, its own."""
    rows = conn.execute(sa.select(actor).where(actor.c.root == root).order_by(actor.c.id)).all()
    return [r for r in rows if r.traits] or rows


def _named(conn: sa.Connection, whole: Any, names: Sequence[Any], name: str) -> list[Any]:
    """Those of an actor's names that are printed so."""
    found = [r for r in names if r.id == name or name_key(name) == family(bare(r.key))]
    found = found or [r for r in names if fold(name) == r.fold and r.n != whole.n]
    if found:
        return found
    folded = fold(name)
    query = sa.select(mention.c.text).join_from(mention, link, link.c.entity == mention.c.entity)
    printed = conn.scalars(query.where(link.c.actor.in_([r.n for r in names]), mention.c.kind == "name").distinct())
    if any(fold(text) == folded for text in printed):
        raise UsageError(
            f"{name!r} is printed only in articles that themselves say it is {whole.name}; split off those documents"
        )
    called = ", ".join(sorted({lookup.own_name(r) for r in names})[: lookup.CANDIDATES])
    raise NotFound(f"{whole.name} is not called {name!r}; names of it: {called}")


def _another(conn: sa.Connection, whole: Any, name: str) -> int | None:
    """The other actor that has this name, where the one to split has not."""
    try:
        found = lookup.find_name(conn, name)
    except NotFound:
        return None
    return None if found.root == whole.n else int(found.root)


def _document(conn: sa.Connection, what: str) -> Any:
    row = dossier.find_document(conn, printable(what).strip())
    if row is None:
        raise NotFound(f"no document here is called {what!r}")
    return row


def _printed_in(conn: sa.Connection, whole: Any, names: Sequence[Any], documents: Iterable[Any]) -> list[Any]:
    """Those of the names that the documents print. Raises where one prints none, or no other document does."""
    numbers = [d.n for d in documents]
    query = (
        sa.select(link.c.actor, entity.c.document).join_from(link, entity).where(link.c.actor.in_([r.n for r in names]))
    )
    query = query.join(document, document.c.n == entity.c.document).where(document.c.superseded_by.is_(None))
    where = {(r.actor, r.document) for r in conn.execute(query)}
    for d in documents:
        if d.n not in {doc for _, doc in where}:
            raise UsageError(f"{whole.name} is not named in {d.file}: there is nothing to split off")
    every = sa.select(entity.c.document).join_from(link, entity).join(actor, actor.c.n == link.c.actor)
    every = every.join(document, document.c.n == entity.c.document)
    every = every.where(actor.c.root == whole.n, document.c.superseded_by.is_(None), document.c.n.not_in(numbers))
    own = {n for n, doc in where if doc in numbers}
    left = conn.execute(every.limit(1)).first() is not None or len(own) < len(_names(conn, whole.n))
    if not left:
        raise UsageError(f"no other document names {whole.name}: nothing would be left")
    return [r for r in names if r.n in own]
