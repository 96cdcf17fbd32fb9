#!/usr/bin/env python3
"""How fast networks are made, beside plain Python and the projections of networkx and scipy.

    python bench/networks.py [--part rules|windows|projection]... [--large 1000000] [--seed 1] [--json]

Statements are made up: nodes and concepts by Zipf's law, days over twenty years. Printed: `rules`, 20,000 statements
with each rule for duplicates, from rows to a congruence network, beside a keyed set and loops over counters, which
must give the same weights; `windows`, a million statements in 200 moving windows of a kernel, and of two
normalizations; `projection`, who speaks of what others speak of, as networkx's and scipy's own bipartite projections
give it (the same weights). `seconds` are those of the processor, of all threads together, `wall` those of the clock;
`ratio` is of the same run. `peak_mb` is the most memory that was held until then.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import numpy as np
import scipy.sparse as sparse

from onrecord.analysis.networks.coded import Coded, Row, from_arrays, from_rows
from onrecord.analysis.networks.network import network, windows
from onrecord.analysis.networks.options import DUPLICATES, Options

FIRST, SPAN = date(2000, 1, 1).toordinal(), 7305
SMALL = 20_000


def said(count: int, nodes: int, concepts: int, seed: int) -> Coded:
    """Made-up statements; a tenth of them are reported by several outlets."""
    rng = np.random.default_rng(seed)

    def zipf(labels: int) -> Any:
        chance = 1 / np.arange(1, labels + 1)
        return rng.choice(labels, count, p=chance / chance.sum())

    return from_arrays(
        nodes=[f"Actor {i:05}" for i in range(nodes)],
        concepts=[f"Concept {i:04}" for i in range(concepts)],
        node=zipf(nodes),
        concept=zipf(concepts),
        level=rng.integers(0, 2, count),
        document=rng.integers(0, count // 5, count),
        day=FIRST + rng.integers(0, SPAN, count),
        reprint=np.where(rng.random(count) < 0.1, rng.integers(0, count // 40, count), -1),
    )


def timed(call: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds of the processor, of the clock, and what came of it."""
    cpu, wall = time.process_time(), time.perf_counter()
    out = call()
    return time.process_time() - cpu, time.perf_counter() - wall, out


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def key(rule: str, r: Row) -> object:
    """What statements must share to be counted once."""
    when = date.fromordinal(r.day)
    match rule:
        case "document":
            return r.document
        case "week":
            return tuple(when.isocalendar())[:2]
        case "month":
            return when.year, when.month
        case "year":
            return when.year
        case "reprints":
            return r.reprint if r.reprint >= 0 else (r.row,)
    return None if rule == "range" else (r.row,)


def plainly(rows: list[Row], rule: str) -> dict[tuple[str, str], int]:
    """Congruence by a keyed set and loops over counters."""
    seen: set[object] = set()
    by_cell: defaultdict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for r in sorted(rows, key=lambda r: r.day):
        own = (r.node, r.concept, r.level, key(rule, r))
        if own not in seen:
            seen.add(own)
            by_cell[r.concept, r.level][r.node] += 1
    weights: defaultdict[tuple[str, str], int] = defaultdict(int)
    for counts in by_cell.values():
        every = sorted(counts.items())
        for i, (a, n) in enumerate(every):
            for b, m in every[i + 1 :]:
                weights[a, b] += n * m
    return dict(weights)


def rules(seed: int) -> dict[str, Any]:
    """Each rule for duplicates on 20,000 statements."""
    coded = said(SMALL, 500, 60, seed)
    columns = ("node", "concept", "level", "document", "day", "reprint", "row")
    rows = [
        Row(node=coded.nodes[n], concept=coded.concepts[c], level=k, document=d, day=t, reprint=p, row=i)
        for n, c, k, d, t, p, i in zip(*(getattr(coded, name).tolist() for name in columns), strict=True)
    ]
    out: dict[str, Any] = {"statements": len(rows)}
    for rule in DUPLICATES:
        spent, wall, found = timed(lambda rule=rule: network(from_rows(rows), Options(duplicates=(rule,))))
        plain, _, weights = timed(lambda rule=rule: plainly(rows, rule))
        same = {(e.a, e.b): e.weight for e in found.edges()} == weights
        out[rule] = {
            "seconds": round(spent, 3), "wall": round(wall, 3), "plain": round(plain, 3),
            "ratio": round(plain / spent, 1), "counted": len(found.coded), "ties": len(weights), "same": same,
        }  # fmt: skip
    return out


def moving(count: int, seed: int) -> dict[str, Any]:
    """A great record in 200 windows."""
    made, _, coded = timed(lambda: said(count, 2000, 200, seed))
    out: dict[str, Any] = {"statements": count, "made": round(made, 1), "before_mb": peak_mb()}
    for name, chosen in (
        ("congruence", {}),
        ("subtract, cosine, gaussian", {"aggregate": "subtract", "normalize": "cosine", "kernel": "gaussian"}),
        ("subtract, jaccard, week", {"aggregate": "subtract", "normalize": "jaccard", "duplicates": ("week",)}),
    ):
        options = Options(window="91d", step="36d", **chosen)

        def every(options: Options = options) -> tuple[int, int]:
            sizes = [net.matrix.nnz for net in windows(coded, options)]
            return len(sizes), sum(sizes)

        spent, wall, (number, ties) = timed(every)
        out[name] = {
            "seconds": round(spent, 1), "wall": round(wall, 1), "windows": number, "ties": ties // 2,
            "peak_mb": peak_mb(),
        }  # fmt: skip
    spent, wall, found = timed(lambda: network(coded, Options()))
    out["whole"] = {
        "seconds": round(spent, 1), "wall": round(wall, 1), "ties": found.matrix.nnz // 2, "peak_mb": peak_mb(),
    }  # fmt: skip
    return out


def projection(seed: int) -> dict[str, Any]:
    """Shared concepts: what the bipartite projections of others count, too."""
    import networkx
    from networkx.algorithms import bipartite

    coded = said(SMALL, 500, 60, seed)
    pairs = list(zip(coded.node.tolist(), (coded.concept + len(coded.nodes)).tolist(), strict=True))
    options = Options(aggregate="ignore", duplicates=("range",))
    ours, _, found = timed(lambda: network(coded, options))
    nodes = range(len(coded.nodes))
    graph, _, projected = timed(lambda: bipartite.weighted_projected_graph(networkx.Graph(pairs), nodes))

    def with_scipy() -> Any:
        table = sparse.coo_array((np.ones(len(coded)), (coded.node, coded.concept))).tocsr()
        table.data[:] = 1
        return table @ table.T

    alone, _, product = timed(with_scipy)
    product.setdiag(0)
    product.eliminate_zeros()
    same = networkx.to_scipy_sparse_array(projected, nodelist=nodes, weight="weight")
    return {
        "statements": len(coded), "seconds": round(ours, 3), "networkx": round(graph, 3), "scipy": round(alone, 3),
        "ratio_networkx": round(graph / ours, 1), "ratio_scipy": round(alone / ours, 2),
        "same": not (abs(found.matrix - same).sum() or abs(found.matrix - product).sum()),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", action="append", choices=("rules", "windows", "projection"))
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "rules": lambda: rules(options.seed),
        "projection": lambda: projection(options.seed),
        "windows": lambda: moving(options.large, options.seed),
    }
    out = {name: part() for name, part in parts.items() if name in (options.part or parts)}
    print(json.dumps(out) if options.json else json.dumps(out, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
