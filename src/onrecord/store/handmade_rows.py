"""The rows of statements in people's words: written as the machine's are, kept equal to what is wanted, taken out.

write(conn, article, wanted)   make the rows of an article those that are wanted
take_out(conn, numbers)        take rows out, with all that was derived of them
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.model import Span, Statement
from onrecord.store import spoken, tellings
from onrecord.store.dialect import on_server
from onrecord.store.encode import joined, parts
from onrecord.store.encode_positions import condition_row
from onrecord.store.put import chunks, next_number, put
from onrecord.store.schema import (
    actor,
    condition,
    entity,
    handmade,
    link,
    position,
    position_read,
    position_standing,
    standing,
    statement,
    via,
)
from onrecord.vocabulary import PERSON

if TYPE_CHECKING:
    from onrecord.store.handmade import Wanted

_INDEX = "statement_fts"


def write(conn: sa.Connection, article: Any, wanted: Sequence[Wanted]) -> bool:
    """Answers whether anything was not as wanted. Rows that nothing asks for are gone already (`take_out`)."""
    query = sa.select(statement).where(statement.c.document == article.n, statement.c.by.startswith(PERSON))
    there = {r.id: r for r in conn.execute(query)}
    changed = [_write(conn, article, one, there.get(one.id)) for one in wanted]
    if any(changed):
        conn.execute(sa.delete(position_read).where(position_read.c.document == article.n))  # to be read anew
        _find_conditions(conn, article, [n for n in changed if n])
    return any(changed)


def _write(conn: sa.Connection, article: Any, one: Wanted, before: Any) -> int:
    """Write one row; answers its number where it says something else now, or 0."""
    base = conn.execute(sa.select(statement).where(statement.c.n == one.replaces)).one_or_none()
    cells = _cells(conn, article, one, base)
    n = before.n if before is not None else next_number(conn, statement)
    link_row = (n, one.line.row.id, one.replaces)
    if before is None:
        conn.execute(sa.insert(statement).values(n=n, **cells))
        put(conn, handmade, [link_row])
        _relay(conn, n, base)
        return n
    conn.execute(
        sa.update(handmade).where(handmade.c.statement == n).values(judgement=link_row[1], replaces=link_row[2])
    )
    if all(before._mapping[name] == value for name, value in cells.items()):
        return 0
    _unindex(conn, n)
    conn.execute(sa.update(statement).where(statement.c.n == n).values(cells))
    _index(conn, n)
    _forget(conn, [n])
    conn.execute(sa.delete(via).where(via.c.statement == n))
    _relay(conn, n, base)
    return n


def _relay(conn: sa.Connection, n: int, base: Any) -> None:
    if base is not None and base.via:
        rows = conn.execute(sa.select(via.c.place, via.c.entity).where(via.c.statement == base.n)).all()
        put(conn, via, [(n, r.place, r.entity) for r in rows])


def _cells(conn: sa.Connection, article: Any, one: Wanted, base: Any) -> dict[str, Any]:
    """A row but for its number. What the person did not say is the machine's, of a row that is gone what it was."""
    row, words = one.line.row, one.words
    said: dict[str, str] = json.loads(row.change)
    texts = {}
    for role in ("content", "source", "cue"):
        spans = [Span(doc=article.id, start=s, end=e, text=article.text[s:e]) for s, e in getattr(one.placed, role)]
        texts[role], texts[f"{role}_at"] = joined(spans)
    of = base._mapping if base is not None else words
    since = of["said_since"]
    why = f"{row.who} added it" if one.line.row.verdict == "add" else f"{row.who} corrected {row.target}"
    return {
        "id": one.id, "document": article.n, "speaker": _speaker(conn, article.n, said, words, base),
        "addressee": base.addressee if base is not None else None, "via": base.via if base is not None else 0,
        "kind": said.get("kind") or of["kind"], "act": said.get("act") or of["act"], "day": since or article.published,
        "said_since": since, "said_until": of["said_until"], "said_text": of["said_text"],
        "within": base.within if base is not None else None, "score": 1.0, "why": why, "by": PERSON + row.who,
        "start": one.placed.content[0][0], **texts,
    }  # fmt: skip


