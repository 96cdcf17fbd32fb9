"""Spans of words -> ranges of characters, made whole at quotation marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.encoder.decode import Tagged
from onrecord.encoder.sheet import Sheet
from onrecord.model import Range
from onrecord.span import merge, trim

_CLOSING = "\"”’'»“`"
_OPENING = "\"“‘'«„‚`"
_ENDS = " .,;:!?\u2026"


class Snapper:
    """Turns words into characters; a content that holds nearly all of a quotation takes all of it."""

    def __init__(self, text: str, sheet: Sheet, quoted: Sequence[Range]) -> None:
        self._text = text
        self._sheet = sheet
        self._quoted = quoted

    def plain(self, span: Tagged) -> tuple[Range, ...]:
        """The characters of the span's words."""
        return ((self._sheet.start[span.first], self._sheet.end[span.last - 1]),)

    def content(self, pieces: Sequence[Tagged]) -> tuple[Range, ...]:
        """The characters of a content, with the marks of quotations that it begins or ends in."""
        whole = [self._whole(*self.plain(p)[0]) for p in pieces]
        return merge(trim(self._text, *r) for r in whole)

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
