"""Spans of words -> ranges of characters, made whole at quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from onrecord.attribution.rules import Read
from onrecord.encoder.decode import Tagged
from onrecord.encoder.engine import Scores
from onrecord.encoder.sheet import Sheet
from onrecord.findings import Range
from onrecord.span import merge, trim

_CLOSING = "\"”’'»«“`"
_OPENING = "\"“”‘'«»„‚`"
_BULLET = re.compile(r"(?:[•>*‣▪]\s*)*")
_LETTER = re.compile(r"\w")
_ENDS = " .,;:!?\u2026"


def breaks(sheet: Sheet, scores: Sequence[Scores]) -> frozenset[int]:
    """The words at which a paragraph too long for one window was cut: the first ones of its further parts."""
    begins = {first for first, _ in sheet.paragraphs}
    return frozenset(first for s in scores for first, _ in s.words if first not in begins)


class Snapper:
    """Turns words into characters, with what the tagger cannot see or often misses at the edges of a span.

    Datelines belong to no span. A content that begins or ends in a quotation takes its mark; one that
    reaches the word at which its paragraph was cut takes the rest of its quotation.
    """

    def __init__(self, text: str, sheet: Sheet, got: Read, cuts: frozenset[int]) -> None:
        self._text = text
        self._sheet = sheet
        self._quoted = got.quoted
        self._datelines = got.datelines
        self._cuts = cuts

    def plain(self, span: Tagged) -> tuple[Range, ...]:
        """The characters of the span's words."""
        start, end = self._sheet.start[span.first], self._sheet.end[span.last - 1]
        k = bisect_right(self._datelines, (start, len(self._text))) - 1
        after = self._datelines[k][1] if k >= 0 else 0
        return ((after if start < after < end else start, end),)

    def content(self, pieces: Sequence[Tagged]) -> tuple[Range, ...]:
        """The characters of a content, with the marks of quotations that it begins or ends in."""
        whole = []
        for p in pieces:
            start, end = self._whole(*self.plain(p)[0])
            start += len(_BULLET.match(self._text, start, end).group())  # type: ignore[union-attr]
            if not _LETTER.search(self._text, start, end) or self._in_dateline(end):
                continue
            if p.last in self._cuts:
                end = max(end, self._quotation_end(end))
            whole.append((start, end))
        return merge(trim(self._text, *r) for r in whole)

    def _in_dateline(self, end: int) -> bool:
        k = bisect_right(self._datelines, (end - 1, len(self._text))) - 1
        return k >= 0 and end <= self._datelines[k][1]

    def _quotation_end(self, at: int) -> int:
        """Where the quotation that goes on over `at` ends, or 0."""
        k = bisect_right(self._quoted, (at, len(self._text))) - 1
        return self._quoted[k][1] if k >= 0 and at < self._quoted[k][1] else 0

    def _whole(self, start: int, end: int) -> Range:
        """Extend a range that begins at the first word of a quotation, or ends at its last, over the mark."""
        k = bisect_right(self._quoted, (start, len(self._text))) - 1
        if k >= 0 and self._quoted[k][0] < start < self._quoted[k][1]:
            if not self._text[self._quoted[k][0] : start].strip(_OPENING + " "):
                start = self._quoted[k][0]
        k = bisect_right(self._quoted, (end - 1, len(self._text))) - 1
        if k >= 0 and self._quoted[k][0] < end < self._quoted[k][1]:
            if not self._text[end : self._quoted[k][1]].strip(_CLOSING + _ENDS):
                end = self._quoted[k][1]
        return start, end
