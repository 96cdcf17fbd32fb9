"""The passages two articles share, to the character: shared runs of words, chained, with the edits between bridged.

Every run of four words that stands in both texts is an anchor; anchors on one diagonal are one run. Runs follow each
other in a chain where little stands between them on either side. Between and beyond the runs of a chain single shared
words are counted by alignment within a narrow band, and a chain is cut where it says nothing of the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from onrecord.reprints.grams import runs
from onrecord.reprints.wording import Numbers, Places, Wording

ANCHOR = 4  # words
MOST_PLACES = 12  # pairs of places of one anchor; a phrase that stands all over both texts anchors nothing
GAP = 24  # words between two runs of one chain, at most
CUT_GAP, CUT_SHARE = 8, 0.25  # a longer gap of which less than this share is the same ends the passage
EDGE = 12  # words looked at beyond the ends of a chain
LEAST = 16  # words that are the same, for a passage; shorter ones are stock phrases more often than not
LEAST_QUOTED = 8  # the same, where both texts have it in quotation marks
LEAST_EDITED = 6  # the same, where that is a whole quotation in both: one of eight words, edited
LEAST_BESIDE = 8  # the same, where the two share much besides
MUCH = 40  # words in the other passages
QUOTED = 0.6  # of the same words, for a quotation
LIKENESS = 0.5
IN_QUOTATION = 0.5  # what a changed word beyond an end costs, in words that are the same; elsewhere 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A passage of a pair: words from `a` to `a_end` of one text, `b` to `b_end` of the other (end exclusive).

    `words` are the same in both, `quoted` of them stand in quotation marks in both.
    """

    a: int
    a_end: int
    b: int
    b_end: int
    words: int
    quoted: int

    @property
    def likeness(self) -> float:
        return self.words / max(self.a_end - self.a, self.b_end - self.b)

    @property
    def is_quoted(self) -> bool:
        return self.quoted >= QUOTED * self.words


class _Run(NamedTuple):
    """Words i to i + length of one text are words j to j + length of the other."""

    i: int
    j: int
    length: int


def shared(a: Wording, b: Wording) -> tuple[Shared, ...]:
    """The passages of two articles, in the order of the first; no word of either stands in two of them."""
    out: list[Shared] = []
    for chain in _chains(_runs(a, b)):
        for piece in _pieces(a, b, chain):
            made = _passage(a, b, _widened(a, b, piece, out))
            if made is not None:
                out.append(made)
    much = sum(s.words for s in out if _stands(a, b, s)) >= MUCH
    return tuple(sorted((s for s in out if much or _stands(a, b, s)), key=lambda s: s.a))


def whole(a: Wording, b: Wording) -> Shared:
    """The one passage of two articles of the same words, which are at least one."""
    quoted = int((a.quoted & b.quoted).sum())
    return Shared(a=0, a_end=len(a), b=0, b_end=len(b), words=len(a), quoted=quoted)


def _stands(a: Wording, b: Wording, s: Shared) -> bool:
    """Whether a passage says something by itself: long, or a quotation, or all of a short quotation."""
    if s.words >= LEAST:
        return True
    if not s.is_quoted:
        return False
    return s.quoted >= LEAST_EDITED and (
        s.words >= LEAST_QUOTED or (_whole(a, s.a, s.a_end) and _whole(b, s.b, s.b_end))
    )


def _whole(side: Wording, start: int, end: int) -> bool:
    """Whether no more than a word on either side is missing of the quotation that a passage lies in."""
    before = side.quotation[max(0, start - 2) : start] == side.quotation[start]
    after = side.quotation[end : end + 2] == side.quotation[end - 1]
    return int(before.sum()) < 2 and int(after.sum()) < 2


# ---------------------------------------------------------------------------- anchors and runs


