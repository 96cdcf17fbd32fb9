"""Documents as weighted terms: what is rare among the documents compared counts, what all of them say does not.

A vector has up to four parts, each of length one before its share is given to it: all words, names, the
lead, and actors. A part that a document lacks (no capitals in its script, no actors resolved) has no
share, and the others take its place. The likeness of two documents is the product of their vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WORDS, NAMES, LEAD, ACTORS = 1.0, 0.6, 0.6, 0.4
"""The share of each part."""
OTHERS = 20
"""Documents of other news that the documents compared are thought to stand among."""

Ints = NDArray[np.int64]
Numbers = NDArray[np.float32]
Reals = NDArray[np.float64]
Part = tuple[Ints, Ints, Reals, Reals]
"""Rows, columns and weights of one part of the vectors, and which share each row has of it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One document: its terms as numbers, in the order of the article, and its actors as numbers."""

    terms: NDArray[np.int32]
    counts: NDArray[np.uint16]  # one row a term: in all, as a name, in the lead
    actors: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Vectors as rows: those of row `i` are `columns` and `weights` from `begins[i]` to `begins[i + 1]`."""

    begins: Ints
    columns: Ints
    weights: Numbers
    width: int

    @property
    def rows(self) -> int:
        return len(self.begins) - 1

    def row(self, i: int) -> tuple[Ints, Numbers]:
        at = slice(self.begins[i], self.begins[i + 1])
        return self.columns[at], self.weights[at]


def weigh(documents: Sequence[Counted], general: Reals | None = None, share: float = 0.0) -> Matrix:
    """The vectors of documents, weighted by how rare each term is among these very documents.

    With `general` (the share of news that has a term, by its number) also among OTHERS documents of other news:
    what all of few documents say is then still telling, unless all news does. A term that fewer than two of
    them have, or less than this share of them, is left out.
    """
    terms, term_owner = _joined([d.terms for d in documents])
    actors, actor_owner = _joined([d.actors for d in documents])
    counts = np.concatenate([d.counts for d in documents]) if len(terms) else np.zeros((0, 3), np.uint16)
    n = len(documents)
    least = max(2.0, share * n)
    if general is None:
        rest, others = np.zeros(len(terms)), 0
    else:
        rest, others = general[terms] * OTHERS, OTHERS
    terms, term_rarity = _rarity(terms, n, least, rest, others)
    actors, actor_rarity = _rarity(actors, n, least, np.zeros(len(actors)), others)
    width = int(terms.max()) + 1 if len(terms) else 0
    parts = []
    for part, weight in enumerate((WORDS, NAMES, LEAD)):
        there = (counts[:, part] > 0) & (term_rarity > 0)
        strength = (1 + np.log(counts[there, part])) * term_rarity[there]
        parts.append(_part(term_owner[there], terms[there] + part * width, strength, weight, n))
    known = actor_rarity > 0
    parts.append(_part(actor_owner[known], actors[known] + 3 * width, actor_rarity[known], ACTORS, n))
    return _matrix(parts, n, 3 * width + (int(actors.max()) + 1 if len(actors) else 0))


def _joined(lists: Sequence[NDArray[np.int32]]) -> tuple[Ints, Ints]:
    """All numbers in one array, and whose each is."""
    owner = np.repeat(np.arange(len(lists)), [len(x) for x in lists])
    return (np.concatenate(lists).astype(np.int64) if lists else np.zeros(0, np.int64)), owner


def _rarity(terms: Ints, n: int, least: float, rest: Reals, others: int) -> tuple[Ints, Reals]:
    """The terms numbered anew without gaps, and how rare each is among `n` documents and the `others`, `rest` of
    which have it; 0 for one that fewer documents than `least` have.
    """
    if not len(terms):
        return terms, np.zeros(0)
    _, number = np.unique(terms, return_inverse=True)
    documents = np.bincount(number)
    rarity = np.log((n + others + 1) / (documents[number] + rest + 0.5))
    return number, np.where(documents[number] >= least, np.maximum(rarity, 0.0), 0.0)


def _part(owner: Ints, columns: Ints, strength: Reals, share: float, n: int) -> Part:
    """One part, each row of length one times its share; and the share that each row has of it."""
    square = np.bincount(owner, weights=strength**2, minlength=n)
    scale: Reals = np.sqrt(share / np.where(square > 0, square, 1.0)).astype(np.float64)
    return owner, columns, strength * scale[owner], np.where(square > 0, share, 0.0)


def _matrix(parts: Sequence[Part], n: int, width: int) -> Matrix:
    owner = np.concatenate([p[0] for p in parts])
    columns = np.concatenate([p[1] for p in parts])
    weights = np.concatenate([p[2] for p in parts])
    whole = sum((p[3] for p in parts), np.zeros(n))
    weights /= np.sqrt(np.where(whole > 0, whole, 1.0))[owner]
    order = np.argsort(owner, kind="stable")
    begins = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=n))])
    return Matrix(begins.astype(np.int64), columns[order], weights[order].astype(np.float32), width)


def mean_rows(matrix: Matrix, groups: Sequence[Sequence[int]]) -> Matrix:
    """One row a group: the mean of the vectors of its rows. The product of two is the mean likeness of their rows."""
    owner = np.zeros(matrix.rows, np.int64)
    for number, group in enumerate(groups):
        owner[list(group)] = number
    sizes = np.bincount(owner, minlength=len(groups))
    rows = owner[np.repeat(np.arange(matrix.rows), np.diff(matrix.begins))]
    key, where = np.unique(rows * matrix.width + matrix.columns, return_inverse=True)
    rows = key // max(1, matrix.width)
    weights = np.bincount(where, weights=matrix.weights, minlength=len(key)) / sizes[rows]
    begins = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(groups)))])
    return Matrix(begins.astype(np.int64), key % max(1, matrix.width), weights.astype(np.float32), matrix.width)
