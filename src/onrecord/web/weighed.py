"""The words of a statement's sentences in the order of the text, with what each did for the side."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Span
from onrecord.store.position_rows import PositionExplanation

HEAVY = 0.5
"""Words of less weight (in log odds) than this are not marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Words, the part they play, their weight, and what that makes of them: "for", "against" or ""."""

    span: Span
    part: str
    weight: float

    @property
    def mark(self) -> str:
        """Whether they spoke for the side that was decided, or against it."""
        if abs(self.weight) < HEAVY:
            return ""
        return "for" if self.weight > 0 else "against"


def weighed(view: PositionExplanation) -> list[Weighed]:
    """In the order of the text."""
    found = [Weighed(span=w.span, part=w.part, weight=w.weight) for w in view.weights]
    return sorted(found, key=lambda w: (w.span.start, w.span.end))


__all__ = ["Weighed", "weighed"]
