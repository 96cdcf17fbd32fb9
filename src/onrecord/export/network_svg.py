"""A network, and stances over time, as pictures for papers: SVG with text as text, light, and PNG of it.

What was counted stands in the picture. Fonts are named generically, so the reader's own ones are used.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.errors import MissingExtra, OnRecordError
from onrecord.export import wording
from onrecord.export.network_figure import WIDE, Figure, chosen, figure, laid_out
from onrecord.export.network_labels import shown, wide
from onrecord.export.network_page import MEANINGS, environment, shown_weight
from onrecord.export.network_picture import AGREE, BOTH, DISAGREE, PLAIN, Picture, behind, picture
from onrecord.export.network_stances import HEIGHT, WIDTH, Panels, stances

if TYPE_CHECKING:
    from onrecord.store.networks import RecordNetwork
    from onrecord.store.path_rows import Paths

SCALE = 2.0
"""So many pixels of a PNG for each unit of the drawing."""
FACES = (
    "'Noto Sans', 'DejaVu Sans', 'Liberation Sans', 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, "
    "'Noto Sans Arabic', 'Noto Sans CJK SC', sans-serif"
)
"""What a PNG is set in: the first of them that is installed."""
_LINE, _SMALL, _COLUMNS = 17.0, 12.0, 3
_GAP, _HEAD, _NAME = 24.0, 34.0, 22.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A word of the legend: a kind of tie, a group, or the shape of a side."""

    x: float
    y: float
    kind: str
    text: str
    group: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A line of the picture."""

    y: float
    text: str


def network_svg(
    found: RecordNetwork, *, camps: Mapping[str, str] | None = None, title: str = "", faces: str = "sans-serif"
) -> str:
    """The network of the whole time, with a legend and what was counted."""
    return picture_svg(picture(found, camps), title=title, faces=faces)


def picture_svg(of: Picture, *, title: str = "", faces: str = "sans-serif") -> str:
    """`network_svg` of what there is to draw."""
    found = of.found
    drawn = chosen(of)
    made: Figure = figure(of, drawn, laid_out(of, drawn), WIDE)
    head = 34.0 if title else 8.0
    legend, bottom = _legend(of, made.height + head + 24)
    most = max((abs(of.ties[i].weight) for i in drawn.ties), default=0.0)
    key = f"The thicker a line, the more weight (at most {shown_weight(most)}); the larger a mark, the more statements."
    key = f"{key} {of.groups.told}" if drawn.ties else ""
    lines, end = _lines([key, drawn.note, found.describe() + "."], bottom + 8)
    return _filled(
        "network_picture.svg", of=of, behind=behind(of, drawn.ties), figure=made, title=title, head=head,
        legend=legend, lines=lines, height=end,
        width=WIDE.width, faces=faces, told=f"{title or 'Network'}. {found.describe()}.",
    )  # fmt: skip


def stances_svg(paths: Paths, *, told: Sequence[str] = (), title: str = "", faces: str = "sans-serif") -> str:
    """Where each actor stood on each issue over time; `told` are lines for below, as `found.describe()`."""
    groups: list[tuple[Panels, float, list[tuple[int, float, float]]]] = []
    y = 34.0 if title else 6.0
    y += _LINE * 1.6
    for group in stances(paths, {}):
        top = y + _HEAD
        cells = [
            (k, 10 + k % _COLUMNS * (WIDTH + _GAP), top + k // _COLUMNS * (HEIGHT + _NAME + 12))
            for k in range(len(group.panels))
        ]
        groups.append((group, y + 20, cells))
        y = top + -(-len(group.panels) // _COLUMNS) * (HEIGHT + _NAME + 12)
    counted = f"{wording.counted(paths.statements, 'position')}, each statement once however many outlets report it."
    lines, end = _lines([counted, *told], y + 16)
    return _filled(
        "network_stances.svg", groups=groups, title=title, lines=lines, height=end, gap=_NAME, faces=faces,
        width=_COLUMNS * WIDTH + (_COLUMNS - 1) * _GAP + 20, told=f"{title or 'Stances over time'}. {counted}",
        top=(34.0 if title else 6.0) + _SMALL,
    )  # fmt: skip


def png(svg: str) -> bytes:
    """The picture in pixels, on white. Raises MissingExtra where the part that draws is not installed."""
    try:
        import resvg_py
    except ImportError as e:
        raise MissingExtra(
            f"PNG needs a part that is not installed: pip install 'onrecord[png]', or write to a file that ends in "
            f".svg ({e})"
        ) from e
    if not _has_faces():
        raise OnRecordError(
            "a PNG cannot be drawn: no font was found on this machine; write to a file that ends in .svg"
        )
    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=SCALE, background="#ffffff"))
    except (ValueError, RuntimeError) as e:
        raise OnRecordError(f"a PNG cannot be drawn: {e}") from e


def _has_faces() -> bool:
    """Whether a letter leaves anything on paper."""
    import resvg_py

    frame = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{}</svg>'
    letter = f'<text x="2" y="16" font-size="16" font-family="{FACES}">M</text>'
    empty, full = (bytes(resvg_py.svg_to_bytes(svg_string=frame.format(inner))) for inner in ("", letter))
    return empty != full


def _filled(template: str, **values: object) -> str:
    text: str = environment().get_template(template).render(**values)
    return wording.printable(text).replace("\f", "�")


def _legend(of: Picture, y: float) -> tuple[list[Item], float]:
    """Ties and shapes in a row, then a line for each group; and where the legend ends."""
    items: list[tuple[str, str, int | None]] = [
        (form, MEANINGS[of.found.options.type][form], None)
        for form in (AGREE, DISAGREE, BOTH, PLAIN)
        if any(t.form == form and t.strength for t in of.ties)
    ]
    if of.two_mode:
        items += [("row", of.found.options.nodes, None), ("column", of.found.options.via, None)]
    out, x = [], 4.0
    for kind, text, group in items:
        out.append(Item(x=round(x, 1), y=y, kind=kind, text=text, group=group))
        x += 34 + wide(text, _SMALL) + 22
    for group, name in enumerate(of.groups.names[:12]):
        y += _LINE
        members = ", ".join(shown(m, 40) for m in of.groups.members(group))
        text = members if name.startswith("group ") else f"{name}: {members}"
        out.append(Item(x=4, y=y, kind="group", text=shown(text, 150), group=group))
    return out, y + _LINE


def _lines(texts: Sequence[str], y: float) -> tuple[list[Text], float]:
    out = []
    for text in texts:
        for line in textwrap.wrap(text, 165):
            out.append(Text(y=y, text=line))
            y += 14
    return out, y


__all__ = ["FACES", "SCALE", "network_svg", "picture_svg", "png", "stances_svg"]
