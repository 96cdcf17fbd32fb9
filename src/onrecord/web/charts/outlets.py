"""Shares of outlets as dots, each on the line of what it may be by chance (95 of 100); of few they are hollow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from onrecord.export.wording import clipped, printable
from onrecord.store.outlet_rows import Compared, OutletRow, Share
from onrecord.web.charts.chart import Chart, fitted
from onrecord.web.links import address

WIDTH, ROW, HEAD, FOOT = 1000.0, 26.0, 26.0, 44.0
LEFT, GAP = 230.0, 36.0
TOPS = (0.04, 0.08, 0.2, 0.4, 0.6, 0.8, 1.0)  # where an axis of shares may end
MOST_OUTLETS, MOST_ACTORS = 40, 20
INTERVAL = "The line behind a dot is where the share lies 95 times of 100, were it a sample; hollow: of fewer than 10."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    """Shares from 0 to 1 side by side: where it begins, how wide it is, what it is called."""

    left: float
    width: float
    name: str

    def at(self, share: float) -> float:
        return self.left + self.width * share


def beside(rows: Sequence[OutletRow]) -> Chart | None:
    """Outlets beside each other: text of their own, voices they quote, stories they had first."""
    if not rows:
        return None
    shown = rows[:MOST_OUTLETS]
    names = ("text of its own", "of those quoted, it quotes", "had it on the first day")
    panels = _panels(names)
    lines = [(r.outlet, address("/outlet", name=r.outlet), (r.original, r.voices, r.first)) for r in shown]
    height = HEAD + ROW * len(lines) + FOOT
    body = [*_frames(panels, height), *(part for n, line in enumerate(lines) for part in _line(n, line, panels))]
    return Chart(
        title="Outlets beside each other",
        about=f"Shares of their articles, of the voices on shared stories, and of these stories. {INTERVAL}",
        width=WIDTH,
        height=height,
        body="".join(body),
        header=("outlet", *(f"{n}{x}" for n in names for x in ("", ": of", ": from", ": to"))),
        rows=[(name, *(v for s in shares for v in _numbers(s))) for name, _, shares in lines],
    )


def compared(outlet: str, found: Sequence[Compared]) -> Chart | None:
    """Whom an outlet quotes, beside what the others do on the same stories."""
    shown = [c for c in found if c.here.whole or c.others.whole][:MOST_ACTORS]
    if not shown:
        return None
    most = max(max(c.here.high, c.others.high) for c in shown)
    top = next(t for t in TOPS if t >= most)
    panel = _Panel(left=LEFT, width=WIDTH - LEFT - 30, name="share of what is said there")
    height = HEAD + ROW * len(shown) + FOOT
    body = list(_frames((panel,), height, top))
    for n, c in enumerate(shown):
        y = HEAD + ROW * n + ROW / 2
        body.append(_name(c.actor.name, address("/actors/{actor}", actor=c.actor.id), y))
        body.append(_share(c.others, panel, y + 4, f"{c.actor.name}, the others", top, "square"))
        body.append(_share(c.here, panel, y - 4, f"{c.actor.name}, {outlet}", top))
    body.append(_legend(outlet, height - 10))
    return Chart(
        title="Whom it quotes, and whom the others do",
        about=f"Each actor's share of all statements on the stories that they share. {INTERVAL}",
        width=WIDTH,
        height=height,
        body="".join(body),
        header=("actor", "here", "of", "from", "to", "others", "of", "from", "to", "differs"),
        rows=[(c.actor.name, *_numbers(c.here), *_numbers(c.others), c.differs) for c in shown],
    )


def _panels(names: Sequence[str]) -> tuple[_Panel, ...]:
    width = (WIDTH - LEFT - GAP * len(names)) / len(names)
    return tuple(_Panel(left=LEFT + n * (width + GAP), width=width, name=name) for n, name in enumerate(names))


def _frames(panels: Sequence[_Panel], height: float, top: float = 1.0) -> Iterator[str]:
    floor = height - FOOT + 4
    for p in panels:
        yield f'<text class="strong" x="{p.left:g}" y="14">{escape(p.name)}</text>'
        for quarter in (0, 0.25, 0.5, 0.75, 1):
            x = p.at(quarter)
            yield f'<path class="{"rule" if quarter else "axis"}" d="M{x:.1f} {HEAD - 4:g}V{floor:g}"/>'
            yield f'<text x="{x:.1f}" y="{floor + 15:g}" text-anchor="middle">{quarter * top:.0%}</text>'


def _line(n: int, line: tuple[str, str, Sequence[Share]], panels: Sequence[_Panel]) -> Iterator[str]:
    name, href, shares = line
    y = HEAD + ROW * n + ROW / 2
    yield _name(name, href, y)
    for share, panel in zip(shares, panels, strict=True):
        yield _share(share, panel, y, f"{name}, {panel.name}")


def _name(name: str, href: str, y: float) -> str:
    shown = escape(printable(fitted(name, LEFT - 16)))
    words = f'<text class="strong" x="{LEFT - 16:g}" y="{y + 4:g}" text-anchor="end">{shown}</text>'
    return f'<a href="{escape(href)}">{words}</a>'


def _share(share: Share, panel: _Panel, y: float, label: str, top: float = 1.0, shape: str = "dot") -> str:
    if share.value is None:
        return ""
    x, low, high = (panel.at(v / top) for v in (share.value, share.low, share.high))
    told = f"{label}: {share.part} of {share.whole}, {share.value:.0%} ({share.low:.0%} to {share.high:.0%})"
    kind = "hollow" if share.few else ""
    mark = (
        f'<rect class="dot other {kind}" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>'
        if shape == "square"
        else f'<circle class="dot {kind}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    )
    return (
        f"<g><title>{escape(printable(told))}</title>"
        f'<path class="interval" d="M{low:.1f} {y:.1f}H{high:.1f}"/>{mark}</g>'
    )


def _legend(outlet: str, y: float) -> str:
    name = escape(printable(clipped(outlet, 40)))
    x = LEFT + 22 + 7 * len(clipped(outlet, 40)) + 24
    return (
        f'<circle class="dot" cx="{LEFT + 6:g}" cy="{y - 4:g}" r="5"/><text x="{LEFT + 18:g}" y="{y:g}">{name}</text>'
        f'<rect class="dot other" x="{x:g}" y="{y - 8:g}" width="8" height="8"/>'
        f'<text x="{x + 14:g}" y="{y:g}">the others</text>'
    )


def _numbers(share: Share) -> tuple[object, ...]:
    return share.part, share.whole, share.low, share.high


__all__ = ["beside", "compared"]
