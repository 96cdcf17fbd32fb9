"""Groups of nodes that are tied to each other more than to the rest, by modularity.

Only ties that bring together count: those of congruence or ignore, and the positive part of subtract. Louvain's
method (Blondel and others 2008) and greedy joining (Clauset, Newman, Moore 2004) are networkx's. Nodes are given to
it as numbers in the order of the labels, and with a fixed seed, so the same network gives the same groups.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from onrecord.analysis.networks.network import Network
from onrecord.errors import UsageError

METHODS = ("louvain", "greedy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """The largest first, then by label; `apart` are nodes that no positive tie holds. Modularity of the groups."""

    groups: tuple[tuple[str, ...], ...]
    apart: tuple[str, ...]
    modularity: float


def communities(network: Network, *, method: str = "louvain", resolution: float = 1.0, seed: int = 1) -> Communities:
    """The groups of a one-mode network."""
    if method not in METHODS:
        raise UsageError(f"there is no method {method!r}; there are {', '.join(METHODS)}")
    from networkx.algorithms import community

    graph = _positive(network)
    apart = tuple(network.rows[i] for i in range(len(network.rows)) if i not in graph)
    if not graph:
        return Communities(groups=(), apart=apart, modularity=0.0)
    if method == "louvain":
        found = community.louvain_communities(graph, weight="weight", resolution=resolution, seed=seed)
    else:
        found = community.greedy_modularity_communities(graph, weight="weight", resolution=resolution)
    groups = sorted((tuple(sorted(group)) for group in found), key=lambda g: (-len(g), g))
    return Communities(
        groups=tuple(tuple(network.rows[i] for i in group) for group in groups),
        apart=apart,
        modularity=float(community.modularity(graph, groups, weight="weight", resolution=resolution)),
    )


def modularity(network: Network, groups: Collection[Collection[str]], *, resolution: float = 1.0) -> float:
    """Of a given division, for instance into known camps; labels that no positive tie holds do not count."""
    from networkx.algorithms import community

    graph = _positive(network)
    place = {label: i for i, label in enumerate(network.rows)}
    given = [sorted(place[label] for label in group if place.get(label) in graph) for group in groups]
    if {i for group in given for i in group} != set(graph) or sum(map(len, given)) != len(graph):
        raise UsageError("every node that is tied to others must be in one of the groups, and in one only")
    if not graph:
        return 0.0
    return float(community.modularity(graph, [g for g in given if g], weight="weight", resolution=resolution))


def _positive(network: Network) -> Any:
    import networkx

    if network.options.type != "one-mode" or network.options.aggregate == "conflict":
        raise UsageError(
            "communities are held together by agreement: make a one-mode network of congruence or subtract"
        )
    graph = networkx.Graph()
    row, column = network.matrix.tocoo().coords
    for i, j, weight in zip(row.tolist(), column.tolist(), network.matrix.data.tolist(), strict=True):
        if i < j and weight > 0:
            graph.add_edge(i, j, weight=weight)
    return graph
