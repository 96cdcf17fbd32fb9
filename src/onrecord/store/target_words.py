"""What the lines of the log are about, in words: a statement's, an event's sentence, a name, a headline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.store.encode import pieces
from onrecord.store.put import chunks
from onrecord.store.schema import actor, document, event, issue, position, statement

if TYPE_CHECKING:
    from onrecord.store.db import Store

_CONTENT = (statement.c.content, statement.c.content_at)


def words(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """The words of what these ids name, on one line each; without those that are not in the record."""
    found: dict[str, str] = {}
    with store.read() as conn:
        for some in chunks(sorted(set(ids))):
            for target, told in _told(conn, some):
                found[target] = " ".join(told.split())
    return found


def _told(conn: sa.Connection, ids: list[str]) -> Iterator[tuple[str, str]]:
    s, p, e, a, d = statement.c, position.c, event.c, actor.c, document.c
    yield from ((r.id, _content(r)) for r in conn.execute(sa.select(s.id, *_CONTENT).where(s.id.in_(ids))))
    sides = sa.select(p.id, issue.c.name, *_CONTENT).join_from(position, statement, s.n == p.statement)
    sides = sides.join(issue, issue.c.n == p.issue).where(p.id.in_(ids))
    yield from ((r.id, f"{r.name}: {_content(r)}") for r in conn.execute(sides))
    yield from ((r.id, r.evidence) for r in conn.execute(sa.select(e.id, e.evidence).where(e.id.in_(ids))))
    yield from ((r.id, r.name) for r in conn.execute(sa.select(a.id, a.name).where(a.id.in_(ids))))
    headlines = sa.select(d.id, d.title, d.file).where(d.id.in_(ids))
    yield from ((r.id, r.title or r.file) for r in conn.execute(headlines))


def _content(row: Any) -> str:
    return " ... ".join(s.text for s in pieces("", row.content, row.content_at))


__all__ = ["words"]
