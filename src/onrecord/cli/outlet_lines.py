"""Outlets as lines of CSV: counts, from which shares can be made, and the ids of what they count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.cli.forms import Cells
from onrecord.store.outlet_rows import OneSided, OutletPage, OutletRow, Share

NUMBERS = (
    "outlet", "documents", "undated", "words", "own_documents", "own_words", "copies", "credits", "statements",
    "tellings", "direct", "mixed", "indirect", "resolved", "actors", "stories", "voices", "voices_of", "first",
    "first_of", "lag_days",
)  # fmt: skip
HEADER = (
    "section", "actor", "kind", "story", "outlet", "part", "whole", "low", "high", "few", "documents", "statements",
)  # fmt: skip


def numbers(row: OutletRow) -> Cells:
    """One outlet beside the others."""
    credited = sum(len(c.documents) for c in row.credits if not c.own)
    kinds = (row.kinds[k].share.part for k in ("direct", "mixed", "indirect"))
    return (
        row.outlet, len(row.documents), row.undated, row.words, row.original.part, row.own_words, len(row.copied),
        credited, row.statements, len(row.tellings), *kinds, row.resolved.part, len(row.quoted), len(row.stories),
        row.voices.part, row.voices.whole, row.first.part, row.first.whole, None if row.lag is None else f"{row.lag:g}",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number of a page, with what it counts."""

    section: str
    actor: str = ""
    kind: str = ""
    story: str = ""
    outlet: str = ""
    share: Share | None = None
    documents: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()


def cells(row: Line) -> Cells:
    s = row.share
    counts = (s.part, s.whole, s.low, s.high, "yes" if s.few else "no") if s else (None,) * 5
    ids = (" ".join(row.documents), " ".join(row.statements))
    return (row.section, row.actor, row.kind, row.story, row.outlet, *counts, *ids)


def lines(answer: OutletPage) -> Iterator[Line]:
    row = answer.outlet
    yield Line(section="own text", outlet=row.outlet, share=row.original, documents=row.documents)
    for name, kind in row.kinds.items():
        yield Line(section="kind", kind=name, outlet=row.outlet, share=kind.share, statements=kind.statements)
    for credit in row.credits:
        yield Line(section="credit", actor=credit.agency, outlet=row.outlet, documents=credit.documents)
    for v in row.quoted:
        yield Line(section="quoted", actor=v.actor.name, share=v.share, documents=v.documents, statements=v.statements)
    for c in answer.stories:
        yield Line(section="story", story=c.story.id, kind=c.story.title, documents=tuple(d.id for d in c.documents))
    for x in answer.compared:
        yield Line(section="quoted here", actor=x.actor.name, kind=x.differs, share=x.here, statements=x.statements)
        yield Line(section="quoted by others", actor=x.actor.name, share=x.others, statements=x.other_statements)
    yield from _one_sided("left out", answer.left_out)
    yield from _one_sided("only here", answer.only_here)
    for section, flows in (("taken from", answer.taken_from), ("taken by", answer.taken_by)):
        for flow in flows:
            for copied in flow.copies:
                ids = (copied.document.id, copied.original.id)
                yield Line(section=section, kind=copied.kind, outlet=flow.outlet or "", documents=ids)


def _one_sided(section: str, rows: Iterable[OneSided]) -> Iterator[Line]:
    for row in rows:
        for q in row.by:
            yield Line(
                section=section,
                actor=row.actor.name,
                story=row.story,
                outlet=q.document.outlet or "",
                documents=(q.document.id,),
                statements=q.statements,
            )
