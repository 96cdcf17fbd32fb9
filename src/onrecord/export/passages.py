"""An article laid out for reading: paragraphs, what was set aside, and each statement and event in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from onrecord.export.segments import Mark, Segment, flatten
from onrecord.export.wording import ROLE_LETTER
from onrecord.findings import Range
from onrecord.layout import lay_out
from onrecord.store.event_rows import EventReport
from onrecord.store.rows import DocumentView, Said
from onrecord.vocabulary import ARTICLE_LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A statement with its number within its article."""

    number: int
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A report of an event with its number within its article, counted on from the statements."""

    number: int
    report: EventReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text in one style. `labels` are the statements whose content begins here, `notes` the events that are
    named here."""

    text: str
    style: str = ""
    labels: tuple[Placed, ...] = ()
    notes: tuple[Noted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph: `kind` is "headline", "body", or the label of a part that is not article."""

    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Blocks in a row that are article, or that were set aside (`aside`, with their labels)."""

    aside: bool
    labels: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A document as the page shows it. `homeless` and `lost`: what stands in no block, statements and events."""

    view: DocumentView
    placed: tuple[Placed, ...]
    headline: bool
    stretches: tuple[Stretch, ...]
    homeless: tuple[Placed, ...]
    lost: tuple[Noted, ...] = ()


def article(view: DocumentView, said: Sequence[Said], reports: Sequence[EventReport] = ()) -> Article:
    """Lay out one document with these of its statements and reports of events."""
    placed = tuple(Placed(number=i, said=s) for i, s in enumerate(sorted(said, key=_where)))
    ordered = sorted(reports, key=lambda r: (r.trigger.start, r.id))
    noted = [Noted(number=i, report=r) for i, r in enumerate(ordered, len(placed))]
    laid = list(regions(view))
    marks = [m for p in placed for m in _marks(p)] + [m for n in noted for m in _traces(n)]
    segments = flatten([(s, e) for s, e, _ in laid], marks)
    waiting: dict[int, Placed | Noted] = {p.number: p for p in placed}
    waiting |= {n.number: n for n in noted}
    blocks = [
        Block(kind=kind, pieces=tuple(_pieces(view.text, found, waiting)))
        for (_, _, kind), found in zip(laid, segments, strict=True)
    ]
    return Article(
        view=view,
        placed=placed,
        headline=any(b.kind == "headline" for b in blocks),
        stretches=tuple(_stretches(blocks)),
        homeless=tuple(p for p in waiting.values() if isinstance(p, Placed)),
        lost=tuple(n for n in waiting.values() if isinstance(n, Noted)),
    )


def _where(said: Said) -> Range:
    return (said.content[0].start, -said.content[-1].end) if said.content else (1 << 60, 0)


def _marks(placed: Placed) -> Iterator[Mark]:
    said = placed.said
    for role, spans in (("source", said.source), ("cue", said.cue), ("content", said.content)):
        for s in spans:
            yield Mark(s.start, s.end, role, placed.number)


def _traces(noted: Noted) -> Iterator[Mark]:
    """The sentence of an event, and the words that name it."""
    for role, span in (("told", noted.report.evidence), ("act", noted.report.trigger)):
        yield Mark(span.start, span.end, role, noted.number)


def regions(view: DocumentView) -> Iterator[tuple[int, int, str]]:
    """Paragraphs of the article and lines of the other parts, disjoint and in text order."""
    found = [(p.start, p.end, p.label) for p in lay_out(view.text, view.parts).paragraphs]
    for part in view.parts:
        if part.label not in ARTICLE_LABELS:
            at = part.start
            for text in view.text[part.start : part.end].splitlines(keepends=True):
                if text.strip():
                    found.append((at, at + len(text), part.label))
                at += len(text)
    last = 0
    for start, end, kind in sorted(found):
        if start >= last and start < end:
            yield start, end, kind
            last = end


def _pieces(text: str, segments: Iterable[Segment], waiting: dict[int, Placed | Noted]) -> Iterator[Piece]:
    """The segments as styled pieces; a statement leaves `waiting` where its content begins, an event at its act."""
    for s in segments:
        begun = {m.number for m in s.marks if m.role in ("content", "act") and m.number in waiting}
        here = [waiting.pop(n) for n in sorted(begun)]
        labels = tuple(p for p in here if isinstance(p, Placed))
        notes = tuple(n for n in here if isinstance(n, Noted))
        yield Piece(text=text[s.start : s.end], style=_style(s) if s.marks else "", labels=labels, notes=notes)


def _style(segment: Segment) -> str:
    """The classes of a segment: its roles, nesting, bracket ends, and the numbers of its statements."""
    content = [m for m in segment.marks if m.role == "content"]
    classes = [ROLE_LETTER[r] for r in ROLE_LETTER if any(m.role == r for m in segment.marks)]
    if len({m.number for m in content}) > 1:
        classes.append("cc")
    if any(m.start == segment.start for m in content):
        classes.append("b")
    if any(m.end == segment.end for m in content):
        classes.append("e")
    classes += [f"n{n}" for n in sorted({m.number for m in segment.marks})]
    return " ".join(classes)


def _stretches(blocks: Iterable[Block]) -> Iterator[Stretch]:
    for aside, run in groupby(blocks, key=lambda b: b.kind not in ("headline", "body")):
        found = tuple(run)
        labels = tuple(dict.fromkeys(b.kind for b in found)) if aside else ()
        yield Stretch(aside=aside, labels=labels, blocks=found)
