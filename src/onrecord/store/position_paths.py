"""Positions as reports tell them, made into paths: each utterance once, at its day, stance by stance. Pure functions.

    taken(rows)       reports of positions -> what was taken by each utterance
    sorted_out(...)   what counts, and how much of the rest there is
    moments(some)     what one actor took on one issue, by days
    steps(moments)    days with the same stance after each other, as one
    path(some)        the stances of one actor on one issue in order of time

Nothing depends on the order in which rows are given, and a report that is given twice changes nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from onrecord.store.path_rows import BOTH, Path, Step, Taken
from onrecord.store.position_rows import PositionRow
from onrecord.store.retold import cue_of, is_retold
from onrecord.store.rows import Said
from onrecord.store.timeline_order import place
from onrecord.store.timeline_rows import SourceRow

SUPPORT, OPPOSE, CONDITIONAL, UNCLEAR = "support", "oppose", "conditional", "unclear"
LATE = timedelta(days=7)
"""What an article tells without a day may have been said so long before it was published."""
NO_LEADS: Mapping[str, str] = {}
SHORT = 60
"""What was said is shown with its cue where it has no more characters: "supports it"."""
Utterance = tuple[str, str]
"""The id of the statement that an utterance is counted as, and the name of the issue."""


# ---------------------------------------------------------------------------- each utterance once


def taken(
    rows: Iterable[PositionRow], denied: Collection[Utterance] = (), leads: Mapping[str, str] = NO_LEADS
) -> tuple[list[Taken], int]:
    """What each utterance takes, by known actors, in order of time; and how many are by nobody known.

    `denied` are those of which a person said that they take no side: unless one of their reports was judged to take
    one, they take none. `leads` are the words before the cues of statements whose day is not told.
    """
    told: defaultdict[Utterance, dict[str, PositionRow]] = defaultdict(dict)
    for row in rows:
        told[row.said.counted_as, row.issue][row.id] = row
    found, nobody = [], 0
    for key, some in told.items():
        reports = sorted(some.values(), key=rank)
        if key in denied and reports[0].verdict is None:
            continue
        one = _taken(reports, leads)
        if one is None:
            nobody += 1
        else:
            found.append(one)
    return sorted(found, key=in_time), nobody


def rank(row: PositionRow) -> tuple[bool, bool, bool, bool, bool, str, str]:
    """The report that an utterance is counted as: one that was judged, else one that takes a side in its own words."""
    return (
        row.verdict is None, row.stance == UNCLEAR, not row.explicit, not row.sure,
        row.said.id != row.said.counted_as, _published(row), row.id,
    )  # fmt: skip


def _published(row: PositionRow) -> str:
    return row.document.published.isoformat() if row.document.published else "~"


def _taken(reports: Sequence[PositionRow], leads: Mapping[str, str]) -> Taken | None:
    """What the reports of one utterance say, the best first; None where none names an actor."""
    best = reports[0]
    actor = next((r.actor for r in reports if r.actor), None)
    if actor is None:
        return None
    since, until, told_on = _days(reports)
    first = min(reports, key=lambda r: (_published(r), r.id))
    sides = {r.stance for r in reports}
    documents = {r.document.id: r.document for r in reports}
    return Taken(
        id=best.id, actor=actor, issue=best.issue, since=since, until=until, told_on=told_on,
        former=(told_on or since is None) and is_retold(cue_of(first.said.cue), leads.get(first.said.id, "")),
        stance=best.stance,
        strength=best.strength, condition=" ... ".join(" ".join(s.text.split()) for s in best.condition),
        words=best.said.quote, phrase=_phrase(best.said), score=best.score, sure=best.sure, verdict=best.verdict,
        differs=best.verdict is None and {SUPPORT, OPPOSE} <= sides, reports=len(reports), documents=len(documents),
        outlets=tuple(sorted({d.outlet for d in documents.values() if d.outlet})),
        sources=tuple(SourceRow(id=r.said.id, document=r.document, spans=r.said.content) for r in reports),
    )  # fmt: skip


def _days(reports: Sequence[PositionRow]) -> tuple[date | None, date | None, bool]:
    """The days of the best report that gives any, else the narrowest, else that of the first publication."""
    given = [(since, max(since, r.said.said_until or since)) for r in reports if (since := r.said.said_since)]
    if given:
        if reports[0].said.said_since is None:
            given = [min(given, key=lambda d: (d[1] - d[0], d))]
        return *given[0], False
    first = min((r.document.published for r in reports if r.document.published), default=None)
    return first, first, first is not None


def _phrase(said: Said) -> str:
    """The words so that they can be read alone: few that are no quotation with the cue before them."""
    cue = cue_of(said.cue)
    behind = said.cue and said.content and said.cue[-1].end > said.content[0].start
    if len(said.quote) > SHORT or said.kind == "direct" or behind or not any(c.isalpha() for c in cue):
        return said.quote
    return f"{cue} {said.quote}"


def in_time(one: Taken) -> tuple[bool, date, int, int, bool, str, str, str]:
    """What positions are sorted by: their days, those that a text tells before days of publication."""
    return *place(one.since, one.until), one.told_on, one.issue, one.actor.name, one.id


def sorted_out(every: Iterable[Taken], *, implied: bool, unclear: bool) -> tuple[list[Taken], int, int]:
    """Those that count; how many more are implied only; how many more are unclear."""
    kept, follow, vague = [], 0, 0
    for one in every:
        if one.stance == UNCLEAR and not unclear:
            vague += 1
        elif not one.explicit and one.stance != UNCLEAR and not implied:
            follow += 1
        else:
            kept.append(one)
    return kept, follow, vague


# ---------------------------------------------------------------------------- in order of time


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What one actor took on one issue on the same days; `stance` is the one that counts."""

    since: date
    until: date
    stance: str
    taken: tuple[Taken, ...]

    @property
    def chief(self) -> Taken:
        """A statement that takes the stance of the moment: the surest in its own words."""
        return min(
            (t for t in self.taken if t.stance == self.stance or self.stance == BOTH),
            key=lambda t: (not t.explicit, not t.sure, -t.documents, -t.score, t.id),
        )


