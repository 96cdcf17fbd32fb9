"""What audits answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onrecord.analysis.audited import Figures
from onrecord.store.rows import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditItem:
    """A pair of a statement and an issue that was drawn, in the order in which it is to be judged.

    `id` is what is judged: the position, or the statement where it was not `read` with the issue. `said` is None where
    the statement is not in the record any more. `stance`, `strength` and `score` are what was decided when it was
    drawn, `stratum` and `chance` how. `right` is what a reviewer says is right; None where nobody judged it.
    """

    place: int
    id: str
    read: bool
    said: Said | None
    stance: str
    strength: str
    score: float
    stratum: str
    chance: float
    outlet: str | None
    right: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditStratum:
    """Pairs of which the machine decided the same and was about as sure: how many there were, how many were drawn."""

    name: str
    pairs: int
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """A sample that was drawn for review.

    `stances` are those that it was drawn from (empty: all). `by` is what decided then, `sure` how sure a side had to
    be, `labels` how many judgements had been learnt from. `fresh`: it was drawn just now.
    """

    number: int
    issue: str
    at: datetime
    seed: int
    asked: int
    stances: tuple[str, ...]
    implied: bool
    unread: bool
    by: str
    sure: float
    labels: int
    strata: tuple[AuditStratum, ...]
    items: tuple[AuditItem, ...]
    fresh: bool

    @property
    def pairs(self) -> int:
        """How many there were to draw from."""
        return sum(s.pairs for s in self.strata)

    @property
    def judged(self) -> int:
        """How many of those drawn a reviewer judged."""
        return sum(item.right is not None for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """How often the machine is right on an issue, by all audits of it that were drawn with or without `implied` ones.

    `then` is what was decided when the pairs were drawn; `now` what is decided today, of the same pairs: `learnt` of
    them were learnt from since, so that it looks better than it is on others. `gone` were drawn, and their statements
    went before anybody judged them. `elsewhere` positions were judged without being drawn, and count for nothing here.
    `missing` are decisions of which nothing was judged: no figure holds for them.
    """

    issue: str
    implied: bool
    audits: tuple[int, ...]
    pairs: int
    drawn: int
    judged: int
    gone: int
    elsewhere: int
    missing: tuple[str, ...]
    then: Figures
    now: Figures
    learnt: int
