"""A network drawn, in numbers: circles where its nodes stand, lines for its ties, names, for a form of paper.

What is too much to see is not drawn: see `chosen`. The layout is made once, of the whole time, and every window uses
it; what a window lacks is faint.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.analysis.networks.coded import Floats
from onrecord.export.network_labels import Label, placed, shown, wide
from onrecord.export.network_layout import layout
from onrecord.export.network_picture import DISAGREE, Picture
from onrecord.export.wording import counted, number

MOST_NODES, MOST_TIES = 150, 400
"""So much is drawn at most."""
CROWDED = 0.4  # of the room: more names than this are not kept apart, but set where they fit
ALL_NAMED = 40
LETTER_FROM = 8.0  # radius from which a circle has room for its group's letter
THIN, THICK, CROWD = 1.0, 7.0, 0.6
_PAD, _ROUNDS = 5.0, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How large it is drawn, in units of about a pixel; `by_node` is the height that a node adds, `stroke` what the
    thickness of lines is multiplied by."""

    name: str
    width: float
    least: float
    by_node: float
    most: float
    size: float
    longest: int
    radius: tuple[float, float]
    stroke: float


WIDE = Form(name="wide", width=1000, least=330, by_node=14, most=900, size=13, longest=34, radius=(6, 22), stroke=1.0)
NARROW = Form(
    name="narrow", width=340, least=300, by_node=22, most=1100, size=11.5, longest=24, radius=(4, 14), stroke=0.6
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A node by its place, and where it is drawn."""

    node: int
    x: float
    y: float
    r: float
    label: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A tie by its place, and where it is drawn."""

    tie: int
    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`apart` is the height below which nodes without any tie stand; `unnamed` counts names that found no room;
    `stroke` is what the thickness of lines was multiplied by."""

    form: Form
    height: float
    apart: float | None
    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    unnamed: int
    stroke: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What is drawn, by places; `note` says what is not, empty where everything is."""

    nodes: tuple[int, ...]
    ties: tuple[int, ...]
    note: str


def chosen(of: Picture) -> Drawn:
    """Everything, or of a large network the ties that hold its strongest nodes together, then the strongest of all."""
    every = len(of.ties) + of.left_out
    if len(of.nodes) <= MOST_NODES and every <= MOST_TIES:
        return Drawn(nodes=tuple(range(len(of.nodes))), ties=tuple(range(len(of.ties))), note="")
    order = sorted(range(len(of.ties)), key=lambda i: (-of.ties[i].strength, i))
    root: dict[int, int] = {}

    def find(node: int) -> int:
        while root[node] != node:
            node = root[node]
        return node

    kept: list[int] = []
    for i in order:
        a, b = of.ties[i].a, of.ties[i].b
        if len(root) + len({a, b} - root.keys()) > MOST_NODES or len(kept) == MOST_TIES:
            continue
        for node in (a, b):
            root.setdefault(node, node)
        if find(a) != find(b):
            root[find(b)] = find(a)
            kept.append(i)
    held = set(kept)
    more = [i for i in order if i not in held and of.ties[i].a in root and of.ties[i].b in root]
    ties = sorted([*kept, *more[: MOST_TIES - len(kept)]])
    note = (
        f"This network is too large to be drawn whole. Drawn are {number(len(root))} of "
        f"{counted(len(of.nodes), 'node')} and {number(len(ties))} of {counted(every, 'tie')}: those that hold "
        "the strongest nodes together, then the strongest, of equal ones the first by name."
    )
    return Drawn(nodes=tuple(sorted(root)), ties=tuple(ties), note=note)


def figure(of: Picture, what: Drawn, points: Floats, form: Form) -> Figure:
    """The drawing in this form; `points` as `laid_out` gives them."""
    radius = _radii(of, what.nodes, form)
    ends = {end for i in what.ties for end in (of.ties[i].a, of.ties[i].b)}
    tied = [k for k, node in enumerate(what.nodes) if node in ends]
    loose = [k for k in range(len(what.nodes)) if k not in set(tied)]
    names = [shown(of.nodes[node].label, form.longest) for node in what.nodes]
    height = min(form.most, form.least + form.by_node * len(tied)) if tied else 0.0
    at = np.zeros((len(what.nodes), 2))
    at[tied] = _spread(points[tied], [names[k] for k in tied], radius[tied], form, height)
    rows, bottom = _in_rows([names[k] for k in loose], radius[loose], form, height)
    at[loose] = rows
    circles = [(round(x, 1), round(y, 1), r) for (x, y), r in zip(at.tolist(), radius.tolist(), strict=True)]
    order = sorted(tied, key=lambda k: (-of.nodes[what.nodes[k]].statements, k))
    labels = placed(names, circles, order, form.size, (2, 2, form.width - 2, height), every=len(tied) <= ALL_NAMED)
    for k in loose:
        x, y, r = circles[k]
        labels[k] = Label(text=names[k], x=round(x + r + 3, 1), y=round(y + form.size * 0.34, 1), anchor="start")
    place = {node: k for k, node in enumerate(what.nodes)}
    stroke = form.stroke * (1.0 if len(tied) <= ALL_NAMED else CROWD)
    return Figure(
        form=form,
        height=round(bottom, 1),
        apart=height if loose and tied else None,
        spots=tuple(
            Spot(node=node, x=circles[k][0], y=circles[k][1], r=circles[k][2], label=labels[k])
            for k, node in enumerate(what.nodes)
        ),
        lines=tuple(_lines(of, what, place, circles, stroke)),
        stroke=stroke,
        unnamed=sum(label is None for label in labels),
    )


def laid_out(of: Picture, what: Drawn) -> Floats:
    """A point for each node that is drawn, by the ties of the whole time; those without any stand elsewhere."""
    tied = sorted({end for i in what.ties for end in (of.ties[i].a, of.ties[i].b)})
    place = {node: k for k, node in enumerate(tied)}
    strongest = max((of.ties[i].strength for i in what.ties), default=0.0) or 1.0
    pulls = [
        (place[t.a], place[t.b], (-1 if t.form == DISAGREE and not of.two_mode else 1) * t.strength / strongest)
        for t in (of.ties[i] for i in what.ties)
    ]
    points = np.full((len(what.nodes), 2), 0.5)
    points[[k for k, node in enumerate(what.nodes) if node in place]] = layout(
        len(tied), pulls, [of.nodes[node].group for node in tied]
    )
    return points


def thickness(weight: float, most: float) -> float:
    """How thick a line is, one of the weight `most` being `THICK`; where weights have no size (0) all are the same."""
    return round(THIN + (THICK - THIN) * abs(weight) / most, 2) if most else 2 * THIN


def heaviest(weights: Iterable[float]) -> float:
    """The weight that is drawn as thick as it gets; where all are equal a greater one, so that none is."""
    there = {w for w in weights if w}
    return max(there, default=0.0) * (1 if len(there) > 1 else 3)


def _lines(
    of: Picture, what: Drawn, place: dict[int, int], at: Sequence[tuple[float, float, float]], stroke: float
) -> list[Line]:
    """Those of conflict below the others, and the heaviest first, so that thin ones lie on them and are not hidden."""
    most = 0.0 if of.found.options.aggregate == "combine" else heaviest(abs(of.ties[i].weight) for i in what.ties)
    order = sorted(what.ties, key=lambda i: (of.ties[i].form != DISAGREE, -of.ties[i].strength, i))
    out = []
    for i in order:
        a, b = at[place[of.ties[i].a]], at[place[of.ties[i].b]]
        width = thickness(of.ties[i].weight, most)
        out.append(Line(tie=i, x1=a[0], y1=a[1], x2=b[0], y2=b[1], width=round(width * stroke, 2)))
    return out


def _radii(of: Picture, nodes: Sequence[int], form: Form) -> Floats:
    """By the number of statements: the area grows with it."""
    low, high = form.radius
    if len(nodes) > ALL_NAMED:
        low, high = low * 0.7, high * 0.7
    count = np.array([of.nodes[i].statements for i in nodes], dtype=float)
    radii: Floats = np.round(np.clip(high * np.sqrt(count / max(count.max(initial=1), 1)), low, high), 1)
    return radii


def _spread(points: Floats, names: Sequence[str], radius: Floats, form: Form, height: float) -> Floats:
    """The points on the paper, moved until circles (with their names, where there is room) are clear of each other."""
    if not len(points):
        return points
    name = np.array([wide(n, form.size) for n in names])
    half = np.stack((np.maximum(radius, name / 2) + _PAD, radius + form.size * 0.6 + _PAD), axis=1)
    below = form.size * 0.6
    if float((4 * half[:, 0] * half[:, 1]).sum()) > CROWDED * form.width * height:
        half, below = np.stack((radius, radius), axis=1) + 4, 0.0
    low = half + 2
    high = np.array((form.width, height)) - half - 2
    upright = points[:, ::-1] if form.width < height else points
    at = low + upright * np.maximum(high - low, 0)
    index = np.arange(len(at))
    sign = np.where(index[:, None] < index[None, :], -1.0, 1.0)
    for _ in range(_ROUNDS):
        way = at[:, None, :] - at[None, :, :]
        over = half[:, None, :] + half[None, :, :] - np.abs(way)
        met: NDArray[np.bool_] = np.asarray((over > 0).all(axis=2))
        np.fill_diagonal(met, False)
        if not met.any():
            break
        side = np.where(way == 0, sign[:, :, None], np.sign(way))
        sideways = over[:, :, 0] < over[:, :, 1]
        push = np.where(np.stack((sideways, ~sideways), axis=2), over * side, 0) * met[:, :, None]
        at = np.clip(at + push.sum(axis=1) * 0.3, low, np.maximum(high, low))
    moved: Floats = at - np.array((0, below * 0.75))
    return moved


def _in_rows(names: Sequence[str], radius: Floats, form: Form, top: float) -> tuple[Floats, float]:
    """Nodes without ties in rows below the others, each with its name at its right; and where the drawing ends."""
    at = np.zeros((len(names), 2))
    if not len(names):
        return at, top
    line = max(2 * float(radius.max()) + 6, form.size * 1.7)
    x, y = 4.0, top + 24 + line / 2
    for k, (name, r) in enumerate(zip(names, radius.tolist(), strict=True)):
        length = 2 * r + 6 + wide(name, form.size)
        if x > 4 and x + length > form.width:
            x, y = 4.0, y + line
        at[k] = x + r, y
        x += length + 14
    return at, y + line / 2 + 4
