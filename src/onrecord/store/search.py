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
from onrecord.findings import Range
from onrecord.model import Span
from onrecord.span import refind
from onrecord.store import fulltext, words
from onrecord.store.rows import Found, Hit, Said
from onrecord.store.schema import JOIN, document
from onrecord.store.statements import document_ref, numbered

if TYPE_CHECKING:
    from onrecord.store.db import Store

RANKED = 5_000  # a word in more rows than this is too common to rank by: the newest rows come first
BEFORE, AFTER = 60, 120  # characters of a snippet around its hit
_OPEN, _CLOSE = "\ue000\uf8f0\ue001", "\ue001\uf8f0\ue000"  # private characters no article holds in this order
_REJECTED = "SELECT statement FROM standing WHERE verdict = 'reject'"
_KINDS: dict[str, tuple[str, tuple[float, ...], str]] = {  # kind: (index, what its texts weigh, rows not to show)
    "article": ("document_fts", (4.0, 1.0), ""),
    "statement": ("statement_fts", (1.0, 1.0), _REJECTED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranked:
    kind: str
    n: int
    rank: float
    share: float  # of the best rank of its kind: makes two indexes comparable


def find(store: Store, text: str, *, kind: str = "", limit: int = 20, offset: int = 0) -> Found:
    """Articles and statements that hold all words of `text`, the best first; only those of a `kind`, if told so.

    Understands "a phrase" and word*. A hit gives the place of its words in the article; one whose words
    stand only in a title that the text does not hold gives 0, 0. Raises UsageError where there is no
    word to search for, or no such kind.
    """
    if limit < 0 or offset < 0:
        raise UsageError("limit and offset are numbers from 0")
    if kind and kind not in _KINDS:
        raise UsageError(f"no hit is of the kind {kind!r}; there are: {', '.join(_KINDS)}")
    asked = words.query(text)
    with store.read() as conn:
        total, ranked = 0, []
        for one in (kind,) if kind else _KINDS:
            count, best = _rank(conn, one, asked, limit + offset)
            total += count
            ranked += best
        ranked.sort(key=lambda r: (-r.share, r.kind != "statement", r.n))
        shown = ranked[offset : offset + limit]
        numbers = [r.n for r in shown if r.kind == "statement"]
        said = dict(zip(numbers, numbered(conn, numbers), strict=True))
        hits = [
            _statement_hit(conn, r, said[r.n], asked) if r.kind == "statement" else _article_hit(conn, r, asked)
            for r in shown
        ]
    return Found(text=text, total=total, hits=tuple(hits))


def _rank(conn: sa.Connection, kind: str, asked: str, most: int) -> tuple[int, list[_Ranked]]:
    index, weights, hidden = _KINDS[kind]
    query = fulltext.Asked(index=index, query=asked, hidden=hidden)
    count, rows = fulltext.best(conn, query, weights, most, RANKED)
    best = min((rank for _, rank in rows), default=0.0)
    return count, [_Ranked(kind=kind, n=n, rank=rank, share=rank / best if best else 1.0) for n, rank in rows]


# ---------------------------------------------------------------------------- one hit


def _article_hit(conn: sa.Connection, ranked: _Ranked, asked: str) -> Hit:
    row = conn.execute(sa.select(document).where(document.c.n == ranked.n)).one()
    title, text = fulltext.highlighted(conn, "document_fts", ranked.n, asked, _OPEN, _CLOSE)
    marks = _marks(text, row.text)
    start, end = _densest(marks)
    snippet, shown = _snippet(row.text, marks, start)
    if not marks and row.title:  # only the title, as its source declares it, has the words
        marks = _marks(title, row.title)
        snippet, shown = _snippet(row.title, marks, 0)
        start, end = refind(row.text, row.title) or (0, 0)
    ref = document_ref(row, "")
    return Hit(
        kind="article", id=row.id, document=ref, snippet=snippet, start=start, end=end, rank=ranked.rank, marks=shown
    )


def _statement_hit(conn: sa.Connection, ranked: _Ranked, said: Said, asked: str) -> Hit:
    content, source = fulltext.highlighted(conn, "statement_fts", ranked.n, asked, _OPEN, _CLOSE)
    by_source = _OPEN not in content and _OPEN in source
    spans, marked = (said.source, source) if by_source else (said.content, content)
    field = JOIN.join(s.text for s in spans)
    marks = _marks(marked, field)
    best = _densest(marks)
    start, end = _place(spans, best)
    snippet, shown = _snippet(field, marks, best[0])
    return Hit(
        kind="statement", id=said.id, document=said.document, snippet=snippet, start=start, end=end, rank=ranked.rank,
        marks=shown, said=said.quote if by_source else "",
        speaker=said.speaker, source=" ... ".join(" ".join(s.text.split()) for s in said.source), on=said.on,
    )  # fmt: skip


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


def _snippet(text: str, marks: list[Range], around: int) -> tuple[str, tuple[Range, ...]]:
    """The words around a place on one line, hits in [ and ], and where in that line their words stand."""
    first, last = max(0, around - BEFORE), min(len(text), around + AFTER)
    while first > 0 and not text[first - 1].isspace() and around - first < 2 * BEFORE:
        first -= 1
    while last < len(text) and not text[last].isspace() and last - around < 2 * AFTER:
        last += 1
    inside = [(max(s, first), min(e, last)) for s, e in marks if s < last and e > first]
    edges = [first, *(x for mark in inside for x in mark), last]
    line, shown = "… " if first > 0 else "", []
    for i, (s, e) in enumerate(pairwise(edges)):
        bit = re.sub(r"\s+", " ", text[s:e])
        if i % 2:
            shown.append((len(line) + 1, len(line) + 1 + len(bit)))
            line += f"[{bit}]"
        else:
            line += bit.lstrip() if not line or line.endswith(" ") else bit
    return line.rstrip() + (" …" if last < len(text) else ""), tuple(shown)


__all__ = ["RANKED", "find"]