def _speaker(conn: sa.Connection, n: int, said: dict[str, str], words: Any, base: Any) -> int | None:
    """The entity of the article that speaks: the one whom the person named, if the article names them."""
    if "speaker" not in said and base is not None:
        return None if base.speaker is None else int(base.speaker)
    own = said.get("speaker_id") if "speaker" in said else (words.get("speaker") or {}).get("id")
    if not own:
        return None
    node = actor.alias("node")
    root = sa.select(actor.c.root).where(actor.c.id == own).scalar_subquery()
    query = (
        sa.select(entity.c.n)
        .join(link, link.c.entity == entity.c.n)
        .join(node, node.c.n == link.c.actor)
        .where(entity.c.document == n, node.c.root == root)
    )
    found = conn.scalar(query.order_by(entity.c.n).limit(1))
    return None if found is None else int(found)


def _find_conditions(conn: sa.Connection, article: Any, numbers: Sequence[int]) -> None:
    """What people's statements depend on, found as those of the machine's are."""
    from onrecord.positions import conditions

    (read,) = spoken.articles(conn, [article.n])
    mine = dict(zip(read.numbers, (s.statement for s in read.spoken), strict=True))
    new = {mine[n].id: n for n in numbers}
    instead = set(conn.scalars(sa.select(handmade.c.replaces).where(handmade.c.statement.in_(mine))))
    others: list[Statement] = [s for n, s in mine.items() if n not in instead]
    found = [c for c in conditions.find(article.text, others, parts(article.parts)) if c.statement in new]
    rows = enumerate(found, next_number(conn, condition))
    put(conn, condition, [condition_row(i, c, article.n, new[c.statement]) for i, c in rows])


# ---------------------------------------------------------------------------- taking out


def take_out(conn: sa.Connection, numbers: Iterable[int]) -> None:
    """Take these rows out of the record."""
    for some in chunks(sorted(set(numbers))):
        for n in some:
            _unindex(conn, n)
        _forget(conn, some)
        conn.execute(sa.delete(standing).where(standing.c.statement.in_(some)))
        conn.execute(sa.delete(via).where(via.c.statement.in_(some)))
        conn.execute(sa.delete(handmade).where(handmade.c.statement.in_(some)))
        conn.execute(sa.delete(statement).where(statement.c.n.in_(some)))


def _forget(conn: sa.Connection, some: Sequence[int]) -> None:
    """Take out what was derived of the words of these rows."""
    tellings.leave(conn, some)
    for table in (position_standing, position, condition):
        conn.execute(sa.delete(table).where(table.c.statement.in_(some)))


def _unindex(conn: sa.Connection, n: int) -> None:
    """Take a row out of the full-text index, which holds those of current articles; triggers only take rows in."""
    if on_server(conn):
        conn.exec_driver_sql(f"DELETE FROM {_INDEX} WHERE n = {int(n)}")  # noqa: S608 - a number
        return
    conn.exec_driver_sql(
        f"INSERT INTO {_INDEX}({_INDEX}, rowid, content, source) SELECT 'delete', n, content, source"  # noqa: S608
        f" FROM current_statement WHERE n = {int(n)}"
    )


def _index(conn: sa.Connection, n: int) -> None:
    """Take a row in whose words changed."""
    if on_server(conn):
        conn.exec_driver_sql(f"INSERT INTO unindexed VALUES ('{_INDEX}', {int(n)})")  # noqa: S608 - a number
        return
    held = f"SELECT n, content, source FROM current_statement WHERE n = {int(n)}"  # noqa: S608 - a number
    conn.exec_driver_sql(f"INSERT INTO {_INDEX}(rowid, content, source) {held}")


__all__ = ["take_out", "write"]
