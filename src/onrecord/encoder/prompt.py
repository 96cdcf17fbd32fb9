"""A text and what it is held against -> the rows of the stance network: pieces, the part each plays, and its sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.encoder import signs
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


@dataclass(frozen=True, slots=True)
class Prompt:
    """Of every piece its number, its part, its sign (`signs`), and what it shares with the other side ("" is nothing).

    Two pieces with the same `shared` belong to forms of one word, in the text and in the target.
    """

    ids: list[int]
    parts: list[int]
    signs: list[int]
    shared: list[str]


class _Piece(NamedTuple):
    number: int
    part: int
    leaning: int = 0
    key: str = ""


def lay_out(
    split: Callable[[str], Sequence[int]],
    edges: tuple[int, int],
    text: Sequence[Segment],
    about: Sequence[Segment],
    longest: int = LONGEST,
) -> Prompt:
    """The rows of a prompt: text and target between `edges` (the pieces that begin and end).

    `split` gives the pieces of a word. Where the text is too long, context goes first, that before the statement last
    of it; then the end of what is left but for its last third.
    """
    first, last = edges
    asked = _pieces(split, about)[:ASKED]
    told = _cut(_pieces(split, text), longest - 3 - len(asked))
    both = {p.key for p in told}.intersection(p.key for p in asked) - {""}
    rows = [_Piece(first, CONTEXT), *told, _Piece(last, CONTEXT), *asked, _Piece(last, PROPOSITION)]
    return Prompt(
        ids=[p.number for p in rows],
        parts=[p.part for p in rows],
        signs=[p.leaning + len(signs.CLASSES) * (p.key in both) for p in rows],
        shared=[p.key if p.key in both else "" for p in rows],
    )


def _pieces(split: Callable[[str], Sequence[int]], segments: Sequence[Segment]) -> list[_Piece]:
    out: list[_Piece] = []
    for text, part in segments:
        before = ""
        for a, b in words(text, 0, len(text)):
            word = text[a:b]
            leaning, key = signs.leaning(word, before), signs.key(word)
            out += [_Piece(number, part, leaning, key) for number in split(word)]
            before = word
    return out


def _cut(rows: list[_Piece], room: int) -> list[_Piece]:
    if len(rows) <= room:
        return rows
    own = [i for i, p in enumerate(rows) if p.part != CONTEXT]
    if own and own[-1] - own[0] < room:
        end = min(len(rows), max(own[-1] + 1, room))
        return rows[max(0, end - room) : end] if own[0] >= end - room else rows[own[0] : own[0] + room]
    kept = rows[own[0] : own[-1] + 1] if own else rows
    tail = room // 3
    return [*kept[: room - tail], *kept[-tail:]]
