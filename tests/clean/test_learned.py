"""Furniture of kinds that no rule knows, and article lines that look like it. The texts are made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.clean import learned
from onrecord.clean.lines import blocks

PARAGRAPHS = (
    "The minister said on Monday that the gates of the dam would stay open until the autumn rains had come.",
    "Farmers on the lower bank, who have waited two years for water, asked the court to hear them again.",
    "The council of elders met in the school and agreed to send two of its members to the capital on Friday.",
    "A spokeswoman for the ministry said that no date had been set and that the engineers were still at work.",
    "Nobody in the village expects the harvest to be saved, and many of the younger men have left for the coast.",
)


def page(head=(), middle=(), tail=()):
    """An article with lines above, in the middle and below."""
    above, below = PARAGRAPHS[:3], PARAGRAPHS[3:]
    return "\n\n".join([*head, "Gates of the dam to stay open until autumn", *above, *middle, *below, *tail]) + "\n"


def by_model(labels, text, line):
    """Whether the line is called no article."""
    (label,) = {found for found, x in labels(text) if x == line}
    return label != "body"


FURNITURE = [
    ("head", ("Pollen count: high", "Bin collection days", "Find a plumber near you")),
    ("tail", ("Adopt a lighthouse", "Gift cards", "Shop mugs and posters", "Basket (0)")),
    ("tail", ("Rate our coverage", "Very good", "Could be better", "Send feedback")),
    ("tail", ("Reader offers", "Garden tools from $12", "Order by phone", "Free delivery")),
]


@pytest.mark.parametrize(("place", "lines"), FURNITURE)
def test_furniture_without_a_rule_is_seen_in_a_page_with_furniture(labels, place, lines):
    text = page(**{place: lines, "middle": ()})
    missed = [line for line in lines if not by_model(labels, text, line)]
    assert 2 * len(missed) <= len(lines), missed


ARTICLE = [
    "Who pays?",
    "A long wait",
    "Not one drop.",
    "“Go home,” she told them.",
    "The road to the coast",
    "He declined to comment.",
    "- back pay for March and April",
    "1998: the first gate is built.",
    "Follow the money",
    "The text of the letter follows:",
    "— Ana Rocha, ferryman",
    "[Applause.]",
    "Subscribe to that view and you must accept the rest of it.",
]


@pytest.mark.parametrize("line", ARTICLE)
def test_short_lines_between_paragraphs_are_article(labels, line):
    text = page(middle=(line,), tail=("Share", "© 2019 Harbour Post. All rights reserved."))
    assert [label for label, x in labels(text) if x == line.removeprefix("- ") or x == line] == ["body"]


def test_a_text_without_furniture_stays_whole(labels):
    assert {label for label, _ in labels("\n\n".join(PARAGRAPHS))} == {"body"}


def test_other_languages_are_left_to_the_rules():
    words = "Правительство заявило что ворота плотины останутся открытыми до осенних дождей в этом году снова"
    found = blocks("\n\n".join([f"{words}.", "Магазин", "Корзина", f"{words}!"]))
    learned.label(found)
    assert all(b.open for b in found)


def test_what_a_rule_labelled_keeps_its_label():
    found = blocks(page(tail=("Adopt a lighthouse", "Gift cards", "Basket (0)")))
    found[0].set("headline", "test")
    found[-1].set("widget", "a rule")
    learned.label(found)
    assert (found[0].label, found[-1].label, found[-1].why) == ("headline", "widget", "a rule")


def test_labels_are_those_of_furniture_and_say_so():
    found = blocks(page(tail=("Reader offers", "Garden tools from $12", "Order by phone", "Free delivery")))
    found[-1].set("widget", "a rule")
    learned.label(found)
    said = {(b.label, b.why) for b in found if b.label and b.why != "a rule"}
    assert said <= {("widget", "learned"), ("other", "learned")}
    assert ("widget", "learned") in said, "a line right beside a widget is of its kind"


LINES = st.one_of(st.sampled_from(["Share", "Gift cards", "Who pays?", *PARAGRAPHS]), st.text(max_size=40))


@settings(max_examples=times(80), deadline=None)
@given(st.lists(LINES, min_size=1, max_size=20).map("\n\n".join))
def test_never_all_of_a_text_and_always_the_same(text):
    found, again = blocks(text), blocks(text)
    learned.label(found)
    learned.label(again)
    assert [(b.label, b.why) for b in found] == [(b.label, b.why) for b in again]
    assert not found or any(b.open for b in found)


def test_scores_are_shares():
    found = blocks(page())
    said = [learned.words_of(b.line) for b in found]
    scores = learned.score(found, said, learned.net())
    assert len(scores) == len(found)
    assert all(0 <= s <= 1 for s in scores)
