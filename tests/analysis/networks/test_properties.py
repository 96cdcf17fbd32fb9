"""What holds for any coded statements, and the same weights by plain loops over sets and counters."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.analysis.networks import matrices
from onrecord.analysis.networks.coded import BOOLEAN, Coded, Qualifier, Row, from_arrays, from_rows
from onrecord.analysis.networks.duplicates import fold, folded
from onrecord.analysis.networks.network import Network, network, windows
from onrecord.analysis.networks.options import AGGREGATES, NORMALIZATIONS, PERIODS, Options

WIDE = Qualifier(low=-2, high=3)  # declared wider than what is drawn
START = date(2015, 12, 24).toordinal()  # ISO week 53 of 2015 runs into January
DAYS = st.one_of(st.just(-1), st.integers(START, START + 500), st.integers(START, START + 20))


def said(levels: st.SearchStrategy[int], days: st.SearchStrategy[int] = DAYS) -> st.SearchStrategy[list[Row]]:
    rows = st.builds(
        Row,
        node=st.sampled_from(["A", "B", "É", "b", "\U0001f4f0", ""]),
        concept=st.sampled_from(["x", "y", "z", ""]),
        level=levels,
        document=st.one_of(st.none(), st.integers(0, 5)),
        day=days,
        reprint=st.sampled_from([-1, -1, 3, 2**60]),
        probability=st.sampled_from([0.0, 0.3, 0.9, 1.0]),
    )
    return st.lists(rows, max_size=25)


BOOLEANS = said(st.integers(0, 1))
INTEGERS = said(st.integers(-1, 1))


def coded_by(qualifier: Qualifier) -> Callable[[list[Row]], Coded]:
    return lambda rows: from_rows((replace(r, row=i) for i, r in enumerate(rows)), qualifier)


CODED = st.one_of(BOOLEANS.map(coded_by(BOOLEAN)), INTEGERS.map(coded_by(WIDE)))
EVERYTHING = ("include",)


def dense(coded: Coded, **options: object) -> np.ndarray:
    return network(coded, Options(**{"duplicates": EVERYTHING} | options)).dense()  # type: ignore[arg-type]


# ---------------------------------------------------------------------------- plain loops


def plainly_kept(coded: Coded, rules: tuple[str, ...], levels: bool) -> list[int]:
    """The rows that count, by a set of keys."""

    def within(rule: str, i: int) -> object:
        day, document = int(coded.day[i]), int(coded.document[i])
        if rule == "reprints":
            return int(coded.reprint[i]) if coded.reprint[i] >= 0 else ("alone", i)
        own = ("document", document) if document >= 0 else ("alone", i)
        if rule == "document" or (day < 0 and rule != "range"):
            return own
        when = date.fromordinal(max(day, 1))
        return {
            "week": tuple(when.isocalendar())[:2],
            "month": (when.year, when.month),
            "year": when.year,
            "range": None,
        }[rule]

    rows = sorted(range(len(coded)), key=lambda i: (int(coded.day[i]) if coded.day[i] >= 0 else math.inf, i))
    for rule in ("reprints", *PERIODS):
        if rule in rules:
            seen: set[object] = set()
            left = []
            for i in rows:
                key = (coded.node[i], coded.concept[i], coded.level[i] if levels else None, within(rule, i))
                if key not in seen:
                    seen.add(key)
                    left.append(i)
            rows = left
    return sorted(rows)


def plainly_weighed(coded: Coded, aggregate: str, normalize: str, type_: str) -> np.ndarray:
    x: Counter[tuple[int, int, int]] = Counter(
        zip(coded.node.tolist(), coded.concept.tolist(), coded.level.tolist(), strict=True)
    )
    assert coded.qualifier
    q, nodes, concepts = coded.qualifier, range(len(coded.nodes)), range(len(coded.concepts))
    ks = range(q.low, q.high + 1)
    n = [sum(x[i, j, k] for j in concepts for k in ks) for i in nodes]

    def close(k: int, other: int) -> float:
        near = 1 - abs(k - other) / q.range
        return {"congruence": near, "conflict": 1 - near, "subtract": 2 * near - 1, "ignore": 1.0}[aggregate]

    def below(i: int, h: int) -> float:
        match normalize:
            case "average":
                return (n[i] + n[h]) / 2
            case "cosine_dna":
                return n[i] * n[h]
            case "jaccard":
                total = 0
                for j, k in product(concepts, ks):
                    a, b = x[i, j, k], x[h, j, k]
                    total += a * b if a and b else a + b
                return total
        return 1

    if type_ == "one-mode":
        out = np.zeros((len(nodes), len(nodes)))
        for i, h in product(nodes, nodes):
            if i != h:
                weight = sum(x[i, j, k] * x[h, j, m] * close(k, m) for j in concepts for k in ks for m in ks)
                out[i, h] = weight / below(i, h) if below(i, h) else 0
        return out
    out = np.zeros((len(nodes), len(concepts)))
    for i, j in product(nodes, concepts):
        signs = {k: x[i, j, k] for k in ks}
        value: float = sum(signs.values())
        if aggregate == "subtract":
            value = signs[1] - signs[0] if q.boolean else sum(k * c for k, c in signs.items())
        if aggregate == "combine":
            value = (signs[1] > 0) + 2 * (signs[0] > 0)
        total = {"no": 1, "activity": n[i], "prominence": sum(x[h, j, k] for h in nodes for k in ks)}[normalize]
        out[i, j] = value / total if total else 0
    return out


RULES = [*((p,) for p in PERIODS), EVERYTHING, ("reprints",), *(("reprints", p) for p in PERIODS)]


@settings(deadline=None)
@given(CODED, st.sampled_from(RULES), st.booleans())
def test_duplicates_are_those_of_a_set_of_keys(coded: Coded, rules: tuple[str, ...], levels: bool) -> None:
    found = fold(coded, rules, levels=levels)
    assert found.kept.tolist() == plainly_kept(coded, rules, levels)
    assert (found.unit[found.kept] == np.arange(len(found.kept))).all()
    likely = folded(coded, rules, levels=levels).probability
    for unit in range(len(found.kept)):
        own = coded.probability[found.unit == unit]
        assert likely[unit] == pytest.approx(1 - np.prod(1 - own))


@settings(max_examples=times(200), deadline=None)
@given(CODED, st.sampled_from(["one-mode", "two-mode"]), st.data())
def test_weights_are_those_of_plain_loops(coded: Coded, type_: str, data: st.DataObject) -> None:
    aggregate = data.draw(st.sampled_from(AGGREGATES[type_]))
    normalize = data.draw(st.sampled_from(NORMALIZATIONS[type_]))
    boolean = coded.qualifier == BOOLEAN
    if normalize == "cosine" or (aggregate == "combine" and not boolean):
        return
    found = dense(coded, type=type_, aggregate=aggregate, normalize=normalize)
    np.testing.assert_allclose(found, plainly_weighed(coded, aggregate, normalize, type_), atol=1e-9)


# ---------------------------------------------------------------------------- properties


@settings(deadline=None)
@given(CODED, st.sampled_from(NORMALIZATIONS["one-mode"]), st.sampled_from(RULES))
def test_congruence_less_conflict_is_subtract(coded: Coded, normalize: str, rules: tuple[str, ...]) -> None:
    a, b, c = (
        dense(coded, aggregate=g, normalize=normalize, duplicates=rules) for g in ("congruence", "conflict", "subtract")
    )
    np.testing.assert_allclose(a - b, c, atol=1e-9)


@settings(deadline=None)
@given(CODED)
def test_ignore_is_congruence_and_conflict(coded: Coded) -> None:
    a, b, c = (dense(coded, aggregate=g) for g in ("congruence", "conflict", "ignore"))
    np.testing.assert_allclose(a + b, c, atol=1e-9)


@settings(deadline=None)
@given(CODED, st.sampled_from(AGGREGATES["one-mode"]), st.sampled_from(NORMALIZATIONS["one-mode"]))
def test_symmetric_and_nothing_on_the_diagonal(coded: Coded, aggregate: str, normalize: str) -> None:
    found = dense(coded, aggregate=aggregate, normalize=normalize)
    assert (found == found.T).all()
    assert not found.diagonal().any()


@settings(deadline=None)
@given(CODED, st.sampled_from(AGGREGATES["one-mode"]), st.sampled_from(["none", "triangular", "gaussian"]))
def test_cosine_is_a_cosine(coded: Coded, aggregate: str, kernel: str) -> None:
    options = Options(aggregate=aggregate, normalize="cosine", duplicates=EVERYTHING)
    found = [network(coded, options)]
    if kernel != "none" and (coded.day >= 0).any():
        found = whole_windows(coded, aggregate=aggregate, normalize="cosine", kernel=kernel)
    for net in found:
        assert (np.abs(net.dense()) <= 1 + 1e-9).all()


@settings(deadline=None)
@given(CODED, st.permutations(range(5)), st.permutations(range(3)), st.sampled_from(AGGREGATES["one-mode"]))
def test_other_labels_give_the_same_matrix_in_another_order(
    coded: Coded, nodes: list[int], concepts: list[int], aggregate: str
) -> None:
    renamed = from_arrays(
        nodes=[f"n{nodes[i]}" for i in range(len(coded.nodes))],
        concepts=[f"c{concepts[i]}" for i in range(len(coded.concepts))],
        node=coded.node,
        concept=coded.concept,
        level=coded.level,
        qualifier=coded.qualifier,
    )
    order = np.argsort(nodes[: len(coded.nodes)])
    first, second = (dense(c, aggregate=aggregate) for c in (coded, renamed))
    np.testing.assert_allclose(first[np.ix_(order, order)], second, atol=1e-9)


def whole_windows(coded: Coded, **options: object) -> list[Network]:
    """One window over all days there are, in time enough around them."""
    dated = coded.day[coded.day >= 0]
    first, last = int(dated.min()), int(dated.max())
    length = last - first + 1 + (last - first) % 2  # odd: a middle, and as many days to each side
    time = {"since": date.fromordinal(first), "until": date.fromordinal(first + length - 1)}
    chosen = {"duplicates": EVERYTHING, "window": f"{length}d"} | time | options
    return list(windows(coded, Options(**chosen)))  # type: ignore[arg-type]


@settings(deadline=None)
@given(CODED, st.sampled_from(AGGREGATES["one-mode"]), st.sampled_from(NORMALIZATIONS["one-mode"]))
def test_a_window_over_everything_is_the_whole(coded: Coded, aggregate: str, normalize: str) -> None:
    dated = coded.take(coded.day >= 0).trimmed()
    if not len(dated):
        return
    (found,) = whole_windows(dated, aggregate=aggregate, normalize=normalize)
    np.testing.assert_array_equal(found.dense(), dense(dated, aggregate=aggregate, normalize=normalize))
    (half,) = whole_windows(dated, aggregate=aggregate, kernel="uniform")
    np.testing.assert_allclose(half.dense() * 2, dense(dated, aggregate=aggregate), atol=1e-9)


@settings(deadline=None)
@given(CODED, st.sampled_from(RULES), st.sampled_from(["one-mode", "two-mode"]))
def test_a_rule_for_duplicates_never_adds(coded: Coded, rules: tuple[str, ...], type_: str) -> None:
    more, less = (network(coded, Options(type=type_, aggregate="ignore", duplicates=r)) for r in (EVERYTHING, rules))
    assert len(less.coded) <= len(more.coded)
    assert (less.dense() <= more.dense()).all()
    assert less.left_out.duplicates == len(coded) - len(less.coded)


@settings(deadline=None)
@given(CODED, st.sampled_from([("one-mode", a) for a in AGGREGATES["one-mode"]] + [("two-mode", "ignore")]))
def test_edges_and_their_statements_add_up(coded: Coded, kind: tuple[str, str]) -> None:
    found = network(coded, Options(type=kind[0], aggregate=kind[1], duplicates=EVERYTHING))
    matrix = np.zeros(found.matrix.shape)
    for edge in found.edges():
        a, b = found.rows.index(edge.a), found.columns.index(edge.b)
        matrix[a, b] = edge.weight
        rows = found.statements(edge.a, edge.b)
        assert rows
        alone = coded.take(np.isin(coded.row, rows))
        again = network(alone, found.options)
        weights = {(e.a, e.b): e.weight for e in again.edges()}
        assert weights[edge.a, edge.b] == pytest.approx(edge.weight)
    if kind[0] == "one-mode":
        matrix += matrix.T
    np.testing.assert_array_equal(matrix, found.dense())


@settings(deadline=None)
@given(CODED, st.sampled_from(AGGREGATES["one-mode"]), st.sampled_from(NORMALIZATIONS["one-mode"]))
def test_multiplied_densely_or_not_the_weights_are_the_same(coded: Coded, aggregate: str, normalize: str) -> None:
    either = dense(coded, aggregate=aggregate, normalize=normalize)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matrices, "DENSE", -1)
        np.testing.assert_array_equal(dense(coded, aggregate=aggregate, normalize=normalize), either)
