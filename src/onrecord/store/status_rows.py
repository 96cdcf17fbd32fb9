"""What `status` and `feed` answer: what the record holds, what it lacks, what was rejected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from onrecord.model import Judgement, Run
from onrecord.project import DEFAULT_SURE
from onrecord.store.rows import NameCount


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A source that did not become a document."""

    file: str
    reason: str
    detail: str
    run: int
    kept: str | None = None  # the document read there before, which is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRow:
    """An article that a list (`file`, with the row) names and whose text the record lacks; fields as declared."""

    url: str
    title: str | None
    outlet: str | None
    published: str | None
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndatedRow:
    """An article of which no day of publication is known; `doubts` are dates in it that cannot be, each with why."""

    id: str
    file: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A feed that is followed: when it was polled last and is due again (`due` None: not any more), how often it
    failed in a row, and what the last problem was."""

    url: str
    title: str | None
    added: datetime
    polled: datetime
    due: datetime | None
    failures: int
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`status`: what the record holds and what wants attention.

    `copies` of the current documents have the very bytes of another one, from another place; `removed`
    documents were taken out and count nowhere else; `unfinished_runs` have no finished run after them.
    Statements that tell one utterance count as one; `tellings` is their number with every report counted.
    Of the statements, `sure` ones have a score of at least `threshold` or were accepted or corrected by
    a reviewer; `to_review` are the others. An event counts once, with `event_reports` every report of it;
    `events_to_review` wait for a reviewer. `wanted` articles are named by lists and feeds, and not there.
    `stories` are groups of documents on one event, `storylines` those that go on from one another.
    `without_date` are the documents that `undated` counts.
    """

    path: str
    schema: str
    documents: int
    superseded: int
    statements: int
    by_kind: Mapping[str, int]
    resolved: int
    unresolved: int
    unnamed: int
    actors: int
    outlets: tuple[NameCount, ...]
    speakers: tuple[NameCount, ...]
    first: date | None
    last: date | None
    undated: int
    rejected: tuple[RejectedRow, ...]
    judgements: Mapping[str, int]
    orphaned: tuple[Judgement, ...]
    runs: tuple[Run, ...]
    unfinished_runs: int
    changed: datetime | None
    copies: int = 0
    removed: int = 0
    sure: int = 0
    to_review: int = 0
    threshold: float = DEFAULT_SURE
    wanted: int = 0
    tellings: int = 0
    events: int = 0
    event_reports: int = 0
    events_to_review: int = 0
    stories: int = 0
    storylines: int = 0
    without_date: tuple[UndatedRow, ...] = ()
