"""Who was what when: a lane for each title of an actor, with the time that texts tell and the articles that give it.

The wide bar is what a text tells ("president since 2019"), open where it tells no end; the thin line leads from the
first to the last article that gives the title; each dot is such an article and leads to the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from onrecord.export.axis import Scale, ticks
from onrecord.export.wording import clipped, counted, day, number, printable
from onrecord.web.charts.chart import Chart
from onrecord.web.charts.counts import labels
from onrecord.web.links import address
from onrecord.web.tenures import Tenure

MOST, DOTS = 14, 60
"""Lanes, and dots of a lane."""
WIDTH = 840.0
LEFT, RIGHT, TOP, BOTTOM, LANE = 260.0, 14.0, 6.0, 26.0, 28.0
TICK, NAME = 72.0, 38
HEADER = ("title", "of", "since", "until", "article", "published", "words")


def tenure_lanes(found: Sequence[Tenure], *, title: str) -> Chart | None:
    """The chart of these titles; None where no day is known of any."""
    dated = [t for t in found if t.days]
    if not dated:
        return None
    shown = sorted(dated, key=lambda t: -len(t.rows))[:MOST]
    kept = [t for t in dated if t in shown]
    days = [d for t in kept for d in t.days]
    scale, bottom = _scale(min(days), max(days)), TOP + LANE * len(kept)
    body = list(_axis(min(days), max(days), scale, bottom))
    for place, tenure in enumerate(kept):
        body += _lane(tenure, scale, max(days), TOP + LANE * place + LANE / 2)
    told = f"{counted(len(found), 'title')}, with the articles that give them."
    left = f" {number(len(found) - len(kept))} more below." if len(kept) < len(found) else ""
    return Chart(
        title=title,
        about=told + left,
        width=WIDTH,
        height=bottom + BOTTOM,
        body="".join(body),
        header=HEADER,
        rows=[
            (t.title, t.org, r.since, r.until, r.document.file, r.document.published, " ".join(r.evidence.text.split()))
            for t in found
            for r in t.rows
        ],
    )


def _scale(first: date, last: date) -> Scale:
    room, span = WIDTH - LEFT - RIGHT - 12, max((last - first).days, 1)
    return lambda on: LEFT + 6 + room * ((on - first).days / span if first != last else 0.5)


def _axis(first: date, last: date, scale: Scale, y: float) -> Iterator[str]:
    found = list(ticks(first, last, scale, (WIDTH, TICK)))
    for tick in found:
        yield f'<path class="rule" d="M{tick.x:.1f} {TOP:g}V{y:g}"/>'
    yield f'<path class="axis" d="M{LEFT:g} {y:g}H{WIDTH - RIGHT:g}"/>'
    yield from labels(found, y)


def _lane(tenure: Tenure, scale: Scale, end: date, y: float) -> Iterator[str]:
    name = printable(tenure.title + (f", {tenure.org}" if tenure.org else ""))
    at = f'x="{LEFT - 12:g}" y="{y + 4:g}" text-anchor="end"'
    yield f'<g><text class="strong" {at}>{escape(clipped(name, NAME))}</text><title>{escape(name)}</title></g>'
    yield f'<path class="rule" d="M0 {y + LANE / 2:g}H{WIDTH - RIGHT:g}"/>'
    for since, until in tenure.told:
        x = scale(since or min(tenure.days[0], until or tenure.days[0]))
        wide = max(scale(until or end) - x, 3)
        words = f"since {day(since)}" * bool(since) + ", " * bool(since and until) + f"until {day(until)}" * bool(until)
        shape = "told" if since and until else "told open"
        bar = f'<rect class="{shape}" x="{x:.1f}" y="{y - 6:g}" width="{wide:.1f}" height="12"/>'
        yield f"<g>{bar}<title>{escape(name)}: {words}</title></g>"
    if tenure.first and tenure.last:
        yield f'<path class="axis" d="M{scale(tenure.first):.1f} {y:g}H{scale(tenure.last):.1f}"/>'
    for row in [r for r in tenure.rows if r.document.published][:DOTS]:
        span, on = row.evidence, row.document.published or date.min
        hit = f"{span.start}-{span.end}"
        href = address("/articles/{document}", document=row.document.id, at=hit, _at="hit")
        told = printable(f"{day(on)}, {row.document.outlet or row.document.file}: {' '.join(span.text.split())}")
        dot = f'<circle class="m-support" cx="{scale(on):.1f}" cy="{y:g}" r="4"/>'
        yield f'<a href="{escape(href)}">{dot}<title>{escape(told)}</title></a>'


__all__ = ["tenure_lanes"]
