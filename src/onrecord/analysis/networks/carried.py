"""A network carried into other forms: networkx, igraph, and CSV with its labels."""

from __future__ import annotations

import csv
import io
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.errors import MissingExtra

if TYPE_CHECKING:
    from onrecord.analysis.networks.network import Edge, Network


def number(value: float) -> str:
    """A number in full precision, whole ones without a point."""
    return str(int(value)) if value == int(value) else repr(value)


def to_csv(network: Network, what: str) -> str:
    """See `Network.to_csv`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["", *network.columns])
    for label, values in zip(network.rows, network.dense(what).tolist(), strict=True):
        writer.writerow([label, *map(number, values)])
    return out.getvalue()


def to_networkx(network: Network) -> Any:
    """See `Network.to_networkx`."""
    import networkx

    graph = networkx.Graph(**_whole(network))
    nodes = _nodes(network)
    names = _names(network)
    graph.add_nodes_from(zip(names, nodes, strict=True))
    for a, b, attributes in _edges(network):
        graph.add_edge(names[a], names[b], **attributes)
    return graph


def to_igraph(network: Network) -> Any:
    """See `Network.to_igraph`."""
    try:
        import igraph
    except ImportError as e:
        raise MissingExtra(f"igraph is not installed: pip install 'onrecord[igraph]' ({e})") from e
    graph = igraph.Graph(n=0)
    for name, value in _whole(network).items():
        graph[name] = value
    for name, node in zip(_names(network), _nodes(network), strict=True):
        graph.add_vertex(name, **node)
    found = list(_edges(network))
    graph.add_edges([(a, b) for a, b, _ in found])
    for name in dict.fromkeys(n for _, _, attributes in found for n in attributes):
        graph.es[name] = [attributes[name] for _, _, attributes in found]
    return graph


def _whole(network: Network) -> dict[str, str | int | float]:
    """What holds for the whole: every choice that was made, and the window."""
    given = {f.name: getattr(network.options, f.name) for f in fields(network.options)}
    given["duplicates"] = " ".join(network.options.duplicates)
    if network.window:
        given["first_day"], given["last_day"] = network.window.since, network.window.until
    plain = {n: v if isinstance(v, int | float) else str(v) for n, v in given.items() if v is not None}
    return plain | {"description": network.describe()}


def _names(network: Network) -> list[str]:
    """What nodes are called: their labels, and what they are beside it where a row and a column have one label."""
    names = list(network.rows)
    if network.options.type == "two-mode":
        taken = set(names)
        for label in network.columns:
            name = label
            while name in taken:
                name = f"{name} ({network.options.via})"
            taken.add(name)
            names.append(name)
    return names


def _nodes(network: Network) -> list[dict[str, str | int]]:
    """The attributes of rows, then of columns: label, what it is, how many statements, and their first and last day."""
    coded, options = network.coded, network.options
    out: list[dict[str, str | int]] = []
    sides = [(network.rows, coded.node, options.nodes)]
    if options.type == "two-mode":
        sides.append((network.columns, coded.concept, options.via))
    for side, (labels, codes, kind) in enumerate(sides):
        counts = np.bincount(codes, minlength=len(labels))
        dated = coded.day >= 0
        first = np.full(len(labels), np.iinfo(np.int64).max)
        last = np.full(len(labels), -1)
        np.minimum.at(first, codes[dated], coded.day[dated])
        np.maximum.at(last, codes[dated], coded.day[dated])
        for label, count, early, late in zip(labels, counts.tolist(), first.tolist(), last.tolist(), strict=True):
            node: dict[str, str | int] = {"label": label, "kind": kind, "bipartite": side, "statements": count}
            if late >= 0:
                node |= {"first_day": _day(early), "last_day": _day(late)}
            out.append(node)
    return out


def _edges(network: Network) -> list[tuple[int, int, dict[str, float]]]:
    """Places of the ends among rows and then columns, and the attributes."""
    rows = {label: i for i, label in enumerate(network.rows)}
    after = 0 if network.options.type == "one-mode" else len(network.rows)
    columns = {label: after + i for i, label in enumerate(network.columns)}
    return [(rows[e.a], columns[e.b], _attributes(e)) for e in network.edges()]


def _attributes(edge: Edge) -> dict[str, float]:
    known = {"weight": edge.weight, "expected": edge.expected, "low": edge.low, "high": edge.high}
    return {name: value for name, value in known.items() if value is not None}


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
