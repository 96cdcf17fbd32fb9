"""Overlapping and nested spans, flattened: the text cut so that each segment has one set of roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.findings import Range


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A stretch of text with a role ("source", "cue", "content") in the statement of that number."""

    start: int
    end: int
    role: str
    number: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch that the same marks cover from end to end."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def flatten(regions: Iterable[Range], marks: Iterable[Mark]) -> Iterator[list[Segment]]:
    """For each region (disjoint, in order) its segments: they join to the region, none is empty.

    A segment's marks are exactly those that cover it, in the order of `Mark`.
    """
    waiting = sorted((m for m in marks if m.start < m.end), reverse=True)
    active: list[Mark] = []
    for start, end in regions:
        while waiting and waiting[-1].start < end:
            active.append(waiting.pop())
        active = [m for m in active if m.end > start]
        yield list(_segments(start, end, active))


def _segments(start: int, end: int, marks: list[Mark]) -> Iterator[Segment]:
    cuts = {start, end}
    for m in marks:
        cuts.update((max(start, m.start), min(end, m.end)))
    edges = sorted(cuts)
    for s, e in zip(edges, edges[1:], strict=False):
        yield Segment(s, e, tuple(m for m in marks if m.start <= s and m.end >= e))
