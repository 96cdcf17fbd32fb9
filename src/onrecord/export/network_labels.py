"""Names on a drawing: how wide they are, and where each has room."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.export.wording import clipped

_NARROW = frozenset("ijltfrI.,:;'|!()[] -")
_BROAD = frozenset("mwMW@%")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name where it stands: `anchor` says which side of it is at x ("start", "middle", "end"), y is its base line."""

    text: str
    x: float
    y: float
    anchor: str


def shown(label: str, longest: int) -> str:
    """A name as a drawing has it: on one line, no longer than so many characters, its letters in their own order."""
    return clipped(" ".join(_TURNS.sub("", label).split()), longest)


def wide(text: str, size: float) -> float:
    """About how wide a text is, in a plain face of this size."""
    return size * sum(_width(c) for c in text)


def _width(c: str) -> float:
    if unicodedata.combining(c):
        return 0.0
    if unicodedata.east_asian_width(c) in "WF":
        return 1.05
    if c in _NARROW:
        return 0.34
    if c in _BROAD:
        return 0.88
    return 0.7 if c.isupper() else 0.57


def placed(
    texts: Sequence[str], circles: Sequence[tuple[float, float, float]], order: Sequence[int], size: float, room: Box,
    *, every: bool,
) -> list[Label | None]:  # fmt: skip
    """A place beside each circle (x, y, radius), the first in order choosing first.

    Below it where there is room, else above, right, left or aslant. Without `every` a name that would lie on another
    one is left out.
    """
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for x, y, r in circles]
    out: list[Label | None] = [None] * len(texts)
    for i in order:
        x, y, r = circles[i]
        length = wide(texts[i], size)
        found: tuple[float, Label, Box] | None = None
        for label in _places(texts[i], x, y, r, size):
            left = label.x - {"start": 0.0, "middle": length / 2, "end": length}[label.anchor]
            box = (left, label.y - size * 0.82, left + length, label.y + size * 0.22)
            beyond = sum(max(0.0, d) for d in (room[0] - box[0], room[1] - box[1], box[2] - room[2], box[3] - room[3]))
            cost = sum(_shared(box, other) for k, other in enumerate(taken) if k != i) + 60 * beyond
            if found is None or cost < found[0]:
                found = cost, label, box
            if not cost:
                break
        if found and (every or found[0] < size * 1.5):
            out[i] = found[1]
            taken.append(found[2])
    return out


def _places(text: str, x: float, y: float, r: float, size: float) -> list[Label]:
    near, mid, slant = r + 3, size * 0.34, r * 0.72 + 2
    spots = (
        (x, y + r + size, "middle"),
        (x, y - near, "middle"),
        (x + near, y + mid, "start"),
        (x - near, y + mid, "end"),
        (x + slant, y + slant + size * 0.6, "start"),
        (x - slant, y + slant + size * 0.6, "end"),
        (x + slant, y - slant, "start"),
        (x - slant, y - slant, "end"),
    )
    return [Label(text=text, x=round(a, 1), y=round(b, 1), anchor=c) for a, b, c in spots]


def _shared(a: Box, b: Box) -> float:
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    return across * down if across > 0 and down > 0 else 0.0
