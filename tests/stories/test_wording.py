"""Terms of an article, and titles out of a story's own words."""

from __future__ import annotations

import pytest
from story_texts import documents, event

from onrecord.stories import titles
from onrecord.stories.grouping import cluster
from onrecord.stories.records import StoryDocument
from onrecord.stories.wording import LEAD, read, stemmed


@pytest.mark.parametrize(
    ("words", "same"),
    [
        (("Mourners’", "mourner", "mourners"), True),
        (("invited", "invite", "invites", "inviting"), True),
        (("parties", "party"), True),
        (("stopped", "stopping"), True),
        (("classes", "class"), True),
        (("Mary's", "Mary"), True),
        (("bus", "bu"), False),
        (("red", "r"), False),
        (("dam", "dame"), False),
    ],
)
def test_stems(words: tuple[str, ...], same: bool) -> None:
    assert (len({stemmed(w) for w in words}) == 1) is same


def test_names_are_capitals_that_are_never_small() -> None:
    found = read("", "Water rose. The water of Odrava fell, Petra Holm said.")
    assert found.names.keys() == {stemmed(w) for w in ("odrava", "petra", "holm", "the")}
    assert found.all[f"{stemmed('petra')}_{stemmed('holm')}"] == 1
    assert found.all[stemmed("water")] == 2


def test_title_counts_once_where_the_text_repeats_it() -> None:
    assert read("Dam opens", "Dam opens\nToday.").all == read("", "Dam opens\nToday.").all
    assert read("Dam opens", "Today.").all == read("", "Dam opens\nToday.").all


def test_lead_is_the_beginning() -> None:
    found = read("", " ".join(f"w{i}q" for i in range(LEAD + 5)))
    assert sum(found.lead.values()) == LEAD


def test_addresses_are_no_words_and_numbers_stay_whole() -> None:
    found = read("", "See https://example.org/tram/strike now: 3,400 of 7.6")
    assert not {"http", "exampl", "tram"} & found.all.keys()
    assert {"3,400", "7.6"} <= found.all.keys()


def test_unspaced_scripts_are_pairs_of_characters() -> None:
    assert read("", "堤坝冲垮").all == {"堤坝": 1, "坝冲": 1, "冲垮": 1}


def test_title_is_the_headline_that_says_most_of_the_story() -> None:
    some = [d for d in documents() if d.id.startswith("strike")]
    odd = [
        StoryDocument(id="strike x", title="Editor's picks of the week", text=some[0].text),
        StoryDocument(id="strike y", title="Live", text=some[1].text),
        *(StoryDocument(id=d.id, title=d.title.partition(",")[0], text=d.text) for d in some),
    ]
    [story] = [
        g for g in cluster([*odd, *(d for d in documents() if d not in some)]) if event(g.documents[0]) == "strike"
    ]
    assert story.title == "Tram drivers of Belport walk out over night shifts"
    assert story.titled_by in story.documents


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n  One   line.\nAnother.", "One line."),
        ("word " * 60, ("word " * 24).strip() + " ..."),
        ("", ""),
    ],
)
def test_a_story_without_headlines_is_titled_by_its_opening(text: str, title: str) -> None:
    assert titles.opening(text) == title
