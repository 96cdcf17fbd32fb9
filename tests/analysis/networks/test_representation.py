"""Over- and under-representation: against the others on the same stories, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.analysis.networks.coded import Row, from_rows
from onrecord.analysis.networks.representation import Represented, representation

Told = tuple[str, str, int]


def found(rows: list[Told]) -> dict[tuple[str, str], Represented]:
    coded = from_rows([Row(node=o, concept=a) for o, a, _ in rows], None)
    return {(r.outlet, r.actor): r for r in representation(coded, np.array([s for *_, s in rows], dtype=np.int64))}


def test_an_outlet_is_held_against_the_others() -> None:
    rows = [("Post", "Ann", 1)] * 3 + [("Post", "Bo", 1)] + [("Mail", "Ann", 1)] + [("Mail", "Bo", 1)] * 3
    post = found(rows)["Post", "Ann"]
    assert (post.statements, post.expected, post.stories) == (3, 1.0, 1)
    assert post.ratio == 3
    assert post.deviation == pytest.approx((3 - 1) / (4 * 0.25 * 0.75) ** 0.5)
    assert found(rows)["Mail", "Ann"].deviation < 0


def test_what_the_others_quote_and_an_outlet_does_not_is_told() -> None:
    left_out = found([("Post", "Ann", 1), ("Post", "Ann", 1), ("Mail", "Bo", 1), ("Mail", "Ann", 1)])["Post", "Bo"]
    assert (left_out.statements, left_out.expected) == (0, 1.0)


def test_a_story_that_one_outlet_has_alone_tells_nothing() -> None:
    assert found([("Post", "Ann", 1), ("Post", "Ann", 1), ("Mail", "Bo", 2), ("Mail", "Bo", -1)]) == {}


def test_where_nothing_could_be_otherwise_nothing_is_unusual() -> None:
    one = found([("Post", "Ann", 1), ("Mail", "Ann", 1)])["Post", "Ann"]
    assert (one.expected, one.deviation) == (1.0, 0.0)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("PMT"), st.sampled_from("abcd"), st.integers(-1, 3)), max_size=40))
def test_as_counted_by_hand(rows: list[Told]) -> None:
    for r in found(rows).values():
        expected = 0.0
        for story in {s for *_, s in rows if s >= 0}:
            own = [a for o, a, s in rows if s == story and o == r.outlet]
            others = [a for o, a, s in rows if s == story and o != r.outlet]
            if own and others:
                expected += len(own) * others.count(r.actor) / len(others)
        assert r.expected == pytest.approx(expected)
    for outlet in {r.outlet for r in found(rows).values()}:
        some = [r for r in found(rows).values() if r.outlet == outlet]
        assert sum(r.statements for r in some) == pytest.approx(sum(r.expected for r in some))
