"""Expressions of time in English news: where they stand, what they mean in TIMEX3, which days they cover."""

from __future__ import annotations

from onrecord.temporal.expression import Anchor, Expression
from onrecord.temporal.finding import find, normalise

__all__ = ["Anchor", "Expression", "find", "normalise"]
