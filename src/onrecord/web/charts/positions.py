"""Who took which side when: a lane for each actor (or issue), on it a mark for each statement, by day.

    lanes(paths, by="actor", title="Positions on the accord")   a lane for each actor, of one issue
    lanes(paths, by="issue", title="Where Samira Tolan stands") a lane for each issue, of one actor

The shape says the stance (disc: support, square: oppose, hollow diamond: conditional, cross: unclear), a small one that
the side only follows from the words. The line behind the marks is the stance that was held: whole for support, dashed
for oppose, dotted for conditional. A mark leads to the sentence in its article; where marks of a stance would lie on
each other, one larger mark leads to the list of them. What has no place in time is not drawn, and counted in the words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from typing import overload

from onrecord.export.axis import Scale
from onrecord.export.wording import clipped, counted, number, printable, stretch
from onrecord.store.path_rows import Path, Taken
from onrecord.web.charts.chart import Chart, fitted
from onrecord.web.charts.lanes_axis import Frame
from onrecord.web.links import address

MOST = 16
"""Lanes; of more those with the most statements are drawn."""
WIDTH = 840.0
LEFT, RIGHT, TOP, BOTTOM = 226.0, 14.0, 34.0, 26.0
LANE, APART, COLUMN = 34.0, 10.0, 12.0  # heights of a lane and of a mark in it; width in which marks are put together
FRAME = Frame(width=WIDTH, left=LEFT, right=RIGHT, top=TOP)
TOOLTIP = 200  # characters
ORDER = ("support", "conditional", "oppose", "unclear")
HEADER = ("actor", "issue", "since", "until", "stance", "strength", "words", "condition", "outlets", "id")


def lanes(paths: Sequence[Path], *, by: str, title: str, at: date | None = None) -> Chart | None:
    """The chart of these paths (see above), the lanes in their order; None where no statement has a day.

    With `at` a line stands at that day.
    """
    some = [p for p in paths if p.steps]
    if not some:
        return None
    most = {id(p) for p in sorted(some, key=lambda p: -p.statements)[:MOST]}
    shown = [p for p in some if id(p) in most]
    days = [d for p in shown for s in p.steps for d in (s.since, s.last)] + ([at] if at else [])
    scale = FRAME.scale(min(days), max(days))
    bottom = TOP + LANE * len(shown)
    drawn = [t for p in shown for t in _placed(p)]
    body = [*_legend(drawn), *FRAME.axis(min(days), max(days), bottom)]
    if at:
        body.append(f'<path class="axis asof" d="M{scale(at):.1f} {TOP - 4:g}V{bottom:g}"/>')
    for place, p in enumerate(shown):
        body += _lane(p, by, scale, TOP + LANE * place + LANE / 2)
    return Chart(
        title=title,
        about=_about(paths, shown, by),
        width=WIDTH,
        height=bottom + BOTTOM,
        body="".join(body),
        header=HEADER,
        rows=_Rows([t for p in paths for t in (*_placed(p), *p.unplaced)]),
    )


def _placed(p: Path) -> list[Taken]:
    return [t for step in p.steps for t in step.taken]


class _Rows(Sequence[tuple[object, ...]]):
    """The lines of the table, each made as it is asked for: a page shows the first alone."""

    def __init__(self, taken: Sequence[Taken]) -> None:
        self._taken = taken

    def __len__(self) -> int:
        return len(self._taken)

    @overload
    def __getitem__(self, place: int) -> tuple[object, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[object, ...]]: ...
    def __getitem__(self, place: int | slice) -> tuple[object, ...] | list[tuple[object, ...]]:
        return [_row(t) for t in self._taken[place]] if isinstance(place, slice) else _row(self._taken[place])


def _row(t: Taken) -> tuple[object, ...]:
    return (
        t.actor.name, t.issue, t.since, t.until, t.stance, t.strength, t.words, t.condition or None,
        "; ".join(t.outlets), t.id,
    )  # fmt: skip


def _about(paths: Sequence[Path], shown: Sequence[Path], by: str) -> str:
    said = [f"{counted(sum(len(_placed(p)) for p in shown), 'statement')} by day."]
    if len(shown) < len(paths):
        said.append(f"{number(len(shown))} of {counted(len(paths), by)}, those with the most statements.")
    nowhere = sum(len(p.unplaced) for p in paths)
    if nowhere:
        said.append(f"{number(nowhere)} without a place in time {'is' if nowhere == 1 else 'are'} not drawn.")
    return " ".join(said)


def _legend(drawn: Sequence[Taken]) -> Iterator[str]:
    x = LEFT
    for stance in (s for s in ORDER if any(t.stance == s for t in drawn)):
        yield f'{mark(stance, x + 6, 14, 5)}<text x="{x + 16:g}" y="18">{stance}</text>'
        x += 34 + 7 * len(stance)
    if any(not t.explicit and t.stance != "unclear" for t in drawn):
        yield f'{mark("support", x + 6, 14, 2.8)}<text x="{x + 14:g}" y="18">small: only follows from the words</text>'


def _lane(p: Path, by: str, scale: Scale, y: float) -> Iterator[str]:
    name = printable(p.actor.name if by == "actor" else p.issue)
    to = address("/actors/{actor}", actor=p.actor.id) if by == "actor" else address("/issue", name=p.issue)
    yield f'<path class="rule" d="M0 {y + LANE / 2:g}H{WIDTH - RIGHT:g}"/>'
    yield (
        f'<a href="{escape(to)}"><text class="strong" x="{LEFT - 12:g}" y="{y + 4:g}" text-anchor="end">'
        f"{escape(fitted(name, LEFT - 12))}</text><title>{escape(name)}</title></a>"
    )
    lines: defaultdict[str, str] = defaultdict(str)
    for stance, since, end in _held(p):
        lines[stance] += f"M{scale(since):.1f} {y:g}H{scale(end):.1f}"
    for stance, line in lines.items():
        yield f'<path class="held h-{stance}" d="{line}"/>'
    for x, some in _columns(p, scale):
        yield from _column(some, x, y)


def _held(p: Path) -> Iterator[tuple[str, date, date]]:
    """The stances that were held, each until another was taken; what is unclear changes none."""
    clear = [step for step in p.steps if step.stance != "unclear"]
    ends = [*(step.since for step in clear[1:]), *(step.last for step in clear[-1:])]
    for step, end in zip(clear, ends, strict=True):
        if end > step.since:
            yield step.stance, step.since, end


def _columns(p: Path, scale: Scale) -> Iterator[tuple[float, list[Taken]]]:
    """The statements of a lane from left to right, those together that would lie on each other."""
    found: list[tuple[float, list[Taken]]] = []
    for t in sorted(_placed(p), key=lambda t: (t.since or date.min, t.id)):
        x = scale(t.since or date.min)
        if found and x - found[-1][0] < COLUMN:
            found[-1][1].append(t)
        else:
            found.append((x, [t]))
    yield from found


def _column(some: Sequence[Taken], x: float, y: float) -> Iterator[str]:
    """One mark for each stance, those that the words take themselves and those that only follow apart."""
    alike: defaultdict[tuple[int, bool], list[Taken]] = defaultdict(list)
    for t in some:
        alike[ORDER.index(t.stance), t.explicit or t.stance == "unclear"].append(t)
    for place, (key, same) in enumerate(sorted(alike.items(), key=lambda a: (a[0][0], not a[0][1]))):
        at = y + (place - (len(alike) - 1) / 2) * APART
        stance, explicit = ORDER[key[0]], key[1]
        size = 2.8 if not explicit else 4.2 if len(same) == 1 else 5.6 if len(same) < 5 else 7.0
        href = _sentence(same[0]) if len(same) == 1 else _list(same)
        told = _tooltip(same[0]) if len(same) == 1 else _several(same, stance)
        yield f'<a href="{escape(href)}">{mark(stance, x, at, size)}<title>{escape(printable(told))}</title></a>'


def mark(stance: str, x: float, y: float, size: float) -> str:
    """The sign of a stance, its middle and about half its width given."""
    match stance:
        case "support":
            return f'<circle class="m-support" cx="{x:.1f}" cy="{y:.1f}" r="{size:g}"/>'
        case "oppose":
            s = size * 0.9
            corner = f'x="{x - s:.1f}" y="{y - s:.1f}"'
            return f'<rect class="m-oppose" {corner} width="{2 * s:.1f}" height="{2 * s:.1f}"/>'
        case "conditional":
            s = size * 1.15
            around = f"M{x:.1f} {y - s:.1f}l{s:.1f} {s:.1f} {-s:.1f} {s:.1f} {-s:.1f} {-s:.1f}z"
            return f'<path class="m-conditional" d="{around}"/>'
    s = size * 0.75
    cross = f"M{x - s:.1f} {y - s:.1f}l{2 * s:.1f} {2 * s:.1f}m0 {-2 * s:.1f}l{-2 * s:.1f} {2 * s:.1f}"
    return f'<path class="m-unclear" d="{cross}"/>'


def _sentence(t: Taken) -> str:
    first = t.sources[0]
    return address("/articles/{document}", document=first.document.id, _at=f"s-{first.id}")


def _list(some: Sequence[Taken]) -> str:
    """The positions of these days as rows."""
    first = some[0]
    since, until = min(t.since or date.max for t in some), max(t.until or t.since or date.min for t in some)
    shown = {"implied": not first.explicit, "unclear": first.stance == "unclear", "stance": first.stance}
    return address("/issue", name=first.issue, actor=first.actor.id, since=since, until=until, _at="positions", **shown)


def _several(some: Sequence[Taken], stance: str) -> str:
    since, until = min(t.since or date.max for t in some), max(t.since or date.min for t in some)
    implied = "" if some[0].explicit or stance == "unclear" else ", only following from the words"
    return f"{stretch(since, until)}: {counted(len(some), 'statement')}, {stance}{implied}"


def _tooltip(t: Taken) -> str:
    days = stretch(t.since, t.until) if t.since else ""
    told = ", when it was published" if t.told_on else ""
    side = t.stance if t.explicit or t.stance == "unclear" else f"{t.stance}, only following from the words"
    return f"{t.actor.name}, {days}{told}: {side}. {clipped(t.phrase, TOOLTIP)}"


__all__ = ["lanes", "mark"]
