"""Stored statements as positions are read from them: each article once, whatever the number of issues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from onrecord.findings import Range
from onrecord.model import Statement
from onrecord.positions.spoken import Spoken
from onrecord.store.encode import statement_of
from onrecord.store.encode_positions import condition_of
from onrecord.store.schema import condition, document, entity, statement, via
from onrecord.vocabulary import PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A current document with its statements. `run` is the one that read it: under another it was read anew.

    `numbers` are those of the statements in the record, `surest` those of the condition of each that is the surest.
    """

    n: int
    run: int
    spoken: tuple[Spoken, ...]
    numbers: tuple[int, ...]
    surest: tuple[int | None, ...]


def articles(conn: sa.Connection, documents: Sequence[int]) -> list[Article]:
    """These documents but for those that are not current, in order."""
    d = document.c
    query = sa.select(d.n, d.id, d.run, d.title, d.text).where(d.n.in_(documents), d.superseded_by.is_(None))
    current = conn.execute(query.order_by(d.n)).all()
    here = [r.n for r in current]
    said: defaultdict[int, list[Any]] = defaultdict(list)
    for r in conn.execute(sa.select(statement).where(statement.c.document.in_(here)).order_by(statement.c.n)):
        said[r.document].append(r)
    batch = _Batch(conn, here)
    return [_article(r, said[r.n], batch) for r in current]


class _Batch:
    """What else is known of the statements of some documents, by number: the ids and printed names of actors, who
    relayed them, what they depend on."""

    def __init__(self, conn: sa.Connection, documents: Sequence[int]) -> None:
        e = entity.c
        rows = conn.execute(sa.select(e.n, e.id, e.name).where(e.document.in_(documents))).all()
        self.ids = {r.n: r.id for r in rows}
        self.names = {r.n: r.name for r in rows}
        self.relayed = _relayed(conn, documents)
        self.conditions = _conditions(conn, documents)


def _relayed(conn: sa.Connection, documents: Sequence[int]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    query = sa.select(via.c.statement, via.c.entity).join(statement, statement.c.n == via.c.statement)
    for r in conn.execute(query.where(statement.c.document.in_(documents)).order_by(via.c.statement, via.c.place)):
        found[r.statement].append(r.entity)
    return found


def _conditions(conn: sa.Connection, documents: Sequence[int]) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    query = sa.select(condition).where(condition.c.document.in_(documents)).order_by(condition.c.n)
    for r in conn.execute(query):
        found[r.statement].append(r)
    return found


def _article(row: Any, said: Sequence[Any], batch: _Batch) -> Article:
    made = [statement_of(r, row.id, batch.ids, batch.relayed.get(r.n, ())) for r in said]
    inner = _inner(made)
    spoken: list[Spoken] = []
    surest: list[int | None] = []
    for r, one in zip(said, made, strict=True):
        held = batch.conditions.get(r.n, [])
        surest.append(min(held, key=lambda c: (-c.score, c.n)).n if held else None)
        spoken.append(
            Spoken(
                statement=one,
                text=row.text,
                title=row.title or "",
                speaker=batch.names.get(r.speaker, ""),
                inner=tuple(inner.get(r.id, ())),
                conditions=tuple(condition_of(c, row.id, r.id) for c in held),
            )
        )
    numbers = tuple(r.n for r in said)
    return Article(n=row.n, run=row.run, spoken=tuple(spoken), numbers=numbers, surest=tuple(surest))


def _inner(statements: Sequence[Statement]) -> dict[str, list[Range]]:
    """The contents of the statements that stand within each one, in the order of the text: as the machine found them,
    so that what is read of a statement does not hang on what people say of another."""
    found: defaultdict[str, list[Range]] = defaultdict(list)
    for one in statements:
        if one.within is not None and not one.by.startswith(PERSON):
            found[one.within] += [(s.start, s.end) for s in one.content]
    return {own: sorted(ranges) for own, ranges in found.items()}
