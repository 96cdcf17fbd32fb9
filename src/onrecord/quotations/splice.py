"""A quotation that no single passage explains: which pieces of it stand in which passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.quotations.lexicon import lexicon
from onrecord.quotations.passage import Passage
from onrecord.quotations.quotation import Quotation

RUN = 3  # words in a row that begin a piece
LEAST = 4  # words of a piece
GAP = 2  # words between two runs of one piece that differ
COVERED = 0.85  # share of the quotation that its pieces must explain
_PRICE = 1.5  # words that a further piece must explain more
_SAME_RUN = 20  # places of one run in the quotation that are followed
_TEXT_RUNS = 6  # places of one text that are looked at, the longest
_TRIM = 3  # words at its beginning that a piece may leave to the one before


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words `start` to `end` of the quotation stand at `first` to `last` of a passage; all ends exclusive."""

    passage: int
    start: int
    end: int
    first: int
    last: int
    same: int


def pieces(quotation: Quotation, passages: Sequence[Passage]) -> tuple[Piece, ...]:
    """The fewest pieces that explain most of the quotation, in its order; of equal ones the earlier passage's."""
    every = [p for i, passage in enumerate(passages) for p in _pieces(i, quotation, passage)]
    every.sort(key=lambda p: (p.end, p.passage, p.start))
    size = len(quotation.words)
    best: list[tuple[float, tuple[Piece, ...]]] = [(0.0, ())] * (size + 1)
    at = 0
    for end in range(1, size + 1):
        best[end] = best[end - 1]
        while at < len(every) and every[at].end == end:
            piece = every[at]
            at += 1
            for trim in range(min(_TRIM, piece.same - LEAST) + 1):
                value, before = best[piece.start + trim]
                value += piece.same - trim - _PRICE
                if value > best[end][0] + 1e-9:
                    best[end] = value, (*before, _trimmed(piece, trim))
    return best[size][1]


def shared(keys: Sequence[str], others: Sequence[str], least: int) -> list[tuple[int, int]]:
    """The words, from and to, of a text that has at least so many words of a quotation in a row, and says something."""
    runs = [(i, j, size) for i, j, size in _runs(keys, others) if size >= least and _says(keys[i : i + size])]
    return [(j, j + size) for _, j, size in sorted(runs, key=lambda run: -run[2])[:_TEXT_RUNS]]


def covered(found: Sequence[Piece]) -> int:
    """How many words of the quotation the pieces explain."""
    return sum(p.same for p in found)


def _trimmed(piece: Piece, trim: int) -> Piece:
    if not trim:
        return piece
    return replace(piece, start=piece.start + trim, first=piece.first + trim, same=piece.same - trim)


def _pieces(number: int, quotation: Quotation, passage: Passage) -> list[Piece]:
    keys, others = quotation.keys, passage.keys
    runs = _runs(keys, others)
    single = [
        Piece(passage=number, start=start, end=start + size, first=first, last=first + size, same=size)
        for start, first, size in sorted(runs)
    ]
    chained: list[Piece] = []
    for piece in single:
        before = chained[-1] if chained else None
        if before and 0 <= piece.start - before.end <= GAP and 0 <= piece.first - before.last <= GAP:
            same = before.same + piece.same
            chained[-1] = replace(before, end=piece.end, last=piece.last, same=same)
        else:
            chained.append(piece)
    every = dict.fromkeys([*single, *chained])
    return [p for p in every if p.same >= LEAST and _says(keys[p.start : p.end])]


def _says(keys: Sequence[str]) -> bool:
    """Whether a piece is more than small words that anybody may have used."""
    content = sum(lexicon().content(k) for k in keys)
    return content >= 2 or len(keys) >= 2 * LEAST or (content == 1 and len(keys) > LEAST)


def _runs(keys: Sequence[str], others: Sequence[str]) -> list[tuple[int, int, int]]:
    """Where the same words stand in a row: start here, start there, how many; none inside another."""
    at: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(keys) - RUN + 1):
        places = at.setdefault(tuple(keys[i : i + RUN]), [])
        if len(places) < _SAME_RUN:
            places.append(i)
    if not at:
        return []
    out = []
    for j in range(len(others) - RUN + 1):
        for i in at.get(tuple(others[j : j + RUN]), ()):
            if i and j and keys[i - 1] == others[j - 1]:
                continue  # inside a run that began before
            size = RUN
            while i + size < len(keys) and j + size < len(others) and keys[i + size] == others[j + size]:
                size += 1
            out.append((i, j, size))
    return out
