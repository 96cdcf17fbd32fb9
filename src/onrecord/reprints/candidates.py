"""Which pairs of articles may share something: those whose fingerprints have several numbers in common.

Articles are given in their order (see `lineage.ordered`) as numbers 0, 1, 2, ... The postings (number of a run of
words, article) are sorted a part at a time, a part being the numbers of one range, so what is held at once is bounded
however many articles there are. The answer depends on the set of articles alone.

A number that stands in few articles speaks for each pair of them. One that stands in many is either a story printed by
all, or a stock phrase: it speaks, more softly, for the pairs with the first articles that have it and for neighbours,
so that k copies never cost k x k. What one outlet prints in article after article (a note on itself, the background
of a dispute) does not speak for two of its articles, unless most of them is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.reprints.grams import QUOTED_BIT
from onrecord.reprints.wording import Numbers

FEW = 48  # articles that have a number, so that it speaks for every pair of them, the louder the fewer
FIRST, BESIDE = 6, 2  # of a number in more articles: the first of them, and so many neighbours
WEIGHTS = ((6, 3), (16, 2), (FEW, 1))  # of a number that stands in at most so many articles; in more: 1
LEAST = 6
MOSTLY = 0.3  # of the smaller fingerprint: such pairs look like copies of one text
MOST_COPIED, MOST_OTHERS = 6, 48  # pairs kept for an article with earlier ones, the likeliest first
POSTINGS, MOST_PARTS = 6_000_000, 16  # in one part, about; with more parts, each is larger

STANDING = 4  # articles of one outlet that have a number outside quotations: text that stands in its stories
NOTE = 8  # so many: a note, which says nothing of other outlets' articles either (they have it from copies)
_BITS = 21  # of each of the three weights of a pair, kept in one number

Pairs = NDArray[np.uint64]
Weighed = tuple[Pairs, NDArray[np.int64]]
"""Pairs, each once, with what speaks for them, what of that is no quotation, and all they have in common."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Pairs of articles, the earlier first, in order. `fresh` is the weight of what both have outside quotations and
    no outlet prints again and again."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    fresh: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.a)

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        return zip(self.a.tolist(), self.b.tolist(), self.fresh.tolist(), strict=True)


