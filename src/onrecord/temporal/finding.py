"""From a text and its anchor to the expressions of time in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from bisect import bisect_left, bisect_right
from dataclasses import replace

from onrecord.model import Range
from onrecord.temporal import holidays
from onrecord.temporal.expression import Anchor, Expression, Flag
from onrecord.temporal.lexing import Tokens, alphabet, tokens
from onrecord.temporal.meanings import Match, Sense, undated
from onrecord.temporal.passage import Passage
from onrecord.temporal.rules import Rule, rules
from onrecord.temporal.values import interval, thirds

Candidate = tuple[int, int, int, Match]
MOST_WORDS = 40


def find(text: str, anchor: Anchor) -> tuple[Expression, ...]:
    """Every expression of time in `text`, in order and apart; a huge text takes time in proportion."""
    read = tokens(text)
    passage = Passage(tokens=read, anchor=anchor)
    out: list[Expression] = []
    taken = 0
    for first, last, sense in _read(read, passage, text):
        if first < taken:
            continue
        made = _made(text, first, last, sense() if callable(sense) else sense, anchor)
        if made is None:
            continue
        joined = _joined(text, out, made)
        out.append(joined or made)
        passage.heard(out[-1])
        taken = last
    return tuple(out)
