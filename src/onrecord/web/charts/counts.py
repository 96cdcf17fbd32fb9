"""How many there are over time: bars by day, month or year, with the days on which there is nothing.

    over_time({date(2031, 3, 1): 4, None: 2}, title="Statements over time", what="statement",
              link=lambda since, until: address("/statements", since=since, until=until))

answers a `Chart`, or None where no row has a day. `link` is where a bar leads: the rows from its first to its last day.
The steps follow from the days: two months are drawn by day, ten years by month, more by year. What has no day stands in
the words below the title and in the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from html import escape

from onrecord.export.axis import Tick, ticks
from onrecord.export.charts import floor, following, label, step_for
from onrecord.export.wording import counted, number, printable
from onrecord.web.charts.chart import Chart

Link = Callable[[date, date], str]
"""The address of the rows from one day to another, both included."""

WIDTH, HEIGHT = 840.0, 180.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 8.0, 10.0, 26.0
TICK = 72.0  # least room between the labels of two days
LEAST = 2.0  # how high and wide a bar is at least


def over_time(
    counts: Mapping[date | None, int], *, title: str, what: str = "statement", link: Link | None = None
) -> Chart | None:
    """Bars of how many there are on each day, put together by step (see above)."""
    dated = {on: count for on, count in counts.items() if on is not None and count}
    if not dated:
        return None
    step = step_for(min(dated), max(dated))
    periods: Counter[date] = Counter()
    for on, count in dated.items():
        periods[floor(on, step)] += count
    undated = counts.get(None, 0)
    rows: list[tuple[str, int]] = [(_iso(first, step), periods[first]) for first in sorted(periods)]
    return Chart(
        title=title,
        about=_about(dated, step, what, undated),
        width=WIDTH,
        height=HEIGHT,
        body="".join(_body(periods, step, what, link)),
        header=(step, what + "s"),
        rows=[*rows, ("undated", undated)] if undated else rows,
    )


def _about(dated: Mapping[date, int], step: str, what: str, undated: int) -> str:
    first, last = label(min(dated), step), label(max(dated), step)
    days = first if first == last else f"{first} to {last}"
    told = f"{counted(sum(dated.values()), what)}, {days}, by {step}."
    return told + (f" {number(undated)} without a day {'is' if undated == 1 else 'are'} not drawn." if undated else "")


def _body(periods: Mapping[date, int], step: str, what: str, link: Link | None) -> Iterator[str]:
    begin, end = min(periods), _last(max(periods), step)
    span = max((end - begin).days + 1, 12 if step == "day" else 1)
    floor_at, width = HEIGHT - BOTTOM, WIDTH - LEFT - RIGHT
    top, marks = scale(max(periods.values()))

    def left(on: date, after: int = 0) -> float:
        return LEFT + width * ((on - begin).days + after) / span

    def above(count: float) -> float:
        return floor_at - (floor_at - TOP) * count / top

    for mark in marks:
        y = above(mark)
        yield f'<path class="{"rule" if mark else "axis"}" d="M{LEFT:g} {y:.1f}H{WIDTH - RIGHT:g}"/>'
        yield f'<text x="{LEFT - 8:g}" y="{y + 4:.1f}" text-anchor="end">{number(mark)}</text>'
    for first in sorted(periods):
        x, last = left(first), _last(first, step)
        wide, high = max((left(last, 1) - x) * 0.88, LEAST), max(floor_at - above(periods[first]), LEAST)
        bar = (
            f'<rect class="hit" x="{x:.1f}" y="{TOP:g}" width="{wide:.1f}" height="{floor_at - TOP:.1f}"/>'
            f'<rect class="bar" x="{x:.1f}" y="{floor_at - high:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'
            f"<title>{escape(printable(label(first, step)))}: {counted(periods[first], what)}</title>"
        )
        yield f'<a href="{escape(link(first, last))}">{bar}</a>' if link else f"<g>{bar}</g>"
    middle = (left(begin, 1) - left(begin)) / 2 if step == "day" else 0.0
    yield from labels(list(ticks(begin, max(periods), lambda on: left(on) + middle, (WIDTH, TICK))), floor_at)


def labels(found: list[Tick], y: float) -> Iterator[str]:
    """The days below an axis at this height."""
    for tick in found:
        yield f'<path class="axis" d="M{tick.x:.1f} {y:.1f}v4"/>'
        anchor = "middle" if tick.anchor == "start" and tick.x > TICK / 2 else tick.anchor
        yield f'<text x="{tick.x:.1f}" y="{y + 18:.1f}" text-anchor="{anchor}">{escape(tick.label)}</text>'


def scale(most: int, about: int = 4) -> tuple[int, list[int]]:
    """The top of an axis of whole numbers from 0, and its round marks, of which there are `about` so many."""
    step = 1
    for step in _round_numbers():
        if most <= step * about:
            break
    top = -(-most // step) * step
    return top, list(range(0, top + 1, step))


def _round_numbers() -> Iterator[int]:
    ten = 1
    while True:
        yield from (ten, 2 * ten, 5 * ten)
        ten *= 10


def _last(first: date, step: str) -> date:
    try:
        return following(first, step) - timedelta(days=1)
    except (OverflowError, ValueError):  # the end of the calendar
        return date.max


def _iso(first: date, step: str) -> str:
    return first.isoformat()[: {"year": 4, "month": 7, "day": 10}[step]]


__all__ = ["Link", "labels", "over_time", "scale"]
