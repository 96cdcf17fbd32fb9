"""Which candidates are worth a word-by-word comparison, from their words alone: cheap, and leaving out nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.quotations.quotation import Quotation
from onrecord.quotations.splice import RUN
from onrecord.quotations.verdict import NEAREST_SHARE

_ROOM = 15  # words kept about the best place of an article


def shared(quotation: Quotation, keys: Sequence[str]) -> float:
    """0..1: the share of the quotation's words that a text has, in any order: no comparison finds more alike."""
    there = Counter(keys)
    own = Counter(quotation.keys)
    return sum(min(n, there[k]) for k, n in own.items()) / max(1, len(quotation.words))


def is_worth(quotation: Quotation, keys: Sequence[str], kind: str) -> bool:
    """Whether a statement can have the words, a piece of them, or tell them indirectly."""
    if kind == "indirect" or shared(quotation, keys) >= NEAREST_SHARE:
        return True
    own = quotation.keys
    runs = {own[i : i + RUN] for i in range(len(own) - RUN + 1)}
    return any(tuple(keys[i : i + RUN]) in runs for i in range(len(keys) - RUN + 1))


def part(quotation: Quotation, starts: Sequence[tuple[str, int]], least: float) -> tuple[int, int] | None:
    """The characters of an article where most of the words stand together; None where that are too few.

    `starts` are its words with their first characters; the end is the start of a word, or -1 for the end of the text.
    """
    size = len(quotation.words) + _ROOM
    wanted = set(quotation.keys)
    hits = [k in wanted for k, _ in starts]
    inside = most = sum(hits[:size])
    low = 0
    for i in range(len(hits) - size):
        inside += hits[i + size] - hits[i]
        if inside > most:
            most, low = inside, i + 1
    if most < least * len(quotation.words):
        return None
    first, last = max(0, low - _ROOM), low + size + _ROOM
    return starts[first][1], starts[last][1] if last < len(starts) else -1
