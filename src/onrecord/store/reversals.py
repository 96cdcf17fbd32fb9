"""Actors who turned on a matter, and statements that deny what others say. Pure functions over acts and entries.

Turns on the issues of the record are found of positions (`position_changes`), these are on all else. Found for being
right rather than for being all: both statements name the matter, each is told with its words, and what is only retold
of former times ("had opposed", "once opposed") turns nobody.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import groupby

from onrecord.store.diff_rows import Contradiction, Reversal
from onrecord.store.retold import cue_of, is_retold
from onrecord.store.rows import ActorRef
from onrecord.store.stances import ATTITUDE, FACT, Stance, matter, one_matter, printed, shared_at_least, stance
from onrecord.store.timeline_entries import Act
from onrecord.store.timeline_rows import TimelineEntry

SIDES = {(ATTITUDE, "+"): "for", (ATTITUDE, "-"): "against", (FACT, "+"): "admitted", (FACT, "-"): "denied"}
NEAR = 92  # days between a denial and what it denies
EACH = 2  # of those who say what is denied, the nearest in time
_SAYS = ("assertion", "accusation")
Made = tuple[Act, TimelineEntry]
New = Callable[[TimelineEntry], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A stance that an actor takes on a day."""

    actor: ActorRef
    on: date
    stance: Stance
    entry: TimelineEntry


def taken(made: Iterable[Made]) -> list[_Taken]:
    """The plain stances of known actors, in order of time."""
    out = []
    for act, entry in made:
        actor = entry.who[0].actor if entry.who else None
        if actor is None or entry.since is None or not act.told:
            continue
        first = act.told[0]
        cue = cue_of(first.cue)
        found = stance(first.act, cue, first.quote)
        if found and not (entry.told_on and is_retold(cue)):
            out.append(_Taken(actor=actor, on=entry.since, stance=found, entry=entry))
    return sorted(out, key=lambda t: (t.on, t.entry.id))


def reversals(stances: Sequence[_Taken], new: New) -> list[Reversal]:
    """Of each actor and matter the turns whose later statement is new: against what was said last before."""
    by_actor: defaultdict[str, list[_Taken]] = defaultdict(list)
    for one in stances:
        by_actor[one.actor.id].append(one)
    out = [r for some in by_actor.values() for r in _turns(some, new)]
    return sorted(out, key=lambda r: (r.after.since or date.max, r.actor.name, r.after.id))


def _turns(some: Sequence[_Taken], new: New) -> Iterator[Reversal]:
    told: set[tuple[date, str, str, str]] = set()
    speaking_of: defaultdict[tuple[str, str], list[int]] = defaultdict(list)  # by axis and stem, in order of time
    for k, after in enumerate(some):
        stems = [(after.stance.axis, stem) for stem in after.stance.matter]
        key = (after.on, after.stance.axis, after.stance.side, " ".join(sorted(after.stance.matter)))
        before = None if key in told else _last_before(after, some, [speaking_of[stem] for stem in stems])
        for stem in stems:
            speaking_of[stem].append(k)
        if before is None:
            continue  # nothing earlier, or a statement inside another, or the same said twice that day
        told.add(key)
        if new(after.entry):
            yield Reversal(
                actor=after.actor,
                was=SIDES[before.stance.axis, before.stance.side],
                became=SIDES[after.stance.axis, after.stance.side],
                matter=printed(one_matter(before.stance, after.stance), after.entry.words),
                before=before.entry,
                after=after.entry,
            )


def _last_before(after: _Taken, some: Sequence[_Taken], sharing: Iterable[Sequence[int]]) -> _Taken | None:
    """What was said last of the matter on an earlier day, where it is plainly of the other side; `sharing` are the
    places of what shares a stem with it."""
    before = None
    for k, _ in groupby(merge(*(reversed(places) for places in sharing), reverse=True)):
        t = some[k]
        if before is not None and t.on < before.on:
            break
        if t.on >= after.on or not one_matter(t.stance, after.stance):
            continue
        if t.stance.side == after.stance.side:
            return None  # it had that side last, or both on one day, and then it was no plain stance
        before = before or t
    return None if before is None or before.stance.open else before


def denials(made: Sequence[Made], stances: Sequence[_Taken], new: New) -> list[Contradiction]:
    """What one denies and another says, where either is new; of those who say it the nearest in time."""
    said = _Said(made, new)
    out: list[Contradiction] = []
    for denial in stances:
        if (denial.stance.axis, denial.stance.side) != (FACT, "-"):
            continue
        if not (new(denial.entry) or said.new_near(denial.on)):
            continue
        out += [
            Contradiction(kind="denied", matter=printed(shared, denial.entry.words), said=entry, denied=denial.entry)
            for shared, entry in said.nearest(denial)
            if new(entry) or new(denial.entry)
        ]
    return out


class _Said:
    """What is said, in order of time, found by the stems that few statements have.

    What is about a denial's matter shares so many of its stems that it has one at least of its rarest ones: only the
    statements with these are looked at, day by day away from the denial until enough are found.
    """

    def __init__(self, made: Iterable[Made], new: New) -> None:
        dated = [
            (e.since, matter(a.told[0].quote), e)
            for a, e in made
            if a.told and e.act in _SAYS and e.who and e.since is not None
        ]
        self._all = sorted(dated, key=lambda s: s[0])
        self._days = [on for on, _, _ in self._all]
        self._new = [on for on, _, e in self._all if new(e)]
        self._with: defaultdict[str, list[int]] = defaultdict(list)
        for k, (_, stems, _) in enumerate(self._all):
            for stem in stems:
                self._with[stem].append(k)

    def new_near(self, on: date) -> bool:
        """Whether anything new was said near this day."""
        first, last = (on.toordinal() + apart for apart in (-NEAR, NEAR))
        k = bisect_left(self._new, first, key=date.toordinal)
        return k < len(self._new) and self._new[k].toordinal() <= last

    def nearest(self, denial: _Taken) -> list[tuple[frozenset[str], TimelineEntry]]:
        """Of what others say and this denies the nearest in time, with the stems that both have."""
        found: list[tuple[int, int, str, frozenset[str], TimelineEntry]] = []
        for k in self._candidates(denial):
            on, stems, entry = self._all[k]
            apart = abs((on - denial.on).days)
            if len(found) >= EACH and apart > found[-1][0]:
                break  # all that follow are farther away
            other = entry.who[0].actor
            if (other is not None and other.id == denial.actor.id) or entry.id == denial.entry.id:
                continue
            shared = one_matter(denial.stance, Stance(axis=FACT, side="+", word="", matter=stems))
            if shared:
                found.append((apart, -len(shared), entry.id, shared, entry))
        return [(shared, entry) for _, _, _, shared, entry in sorted(found, key=lambda f: f[:3])[:EACH]]

    def _candidates(self, denial: _Taken) -> list[int]:
        """The places of what may be about the matter, the nearest in time first."""
        first, last = (denial.on.toordinal() + apart for apart in (-NEAR, NEAR))
        low = bisect_left(self._days, first, key=date.toordinal)
        high = bisect_right(self._days, last, key=date.toordinal)
        stems = denial.stance.matter
        rarest = sorted(stems, key=lambda stem: (len(self._with.get(stem, ())), stem))
        near: set[int] = set()
        for stem in rarest[: len(stems) - shared_at_least(stems) + 1]:
            places = self._with.get(stem, [])
            near.update(places[bisect_left(places, low) : bisect_left(places, high)])
        return sorted(near, key=lambda k: (abs((self._days[k] - denial.on).days), k))
