"""Where each actor stood over time, drawn: a small panel for each actor on each issue, a mark for each statement.

Support stands above, a condition in the middle, opposition below; all panels of an issue have one axis of time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.export.axis import Scale, Tick, ticks
from onrecord.export.network_labels import shown
from onrecord.export.wording import clipped, days, stretch
from onrecord.store.path_rows import BOTH, Path, Paths, Step, Taken

WIDTH, HEIGHT = 300.0, 96.0
LEVELS: Mapping[str, float] = {"support": 20.0, "conditional": 46.0, BOTH: 46.0, "oppose": 72.0}
MOST_ACTORS = 60
"""So many panels of an issue are drawn, of the actors who said most."""
_EDGE, _TICK, _STACK, _REACH = 8.0, 70.0, 6.0, 9.0
_WORDS = 200  # characters of the words in a tooltip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One utterance: where it stands and leads to."""

    x: float
    y: float
    stance: str
    href: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A stance held from one statement to the next step; `drop` is the height it is reached from, None of the first."""

    x: float
    until: float
    y: float
    stance: str
    drop: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One actor; `told` says the steps in words."""

    actor: str
    name: str
    statements: int
    told: str
    held: tuple[Held, ...]
    marks: tuple[Mark, ...]
    unplaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """One issue: its actors, those who said most first; `more` actors are not drawn."""

    issue: str
    panels: tuple[Panel, ...]
    ticks: tuple[Tick, ...]
    more: int


def stances(paths: Paths, places: Mapping[str, str]) -> tuple[Panels, ...]:
    """The panels of all issues with a stance; `places` leads from the id of a statement to its place on the page."""
    out = []
    for issue in paths.issues:
        own = [p for p in paths.paths if p.issue == issue and p.steps]
        if not own:
            continue
        first = min(p.steps[0].since for p in own)
        last = max(p.steps[-1].last for p in own)
        scale = _scale(first, last)
        out.append(
            Panels(
                issue=issue,
                panels=tuple(_panel(p, scale, places) for p in own[:MOST_ACTORS]),
                ticks=tuple(ticks(first, last, scale, (WIDTH, _TICK))),
                more=len(own[MOST_ACTORS:]),
            )
        )
    return tuple(out)


def together(some: Sequence[Paths]) -> Paths:
    """The answers for single issues as one; `waiting` and the days are those that all of them have."""
    return replace(
        some[0],
        issues=tuple(name for p in some for name in p.issues),
        waiting=sum(p.waiting for p in some),
        statements=sum(p.statements for p in some),
        implied=sum(p.implied for p in some),
        unclear=sum(p.unclear for p in some),
        nobody=sum(p.nobody for p in some),
        total=sum(p.total for p in some),
        paths=tuple(path for p in some for path in p.paths),
    )


def _scale(first: date, last: date) -> Scale:
    if first == last:
        return lambda _day: WIDTH / 2
    room, span = WIDTH - 2 * _EDGE, (last - first).days
    return lambda at: round(_EDGE + room * (at - first).days / span, 1)


def _panel(path: Path, scale: Scale, places: Mapping[str, str]) -> Panel:
    told = "; ".join(f"{s.stance} {days(s.since, s.last)}" for s in path.steps)
    return Panel(
        actor=path.actor.name,
        name=shown(path.actor.name, 34),
        statements=path.statements,
        told=told,
        held=tuple(_held(path.steps, scale)),
        marks=tuple(_marks(path.steps, scale, places)),
        unplaced=len(path.unplaced),
    )


def _held(steps: Sequence[Step], scale: Scale) -> list[Held]:
    out: list[Held] = []
    ends = [*(s.since for s in steps[1:]), steps[-1].last]
    for step, end in zip(steps, ends, strict=True):
        y = LEVELS[step.stance]
        x = scale(step.since)
        until = max(scale(end), x)
        out.append(Held(x=x, until=until, y=y, stance=step.stance, drop=out[-1].y if out else None))
    return out


def _marks(steps: Sequence[Step], scale: Scale, places: Mapping[str, str]) -> list[Mark]:
    """Marks that would hide each other stand beside their level, alternating below and above."""
    out: list[Mark] = []
    for taken in (t for step in steps for t in step.taken if t.since and t.stance in LEVELS):
        x, level = scale(taken.since or date.min), LEVELS[taken.stance]
        near = sum(m.stance == taken.stance and abs(m.x - x) < _REACH for m in out) % 4
        y = level + (near + 1) // 2 * _STACK * (1 if near % 2 else -1)
        href = next((places[s.id] for s in taken.sources if s.id in places), "")
        out.append(Mark(x=x, y=y, stance=taken.stance, href=href, label=_tooltip(taken)))
    return out


def _tooltip(one: Taken) -> str:
    when = stretch(one.since, one.until) if one.since else ""
    told = ", told then" if one.told_on else ""
    return f"{when}{told}: {one.stance}. {clipped(one.phrase, _WORDS)}"