def candidates(
    sizes: NDArray[np.int64], outlets: NDArray[np.int64], prints: Callable[[], Iterable[tuple[int, Numbers]]]
) -> Candidates:
    """The pairs worth aligning.

    `sizes` are how many numbers each article has, `outlets` who printed it (-1: unknown); `prints` gives the articles,
    in any order, with their numbers, and is asked once for every part.
    """
    total = int(sizes.sum())
    parts = max(1, -(-total // max(POSTINGS, total // MOST_PARTS)))
    edges = [k * 2**64 // parts for k in range(parts)] + [2**64 - 1]
    found = [_pairs(*_part(prints(), low, high), outlets) for low, high in pairwise(edges)]
    return _kept(*_summed(found), sizes)


def _part(prints: Iterable[tuple[int, Numbers]], low: int, high: int) -> tuple[Numbers, NDArray[np.int32]]:
    """The postings of one range of numbers, sorted by number, then by article."""
    bounds = np.array([low, high], dtype=np.uint64)
    some: list[Numbers] = []
    whose, counts = [], []
    for article, numbers in prints:
        start, end = np.searchsorted(numbers, bounds)
        if start < end:
            some.append(numbers[start:end])
            whose.append(article)
            counts.append(end - start)
    if not some:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int32)
    together = np.concatenate(some)
    articles = np.repeat(np.array(whose, dtype=np.int32), counts)
    order = np.lexsort((articles, together))
    return together[order], articles[order]


# ---------------------------------------------------------------------------- pairs


def _pairs(numbers: Numbers, articles: NDArray[np.int32], outlets: NDArray[np.int64]) -> Weighed:
    """Every pair that a number of this part speaks for, with the weight of what speaks for it."""
    first = np.flatnonzero(_changes(numbers))
    lengths = np.diff(np.append(first, len(numbers)))
    sorts = _sorts(numbers, articles, outlets, first, lengths)
    found: list[Weighed] = []
    for length in range(2, FEW + 1):
        these = np.flatnonzero(lengths == length)
        x, y = np.triu_indices(length, 1)
        for some in np.array_split(these, max(1, len(these) * len(x) // 4_000_000)):
            at = first[some][:, None]
            sort = np.repeat(sorts[some], len(x))
            weight = next(w for most, w in WEIGHTS if length <= most)
            found.append(_weighed(articles[at + x].ravel(), articles[at + y].ravel(), weight, sort, outlets))
    for which in np.flatnonzero(lengths > FEW).tolist():
        a, b = _of_many(articles[first[which] : first[which] + lengths[which]])
        found.append(_weighed(a, b, 1, np.broadcast_to(sorts[which], len(a)), outlets))
        if len(found) > 2_000:
            found = [_summed(found)]
    return _summed(found)


def _of_many(articles: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    firsts = [(articles[:1].repeat(len(articles) - 1), articles[1:])]
    firsts += [(articles[k : k + 1].repeat(len(articles) - k - 1), articles[k + 1 :]) for k in range(1, FIRST)]
    beside = [(articles[FIRST:-k], articles[FIRST + k :]) for k in range(1, BESIDE + 1)]
    a, b = zip(*firsts, *beside, strict=True)
    return np.concatenate(a), np.concatenate(b)


def _sorts(
    numbers: Numbers,
    articles: NDArray[np.int32],
    outlets: NDArray[np.int64],
    first: NDArray[np.int64],
    lengths: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Of each number: in how many articles of one outlet it stands, at most; -1 for what stands in quotation marks."""
    out = np.zeros(len(first), dtype=np.int64)
    many = np.repeat(lengths >= STANDING, lengths)
    whose = outlets[articles[many]]
    which = np.repeat(np.arange(len(first)), lengths)[many]
    which, whose = which[whose >= 0], whose[whose >= 0]
    order = np.lexsort((whose, which))
    which, whose = which[order], whose[order]
    starts = np.flatnonzero(_changes(which) | _changes(whose))
    np.maximum.at(out, which[starts], np.diff(np.append(starts, len(which))))
    out[numbers[first] & QUOTED_BIT == 1] = -1
    return out


def _changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a value is another than the one before; the first always is."""
    return np.concatenate([np.ones(min(1, len(values)), dtype=np.bool_), values[1:] != values[:-1]])


def _weighed(
    a: NDArray[np.int32], b: NDArray[np.int32], weight: int, sorts: NDArray[np.int64], outlets: NDArray[np.int64]
) -> Weighed:
    """Pairs with weights. What stands in an outlet's stories again and again does not speak for a pair of them."""
    silent = (sorts >= NOTE) | ((sorts >= STANDING) & (outlets[a] == outlets[b]))
    keys = (a.astype(np.uint64) << np.uint64(32)) | b.astype(np.uint64)
    speaks = np.where(silent, 0, weight)
    weights = speaks + (np.where(sorts < 0, 0, speaks) << _BITS) + (1 << 2 * _BITS)
    return _summed([(keys, weights)])


def _summed(found: Sequence[Weighed]) -> Weighed:
    """The weights of each pair brought together."""
    keys = np.concatenate([np.zeros(0, dtype=np.uint64), *(k for k, _ in found)])
    weights = np.concatenate([np.zeros(0, dtype=np.int64), *(w for _, w in found)])
    if not len(keys):
        return keys, weights
    order = np.argsort(keys, kind="stable")
    keys, weights = keys[order], weights[order]
    first = np.flatnonzero(_changes(keys))
    return keys[first], np.add.reduceat(weights, first)


def _kept(keys: Pairs, weights: NDArray[np.int64], sizes: NDArray[np.int64]) -> Candidates:
    """Of each article's pairs with earlier ones the likeliest, and always the earliest it may be a copy of."""
    full = 2**_BITS - 1
    speaks, fresh, shares = weights & full, (weights >> _BITS) & full, weights >> 2 * _BITS
    fresh -= 2 * (speaks - fresh) // 5  # of what is quoted, runs that winnowing keeps: about two of five
    a = (keys >> np.uint64(32)).astype(np.int64)
    b = (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
    copies = (shares >= LEAST) & (shares >= MOSTLY * np.minimum(sizes[a], sizes[b]))
    enough = copies | (speaks >= LEAST)
    a, b, copies, shares, fresh = a[enough], b[enough], copies[enough], shares[enough], fresh[enough]
    by_weight = np.lexsort((a, -shares, ~copies, b))
    place = _place(b[by_weight], copies[by_weight])
    keep = np.zeros(len(a), dtype=np.bool_)
    keep[by_weight] = place < np.where(copies[by_weight], MOST_COPIED, MOST_OTHERS)
    by_age = np.lexsort((a, ~copies, b))
    keep[by_age] |= copies[by_age] & (_place(b[by_age], copies[by_age]) == 0)
    order = np.lexsort((b[keep], a[keep]))
    return Candidates(a[keep][order], b[keep][order], fresh[keep][order])


def _place(b: NDArray[np.int64], copies: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Which of its neighbours of one article and one sort each pair is, 0 the first."""
    if not len(b):
        return b
    starts = np.flatnonzero(_changes(b) | _changes(copies))
    return np.arange(len(b)) - np.repeat(starts, np.diff(np.append(starts, len(b))))
