"""What questions about events answer: an event with every article's report of it, and where the reports disagree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord import plover
from onrecord.model import Figure, Judgement, Place, Span
from onrecord.places.folding import fold
from onrecord.store.refs import ActorRef, DocumentRef


def placed(place: Place | None) -> str | None:
    """A place to be read: the gazetteer's name of it, behind the words of the text where these say another name, as
    "Tarsia (Adapazarı)". Of a country the gazetteer's name alone."""
    if place is None:
        return None
    words = " ".join(place.span.text.split())
    told, known = fold(words), fold(place.name)
    same = not told or told in known or known in told or place.kind == "country"
    return place.name if same else f"{words} ({place.name})"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesPart:
    """Somebody who acts in an event, or whom it is done to: the words, and the actor they name (None: nobody known).
    `span` is None where a reviewer said who it was."""

    text: str
    actor: ActorRef | None
    span: Span | None

    @property
    def name(self) -> str:
        """The actor's name, else the words."""
        return self.actor.name if self.actor else " ".join(self.text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReport:
    """One article's report of an event, as it stands after judgements (`verdict`: accept, correct, reject or None).

    `type`, `mode`, `contexts` and `status` are PLOVER's, `quad` is 1 to 4. `since` and `until` are the days the text
    gives, with the words in `when`; None where it gives none. `act_of` is the id of the statement whose own act it is
    (a demand), `within` of the one in whose content it is told. `event` is the id of the report that it is counted
    as, `joined_score` and `joined_why` say what brought the two together.
    """

    id: str
    document: DocumentRef
    type: str
    quad: int | None
    mode: str | None
    contexts: tuple[str, ...]
    status: str
    trigger: Span
    evidence: Span
    actors: tuple[TakesPart, ...]
    recipients: tuple[TakesPart, ...]
    since: date | None
    until: date | None
    when: str
    place: Place | None
    figures: tuple[Figure, ...]
    act_of: str | None
    within: str | None
    score: float
    why: str
    by: str
    verdict: str | None = None
    event: str = ""
    joined_score: float | None = None
    joined_why: str | None = None

    @property
    def on(self) -> date | None:
        """The day it was where the text tells, else the day of publication."""
        return self.since or self.document.published

    @property
    def quote(self) -> str:
        """The sentence as one line."""
        return " ".join(self.evidence.text.split())

    def waits(self, threshold: float) -> bool:
        """Whether it waits for review: less sure than this, and judged by nobody."""
        return self.verdict is None and self.score < threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """One of the values that reports give, in words, with the ids of the reports and their documents."""

    value: str
    reports: tuple[str, ...]
    documents: tuple[DocumentRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """What the reports of one event do not agree on: "date", "place", "actors", "recipients", "type", "status", or a
    kind of figure ("killed"). The value that most documents give comes first."""

    field: str
    values: tuple[ValueRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event: the report it is counted as, or, of those that fit the filters, the fullest one (`best`), with every
    report of it (`reports`, the best first), and what they do not agree on.

    `since` and `until` are those of `best`, else of the report with the narrowest date; None where none gives one.
    """

    id: str
    best: EventReport
    since: date | None
    until: date | None
    reports: tuple[EventReport, ...]
    outlets: tuple[str, ...]
    documents: int
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def on(self) -> date | None:
        """The day it began where a report tells, else the first day that it was published."""
        published = [r.document.published for r in self.reports if r.document.published]
        return self.since or min(published, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventList:
    """`events`: what was counted ("events": each once; "statements": each statement that tells one or is one, once
    however many articles print it; "reports": each place where an article tells one), how many there are in all, and
    those that were asked for."""

    counted: str
    total: int
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """`event ID`: an event whole, with the report that was asked for, what people judged of any report, and whether
    it belongs to the checked record. `superseded_by` is the id of the next version of that report's article; None
    where it is current. `passage` are the paragraphs around the report."""

    event: EventRow
    report: EventReport
    passage: Span
    judgements: tuple[Judgement, ...]
    run: int
    sure: bool
    sure_why: str
    superseded_by: str | None = None


def quad_of(type_: str) -> int | None:
    """The quad class of a type; None where PLOVER has no such type."""
    known = plover.types().get(type_)
    return known.quad if known else None
