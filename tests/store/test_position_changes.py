"""Changes: reversals, softenings and hardenings, of statements that are sure and in an order that is sure."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from path_factory import counted, gold, row
from test_position_paths import rows

from onrecord.store.path_rows import Change
from onrecord.store.position_changes import KINDS, changes
from onrecord.store.position_rows import PositionRow

FOR, AGAINST, IF = "support", "oppose", "conditional"


def told(some: list[Change]) -> list[tuple[str, str, str, str, str]]:
    return [(c.kind, c.was, c.became, str(c.before.since), str(c.after.since)) for c in some]


def found(*some: PositionRow, implied: bool = False) -> list[tuple[str, str, str, str, str]]:
    return told(changes(counted(*some, implied=implied)))


@pytest.mark.parametrize(
    ("stances", "expected"),
    [
        ((AGAINST, AGAINST, FOR), [("reversal", AGAINST, FOR, "2", "3")]),
        ((FOR, AGAINST), [("reversal", FOR, AGAINST, "1", "2")]),
        ((AGAINST, IF), [("softening", AGAINST, IF, "1", "2")]),
        ((IF, FOR), [("softening", IF, FOR, "1", "2")]),
        ((FOR, IF), [("hardening", FOR, IF, "1", "2")]),
        ((IF, AGAINST), [("hardening", IF, AGAINST, "1", "2")]),
        ((AGAINST, IF, FOR), [("softening", AGAINST, IF, "1", "2"), ("reversal", AGAINST, FOR, "1", "3")]),
        ((AGAINST, IF, AGAINST), [("softening", AGAINST, IF, "1", "2"), ("hardening", IF, AGAINST, "2", "3")]),
        ((AGAINST, FOR, AGAINST), [("reversal", AGAINST, FOR, "1", "2"), ("reversal", FOR, AGAINST, "2", "3")]),
        ((AGAINST, "unclear", FOR), [("reversal", AGAINST, FOR, "1", "3")]),
        ((FOR, FOR, FOR), []),
        ((FOR,), []),
        ((), []),
    ],
)
def test_stances_a_year_apart(stances: tuple[str, ...], expected: list[tuple[str, str, str, str, str]]) -> None:
    some = [row(str(i), s, f"202{i}-01-01") for i, s in enumerate(stances, 1)]
    made = [(k, a, b, f"202{x}-01-01", f"202{y}-01-01") for k, a, b, x, y in expected]
    assert found(*some) == made


def test_a_reversal_tells_what_was_said_between_under_a_condition_and_since_when_the_old_side_was_held() -> None:
    stances = [
        (AGAINST, "2021-01-01"),
        (AGAINST, "2021-06-01"),
        (IF, "2022-01-01"),
        (IF, "2022-06-01"),
        (FOR, "2023-01-01"),
    ]
    (change,) = [c for c in changes(counted(*(row(d, s, d) for s, d in stances))) if c.kind == "reversal"]
    assert (str(change.held), str(change.before.since)) == ("2021-01-01", "2021-06-01")
    assert [str(t.since) for t in change.through] == ["2022-01-01", "2022-06-01"]


@pytest.mark.parametrize(
    "rest",
    [
        [row("2", FOR, "2024-01-01", who="Bo Ford")],  # another actor
        [row("2", FOR, "2024-01-01", issue="gates")],  # another issue
        [row("2", FOR, "2024-01-01", sure=False)],  # not sure
        [row("2", FOR, "2024-01-01", strength="implied")],  # follows from the words only
        [row("2", FOR, None, "2024-01-01", cue="had once backed")],  # retold
        [row("2", FOR, None, "2021-01-05")],  # within the week after, without a day
        [row("2", FOR, None, None)],  # no date at all
        [row("2", FOR, ("2020-06-01", "2021-06-01"))],  # which came first is not known
        [row("2", FOR, "2024-01-01"), row("3", AGAINST, "2024-01-01", utterance="2")],  # articles differ
    ],
)
def test_no_change(rest: list[PositionRow]) -> None:
    assert [c for c in found(row("1", AGAINST, "2021-01-01"), *rest) if c[0] != "contradiction"] == []


def test_one_statement_reported_twice_or_late_is_no_new_stance() -> None:
    dated = row("1", AGAINST, "2021-05-19", "2021-05-20")
    again = row("2", AGAINST, None, "2024-06-01", utterance="1")  # the same words, told again after the turn
    late = row("3", AGAINST, "2021-05-19", "2024-07-01")  # in other words, and dated
    turn = row("4", FOR, "2024-03-15")
    assert found(dated, again, late, turn) == [("reversal", AGAINST, FOR, "2021-05-19", "2024-03-15")]


def test_both_sides_on_one_day_are_told_as_such_and_end_nothing() -> None:
    some = [row("1", AGAINST, "2021-01-01"), row("2", AGAINST, "2022-01-01"), row("3", FOR, "2022-01-01")]
    assert found(*some) == [("contradiction", AGAINST, FOR, "2022-01-01", "2022-01-01")]
    assert found(*some, row("4", AGAINST, "2023-01-01"))[1:] == []
    assert found(*some, row("4", FOR, "2023-01-01"))[1:] == [("reversal", AGAINST, FOR, "2021-01-01", "2023-01-01")]


def test_days_that_overlap_are_told_as_such() -> None:
    some = [row("1", AGAINST, ("2021-01-01", "2021-12-31")), row("2", FOR, "2021-04-14"), row("3", FOR, "2021-05-14")]
    assert [c[:3] for c in found(*some)] == [("contradiction", AGAINST, FOR)]


def test_a_turn_that_is_told_of_days_that_overlap_is_one() -> None:
    some = [row("1", AGAINST, "2020-01-01"), row("2", FOR, ("2021-01-01", "2021-12-31")), row("3", FOR, "2021-04-14")]
    assert [c[0] for c in found(*some)] == ["reversal"]


def test_implied_stances_make_changes_where_they_are_asked_for() -> None:
    some = [row("1", AGAINST, "2021-01-01"), row("2", FOR, "2022-01-01", strength="implied")]
    assert (found(*some), found(*some, implied=True)) == ([], [("reversal", AGAINST, FOR, "2021-01-01", "2022-01-01")])


# ---------------------------------------------------------------------------- properties


@settings(deadline=None)
@given(rows(), st.randoms(use_true_random=False))
def test_nothing_depends_on_order_or_repetition(some: list[PositionRow], chance: random.Random) -> None:
    again = some + chance.sample(some, len(some) // 2)
    chance.shuffle(again)
    assert changes(counted(*again, implied=True)) == changes(counted(*some, implied=True))


@settings(deadline=None)
@given(rows())
def test_the_same_said_in_other_articles_changes_nothing(some: list[PositionRow]) -> None:
    more = [
        replace(r, id=f"{r.id}b", said=replace(r.said, id=f"{r.said.id}b", utterance=r.said.counted_as)) for r in some
    ]
    assert told(changes(counted(*some, *more, implied=True))) == told(changes(counted(*some, implied=True)))


@settings(deadline=None)
@given(rows())
def test_ends_of_changes(some: list[PositionRow]) -> None:
    for c in changes(counted(*some, implied=True)):
        assert c.kind in KINDS
        assert c.before.actor == c.after.actor == c.actor
        assert c.before.issue == c.after.issue == c.issue
        assert c.before.sure and c.after.sure and not (c.before.former or c.after.former)
        assert c.before.since and c.before.until and c.after.since and c.after.until
        if c.kind == "contradiction":
            assert {c.was, c.became} == {FOR, AGAINST}
            assert c.before.since <= c.after.until and c.after.since <= c.before.until
            continue
        assert c.held <= c.before.since and c.before.until < c.after.since
        assert (c.before.stance, c.after.stance) == (c.was, c.became)
        assert ({c.was, c.became} == {FOR, AGAINST}) == (c.kind == "reversal")
        for t in c.through:
            assert t.stance == IF and c.before.until < t.since <= t.until < c.after.since


# ---------------------------------------------------------------------------- the sample


def test_the_gold_of_the_sample() -> None:
    """Khatmi and Veresh turned, and Tolan through a condition; nothing else is called a reversal."""
    made = changes(counted(*gold()))
    assert {(c.kind, c.actor.name, c.issue.split()[0], str(c.before.since), str(c.after.since)) for c in made} == {
        ("reversal", "Yusuf al-Khatmi", "Filling", "2023-11-08", "2024-03-15"),
        ("reversal", "Bogdan Veresh", "Foreign", "2024-03-20", "2024-04-11"),
        ("reversal", "Samira Tolan", "Filling", "2021-04-14", "2025-03-03"),
        ("softening", "Samira Tolan", "Filling", "2021-04-14", "2023-09-20"),
        ("hardening", "Selim Karadal", "Filling", "2021-03-08", "2021-04-14"),
        ("hardening", "Hamid al-Zurqani", "Filling", "2021-04-05", "2023-02-11"),
        ("hardening", "Samira Tolan", "Ferren", "2024-03-18", "2024-04-07"),
    }
    (khatmi,) = [c for c in made if c.actor.name == "Yusuf al-Khatmi"]
    assert (str(khatmi.held), khatmi.through) == ("2021-03-01", ())
    (tolan,) = [c for c in made if c.actor.name == "Samira Tolan" and c.kind == "reversal"]
    assert [str(t.since) for t in tolan.through] == ["2023-09-20"]
    reversals = {c.actor.name for c in changes(counted(*gold(), implied=True)) if c.kind == "reversal"}
    assert reversals == {"Yusuf al-Khatmi", "Bogdan Veresh", "Samira Tolan"}
