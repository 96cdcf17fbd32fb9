"""A network as dynamic GEXF 1.3, for Gephi: when each node and tie is there, and the weights of the windows.

Without windows a node or a tie is there from its first statement to its last. With windows it is there in those in
which it has statements (a weight): each window stands for the days from its middle to the next one's, so that windows
that overlap in time do not overlap in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from onrecord.export.network_graph import EDGE, NODE, Value, clean, node_values, places, tie_values, used, written
from onrecord.export.network_groups import COLOURS
from onrecord.export.network_picture import Behind, Node, Picture, behind, picture

if TYPE_CHECKING:
    from onrecord.store.networks import RecordNetwork

NAMESPACE = "http://gexf.net/1.3"
VIZ = "http://gexf.net/1.3/viz"
TYPES: Mapping[str, str] = {"string": "string", "int": "integer", "double": "double"}
IN_WINDOW = "weight_in_window"
PAINT = ("1c4a73", "96202e", "3f6212", "7a4d00", "5f3a94", "0b6560", "8a2f6b", "55565c")
_OWN = ("label", "x", "y", "weight", "tie_id", "windows")
"""What GEXF has a place of its own for."""
Days = tuple[date, date]


def network_gexf(found: RecordNetwork, *, camps: Mapping[str, str] | None = None) -> str:
    """The network of the whole time with what changes in it."""
    from lxml import etree

    of = picture(found, camps)
    points, spans = places(of), _spans(of)
    root = etree.Element("gexf", {"version": "1.3"}, nsmap={None: NAMESPACE, "viz": VIZ})
    meta = etree.SubElement(root, "meta")
    etree.SubElement(meta, "creator").text = "OnRecord"
    etree.SubElement(meta, "description").text = clean(found.describe())
    graph = etree.SubElement(root, "graph", _whole(of))
    node_known = [node_values(of, node, at) for node, at in zip(of.nodes, points, strict=True)]
    made = behind(of, range(len(of.ties)))
    tie_known = [tie_values(of, i, made[i]) for i in range(len(of.ties))]
    _declared(graph, "node", "static", {n: t for n, t in used(NODE, node_known).items() if n not in _OWN})
    _declared(graph, "edge", "static", {n: t for n, t in used(EDGE, tie_known).items() if n not in _OWN})
    if of.views:
        _declared(graph, "edge", "dynamic", {IN_WINDOW: "double"})
    nodes = etree.SubElement(graph, "nodes", {"count": str(len(of.nodes))})
    for i, (node, at) in enumerate(zip(of.nodes, points, strict=True)):
        one = etree.SubElement(nodes, "node", {"id": node.id, "label": clean(node.label)})
        _values(one, "node", node_known[i])
        here = [span for span, v in zip(spans, of.views, strict=True) if i in v.statements]
        _spells(one, _joined(here) if of.views else _once(node))
        _drawn(one, node, at)
    edges = etree.SubElement(graph, "edges", {"count": str(len(of.ties))})
    for i, tie in enumerate(of.ties):
        ends = {"id": tie.id, "source": of.nodes[tie.a].id, "target": of.nodes[tie.b].id, "weight": str(tie.weight)}
        one = etree.SubElement(edges, "edge", ends)
        there = [(span, v.weights[i]) for span, v in zip(spans, of.views, strict=True) if i in v.weights]
        _values(one, "edge", tie_known[i], there)
        _spells(one, _joined([span for span, _ in there]) if of.views else _once(made[i]))
    return written(root)


def _whole(of: Picture) -> dict[str, str]:
    days = [d for n in of.nodes for d in (n.first, n.last) if d] + [d for span in _spans(of) for d in span]
    known = {"defaultedgetype": "undirected", "mode": "dynamic" if days else "static"}
    if days:
        known |= {
            "timeformat": "date", "timerepresentation": "interval", "start": str(min(days)), "end": str(max(days)),
        }  # fmt: skip
    return known


def _once(one: Node | Behind) -> list[Days]:
    return [(one.first, one.last)] if one.first and one.last else []


def _drawn(parent: Any, node: Node, at: tuple[float, float]) -> None:
    from lxml import etree

    paint = PAINT[min(node.group, COLOURS)] if node.group is not None else "8a8a8a"
    channels = {c: str(int(paint[i : i + 2], 16)) for c, i in (("r", 0), ("g", 2), ("b", 4))}
    etree.SubElement(parent, f"{{{VIZ}}}color", channels)
    etree.SubElement(parent, f"{{{VIZ}}}position", {"x": str(at[0]), "y": str(at[1]), "z": "0.0"})
    etree.SubElement(parent, f"{{{VIZ}}}size", {"value": f"{10 * node.statements**0.5:.2f}"})


def _spans(of: Picture) -> list[Days]:
    """The days that each window stands for; the last one as many as the one before it."""
    middles = [date.fromordinal(v.window.middle) for v in of.views]
    if not middles:
        return []
    step = middles[-1] - middles[-2] if len(middles) > 1 else timedelta(days=1)
    after = [*middles[1:], middles[-1] + step]
    return [(a, b - timedelta(days=1)) for a, b in zip(middles, after, strict=True)]


def _joined(spans: Sequence[Days]) -> list[Days]:
    """Spans that follow on each other as one."""
    out: list[Days] = []
    for since, until in spans:
        if out and out[-1][1] + timedelta(days=1) == since:
            out[-1] = out[-1][0], until
        else:
            out.append((since, until))
    return out


def _declared(graph: Any, what: str, mode: str, attributes: Mapping[str, str]) -> None:
    from lxml import etree

    group = etree.SubElement(graph, "attributes", {"class": what, "mode": mode})
    for name, kind in attributes.items():
        etree.SubElement(group, "attribute", {"id": f"{what}_{name}", "title": name, "type": TYPES[kind]})


def _values(parent: Any, what: str, values: Mapping[str, Value], windows: Sequence[tuple[Days, float]] = ()) -> None:
    from lxml import etree

    group = etree.SubElement(parent, "attvalues")
    for name, value in values.items():
        if name not in _OWN:
            etree.SubElement(group, "attvalue", {"for": f"{what}_{name}", "value": str(value)})
    for (since, until), weight in windows:
        when = {"start": str(since), "end": str(until)}
        etree.SubElement(group, "attvalue", {"for": f"edge_{IN_WINDOW}", "value": str(weight), **when})


def _spells(parent: Any, spans: Sequence[Days]) -> None:
    from lxml import etree

    if spans:
        group = etree.SubElement(parent, "spells")
        for since, until in spans:
            etree.SubElement(group, "spell", {"start": str(since), "end": str(until)})