def _runs(a: Wording, b: Wording) -> list[_Run]:
    i, j = _anchors(runs(a.numbers, ANCHOR), runs(b.numbers, ANCHOR))
    if not len(i):
        return []
    diagonal = i - j
    order = np.lexsort((i, diagonal))
    i, j, diagonal = i[order], j[order], diagonal[order]
    new = np.ones(len(i), dtype=np.bool_)
    new[1:] = (np.diff(diagonal) != 0) | (np.diff(i) != 1)
    first = np.flatnonzero(new)
    lengths = np.diff(np.append(first, len(i))) + ANCHOR - 1
    return [_Run(int(x), int(y), int(n)) for x, y, n in zip(i[first], j[first], lengths, strict=True)]


def _anchors(a: Numbers, b: Numbers) -> tuple[Places, Places]:
    """Where equal runs begin in the one and the other text: every pair of places."""
    order_a, order_b = np.argsort(a, kind="stable"), np.argsort(b, kind="stable")
    value_a, at_a, count_a = np.unique(a[order_a], return_index=True, return_counts=True)
    value_b, at_b, count_b = np.unique(b[order_b], return_index=True, return_counts=True)
    _, x, y = np.intersect1d(value_a, value_b, assume_unique=True, return_indices=True)
    na, nb = count_a[x], count_b[y]
    fit = na * nb <= MOST_PLACES
    x, y, na, nb = x[fit], y[fit], na[fit], nb[fit]
    pairs = na * nb
    which = np.repeat(np.arange(len(pairs)), pairs)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    return order_a[at_a[x][which] + nth // nb[which]], order_b[at_b[y][which] + nth % nb[which]]


# ---------------------------------------------------------------------------- chains


def _chains(found: Sequence[_Run]) -> Iterator[list[_Run]]:
    """Runs that follow each other in both texts, the heaviest chain first; every run in at most one chain."""
    found = sorted(found)
    weight = [float(r.length) for r in found]
    before = [-1] * len(found)
    first = 0
    for k, run in enumerate(found):
        while found[first].i + found[first].length + GAP < run.i and first < k:
            first += 1
        for p in range(first, k):
            prior = found[p]
            gap_i, gap_j = run.i - prior.i - prior.length, run.j - prior.j - prior.length
            if max(gap_i, gap_j) > GAP or run.i <= prior.i or run.j <= prior.j:
                continue
            lost = max(0, -gap_i, -gap_j)
            gained = weight[p] + run.length - lost - 0.1 * max(gap_i, gap_j, 0) - 0.2 * abs(gap_i - gap_j)
            if lost < run.length and gained > weight[k]:
                weight[k], before[k] = gained, p
    used = [False] * len(found)
    for k in sorted(range(len(found)), key=lambda k: (-weight[k], found[k])):
        chain: list[_Run] = []
        while k >= 0 and not used[k]:
            used[k] = True
            chain.append(found[k])
            k = before[k]
        if chain:
            yield _without_overlaps(chain[::-1])


def _without_overlaps(chain: list[_Run]) -> list[_Run]:
    out: list[_Run] = []
    for run in chain:
        if out:
            lost = max(0, out[-1].i + out[-1].length - run.i, out[-1].j + out[-1].length - run.j)
            run = _Run(run.i + lost, run.j + lost, run.length - lost)
        if run.length > 0:
            out.append(run)
    return out


def _pieces(a: Wording, b: Wording, chain: list[_Run]) -> Iterator[list[_Run]]:
    """The chain, cut where too little is the same; single words that are the same in the gaps become runs."""
    piece = [chain[0]]
    for run in chain[1:]:
        last = piece[-1]
        i, j = last.i + last.length, last.j + last.length
        between = _same(a, b, i, run.i, j, run.j)
        longer = max(run.i - i, run.j - j)
        if longer > CUT_GAP and sum(r.length for r in between) < CUT_SHARE * longer:
            yield piece
            piece = [run]
        else:
            piece += [*between, run]
    yield piece


def _same(a: Wording, b: Wording, i: int, i_end: int, j: int, j_end: int) -> list[_Run]:
    """The words that are the same, in order, in two short stretches."""
    if i >= i_end or j >= j_end:
        return []
    from rapidfuzz.distance import LCSseq

    blocks = LCSseq.opcodes(a.numbers[i:i_end].tolist(), b.numbers[j:j_end].tolist())
    return [_Run(i + op.src_start, j + op.dest_start, op.src_end - op.src_start) for op in blocks if op.tag == "equal"]


# ---------------------------------------------------------------------------- ends


def _widened(a: Wording, b: Wording, piece: list[_Run], taken: Sequence[Shared]) -> list[_Run]:
    """The piece with what is the same just beyond its ends, cut to the words that no better passage holds."""
    piece = _free(piece, taken)
    if not piece:
        return piece
    i_low, i_high = _bounds(piece[0].i, piece[-1].i + piece[-1].length, len(a), [(t.a, t.a_end) for t in taken])
    j_low, j_high = _bounds(piece[0].j, piece[-1].j + piece[-1].length, len(b), [(t.b, t.b_end) for t in taken])
    head = _same(a, b, i_low, piece[0].i, j_low, piece[0].j)
    tail = _same(a, b, piece[-1].i + piece[-1].length, i_high, piece[-1].j + piece[-1].length, j_high)

    def inside(run: _Run) -> bool:
        """Whether all from the piece to this run stands in quotation marks, on both sides."""
        i, j = min(run.i, piece[0].i), min(run.j, piece[0].j)
        return bool(
            a.quoted[i : max(run.i, piece[-1].i) + run.length].all()
            and b.quoted[j : max(run.j, piece[-1].j) + run.length].all()
        )

    return [*_worth(head[::-1], piece[0], inside)[::-1], *piece, *_worth(tail, piece[-1], inside)]


def _free(piece: list[_Run], taken: Sequence[Shared]) -> list[_Run]:
    out: list[_Run] = []
    for run in piece:
        start, end = 0, run.length
        for t in taken:
            for low, high, at in ((t.a, t.a_end, run.i), (t.b, t.b_end, run.j)):
                if low < at + end and at + start < high:
                    before, after = max(0, low - at - start), max(0, at + end - high)
                    start, end = (start, start + before) if before >= after else (end - after, end)
        if end > start:
            out.append(_Run(run.i + start, run.j + start, end - start))
    return out


def _bounds(start: int, end: int, length: int, taken: Sequence[tuple[int, int]]) -> tuple[int, int]:
    low = max([start - EDGE, 0, *(e for _, e in taken if e <= start)])
    return low, min([end + EDGE, length, *(s for s, _ in taken if s >= end)])


def _worth(beyond: list[_Run], last: _Run, inside: Callable[[_Run], bool]) -> list[_Run]:
    """As much of what is the same beyond an end as is worth the words that are not: nearest first."""
    best = score = 0.0
    kept = 0
    for k, run in enumerate(beyond):
        forward = run.i > last.i
        i_gap = run.i - last.i - last.length if forward else last.i - run.i - run.length
        j_gap = run.j - last.j - last.length if forward else last.j - run.j - run.length
        score += run.length - (IN_QUOTATION if inside(run) else 1.0) * max(i_gap, j_gap)
        last = run
        if score > best:
            best, kept = score, k + 1
        elif score < best - 4:
            break
    return beyond[:kept]


def _passage(a: Wording, b: Wording, piece: list[_Run]) -> Shared | None:
    if not piece:
        return None
    words = sum(r.length for r in piece)
    quoted = sum(int((a.quoted[r.i : r.i + r.length] & b.quoted[r.j : r.j + r.length]).sum()) for r in piece)
    last = piece[-1]
    made = Shared(
        a=piece[0].i, a_end=last.i + last.length, b=piece[0].j, b_end=last.j + last.length, words=words, quoted=quoted
    )
    least = LEAST_EDITED if made.is_quoted else LEAST_BESIDE
    return made if words >= least and made.likeness >= LIKENESS else None
