"""Which of several judgements on one thing counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

ADD, UNSURE = "add", "unsure"  # verdicts: a statement that the machine missed; one that says nothing yet
ADJUDICATION = "adjudication"  # the role of a judgement that settles what coders judged differently


def counting(lines: Sequence[Any]) -> list[Any]:
    """Of judgements on one thing that are not undone, oldest first, those that count, in that order.

    Where somebody settled what coders judged differently, what settles it. Who was unsure said nothing.
    """
    said = [x for x in lines if x.verdict != UNSURE]
    return [x for x in said if x.role == ADJUDICATION] or said


def stands(lines: Sequence[Any]) -> Any:
    """The one that counts: the newest of `counting`; None where there is none."""
    return (counting(lines) or [None])[-1]


__all__ = ["ADD", "ADJUDICATION", "UNSURE", "counting", "stands"]
