"""Groups of nodes that are tied to each other more than to the rest, by modularity.

Only ties that bring together count: those of congruence or ignore, and the positive part of subtract. Louvain's
method (Blondel and others 2008) and greedy joining (Clauset, Newman, Moore 2004) are networkx's. Nodes are given to
it as numbers in the order of the labels, and with a fixed seed, so the same network gives the same groups.

Of more than `MOST_TIES` ties the strongest are looked at, and of each node its own strongest, so that every node that
is tied has a group: time and memory grow with the ties, and it is the strong ones that hold groups together.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from onrecord.analysis.networks.coded import Floats, Ints
from onrecord.analysis.networks.network import Network
from onrecord.errors import UsageError

METHODS = ("louvain", "greedy")
MOST_TIES = 20_000
"""So many ties are looked at, and of each node its strongest besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """The largest first, then by label; `apart` are nodes that no positive tie holds. Modularity of the groups, by the
    ties that were looked at; `left_out` weaker ones were not."""

    groups: tuple[tuple[str, ...], ...]
    apart: tuple[str, ...]
    modularity: float
    left_out: int = 0


def communities(network: Network, *, method: str = "louvain", resolution: float = 1.0, seed: int = 1) -> Communities:
    """The groups of a one-mode network."""
    if method not in METHODS:
        raise UsageError(f"there is no method {method!r}; there are {', '.join(METHODS)}")
    from networkx.algorithms import community

    graph, left_out = _positive(network)
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
        left_out=left_out,
    )


def modularity(network: Network, groups: Collection[Collection[str]], *, resolution: float = 1.0) -> float:
    """Of a given division, for instance into known camps; labels that no positive tie holds do not count."""
    from networkx.algorithms import community

    graph, _ = _positive(network)
    place = {label: i for i, label in enumerate(network.rows)}
    given = [sorted(place[label] for label in group if place.get(label) in graph) for group in groups]
    if {i for group in given for i in group} != set(graph) or sum(map(len, given)) != len(graph):
        raise UsageError("every node that is tied to others must be in one of the groups, and in one only")
    if not graph:
        return 0.0
    return float(community.modularity(graph, [g for g in given if g], weight="weight", resolution=resolution))


def _positive(network: Network) -> tuple[Any, int]:
    """The graph of the ties that are looked at, and how many are not."""
    import networkx

    if network.options.type != "one-mode" or network.options.aggregate == "conflict":
        raise UsageError(
            "communities are held together by agreement: make a one-mode network of congruence or subtract"
        )
    row, column = network.matrix.tocoo().coords
    weight = network.matrix.data
    there = np.flatnonzero((row < column) & (weight > 0))
    kept = there[_strongest(row[there], column[there], weight[there])] if len(there) > MOST_TIES else there
    graph = networkx.Graph()
    for i, j, w in zip(row[kept].tolist(), column[kept].tolist(), weight[kept].tolist(), strict=True):
        graph.add_edge(i, j, weight=w)
    return graph, len(there) - len(kept)


def _strongest(row: Ints, column: Ints, weight: Floats) -> Ints:
    """The places of the strongest ties, of equal ones the first, and of the strongest of each node; in order."""
    order = np.argsort(-weight, kind="stable")
    ends = np.stack((row[order], column[order]), axis=1).ravel()
    _, own = np.unique(ends, return_index=True)
    return np.union1d(order[:MOST_TIES], order[own // 2])
