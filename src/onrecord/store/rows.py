"""What the questions answer: frozen rows, the same for CLI, Python and exports.

A statement is answered as `Said`: the stored statement joined with its document and actors, after
the judgements that stand (a corrected speaker shows the corrected one; `verdict` says so).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord.model import Evidence, Judgement, Part, Span
from onrecord.store.event_rows import EventReport
from onrecord.store.refs import ActorRef as ActorRef
from onrecord.store.refs import DocumentRef as DocumentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement with its place, speaker and date. `verdict` is accept, correct, reject or None.

    `utterance` is the id of the statement that this one is counted as (its own where it is told once, or first), and
    `told` the number of documents that tell it.
    """

    id: str
    document: DocumentRef
    speaker: ActorRef | None
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: str
    act: str
    via: tuple[ActorRef, ...]
    addressee: ActorRef | None
    said_since: date | None
    said_until: date | None
    score: float
    why: str
    by: str
    within: str | None
    verdict: str | None = None
    utterance: str = ""
    told: int = 1

    @property
    def quote(self) -> str:
        """The content as one line: pieces joined by " ... ", white space folded."""
        return " ... ".join(" ".join(s.text.split()) for s in self.content)

    @property
    def on(self) -> date | None:
        """The day it was said where the text tells, else the day of publication."""
        return self.said_since or self.document.published

    @property
    def counted_as(self) -> str:
        """The id of the statement that this one is counted as."""
        return self.utterance or self.id

    def waits(self, threshold: float) -> bool:
        """Whether it waits for review: less sure than this, and judged by nobody."""
        return self.verdict is None and self.score < threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where searched words stand. `kind` is "article" or "statement"; `snippet` marks hits with [ and ], and
    `marks` says where in it their words stand, since articles have brackets of their own. `said` is what a statement
    says of whose source alone the words are. Of a statement `speaker` is who says it, `source` the words that name them
    in the article, and `on` the day.
    """

    kind: str
    id: str
    document: DocumentRef
    snippet: str
    start: int
    end: int
    rank: float
    marks: tuple[tuple[int, int], ...] = ()
    said: str = ""
    speaker: ActorRef | None = None
    source: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer to `find`: the hits shown and how many there are."""

    text: str
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCount:
    """A printed name (or outlet, or role title) and how often it stands."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A role the texts give an actor, with the words that say so."""

    title: str
    org: str | None
    document: DocumentRef
    evidence: Span
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """A mention of an actor, and why it was taken for this actor."""

    document: DocumentRef
    span: Span
    kind: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """A line of `actors`: every printed name (the most frequent first), and how often the actor occurs."""

    actor: ActorRef
    names: tuple[str, ...]
    mentions: int
    statements: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedName:
    """A printed name of an actor, how often it stands, and which outlets print it."""

    name: str
    count: int
    outlets: tuple[NameCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """What an actor is to another (`vocabulary.RELATION_KINDS`), or with `of_other` the other to it."""

    kind: str
    of_other: bool
    other: ActorRef
    document: DocumentRef
    evidence: Span
    since: date | None
    until: date | None
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRef:
    """One name of the record, as articles print it most often. Its id finds the actor whose name it is."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageRow:
    """Words of an article that something rests on."""

    document: DocumentRef
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """Why two names are one actor: score, reason, and the passages it rests on."""

    a: NameRef
    b: NameRef
    score: float
    why: str
    evidence: tuple[PassageRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sameness:
    """`explain NAME NAME`: whether two names are one actor, and the chain of links that makes them so.

    Where they are two, `score` is how likely they are one, `why` the reason they are not joined, and
    `evidence` holds a passage that prints each.
    """

    a: NameRef
    b: NameRef
    actor_a: ActorRef
    actor_b: ActorRef
    same: bool
    score: float
    why: str
    links: tuple[LinkRow, ...]
    evidence: tuple[PassageRow, ...]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A line of `actors --doubtful`: two names that were joined, or nearly so, and what would settle it.

    `statements` would change hands if it were the other way; `settle` are the commands for yes and no.
    """

    joined: bool
    a: NameRef
    b: NameRef
    score: float
    why: str
    statements: int
    evidence: tuple[PassageRow, ...]
    settle: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """`show ACTOR`: names, roles over time, relations, where it speaks, what it said (newest first).

    `printed` are the names with the outlets that print them, `links` what made one actor of them. `events` counts
    those that it takes part in.
    """

    actor: ActorRef
    names: tuple[NameCount, ...]
    outlets: tuple[NameCount, ...]
    roles: tuple[RoleRow, ...]
    statements: int
    mentions: int
    first: date | None
    last: date | None
    said: tuple[Said, ...]
    documents: int = 0
    printed: tuple[PrintedName, ...] = ()
    relations: tuple[RelationRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    events: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView:
    """An actor as exports take it: every printed name, mention, role, relation, and why its names are one."""

    actor: ActorRef
    names: tuple[NameCount, ...]
    mentions: tuple[MentionRow, ...]
    roles: tuple[RoleRow, ...]
    relations: tuple[RelationRow, ...] = ()
    links: tuple[LinkRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """`show DOC`: the article with its labelled parts, evidence and statements in text order.

    `superseded_by` is the id of the version after this one; None for a current article. `offsets` lead back to the
    text as read (`model.Document.offsets`), whose bytes have the hash `raw_sha`. `events` are there where one article
    is shown, not where all of them are listed.
    """

    document: DocumentRef
    byline: str | None
    dateline: str | None
    language: str | None
    format: str
    encoding: str | None
    text: str
    parts: tuple[Part, ...]
    evidence: tuple[Evidence, ...]
    said: tuple[Said, ...]
    superseded_by: str | None
    raw_sha: str = ""
    offsets: tuple[tuple[int, int, int], ...] = ()
    events: tuple[EventReport, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingRow:
    """Another report of a statement, and why it is taken for one."""

    said: Said
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`explain STATEMENT`: which rule, which score, which spans, who is meant and why, what was judged.

    `speaker_role` is another article's word that the speaker held the post by which this one calls them, where that is
    how it is known. `machine_speaker` is whom the machine took for the speaker where a correction stands, else None.
    `superseded_by` is the id of the article's next version; None where the article is current. `replaced_by` is the
    statement in a person's words that stands in the place of this one, else None.
    `sure` is whether it belongs to the checked record, and `sure_why` the reason for that. `raw` is where each span of
    source, cue and content, in this order, stands in the text as read; None where it has no place there. `tellings`
    are the other reports of the same utterance, the one it is counted as first.
    """

    said: Said
    passage: Span
    raw: tuple[tuple[int, int] | None, ...] = ()
    tellings: tuple[TellingRow, ...] = ()
    speaker_mention: MentionRow | None
    speaker_link: str | None
    speaker_role: RoleRow | None = None
    judgements: tuple[Judgement, ...]
    run: int
    machine_speaker: ActorRef | None = None
    superseded_by: str | None = None
    replaced_by: Said | None = None
    sure: bool
    sure_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One step of a timeline: a day, month or year with its statements in order."""

    label: str
    since: date | None
    until: date | None
    count: int
    speakers: tuple[NameCount, ...]
    said: tuple[Said, ...]
