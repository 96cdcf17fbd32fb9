"""What is answered about outlets. Every count stands beside the ids of the documents or statements it counts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from onrecord.store.rows import ActorRef, DocumentRef

FEW = 10
"""A share of fewer than this says next to nothing of the outlet."""
FEW_DOCUMENTS = 5
"""Statements of one article hang together: beneath so many articles no difference between outlets is claimed."""
_Z = 1.96  # 95 of 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`part` of `whole`. `low` and `high` are where the share lies 95 times of 100 (Wilson 1927), were the whole a
    sample; `few`: the whole is too small to compare.
    """

    part: int
    whole: int
    low: float
    high: float
    few: bool

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None

    def differs(self, other: Share) -> str:
        """ "more", "less", or "" where chance may be all there is between this share and the other."""
        if self.few or other.few:
            return ""
        return "more" if self.low > other.high else "less" if self.high < other.low else ""


def share(part: int, whole: int) -> Share:
    """A share with its interval; of nothing it may be anything from 0 to 1."""
    if not whole:
        return Share(part=0, whole=0, low=0.0, high=1.0, few=True)
    p, z = part / whole, _Z * _Z / whole
    middle, half = p + z / 2, _Z * math.sqrt(p * (1 - p) / whole + z / (4 * whole))
    return Share(
        part=part,
        whole=whole,
        low=round(max(0.0, (middle - half) / (1 + z)), 4),
        high=round(min(1.0, (middle + half) / (1 + z)), 4),
        few=whole < FEW,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRef:
    """A story with its documents, the earliest first, and the outlets among them."""

    id: str
    title: str
    since: date | None
    until: date | None
    documents: tuple[DocumentRef, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """An agency that documents of an outlet credit. `own`: the outlet is that agency."""

    agency: str
    own: bool
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A document whose words stand in another; `words` is about how many of its words do (`share` of them)."""

    document: DocumentRef
    original: DocumentRef
    kind: str
    share: float
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What was taken from an outlet, or by it. The outlet is None where a document names none."""

    outlet: str | None
    copies: tuple[Copied, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How many of an outlet's statements are quoted in one way, once an utterance."""

    share: Share
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How many days after the first report of a story an outlet had it, and by which document."""

    story: str
    days: int
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """An actor that an outlet quotes: its share of the outlet's statements, once an utterance."""

    actor: ActorRef
    share: Share
    statements: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """A line of `outlets`.

    `statements` counts utterances: one that the outlet tells in two documents is one; `tellings` are all of
    them. `original` are the documents whose text is the outlet's own as far as the record tells, `own_words`
    about how many of its words. `voices` is, over the stories it shares with others, how many of the actors
    that anybody quotes there it quotes itself. `first` is how many of these it had on the first day, `lag` the
    median of days behind.
    """

    outlet: str
    documents: tuple[str, ...]
    undated: int
    words: int
    own_words: int
    statements: int
    tellings: tuple[str, ...]
    original: Share
    copied: tuple[Copied, ...]
    credits: tuple[Credit, ...]
    kinds: Mapping[str, Kind]
    resolved: Share
    quoted: tuple[Voice, ...]
    stories: tuple[str, ...]
    voices: Share
    first: Share
    lag: float | None
    lags: tuple[Lag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletTable:
    """`outlets`: every outlet, and the stories that several of them carry. `nameless` documents name no outlet."""

    since: str | None
    until: str | None
    story: StoryRef | None
    documents: int
    nameless: int
    outlets: tuple[OutletRow, ...]
    stories: tuple[StoryRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An actor's share of what is quoted on the stories an outlet shares: by this outlet, and by the others.

    `differs` is "more" or "less" where the intervals of the two lie apart and both sides have enough documents.
    """

    actor: ActorRef
    here: Share
    statements: tuple[str, ...]
    others: Share
    other_statements: tuple[str, ...]
    differs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoting:
    """A document that quotes somebody. `copied`: its text is another's."""

    document: DocumentRef
    statements: tuple[str, ...]
    copied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSided:
    """An actor whom, on one story (its id and title), one side quotes and the other does not.

    `by` are the documents that quote the actor, `named` those of the other side that speak of the actor
    without quoting.
    """

    actor: ActorRef
    story: str
    title: str
    by: tuple[Quoting, ...]
    named: tuple[DocumentRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A story as an outlet carries it: its documents and words beside those of the others."""

    story: StoryRef
    documents: tuple[DocumentRef, ...]
    words: int
    other_documents: int
    other_words: int
    lag: int | None
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletPage:
    """`outlets NAME`: one outlet, alone and against the others on the same stories."""

    since: str | None
    until: str | None
    story: StoryRef | None
    outlet: OutletRow
    stories: tuple[Carried, ...]
    compared: tuple[Compared, ...]
    left_out: tuple[OneSided, ...]
    only_here: tuple[OneSided, ...]
    taken_from: tuple[Flow, ...]
    taken_by: tuple[Flow, ...]
