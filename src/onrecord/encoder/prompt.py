"""A text and what it is held against -> the rows of the stance network: pieces, and the part each plays."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from onrecord.encoder.pieces import words

CONTEXT, SOURCE, CUE, CONTENT, TARGET, PROPOSITION, HOLDER = range(7)
"""Parts of a prompt: of the text what surrounds a statement, who speaks (or feels), its cue and content, the words that
name whom a feeling is towards; behind the text the proposition (or that one's name), and the name of who feels."""
PARTS = 7
LONGEST = 96
"""Pieces of a prompt at most, with the three that bound it."""
ASKED = 40
"""Pieces of the proposition at most."""
Segment = tuple[str, int]


def lay_out(
    split: Callable[[str], Sequence[int]],
    edges: tuple[int, int],
    text: Sequence[Segment],
    about: Sequence[Segment],
    longest: int = LONGEST,
) -> tuple[list[int], list[int]]:
    """The pieces and parts of a prompt: text and target between `edges` (the pieces that begin and end).

    `split` gives the pieces of a word. Where the text is too long, context goes first, that before the statement last
    of it; then the end of what is left but for its last third.
    """
    first, last = edges
    asked = _pieces(split, about)[:ASKED]
    told = _cut(_pieces(split, text), longest - 3 - len(asked))
    rows = [(first, CONTEXT), *told, (last, CONTEXT), *asked, (last, PROPOSITION)]
    return [piece for piece, _ in rows], [part for _, part in rows]


def _pieces(split: Callable[[str], Sequence[int]], segments: Sequence[Segment]) -> list[tuple[int, int]]:
    return [
        (piece, part) for text, part in segments for a, b in words(text, 0, len(text)) for piece in split(text[a:b])
    ]


def _cut(rows: list[tuple[int, int]], room: int) -> list[tuple[int, int]]:
    if len(rows) <= room:
        return rows
    own = [i for i, (_, part) in enumerate(rows) if part != CONTEXT]
    if own and own[-1] - own[0] < room:
        end = min(len(rows), max(own[-1] + 1, room))
        return rows[max(0, end - room) : end] if own[0] >= end - room else rows[own[0] : own[0] + room]
    kept = rows[own[0] : own[-1] + 1] if own else rows
    tail = room // 3
    return [*kept[: room - tail], *kept[-tail:]]
