"""What a timeline answers: entries in order of time, each what happened, was said, or began or ended, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord.model import Figure, Place, Span
from onrecord.store.event_rows import Disagreement
from onrecord.store.rows import ActorRef, DocumentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody in an entry: the name, and the actor it is (None: the words name nobody known)."""

    name: str
    actor: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The side that a statement takes on an issue: one of STANCES, and of STRENGTHS."""

    issue: str
    stance: str
    strength: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One telling of an entry: the article, the characters (in pieces, where a quotation is broken), and the id that
    `explain` or `show` takes; of a role that of the role."""

    id: str
    document: DocumentRef
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One thing on a timeline, once however many articles tell it.

    `kind` is "event", "statement" or "role". A statement that is itself an event (a demand is a REQUEST) is one entry
    of kind "statement", with its event's id in `event` and the event's type, mode, quad class and status.
    `since` and `until` are the days that the text gives, as wide as it gives them (`precision`: day, days, week, month,
    year); where no text gives any they are the day it was first published and `told_on` is True. Without either
    `precision` is "undated". `who` did or said it, to `whom`; of a role `who` holds it and `whom` is the body.
    `what` is an event's type and mode, a statement's act, or "becomes" or "ceases to be" with the title; `words` are
    those of the source, on one line. `sources` is every telling, the best first; `stances` are the sides that a
    statement takes on issues; `period` is the day, month or year an entry was grouped in, "" where it was not.
    """

    kind: str
    id: str
    since: date | None
    until: date | None
    precision: str
    told_on: bool
    what: str
    who: tuple[Party, ...]
    whom: tuple[Party, ...]
    words: str
    reports: int
    documents: int
    outlets: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    sure: bool
    verdict: str | None = None
    score: float = 1.0
    act: str | None = None
    type: str | None = None
    mode: str | None = None
    quad: int | None = None
    status: str | None = None
    event: str | None = None
    place: Place | None = None
    figures: tuple[Figure, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    stances: tuple[Side, ...] = ()
    period: str = ""

    @property
    def cut(self) -> str:
        """The words, cut near `CUT` characters at a word."""
        if len(self.words) <= CUT:
            return self.words
        head = self.words[:CUT].rpartition(" ")[0] or self.words[:CUT]
        return head.rstrip(" ,;:") + " …"


CUT = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """`timeline`: how many entries fit, how many of each kind, and those that were asked for, in order of time.

    `acts` are those of the statements that are events too: with them `events` are all events that fit.
    """

    total: int
    events: int
    statements: int
    roles: int
    entries: tuple[TimelineEntry, ...]
    acts: int = 0
