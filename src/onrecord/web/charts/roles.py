"""Who was what when: a lane for each title of an actor, with the time that texts tell and the articles that give it.

The wide bar is what a text tells ("president since 2019"), open where it tells no end; the thin line leads from the
first to the last article that gives the title; each dot is such an article and leads to the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from onrecord.export.axis import Scale
from onrecord.export.wording import counted, day, number, printable
from onrecord.web.charts.chart import Chart, fitted
from onrecord.web.charts.lanes_axis import Frame
from onrecord.web.links import address
from onrecord.web.tenures import Tenure

MOST, DOTS = 14, 60
"""Lanes, and dots of a lane."""
WIDTH = 840.0
LEFT, RIGHT, TOP, BOTTOM, LANE = 260.0, 14.0, 6.0, 26.0, 28.0
FRAME = Frame(width=WIDTH, left=LEFT, right=RIGHT, top=TOP)
HEADER = ("title", "of", "since", "until", "article", "published", "words")


def tenure_lanes(found: Sequence[Tenure], *, title: str) -> Chart | None:
    """The chart of these titles; None where no day is known of any."""
    dated = [t for t in found if t.days]
    if not dated:
        return None
    most = {id(t) for t in sorted(dated, key=lambda t: -len(t.rows))[:MOST]}
    kept = [t for t in dated if id(t) in most]
    days = [d for t in kept for d in t.days]
    scale, bottom = FRAME.scale(min(days), max(days)), TOP + LANE * len(kept)
    body = list(FRAME.axis(min(days), max(days), bottom))
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


def _lane(tenure: Tenure, scale: Scale, end: date, y: float) -> Iterator[str]:
    name = printable(tenure.title + (f", {tenure.org}" if tenure.org else ""))
    at = f'x="{LEFT - 12:g}" y="{y + 4:g}" text-anchor="end"'
    yield f'<g><text class="strong" {at}>{escape(fitted(name, LEFT - 12))}</text><title>{escape(name)}</title></g>'
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
