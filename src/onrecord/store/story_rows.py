"""What questions about stories answer: lines of stories, and one story with all that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord.store.event_rows import EventRow
from onrecord.store.rows import ActorRef, DocumentRef, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryName:
    """A story as other rows name it."""

    id: str
    title: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryActor:
    """An actor of a story or line: how many of its documents speak of it, how many statements there are its own."""

    actor: ActorRef
    documents: int
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCounts:
    """What a story or a line is made of. `copies` of its documents are reprints of others among them; a statement
    counts once however many documents tell it, and so does an event. `actors` are the main ones, the first those that
    most documents speak of and most statements are by.
    """

    documents: int
    copies: int
    outlets: tuple[str, ...]
    statements: int
    events: int
    actors: tuple[StoryActor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    """A story: the documents that report one event. `issues` are those of the project that it speaks of, `follows`
    the id of the earlier story that it goes on from, `storyline` that of the line it belongs to.
    """

    id: str
    title: str
    since: date | None
    until: date | None
    counts: StoryCounts
    issues: tuple[str, ...]
    follows: str | None
    storyline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StorylineRow:
    """Stories that go on from one another, the earliest first. Its id is the first story's, its title the headline that
    says most of what they share. `fits` are the ids of the stories that the filters leave.
    """

    id: str
    title: str
    since: date | None
    until: date | None
    counts: StoryCounts
    issues: tuple[str, ...]
    stories: tuple[StoryRow, ...]
    fits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryList:
    """`story`: the lines with the most documents first, and how many lines and stories fit in all."""

    total: int
    stories: int
    storylines: tuple[StorylineRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDocumentRow:
    """A document of a story; of a reprint which document of the story it is one of (`copy_of`), its kind and share."""

    document: DocumentRef
    copy_of: DocumentRef | None = None
    kind: str = ""
    share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySaid:
    """A statement of a story, once however many of its documents tell it: `documents` do, of these `outlets`."""

    said: Said
    documents: int
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLinkRow:
    """A story that another goes on from, or that goes on from it, with how much they share (`score`, 0..1) and what:
    actors, issues of the project, words, each the most telling first.
    """

    story: StoryName
    score: float
    actors: tuple[ActorRef, ...]
    issues: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story as exports take it, with its documents, the earliest first, and the title of its line."""

    story: StoryRow
    titled_by: DocumentRef
    likeness: float
    line_title: str
    documents: tuple[DocumentRef, ...]
    follows: StoryLinkRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """`story WHAT`: a story whole. `likeness` is how alike its documents are (1: alone), `line` the line it belongs to,
    which has `line_stories` stories. Of `said` what most documents tell comes first, `events` are in order of time.
    """

    story: StoryRow
    titled_by: DocumentRef
    likeness: float
    line: StoryName
    line_stories: int
    documents: tuple[StoryDocumentRow, ...]
    said: tuple[StorySaid, ...]
    events: tuple[EventRow, ...]
    follows: StoryLinkRow | None
    followed_by: tuple[StoryLinkRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StorylinePage:
    """`story WHAT --line`: a line with each of its stories whole, in order of time."""

    line: StorylineRow
    pages: tuple[StoryPage, ...]
