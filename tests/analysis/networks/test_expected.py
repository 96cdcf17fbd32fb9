"""Expected weights and their intervals, against every possible world and against draws."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.analysis.networks.coded import BOOLEAN, Coded, Qualifier, Row, from_rows
from onrecord.analysis.networks.network import Network, network, windows
from onrecord.analysis.networks.options import Options

ROWS = st.lists(
    st.builds(
        Row,
        node=st.sampled_from("ABC"),
        concept=st.sampled_from("xy"),
        level=st.integers(0, 1),
        document=st.integers(0, 1),
        probability=st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0]),
    ),
    min_size=1,
    max_size=7,
)
CHOICES = [
    ("one-mode", "congruence", BOOLEAN),
    ("one-mode", "conflict", BOOLEAN),
    ("one-mode", "subtract", BOOLEAN),
    ("one-mode", "ignore", BOOLEAN),
    ("one-mode", "congruence", Qualifier(low=0, high=3)),
    ("one-mode", "subtract", Qualifier(low=0, high=3)),
    ("two-mode", "ignore", BOOLEAN),
    ("two-mode", "subtract", BOOLEAN),
    ("two-mode", "subtract", Qualifier(low=-1, high=1)),
]


def moments(coded: Coded, options: Options) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, least and greatest of the weights, over each choice of the rows that are right."""
    shape = network(coded, options).matrix.shape
    mean, low, high = np.zeros(shape), np.full(shape, np.inf), np.full(shape, -np.inf)
    for right in product((False, True), repeat=len(coded)):
        there = np.array(right)
        chance = float(np.prod(np.where(there, coded.probability, 1 - coded.probability)))
        world = np.zeros(shape)
        one = network(coded.take(there), options)
        rows, columns = ([whole.index(x) for x in part] for whole, part in labels(coded, one, options))
        world[np.ix_(rows, columns)] = one.dense()
        mean += chance * world
        if chance:
            low, high = np.minimum(low, world), np.maximum(high, world)
    return mean, low, high


def labels(coded: Coded, one: Network, options: Options) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    columns = coded.nodes if options.type == "one-mode" else coded.concepts
    return [(coded.nodes, one.rows), (columns, one.columns)]


@settings(max_examples=times(40), deadline=None)
@given(ROWS, st.sampled_from(CHOICES), st.sampled_from([("include",), ("document",), ("range",)]))
def test_expected_is_the_mean_over_all_that_may_be_right(
    rows: list[Row], choice: tuple[str, str, Qualifier], rules: tuple[str, ...]
) -> None:
    coded = from_rows(rows, choice[2])
    levels = choice[1] != "ignore"
    options = Options(type=choice[0], aggregate=choice[1], duplicates=rules)
    if not levels and rules != ("include",):
        return  # which of two levels is kept does not matter, but which row stands for the unit does
    mean, low, high = moments(coded, options)
    found = network(coded, Options(type=choice[0], aggregate=choice[1], duplicates=rules, confidence="expected"))
    np.testing.assert_allclose(found.dense("expected"), mean, atol=1e-9)
    if choice[1] != "subtract" or choice[0] == "two-mode":  # else one row speaks for and against a tie
        assert (low - 1e-9 <= found.dense("low")).all()
        assert (found.dense("high") <= high + 1e-9).all()
    assert (found.dense("low") <= mean + 1e-9).all()
    assert (mean - 1e-9 <= found.dense("high")).all()


def crowd(seed: int, probability: float | None = None, count: int = 400) -> Coded:
    rng = np.random.default_rng(seed)
    return from_rows(
        Row(
            node=f"n{rng.integers(6)}",
            concept=f"c{rng.integers(5)}",
            level=int(rng.integers(2)),
            probability=float(rng.uniform(0.3, 1)) if probability is None else probability,
            row=i,
        )
        for i in range(count)
    )


