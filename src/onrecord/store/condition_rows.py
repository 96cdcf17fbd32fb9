"""What questions about conditions answer: who makes what depend on what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord.store.rows import ActorRef
from onrecord.store.timeline_rows import SourceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    """One condition that somebody named, once however many articles tell it.

    `condition` are its words with their marker ("if the gates open"), `polarity` whether what follows holds where it is
    met, or as long as it is unmet. `consequence` are the words of what follows ("" where the text leaves them out),
    `effect` says what they are: one of CONDITION_EFFECTS. `words` is the whole statement. `since` and `until` are the
    days that the text gives, else those of the first publication, with `told_on`. `sources` is every telling, the one
    it is counted as first: the article, the characters of condition and consequence, the id of the statement.
    """

    id: str
    actor: ActorRef | None
    source: str
    condition: str
    marker: str
    polarity: str
    consequence: str
    effect: str
    words: str
    since: date | None
    until: date | None
    told_on: bool
    score: float
    verdict: str | None
    reports: int
    documents: int
    outlets: tuple[str, ...]
    sources: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionList:
    """`conditions`: those that fit, newest first, up to a limit; `total` counts all, `effects` by what follows."""

    total: int
    effects: tuple[tuple[str, int], ...]
    conditions: tuple[Conditional, ...]
