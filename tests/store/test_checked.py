"""Sure or not: the checked record, what waits for review, and that the two and the counts agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from store_factory import Begin, fill, reading

from onrecord.errors import UsageError
from onrecord.model import Reading
from onrecord.store import queries, review
from onrecord.store.db import Store


def scored(made: Reading, scores: Sequence[float]) -> Reading:
    return replace(made, statements=tuple(replace(s, score=x) for s, x in zip(made.statements, scores, strict=True)))


# Each quote is its score, so that a table of expectations can be read.
A = scored(reading("a.txt", [("Ann Lee", "A 90."), ("Bo Ford", "A 75."), ("Ann Lee", "A 40.")]), (0.9, 0.75, 0.4))
B = scored(
    reading("b.txt", [("Bo Ford", "B 74."), ("Cy Fox", "B 40."), (None, "B 10.")], published=date(2020, 5, 6)),
    (0.7499, 0.4, 0.1),
)
IDS = {s.content[0].text: s.id for m in (A, B) for s in m.statements}
EVERY = {"A 90.", "A 75.", "A 40.", "B 74.", "B 40.", "B 10."}


def _full(store: Store) -> None:
    fill(store, [A, B])


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


def quotes(store: Store, **how: Any) -> list[str]:
    return [s.quote for s in queries.said(store, **how)]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"sure": True}, ["A 90.", "A 75."]),
        ({"sure": False}, ["B 74.", "B 40.", "A 40.", "B 10."]),
        ({"sure": None}, ["B 74.", "B 40.", "B 10.", "A 90.", "A 75.", "A 40."]),
        ({"sure": True, "threshold": 0.8}, ["A 90."]),
        ({"sure": True, "threshold": 0.4}, ["B 74.", "B 40.", "A 90.", "A 75.", "A 40."]),
        ({"sure": False, "threshold": 0.4}, ["B 10."]),
        ({"sure": True, "threshold": 1.0}, []),
        ({"sure": False, "threshold": 0.0}, []),
        ({"sure": True, "by": "Bo Ford"}, ["A 75."]),
        ({"sure": False, "by": "Bo Ford"}, ["B 74."]),
        ({"sure": False, "by": "?"}, ["B 10."]),
        ({"sure": False, "min_score": 0.4}, ["B 74.", "B 40.", "A 40."]),
        ({"sure": True, "since": "2020"}, []),
        ({"sure": False, "limit": 2, "offset": 1}, ["B 40.", "A 40."]),
    ],
)
def test_filter(full: Store, filters: dict[str, Any], expected: list[str]) -> None:
    """What is sure comes newest first, as ever; what waits comes the surest first, of equal ones the newest."""
    assert quotes(full, **filters) == expected
    if "limit" not in filters:
        assert queries.count_said(full, **filters) == len(expected)
        assert {s.quote for s in queries.statements(full, **filters)} == set(expected)
        assert sum(p.count for p in queries.periods(full, **filters)) == len(expected)


def test_timeline_of_what_waits_stays_in_order_of_time(full: Store) -> None:
    periods = queries.periods(full, step="year", sure=False)
    assert [(p.label, [s.quote for s in p.said]) for p in periods] == [
        ("2019", ["A 40."]),
        ("2020", ["B 74.", "B 40.", "B 10."]),
    ]


@pytest.mark.parametrize("wrong", [0.9, 1, "yes"])
def test_a_threshold_in_the_place_of_the_filter_is_told(full: Store, wrong: Any) -> None:
    with pytest.raises(UsageError, match=r"sure: .* is neither True \(the checked record\) nor False"):
        queries.said(full, sure=wrong)


@pytest.mark.parametrize(
    ("verdict", "change", "on", "sure", "waits"),
    [
        ("accept", {}, "B 10.", {"A 90.", "A 75.", "B 10."}, {"A 40.", "B 74.", "B 40."}),
        ("correct", {"speaker": "Ann Lee"}, "B 40.", {"A 90.", "A 75.", "B 40."}, {"A 40.", "B 74.", "B 10."}),
        ("correct", {"speaker": "?"}, "B 40.", {"A 90.", "A 75.", "B 40."}, {"A 40.", "B 74.", "B 10."}),
        ("reject", {}, "B 40.", {"A 90.", "A 75."}, {"A 40.", "B 74.", "B 10."}),
        ("reject", {}, "A 90.", {"A 75."}, {"A 40.", "B 74.", "B 40.", "B 10."}),
        ("accept", {}, "A 90.", {"A 90.", "A 75."}, {"A 40.", "B 74.", "B 40.", "B 10."}),
    ],
)
def test_judged_ones(
    full: Store, verdict: str, change: dict[str, str], on: str, sure: set[str], waits: set[str]
) -> None:
    made = review.judge(full, IDS[on], verdict, change, who="jo")
    assert set(quotes(full, sure=True)) == sure
    assert set(quotes(full, sure=False)) == waits
    status = queries.status(full)
    assert (status.sure, status.to_review, status.statements) == (len(sure), len(waits), len(sure | waits))
    review.undo(full, made.id)
    assert set(quotes(full, sure=True)) == {"A 90.", "A 75."}
    assert set(quotes(full, sure=False)) == EVERY - {"A 90.", "A 75."}


def test_with_rejected_ones_every_statement_is_on_one_side(full: Store) -> None:
    review.judge(full, IDS["A 90."], "reject", who="jo")
    review.judge(full, IDS["B 10."], "reject", who="jo")
    sure = quotes(full, sure=True, include_rejected=True)
    rest = quotes(full, sure=False, include_rejected=True)
    assert set(sure) | set(rest) == EVERY
    assert len(sure) + len(rest) == len(EVERY)


@pytest.mark.parametrize("threshold", [0.0, 0.4, 0.75, 0.9, 1.0])
def test_a_row_status_and_explain_say_what_the_filter_says(full: Store, threshold: float) -> None:
    review.judge(full, IDS["B 40."], "accept", who="jo")
    review.judge(full, IDS["A 40."], "reject", who="jo")
    rows = queries.said(full)
    waits = quotes(full, sure=False, threshold=threshold)
    sure = quotes(full, sure=True, threshold=threshold)
    assert {s.quote for s in rows if s.waits(threshold)} == set(waits)
    status = queries.status(full, threshold=threshold)
    assert (status.sure, status.to_review, status.threshold) == (len(sure), len(waits), threshold)
    found = {s.quote for s in rows if queries.explain(full, s.id, threshold=threshold).sure}
    assert found == set(sure)
    assert {s.quote for s in rows if queries.show(full, s.id, threshold=threshold).sure} == found


def test_status_without_a_threshold_takes_the_default(full: Store) -> None:
    status = queries.status(full)
    assert (status.sure, status.to_review, status.threshold) == (2, 4, 0.75)
    assert (status.resolved, status.unresolved, status.unnamed) == (5, 0, 1)


@pytest.mark.parametrize(
    ("on", "verdict", "sure", "why"),
    [
        ("A 90.", None, True, "its score 0.9 reaches 0.75"),
        ("A 75.", None, True, "its score 0.75 reaches 0.75"),
        ("B 74.", None, False, "its score 0.7499 is below 0.75, and nobody has judged it"),
        ("B 10.", "accept", True, "accepted by a reviewer"),
        ("B 10.", "correct", True, "corrected by a reviewer"),
        ("A 90.", "reject", False, "rejected by a reviewer"),
    ],
)
def test_explanation_says_why(full: Store, on: str, verdict: str | None, sure: bool, why: str) -> None:
    if verdict:
        review.judge(full, IDS[on], verdict, {"speaker": "Ann Lee"} if verdict == "correct" else {}, who="jo")
    found = queries.explain(full, IDS[on])
    assert (found.sure, found.sure_why) == (sure, why)


def test_older_versions_and_what_was_taken_out_do_not_wait(full: Store) -> None:
    fill(full, [scored(reading("b.txt", [("Bo Ford", "New.")]), (0.2,))])
    assert set(quotes(full, sure=False)) == {"A 40.", "New."}
    assert queries.status(full).to_review == 2
