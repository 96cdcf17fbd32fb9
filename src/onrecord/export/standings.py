"""Where actors stand, for the brief: a section for each issue, of each actor its last stance and the way there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.export.axis import Scale, Tick, ticks
from onrecord.export.wording import anchor, clipped, stretch
from onrecord.store.path_rows import BOTH, Path, Paths, Step, Taken
from onrecord.store.position_paths import by_actor, path

ORDER = ("support", "conditional", "oppose", BOTH)
WIDTH, HEIGHT = 560.0, 24.0
EDGE = 9.0
TICK = 64.0  # least room between the labels of two ticks
TOOLTIP = 200  # characters of words


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One statement on a strip: its middle, the stance it takes, where it leads."""

    x: float
    stance: str
    href: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The days on which an actor held a stance, from its first statement to the next step or the last statement."""

    x: float
    until: float
    stance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One actor: its steps, each with the statement that takes it first, and the strip of them."""

    path: Path
    steps: tuple[tuple[Step, str, str], ...]
    stretches: tuple[Stretch, ...]
    dots: tuple[Dot, ...]

    @property
    def anchor(self) -> str:
        return anchor("a-", self.path.actor.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One issue: how many actors stand where, and each actor, those together who stand on one side."""

    issue: str
    counts: tuple[tuple[str, int], ...]
    stands: tuple[Stand, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """All issues; `implied` and `unclear` positions are not drawn."""

    issues: tuple[Standing, ...]
    implied: int
    unclear: int


def standings(answer: Paths, quoted: Collection[str]) -> Standings:
    """The issues with the positions that stand on the page: of these statements."""
    kept = [t for p in answer.paths for s in p.steps for t in s.taken] + [t for p in answer.paths for t in p.unplaced]
    kept = [t for t in kept if _told(t, quoted)]
    made = [path(some) for some in by_actor(kept).values()]
    found = [_standing(name, [p for p in made if p.issue == name and p.steps], quoted) for name in answer.issues]
    return Standings(issues=tuple(found), implied=answer.implied, unclear=answer.unclear)


def _told(one: Taken, quoted: Collection[str]) -> str:
    """The fragment of the first telling that stands on the page; empty where none does."""
    return next((anchor("s-", s.id) for s in one.sources if s.id in quoted), "")


def _standing(issue: str, paths: Sequence[Path], quoted: Collection[str]) -> Standing:
    days = [d for p in paths for s in p.steps for d in (s.since, s.last)]
    scale = _scale(min(days), max(days)) if days else None
    ranked = sorted(paths, key=lambda p: (ORDER.index(p.steps[-1].stance), -p.statements, p.actor.name, p.actor.id))
    counts = [(s, sum(p.steps[-1].stance == s for p in paths)) for s in ORDER]
    return Standing(
        issue=issue,
        counts=tuple((s, n) for s, n in counts if n),
        stands=tuple(_stand(p, scale, quoted) for p in ranked if scale),
        ticks=tuple(ticks(min(days), max(days), scale, (WIDTH, TICK))) if scale else (),
    )


def _scale(first: date, last: date) -> Scale:
    if first == last:
        return lambda _day: WIDTH / 2
    room, span = WIDTH - 2 * EDGE, (last - first).days
    return lambda at: round(EDGE + room * (at - first).days / span, 1)


def _stand(p: Path, scale: Scale, quoted: Collection[str]) -> Stand:
    ends = [*(s.since for s in p.steps[1:]), p.steps[-1].last]
    stretches = [
        Stretch(x=scale(s.since), until=max(scale(end), scale(s.since)), stance=s.stance)
        for s, end in zip(p.steps, ends, strict=True)
    ]
    dots = [
        Dot(x=scale(t.since), stance=t.stance, href=_told(t, quoted), label=_tooltip(t))
        for s in p.steps
        for t in s.taken
        if t.since
    ]
    steps = tuple((s, _told(s.first, quoted), _days(s.first)) for s in p.steps)
    return Stand(path=p, steps=steps, stretches=tuple(stretches), dots=tuple(dots))


def _days(one: Taken) -> str:
    return stretch(one.since, one.until) if one.since else ""


def _tooltip(one: Taken) -> str:
    told = ", told then" if one.told_on else ""
    return f"{_days(one)}{told}: {one.stance}. {clipped(one.phrase, TOOLTIP)}"
