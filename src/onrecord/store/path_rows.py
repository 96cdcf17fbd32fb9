"""What questions about stances over time answer: who stands where on an issue since when, and who changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord.store.rows import ActorRef
from onrecord.store.timeline_rows import SourceRow

BOTH = "both"
"""The stance of a step on whose days both sides were taken: which came first is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The side that an actor took on an issue by one utterance, once however many articles tell it.

    `id` is the position that it is counted as: what `judge` takes. `since` and `until` are the days that a text gives;
    where none gives any they are those of the first publication and `told_on` is True. `former` says that it is only
    retold of former times ("had once opposed"): then it was said at some time before that day. `stance` is one of
    STANCES, `strength` one of STRENGTHS. `condition` are the words that a conditional stance hangs on; `words` are what
    was said, `phrase` the same to be read alone: where they are few with the cue ("rejects the accord"). `differs` says
    that articles tell the same utterance as one for and one against. `sources` is every telling, the one it is counted
    as first, each with the id of its statement.
    """

    id: str
    actor: ActorRef
    issue: str
    since: date | None
    until: date | None
    told_on: bool
    former: bool
    stance: str
    strength: str
    condition: str
    words: str
    phrase: str
    score: float
    sure: bool
    verdict: str | None
    differs: bool
    reports: int
    documents: int
    outlets: tuple[str, ...]
    sources: tuple[SourceRow, ...]

    @property
    def explicit(self) -> bool:
        """Whether the words take the side themselves."""
        return self.strength == "explicit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stance that an actor holds, from the first statement that takes it to the last before another.

    `stance` is one of STANCES, or "both" where on the same days both sides were taken. `since` is the first day of the
    first statement, `last` the last day of the last one; `count` says how many there are in `taken`, in order of time.
    """

    stance: str
    since: date
    last: date
    count: int
    taken: tuple[Taken, ...]

    @property
    def first(self) -> Taken:
        """The first statement that takes the stance itself."""
        return next((t for t in self.taken if t.stance == self.stance), self.taken[0])

    @property
    def latest(self) -> Taken:
        """The last statement that takes the stance itself."""
        return next((t for t in reversed(self.taken) if t.stance == self.stance), self.taken[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The stances of one actor on one issue in order of time.

    `unplaced` are statements whose place in this order is not known: without a date, retold of former times, or told
    without a day right after others by which the actor took another side. `age` is how many days before the day that
    was asked for the last one was said; None where no day was asked for.
    """

    actor: ActorRef
    issue: str
    steps: tuple[Step, ...]
    unplaced: tuple[Taken, ...]
    age: int | None = None

    @property
    def stands(self) -> Step | None:
        """The last step: where the actor stands."""
        return self.steps[-1] if self.steps else None

    @property
    def statements(self) -> int:
        """How many statements there are, each utterance once."""
        return sum(step.count for step in self.steps) + len(self.unplaced)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """`positions`: the paths that were asked for, issue by issue, those with the most statements first.

    `issues` are those of the record, or the one that was asked for; `waiting` is how many readings of documents with
    them are still to be done. `at` is the day for which it is answered, `known` the day whose knowledge counts.
    `statements` counts positions, each utterance once; `implied`, `unclear` and `nobody` are how many more were left
    out for being that: of nobody known there is no path. `total` counts the paths before a limit.
    """

    issues: tuple[str, ...]
    waiting: int
    at: date | None
    known: date | None
    statements: int
    implied: int
    unclear: int
    nobody: int
    total: int
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An actor who takes another stance on an issue than before, or two at a time.

    `kind` is "reversal" (from one side to the other; `through` are conditional stances between), "softening" (towards
    support: oppose, conditional, support), "hardening" (towards opposing) or "contradiction" (both sides on days that
    overlap: no change). `before` is the last statement of the old stance, which was held since `held`; `after` the
    first of the new one.
    """

    kind: str
    actor: ActorRef
    issue: str
    was: str
    became: str
    held: date
    before: Taken
    after: Taken
    through: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """`changes`: in order of time, reversals first; `issues` and `waiting` as in `Paths`.

    `contradictions` are counted where they were not asked for.
    """

    issues: tuple[str, ...]
    waiting: int
    known: date | None
    reversals: tuple[Change, ...]
    softenings: tuple[Change, ...]
    hardenings: tuple[Change, ...]
    contradictions: int
    contradicting: tuple[Change, ...] = ()
