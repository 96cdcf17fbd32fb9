"""The passages of pairs of documents, with the way from the characters of one side to those of the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa

from onrecord.findings import Range
from onrecord.model import Passage, Span
from onrecord.reprints.mapping import Mapping as Ways
from onrecord.reprints.mapping import turned
from onrecord.store.put import chunks
from onrecord.store.schema import document, passage

AT_ONCE = 50  # pairs of documents whose texts are in memory


class Pair(NamedTuple):
    """Two current documents (rows with n, id and text) and their passages. `a` has the smaller id: the same two are
    told in the same way whichever came first."""

    a: Any
    b: Any
    shared: list[Any]

    def ways(self) -> Iterator[tuple[Passage, Ways]]:
        """Each passage with `a` on its first side, and the way across it."""
        for row in self.shared:
            made = Passage(
                a=_span(self.a if row.a == self.a.n else self.b, row.a_start, row.a_end),
                b=_span(self.b if row.a == self.a.n else self.a, row.b_start, row.b_end),
                words=row.words, likeness=row.likeness, quoted=bool(row.quoted),
            )  # fmt: skip
            found = made if row.a == self.a.n else turned(made)
            yield found, Ways(found, self.a.text, self.b.text)


def across(found: Passage, ways: Ways, start: int, end: int) -> Range | None:
    """Where the part of this range that lies in the passage stands on its other side."""
    start, end = max(start, found.a.start), min(end, found.a.end)
    return ways.span(start, end) if start < end else None


def pairs(conn: sa.Connection, documents: set[int], later: set[int]) -> Iterator[list[Pair]]:
    """The pairs of these documents with any other but those of `later`, some at a time."""
    between: dict[tuple[int, int], dict[int, Any]] = {}
    for some in chunks(sorted(documents)):
        query = sa.select(passage).where(passage.c.a.in_(some) | passage.c.b.in_(some)).order_by(passage.c.n)
        for row in conn.execute(query):
            if row.a not in later and row.b not in later:
                between.setdefault((min(row.a, row.b), max(row.a, row.b)), {})[row.n] = row
    for some_pairs in chunks(sorted(between), AT_ONCE):
        numbers = {n for ab in some_pairs for n in ab}
        here = document.c.n.in_(numbers) & document.c.superseded_by.is_(None)
        texts = {r.n: r for r in conn.execute(sa.select(document.c.n, document.c.id, document.c.text).where(here))}
        made = []
        for a, b in some_pairs:
            if a in texts and b in texts:
                one, other = sorted((a, b), key=lambda n: texts[n].id)
                made.append(Pair(texts[one], texts[other], list(between[a, b].values())))
        yield made


def _span(d: Any, start: int, end: int) -> Span:
    return Span(doc=d.id, start=start, end=end, text=d.text[start:end])
