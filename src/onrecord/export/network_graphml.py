"""A network as GraphML, for networkx, igraph, Gephi, Cytoscape: every attribute, dates as ISO text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from onrecord.export.network_graph import EDGE, NODE, Value, clean, node_values, places, tie_values, used, written
from onrecord.export.network_picture import behind, picture

if TYPE_CHECKING:
    from onrecord.store.networks import RecordNetwork

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def network_graphml(found: RecordNetwork, *, camps: Mapping[str, str] | None = None) -> str:
    """The network of the whole time; of windows each tie tells in which it has what weight."""
    from lxml import etree

    of = picture(found, camps)
    root = etree.Element("graphml", nsmap={None: NAMESPACE})
    nodes = [node_values(of, node, at) for node, at in zip(of.nodes, places(of), strict=True)]
    ties = [tie_values(of, i, made) for i, made in behind(of, range(len(of.ties))).items()]
    _keys(root, "graph", {"description": "string"})
    _keys(root, "node", used(NODE, nodes))
    _keys(root, "edge", used(EDGE, ties))
    graph = etree.SubElement(root, "graph", {"id": "network", "edgedefault": "undirected"})
    _data(graph, "graph", {"description": clean(found.describe())})
    for node, values in zip(of.nodes, nodes, strict=True):
        _data(etree.SubElement(graph, "node", {"id": node.id}), "node", values)
    for tie, values in zip(of.ties, ties, strict=True):
        ends = {"source": of.nodes[tie.a].id, "target": of.nodes[tie.b].id, "id": tie.id}
        _data(etree.SubElement(graph, "edge", ends), "edge", values)
    return written(root)


def _keys(root: Any, what: str, attributes: Mapping[str, str]) -> None:
    from lxml import etree

    for name, kind in attributes.items():
        etree.SubElement(root, "key", {"id": f"{what}_{name}", "for": what, "attr.name": name, "attr.type": kind})


def _data(parent: Any, what: str, values: Mapping[str, Value]) -> None:
    from lxml import etree

    for name, value in values.items():
        etree.SubElement(parent, "data", {"key": f"{what}_{name}"}).text = str(value)
