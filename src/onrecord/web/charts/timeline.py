"""What happened and was said, as marks in lanes: one for each of those who do and say most (`export.drawing`).

The shape says which of PLOVER's quad classes it is, a hollow one that it has not happened, a large one that it was
done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from onrecord.export.drawing import LARGE, SMALL, Drawing, Drawn, Form, Targets, drawing
from onrecord.export.wording import counted, printable
from onrecord.plover import QUADS
from onrecord.store.timeline_rows import TimelineEntry
from onrecord.web.charts.chart import Chart

Link = Callable[[TimelineEntry], str]
"""The address of the page of an entry."""

HEADER = ("from", "to", "kind", "who", "to whom", "what", "status", "words", "outlets")
FORM = Form(width=1000, lanes=6, stack=5, tick=64)
KEY = 24.0  # height of a row of the key
_SIGNS = (*((f"q{n}", False, name) for n, name in QUADS.items()), ("q4", True, "not done, or not yet"),
          ("said", False, "said"), ("role", False, "an office begins or ends"))  # fmt: skip


def lanes(entries: Sequence[TimelineEntry], *, title: str, link: Link) -> Chart | None:
    """The entries by who does or says them; None where none has a day."""
    drawn = drawing("wide", entries, Targets(tellings={e.sources[0].id: link(e) for e in entries}), FORM)
    if drawn is None:
        return None
    return Chart(
        title=title,
        about=_about(drawn, len(entries)),
        width=drawn.width,
        height=drawn.height + 8 + KEY,
        body="".join((*_body(drawn), *_key(drawn.height + 8 + KEY / 2))),
        header=HEADER,
        rows=[_row(e) for e in entries],
    )


def sign(shape: str, x: float, y: float, size: float, *, hollow: bool = False) -> str:
    """The mark of a quad class ("q1" to "q4"), of what was said ("said"), or of an office ("role")."""
    r, kind = size / 2 - 0.8, f"{shape} hollow" if hollow else shape
    match shape:
        case "q1":
            return f'<circle class="{kind}" cx="{x:g}" cy="{y:g}" r="{r:.1f}"/>'
        case "q2":
            a = r * 0.9
            return f'<rect class="{kind}" x="{x - a:.1f}" y="{y - a:.1f}" width="{2 * a:.1f}" height="{2 * a:.1f}"/>'
        case "q3":
            a, b = r * 1.1, r * 1.15
            return f'<path class="{kind}" d="M{x:g} {y - b:.1f}l{a:.1f} {b:.1f}l{-a:.1f} {b:.1f}l{-a:.1f} {-b:.1f}z"/>'
        case "q4":
            return f'<path class="{kind}" d="M{x:g} {y - r * 1.1:.1f}l{r * 1.15:.1f} {r * 2.1:.1f}h{-r * 2.3:.1f}z"/>'
        case "role":
            return f'<path class="role" d="M{x:g} {y - r:.1f}v{r * 2:.1f}M{x - r:.1f} {y:g}h{r * 2:.1f}"/>'
    return f'<circle class="said" cx="{x:g}" cy="{y:g}" r="{r * 0.75:.1f}"/>'


def _about(drawn: Drawing, count: int) -> str:
    left = [f"{counted(drawn.undated, 'entry', 'entries')} without a day"] if drawn.undated else []
    left += (
        [counted(drawn.unreal, "event that is only spoken of", "events that are only spoken of")]
        if drawn.unreal
        else []
    )
    told = f" Not drawn: {' and '.join(left)}." if left else ""
    entries = counted(count, "entry", "entries")
    return f"{entries} by who does or says them; a line runs over days that the text leaves open.{told}"


def _body(drawn: Drawing) -> Iterator[str]:
    for tick in drawn.ticks:
        yield f'<path class="rule" d="M{tick.x:g} 0V{drawn.axis:.1f}"/>'
        yield f'<text x="{tick.x:g}" y="{drawn.axis + 16:.1f}" text-anchor="{tick.anchor}">{escape(tick.label)}</text>'
    for lane in drawn.lanes:
        yield f'<path class="rule" d="M0 {lane.base:.1f}H{drawn.width:g}"/>'
        yield f'<text class="strong" x="0" y="{lane.y + 14:.1f}">{_plain(lane.name)}</text>'
        for mark in lane.marks:
            yield _mark(mark)


def _mark(m: Drawn) -> str:
    over = (
        f'<rect class="span {m.shape}" x="{m.x:g}" y="{m.y - 1.2:.1f}" width="{m.until - m.x:.1f}" height="2.4"/>'
        if m.until
        else ""
    )
    if m.shape == "more":
        shown = f'<text class="more" x="{m.x:g}" y="{m.y + 4:.1f}" text-anchor="middle">+{m.more}</text>'
    else:
        shown = sign(m.shape, m.x, m.y, m.size, hollow=m.hollow)
    inner = f"<title>{_plain(m.label)}</title>{over}{shown}"
    return f'<a href="{escape(m.href)}">{inner}</a>' if m.href else f"<g>{inner}</g>"


def _key(y: float) -> Iterator[str]:
    """What the signs mean, in the picture itself, so that it can stand alone."""
    x = 8.0
    for shape, hollow, words in _SIGNS:
        yield sign(shape, x, y, SMALL if shape == "said" else LARGE, hollow=hollow)
        yield f'<text x="{x + 11:g}" y="{y + 4:g}">{words}</text>'
        x += 32 + 6.3 * len(words)


def _row(e: TimelineEntry) -> tuple[object, ...]:
    who, whom = ("; ".join(p.name for p in some) for some in (e.who, e.whom))
    return e.since, e.until, e.kind, who, whom, e.what, e.status, e.cut, "; ".join(e.outlets)


def _plain(words: str) -> str:
    return escape(printable(words))


__all__ = ["HEADER", "lanes", "sign"]
