"""What weights are to be expected where coded rows are right with a probability, and between which bounds.

A row that is wrong is taken for no statement at all, and rows are wrong independently of one another. What counts is
the unit that the rule for duplicates makes: it is there if at least one of its rows is right (`duplicates.folded`).
Weights that are not normalized have exact means and variances, for they are sums of products of independent counts:

    mean       m_i C m_i',   variance   (m_i C)^2 v_i' + v_i (C m_i')^2 + v_i C^2 v_i'   (squares cell by cell)

with m and v the means and variances of a node's cells, C what a pair of levels counts. Their interval is the mean and
1.96 standard deviations, out to the next weight that can occur at all, and within the least and the greatest that
can. Normalized weights are drawn: the mean and the quantiles of seeded draws of all units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse

from onrecord.analysis.networks.coded import Coded, Floats, Ints
from onrecord.analysis.networks.matrices import (
    Counts,
    Matrix,
    at,
    count,
    level_weights,
    one_mode,
    spread,
    two_mode,
)
from onrecord.analysis.networks.normalize import normalized
from onrecord.analysis.networks.options import Options

WIDE = 1.959963984540054
"""Standard deviations to each side of 95 % of a normal distribution."""
AT_ONCE = 10_000_000
"""Drawn weights that are held at once, about."""
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expected:
    """Of each pair that may be tied at all, in order (the upper triangle of a one-mode network): its expected weight
    and the bounds of its 95 % interval."""

    row: Ints
    column: Ints
    mean: Floats
    low: Floats
    high: Floats

    def only(self, kept: Matrix) -> Expected:
        """Those pairs that have a weight in this matrix."""
        here = at(kept, self.row, self.column) != 0
        return Expected(**{name: getattr(self, name)[here] for name in ("row", "column", "mean", "low", "high")})


def expected(coded: Coded, options: Options, weights: Floats) -> Expected:
    """Of rows after the rule for duplicates; `weights` are those that a kernel gives them (see `network`)."""
    row, column = _places(coded, options)
    if options.normalize != "no":
        return _drawn(coded, options, weights, row, column)
    mean, variance = _moments(coded, options, weights)
    middle, deviation = at(mean, row, column), np.sqrt(np.maximum(at(variance, row, column), 0))
    low, high = middle - WIDE * deviation, middle + WIDE * deviation
    if options.kernel == "none":
        grain = _grain(coded, options)
        low = np.floor(low * grain + _TOLERANCE) / grain
        high = np.ceil(high * grain - _TOLERANCE) / grain
    least, most = _bounds(coded, options, weights)
    low, high = np.maximum(low, at(least, row, column)), np.minimum(high, at(most, row, column))
    return _around(row, column, middle, low, high)


def _around(row: Ints, column: Ints, mean: Floats, low: Floats, high: Floats) -> Expected:
    """The interval holds the mean, however skew the weight is."""
    return Expected(row=row, column=column, mean=mean, low=np.minimum(low, mean), high=np.maximum(high, mean))


def _places(coded: Coded, options: Options) -> tuple[Ints, Ints]:
    """The pairs that may be tied."""
    counts = count(coded)
    one = options.type == "one-mode"
    row, column = (one_mode if one else two_mode)(counts, "ignore").tocoo().coords
    kept = row < column if one else np.ones(len(row), dtype=bool)
    return row[kept].astype(np.int64), column[kept].astype(np.int64)


def _moments(coded: Coded, options: Options, weights: Floats) -> tuple[Matrix, Matrix]:
    sure = coded.probability
    m = count(coded, weights * sure)
    v = count(coded, weights**2 * sure * (1 - sure))
    if options.type == "two-mode":
        if options.aggregate == "ignore":
            return m.by_concept, v.by_concept
        boolean = coded.qualifier is not None and coded.qualifier.boolean
        return two_mode(m, "subtract"), v.folded(np.ones(2) if boolean else v.levels**2)
    pairs = level_weights(m, options.aggregate)
    reach = spread(m, pairs)
    tilted = (reach * reach) @ v.cells.T
    variance = tilted + tilted.T + spread(v, pairs**2) @ v.cells.T
    return sparse.csr_array(reach @ m.cells.T), sparse.csr_array(variance)


def _grain(coded: Coded, options: Options) -> int:
    """Weights are whole numbers, or whole parts of so many."""
    if options.type == "two-mode" or options.aggregate == "ignore" or not coded.qualifier:
        return 1
    return max(1, coded.qualifier.range)


def _bounds(coded: Coded, options: Options, weights: Floats) -> tuple[Matrix, Matrix]:
    """What no weight can be below or above: all that may speak for it is right, and against it only what is sure."""
    possible = weights * (coded.probability > 0)
    sure = weights * (coded.probability == 1)
    if options.type == "two-mode":
        sign = np.ones(len(coded), dtype=np.int64)
        if options.aggregate == "subtract":
            sign = coded.level * 2 - 1 if coded.qualifier and coded.qualifier.boolean else coded.level
        up, down = np.maximum(sign, 0), np.minimum(sign, 0)
        return (
            count(coded, possible * down + sure * up).by_concept,
            count(coded, possible * up + sure * down).by_concept,
        )
    most, least = count(coded, possible), count(coded, sure)
    pairs = level_weights(most, options.aggregate)
    up, down = np.maximum(pairs, 0), np.minimum(pairs, 0)
    return _products((most, down), (least, up)), _products((most, up), (least, down))


def _products(*parts: tuple[Counts, Floats]) -> Matrix:
    return sparse.csr_array(sum(spread(counts, pairs) @ counts.cells.T for counts, pairs in parts))


def _drawn(coded: Coded, options: Options, weights: Floats, row: Ints, column: Ints) -> Expected:
    """The mean and the quantiles of drawn networks, some pairs at a time; each draw is the same for all of them."""
    mean, low, high = (np.zeros(len(row)) for _ in range(3))
    size = max(1, AT_ONCE // options.draws)
    for first in range(0, len(row), size):
        part = slice(first, first + size)
        values = np.empty((options.draws, len(row[part])))
        for draw in range(options.draws):
            there = np.random.default_rng((options.seed, draw)).random(len(coded)) < coded.probability
            values[draw] = at(weigh(coded.take(there), options, weights[there]), row[part], column[part])
        mean[part] = values.mean(axis=0)
        low[part], high[part] = np.quantile(values, (0.025, 0.975), axis=0)
    return _around(row, column, mean, low, high)


def weigh(coded: Coded, options: Options, weights: Floats) -> Matrix:
    """The weights of a network of these rows: multiplied and normalized."""
    plain = count(coded)
    weighted: Counts = count(coded, weights) if options.kernel != "none" else plain
    matrix = (one_mode if options.type == "one-mode" else two_mode)(weighted, options.aggregate)
    return normalized(matrix, options.normalize, plain, weighted, levels=options.aggregate != "ignore")
