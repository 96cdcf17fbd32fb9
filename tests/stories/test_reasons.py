"""The words that are shown as what two stories share."""

from __future__ import annotations

from onrecord.stories.reasons import MOST, beside, printed

TEXT = "The Drona gauge fell. Gauges at Upper Drona fell again, and Upper Drona’s keepers kept records of the gauge."


def test_words_are_whole_as_the_text_prints_them_most_often() -> None:
    # "keepers" stands there once only, which may be chance, and "Ms" is too short to tell anything
    assert printed(["gaug", "keep", "ms"], [TEXT + " Ms Holm, Ms Lee."]) == ("gauge",)


def test_a_name_of_two_words_takes_the_place_of_its_parts() -> None:
    assert printed(["drona", "upper_drona", "gaug"], [TEXT]) == ("Upper Drona", "gauge")


def test_a_pair_with_a_word_of_all_news_is_no_name() -> None:
    assert printed(["the_drona", "drona"], [TEXT]) == ("Drona",)


def test_what_only_repeats_a_name_says_nothing_beside_it() -> None:
    assert beside(["Northern", "Northern Command", "gauge"], ["Northern Command"]) == ("gauge",)
    assert beside(["gauge"], []) == ("gauge",)


def test_there_are_only_so_many() -> None:
    names = [f"word{chr(97 + i)}" for i in range(2 * MOST)]
    assert len(printed(names, [" ".join(names * 2)])) == MOST
