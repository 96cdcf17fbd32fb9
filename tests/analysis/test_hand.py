"""Matching a machine's coding with a person's, and Krippendorff's alpha."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analysis.alpha import nominal
from onrecord.analysis.hand import Unit, alpha, differences, figures, matched

# Four observers, twelve units, some not judged by all: the example of Krippendorff's "Computing Krippendorff's
# Alpha-Reliability" (2011), whose nominal alpha is 0.743.
FOUR = (
    "1 1 1", "2 2 3 2", "3 3 3 3", "3 3 3 3", "2 2 2 2", "1 2 3 4", "4 4 4 4", "1 1 2 1", "2 2 2 2", "5 5 5", "1 1",
    "3",
)  # fmt: skip


def test_the_published_example() -> None:
    assert nominal([unit.split() for unit in FOUR]) == pytest.approx(0.743, abs=5e-4)


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([], None),
        (["aa", "aa"], None),  # one value throughout: nothing can be told
        (["a", "b"], None),
        (["aa", "bb"], 1.0),
        (["ab", "ba"], -0.5),
        (["aa", "ab", "bb", "bb"], 1 - 7 * 2 / 30),
    ],
)
def test_alpha_of_two(pairs: list[str], value: float | None) -> None:
    assert nominal([tuple(p) for p in pairs]) == (None if value is None else pytest.approx(value))


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=8), st.permutations("abc"))
def test_alpha_knows_no_order_and_no_names(units: list[list[str]], names: list[str]) -> None:
    one = nominal(units)
    other = nominal([[names["abc".index(v)] for v in reversed(u)] for u in reversed(units)])
    assert one is None or (one <= 1 and math.isclose(one, other or 0.0, abs_tol=1e-9))


def unit(
    own: str, words: str, actor: str = "Ann", concept: str = "gates", stance: str = "support", doc: str = "d"
) -> Unit:
    """Words as a range: "0-9" are the first ten."""
    start, _, end = words.partition("-")
    return Unit(
        id=own, document=doc, words=frozenset(range(int(start), int(end) + 1)), actors=frozenset({actor}), actor=actor,
        concept=concept, stance=stance, passage=own, start=int(start), end=int(end),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("hand", "machine", "levels"),
    [
        (unit("h", "0-9"), unit("m", "0-9"), "stance"),
        (unit("h", "0-99"), unit("m", "95-104"), "stance"),  # half of the shorter one
        (unit("h", "0-99"), unit("m", "96-104"), None),
        (unit("h", "0-9"), unit("m", "0-9", stance="oppose"), "concept"),
        (unit("h", "0-9"), unit("m", "0-9", concept="toll"), "actor"),
        (unit("h", "0-9"), unit("m", "0-9", actor="Bo"), "passage"),
        (unit("h", "0-9"), unit("m", "0-9", doc="e"), None),
        (unit("h", "0-9"), unit("m", "20-29"), None),
    ],
)
def test_how_far_two_agree(hand: Unit, machine: Unit, levels: str | None) -> None:
    found = matched([hand], [machine])
    assert [level for level, _, _ in found.pairs] == ([levels] if levels else [])
    assert [f.gold_right for f in figures(found).values()] == {
        None: [0, 0, 0, 0], "passage": [1, 0, 0, 0], "actor": [1, 1, 0, 0], "concept": [1, 1, 1, 0],
        "stance": [1, 1, 1, 1],
    }[levels]  # fmt: skip


def test_the_one_that_agrees_most_is_taken() -> None:
    hand = [unit("h1", "0-9"), unit("h2", "0-9", concept="toll", stance="oppose")]
    machine = [unit("m1", "0-9", concept="toll"), unit("m2", "0-9"), unit("m3", "0-9", actor="Bo")]
    found = matched(hand, machine)
    assert [(level, a.id, b.id) for level, a, b in found.pairs] == [("stance", "h1", "m2"), ("concept", "h2", "m1")]
    assert [(d.kind, d.hand and d.hand.id, d.machine and d.machine.id) for d in differences(found)] == [
        ("stance", "h2", "m1"), ("added", None, "m3"),
    ]  # fmt: skip
    assert alpha(found) == pytest.approx(0.0)
    assert figures(found)["concept"].precision == pytest.approx(2 / 3) and figures(found)["concept"].recall == 1


def test_the_stance_does_not_choose_the_partner() -> None:
    hand = [unit("h", "0-9", stance="oppose")]
    machine = [unit("far", "5-14", stance="oppose"), unit("near", "0-9", stance="support")]
    assert [b.id for _, _, b in matched(hand, machine).pairs] == ["near"]


def test_each_side_counts_once() -> None:
    hand = [unit(f"h{i}", "0-9") for i in range(3)]
    machine = [unit(f"m{i}", "0-9") for i in range(2)]
    found = matched(hand, machine)
    assert len(found.pairs) == 2 and len(found.missed) == 1 and not found.added


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("AB"), st.sampled_from("gt")), max_size=6))
def test_whatever_is_compared_with_itself_agrees(some: list[tuple[int, str, str]]) -> None:
    hand = [unit(f"h{i}", f"{10 * at}-{10 * at + 9}", actor, concept) for i, (at, actor, concept) in enumerate(some)]
    machine = [unit(f"m{i}", f"{10 * at}-{10 * at + 9}", actor, concept) for i, (at, actor, concept) in enumerate(some)]
    found = matched(hand, machine)
    assert not found.missed and not found.added and not differences(found)


def test_words_of_a_unit_that_stands_nowhere_match_nothing() -> None:
    nowhere = [Unit(id=i, document="d", words=frozenset(), actors=frozenset({"Ann"}), actor="Ann", concept="gates",
                    stance="support", passage="", start=0, end=0) for i in ("a", "b")]  # fmt: skip
    for a, b in product(nowhere, (unit("m", "0-9"), nowhere[1])):
        assert not matched([a], [b]).pairs
