"""Which words of a statement decided its position: each stretch is left out once, and what that changes is its weight.

The measure is erasure (Li, Monroe and Jurafsky, 2016, arXiv:1612.08220): the log odds of the decided side with all
words less those without the stretch. What it costs is a reading for every stretch, so it is done where somebody asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from onrecord.encoder import stance
from onrecord.encoder.prompt import CONTENT, CUE, SOURCE
from onrecord.model import Span
from onrecord.positions import passage, reading
from onrecord.positions.decision import NO_STANCE
from onrecord.positions.spoken import Spoken
from onrecord.project import Issue

MOST = 16
"""Stretches that are left out, at most."""
_CLAUSE = re.compile(r"(?<=[,;:.!?])\s+|\s+(?=(?:and|but|or|if|unless|until|because|that|which|who|when|while)\b)")
_NAMES = {SOURCE: "source", CUE: "cue", CONTENT: "content"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Words of a statement, their part (source, cue, content or context) and how much they speak for the side."""

    span: Span
    part: str
    weight: float


def weigh(spoken: Spoken, issue: Issue, side: str) -> list[Weight]:
    """What the words of a statement did for a side ("none" included), the heaviest first. Raises ModelError."""
    own, _ = reading.prompt(spoken, issue)
    cut = [unit for stretch in passage.stretches(spoken, lead=not own) for unit in _clauses(spoken.text, *stretch)][
        :MOST
    ]
    whole = _odds(spoken, cut, issue, side)
    found = [
        Weight(
            span=Span(doc=spoken.statement.doc, start=a, end=b, text=spoken.text[a:b]),
            part=_NAMES.get(part, "context"),
            weight=round(whole - _odds(spoken, [u for u in cut if u[0] != a], issue, side), 3),
        )
        for a, b, part in cut
    ]
    return sorted(found, key=lambda w: (-w.weight, w.span.start))


def _clauses(text: str, start: int, end: int, part: int) -> list[tuple[int, int, int]]:
    """A stretch as its clauses; the cue and the source stay whole."""
    if part in (CUE, SOURCE):
        return [(start, end, part)]
    out, at = [], start
    for m in _CLAUSE.finditer(text, start, end):
        out.append((at, m.start(), part))
        at = m.end()
    return [(a, b, p) for a, b, p in (*out, (at, end, part)) if text[a:b].strip()]


def _odds(spoken: Spoken, cut: list[tuple[int, int, int]], issue: Issue, side: str) -> float:
    """The log odds of a side by these stretches alone; of a condition, of taking any side."""
    read = stance.load().issue([(spoken.text[a:b], part) for a, b, part in cut], issue.proposition)
    own = {
        "support": [0],
        "oppose": [1],
        "conditional": [0, 1],
        NO_STANCE: [2],
        "unclear": [3],
    }[side]
    others = [i for i in range(len(stance.SIDES)) if i not in own]
    return float(np.logaddexp.reduce(read.sides[own]) - np.logaddexp.reduce(read.sides[others]))
