"""Marks on days, in lanes: which outlet had which article when. Full marks are own texts, hollow ones copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from onrecord.export.axis import Scale, ticks
from onrecord.export.wording import number, printable
from onrecord.web.charts.chart import Chart, fitted

WIDTH, LANE, TOP, BOTTOM = 1000.0, 26.0, 6.0, 26.0
LEFT, RIGHT = 240.0, 16.0  # where the days begin: the names of the lanes stand before
SIZE = 6.0  # radius of a mark
MOST = 40  # lanes; the others are counted in the last
DOTS = 150  # marks that are drawn in a lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something on a day, or to the day `until`, with the page that it leads to; `copy`: it is another's text."""

    on: date
    label: str
    href: str
    copy: bool = False
    until: date | None = None


Lane = tuple[str, Sequence[Mark]]


def by_day(lanes: Sequence[Lane], *, title: str, about: str) -> Chart | None:
    """The lanes in their order, those that have a mark; None where none has."""
    some = [(name, marks) for name, marks in lanes if marks]
    if not some:
        return None
    if len(some) > MOST:
        some = [*some[: MOST - 1], ("all others", [m for _, marks in some[MOST - 1 :] for m in marks])]
    some = [(name, sorted(marks, key=lambda m: (m.on, m.label))) for name, marks in some]
    height = TOP + LANE * len(some) + BOTTOM
    return Chart(
        title=title,
        about=about + _left_out(some),
        width=WIDTH,
        height=height,
        body="".join(_body(some, height - BOTTOM)),
        header=("day", "lane", "what", "copy"),
        rows=[(m.on, name, m.label, "copy" if m.copy else "") for name, marks in some for m in marks],
    )


def _left_out(lanes: Sequence[Lane]) -> str:
    """What is said of marks that are not drawn."""
    more = sum(max(len(marks) - DOTS, 0) for _, marks in lanes)
    return f" In a lane the first {DOTS} are drawn; {number(more)} are in the table alone." if more else ""


def _body(lanes: Sequence[Lane], floor: float) -> Iterator[str]:
    days = [day for _, marks in lanes for m in marks for day in (m.on, m.until or m.on)]
    scale = _scale(min(days), max(days))
    for tick in ticks(min(days), max(days), scale, (WIDTH, 72.0)):
        yield f'<path class="rule" d="M{tick.x:g} {TOP:g}V{floor:g}"/>'
        anchor = "end" if tick.anchor == "end" else "middle"
        yield f'<text x="{tick.x:g}" y="{floor + 18:g}" text-anchor="{anchor}">{escape(tick.label)}</text>'
    for n, (name, marks) in enumerate(lanes):
        y = TOP + LANE * n + LANE / 2
        yield f'<path class="rule" d="M{LEFT - SIZE:g} {y:g}H{WIDTH:g}"/>'
        shown = escape(printable(fitted(name, LEFT - 14)))
        yield f'<text class="strong" x="{LEFT - 14:g}" y="{y + 4:g}" text-anchor="end">{shown}</text>'
        yield from _marks(marks[:DOTS], scale, y)


def _marks(marks: Sequence[Mark], scale: Scale, y: float) -> Iterator[str]:
    """Those of one place beside each other, each a little further on."""
    there: Counter[float] = Counter()
    for m in marks:
        place = round(scale(m.on))
        x = place + min(there[place], 4) * SIZE * 1.3
        there[place] += 1
        kind = "dot hollow" if m.copy else "dot"
        over = f'<path class="interval" d="M{x:.1f} {y:g}H{scale(m.until):g}"/>' if m.until and m.until > m.on else ""
        yield (
            f'<a href="{escape(m.href)}"><title>{escape(printable(m.label))}</title>{over}'
            f'<circle class="{kind}" cx="{x:.1f}" cy="{y:g}" r="{SIZE - 1:g}"/></a>'
        )


def _scale(first: date, last: date) -> Scale:
    room = WIDTH - LEFT - RIGHT - 6 * SIZE
    if first == last:
        return lambda _day: LEFT + room / 2
    return lambda at: round(LEFT + room * (at - first).days / (last - first).days, 1)


__all__ = ["Lane", "Mark", "by_day"]
