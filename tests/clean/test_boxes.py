"""Furniture known by what stands around it: boxes, running heads, end marks, lines of Markdown. Made up."""

from __future__ import annotations

import pytest

P1 = "The minister said on Monday that the gates of the dam would stay open until the autumn rains had come."
P2 = "Farmers on the lower bank, who have waited two years for water, asked the court to hear them again."
P3 = "The court has not said when it will rule, and its clerk declined to comment on the matter on Tuesday."
TITLE = "Gates of the dam to stay open until autumn"
HEAD = f"{TITLE}\n\nBy Ana Rocha\n\nMay 4, 2021\n\n"


def body(found):
    return [line for label, line in found if label == "body"]


def test_answers_between_the_lines_of_a_poll_go(labels):
    found = labels(f"{HEAD}{P1}\n\nPOLL\n\nYes\n\nNo\n\nDon't know\n\nCast your vote\n\n{P2}\n\n{P3}\n")
    assert body(found) == [P1, P2, P3]


@pytest.mark.parametrize("line", ["Silence.", "“Not one drop”", "And then:", "What happens next?"])
def test_short_lines_of_the_article_between_advertisements_stay(labels, line):
    found = labels(f"{HEAD}{P1}\n\nAdvertisement\n\n{line}\n\nAdvertisement\n\n{P2}\n\n{P3}\n")
    assert body(found) == [P1, line, P2, P3]


def test_running_heads_of_print_go(labels):
    found = labels(
        f"{HEAD}{P1}\n\nHarbour Post    May 4, 2021    2\n\n{P2}\n\nHarbour Post    May 4, 2021    3\n\n{P3}\n"
    )
    assert body(found) == [P1, P2, P3]


def test_days_that_head_the_entries_of_a_timeline_stay(labels):
    found = labels(f"{HEAD}{P1}\n\nMarch 3, 2019: gate shut\n\n{P2}\n\nAugust 9, 2020: gate open\n\n{P3}\n")
    assert body(found) == [P1, "March 3, 2019: gate shut", P2, "August 9, 2020: gate open", P3]


@pytest.mark.parametrize("mark", ["ENDS", "###", "-30-", "(ENDS)"])
def test_below_the_end_mark_nothing_is_article(labels, mark):
    found = labels(
        f"{HEAD}{P1}\n\n{P2}\n\n{mark}\n\nThe dam was built by Harrow Pell in 1931.\n\nPictures on request.\n"
    )
    assert body(found) == [P1, P2]


def test_a_mark_in_the_middle_ends_nothing(labels):
    found = labels(f"{HEAD}{P1}\n\n{P2}\n\n###\n\n{P3}\n\n{P1[::-1]}.\n\n{P2[::-1]}.\n\n{P3[::-1]}.\n")
    assert len(body(found)) == 6


def test_comments_below_go_with_what_they_say(labels):
    tail = "Comments (2)\n\nSort by: Newest\n\nhill88\n\n3 hours ago\n\nAbout time.\n\nReply  Like (4)  Report\n"
    assert body(labels(f"{HEAD}{P1}\n\n{P2}\n\n{P3}\n\n{tail}")) == [P1, P2, P3]


def test_a_short_last_line_after_an_advertisement_stays(labels):
    found = labels(f"{HEAD}{P1}\n\n{P2}\n\nAdvertisement\n\nYou could not make it up.\n")
    assert body(found) == [P1, P2, "You could not make it up."]


def test_lines_of_markdown_that_are_links_or_pictures_go(labels):
    text = (
        f"# {TITLE}\n\nBy Ana Rocha\n\n![The gate in spring](https://harbourpost.example/g.jpg)\n\n{P1}\n\n"
        f"[Villagers leave the valley](https://harbourpost.example/v)\n\n{P2}\n\n"
        f"Farmers told the [court](https://harbourpost.example/c) of **their** wells, and he wrote it _down_.\n\n"
        f"[Share](https://x.example) | [Print](https://y.example)\n"
    )
    found = labels(text)
    assert body(found)[:2] == [P1, P2]
    assert len(body(found)) == 3
    assert ("headline", TITLE) in found


@pytest.mark.parametrize(
    "line", ["Show results", "View larger map", "Next image", "VOTE", "Log in", "Allow notifications"]
)
def test_controls_of_the_page_go(labels, line):
    assert body(labels(f"{HEAD}{P1}\n\n{line}\n\n{P2}\n\n{P3}\n")) == [P1, P2, P3]


@pytest.mark.parametrize(
    "line", ["The vote", "A coalition of the tired", "Open the road.", "Who was warned", "The last page of the file"]
)
def test_subheads_that_sound_like_controls_stay(labels, line):
    assert body(labels(f"{HEAD}{P1}\n\n{line}\n\n{P2}\n\n{P3}\n")) == [P1, line, P2, P3]
