"""Which statements hold a place in the text, and which stand beside it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from onrecord.findings import Range
from onrecord.model import Statement

_GAP = " \t\n\"“”‘’'«»,—–-"
_SPACES = " \t\n\"“‘'«"
_WIDEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A statement with the ranges of its content that lie in the text, in order."""

    statement: Statement
    content: tuple[Range, ...]


class Holders:
    """The statements of an article, asked for places that come in text order."""

    def __init__(self, statements: Sequence[Statement], length: int) -> None:
        self._all = [h for s in statements if (h := _holder(s, length)).content]
        self._by_id = {h.statement.id: h for h in self._all}
        pieces = sorted((s, e, k) for k, h in enumerate(self._all) for s, e in h.content)
        self._waiting = pieces[::-1]
        self._open: list[tuple[int, int, int]] = []
        self._sizes = [sum(e - s for s, e in h.content) for h in self._all]
        self._ends = sorted((e, k) for _, e, k in pieces)
        self._starts = sorted([*((s, k) for s, _, k in pieces), *_heads(self._all)])

    def innermost(self, at: int) -> Holder | None:
        """The statement with the shortest content that holds an offset; offsets must not go back."""
        while self._waiting and self._waiting[-1][0] <= at:
            _, end, k = self._waiting.pop()
            heappush(self._open, (self._sizes[k], k, end))
        while self._open and self._open[0][2] <= at:
            heappop(self._open)
        return self._all[self._open[0][1]] if self._open else None

    def around(self, holder: Holder) -> list[Holder]:
        """A statement, and those around it by the same speaker: "he wrote that he would accept ..."."""
        out = [holder]
        while len(out) < _WIDEST:
            inner = out[-1].statement
            outer = self._by_id.get(inner.within or "")
            if outer is None or outer in out or not _same_speaker(inner, outer.statement):
                break
            out.append(outer)
        return out

    def near(self, sentence: Range) -> bool:
        """Whether any statement begins, or its content ends, in a sentence."""
        return any(
            i < len(places) and places[i][0] <= sentence[1]
            for places in (self._starts, self._ends)
            for i in [bisect_left(places, (sentence[0], -1))]
        )

    def parted(self, low: str, start: int, end: int) -> int:
        """Where a statement begins that a comma parts from the words from `start` on; `end` where none does."""
        i = bisect_left(self._starts, (start, -1))
        after = (s for s, _ in self._starts[i : i + 2 * _WIDEST] if s < end)
        return next((s for s in after if low[start:s].rstrip(_SPACES).endswith(",")), end)

    def beside(self, low: str, start: int, end: int, sentence: Range, front: bool) -> list[Holder]:
        """The statements whose content ends right before a condition, or that follow one that stands in front.

        A source and cue that follow it must stand between commas: what "If he was late, Alvarn said that ..." tells
        after its cue is not under the condition.
        """
        floor = max(sentence[0], start - _WIDEST)
        i, j = bisect_right(self._ends, (floor, len(self._all))), bisect_right(self._ends, (start, len(self._all)))
        out = [self._all[k] for e, k in self._ends[i:j][:_WIDEST] if not low[e:start].strip(_GAP)]
        if front:
            i = bisect_left(self._starts, (end, -1))
            for s, k in self._starts[i : i + 2 * _WIDEST]:
                if s > min(sentence[1], end + _WIDEST) or low[end:s].strip(_GAP):
                    break
                if _parted(low, s, self._all[k]):
                    out.append(self._all[k])
        return out


def _holder(statement: Statement, length: int) -> Holder:
    return Holder(
        statement=statement,
        content=tuple(sorted((c.start, c.end) for c in statement.content if 0 <= c.start < c.end <= length)),
    )


def _same_speaker(inner: Statement, outer: Statement) -> bool:
    return inner.speaker is not None and inner.speaker == outer.speaker


def _heads(holders: Sequence[Holder]) -> list[tuple[int, int]]:
    """Where source and cue of each statement begin, the first of them."""
    named = (([s.start for s in (*h.statement.source, *h.statement.cue)], k) for k, h in enumerate(holders))
    return [(min(starts), k) for starts, k in named if starts]


def _parted(low: str, start: int, holder: Holder) -> bool:
    """Whether a statement that begins at `start` begins with its content, or a comma parts source and cue from it."""
    after = next((s for s, _ in holder.content if s >= start), -1)
    if after == start:
        return True
    heads = [s.end for s in (*holder.statement.source, *holder.statement.cue) if start <= s.start and s.end <= after]
    return bool(heads) and low[max(heads) : after].lstrip()[:1] == ","
