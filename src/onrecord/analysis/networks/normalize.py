"""Weights divided by how much the two ends say at all. A denominator of 0 gives 0.

One-mode, n_i being the number of statements of node i:

    average      (n_i + n_i') / 2
    jaccard      over the cells (concept and level): counts where the other has none, and products where both have some
    cosine_dna   n_i n_i', which the Discourse Network Analyzer calls cosine
    cosine       the lengths (L2) of the vectors of cells; of concepts where levels are ignored. In [-1, 1]: with more
                 than two levels the square of a length is the vector's congruence with itself.

Two-mode: `activity` divides by the node's number of statements, `prominence` by the concept's. All of these are
numbers of statements, whatever weight a kernel gives them; the cosine is that of the weighted vectors that were
multiplied.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse

from onrecord.analysis.networks.coded import Floats, Ints
from onrecord.analysis.networks.matrices import Counts, Matrix, self_product, spread


def normalized(matrix: Matrix, how: str, plain: Counts, weighted: Counts, *, levels: bool = True) -> Matrix:
    """The weights divided. `plain` are the counts of statements, `weighted` those that were multiplied; `levels`:
    whether levels were told apart."""
    if how == "no" or not matrix.nnz:
        return matrix
    row, column = matrix.tocoo().coords
    below = _met(matrix, plain, row, column) if how == "jaccard" else _below(how, plain, weighted, row, column, levels)
    data = np.divide(matrix.data, below, out=np.zeros(len(below)), where=below != 0)
    return sparse.csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _below(how: str, plain: Counts, weighted: Counts, row: Ints, column: Ints, levels: bool) -> Floats:
    """What the weight at each place is divided by."""
    x = plain.cells
    if how == "prominence":
        total: Floats = np.asarray(plain.by_concept.sum(axis=0))
        return total[column]
    n: Floats = np.asarray(x.sum(axis=1))
    if how == "activity":
        return n[row]
    if how == "average":
        return (n[row] + n[column]) / 2
    if how == "cosine":
        vectors = weighted.cells if levels else weighted.by_concept
        met = spread(weighted, weighted.closeness) if levels else vectors
        length: Floats = np.sqrt(np.asarray((met * vectors).sum(axis=1)))
        return length[row] * length[column]
    return n[row] * n[column]


def _met(matrix: Matrix, plain: Counts, row: Ints, column: Ints) -> Floats:
    """Jaccard's denominator: n_i + n_i', and x x' - x - x' = (x - 1)(x' - 1) - 1 more for every cell of both."""
    x = plain.cells
    there = sparse.csr_array((np.ones(x.nnz), x.indices, x.indptr), shape=x.shape)
    shared = self_product(sparse.csr_array(x - there)) - self_product(there)
    n: Floats = np.asarray(x.sum(axis=1))
    where = sparse.csr_array((np.ones(matrix.nnz), matrix.indices, matrix.indptr), shape=matrix.shape)
    single = sparse.csr_array((n[row] + n[column], matrix.indices, matrix.indptr), shape=matrix.shape)
    below: Floats = (single + shared * where).data  # above 0 wherever there is a weight, so the places are the same
    return below
