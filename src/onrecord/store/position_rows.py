"""What questions about positions and conditions answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord.model import Judgement, Span
from onrecord.store.rows import ActorRef, DocumentRef, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRow:
    """The side that a statement takes on an issue, as it stands after judgements.

    `said` is the statement with its speaker, article, words and days; its `counted_as` is the same for all statements
    that tell one utterance. `stance` is "none" where it takes no side. `condition` are the words on which a
    conditional one hangs, `marker` their first ("if"). `found` are the words that made it worth reading, `why` what
    decided. `verdict` is accept, correct, reject or None; `sure` says that a person judged it so, or that
    it is not "unclear".
    """

    id: str
    said: Said
    issue: str
    stance: str
    strength: str
    condition: tuple[Span, ...]
    marker: str
    score: float
    found: str
    why: str
    by: str
    verdict: str | None
    sure: bool

    @property
    def actor(self) -> ActorRef | None:
        """Who takes it: the statement's speaker."""
        return self.said.speaker

    @property
    def document(self) -> DocumentRef:
        """The article that reports it."""
        return self.said.document

    @property
    def on(self) -> date | None:
        """The day it was said where the text tells, else the day of publication."""
        return self.said.on

    @property
    def explicit(self) -> bool:
        """Whether the words take the side themselves."""
        return self.strength == "explicit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRow:
    """What a statement makes something depend on, with the words of what follows from it."""

    id: str
    said: Said
    spans: tuple[Span, ...]
    marker: str
    polarity: str
    consequence: tuple[Span, ...]
    effect: str
    score: float
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordWeight:
    """Words of a statement's sentences, the part they play there, and what they did for the side that was decided: how
    much less likely (in log odds) it is without them."""

    span: Span
    part: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionExplanation:
    """Why a position stands there. `weights` are the heaviest first."""

    position: PositionRow
    weights: tuple[WordWeight, ...]
    judgements: tuple[Judgement, ...]
