"""The sentences of an article, made paragraph by paragraph as they are asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from onrecord.actors.sentences import ends_sentence
from onrecord.findings import Range

_STOP = re.compile(r"[.!?…][\"”’»)\]]*\s+(?=[\"“‘«(\[]?\w)|\n+")
LONGEST = 1200
"""Characters of a sentence, at most: what has no stops is cut there."""


class Sentences:
    """Answers in which sentence an offset stands. `paragraphs` are in order and disjoint."""

    def __init__(self, text: str, paragraphs: Sequence[Range]) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._starts = [s for s, _ in paragraphs]
        self._known: dict[int, list[Range]] = {}

    def around(self, at: int) -> Range | None:
        """The sentence of an offset; None where no paragraph holds it."""
        found = self._find(at)
        return found and found[0][found[1]]

    def before(self, sentence: Range) -> Range:
        """The sentence before this one in its paragraph; itself where it is the first."""
        found = self._find(sentence[0])
        return found[0][max(0, found[1] - 1)] if found else sentence

    def _find(self, at: int) -> tuple[list[Range], int] | None:
        i = bisect_right(self._starts, at) - 1
        if i < 0 or at >= self._paragraphs[i][1]:
            return None
        if i not in self._known:
            self._known[i] = list(_split(self._text, *self._paragraphs[i]))
        some = self._known[i]
        return some, max(0, bisect_right(some, (at, len(self._text) + 1)) - 1)


def _split(text: str, start: int, end: int) -> list[Range]:
    out: list[Range] = []
    at = start
    for m in _STOP.finditer(text, start, end):
        if m.end() < end and (text[m.start()] == "\n" or ends_sentence(text, m.start())):
            out.append((at, m.start() + len(m.group().rstrip())))
            at = m.end()
    out.append((at, end))
    return [(b, min(b + LONGEST, e)) for s, e in out for b in range(s, e, LONGEST)]
