"""The judgement that stands for a statement, derived from the log: the newest one that is not undone.

An adjudication stands over what coders said (`handmade.stands`). A statement in whose place a person's words stand is
left out of every answer, as a rejected one is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from onrecord.store import handmade, judging, state_tables, tellings
from onrecord.store.naming import ALIAS, UNKNOWN, fold
from onrecord.store.put import chunks, next_number, put
from onrecord.store.schema import actor, actor_name, judgement, standing, statement

DOCUMENTS = 50  # whose log is in memory
NOBODY = "?"  # as a corrected speaker: the text does not tell who


def derive(conn: sa.Connection, statements: Iterable[int]) -> set[int]:
    """Renew what stands for these statements and the others of their documents. Answers the actors credited before or
    after."""
    documents: set[int] = set()
    for some in chunks(sorted(set(statements))):
        documents.update(conn.scalars(sa.select(statement.c.document).where(statement.c.n.in_(some)).distinct()))
    return derive_in(conn, documents)


def derive_in(conn: sa.Connection, documents: Iterable[int]) -> set[int]:
    """Renew what stands for the statements of these documents, those in people's words included."""
    touched: set[int] = set()
    for some in chunks(sorted(set(documents)), DOCUMENTS):
        before = _standing(conn, some)
        reworded = handmade.renew(conn, some)
        rows = {row[0]: row for row in _rows(conn, some)}
        # a row that is gone took along what stood for it, and its number may be another's already
        there = {n: row for n, row in before.items() if n not in reworded.gone}
        old = {n: row for n, row in before.items() if n in reworded.gone or rows.get(n) != row}
        new = [row for n, row in sorted(rows.items()) if there.get(n) != row]
        with state_tables.acceptance(conn, all(row[2:] == ("accept", None) for row in (*old.values(), *new))):
            for part in chunks(sorted(old)):
                conn.execute(sa.delete(standing).where(standing.c.statement.in_(part)))
            put(conn, standing, new)
        changed = {*old, *(row[0] for row in new)}
        touched.update(row[3] for row in (*old.values(), *new) if row[3] is not None)
        for part in chunks(sorted(changed - reworded.gone)):
            tellings.regroup(conn, part)  # a rejected statement is no telling
        tellings.reworded(conn, reworded.documents)
    return touched


def _standing(conn: sa.Connection, documents: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    query = sa.select(standing).join(statement, statement.c.n == standing.c.statement)
    return {r.statement: tuple(r) for r in conn.execute(query.where(statement.c.document.in_(documents)))}


def _rows(conn: sa.Connection, documents: Sequence[int]) -> Iterator[tuple[int, int, str, int | None]]:
    """What stands: the statement, the judgement, its verdict, the speaker it names."""
    replaced, own = handmade.replaced(conn, documents)
    log: dict[int, list[Any]] = {}
    alive = sa.select(judgement).join(statement, statement.c.n == judgement.c.statement)
    alive = alive.where(statement.c.document.in_(documents), judgement.c.undone_at.is_(None))
    for row in conn.execute(alive.order_by(judgement.c.id)):
        log.setdefault(row.statement, []).append(row)
    makers = {row.id: row for row in conn.execute(sa.select(judgement).where(judgement.c.id.in_(set(own.values()))))}
    for n in sorted({*log, *replaced, *own}):
        if n in replaced:
            yield n, replaced[n], "reject", None
        elif n in own:
            yield n, *_of_handmade(conn, makers[own[n]], log.get(n, []))
        elif (j := judging.stands(log[n])) is not None:
            change = json.loads(j.change)
            if j.verdict != "correct" or "speaker" in change:  # words that are nowhere any more correct nothing
                yield n, j.id, j.verdict, _speaker(conn, change)


def _of_handmade(conn: sa.Connection, maker: Any, log: Sequence[Any]) -> tuple[int, str, int | None]:
    """What stands for a person's statement: what was said of it since these words were set, else that they were."""
    later = [row for row in log if row.id > maker.id or row.role == judging.ADJUDICATION]
    j = judging.stands(later) or maker
    if j.verdict == "reject":
        return j.id, "reject", None
    for row in (j, maker):
        change = json.loads(row.change)
        if "speaker" in change:
            return j.id, "correct", _speaker(conn, change)
    words = json.loads(maker.snapshot).get("words", {})
    if maker.verdict != judging.ADD and maker.statement is None and words.get("speaker"):  # whose machine's row is gone
        return j.id, "correct", someone(conn, words["speaker"]["name"], words["speaker"]["id"])
    return j.id, "accept", None


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
