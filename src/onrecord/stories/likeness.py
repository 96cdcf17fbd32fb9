"""Which documents are alike, and how much: the pairs worth knowing, without comparing all with all.

Whoever shares nothing but common words is not looked at: candidates are found by the terms that few
documents have, the best of them are then compared in full.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.stories.vectors import Ints, Matrix, Reals

FEW = 400
"""A term of more documents than this finds no candidates; among so few documents all are compared in full."""
BEST = 100
"""Candidates of a document that are compared in full."""
LEAST = 0.04
"""A likeness below this is taken as none."""
GRACE, HALF = 3.0, 10.0
"""Days apart that count as the same time, and days beyond these after which the likeness is half."""
TOGETHER = 0.25
"""What being of the same time adds to the likeness: all of this where chance hardly ever brings two documents so
near, nothing where all documents are of one time.
"""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Documents by their row, `a` before `b`, and how alike they are."""

    a: Ints
    b: Ints
    likeness: Reals


def alike(matrix: Matrix, days: Reals) -> Pairs:
    """The pairs of rows that are alike. `days` are the days of publication as numbers, NaN where unknown."""
    n = matrix.rows
    index = _Index(matrix)
    boost = 1 + TOGETHER * (1 - coincidence(days))
    firsts: list[Ints] = []
    seconds: list[Ints] = []
    values: list[Reals] = []
    for i in range(n):
        found, value = index.compare(i, days, boost)
        firsts.append(np.minimum(found, i))
        seconds.append(np.maximum(found, i))
        values.append(value)
    if not n:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    key = np.concatenate(firsts) * n + np.concatenate(seconds)
    key, where = np.unique(key, return_index=True)
    # Rounded, so that the last digits, which may differ between machines, decide nothing.
    return Pairs(key // n, key % n, np.round(np.concatenate(values)[where], 6))


class _Index:
    """The matrix by columns, cut in two: terms that find candidates, and terms that only compare them."""

    def __init__(self, matrix: Matrix) -> None:
        order = np.argsort(matrix.columns, kind="stable")
        owner = np.repeat(np.arange(matrix.rows), np.diff(matrix.begins))
        self.documents = np.bincount(matrix.columns, minlength=matrix.width)
        self.begins = np.concatenate([[0], np.cumsum(self.documents)])
        self.owner, self.weights = owner[order], matrix.weights[order]
        self.matrix = matrix
        self.common = _kept(matrix, self.documents[matrix.columns] > FEW)
        self.scratch = np.zeros(matrix.width, np.float32)

    def compare(self, i: int, days: Reals, boost: float) -> tuple[Ints, Reals]:
        """The rows most like row `i`, and how much."""
        columns, weights = self.matrix.row(i)
        rare = self.documents[columns] <= FEW
        lengths = self.documents[columns[rare]]
        at = _ranges(self.begins[columns[rare]], lengths)
        products = self.weights[at] * np.repeat(weights[rare], lengths)
        shared: Reals = np.bincount(self.owner[at], products, self.matrix.rows).astype(np.float64)
        shared[i] = 0
        found = np.flatnonzero(shared > LEAST / 4)
        value = shared[found]
        near = nearness(days[i], days[found], boost)
        if len(found) > BEST:
            # By row where equal: which of two is dropped must not hang on chance.
            best = np.sort(np.lexsort((found, -np.round(value * near, 6)))[:BEST])
            found, value, near = found[best], value[best], near[best]
        if len(self.common.columns):
            value = value + self._common(i, found)
        value = value * near
        kept = value >= LEAST
        return found[kept], value[kept]

    def _common(self, i: int, found: Ints) -> Reals:
        """What the terms of many documents add."""
        columns, weights = self.common.row(i)
        if not len(columns) or not len(found):
            return np.zeros(len(found))
        self.scratch[columns] = weights
        begins = self.common.begins[found]
        lengths = self.common.begins[found + 1] - begins
        at = _ranges(begins, lengths)
        products = self.scratch[self.common.columns[at]] * self.common.weights[at]
        self.scratch[columns] = 0
        owner = np.repeat(np.arange(len(found)), lengths)
        return np.bincount(owner, products, len(found)).astype(np.float64)


def _kept(matrix: Matrix, which: NDArray[np.bool_]) -> Matrix:
    owner = np.repeat(np.arange(matrix.rows), np.diff(matrix.begins))
    begins = np.concatenate([[0], np.cumsum(np.bincount(owner[which], minlength=matrix.rows))])
    return Matrix(begins.astype(np.int64), matrix.columns[which], matrix.weights[which], matrix.width)


def _ranges(begins: Ints, lengths: Ints) -> Ints:
    """The numbers from each begin on, so many as its length, one after the other."""
    if not len(lengths):
        return np.zeros(0, np.int64)
    skipped = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(int(lengths.sum())) + np.repeat(begins - skipped, lengths), np.int64)


def nearness(day: float, others: Reals, boost: float) -> Reals:
    """`boost` on the same days, falling with the days between. Where one is not known as much below 1 as `boost` is
    above it: among documents of all times those without a date are as likely of another time.
    """
    apart = np.abs(others - day)
    known = np.where(np.isnan(apart), 0.0, apart)
    return np.where(np.isnan(apart), 2.0 - boost, boost * 0.5 ** (np.maximum(0.0, known - GRACE) / HALF))


def coincidence(days: Reals) -> float:
    """How likely it is that two of these days are about the same by chance; 1 where fewer than two are known."""
    known = np.sort(days[~np.isnan(days)])
    n = len(known)
    if n < 2:
        return 1.0
    near = np.searchsorted(known, known + GRACE, side="right") - np.searchsorted(known, known - GRACE, side="left") - 1
    return float(near.sum() / (n * (n - 1)))
