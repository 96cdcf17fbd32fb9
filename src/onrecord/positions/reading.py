"""Statements and an issue -> what the model makes of each pair. (Provisional: words of `stances.tsv` only.)"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.positions.decision import Scored
from onrecord.positions.spoken import Spoken
from onrecord.project import Issue

BY = "positions.neural/0"
_WIDTH = 8


def width() -> int:
    """The length of the vectors of `read`."""
    return _WIDTH


def candidates(spoken: Sequence[Spoken], issue: Issue) -> list[int]:
    """Which statements of one article may be about an issue, by words alone: their numbers, in order."""
    return list(range(len(spoken)))


def read(spoken: Sequence[Spoken], issue: Issue) -> list[Scored]:
    """What the model makes of each of these statements and the issue, in their order."""
    return [Scored(vector=np.zeros(_WIDTH, dtype=np.float16), why="") for _ in spoken]
