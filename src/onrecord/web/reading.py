"""An article laid out for reading: paragraphs cut where marks begin and end, and the entries of its margin.

    sheet(page, hit)      blocks of pieces, and statements and events in the order of the text, each with its number

A piece knows at which character it begins, so that a script leads from a selection back to `Document.text`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from onrecord.export.passages import regions
from onrecord.export.segments import Mark, Segment, flatten
from onrecord.findings import Range
from onrecord.model import Condition, Span
from onrecord.store.article_rows import ArticlePage, Named, SideTaken
from onrecord.store.event_rows import EventReport
from onrecord.store.rows import ActorRef, Said
from onrecord.web.marked import CLASSES

NAME, HIT, TOLD = "name", "hit", "told"
RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "iw", "pa-arab", "ps", "sd", "syr", "ug", "ur", "yi"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A statement or a report of an event, with its number in the article from 1. `marked` is whether its words are
    shown in the text: not those of what a reviewer rejected, nor where they stand in no paragraph. `depth` counts the
    statements that it stands in."""

    number: int
    said: Said | None = None
    report: EventReport | None = None
    sides: tuple[SideTaken, ...] = ()
    conditions: tuple[Condition, ...] = ()
    depth: int = 0
    marked: bool = True

    @property
    def anchor(self) -> str:
        """Where its words begin on the page."""
        return f"s-{self.said.id}" if self.said else f"e-{self.report.id}" if self.report else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An actor of the article, how often it is named or meant, and where first."""

    number: int
    actor: ActorRef
    times: int
    first: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text under the same marks: `style` are its classes, `of` the keys of the entries ("n3") and actors
    ("a1") that it belongs to, `begins` the entries whose words begin here, `means` the actors it names. `hit` is
    whether the place that was asked for begins here."""

    start: int
    text: str
    style: str = ""
    of: str = ""
    begins: tuple[Entry, ...] = ()
    means: str = ""
    hit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph: `kind` is "headline", "body", or the label of a part that is not article."""

    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Blocks in a row that are article, or that were set aside (`aside`, with their labels). `opened`: one of them
    holds the place that was asked for."""

    aside: bool
    labels: tuple[str, ...]
    blocks: tuple[Block, ...]
    opened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An article as its page shows it. `headline` is whether the text has one. `found` is whether the place that was
    asked for is in the text."""

    stretches: tuple[Stretch, ...]
    entries: tuple[Entry, ...]
    people: tuple[Person, ...]
    headline: bool
    found: bool


def sheet(page: ArticlePage, hit: Range | None = None) -> Sheet:
    """Lay out an article with all that was found in it; `hit` is a place to be marked."""
    entries = list(_entries(page))
    people = _people(page.named)
    laid = list(regions(page.view))
    marks = [m for e in entries if e.marked for m in _marks(e)] + list(_names(page.named, people))
    if hit:
        marks.append(Mark(*hit, HIT, 0))
    waiting = {e.number: e for e in entries if e.marked}
    maker = _Maker(page.view.text, waiting, [p.actor.name for p in people])
    cut = flatten([(start, end) for start, end, _ in laid], marks)
    blocks = [Block(kind=k, pieces=tuple(maker.pieces(some))) for (_, _, k), some in zip(laid, cut, strict=True)]
    return Sheet(
        stretches=tuple(_stretches(blocks)),
        entries=tuple(replace(e, marked=False) if e.number in waiting else e for e in entries),
        people=tuple(people),
        headline=any(b.kind == "headline" for b in blocks),
        found=any(p.hit for b in blocks for p in b.pieces),
    )


def direction(language: str | None) -> str:
    """How a language is written, as an attribute `dir` says it."""
    if not language:
        return "auto"
    tag = language.lower().replace("_", "-")
    return "rtl" if tag in RIGHT_TO_LEFT or tag.split("-")[0] in RIGHT_TO_LEFT else "ltr"


# ---------------------------------------------------------------------------- the margin


def _entries(page: ArticlePage) -> Iterator[Entry]:
    """Statements and events in the order of the text."""
    sides: dict[str, list[SideTaken]] = {}
    for side in page.sides:
        sides.setdefault(side.statement, []).append(side)
    conditions: dict[str, list[Condition]] = {}
    for condition in page.conditions:
        conditions.setdefault(condition.statement, []).append(condition)
    inside = {s.id: s.within for s in page.view.said}
    both: list[Said | EventReport] = [*page.view.said, *page.view.events]
    for number, row in enumerate(sorted(both, key=_place), 1):
        if isinstance(row, Said):
            yield Entry(
                number=number,
                said=row,
                sides=tuple(sides.get(row.id, ())),
                conditions=tuple(conditions.get(row.id, ())),
                depth=_depth(row.id, inside),
                marked=row.verdict != "reject",
            )
        else:
            yield Entry(number=number, report=row, marked=row.verdict != "reject")


def _place(row: Said | EventReport) -> tuple[int, int, int, str]:
    """Of two that begin together the longer first, a statement before an event."""
    if isinstance(row, Said):
        return row.content[0].start, 0, -row.content[-1].end, row.id
    return row.trigger.start, 1, -row.trigger.end, row.id


def _depth(own: str, inside: dict[str, str | None]) -> int:
    """In how many statements it stands."""
    seen = {own}
    while (above := inside.get(own)) is not None and above not in seen:
        seen.add(above)
        own = above
    return len(seen) - 1


def _people(named: Sequence[Named]) -> list[Person]:
    """The actors of an article, those that are named most first."""
    times = Counter(n.actor.id for n in named)
    first: dict[str, Named] = {}
    for n in named:
        first.setdefault(n.actor.id, n)
    ordered = sorted(first.values(), key=lambda n: (-times[n.actor.id], n.span.start, n.actor.id))
    return [Person(number=i, actor=n.actor, times=times[n.actor.id], first=n.span) for i, n in enumerate(ordered)]


# ---------------------------------------------------------------------------- the text


def _marks(entry: Entry) -> Iterator[Mark]:
    spans: list[tuple[str, Sequence[Span]]] = []
    if entry.said:
        said = entry.said
        spans = [("source", said.source), ("cue", said.cue), ("content", said.content)]
        spans += [("condition", c.spans) for c in entry.conditions]
    elif entry.report:
        spans = [(TOLD, (entry.report.evidence,)), ("act", (entry.report.trigger,))]
    for role, some in spans:
        for s in some:
            yield Mark(s.start, s.end, role, entry.number)


def _names(named: Iterable[Named], people: Sequence[Person]) -> Iterator[Mark]:
    number = {p.actor.id: p.number for p in people}
    for n in named:
        yield Mark(n.span.start, n.span.end, NAME, number[n.actor.id])


class _Maker:
    """Makes pieces of segments; an entry leaves `waiting` where its words begin."""

    def __init__(self, text: str, waiting: dict[int, Entry], names: Sequence[str]) -> None:
        self.text = text
        self.waiting = waiting
        self.names = names
        self.hit = False

    def pieces(self, segments: Iterable[Segment]) -> Iterator[Piece]:
        for s in segments:
            begun = sorted({m.number for m in s.marks if m.role in ("content", "act") and m.number in self.waiting})
            begins = tuple(self.waiting.pop(n) for n in begun)
            first = not self.hit and any(m.role == HIT for m in s.marks)
            self.hit = self.hit or first
            yield Piece(
                start=s.start,
                text=self.text[s.start : s.end].replace("\r", " "),  # a browser makes one character of two
                style=" ".join(_classes(s)),
                of=" ".join(_keys(s)),
                begins=begins,
                means=", ".join(dict.fromkeys(self.names[m.number] for m in s.marks if m.role == NAME)),
                hit=first,
            )


def _classes(segment: Segment) -> list[str]:
    roles = {m.role for m in segment.marks}
    found = [letter for role, letter in CLASSES.items() if role in roles]
    contents = [m for m in segment.marks if m.role == "content"]
    found += ["cc"] if len({m.number for m in contents}) > 1 else []
    found += ["b"] if any(m.start == segment.start for m in contents) else []
    found += ["e"] if any(m.end == segment.end for m in contents) else []
    found += ["a"] if NAME in roles else []
    return [*found, "hit"] if HIT in roles else found


def _keys(segment: Segment) -> list[str]:
    keys = (f"{'a' if m.role == NAME else 'n'}{m.number}" for m in segment.marks if m.role != HIT)
    return sorted(set(keys))


def _stretches(blocks: Iterable[Block]) -> Iterator[Stretch]:
    for aside, run in groupby(blocks, key=lambda b: b.kind not in ("headline", "body")):
        found = tuple(run)
        labels = tuple(dict.fromkeys(b.kind for b in found)) if aside else ()
        opened = any(p.hit for b in found for p in b.pieces)
        yield Stretch(aside=aside, labels=labels, blocks=found, opened=opened)


__all__ = ["Block", "Entry", "Person", "Piece", "Sheet", "Stretch", "direction", "sheet"]
