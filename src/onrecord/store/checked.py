"""The checked record: which statements count as sure, and which wait for a person to look at them.

A statement is sure where its score reaches the project's threshold, or where a reviewer accepted or
corrected it. What is less sure and judged by nobody waits for review. What a reviewer rejected is neither.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.store.rows import Said
from onrecord.store.schema import standing, statement

_SAYS = {"accept": "accepted by a reviewer", "correct": "corrected by a reviewer", "reject": "rejected by a reviewer"}


def condition(wanted: Any, threshold: float) -> sa.ColumnElement[bool]:
    """The filter `sure` on `statements.select()`: of every statement, it is one with True or one with False."""
    if not isinstance(wanted, bool):  # a number is the likely mistake: the threshold is a setting
        raise UsageError(f"sure: {wanted!r} is neither True (the checked record) nor False (what waits for review)")
    judged = sa.func.coalesce(standing.c.verdict, "").in_(("accept", "correct"))
    sure = (statement.c.score >= threshold) | judged
    return sure if wanted else sa.not_(sure)


def waiting(threshold: float) -> sa.ColumnElement[bool]:
    """Whether a statement waits for review: `Said.waits` as SQL."""
    return (statement.c.score < threshold) & standing.c.verdict.is_(None)


def reason(said: Said, threshold: float) -> str:
    """Why a statement is sure, or is not."""
    if said.verdict:
        return _SAYS.get(said.verdict, said.verdict)
    score, least = f"{said.score:.4g}", f"{threshold:.4g}"
    if said.waits(threshold):
        return f"its score {score} is below {least}, and nobody has judged it"
    return f"its score {score} reaches {least}"
