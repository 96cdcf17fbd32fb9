"""What documents share with each other, kept with the record as documents come and go.

    settle(store)            after documents came, went or changed: find what is new between them
    aligned(conn, numbers)   the passages of these documents, for whoever compares statements: list[Aligned]

What is found depends on the current documents alone, not on the order or the batches they came in. A document that
goes, or comes back, or is read anew, is noticed by the next `settle`; nothing has to be told to it. Exact copies are
aligned with the first of them only, and by that with whatever it shares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from onrecord.model import Passage, Span
from onrecord.store import fingerprints
from onrecord.store.put import chunks
from onrecord.store.schema import document, fingerprint, passage, reprint, story_document

if TYPE_CHECKING:
    from onrecord.store.db import Store

ATTEMPTS = 4  # to write what was found before somebody changed what it was found of
TOLD_AT_ONCE = 100  # documents whose statements are compared in one transaction
Tell = Callable[[str, int, int], None]  # what is done, how much of it, of how much


class Aligned(NamedTuple):
    """A passage of two current documents, `a` the earlier, by their numbers. `reprints.mapping` leads across it."""

    a: int
    b: int
    passage: Passage


def settled(store: Store) -> bool:
    """Whether all current documents were compared; not so where an `add` was stopped before its end."""
    from onrecord.store import fingerprints, same_events, settling, storylines

    with store.read() as conn:

        def found() -> bool:
            compared = not (fingerprints.missing(conn) or settling.is_due(conn) or settling.untold(conn))
            return compared and not same_events.is_due(conn) and not storylines.is_due(conn)

        return store.remembered.get(conn, "settled", None, found)


def forget(conn: sa.Connection, documents: Sequence[int]) -> None:
    """Take out all that was found between these documents and others; it is found anew when they are settled."""
    for some in chunks(documents):
        conn.execute(sa.delete(passage).where(passage.c.a.in_(some) | passage.c.b.in_(some)))
        r = reprint.c
        conn.execute(sa.delete(reprint).where(r.document.in_(some) | r.original.in_(some) | r.parent.in_(some)))
        conn.execute(sa.delete(fingerprint).where(fingerprint.c.document.in_(some)))
        conn.execute(sa.delete(story_document).where(story_document.c.document.in_(some)))


def aligned(conn: sa.Connection, documents: Iterable[int] | None = None) -> list[Aligned]:
    """The passages that these documents (None: all) share with any other, in order of documents and text."""
    p, one, other = passage.c, document.alias("one"), document.alias("other")
    a_text = sa.func.substr(one.c.text, p.a_start + 1, p.a_end - p.a_start).label("a_text")
    b_text = sa.func.substr(other.c.text, p.b_start + 1, p.b_end - p.b_start).label("b_text")
    query = (
        sa.select(passage, one.c.id.label("a_id"), other.c.id.label("b_id"), a_text, b_text)
        .join_from(passage, one, one.c.n == p.a)
        .join(other, other.c.n == p.b)
        .where(one.c.superseded_by.is_(None), other.c.superseded_by.is_(None))
        .order_by(p.a, p.b, p.a_start)
    )
    if documents is None:
        return [_aligned(row) for row in conn.execute(query)]
    found: dict[int, Aligned] = {}
    for some in chunks(sorted(set(documents))):
        found.update((row.n, _aligned(row)) for row in conn.execute(query.where(p.a.in_(some) | p.b.in_(some))))
    return sorted(found.values(), key=lambda x: (x.a, x.b, x.passage.a.start))


def _aligned(row: sa.Row[tuple[object, ...]]) -> Aligned:
    a = Span(doc=row.a_id, start=row.a_start, end=row.a_end, text=row.a_text)
    b = Span(doc=row.b_id, start=row.b_start, end=row.b_end, text=row.b_text)
    made = Passage(a=a, b=b, words=row.words, likeness=row.likeness, quoted=bool(row.quoted))
    return Aligned(row.a, row.b, made)


def settle(store: Store, tell: Tell | None = None) -> bool:
    """Bring passages, reprints, tellings, events and stories up to date with the current documents. Answers whether
    there was any need.

    What follows from the documents is found while others may read and write, and written in short transactions:
    fingerprints batch by batch, passages and reprints at once, then statements, stories, events. A process killed
    anywhere leaves the record sound, and the next call goes on. What others add meanwhile is compared too, or, where
    they never stop, by them when they are done.
    """
    from onrecord.store import same_events, settling, storylines

    told = tell or (lambda _what, _done, _all: None)
    worked = written = False
    for _ in range(ATTEMPTS):
        worked |= _read(store, told)
        with store.read() as conn:
            if not settling.is_due(conn):
                break
            before, found = settling.state(conn), settling.find(conn, told)
        worked = True
        with store.write() as conn:
            if before <= settling.state(conn):
                settling.write(conn, found)
                written = True
    else:
        if not written:  # somebody takes documents out again and again: do it while nobody can
            with store.write() as conn:
                _fingerprint(conn, fingerprints.missing(conn))
                settling.write(conn, settling.find(conn, told))
    worked |= _tell(store, told)
    worked |= storylines.settle(store, told)
    return same_events.settle(store, told) or worked


def _read(store: Store, told: Tell) -> bool:
    """Make the fingerprints that are missing. Answers whether any was."""
    with store.read() as conn:
        waiting = fingerprints.missing(conn)
    for k, some in enumerate(chunks(waiting, fingerprints.AT_ONCE)):
        told("reading for reprints", k * fingerprints.AT_ONCE, len(waiting))
        with store.write() as conn:
            _fingerprint(conn, set(fingerprints.missing(conn)).intersection(some))
    return bool(waiting)


def _fingerprint(conn: sa.Connection, documents: Iterable[int]) -> None:
    for some in chunks(sorted(documents), fingerprints.AT_ONCE):
        forget(conn, some)
        fingerprints.make(conn, some)


def _tell(store: Store, told: Tell) -> bool:
    """Compare the statements that are to be compared. Answers whether any were."""
    from onrecord.store import settling

    with store.read() as conn:
        waiting = settling.untold(conn)
    for k, some in enumerate(chunks(waiting, TOLD_AT_ONCE)):
        told("comparing statements", k * TOLD_AT_ONCE, len(waiting))
        with store.write() as conn:
            settling.tell(conn, some)
    return bool(waiting)
