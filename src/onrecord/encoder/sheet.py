"""An article as the encoder takes it: words with their pieces and marks, cut into windows.

Windows are whole paragraphs packed to `PACK` pieces; a paragraph above that stands alone, and one
above `LONGEST` is cut at sentence ends. They depend on the article alone, and each is run by
itself, because an int8 activation is scaled over all that runs together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.encoder.pieces import OTHER, WordPieces, shape_of, words
from onrecord.findings import Range

PACK = 128
LONGEST = 256
OUTSIDE, OPENS, INSIDE, CLOSES, UNCLOSED = range(5)
HEADLINE, FIRST, LATER = range(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph to read: its characters, the quotations in it (start, end, closed), its place."""

    start: int
    end: int
    quotes: Sequence[tuple[int, int, bool]] = ()
    place: int = LATER


@dataclass(slots=True)
class Sheet:
    """The words of an article, as parallel lists.

    `pieces` are a word's numbers in the vocabulary, `shape` its letters' class, `quote` where it
    stands to quotation marks, `place` that of its paragraph; `paragraphs` are ranges of words.
    """

    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    pieces: list[tuple[int, ...]] = field(default_factory=list)
    shape: list[int] = field(default_factory=list)
    quote: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    final: list[bool] = field(default_factory=list)
    paragraphs: list[Range] = field(default_factory=list)


def make_sheet(text: str, passages: Sequence[Passage], vocabulary: WordPieces) -> Sheet:
    """The sheet of the passages of `text`; passages without a word are left out."""
    sheet = Sheet()
    for p in passages:
        first = len(sheet.start)
        for s, e in words(text, p.start, p.end):
            word = text[s:e]
            sheet.start.append(s)
            sheet.end.append(e)
            sheet.pieces.append(vocabulary(word))
            sheet.shape.append(shape_of(word))
            sheet.final.append(word in ".!?…")
        count = len(sheet.start) - first
        if count:
            sheet.quote.extend(_quote_states(sheet, first, p.quotes))
            sheet.place.extend([p.place] * count)
            sheet.paragraphs.append((first, first + count))
    return sheet


def _quote_states(sheet: Sheet, first: int, quotes: Sequence[tuple[int, int, bool]]) -> list[int]:
    """Where each word from `first` on stands to the quotations (in order, disjoint)."""
    out: list[int] = []
    k = 0
    for i in range(first, len(sheet.start)):
        s, e = sheet.start[i], sheet.end[i]
        while k < len(quotes) and quotes[k][1] <= s:
            k += 1
        if k == len(quotes) or e <= quotes[k][0]:
            out.append(OUTSIDE)
        elif s <= quotes[k][0] and sheet.shape[i] == OTHER:
            out.append(OPENS)
        elif not quotes[k][2]:
            out.append(UNCLOSED)
        elif e >= quotes[k][1] and sheet.shape[i] == OTHER:
            out.append(CLOSES)
        else:
            out.append(INSIDE)
    return out


def windows(sheet: Sheet, pack: int = PACK, longest: int = LONGEST) -> Iterator[list[Range]]:
    """The windows of a sheet: each the ranges of words (paragraphs or parts of one) that run together."""
    packed: list[Range] = []
    used = 1
    for first, last in sheet.paragraphs:
        size = sum(len(p) for p in sheet.pieces[first:last]) + 1
        if packed and used + size > pack:
            yield packed
            packed, used = [], 1
        if size + 1 > longest:
            yield from ([part] for part in _cut(sheet, first, last, longest - 2))
        else:
            packed.append((first, last))
            used += size
    if packed:
        yield packed


def _cut(sheet: Sheet, first: int, last: int, limit: int) -> Iterator[Range]:
    """A long paragraph in parts of at most `limit` pieces, cut after the last sentence that fits."""
    at, used, sentence = first, 0, first
    i = first
    while i < last:
        size = min(len(sheet.pieces[i]), limit)
        if used + size > limit:
            stop = sentence if sentence > at else i
            yield at, stop
            at = sentence = stop
            used = sum(len(p) for p in sheet.pieces[at:i])
            if used + size > limit:
                continue
        used += size
        i += 1
        if sheet.final[i - 1] or (sheet.quote[i - 1] == CLOSES and sheet.final[i - 2]):
            sentence = i
    if at < last:
        yield at, last
