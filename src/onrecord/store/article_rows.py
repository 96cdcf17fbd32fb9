"""What questions about articles answer: the list of them, and one whole with all that bears on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from onrecord.model import Condition, Span
from onrecord.store.reprint_rows import ReprintRow
from onrecord.store.rows import ActorRef, DocumentRef, DocumentView
from onrecord.store.story_rows import StoryName


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """A line of `articles`. `statements` and `events` are those it tells, without what a reviewer rejected; of a
    reprint `copy_of` is the article it was taken from."""

    document: DocumentRef
    byline: str | None
    language: str | None
    statements: int
    events: int
    copy_of: DocumentRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleList:
    """`articles`: how many fit, and those that were asked for, the newest first."""

    total: int
    articles: tuple[ArticleRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideTaken:
    """The side that a statement of an article takes on an issue, as it stands after judgements. `id` is that of the
    position."""

    id: str
    statement: str
    issue: str
    stance: str
    strength: str
    score: float
    verdict: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Words of an article that name or mean an actor. `kind` is one of `vocabulary.MENTION_KINDS`."""

    actor: ActorRef
    span: Span
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Another version of an article: `added` is when it came into the record."""

    id: str
    title: str | None
    published: date | None
    added: datetime
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """`article`: an article whole. `taken_from` says of which article it is a reprint, `copies` which were taken from
    it, whatever the number of steps (none of them with passages). `versions` are the others of the same article, the
    oldest first."""

    view: DocumentView
    sides: tuple[SideTaken, ...]
    conditions: tuple[Condition, ...]
    named: tuple[Named, ...]
    story: StoryName | None
    taken_from: ReprintRow | None
    copies: tuple[ReprintRow, ...]
    versions: tuple[Version, ...]
