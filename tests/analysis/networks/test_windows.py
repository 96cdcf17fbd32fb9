"""Which windows there are, what lies in them, and how much it counts."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.analysis.networks.coded import Coded, Row, from_rows
from onrecord.analysis.networks.network import windows
from onrecord.analysis.networks.options import Options, days
from onrecord.analysis.networks.windows import moving, smoothing
from onrecord.errors import UsageError

FIRST = date(2019, 3, 1).toordinal()


@pytest.mark.parametrize(
    ("width", "step", "length", "found"),
    [
        (7, 1, 9, [(0, 3, 6), (1, 4, 7), (2, 5, 8)]),
        (7, 2, 9, [(0, 3, 6), (2, 5, 8)]),
        (4, 1, 6, [(0, 2, 4), (1, 3, 5)]),  # (4 - 1) / 2 = 1.5, rounded half up: 2 days to each side
        (1, 1, 3, [(0, 0, 0), (1, 1, 1), (2, 2, 2)]),
        (7, 1, 6, []),
        (4, 1, 4, []),
    ],
)
def test_windows_lie_wholly_inside(width: int, step: int, length: int, found: list[tuple[int, int, int]]) -> None:
    made = [(w.first, w.middle, w.last) for w in moving(FIRST, FIRST + length - 1, width, step)]
    assert made == [(FIRST + a, FIRST + b, FIRST + c) for a, b, c in found]


LENGTHS = [("90d", 90), ("2w", 14), ("1m", 30), ("6m", 183), ("1y", 365), ("4y", 1461)]


@pytest.mark.parametrize(("length", "count"), LENGTHS)
def test_lengths(length: str, count: int) -> None:
    assert days(length) == count


@pytest.mark.parametrize("length", ["", "0d", "-3d", "7", "7 d", "1.5y", "d", "99999999d", "7D"])
def test_no_lengths(length: str) -> None:
    with pytest.raises(UsageError, match="90d"):
        days(length)


@pytest.mark.parametrize(
    ("kernel", "z"),
    [
        ("none", lambda u: 1),
        ("uniform", lambda u: 0.5),
        ("triangular", lambda u: 1 - abs(u)),
        ("epanechnikov", lambda u: 0.75 * (1 - u * u)),
        ("gaussian", lambda u: math.exp(-u * u / 2) / math.sqrt(2 * math.pi)),
    ],
)
def test_kernels(kernel: str, z: object) -> None:
    for width in (7, 8):
        offsets = np.arange(-(width // 2), width // 2 + 1)
        found = smoothing(FIRST + offsets, FIRST, width, kernel)
        expected = [z(2 * int(o) / width) for o in offsets]  # type: ignore[operator]
        np.testing.assert_allclose(found, expected, atol=1e-12)
        assert (found >= 0).all()
        np.testing.assert_array_equal(found, found[::-1])


SAID = st.lists(
    st.builds(
        Row,
        node=st.sampled_from("ABC"),
        concept=st.sampled_from("xy"),
        level=st.integers(0, 1),
        day=st.integers(FIRST, FIRST + 25),
    ),
    min_size=1,
    max_size=20,
)


@settings(deadline=None)
@given(SAID, st.sampled_from(["none", "uniform", "triangular", "epanechnikov", "gaussian"]), st.integers(1, 12))
def test_a_pair_of_statements_counts_by_where_both_lie(said: list[Row], kernel: str, width: int) -> None:
    """One-mode: the sum over pairs of the root of z(t1) z(t2); two-mode: the sum of z."""
    coded = from_rows(said)
    time = {"since": date.fromordinal(FIRST), "until": date.fromordinal(FIRST + 25)}
    base = {"duplicates": ("include",), "window": f"{width}d", "step": "3d", "kernel": kernel, **time}

    def z(row: Row, middle: int) -> float:
        inside = abs(row.day - middle) <= width // 2
        return float(smoothing(np.array([row.day]), middle, width, kernel)[0]) if inside else 0.0

    found = list(windows(coded, Options(**base)))  # type: ignore[arg-type]
    both = list(windows(coded, Options(type="two-mode", aggregate="ignore", **base)))  # type: ignore[arg-type]
    assert len(found) == len(both) >= 1
    for one, two in zip(found, both, strict=True):
        assert one.window
        middle = one.window.middle
        expected = np.zeros((len(one.rows), len(one.rows)))
        table = np.zeros((len(two.rows), len(two.columns)))
        for r in said:
            table[two.rows.index(r.node), two.columns.index(r.concept)] += z(r, middle)
            for s in said:
                if r.node != s.node and (r.concept, r.level) == (s.concept, s.level):
                    weight = math.sqrt(z(r, middle) * z(s, middle))
                    expected[one.rows.index(r.node), one.rows.index(s.node)] += weight
        np.testing.assert_allclose(one.dense(), expected, atol=1e-9)
        np.testing.assert_allclose(two.dense(), table, atol=1e-9)


def three() -> Coded:
    said = [("A", 0, 1), ("B", 1, 1), ("C", 40, 1), ("A", 40, 1), ("D", -FIRST - 1, 1)]
    return from_rows([Row(node=n, concept="x", level=k, day=FIRST + d, row=i) for i, (n, d, k) in enumerate(said)])


def test_labels_stay_and_statements_are_those_of_the_window() -> None:
    found = list(windows(three(), Options(window="7d", step="34d")))
    assert [(str(n.window.since), str(n.window.until)) for n in found if n.window] == [
        ("2019-03-01", "2019-03-07"),
        ("2019-04-04", "2019-04-10"),
    ]
    assert {n.rows for n in found} == {("A", "B", "C", "D")}
    assert [[(e.a, e.b) for e in n.edges()] for n in found] == [[("A", "B")], [("A", "C")]]
    assert found[0].statements("A", "B") == (0, 1)
    assert found[1].statements("A", "C") == (2, 3)
    assert found[1].left_out.undated == 1
    assert found[1].left_out.counted == 4
    assert found[1].describe().startswith("2019-04-04 to 2019-04-10: 2 statements (5 given; left out: 1 undated); ")


def test_a_rule_for_duplicates_is_applied_before_windows_are_cut() -> None:
    rows = [Row(node=n, concept="x", level=1, day=FIRST + d) for d in (0, 40) for n in "AB"]
    found = windows(from_rows(rows), Options(window="7d", step="34d", duplicates=("range",)))
    assert [n.matrix.sum() for n in found] == [2, 0]


def test_a_window_that_fits_nowhere_says_so() -> None:
    with pytest.raises(UsageError, match=r"no window of 90d fits into 41 days"):
        list(windows(three(), Options(window="90d")))


def test_nothing_dated_gives_no_window() -> None:
    assert list(windows(from_rows([Row(node="A", concept="x", level=1)]), Options(window="7d"))) == []
