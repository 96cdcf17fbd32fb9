"""Coded statements -> counts -> weights, by products of sparse matrices.

x[i][j][k] is how many statements node i made on concept j at level k. Two nodes are tied by what both speak about:

    congruence   sum over j, k, k' of x[i][j][k] x[i'][j][k'] c(k, k'), with c = 1 - |k - k'| / R, R the declared range
    conflict     the same with 1 - c; so for booleans c is 1 where both say the same, and 0 else
    subtract     congruence - conflict
    ignore       the levels put together: congruence + conflict

A node and a concept are tied by the node's statements on it: their number (ignore), the sum of their levels
(subtract; of booleans, agree less disagree), or which there are (combine: 1 agree, 2 disagree, 3 both).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import scipy.sparse as sparse

from onrecord.analysis.networks.coded import Coded, Floats, Ints, Qualifier
from onrecord.errors import UsageError

Matrix: TypeAlias = sparse.csr_array
DENSE = 4_000
"""So many nodes at most are multiplied densely."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """x as a matrix: a row each node, a column each concept and level (concept * levels + level)."""

    cells: Matrix
    levels: Floats
    concepts: int
    qualifier: Qualifier | None

    @property
    def boolean(self) -> bool:
        """Levels are disagree and agree."""
        return self.qualifier is not None and self.qualifier.boolean

    @property
    def by_concept(self) -> Matrix:
        """The levels put together: nodes by concepts."""
        return self.folded(np.ones(len(self.levels)))

    def folded(self, weights: Floats) -> Matrix:
        """Nodes by concepts: the sum over the levels, each with its weight."""
        return sparse.csr_array(self.cells @ sparse.kron(sparse.eye_array(self.concepts), weights[:, None]))

    @property
    def closeness(self) -> Floats:
        """c(k, k') of the levels that there are."""
        apart = np.abs(self.levels[:, None] - self.levels[None, :])
        span = self.qualifier.range if self.qualifier else 0
        return 1 - apart / span if span else np.ones_like(apart)


def count(coded: Coded, weights: Floats | None = None) -> Counts:
    """x of these rows; each counts 1, or its weight."""
    known = coded.qualifier
    levels = np.unique(np.concatenate((coded.level, [known.low, known.high] if known else [0])))
    column = coded.concept * len(levels) + np.searchsorted(levels, coded.level)
    shape = (len(coded.nodes), len(coded.concepts) * len(levels))
    data = np.ones(len(coded)) if weights is None else weights
    cells = sparse.coo_array((data, (coded.node, column)), shape=shape).tocsr()
    cells.sort_indices()
    return Counts(cells=cells, levels=levels.astype(np.float64), concepts=len(coded.concepts), qualifier=known)


def one_mode(counts: Counts, aggregate: str) -> Matrix:
    """The weights between nodes, symmetric, nothing on the diagonal."""
    if aggregate == "ignore":
        return _ties(counts.by_concept)
    if aggregate == "subtract" and counts.boolean:
        return _ties(counts.folded(np.array([-1.0, 1.0])))
    weights = level_weights(counts, aggregate)
    if np.array_equal(weights, np.eye(len(weights))):
        return _ties(counts.cells)
    return _ties(spread(counts, weights), counts.cells)


def level_weights(counts: Counts, aggregate: str) -> Floats:
    """What a pair of statements on one concept counts, by their levels."""
    if aggregate == "ignore":
        return np.ones_like(counts.closeness)
    close = counts.closeness
    return {"congruence": close, "conflict": 1 - close, "subtract": 2 * close - 1}[aggregate]


def spread(counts: Counts, weights: Floats) -> Matrix:
    """Each cell's count over all levels of its concept, with the weight of the pair of levels."""
    return sparse.csr_array(counts.cells @ sparse.kron(sparse.eye_array(counts.concepts), weights))


def two_mode(counts: Counts, aggregate: str) -> Matrix:
    """The weights between nodes and concepts."""
    if aggregate == "ignore":
        return _clean(counts.by_concept)
    if aggregate == "subtract":
        return _clean(counts.folded(np.array([-1.0, 1.0]) if counts.boolean else counts.levels))
    if not counts.boolean:
        raise UsageError("combine says who agrees, disagrees, or both: it needs a qualifier that is agree or disagree")
    there = replace(counts, cells=(counts.cells > 0).astype(np.float64))
    return _clean(there.folded(np.array([2.0, 1.0])))


def self_product(rows: Matrix) -> Matrix:
    """rows @ rows.T, sorted. Whole numbers are multiplied densely where that is less work: any order gives the same."""
    nodes, cells = rows.shape
    steps = float((np.diff(rows.tocsc().indptr).astype(np.float64) ** 2).sum())
    if nodes <= DENSE and steps * 40 > nodes * nodes * cells and not (rows.data % 1).any():
        whole = rows.toarray()
        return sparse.csr_array(whole @ whole.T)
    return (rows @ rows.T).T.tocsr()  # it is symmetric, and turning it over sorts it


def _ties(rows: Matrix, others: Matrix | None = None) -> Matrix:
    """rows @ others.T (or rows.T), to the last digit symmetric, with nothing on the diagonal."""
    if others is None:
        both = self_product(rows)
    else:
        turned = (rows @ others.T).T.tocsr()
        both = (turned + turned.T.tocsr()) * 0.5
    row = np.repeat(np.arange(both.shape[0], dtype=both.indices.dtype), np.diff(both.indptr))
    kept = (row != both.indices) & (both.data != 0)
    begins = np.concatenate(([0], np.cumsum(np.bincount(row[kept], minlength=both.shape[0]))))
    return sparse.csr_array((both.data[kept], both.indices[kept], begins), shape=both.shape)


def at(matrix: Matrix, row: Ints, column: Ints) -> Floats:
    """The values at these places, 0 where none is stored."""
    matrix.sort_indices()
    width = matrix.shape[1]
    stored = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr)) * width + matrix.indices
    wanted = np.asarray(row, dtype=np.int64) * width + column
    if not len(stored):
        return np.zeros(len(wanted))
    place = np.minimum(np.searchsorted(stored, wanted), len(stored) - 1)
    return np.where(stored[place] == wanted, matrix.data[place], 0.0)


def _clean(matrix: Matrix) -> Matrix:
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return matrix
