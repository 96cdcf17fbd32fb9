"""Two articles side by side: the passages that they share in one row each, what only one of them has between.

rows(a, b, passages)      the texts in rows, each side whole and in its own order
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from onrecord.export.passages import regions
from onrecord.export.segments import Mark, flatten
from onrecord.findings import Range
from onrecord.model import Passage, Span
from onrecord.store.rows import DocumentView
from onrecord.vocabulary import ARTICLE_LABELS

LONGEST = 3000
"""Words of a passage above which the ones that differ are not looked for."""
_SHARED, _OTHER = "shared", "other"
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bit:
    """A run of text: `number` is the passage it belongs to (0: none), `other` whether the other side words it
    otherwise."""

    text: str
    number: int = 0
    other: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one article has in a row, by paragraphs: `words` counts them."""

    paragraphs: tuple[tuple[Bit, ...], ...]
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A passage that both have (`number`, from 1), or what stands between two of them (0). What is shared and stands in
    another order is marked with its number inside of what stands between."""

    number: int
    left: Cell
    right: Cell


def rows(a: DocumentView, b: DocumentView, passages: Sequence[Passage]) -> list[Row]:
    """Both texts from beginning to end. Of each passage `a` stands in the one, `b` in the other."""
    ordered = sorted(passages, key=lambda p: (p.a.start, p.a.end, p.b.start))
    left, right = _Side(a), _Side(b)
    for number, p in enumerate(ordered, 1):
        left.share(p.a, p.b, number)
        right.share(p.b, p.a, number)
    out: list[Row] = []
    at_a = at_b = 0
    for i in _in_step(ordered):
        here, there = left.whole(ordered[i].a, at_a), right.whole(ordered[i].b, at_b)
        out.append(Row(number=0, left=left.cell((at_a, here[0])), right=right.cell((at_b, there[0]))))
        out.append(Row(number=i + 1, left=left.cell(here), right=right.cell(there)))
        at_a, at_b = here[1], there[1]
    out.append(Row(number=0, left=left.cell((at_a, len(a.text))), right=right.cell((at_b, len(b.text)))))
    return [r for r in out if r.number or r.left.words or r.right.words]


class _Side:
    """One article, with the marks of what it shares."""

    def __init__(self, view: DocumentView) -> None:
        self.text = view.text
        self.regions = list(regions(view))
        self.marks: list[Mark] = []

    def share(self, own: Span, other: Span, number: int) -> None:
        self.marks.append(Mark(own.start, own.end, _SHARED, number))
        for start, end in _otherwise(own.text, other.text):
            self.marks.append(Mark(own.start + start, own.start + end, _OTHER, number))

    def whole(self, span: Span, least: int) -> Range:
        """A passage with the signs around it, which passages are found without; not before `least`."""
        start, end = span.start, span.end
        while start > least and _is_sign(self.text[start - 1]):
            start -= 1
        while end < len(self.text) and _is_sign(self.text[end]):
            end += 1
        return start, end

    def cell(self, within: Range) -> Cell:
        """These characters, without what is not article and not shared either."""
        start, end = within
        inside = [
            (max(s, start), min(e, end))
            for s, e, kind in self.regions
            if s < end and e > start and (kind in ARTICLE_LABELS or any(m.start < e and m.end > s for m in self.marks))
        ]
        made = []
        for segments in flatten(inside, self.marks):
            bits = [
                Bit(
                    text=self.text[s.start : s.end],
                    number=max((m.number for m in s.marks if m.role == _SHARED), default=0),
                    other=any(m.role == _OTHER for m in s.marks),
                )
                for s in segments
            ]
            if any(bit.text.strip() for bit in bits):
                made.append(tuple(bits))
        return Cell(
            paragraphs=tuple(made),
            words=sum(1 for bits in made for bit in bits for word in bit.text.split() if _plain(word)),
        )


def _otherwise(own: str, other: str) -> Iterator[Range]:
    """The words of a passage that the other side has otherwise; signs and capitals do not count."""
    words = list(_WORD.finditer(own))
    mine, theirs = [_plain(w.group()) for w in words], [_plain(w) for w in other.split()]
    if mine == theirs or max(len(mine), len(theirs)) > LONGEST:
        return
    for op, start, end, _, _ in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if op in ("replace", "delete") and any(mine[start:end]):
            yield words[start].start(), words[end - 1].end()


def _is_sign(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


def _plain(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum())


def _in_step(passages: Sequence[Passage]) -> list[int]:
    """The longest run of passages, by number, that come in the same order on both sides, none over another."""
    ends: list[int] = []  # where, in b, the best run of each length ends
    last: list[int] = []
    before: list[int | None] = [None] * len(passages)
    for i, p in enumerate(passages):
        at = bisect_left(ends, p.b.start)
        before[i] = last[at - 1] if at else None
        if at == len(ends):
            ends.append(p.b.start)
            last.append(i)
        elif p.b.start < ends[at]:
            ends[at], last[at] = p.b.start, i
    chain: list[int] = []
    at_end = last[-1] if last else None
    while at_end is not None:
        chain.append(at_end)
        at_end = before[at_end]
    return list(_apart(passages, chain[::-1]))


def _apart(passages: Sequence[Passage], chain: Sequence[int]) -> Iterator[int]:
    """Without those that begin before the one ahead of them ends."""
    a = b = 0
    for i in chain:
        p = passages[i]
        if p.a.start >= a and p.b.start >= b:
            yield i
            a, b = p.a.end, p.b.end


__all__ = ["Bit", "Cell", "Row", "rows"]
