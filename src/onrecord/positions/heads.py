"""From a vector to a decision: the general head, and heads that a reviewer's labels made for one issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.positions.decision import NO_STANCE, Decision, Label, Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What decides the positions on one issue. `labels` says how many judgements made it; 0: the general one."""

    labels: int = 0

    def to_bytes(self) -> bytes:
        return b""

    @classmethod
    def from_bytes(cls, data: bytes) -> Head:
        """Raises ValueError where these are not a head's bytes, or one of another model."""
        return cls()


def learn(examples: Sequence[tuple[Vector, Label]]) -> Head:
    """The head of an issue out of the labels a reviewer gave, near the general one. The same labels give the same bytes."""
    return Head(labels=len(examples))


def decide(vectors: Sequence[Vector], head: Head | None, conditional: Sequence[bool], sure: float) -> list[Decision]:
    """What is decided of each vector; `head` is the issue's or None. `conditional`: the statement has a condition.

    A side that is less sure than `sure` is "unclear".
    """
    return [Decision(stance=NO_STANCE, strength="explicit", score=0.0, why="") for _ in vectors]
