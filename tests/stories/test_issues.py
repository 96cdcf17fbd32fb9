"""Which of a project's issues an article speaks of."""

from __future__ import annotations

import pytest

from onrecord.stories.issues import Issues

FILLING = ("Filling of the Tarsil reservoir", "The reservoir at Tarsil should be filled.")
TOLL = ("Bridge toll", "")
WANTED = Issues([FILLING, TOLL])


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The reservoir of Tarsil would be filled by May, he said.", [FILLING[0]]),
        ("The toll on the bridge doubles.", [TOLL[0]]),
        ("A toll on the bridge pays for filling the Tarsil reservoir.", [FILLING[0], TOLL[0]]),
        ("The bridge is old.\n\nThe toll of the flood was nine.", []),  # the words stand in two paragraphs
        ("The reservoir is empty.", []),
        ("", []),
    ],
)
def test_an_issue_is_spoken_of_where_one_paragraph_has_its_words(text: str, held: list[str]) -> None:
    assert list(WANTED.held("A title", text)) == held


def test_the_title_is_a_paragraph_too() -> None:
    assert WANTED.held("Tarsil reservoir: filling begins", "It rained.") == (FILLING[0],)


def test_an_issue_of_common_words_is_in_no_article() -> None:
    wanted = Issues([("What they said", "They have said that it will be.")])
    assert not wanted
    assert wanted.held("What they said", "They have said that it will be.") == ()


def test_a_story_speaks_of_what_half_of_its_documents_do() -> None:
    assert WANTED.of_story([[TOLL[0]], [], [TOLL[0], FILLING[0]]]) == (TOLL[0],)
    assert WANTED.of_story([[TOLL[0], FILLING[0]], []]) == (FILLING[0], TOLL[0])
    assert WANTED.of_story([[], []]) == ()


def test_scripts_without_spaces_are_read_by_pairs_of_characters() -> None:
    assert Issues([("水库蓄水", "")]).held("", "塔尔西水库蓄水已开始。") == ("水库蓄水",)
