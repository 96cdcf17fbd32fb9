"""Actors who turned on a matter, and statements that deny what others say. Pure functions over acts and entries.

Turns on the issues of the record are found of positions (`position_changes`), these are on all else. Found for being
right rather than for being all: both statements name the matter, each is told with its words, and what is only retold
of former times ("had opposed", "once opposed") turns nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.store.diff_rows import Contradiction, Reversal
from onrecord.store.retold import cue_of, is_retold
from onrecord.store.rows import ActorRef
from onrecord.store.stances import ATTITUDE, FACT, Stance, matter, one_matter, printed, stance
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
    for k, after in enumerate(some):
        key = (after.on, after.stance.axis, after.stance.side, " ".join(sorted(after.stance.matter)))
        if key in told:
            continue  # a statement inside another, or the same said twice that day
        earlier = [t for t in some[:k] if t.on < after.on and one_matter(t.stance, after.stance)]
        before = earlier[-1] if earlier else None
        if before is None or before.stance.side == after.stance.side or before.stance.open:
            continue
        if any(t.on == before.on and t.stance.side == after.stance.side for t in earlier):
            continue  # both sides on one day: it was no plain stance
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


def denials(made: Sequence[Made], stances: Sequence[_Taken], new: New) -> list[Contradiction]:
    """What one denies and another says, where either is new; of those who say it the nearest in time."""
    said = [(matter(a.told[0].quote), e) for a, e in made if a.told and e.act in _SAYS and e.who and e.since]
    index: defaultdict[str, list[int]] = defaultdict(list)
    for k, (stems, _) in enumerate(said):
        for stem in stems:
            index[stem].append(k)
    out: list[Contradiction] = []
    for denial in stances:
        if (denial.stance.axis, denial.stance.side) != (FACT, "-"):
            continue
        found = _saying(denial, said, {k for stem in denial.stance.matter for k in index[stem]})
        out += [
            Contradiction(kind="denied", matter=printed(shared, denial.entry.words), said=entry, denied=denial.entry)
            for shared, entry in found
            if new(entry) or new(denial.entry)
        ]
    return out


def _saying(
    denial: _Taken, said: Sequence[tuple[frozenset[str], TimelineEntry]], near: Iterable[int]
) -> list[tuple[frozenset[str], TimelineEntry]]:
    found = []
    for k in near:
        stems, entry = said[k]
        other = entry.who[0].actor
        if entry.since is None or (other is not None and other.id == denial.actor.id) or entry.id == denial.entry.id:
            continue
        claim = Stance(axis=FACT, side="+", word="", matter=stems)
        shared = one_matter(denial.stance, claim)
        apart = abs((entry.since - denial.on).days)
        if shared and apart <= NEAR:
            found.append((apart, -len(shared), entry.id, shared, entry))
    return [(shared, entry) for _, _, _, shared, entry in sorted(found, key=lambda f: f[:3])[:EACH]]
