"""An article laid out for reading: paragraphs, what was set aside, and each statement in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from onrecord.export.segments import Mark, Segment, flatten
from onrecord.export.wording import ROLE_LETTER
from onrecord.layout import lay_out
from onrecord.model import Range
from onrecord.store.rows import DocumentView, Said
from onrecord.vocabulary import ARTICLE_LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A statement with its number within its article."""

    number: int
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text in one style. `labels` are the statements whose content begins here."""

    text: str
    style: str = ""
    labels: tuple[Placed, ...] = ()


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
    """A document as the page shows it. `homeless`: statements whose words stand in no block."""

    view: DocumentView
    placed: tuple[Placed, ...]
    headline: bool
    stretches: tuple[Stretch, ...]
    homeless: tuple[Placed, ...]


def article(view: DocumentView, said: Sequence[Said]) -> Article:
    """Lay out one document with these of its statements."""
    placed = tuple(Placed(number=i, said=s) for i, s in enumerate(sorted(said, key=_where)))
    regions = list(_regions(view))
    marks = [m for p in placed for m in _marks(p)]
    segments = flatten([(s, e) for s, e, _ in regions], marks)
    waiting = {p.number: p for p in placed}
    blocks = [
        Block(kind=kind, pieces=tuple(_pieces(view.text, found, waiting)))
        for (_, _, kind), found in zip(regions, segments, strict=True)
    ]
    return Article(
        view=view,
        placed=placed,
        headline=any(b.kind == "headline" for b in blocks),
        stretches=tuple(_stretches(blocks)),
        homeless=tuple(waiting.values()),
    )


def _where(said: Said) -> Range:
    return (said.content[0].start, -said.content[-1].end) if said.content else (1 << 60, 0)


def _marks(placed: Placed) -> Iterator[Mark]:
    said = placed.said
    for role, spans in (("source", said.source), ("cue", said.cue), ("content", said.content)):
        for s in spans:
            yield Mark(s.start, s.end, role, placed.number)


def _regions(view: DocumentView) -> Iterator[tuple[int, int, str]]:
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


def _pieces(text: str, segments: Iterable[Segment], waiting: dict[int, Placed]) -> Iterator[Piece]:
    """The segments as styled pieces; a statement leaves `waiting` where its content begins."""
    for s in segments:
        begun = {m.number for m in s.marks if m.role == "content" and m.number in waiting}
        labels = tuple(waiting.pop(n) for n in sorted(begun))
        yield Piece(text=text[s.start : s.end], style=_style(s) if s.marks else "", labels=labels)


def _style(segment: Segment) -> str:
    """The classes of a segment: its roles, nesting, bracket ends, and the numbers of its statements."""
    content = [m for m in segment.marks if m.role == "content"]
    classes = [ROLE_LETTER[r] for r in ("source", "cue", "content") if any(m.role == r for m in segment.marks)]
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
