"""The ties that are more than chance would make of their ends' strength: the disparity filter.

M. A. Serrano, M. Boguna, A. Vespignani, "Extracting the multiscale backbone of complex weighted networks", PNAS 106
(2009). A tie with the share p of the strength of an end that has k ties is there by chance as often as (1 - p)^(k -
1); it is kept where that is below alpha for one of its ends. An end with one tie alone says nothing. Signed weights
count by their size.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse

from onrecord.analysis.networks.coded import Floats, Ints
from onrecord.analysis.networks.matrices import Matrix


def backbone(matrix: Matrix, alpha: float = 0.05) -> Matrix:
    """The weights of the ties that are kept, one-mode or two-mode."""
    row, column = matrix.tocoo().coords
    size = np.abs(matrix.data)
    chance = np.minimum(_chance(row, size, matrix.shape[0]), _chance(column, size, matrix.shape[1]))
    kept = chance < alpha
    return sparse.coo_array((matrix.data[kept], (row[kept], column[kept])), shape=matrix.shape).tocsr()


def _chance(end: Ints, size: Floats, ends: int) -> Floats:
    strength = np.bincount(end, size, minlength=ends)[end]
    degree = np.bincount(end, minlength=ends)[end]
    return np.where(degree > 1, (1 - size / strength) ** (degree - 1), 1.0)
