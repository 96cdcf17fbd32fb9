"""The records: what every room of OnRecord takes and gives.

Offsets are Unicode code points (Python `str` indices) into `Document.text`, end exclusive. A
`Span` carries its text, so that a row can be read alone and checked:
`span.text == document.text[span.start:span.end]`.

Ids are hashes of (document id, kind, quoted texts, which occurrence), never of offsets, so the
same finding by a better model, or after better cleaning, keeps its id (see `onrecord.span.stable_id`).

Every row a machine made carries `by` (backend and version), `score` (0..1) and `why`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of one document's text, with the text itself."""

    doc: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """An interval of days, both ends included, with the words it was read from."""

    since: date
    until: date
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """One article as read, before cleaning.

    `key` names the source within the user's material (path below the added folder, "#" and the item
    for files with several articles); it enters the document id. `location` is where it lies on this
    machine (absolute path, "#" item); it tells a changed source from a new one. `file` is what the
    user is shown: the path or url as added.
    `data` is what is hashed: the bytes of the file, or of the one item in it.
    `meta` holds what the container declares: title, url, outlet, published, byline, language.
    """

    key: str
    location: str
    file: str
    format: str
    data: bytes
    text: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A source that did not become a document, and why. Nothing disappears."""

    file: str
    location: str
    reason: str
    detail: str = ""
    raw_sha: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An article that a list names and whose text it lacks: what the user still has to get.

    `file` and `location` are those of the list, with "#" and the row; the fields are as the list declares them.
    """

    file: str
    location: str
    url: str
    title: str = ""
    outlet: str = ""
    byline: str = ""
    published: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A labelled stretch of the text: what is article (`ARTICLE_LABELS`) and what is not."""

    start: int
    end: int
    label: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a field of a document was read: `origin` says how, `start`/`end` where in the text."""

    field: str
    value: str
    origin: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article. `parts` are disjoint, in order, and cover every non-space character of `text`.

    `offsets` leads from `text` back to the text as read (the decoded page): runs of (start in `text`, start there,
    length), in the order of `text`, within which the two are the same but for white space written otherwise, one
    character for one. What no run covers has no place there. Empty: `text` is the text as read.
    """

    id: str
    key: str
    location: str
    file: str
    format: str
    text: str
    text_sha: str
    raw_sha: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    dateline: str | None = None
    published: date | None = None
    published_at: datetime | None = None
    language: str | None = None
    encoding: str | None = None
    parts: tuple[Part, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    offsets: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that refer to an actor. `entity` is the actor within this document, or None: unresolved."""

    id: str
    span: Span
    kind: str
    entity: str | None
    score: float
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One actor within one document: its fullest printed name there, and the key it is matched by."""

    id: str
    doc: str
    name: str
    key: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One actor over the whole record: a derived cluster of entities, never edited in place."""

    id: str
    name: str
    kind: str
    key: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Why an entity of a document is this actor."""

    entity: str
    actor: str
    score: float
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A title or office that the text gives an entity, with the words that say so."""

    id: str
    entity: str
    title: str
    org: str | None
    evidence: Span
    since: date | None = None
    until: date | None = None
    by: str = ""
    score: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What one body is to another (`RELATION_KINDS`), with the words that say so.

    `subject` and `object` are entity ids of the document; "backed_by" reads subject backed by object.
    `since` and `until` bound it where the text says so; None is open.
    """

    id: str
    subject: str
    kind: str
    object: str
    evidence: Span
    since: date | None = None
    until: date | None = None
    by: str = ""
    score: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who said what, at which characters. `speaker`, `addressee` and `via` are entity ids of the document."""

    id: str
    doc: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: str | None
    kind: str
    act: str
    score: float
    why: str
    by: str
    addressee: str | None = None
    via: tuple[str, ...] = ()
    said: When | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words that name a place, and what the gazetteer knows of it: its name there, ISO 3166 alpha-2 of its country
    (None: unresolved, and the name stays as printed), degrees of latitude and longitude."""

    span: Span
    name: str
    kind: str = "unknown"
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    score: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Words that name who took part in an event; `entity` is the actor of the document, or None: nobody it names."""

    span: Span
    entity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that a report of an event gives (`FIGURE_KINDS`): "at least 27 people" is 27 or more (`most` None)."""

    kind: str
    least: float | None
    most: float | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One report of what was done, or may be done: PLOVER's type, mode and contexts, by whom, to whom, when and where.

    `trigger` names the act, `evidence` is the sentence. `act_of` is the statement whose own act this is (a demand is a
    REQUEST of its speaker), `within` the statement in whose content it is told. `vector` is the backend's.
    Reports of one event are brought together over the whole record.
    """

    id: str
    doc: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    status: str
    trigger: Span
    evidence: Span
    score: float
    why: str
    by: str
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    when: When | None = None
    place: Place | None = None
    figures: tuple[Figure, ...] = ()
    act_of: str | None = None
    within: str | None = None
    vector: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words that two documents share. `words` counts those that are the same; `likeness` is their share (0..1) of the
    longer side; `quoted` says that most of them stand in quotation marks in both."""

    a: Span
    b: Span
    words: int
    likeness: float
    quoted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a statement makes something depend on.

    `spans` are the words of the condition with its marker ("if every family sleeps under a new roof"), `marker` the
    marker in lower case. `polarity` (`CONDITION_POLARITIES`): what follows holds where the condition is met ("if",
    "once") or as long as it is not ("unless", "until"). `consequence` are the words of what follows, empty where the
    text leaves them out; `effect` (`CONDITION_EFFECTS`) says what they are.
    """

    id: str
    doc: str
    statement: str
    spans: tuple[Span, ...]
    marker: str
    polarity: str
    consequence: tuple[Span, ...]
    effect: str
    score: float
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The side that a statement takes on an issue of the user's (`STANCES`), its speaker's.

    `strength` (`STRENGTHS`): the words take the side themselves, or it follows from them. `condition` is the id of the
    statement's condition that a conditional position hangs on. `id` is made of the statement's id and the issue's name.
    """

    id: str
    doc: str
    statement: str
    issue: str
    stance: str
    strength: str
    condition: str | None
    score: float
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionChange:
    """A position that is decided otherwise since an issue was learnt anew: the stance before, and after."""

    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What a judgement, or taking one back, taught of an issue: from how many labels it is decided now, and which
    positions that nobody judged changed."""

    issue: str
    labels: int
    changed: tuple[PositionChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person decided about a row. Append-only: an undone judgement keeps its line.

    `score` and `by` are the machine's at that time (None where it had none, or the line is of an older record). `role`
    is "adjudication" where it settles what coders judged differently, else "". `bulk` numbers those that were made in
    one go. `made` is the id of the statement in the person's words that stands by it now. `learnt` is there where the
    judgement was made just now: the log does not repeat it (`Record.learnt`).
    """

    id: int
    target: str
    verdict: str
    change: Mapping[str, str]
    who: str
    at: datetime
    note: str = ""
    undone_at: datetime | None = None
    state: str = "attached"
    score: float | None = None
    by: str = ""
    role: str = ""
    bulk: int | None = None
    made: str = field(default="", compare=False)
    learnt: tuple[Learnt, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One call of `add`: what makes a record reproducible."""

    id: int
    started: datetime
    finished: datetime | None
    project_sha: str
    versions: Mapping[str, str]
    counts: Mapping[str, int]
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that the per-document stages find in one article; the unit that is stored whole.

    `raw` are the bytes that were read, compressed, where the project keeps them.
    """

    document: Document
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    roles: tuple[Role, ...] = ()
    statements: tuple[Statement, ...] = ()
    relations: tuple[Relation, ...] = ()
    events: tuple[Event, ...] = ()
    conditions: tuple[Condition, ...] = ()
    raw: bytes | None = None
