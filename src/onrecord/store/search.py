"""Full-text search over articles and statements, with the exact place of each hit.

The index itself marks where its words stand (`highlight`), so a hit is where SQLite found it, with
its rules for accents and case, and not where we would have looked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.model import Range, Span
from onrecord.span import refind
from onrecord.store import words
from onrecord.store.encode import pieces
from onrecord.store.rows import Found, Hit
from onrecord.store.schema import JOIN, document, statement
from onrecord.store.statements import document_ref

if TYPE_CHECKING:
    from onrecord.store.db import Store

RANKED = 5_000  # a word in more rows than this is too common to rank by: the newest rows come first
BEFORE, AFTER = 60, 120  # characters of a snippet around its hit
_OPEN, _CLOSE = "\ue000\uf8f0\ue001", "\ue001\uf8f0\ue000"  # private characters no article holds in this order
_TITLE_WEIGHT = 4.0

_KINDS = {  # kind: (index, its rank, rows not to show)
    "article": ("document_fts", f"bm25(document_fts, {_TITLE_WEIGHT}, 1.0)", ""),
    "statement": (
        "statement_fts",
        "bm25(statement_fts)",
        " AND rowid NOT IN (SELECT statement FROM standing WHERE verdict = 'reject')",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranked:
    kind: str
    n: int
    rank: float
    share: float  # of the best rank of its kind: makes two indexes comparable


def find(store: Store, text: str, *, limit: int = 20, offset: int = 0) -> Found:
    """Articles and statements that hold all words of `text`, the best first.

    Understands "a phrase" and word*. A hit gives the place of its words in the article; one whose words
    stand only in a title that the text does not hold gives 0, 0. Raises UsageError where there is no
    word to search for.
    """
    if limit < 0 or offset < 0:
        raise UsageError("limit and offset are numbers from 0")
    asked = words.query(text)
    with store.read() as conn:
        total, ranked = 0, []
        for kind in _KINDS:
            count, best = _rank(conn, kind, asked, limit + offset)
            total += count
            ranked += best
        ranked.sort(key=lambda r: (-r.share, r.kind != "statement", r.n))
        hits = [_hit(conn, r, asked) for r in ranked[offset : offset + limit]]
    return Found(text=text, total=total, hits=tuple(hits))


def _rank(conn: sa.Connection, kind: str, asked: str, most: int) -> tuple[int, list[_Ranked]]:
    index, rank, hidden = _KINDS[kind]
    where = f"FROM {index} WHERE {index} MATCH :asked{hidden}"
    count = int(conn.scalar(sa.text(f"SELECT count(*) {where}"), {"asked": asked}) or 0)
    value, order = (rank, "r, rowid") if count <= RANKED else ("0.0", "rowid DESC")
    query = sa.text(f"SELECT rowid AS n, {value} AS r {where} ORDER BY {order} LIMIT :most")
    rows = conn.execute(query, {"asked": asked, "most": most}).all()
    best = min((row.r for row in rows), default=0.0)
    return count, [_Ranked(kind=kind, n=row.n, rank=row.r, share=row.r / best if best else 1.0) for row in rows]


# ---------------------------------------------------------------------------- one hit


def _hit(conn: sa.Connection, ranked: _Ranked, asked: str) -> Hit:
    make = _article_hit if ranked.kind == "article" else _statement_hit
    return make(conn, ranked, asked)


def _article_hit(conn: sa.Connection, ranked: _Ranked, asked: str) -> Hit:
    row = conn.execute(sa.select(document).where(document.c.n == ranked.n)).one()
    title, text = _marked(conn, "document_fts", ranked.n, asked)
    marks = _marks(text, row.text)
    start, end = _densest(marks)
    snippet = _snippet(row.text, marks, start)
    if not marks and row.title:  # only the title, as its source declares it, has the words
        marks = _marks(title, row.title)
        snippet = _snippet(row.title, marks, 0)
        start, end = refind(row.text, row.title) or (0, 0)
    ref = document_ref(row, "")
    return Hit(kind="article", id=row.id, document=ref, snippet=snippet, start=start, end=end, rank=ranked.rank)


def _statement_hit(conn: sa.Connection, ranked: _Ranked, asked: str) -> Hit:
    row = conn.execute(
        sa.select(statement, *(document.c[x].label(f"doc_{x}") for x in _REF))
        .join_from(statement, document)
        .where(statement.c.n == ranked.n)
    ).one()
    content, source = _marked(conn, "statement_fts", ranked.n, asked)
    field, at, marked = row.content, row.content_at, content
    if _OPEN not in content and _OPEN in source:
        field, at, marked = row.source, row.source_at, source
    marks = _marks(marked, field)
    best = _densest(marks)
    start, end = _place(pieces(row.doc_id, field, at), best)
    snippet = _snippet(field, marks, best[0])
    ref = document_ref(row)
    return Hit(kind="statement", id=row.id, document=ref, snippet=snippet, start=start, end=end, rank=ranked.rank)


_REF = ("id", "file", "outlet", "title", "published", "url")


def _marked(conn: sa.Connection, index: str, n: int, asked: str) -> tuple[str, str]:
    """The two indexed texts of a row with their hits marked."""
    marks = f"highlight({index}, 0, :o, :c), highlight({index}, 1, :o, :c)"
    query = sa.text(f"SELECT {marks} FROM {index} WHERE {index} MATCH :asked AND rowid = :n")  # noqa: S608
    row = conn.execute(query, {"asked": asked, "n": n, "o": _OPEN, "c": _CLOSE}).one()
    return row[0] or "", row[1] or ""


def _marks(marked: str, text: str) -> list[Range]:
    """The marked stretches as offsets in the text itself."""
    found: list[Range] = []
    rest = marked.split(_OPEN)
    plain = len(rest[0])
    for piece in rest[1:]:
        inside, _, outside = piece.partition(_CLOSE)
        found.append((plain, plain + len(inside)))
        plain += len(inside) + len(outside)
    if plain == len(text):
        return found
    return _sought([piece.partition(_CLOSE)[0] for piece in rest[1:]], text)


def _sought(hits: list[str], text: str) -> list[Range]:
    """The marked words one after the other in the text, where SQLite has left out characters (it does at a NUL)."""
    found: list[Range] = []
    at = 0
    for hit in hits:
        m = re.compile(rf"(?<!\w){re.escape(hit)}(?!\w)").search(text, at)
        if m is not None:
            found.append(m.span())
            at = m.end()
    return found


def _densest(marks: list[Range]) -> Range:
    """The hit with the most others close after it: where the words searched for stand together."""
    best, most = (0, 0), 0
    for i, mark in enumerate(marks):
        near = sum(1 for s, _ in marks[i : i + 20] if s < mark[0] + AFTER)
        if near > most:
            best, most = mark, near
    return best


def _place(spans: tuple[Span, ...], mark: Range) -> Range:
    """A stretch of joined pieces as a stretch of the article."""
    here = 0
    for span in spans:
        size = span.end - span.start
        if mark[0] < here + size:
            start = span.start + max(0, mark[0] - here)
            return start, max(start, min(span.end, span.start + mark[1] - here))
        here += size + len(JOIN)
    return (spans[0].start, spans[0].start) if spans else (0, 0)


def _snippet(text: str, marks: list[Range], around: int) -> str:
    """The words around a place on one line, hits in [ and ]."""
    first, last = max(0, around - BEFORE), min(len(text), around + AFTER)
    while first > 0 and not text[first - 1].isspace() and around - first < 2 * BEFORE:
        first -= 1
    while last < len(text) and not text[last].isspace() and last - around < 2 * AFTER:
        last += 1
    inside = [(max(s, first), min(e, last)) for s, e in marks if s < last and e > first]
    edges = [first, *(x for mark in inside for x in mark), last]
    bits = [f"[{text[s:e]}]" if i % 2 else text[s:e] for i, (s, e) in enumerate(pairwise(edges))]
    line = " ".join("".join(bits).split())
    return ("… " if first > 0 else "") + line + (" …" if last < len(text) else "")


__all__ = ["RANKED", "find"]
