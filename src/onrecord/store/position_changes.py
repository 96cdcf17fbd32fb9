"""Who changed on an issue: reversals, softenings, hardenings, and days with both sides. Pure functions.

A change is told of statements that are sure and whose order in time is sure: all days of the earlier one lie before
those of the later one, and everything said last before the later one takes the same stance. One statement that is
reported twice is one (`position_paths.taken`), what is retold later stands at the day it was said, and what is only
retold of former times is no new stance. Nothing depends on the order in which rows are given.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate

from onrecord.store.path_rows import BOTH, Change, Taken
from onrecord.store.position_paths import CONDITIONAL, OPPOSE, SUPPORT, Moment, by_actor, in_time, moments, unplaced
from onrecord.store.timeline_order import place

REVERSAL, SOFTENING, HARDENING, CONTRADICTION = "reversal", "softening", "hardening", "contradiction"
KINDS = (REVERSAL, SOFTENING, HARDENING, CONTRADICTION)
_TOWARDS = {OPPOSE: -1, CONDITIONAL: 0, SUPPORT: 1}


def changes(every: Iterable[Taken]) -> list[Change]:
    """All changes of these statements, by the time of what came after."""
    found = [change for some in by_actor(every).values() for change in _of_one(some)]
    return sorted(found, key=lambda c: (*in_time(c.after), KINDS.index(c.kind), c.before.id))


def _of_one(some: Sequence[Taken]) -> Iterator[Change]:
    """The changes of one actor on one issue."""
    sure = [t for t in some if t.sure and not t.differs and t.stance in _TOWARDS]
    nowhere = {t.id for t in unplaced(sure)}
    every = moments(t for t in sure if t.id not in nowhere)
    yield from _contradictions(every)
    order, plain = _Order(every), _Order(m for m in every if m.stance in (SUPPORT, OPPOSE))
    told: set[tuple[str, str, str]] = set()
    for after in every:
        before = order.last_before(after)
        if after.stance == BOTH or before is None or before.stance == after.stance:
            continue
        change = _change(every, before, after, plain.last_before(after))
        key = (change.kind, change.before.id, change.became)
        if key not in told:  # days of the new stance that overlap are one change
            told.add(key)
            yield change


class _Order:
    """Moments by when they were surely over, for what came last before another."""

    def __init__(self, some: Iterable[Moment]) -> None:
        self.moments = sorted((m for m in some if m.stance != BOTH), key=lambda m: (m.until, m.since, m.chief.id))
        self.ends = [m.until for m in self.moments]
        self.latest = list(accumulate((m.since for m in self.moments), max))

    def last_before(self, after: Moment) -> Moment | None:
        """The latest of those that nothing surely came after, before this one; None where these do not agree."""
        below = bisect_left(self.ends, after.since)
        if not below:
            return None
        last = self.moments[bisect_left(self.ends, self.latest[below - 1]) : below]
        return last[-1] if len({m.stance for m in last}) == 1 else None


def _change(every: Sequence[Moment], before: Moment, after: Moment, plain: Moment | None) -> Change:
    """From the stance before, or where that was a condition, from the side that was taken before it, if it turns."""
    turned = after.stance != CONDITIONAL and plain is not None and plain.stance != after.stance
    if turned and plain is not None:
        between = [m for m in every if m.stance == CONDITIONAL and plain.until < m.since and m.until < after.since]
        return _made(REVERSAL, every, plain, after, tuple(m.chief for m in between))
    kind = SOFTENING if _TOWARDS[after.stance] > _TOWARDS[before.stance] else HARDENING
    return _made(kind, every, before, after)


def _made(kind: str, every: Sequence[Moment], before: Moment, after: Moment, through: tuple[Taken, ...] = ()) -> Change:
    first, at = before, bisect_left(every, _at(before), key=_at)
    while at and every[at - 1].stance == before.stance:
        at -= 1
        first = every[at]
    return Change(
        kind=kind, actor=after.chief.actor, issue=after.chief.issue, was=before.stance, became=after.stance,
        held=first.since, before=before.chief, after=after.chief, through=through,
    )  # fmt: skip


def _at(m: Moment) -> tuple[bool, date, int, int, bool]:
    """What moments are sorted by."""
    return *place(m.since, m.until), m.taken[0].told_on


def _contradictions(every: Sequence[Moment]) -> Iterator[Change]:
    """Both sides on the same days, or on days that overlap: of each stretch of days the first pair."""
    for m in every:
        sides = {t.stance: t for t in reversed(m.taken) if t.explicit or not any(x.explicit for x in m.taken)}
        if m.stance == BOTH:
            yield _both(m.since, sides[OPPOSE], sides[SUPPORT])
    wide = [m for m in every if m.until > m.since and m.stance in (SUPPORT, OPPOSE)]
    for m in wide:
        other = next((o for o in every if _opposed(m, o) and o.since <= m.until and o.until >= m.since), None)
        if other is not None and not (other.until > other.since and (other.since, other.until) < (m.since, m.until)):
            pair = sorted((m.chief, other.chief), key=lambda t: t.stance)
            yield _both(min(m.since, other.since), pair[0], pair[1])


def _opposed(m: Moment, other: Moment) -> bool:
    return {m.stance, other.stance} == {SUPPORT, OPPOSE}


def _both(since: date, against: Taken, for_: Taken) -> Change:
    return Change(
        kind=CONTRADICTION, actor=for_.actor, issue=for_.issue, was=against.stance, became=for_.stance, held=since,
        before=against, after=for_,
    )  # fmt: skip


__all__ = ["KINDS", "changes"]
