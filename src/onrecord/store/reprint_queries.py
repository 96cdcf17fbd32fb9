"""What is asked about reprints: which articles are copies of which, and what they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.errors import NotFound, UsageError
from onrecord.model import Passage
from onrecord.store import shared, statements
from onrecord.store.dossier import find_document
from onrecord.store.encode import printable
from onrecord.store.put import chunks
from onrecord.store.reprint_rows import Lineage, ReprintRow, SharedRow
from onrecord.store.rows import DocumentRef
from onrecord.store.schema import document, passage, reprint

if TYPE_CHECKING:
    from onrecord.store.db import Store

COPIES = ("exact", "near", "wire", "excerpt")
_copy, _original = document.alias(), document.alias()
_REF = tuple(document.c[x] for x in ("id", "file", "outlet", "title", "published", "url"))


def reprints(
    store: Store,
    what: str = "",
    *,
    quotations: bool = False,
    passages: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[Lineage]:
    """Originals with their copies, those with the most copies first; of `what` those that it belongs to.

    Articles that share no more than a quotation are told of one document, or with `quotations`; the passages of one
    document, or with `passages`. Raises NotFound where no document, or more than one, is meant, and UsageError for a
    limit or offset that is none.
    """
    if (limit is not None and limit < 0) or offset < 0:
        raise UsageError("limit and offset are numbers from 0")
    of_one = bool(what.strip())
    kinds = None if quotations or of_one else COPIES
    with store.read() as conn:
        roots = _lineages_of(conn, what) if of_one else _originals(store, conn, kinds)[offset:][:limit]
        groups = _groups(conn, roots, kinds)
        refs = _refs(conn, {n for root, rows in groups.items() for n in (root, *(r.document for r in rows))})
        texts = _passages(conn, groups) if passages or of_one else {}
        made = [_lineage(root, rows, refs, texts) for root, rows in groups.items()]
    made.sort(key=lambda g: (-len(g.copies), g.original.published is None, str(g.original.published), g.original.id))
    return made[offset:][:limit] if of_one else made


def count_reprints(store: Store, *, quotations: bool = False) -> int:
    """How many originals `reprints` tells of without a limit."""
    with store.read() as conn:
        return len(_originals(store, conn, None if quotations else COPIES))


def around(conn: sa.Connection, n: int) -> tuple[ReprintRow | None, tuple[ReprintRow, ...]]:
    """Of which article a document is a reprint (None: of no other), and those that were taken from it or its copies."""
    r = reprint.c
    above = conn.scalar(sa.select(r.original).where(r.document == n, r.kind.in_(COPIES)))
    groups = _groups(conn, [n if above is None else above], COPIES)
    refs = _refs(conn, {m for root, rows in groups.items() for m in (root, *(x.document for x in rows))})
    rows = [row for root, some in groups.items() for row in _lineage(root, some, refs, {}).copies]
    if above is None:
        return None, tuple(rows)
    own = conn.scalar(sa.select(document.c.id).where(document.c.n == n))
    at = next((i for i, row in enumerate(rows) if row.document.id == own), None)
    if at is None:
        return None, ()
    below = takewhile(lambda row: row.depth > rows[at].depth, rows[at + 1 :])
    return rows[at], tuple(below)


def links(store: Store) -> Iterator[SharedRow]:
    """Every passage that two current documents share."""
    with store.read() as conn:
        copies = {(r.parent, r.document) for r in conn.execute(_rows(COPIES))}
        for some in chunks(conn.scalars(sa.select(passage.c.a).distinct().order_by(passage.c.a)).all()):
            here = set(some)
            found = [x for x in shared.aligned(conn, some) if x.a in here]
            refs = _refs(conn, {n for x in found for n in (x.a, x.b)})
            for x in found:
                kind = "reprint" if (x.a, x.b) in copies else "passage"
                yield SharedRow(kind=kind, a=refs[x.a], b=refs[x.b], passage=x.passage)


def _rows(kinds: tuple[str, ...] | None) -> sa.Select[Any]:
    one, other = _copy, _original
    query = (
        sa.select(reprint)
        .join_from(reprint, one, one.c.n == reprint.c.document)
        .join(other, other.c.n == reprint.c.original)
        .where(one.c.superseded_by.is_(None), other.c.superseded_by.is_(None))
        .order_by(reprint.c.document)
    )
    return query.where(reprint.c.kind.in_(kinds)) if kinds else query


def _originals(store: Store, conn: sa.Connection, kinds: tuple[str, ...] | None) -> tuple[int, ...]:
    """All originals, those with the most copies first; found once as long as the record does not change."""
    return store.remembered.get(conn, "originals", kinds, lambda: _largest(conn, kinds))


def _largest(conn: sa.Connection, kinds: tuple[str, ...] | None) -> tuple[int, ...]:
    found = _rows(kinds).with_only_columns(reprint.c.original, sa.func.count().label("copies")).order_by(None)
    copied = found.group_by(reprint.c.original).subquery()
    d = document.c
    query = sa.select(d.n).join_from(copied, document, d.n == copied.c.original)
    return tuple(conn.scalars(query.order_by(copied.c.copies.desc(), d.published.is_(None), d.published, d.id)))


def _groups(conn: sa.Connection, roots: Iterable[int], kinds: tuple[str, ...] | None) -> dict[int, list[Any]]:
    """The rows of these originals."""
    groups: dict[int, list[Any]] = {}
    for some in chunks(sorted(roots)):
        for row in conn.execute(_rows(kinds).where(reprint.c.original.in_(some))):
            groups.setdefault(row.original, []).append(row)
    return groups


def _lineages_of(conn: sa.Connection, what: str) -> set[int]:
    """The originals of the lineages that a document belongs to: as a copy, and as what others took from."""
    row = find_document(conn, printable(what).strip())
    if row is None:
        raise NotFound(f"no document here is called {what!r}")
    r = reprint.c
    found = conn.scalars(
        sa.select(r.original).where((r.document == row.n) | (r.original == row.n) | (r.parent == row.n))
    )
    return set(found)


def _refs(conn: sa.Connection, numbers: Iterable[int]) -> dict[int, DocumentRef]:
    out: dict[int, DocumentRef] = {}
    for some in chunks(sorted(numbers)):
        rows = conn.execute(sa.select(document.c.n, *_REF).where(document.c.n.in_(some)))
        out.update((row.n, statements.document_ref(row, "")) for row in rows)
    return out


def _passages(conn: sa.Connection, groups: dict[int, list[Any]]) -> dict[tuple[int, int], list[Passage]]:
    pairs = {tuple(sorted((r.parent, r.document))) for rows in groups.values() for r in rows}
    out: dict[tuple[int, int], list[Passage]] = {}
    for x in shared.aligned(conn, {n for _, n in pairs}):
        if tuple(sorted((x.a, x.b))) in pairs:
            out.setdefault((x.a, x.b), []).append(x.passage)
    return out


def _lineage(
    root: int, rows: list[Any], refs: dict[int, DocumentRef], texts: dict[tuple[int, int], list[Passage]]
) -> Lineage:
    """The copies of one original as a tree, each after the copy it was taken from, by date."""
    of = {row.document: row for row in rows}
    under: dict[int, list[Any]] = {}
    for row in rows:
        under.setdefault(row.parent if row.parent in of else root, []).append(row)
    out: list[ReprintRow] = []
    waiting = [(root, 0)]
    while waiting:
        parent, depth = waiting.pop()
        if depth:
            row = of[parent]
            out.append(
                ReprintRow(
                    document=refs[row.document],
                    parent=refs[row.parent],
                    original=refs[root],
                    kind=row.kind,
                    share=row.share,
                    why=row.why,
                    depth=depth,
                    passages=tuple(texts.get((row.parent, row.document), ())),
                )
            )
        children = sorted(under.get(parent, ()), key=lambda r: _age(refs[r.document]), reverse=True)
        waiting += [(r.document, depth + 1) for r in children]
    return Lineage(original=refs[root], copies=tuple(out))


def _age(ref: DocumentRef) -> tuple[bool, str, str]:
    return ref.published is None, str(ref.published), ref.id
