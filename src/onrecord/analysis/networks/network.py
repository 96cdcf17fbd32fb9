"""A network: its labels, its weights, the choices that made it, and the statements behind every tie.

    network(coded, options)    of the whole time
    windows(coded, options)    one for each window, with the same labels in all

Filters come first, in this order: `threshold`, `since` and `until`, duplicates, minimum frequencies (nodes and
concepts are counted once, by the same rows). Rows without a day belong to no window.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.analysis.networks import carried
from onrecord.analysis.networks.backbone import backbone
from onrecord.analysis.networks.coded import Coded, Floats, Ints
from onrecord.analysis.networks.duplicates import folded
from onrecord.analysis.networks.expected import Expected, expected, weigh
from onrecord.analysis.networks.matrices import Matrix, at, count, level_weights
from onrecord.analysis.networks.options import Options, days
from onrecord.analysis.networks.windows import Window, middles, moving, smoothing
from onrecord.errors import NotFound, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A tie. `weight` is that of the rows as coded; `expected`, `low` and `high` are given where they were asked
    for."""

    a: str
    b: str
    weight: float
    expected: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How many rows were given, and how many of them do not count, by why. `undated` ones are in no window."""

    given: int
    unlabelled: int = 0
    unlikely: int = 0
    outside: int = 0
    duplicates: int = 0
    rare: int = 0
    undated: int = 0

    @property
    def counted(self) -> int:
        """The rows that count; of windows: in all of them together."""
        return self.given - sum(self.why.values())

    @property
    def why(self) -> dict[str, int]:
        """What does not count, by why."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "given"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """`matrix` is sparse, rows by columns; a one-mode network has the same labels for both, is symmetric and empty on
    the diagonal. `coded` are the rows that count in it, `left_out` what does not count in the whole."""

    options: Options
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    matrix: Matrix
    coded: Coded
    left_out: LeftOut
    window: Window | None = None
    expectation: Expected | None = field(default=None, repr=False)

    def describe(self) -> str:
        """One plain line for below a figure: what is counted, of how many rows, and every choice."""
        when = f"{self.window.since} to {self.window.until}: " if self.window else ""
        told = ", ".join(f"{count:,} {why}" for why, count in self.left_out.why.items() if count)
        left = f" ({self.left_out.given:,} given; left out: {told})" if told else ""
        return f"{when}{len(self.coded):,} statements{left}; {self.options.describe()}"

    def edges(self, most: int | None = None) -> Iterator[Edge]:
        """Every tie once, in the order of the labels: those with a weight, or one that is to be expected.

        With `most` so many of them, the strongest, and of equal ones the first.
        """
        row, column = self._pairs
        weights = at(self.matrix, row, column)
        found = self.expectation
        if most is not None and len(row) > most:
            strength = np.abs(weights)
            if found is not None:
                strength = np.where(strength > 0, strength, np.abs(found.mean))
            kept = np.sort(np.argsort(-strength, kind="stable")[:most])
        else:
            kept = np.arange(len(row))
        beside: Iterator[tuple[float | None, ...]]
        if found is None:
            beside = iter([(None, None, None)] * len(kept))
        else:
            beside = zip(found.mean[kept].tolist(), found.low[kept].tolist(), found.high[kept].tolist(), strict=True)
        chosen = zip(row[kept].tolist(), column[kept].tolist(), weights[kept].tolist(), beside, strict=True)
        for i, j, weight, (mean, low, high) in chosen:
            if weight or low or high:
                yield Edge(a=self.rows[i], b=self.columns[j], weight=weight, expected=mean, low=low, high=high)

    def ties(self) -> int:
        """How many `edges` there are."""
        return self._count

    @cached_property
    def _count(self) -> int:
        row, column = self._pairs
        there = at(self.matrix, row, column) != 0
        if self.expectation is not None:
            there |= (self.expectation.low != 0) | (self.expectation.high != 0)
        return int(np.count_nonzero(there))

    def weight(self, a: str, b: str) -> float:
        """The weight between a and b, 0 where nothing ties them. Raises NotFound for who is not in the network."""
        i, j = _place(self.rows, a), _place(self.columns, b)
        own = slice(self.matrix.indptr[i], self.matrix.indptr[i + 1])
        found = self.matrix.data[own][self.matrix.indices[own] == j]
        return float(found[0]) if len(found) else 0.0

    def statements(self, a: str, b: str) -> tuple[int, ...]:
        """The row numbers of the statements that make the tie of a and b, in the order given.

        Of a one-mode network both nodes' statements on what they share, and of congruence (conflict) those alone that
        agree (disagree) with one of the other's, at least in part.
        """
        first = self._of(_place(self.rows, a))
        if self.options.type == "two-mode":
            rows = first[self.coded.concept[first] == _place(self.columns, b)]
        else:
            second = self._of(_place(self.columns, b))
            rows = first[:0] if a == b else np.concatenate((self._met(first, second), self._met(second, first)))
        return tuple(self.coded.row[np.sort(rows)].tolist())

    def to_networkx(self) -> Any:
        """A networkx Graph with everything that is known as attributes; nodes are named by their labels."""
        return carried.to_networkx(self)

    def to_igraph(self) -> Any:
        """An igraph Graph with the same attributes; igraph is an optional part."""
        return carried.to_igraph(self)

    def to_csv(self, what: str = "weight") -> str:
        """The matrix with its labels: of weights, or of what is `expected`, or its bounds `low` and `high`."""
        return carried.to_csv(self, what)

    def dense(self, what: str = "weight") -> Floats:
        """The matrix as an array; `what` as in `to_csv`."""
        if what == "weight":
            return np.asarray(self.matrix.toarray())
        if self.expectation is None or what not in ("expected", "low", "high"):
            raise UsageError(f"this network has no matrix {what!r}: expected, low and high need confidence 'expected'")
        values = getattr(self.expectation, "mean" if what == "expected" else what)
        out = np.zeros(self.matrix.shape)
        out[self.expectation.row, self.expectation.column] = values
        return out + out.T if self.options.type == "one-mode" else out

    @property
    def _pairs(self) -> tuple[Ints, Ints]:
        if self.expectation is not None:
            return self.expectation.row, self.expectation.column
        row, column = self.matrix.tocoo().coords
        kept = row < column if self.options.type == "one-mode" else np.ones(len(row), dtype=bool)
        return row[kept], column[kept]

    @cached_property
    def _by_node(self) -> tuple[Ints, Ints]:
        """The rows in the order of their nodes, and where each node's begin."""
        order = np.argsort(self.coded.node, kind="stable")
        return order, np.searchsorted(self.coded.node[order], np.arange(len(self.rows) + 1))

    def _of(self, node: int) -> Ints:
        order, begins = self._by_node
        return order[begins[node] : begins[node + 1]]

    def _met(self, own: Ints, other: Ints) -> Ints:
        """Of a node's rows those that meet one of the other's: on a concept of both, at levels that count together."""
        aggregate = self.options.aggregate
        counts = count(self.coded.take(np.concatenate((own, other))))
        pairs = level_weights(counts, aggregate if aggregate in ("congruence", "conflict") else "ignore") > 0
        level = np.searchsorted(counts.levels, self.coded.level)
        theirs = np.zeros((len(self.coded.concepts), len(counts.levels)), dtype=bool)
        theirs[self.coded.concept[other], level[other]] = True
        met = theirs @ pairs.T
        here: NDArray[np.bool_] = met[self.coded.concept[own], level[own]]
        return own[here]


