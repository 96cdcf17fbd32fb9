"""What a file of a graph says of nodes and ties: attributes with their types, the same for GraphML and GEXF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from onrecord.export import wording
from onrecord.export.network_figure import WIDE
from onrecord.export.network_layout import layout
from onrecord.export.network_picture import DISAGREE, Behind, Node, Picture, Tie

if TYPE_CHECKING:
    from onrecord.analysis.networks.coded import Floats

MOST_LAID_OUT = 500
Value = str | int | float
NODE: Mapping[str, str] = {
    "label": "string", "kind": "string", "bipartite": "int", "statements": "int", "first_day": "string",
    "last_day": "string", "group": "string", "x": "double", "y": "double",
}  # fmt: skip
EDGE: Mapping[str, str] = {
    "tie_id": "string", "weight": "double", "tie": "string", "expected": "double", "low": "double", "high": "double",
    "statements": "int", "statement_ids": "string", "first_day": "string", "last_day": "string", "windows": "string",
}  # fmt: skip
"""Attributes and their types, as GraphML names these."""


def node_values(of: Picture, node: Node, at: tuple[float, float]) -> dict[str, Value]:
    """What is known of a node; dates as ISO text. A column of a two-mode network is bipartite 1."""
    known: dict[str, Value | None] = {
        "label": clean(node.label), "kind": node.kind, "bipartite": node.side, "statements": node.statements,
        "first_day": node.first.isoformat() if node.first else None,
        "last_day": node.last.isoformat() if node.last else None,
        "group": None if node.group is None else clean(of.groups.names[node.group]), "x": at[0], "y": at[1],
    }  # fmt: skip
    return {name: value for name, value in known.items() if value is not None}


def tie_values(of: Picture, place: int, made: Behind) -> dict[str, Value]:
    """What is known of a tie. `windows` are those in which it has a weight: "first day/last day=weight".

    `tie_id` is for readers that lose the ids of edges.
    """
    tie: Tie = of.ties[place]
    windows = " ".join(
        f"{v.window.since}/{v.window.until}={v.weights[place]:.12g}" for v in of.views if place in v.weights
    )
    known: dict[str, Value | None] = {
        "tie_id": tie.id, "weight": float(tie.weight), "tie": tie.form, "expected": tie.expected,
        "low": tie.low, "high": tie.high, "statements": len(made.rows),
        "statement_ids": clean(" ".join(dict.fromkeys(of.found.sources[row].id for row in made.rows))),
        "first_day": made.first.isoformat() if made.first else None,
        "last_day": made.last.isoformat() if made.last else None, "windows": windows or None,
    }  # fmt: skip
    return {name: value for name, value in known.items() if value is not None}


def places(of: Picture) -> list[tuple[float, float]]:
    """Where every node stands in the layout of the whole, y growing upwards; large networks are not laid out here."""
    if len(of.nodes) > MOST_LAID_OUT:
        return [(0.0, 0.0)] * len(of.nodes)
    most = max((t.strength for t in of.ties), default=0.0) or 1.0
    pulls = [(t.a, t.b, (-1 if t.form == DISAGREE and not of.two_mode else 1) * t.strength / most) for t in of.ties]
    points: Floats = layout(len(of.nodes), pulls, [n.group for n in of.nodes])
    return [(round(x * WIDE.width, 1), round((1 - y) * WIDE.width, 1)) for x, y in points.tolist()]


def used(attributes: Mapping[str, str], some: Iterable[Mapping[str, Value]]) -> dict[str, str]:
    """Those of the attributes that any of these has."""
    there = {name for values in some for name in values}
    return {name: kind for name, kind in attributes.items() if name in there}


def clean(text: str) -> str:
    """The text without characters that no XML file may hold."""
    return wording.printable(text).replace("\f", "�")


def written(root: Any) -> str:
    """The file of this element."""
    from lxml import etree

    etree.indent(root, space=" ")
    text: str = etree.tostring(root, encoding="unicode")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + text + "\n"
