"""From characters of one side of a passage to those of the other.

    map_span(passage, text_a, text_b, start, end) -> (start, end) | None

`start` and `end` are characters of `text_a`, end exclusive; the answer those of `text_b` that say the same. A passage
is read the other way round with `turned(passage)`. Who asks much of one passage makes a `Mapping` once.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from onrecord.findings import Range
from onrecord.model import Passage
from onrecord.reprints.wording import WORD, fold

LEAST = 0.5  # of the words asked for, this share must stand on the other side too
_AROUND = 2_000  # words looked at on each side, where a passage is longer than an article
_BEFORE = re.compile(r"[\"“„«»'‘`(\[「『]+\Z")
_AFTER = re.compile(r"[\"”“»«'’.,;:?!…)\]」』]+")


def turned(passage: Passage) -> Passage:
    """The same passage with its sides exchanged."""
    return Passage(a=passage.b, b=passage.a, words=passage.words, likeness=passage.likeness, quoted=passage.quoted)


def map_span(passage: Passage, text_a: str, text_b: str, start: int, end: int) -> Range | None:
    """Where text_a[start:end] stands in text_b, by the words that the passage's sides share, edits bridged.

    Marks and stops at the edges go along where both texts have them. None where the range does not lie (with all its
    words) in the passage, or where less than half of its words stand on the other side.
    """
    return Mapping(passage, text_a, text_b).span(start, end)


class Mapping:
    """One passage, read once, to be asked for many ranges."""

    def __init__(self, passage: Passage, text_a: str, text_b: str) -> None:
        self.text_a, self.text_b = text_a, text_b
        self.a = [m.span() for m in WORD.finditer(text_a, passage.a.start, passage.a.end)]
        self.b = [m.span() for m in WORD.finditer(text_b, passage.b.start, passage.b.end)]
        self.words_a = [fold(text_a[s:e]) for s, e in self.a]
        self.words_b = [fold(text_b[s:e]) for s, e in self.b]
        self.same = self.words_a == self.words_b

    def span(self, start: int, end: int) -> Range | None:
        """`map_span` of this passage."""
        first = bisect_right([e for _, e in self.a], start)
        last = bisect_left([s for s, _ in self.a], end)
        if first >= last or self._has_words(start, self.a[first][0]) or self._has_words(self.a[last - 1][1], end):
            return None
        found = (first, last) if self.same else self._aligned(first, last)
        if found is None:
            return None
        here, there = self.b[found[0]][0], self.b[found[1] - 1][1]
        opening = _BEFORE.search(self.text_b, max(0, here - 4), here)
        if opening and start < self.a[first][0]:
            here -= min(len(opening[0]), self.a[first][0] - start)
        closing = _AFTER.match(self.text_b, there, there + 4)
        if closing and end > self.a[last - 1][1]:
            there += min(len(closing[0]), end - self.a[last - 1][1])
        return here, there

    def _has_words(self, start: int, end: int) -> bool:
        return start < end and WORD.search(self.text_a, start, end) is not None

    def _aligned(self, first: int, last: int) -> Range | None:
        """The words of b that answer to the words first to last of a."""
        from rapidfuzz.distance import Levenshtein

        from_a, from_b = max(0, first - _AROUND), max(0, first - _AROUND - abs(len(self.a) - len(self.b)))
        a = self.words_a[from_a : last + _AROUND]
        b = self.words_b[from_b : last + _AROUND + abs(len(self.a) - len(self.b))]
        first, last = first - from_a, last - from_a
        same, low, high = 0, len(b), 0
        for op in Levenshtein.opcodes(a, b):
            i, j = max(op.src_start, first), min(op.src_end, last)
            if i >= j or op.tag == "delete":
                continue
            same += (j - i) * (op.tag == "equal")
            low = min(low, op.dest_start + min(i - op.src_start, op.dest_end - op.dest_start - 1))
            high = max(high, op.dest_end if j == op.src_end else min(op.dest_end, op.dest_start + j - op.src_start))
        if same < max(1, LEAST * (last - first)):
            return None
        return low + from_b, high + from_b
