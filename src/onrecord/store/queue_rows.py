"""What the review queue answers: rows that wait for a person, in a stable order, and how far the work is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from onrecord.store.event_rows import EventReport
from onrecord.store.position_rows import PositionRow
from onrecord.store.rows import Doubt, Said

KINDS = ("statement", "position", "event", "actor")
ORDERS = ("uncertain", "consequential", "newest")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """A row to judge. `id` is what `judge` takes; of two names "ID+ID" (accept: one actor, reject: two).

    `version` is the number of the newest judgement on it that is not undone, 0 where there is none: what `judge` takes
    as `against`. Of rows that are drawn blind it is None, for it would tell that somebody judged. `consequence` is a
    number, `meaning` what it counts; `why` says in words why it is here. Of `said`, `position`, `event` and `doubt`
    that of its kind is there.
    """

    kind: str
    id: str
    version: int | None
    score: float
    consequence: int
    meaning: str
    why: str
    said: Said | None = None
    position: PositionRow | None = None
    event: EventReport | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A page of the queue. `total` are all rows that wait as asked, on every page; `next` is what the next page is
    asked for with (`after`), "" on the last one."""

    items: tuple[QueueItem, ...]
    total: int
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindProgress:
    """How far one kind of row is: how many are judged, how many more are called unsure, how many wait.

    What waits is less sure than the record's threshold and judged by nobody; of positions it is what is decided
    "unclear", of actors what `actors --doubtful` lists.
    """

    judged: int
    unsure: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far review is, of one person (`who`) or of all; kinds are those of `queue`.

    A session ends where five minutes pass without a judgement. `session` counts the judgements of the last one, from
    `since` to `until`, `per_minute` is their pace; `minutes_left` is how long what waits takes at it. None where
    nothing can be told yet.
    """

    who: str
    kinds: Mapping[str, KindProgress]
    session: int = 0
    since: datetime | None = None
    until: datetime | None = None
    per_minute: float | None = None
    minutes_left: float | None = None
