"""Which headline stands for a line of stories."""

from __future__ import annotations

from onrecord.stories.titles import of_lines

TERMS = {
    "a": ["dam", "gat", "loan", "minister", "sign"],
    "b": ["dam", "gat", "clos", "dawn", "march"],
    "c": ["dam", "gat", "turbin", "turn"],
    "d": ["tram", "strike", "pay"],
}
HEADLINES = {
    "a": "Minister signs loan for dam",
    "b": "Dam gates close at dawn",
    "c": "Turbines turn",
    "d": "Tram strike over pay",
}


def test_the_headline_that_says_most_of_what_the_stories_share() -> None:
    assert of_lines([("a", "b", "c"), ("d",)], TERMS, HEADLINES) == ["b", "d"]


def test_of_equals_the_first() -> None:
    same = {"x": ["dam", "gate"], "y": ["dam", "gate"]}
    assert of_lines([("x", "y")], same, {"x": "Dam gate news", "y": "Dam gate news"}) == ["x"]
    assert of_lines([("y", "x")], same, {"x": "Dam gate news", "y": "Dam gate news"}) == ["y"]


def test_no_lines() -> None:
    assert of_lines([], {}, {}) == []
