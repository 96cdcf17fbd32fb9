"""Reports of events that are one by construction: the words for the act stand in a passage that two articles share.

    settle(conn, documents, later)   find them anew for documents whose passages changed

Kept in `event_copy`; `same_events` joins them whatever else it finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from onrecord.span import overlap
from onrecord.store import event_standing, passages
from onrecord.store.put import chunks, put
from onrecord.store.schema import event, event_copy


def settle(conn: sa.Connection, documents: Iterable[int], later: Iterable[int] = ()) -> None:
    """Find the copies among the reports of these documents and those of the documents they share words with.

    What they have in common with documents that are settled `later` is left to that time.
    """
    every = sorted(set(documents))
    left = {*every, *later}
    for some in chunks(every):
        left.difference_update(some)
        _forget(conn, some)
        found = {(a, b): likeness for a, b, likeness in _copies(conn, set(some), left)}
        put(conn, event_copy, [(a, b, found[a, b]) for a, b in sorted(found)], on_conflict="(a, b) DO NOTHING")
        event_standing.outdate(conn, {n for ab in found for n in ab})


def _forget(conn: sa.Connection, documents: Sequence[int]) -> None:
    c = event_copy.c
    mine = sa.select(event.c.n).where(event.c.document.in_(documents))
    rows = conn.execute(sa.select(c.a, c.b).where(c.a.in_(mine) | c.b.in_(mine))).all()
    event_standing.outdate(conn, {n for row in rows for n in row})
    conn.execute(sa.delete(event_copy).where(c.a.in_(mine) | c.b.in_(mine)))


def _copies(conn: sa.Connection, documents: set[int], later: set[int]) -> Iterator[tuple[int, int, float]]:
    for pairs in passages.pairs(conn, documents, later):
        told = _of_documents(conn, {n for pair in pairs for n in (pair.a.n, pair.b.n)})
        for pair in pairs:
            of_a, of_b = told.get(pair.a.n, ()), told.get(pair.b.n, ())
            if of_a and of_b:
                yield from _between(pair, of_a, of_b)


def _of_documents(conn: sa.Connection, documents: Iterable[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for some in chunks(sorted(documents)):
        fields = (event.c[x] for x in ("n", "id", "document", "type", "status", "start", "end"))
        query = sa.select(*fields).where(event.c.document.in_(some))
        for row in conn.execute(query.order_by(event.c.document, event.c.start, event.c.n)):
            found.setdefault(row.document, []).append(row)
    return found


def _between(pair: passages.Pair, of_a: Sequence[Any], of_b: Sequence[Any]) -> Iterator[tuple[int, int, float]]:
    """Each report goes with at most one of the other side: of several on the same words, with that of its type."""
    taken: set[int] = set()
    for found, ways in pair.ways():
        for one in of_a:
            mapped = passages.across(found, ways, one.start, one.end) if one.n not in taken else None
            if mapped is None:
                continue
            there = [x for x in of_b if x.n not in taken and x.type == one.type and x.status == one.status]
            fits = [x for x in there if overlap(mapped, (x.start, x.end))]
            if fits:
                other = max(fits, key=lambda x: (overlap(mapped, (x.start, x.end)), -x.start, x.id))
                taken |= {one.n, other.n}
                yield min(one.n, other.n), max(one.n, other.n), found.likeness
