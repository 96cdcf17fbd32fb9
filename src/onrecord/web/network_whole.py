"""A large network as places in the plane: each group a disc, its nodes in a spiral by how much they said.

A drawing of thousands of nodes is for finding one's way, not for reading distances: who belongs together lies
together, at once and always at the same place, where forces would take minutes to settle.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from onrecord.export.network_picture import Picture

GOLDEN = math.pi * (3 - math.sqrt(5))  # the angle at which a spiral fills a disc evenly (Vogel 1979)
MOST_TIES = 20_000
"""So many ties are drawn at most: the strongest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A node at its place."""

    label: str
    x: float
    y: float
    size: float
    group: int | None
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A tie between two nodes by their places in the list."""

    a: int
    b: int
    weight: float
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All nodes, the strongest ties, the names of the groups; `left_out` ties are not drawn."""

    describe: str
    nodes: tuple[Placed, ...]
    ties: tuple[Drawn, ...]
    groups: tuple[str, ...]
    left_out: int


def whole(of: Picture) -> Whole:
    """The network with a place for each node."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    none = len(of.groups.names)
    for i, node in enumerate(of.nodes):
        members[none if node.group is None else node.group].append(i)
    order = sorted(members, key=lambda g: (g == none, -len(members[g]), g))
    radius = {g: math.sqrt(len(members[g])) for g in order}
    at = _discs([radius[g] for g in order])
    most = max((n.statements for n in of.nodes), default=1) or 1
    places: dict[int, tuple[float, float]] = {}
    for (cx, cy), g in zip(at, order, strict=True):
        ranked = sorted(members[g], key=lambda i: (-of.nodes[i].statements, i))
        for k, i in enumerate(ranked):
            r, angle = math.sqrt(k + 0.5), k * GOLDEN
            places[i] = (round(cx + r * math.cos(angle), 3), round(cy + r * math.sin(angle), 3))
    ties = sorted((t for t in of.ties if t.strength), key=lambda t: (-t.strength, t.a, t.b))
    return Whole(
        describe=of.found.describe(),
        nodes=tuple(
            Placed(
                label=n.label, x=places[i][0], y=places[i][1], size=round(2 + 10 * math.sqrt(n.statements / most), 2),
                group=n.group, statements=n.statements,
            )
            for i, n in enumerate(of.nodes)
        ),
        ties=tuple(Drawn(a=t.a, b=t.b, weight=t.weight, form=t.form) for t in ties[:MOST_TIES]),
        groups=of.groups.names,
        left_out=max(len(ties) - MOST_TIES, 0) + of.left_out,
    )  # fmt: skip


def _discs(radii: list[float]) -> list[tuple[float, float]]:
    """Middles of discs of these sizes, the largest in the middle, each next one on the first free place of a spiral."""
    out: list[tuple[float, float]] = []
    for i, radius in enumerate(radii):
        turn = 0.0
        while True:
            r = 0.35 * turn
            x, y = r * math.cos(turn), r * math.sin(turn)
            if all(math.hypot(x - a, y - b) >= radius + radii[j] + 1.5 for j, (a, b) in enumerate(out)):
                out.append((x, y))
                break
            turn += 0.25 if i else 1.0
    return out


__all__ = ["Whole", "whole"]