def network(coded: Coded, options: Options) -> Network:
    """The network of the whole time."""
    if options.window:
        raise UsageError("a network is of the whole time: ask for windows, or give no window")
    kept, left_out = _filtered(coded, options)
    return _made(kept, options, left_out, np.ones(len(kept)))


def windows(coded: Coded, options: Options) -> Iterator[Network]:
    """A network for each moving window, the labels being those of the whole; UsageError where no window fits in.

    Windows lie between `since` and `until`, or the first and the last day of the rows given, whatever is filtered out.
    """
    if not options.window:
        raise UsageError("windows need a length, as in 90d")
    kept, left_out = _filtered(coded, options)
    dated = np.flatnonzero(kept.day >= 0)
    left_out = replace(left_out, undated=len(kept) - len(dated))
    kept = kept.take(dated[np.argsort(kept.day[dated], kind="stable")])
    asked = _asked(coded, options)
    if asked is None:
        return
    first, last, width, step = asked
    window = None
    for window in moving(first, last, width, step):
        own = kept.take(slice(*np.searchsorted(kept.day, [window.first, window.last + 1]).tolist()))
        z = smoothing(own.day, window.middle, width, options.kernel)
        yield _made(own, options, left_out, np.sqrt(z) if options.type == "one-mode" else z, window)
    if window is None:
        raise UsageError(f"no window of {options.window} fits into {last - first + 1} days")


