"""A chart: its picture, and the table behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from onrecord.errors import MissingExtra
from onrecord.export.wording import clipped, printable

STYLE = Path(__file__).parent.parent / "static/chart.css"
_OWN = re.compile(r"\.chart\.alone\{([^}]*)\}")
_TOKEN = re.compile(r"--([\w-]+):([^;}]+)")
_USED = re.compile(r"var\(--([\w-]+)\)")
_UNITS = {
    **dict.fromkeys("ijl ", 4.2),
    **dict.fromkeys("tfrI.,:;'’-()", 5.8),
    **dict.fromkeys("mwMW@%…", 12.5),
}
"""The width of signs that are narrower or wider than others, bold, at the size that names have in pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture of `width` by `height` units, about a pixel each.

    `body` is SVG without the outer element, made by this package, every word of others escaped; its shapes are named by
    the classes of `chart.css`, never by inline styles. `title` says what is seen, `about` what it tells, for those who
    do not see it; `header` and `rows` are the table it was drawn from.
    """

    title: str
    about: str
    width: float
    height: float
    body: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]


def fitted(name: str, room: float) -> str:
    """A bold name beside a picture, cut where it would be wider than `room` units in the widest of common fonts."""
    most = min(len(name), int(room / 4))  # no sign is narrower: endless names are not measured
    fits = (limit for limit in range(most, 0, -1) if _wide(clipped(name, limit)) <= room)
    return clipped(name, next(fits, 1))


def _wide(words: str) -> float:
    """About how many units wide."""
    return sum(_UNITS.get(c) or (13.0 if c >= "\u2e80" else 9.4 if c.isupper() else 8.2) for c in words)


def inline(chart: Chart) -> str:
    """The picture as an element of a page, which has the style. Where its marks are links it is a group of them."""
    role = "group" if "<a " in chart.body else "img"
    return (
        f'<svg class="chart" viewBox="0 0 {chart.width:g} {chart.height:g}" role="{role}" '
        f'aria-label="{escape(f"{chart.title}. {chart.about}")}" xmlns="http://www.w3.org/2000/svg">{chart.body}</svg>'
    )


def as_svg(chart: Chart) -> bytes:
    """The picture as a file of its own, for papers: with its style, on white."""
    text = (
        f'<svg class="chart alone" viewBox="0 0 {chart.width:g} {chart.height:g}" width="{chart.width:g}" '
        f'height="{chart.height:g}" xmlns="http://www.w3.org/2000/svg"><title>{escape(chart.title)}</title>'
        f"<desc>{escape(chart.about)}</desc><style>{style_alone()}</style>"
        f'<rect width="100%" height="100%" fill="#fff"/>{chart.body}</svg>\n'
    )
    return printable(text).encode("utf-8", "replace")


@cache
def style_alone() -> str:
    """The style with the tokens of `.chart.alone` written out: what draws pictures outside a browser knows none."""
    style = STYLE.read_text(encoding="utf-8")
    own = _OWN.search(style)
    tokens = dict(_TOKEN.findall(own.group(1))) if own else {}
    return _USED.sub(lambda used: tokens[used.group(1)], _OWN.sub("", style)).strip()


def as_png(chart: Chart, scale: float = 3.0) -> bytes:
    """The picture in dots, `scale` of them a unit. Raises MissingExtra where what draws it is not installed."""
    try:
        import resvg_py
    except ImportError:
        raise MissingExtra('PNG needs: pip install "onrecord[png]"') from None
    drawn = resvg_py.svg_to_bytes(svg_string=as_svg(chart).decode(), width=round(chart.width * scale))
    return bytes(drawn)


__all__ = ["Chart", "as_png", "as_svg", "inline", "style_alone"]
