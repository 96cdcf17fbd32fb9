"""Several coders: what counts of each, how far they agree, where they differ, and what settles it."""

from __future__ import annotations

import pytest
from position_factory import GATES, Model, model, settle  # noqa: F401
from store_factory import Begin, fill, reading

from onrecord.analysis.alpha import interval, nominal
from onrecord.errors import UsageError
from onrecord.store import coders, handmade_review, queries, review
from onrecord.store.db import Store
from onrecord.store.handmade_review import Words

FULL = {name: name.casefold() for name in ("Ann Lee", "Bo Ford")}
MADE = reading("a.txt", [("Ann Lee", f"We welcome the gates, {w}.") for w in ("one", "two", "three", "four")])
A, B, C, D = (s.id for s in MADE.statements)


def _filled(store: Store) -> None:
    fill(store, [MADE], same=FULL)


@pytest.fixture
def filled(begin: Begin) -> Store:
    return begin(_filled)


def kinds(store: Store, kind: str = "statement") -> list[tuple[tuple[str, ...], int, float | None]]:
    return [(a.coders, a.units, a.percent) for a in coders.coders(store).agreement if a.kind == kind]


def test_agreement_counts_the_newest_of_each_coder(filled: Store) -> None:
    for who, target, verdict, change in (
        ("jo", A, "accept", {}), ("al", A, "reject", {}), ("al", A, "accept", {}),
        ("jo", B, "reject", {}), ("al", B, "accept", {}),
        ("jo", C, "correct", {"speaker": "Bo Ford"}), ("al", C, "correct", {"speaker": "bo ford"}),
        ("jo", D, "accept", {}), ("al", D, "unsure", {}),
    ):  # fmt: skip
        review.judge(filled, target, verdict, change, who)
    assert kinds(filled) == [(("al", "jo"), 3, 2 / 3)]
    found = coders.coders(filled)
    counts = [(c.who, c.kinds, c.undone) for c in found.coders]
    assert counts == [("al", {"statement": 5}, 0), ("jo", {"statement": 4}, 0)]
    (only,) = found.agreement
    assert only.alpha == nominal([["accept", "accept"], ["reject", "accept"], ["x", "x"]])
    assert (only.low, only.high) == (None, None), "three units tell no interval"
    (one,) = coders.disagreements(filled)
    assert (one.id, one.said and one.said.id, {w: j.verdict for w, j in one.verdicts.items()}) == (
        B, B, {"al": "accept", "jo": "reject"}
    )  # fmt: skip


def test_an_adjudication_settles_a_disagreement(filled: Store) -> None:
    review.judge(filled, A, "accept", {}, "jo")
    review.judge(filled, A, "reject", {}, "al")
    review.judge(filled, A, "accept", {}, "cy", role="adjudication")
    assert coders.disagreements(filled) == []
    (one,) = coders.disagreements(filled, settled=True)
    assert one.settled is not None
    assert (one.settled.who, sorted(one.verdicts)) == ("cy", ["al", "jo"]), "who settles it is no coder of it"
    review.undo(filled, 3)
    assert [d.settled for d in coders.disagreements(filled)] == [None]
    with pytest.raises(UsageError, match="none that is compared"):
        coders.disagreements(filled, kind="actor")


def test_who_accepts_corrected_words_agrees_with_who_set_them(filled: Store) -> None:
    start = MADE.statements[0].content[0].start
    own = review.judge(filled, A, "correct", {"content": f"{start}-{start + 10}"}, "jo").made
    review.judge(filled, own, "accept", {}, "al")
    assert kinds(filled) == [(("al", "jo"), 1, 1.0)]
    review.judge(filled, own, "correct", {"content": f"{start}-{start + 8}"}, "al")
    assert kinds(filled) == [(("al", "jo"), 1, 0.0)]
    added = handmade_review.add(filled, "a.txt", Words(content="0-4"), "", "jo").target
    review.judge(filled, added, "accept", {}, "al")
    review.judge(filled, added, "reject", {}, "cy")
    assert (("al", "cy"), 1, 0.0) in kinds(filled)


def test_positions_agree_by_the_stance_that_is_left(filled: Store, model: Model) -> None:  # noqa: F811
    settle(filled, GATES)
    one, two, *_ = sorted(p.id for p in queries.positions(filled, implied=True))
    review.judge(filled, one, "accept", {}, "jo")
    review.judge(filled, one, "correct", {"stance": "support"}, "al")
    review.judge(filled, two, "reject", {}, "jo")
    review.judge(filled, two, "correct", {"stance": "oppose"}, "al")
    assert kinds(filled, "position") == [(("al", "jo"), 2, 0.5)]
    (differ,) = coders.disagreements(filled, kind="position")
    assert (differ.id, differ.position and differ.position.id) == (two, two)


def test_three_coders_are_compared_two_by_two_and_together(filled: Store) -> None:
    for who, verdict in (("jo", "accept"), ("al", "accept"), ("cy", "reject")):
        review.judge(filled, A, verdict, {}, who)
    assert [c for c, _, _ in kinds(filled)] == [("al", "cy"), ("al", "jo"), ("cy", "jo"), ("al", "cy", "jo")]


def test_interval_is_of_the_units_and_the_seed_alone() -> None:
    units = [["a", "a"]] * 30 + [["b", "b"]] * 20 + [["a", "b"]] * 6 + [["a"]] * 9
    alpha = nominal(units)
    found = interval(units, seed=3)
    assert found is not None
    assert alpha is not None
    assert found[0] < alpha < found[1]
    assert interval(list(reversed(units)), seed=3) == found != interval(units, seed=4)
    wider = interval(units[::4], seed=3)
    assert wider is not None
    assert wider[1] - wider[0] > found[1] - found[0], "fewer units tell less"
    assert interval(units[:5]) is None
    assert interval([["a", "a"]] * 20) is None
