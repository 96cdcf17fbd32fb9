"""What goes into the comparing of events, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from onrecord.findings import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number a report gives: of what kind, at least and at most (None: open)."""

    kind: str
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReport:
    """One report of an event, as it is compared with others.

    `sentence` is the sentence that tells it and `trigger` the range of words in it that name the act; `number` is the
    sentence's place in its article, the first being 0, and `at` the trigger's place there (it orders the reports of an
    article). `story` is the story of the article, where articles were grouped. All else is evidence: what is not known
    is left out and speaks neither for nor against.

    `actors` and `recipients` are ids of those who took part, the same for all reports of a record; `behind` are ids of
    the bodies and states for which they act (the minister's government): who differs in name alone then is not taken
    for another. `named` are the words by which the text names those who acted (`reading.named`), for where ids do not
    tell. `since` and `until` are the days of the event, `told` the day of the report. `place` is any name or id that is
    the same wherever the place is the same. `article` is what the article is about (`reading.article`) and `vector`
    what the encoder says of the trigger (`encoder.act_vectors.shorten`).
    """

    id: str
    doc: str
    sentence: str
    trigger: Range
    number: int = 0
    at: int = 0
    story: str | None = None
    type: str | None = None
    mode: str | None = None
    status: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    place: str | None = None
    since: date | None = None
    until: date | None = None
    told: date | None = None
    figures: tuple[Amount, ...] = ()
    article: Mapping[str, float] = field(default_factory=dict)
    vector: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Why two reports were taken for one event: how likely it is (0..1), and what speaks for it, in words."""

    a: str
    b: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The reports of one event, the earliest first (undated ones last).

    `id` is made from the first report. `joins` lead from each further report to the one that it is most like among
    those before it. `score` is the mean over all pairs; of a report alone it is 1.
    """

    id: str
    reports: tuple[str, ...]
    joins: tuple[Join, ...]
    score: float
