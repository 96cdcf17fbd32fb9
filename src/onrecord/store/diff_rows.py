"""What `diff` answers: what is new in the record since a day, with the passages it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from onrecord.model import Judgement
from onrecord.store.event_rows import Disagreement, ValueRow
from onrecord.store.path_rows import Change
from onrecord.store.rows import ActorRef, DocumentRef
from onrecord.store.timeline_rows import SourceRow, TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of what is new are of one sort: of statements speaker and act, of events type and status."""

    name: str
    sort: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """What was announced, planned or asked for, and what came of it: both reports, and why they are of one matter."""

    was: str
    became: str
    before: TimelineEntry
    after: TimelineEntry
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewActor:
    """An actor that no earlier article names: on which day it is first named, where, and how often since."""

    actor: ActorRef
    first: date | None
    document: DocumentRef
    mentions: int
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRole:
    """An office that no earlier article gives this actor."""

    actor: ActorRef
    title: str
    org: str | None
    since: date | None
    until: date | None
    sources: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """An actor who turned on one matter: `was` "against" and `became` "for" it, or "denied" and "admitted" it, or the
    other way round. `matter` are the words that the two share."""

    actor: ActorRef
    was: str
    became: str
    matter: tuple[str, ...]
    before: TimelineEntry
    after: TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two that do not agree. `kind` is "denied" where one says (`said`) what another denies (`denied`), with the words
    that both have (`matter`); else it is the field on which reports of one event (`event`) differ (`differs`)."""

    kind: str
    matter: tuple[str, ...] = ()
    said: TimelineEntry | None = None
    denied: TimelineEntry | None = None
    event: TimelineEntry | None = None
    differs: Disagreement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """A number that later reports of an event put higher than all earlier ones did, with who says which."""

    event: TimelineEntry
    kind: str
    before: ValueRow
    after: ValueRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A new version of an article: when it was added, which it replaces, how many statements came and went."""

    at: datetime
    document: DocumentRef
    before: DocumentRef
    came: int
    went: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """An article that somebody took out of the record."""

    at: datetime
    who: str
    document: DocumentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What is new since a day (`since`, to `until`), or with `added` what was added to the record since then.

    `entries` are the new statements and events in order of time, each once; `speakers` and `happened` count them.
    `positions` are changes on the issues of the record by explicit statements; `reversals` are turns on other matters.
    """

    since: date
    until: date | None
    added: bool
    documents: int
    entries: tuple[TimelineEntry, ...] = ()
    speakers: tuple[Tally, ...] = ()
    happened: tuple[Tally, ...] = ()
    changes: tuple[StatusChange, ...] = ()
    actors: tuple[NewActor, ...] = ()
    roles: tuple[NewRole, ...] = ()
    positions: tuple[Change, ...] = ()
    reversals: tuple[Reversal, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    rises: tuple[Rise, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    removed: tuple[Removed, ...] = ()
    judgements: tuple[Judgement, ...] = ()
