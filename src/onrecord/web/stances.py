"""What a page about an issue makes of the paths on it: the camps, what hangs on conditions, the outlets' shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.store.path_rows import BOTH, Path, Step, Taken

ORDER = ("support", "conditional", "oppose", BOTH, "unclear")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An actor of a camp: the path, and the step by which it stands there."""

    path: Path
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Camp:
    """Those who stand on one side now, those with the most statements first."""

    stance: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletShare:
    """How many statements of each stance an outlet tells, in the order of `ORDER` without "both"; one that several
    outlets tell counts for each."""

    outlet: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


def camps(paths: Iterable[Path]) -> tuple[Camp, ...]:
    """Who stands where, by the last side that was taken: what is unclear takes none back."""
    found: dict[str, list[Member]] = {}
    for p in paths:
        if p.steps:
            step = next((s for s in reversed(p.steps) if s.stance != "unclear"), p.steps[-1])
            found.setdefault(step.stance, []).append(Member(path=p, step=step))
    return tuple(
        Camp(stance=s, members=tuple(sorted(found[s], key=lambda m: (-m.path.statements, m.path.actor.name))))
        for s in ORDER
        if s in found
    )


def newest(paths: Iterable[Path]) -> list[Taken]:
    """Every statement of these paths, the newest first, those without a day last."""
    every = [t for p in paths for t in (*(t for step in p.steps for t in step.taken), *p.unplaced)]
    return sorted(every, key=lambda t: (-(t.since or date.min).toordinal(), t.actor.name, t.id))


def conditional(taken: Iterable[Taken]) -> list[Taken]:
    """Those that hang on a condition whose words are known."""
    return [t for t in taken if t.stance == "conditional" and t.condition]


def shares(taken: Sequence[Taken]) -> tuple[OutletShare, ...]:
    """Of each outlet how many of these it tells, those that tell most first."""
    sides = [s for s in ORDER if s != BOTH]
    counts = Counter((outlet, t.stance) for t in taken for outlet in t.outlets)
    made = [OutletShare(outlet=o, counts=tuple(counts[o, s] for s in sides)) for o in {o for o, _ in counts}]
    return tuple(sorted(made, key=lambda s: (-s.total, s.outlet)))


__all__ = ["ORDER", "Camp", "Member", "OutletShare", "camps", "conditional", "newest", "shares"]
