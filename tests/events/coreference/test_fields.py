"""What the fields of two reports say of one event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from onrecord.events.coreference.fields import contradiction, days_apart, evidence, joined, same_place, slack
from onrecord.events.same import Amount, EventReport

PLAIN = EventReport(id="a", doc="1", sentence="Troops shelled the port.", trigger=(7, 14))
MAY = date(2031, 5, 4)


def two(a: dict[str, Any], b: dict[str, Any]) -> tuple[EventReport, EventReport]:
    return replace(PLAIN, **a), replace(PLAIN, id="b", doc="2", **b)


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ({"type": "ASSAULT"}, {"type": "AGREE"}, "ASSAULT is not AGREE"),
        ({"status": "negated"}, {"status": "happened"}, "negated"),
        ({"status": "hypothetical"}, {"status": "happened"}, "hypothetical"),
        ({"since": MAY}, {"since": date(2031, 5, 9)}, "5 days apart"),
        ({"since": MAY, "until": date(2031, 5, 6)}, {"since": date(2031, 5, 9)}, "3 days apart"),
        ({"place": "Kelda"}, {"place": "Safira"}, "in Kelda and in Safira"),
        ({"actors": ("x",)}, {"actors": ("y",)}, "by others"),
        ({"actors": ("x",), "recipients": ("r",)}, {"actors": ("x",), "recipients": ("s",)}, "to others"),
        ({"type": "AGREE", "actors": ("x",)}, {"type": "AGREE", "actors": ("y",), "recipients": ("z",)}, "by others"),
    ],
)
def test_what_two_reports_of_one_event_cannot_say(a: dict[str, Any], b: dict[str, Any], reason: str) -> None:
    x, y = two(a, b)
    found = contradiction(x, y), contradiction(y, x)
    assert all(f is not None for f in found)
    assert reason in str(found[0])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ({}, {}),
        ({"type": "ASSAULT"}, {}),
        ({"type": "ASSAULT"}, {"type": "COERCE"}),
        ({"status": "future"}, {"status": "happened"}),
        ({"since": MAY}, {"since": date(2031, 5, 5)}),
        ({"since": MAY}, {"since": date(2031, 5, 1), "until": date(2031, 5, 31)}),
        ({"since": date(2031, 5, 1), "until": date(2031, 5, 31)}, {"since": date(2031, 6, 4)}),
        ({"place": "Kelda"}, {"place": "Kelda bridge"}),
        ({"place": "Kelda"}, {}),
        ({"actors": ("x", "z")}, {"actors": ("z",)}),
        ({"actors": ("minister",)}, {"actors": ("state",), "behind": ()}),
        ({"type": "AGREE", "actors": ("x",), "recipients": ("y",)}, {"type": "AGREE", "actors": ("y",)}),
    ],
)
def test_what_they_can(a: dict[str, Any], b: dict[str, Any]) -> None:
    if a.get("actors") == ("minister",):
        a = {**a, "behind": ("state",)}
    x, y = two(a, b)
    assert contradiction(x, y) is None and contradiction(y, x) is None


def test_an_interval_given_the_wrong_way_round_is_read_as_meant() -> None:
    x, y = two({"since": date(2031, 5, 9), "until": MAY}, {"since": date(2031, 5, 6)})
    assert days_apart(x, y) == 0


def test_a_year_does_not_let_dates_slip_by_months() -> None:
    x, y = two({"since": date(2031, 1, 1), "until": date(2031, 12, 31)}, {"since": date(2032, 2, 1)})
    assert slack(x, y) == 7
    assert contradiction(x, y) is not None


def test_places_without_a_word_are_compared_as_they_are() -> None:
    x, y = two({"place": "—"}, {"place": "Kelda"})
    assert not same_place(x, y)
    assert same_place(x, replace(y, place="—"))


@pytest.mark.parametrize(
    ("a", "b", "better"),
    [
        ({"actors": ("x",)}, {"actors": ("x",)}, True),
        ({"recipients": ("x",)}, {"recipients": ("x",)}, True),
        ({"since": MAY}, {"since": MAY}, True),
        ({"place": "Kelda"}, {"place": "Kelda"}, True),
        ({"type": "ASSAULT", "mode": "aerial"}, {"type": "ASSAULT", "mode": "aerial"}, True),
        ({"type": "ASSAULT", "mode": "aerial"}, {"type": "ASSAULT", "mode": "abduct"}, False),
        ({"type": "ASSAULT"}, {"type": "COERCE"}, False),
        ({"told": MAY}, {"told": date(2031, 9, 1)}, False),
        ({"told": MAY}, {"told": MAY}, True),
        (
            {"figures": (Amount(kind="killed", least=4, most=4),)},
            {"figures": (Amount(kind="killed", least=4, most=4),)},
            True,
        ),
    ],
)
def test_what_speaks_for_one_event_and_against(a: dict[str, Any], b: dict[str, Any], better: bool) -> None:
    x, y = two(a, b)
    weights = [e.weight for e in evidence(x, y)]
    told = [e.weight for e in evidence(x, y) if e.why != x.type]
    assert told and (sum(told) > 0) is better
    assert sorted(weights) == sorted(e.weight for e in evidence(y, x))
    assert all(e.why for e in evidence(x, y))


def test_what_is_not_known_says_nothing() -> None:
    assert not [*evidence(*two({}, {}))]
    assert not [*evidence(*two({"actors": ("x",), "place": "Kelda", "since": MAY}, {}))]


def test_figures_that_differ_are_no_contradiction() -> None:
    x, y = two(
        {"figures": (Amount(kind="killed", least=4, most=4),)},
        {"figures": (Amount(kind="killed", least=27, most=None),)},
    )
    assert contradiction(x, y) is None
    assert not [*evidence(x, y)]


def test_what_happened_was_not_told_before() -> None:
    told = {"status": "happened", "told": date(2031, 5, 1)}
    x, y = two(told, {"status": "happened", "since": MAY, "told": MAY})
    assert "told 3 days before" in str(contradiction(x, y))
    planned = replace(x, status="future")
    assert contradiction(planned, y) is None
    assert any(e.weight < 0 and "before" in e.why for e in evidence(replace(x, told=date(2031, 5, 3)), y))


def test_what_is_said_again_later_is_another_saying_and_a_deed_may_be_told_of_for_a_month() -> None:
    said = two({"type": "REQUEST", "told": MAY}, {"type": "REQUEST", "told": date(2031, 5, 28)})
    done = two({"type": "ASSAULT", "told": MAY}, {"type": "ASSAULT", "told": date(2031, 5, 28)})
    assert sum(e.weight for e in evidence(*said)) < 0 < sum(e.weight for e in evidence(*done))


def test_one_article_tells_twice_of_one_act() -> None:
    act = {"type": "ASSAULT", "mode": "aerial", "actors": ("x",), "doc": "1"}
    x, y = replace(PLAIN, **act), replace(PLAIN, id="b", **act)
    assert any(e.why == "told twice" for e in evidence(x, y))
    assert not any(e.why == "told twice" for e in evidence(x, replace(y, doc="2")))
    assert not any(e.why == "told twice" for e in evidence(x, replace(y, mode="drone")))


@pytest.mark.parametrize("words", [0.0, 0.2, 0.5, 1.0])
def test_words_alone_decide_where_no_type_is_known(words: float) -> None:
    x, y = two({}, {})
    assert joined(words, x, y, ()) == pytest.approx(min(max(words, 0.0025), 0.9975), abs=1e-4)
    typed = two({"type": "AID"}, {"type": "AID"})
    assert 0 < joined(words, *typed, ()) < 1
    assert joined(words, *typed, [*evidence(*typed)]) > joined(words, *typed, ())