def count_windows(coded: Coded, options: Options) -> int:
    """How many networks `windows` answers."""
    asked = _asked(coded, options)
    return len(middles(*asked)) if asked else 0


def count_pairs(coded: Coded, options: Options) -> int:
    """How many pairs of nodes speak of one concept in a window, over all windows together: what they take to make.

    Of networks of nodes and concepts, which have no pairs, how many nodes speak of how many concepts.
    """
    asked = _asked(coded, options)
    if asked is None:
        return 0
    kept, _ = _filtered(coded, options)
    kept = kept.take(np.argsort(kept.day, kind="stable"))
    pairs = 0
    for window in moving(*asked):
        own = slice(*np.searchsorted(kept.day, [window.first, window.last + 1]).tolist())
        there = np.unique(kept.concept[own] * len(kept.nodes) + kept.node[own])
        voices = np.bincount(there // max(len(kept.nodes), 1))
        pairs += int((voices * (voices - 1) // 2).sum()) if options.type == "one-mode" else len(there)
    return pairs


def _asked(coded: Coded, options: Options) -> tuple[int, int, int, int] | None:
    """The first and the last day, the width and the step of windows; None where no day is known."""
    known = coded.day[coded.day >= 0]
    if not len(known) or not options.window:
        return None
    first = options.since.toordinal() if options.since else int(known.min())
    last = options.until.toordinal() if options.until else int(known.max())
    return first, last, days(options.window), days(options.step or f"1{options.window[-1]}")


def _filtered(coded: Coded, options: Options) -> tuple[Coded, LeftOut]:
    """The rows that count, with the labels that are left, and how many do not."""
    if coded.qualifier is None and options.aggregate != "ignore":
        raise UsageError(f"{options.aggregate} compares what statements say, and no level was coded: choose ignore")
    likely = coded.take(coded.probability >= (options.threshold or 0.0))
    since = options.since.toordinal() if options.since else 0
    until = options.until.toordinal() if options.until else np.iinfo(np.int64).max
    inside = likely
    if options.since or options.until:
        inside = likely.take((likely.day >= max(since, 0)) & (likely.day <= until))
    once = folded(inside, options.duplicates, levels=options.aggregate != "ignore")
    often = np.ones(len(once), dtype=bool)
    for codes, least in ((once.node, options.minimum_node), (once.concept, options.minimum_concept)):
        often &= (np.bincount(codes) >= least)[codes] if len(codes) else often
    kept = once.take(often)
    left_out = LeftOut(
        given=len(coded) + coded.unlabelled,
        unlabelled=coded.unlabelled,
        unlikely=len(coded) - len(likely),
        outside=len(likely) - len(inside),
        duplicates=len(inside) - len(once),
        rare=len(once) - len(kept),
    )
    return kept.trimmed(), left_out


def _made(kept: Coded, options: Options, left_out: LeftOut, weights: Floats, window: Window | None = None) -> Network:
    """The network of these rows; `weights` are those that the kernel gives them."""
    matrix = weigh(kept, options, weights)
    beside = expected(kept, options, weights) if options.confidence == "expected" else None
    if options.backbone is not None:
        matrix = backbone(matrix, options.backbone)
        beside = beside.only(matrix) if beside else None
    return Network(
        options=options,
        rows=kept.nodes,
        columns=kept.nodes if options.type == "one-mode" else kept.concepts,
        matrix=matrix,
        coded=kept,
        left_out=left_out,
        window=window,
        expectation=beside,
    )


def _place(labels: Sequence[str], label: str) -> int:
    i = bisect_left(labels, label)
    if i == len(labels) or labels[i] != label:
        raise NotFound(f"{label!r} is not in this network")
    return i
