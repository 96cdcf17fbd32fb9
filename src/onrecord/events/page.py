"""One article as its events are read in: sentences, times, places, statements."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from onrecord import dates
from onrecord.actors.sentences import ends_sentence
from onrecord.findings import Range
from onrecord.layout import Layout
from onrecord.model import Document, Entity, Mention, Place, Statement
from onrecord.temporal import Anchor, Expression, find
from onrecord.temporal.expression import Order

_STOP = re.compile(r"[.!?][\"”’»)\]]*\s+(?=[\"“‘«(\[]?\w)|\n+")
LONGEST = 1200
"""Characters of a sentence, at most: what has no stops is cut there."""


@dataclass(slots=True, kw_only=True)
class Page:
    """An article laid out, with what was found in it; `asked` gives the entity of words that name a participant."""

    document: Document
    layout: Layout
    statements: Sequence[Statement]
    entities: Mapping[str, Entity]
    mentions: Sequence[Mention]
    asked: Mapping[Range, str]
    places: Sequence[Place] = ()
    dateline: Place | None = None
    sentences: list[Range] = field(init=False)
    anchor: Anchor = field(init=False)
    times: tuple[Expression, ...] = field(init=False)
    _named: list[int] = field(init=False)

    def __post_init__(self) -> None:
        text = self.layout.text
        self.sentences = [r for p in self.layout.paragraphs for r in _sentences(text, p.start, p.end)]
        self.anchor = anchor(self.document)
        self.times = find(text, self.anchor)
        self._named = [m.span.start for m in self.mentions]

    @property
    def text(self) -> str:
        """The text with its lines unwrapped; offsets are those of the document."""
        return self.layout.text

    def sentence(self, at: int) -> Range:
        """The sentence of an offset; a paragraph's last one for what lies behind it."""
        i = bisect_right(self.sentences, (at, 1 << 62)) - 1
        return self.sentences[max(0, i)] if self.sentences else (at, at)

    def times_in(self, start: int, end: int) -> list[Expression]:
        """The expressions of time that lie in a range."""
        i = bisect_left(self.times, start, key=lambda x: x.start)
        j = bisect_left(self.times, end, key=lambda x: x.start)
        return [x for x in self.times[i:j] if x.end <= end]

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The mentions of actors that lie in a range."""
        i, j = bisect_left(self._named, start), bisect_left(self._named, end)
        return [m for m in self.mentions[i:j] if m.span.end <= end]


def anchor(document: Document) -> Anchor:
    """From which days the article is written: its publication, its datelines, and how it writes 03/02/2019."""
    order: Order | None = None
    shown = {o.day_first for o in dates.ordered(document.text)}
    if len(shown) == 1:
        order = "day" if shown.pop() else "month"
    days: tuple[date, ...] = ()
    if document.dateline and document.published:
        found = dates.resolve(document.dateline, document.published)
        days = tuple(w.since for _, w in found if w.since == w.until)
    return Anchor(published=document.published, datelines=days, order=order)


def _sentences(text: str, start: int, end: int) -> list[Range]:
    """The sentences of a paragraph, none longer than LONGEST."""
    out: list[Range] = []
    at = start
    for m in _STOP.finditer(text, start, end):
        if m.end() < end and (text[m.start()] == "\n" or ends_sentence(text, m.start())):
            out.append((at, m.start() + len(m.group().rstrip())))
            at = m.end()
    out.append((at, end))
    return [(b, min(b + LONGEST, e)) for s, e in out for b in range(s, e, LONGEST)]