def moments(some: Iterable[Taken]) -> list[Moment]:
    """What was taken, by days, in order of time; without what has no place there (`unplaced`)."""
    dated = sorted((t for t in some if t.since and not t.former), key=in_time)
    out = []
    for (since, until, _), same in groupby(dated, key=lambda t: (t.since, t.until, t.told_on)):
        if since is not None:
            out.append(_moment(since, until or since, tuple(same)))
    return out


def _moment(since: date, until: date, same: tuple[Taken, ...]) -> Moment:
    """Words that take a side themselves outweigh what follows from others; a condition qualifies the side it is said
    with; what is unclear counts where there is nothing else."""
    clear = [t for t in same if t.stance != UNCLEAR]
    deciding = {t.stance for t in clear if t.explicit} or {t.stance for t in clear} or {UNCLEAR}
    if {SUPPORT, OPPOSE} <= deciding:
        stance = BOTH
    elif CONDITIONAL in deciding:
        stance = CONDITIONAL
    else:
        stance = min(deciding)
    return Moment(since=since, until=until, stance=stance, taken=same)


def unplaced(some: Iterable[Taken]) -> list[Taken]:
    """Those whose place in time is not known.

    Besides what has no day or is retold of former times it is what an article tells without a day, when within the week
    before it the actor took another side on a day that is told: which of the two came first is not known.
    """
    every = sorted(some, key=in_time)
    told = _Told([m for m in moments(t for t in every if not t.told_on) if m.stance != UNCLEAR])
    return [t for t in every if t.since is None or t.former or (t.told_on and told.against(t.since, t.stance))]


class _Told:
    """Moments whose days are told, in order of time, for what was said shortly before a day."""

    def __init__(self, some: Sequence[Moment]) -> None:
        self.moments = some
        self.since = [m.since for m in some]
        self.longest = max((m.until - m.since for m in some), default=timedelta(0))

    def against(self, on: date, stance: str) -> bool:
        """Whether in the week up to this day another side was taken, and not this one."""
        first = _before(on, LATE)
        low, high = bisect_left(self.since, _before(first, self.longest)), bisect_right(self.since, on)
        near = {m.stance for m in self.moments[low:high] if m.until >= first}
        return bool(near) and not near & {stance, BOTH}


def _before(on: date, days: timedelta) -> date:
    return on - days if on - date.min > days else date.min


def steps(found: Sequence[Moment]) -> Iterator[Step]:
    """Moments in order of time, those with the same stance after each other as one step."""
    for stance, some in groupby(found, key=lambda m: m.stance):
        mine = list(some)
        every = tuple(t for m in mine for t in m.taken)
        last = max(m.until for m in mine)
        yield Step(stance=stance, since=mine[0].since, last=last, count=len(every), taken=every)


def path(some: Sequence[Taken], *, at: date | None = None) -> Path:
    """The stances of one actor on one issue; with `at` as far as they were taken by that day.

    A statement of a longer time was made by a day where all of that time was over.
    """
    mine = [t for t in some if at is None or t.until is None or t.until <= at]
    nowhere = unplaced(mine)
    out = {t.id for t in nowhere}
    made = tuple(steps(moments(t for t in mine if t.id not in out)))
    return Path(
        actor=some[0].actor,
        issue=some[0].issue,
        steps=made,
        unplaced=tuple(nowhere),
        age=(at - made[-1].last).days if at and made else None,
    )


def by_actor(some: Iterable[Taken]) -> dict[tuple[str, str], list[Taken]]:
    """What was taken, by the name of the issue and the id of the actor."""
    found: defaultdict[tuple[str, str], list[Taken]] = defaultdict(list)
    for one in some:
        found[one.issue, one.actor.id].append(one)
    return dict(found)