@pytest.mark.parametrize("choice", CHOICES[:4] + CHOICES[6:8])
@pytest.mark.parametrize("count", [30, 400])
def test_intervals_hold_what_is_drawn(choice: tuple[str, str, Qualifier], count: int) -> None:
    coded = crowd(7, count=count)
    base = Options(type=choice[0], aggregate=choice[1], duplicates=("include",))
    found = network(coded, Options(type=choice[0], aggregate=choice[1], duplicates=("include",), confidence="expected"))
    low, high, mean = found.dense("low"), found.dense("high"), found.dense("expected")
    rng = np.random.default_rng(3)
    drawn = []
    for _ in range(times(300, 100)):
        one = network(coded.take(rng.random(len(coded)) < coded.probability), base)
        world = np.zeros(found.matrix.shape)
        rows, columns = ([whole.index(x) for x in part] for whole, part in labels(coded, one, base))
        world[np.ix_(rows, columns)] = one.dense()
        drawn.append(world)
    worlds = np.array(drawn)
    deviation = worlds.std(axis=0) / len(worlds) ** 0.5
    assert (np.abs(worlds.mean(axis=0) - mean) <= 5 * deviation + 1e-9).all()
    inside = ((worlds >= low - 1e-9) & (worlds <= high + 1e-9)).mean(axis=0)
    assert inside.mean() >= 0.95
    assert inside.min() >= 0.9


@pytest.mark.parametrize("normalize", ["no", "average", "jaccard", "cosine", "cosine_dna"])
def test_where_all_is_sure_the_weight_is_what_is_expected(normalize: str) -> None:
    found = network(crowd(1, 1.0), Options(normalize=normalize, confidence="expected", draws=3))
    for edge in found.edges():
        assert (edge.expected, edge.low, edge.high) == pytest.approx((edge.weight,) * 3)
    assert found.dense("low").sum() > 0


def test_normalized_weights_are_drawn_and_always_the_same() -> None:
    chosen = Options(normalize="cosine", confidence="expected", draws=60)
    first, second = (network(crowd(2), chosen) for _ in range(2))
    assert list(first.edges()) == list(second.edges())
    other = network(crowd(2), Options(normalize="cosine", confidence="expected", draws=60, seed=2))
    assert list(other.edges()) != list(first.edges())
    for edge in first.edges():
        assert edge.low is not None
        assert edge.expected is not None
        assert edge.high is not None
        assert -1 <= edge.low <= edge.expected <= edge.high <= 1


def test_pairs_are_drawn_in_parts_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Options(normalize="average", confidence="expected", draws=20)
    whole = list(network(crowd(4), chosen).edges())
    monkeypatch.setattr("onrecord.analysis.networks.expected.AT_ONCE", 60)
    assert list(network(crowd(4), chosen).edges()) == whole


def test_a_tie_that_cancels_out_may_still_be_expected() -> None:
    rows = [("A", 1, 1.0), ("B", 1, 0.5), ("B", 0, 0.9)]
    coded = from_rows(Row(node=n, concept="x", level=k, probability=p) for n, k, p in rows)
    (edge,) = network(coded, Options(aggregate="subtract", confidence="expected")).edges()
    assert edge.weight == 0
    assert edge.expected == pytest.approx(-0.4)
    assert (edge.low, edge.high) == (-1, 1)


def test_a_threshold_leaves_out_rows() -> None:
    found = network(crowd(5), Options(threshold=0.8))
    assert found.left_out.unlikely > 0
    assert (found.coded.probability >= 0.8).all()
    assert "rows at least 0.8 likely to be right" in found.describe()


def test_kernels_weigh_what_is_expected() -> None:
    rows = [Row(node=n, concept="x", level=1, day=700_000 + d, probability=0.5) for n, d in (("A", 0), ("B", 2))]
    options = Options(window="7d", kernel="triangular", confidence="expected", duplicates=("include",))
    coded = from_rows([*rows, Row(node="C", concept="z", level=1, day=700_006)])
    (found,) = windows(coded, options)
    (edge,) = found.edges()
    assert edge.expected == pytest.approx(edge.weight / 4)
    assert edge.low == 0
    assert edge.high == pytest.approx(edge.weight)
