"""Whole small articles: each line and the label it must get. The texts are made up."""

from __future__ import annotations

import pytest

PARAGRAPH = "The minister said on Monday that the gates of the dam would stay open until the autumn rains had come."
SECOND = "Farmers on the lower bank, who have waited two years for water, asked the court to hear them again."


def test_everything_at_once(labels):
    text = f"""Harbour Post
News › Basin

Gates of the dam to stay open until autumn
Gates of the dam to stay open until autumn

Ana Rocha | Harbour Post | 28 January 2019 | 23:30
date 2019-01-28 2019/01/28 | 23:30
3-min read
• Share on Chirper
• Copy link
• Share on Chirper
• Copy link
Farmers wait at the lower gate on Monday (EPA)

{PARAGRAPH}

Advertisement

{SECOND}

Read More
Who owns the river?
Minister: 'I have not changed my mind'
Six charts that explain the dam

Discuss
Last Modified: Sunday، 03 February 2019
© 2019 Harbour Post. All rights reserved."""
    found = labels(text)
    assert [label for label, _ in found] == [
        "masthead", "masthead", "headline", "repeat", "byline", "date", "widget", "widget", "widget", "widget",
        "widget", "caption", "body", "widget", "body", "related", "related", "related", "related", "notice", "date",
        "notice",
    ]  # fmt: skip


FURNITURE = [
    # (line, label), each put between headline and article or below the article
    ("head", "By Ana Rocha", "byline"),
    ("head", "BY ANA ROCHA AND JOHN STONE", "byline"),
    ("head", "Ana Rocha; AP Auto Writer", "byline"),
    ("head", "By Ana Rocha, Political Editor, in Velisar", "byline"),
    ("head", "Ana Rocha in Velisar", "byline"),
    ("head", "Ana Rocha and John Stone", "byline"),
    ("head", "Reuters", "byline"),
    ("head", "January 28, 2019", "date"),
    ("head", "Published: 28 Jan 2019, 11:30 GMT", "date"),
    ("head", "Updated 3 hours ago", "date"),
    ("head", "Mon 28 Jan 2019 23.30 GMT", "date"),
    ("head", "Last modified on Tue 29 Jan 2019 10.02 GMT", "date"),
    ("head", "Middle East", "masthead"),
    ("head", "Politics | Elections", "masthead"),
    ("head", "FILE PHOTO: The dam in winter. Ana Rocha/Reuters", "caption"),
    ("head", "Soldiers guard the dam. (Photo: Ana Rocha)", "caption"),
    ("head", "The dam in winter [Ana Rocha/Reuters]", "caption"),
    ("head", "5 min read", "widget"),
    ("head", "Facebook Twitter WhatsApp", "widget"),
    ("head", "Share this article", "widget"),
    ("tail", "Follow us on Twitter @harbourpost", "widget"),
    ("tail", "Sign up for our morning newsletter", "notice"),
    ("tail", "Comments (12)", "notice"),
    ("tail", "Be the first to comment", "notice"),
    ("tail", "Comments are closed.", "notice"),
    ("tail", "(Reporting by Ana Rocha; Editing by John Stone)", "byline"),
    ("tail", "Associated Press writer John Stone in Velisar contributed to this report.", "notice"),
    ("tail", "Copyright 2019 The Harbour Post", "notice"),
    ("tail", "news@harbourpost.example", "notice"),
    ("tail", "Tel: +49 30 1234567", "notice"),
    ("tail", "Tags: dam, river, court", "related"),
    ("tail", "Read more: Farmers refuse to leave", "related"),
    ("tail", "SEE ALSO: Farmers refuse to leave", "related"),
    ("tail", "Advertisement", "widget"),
    ("tail", "The views expressed in this article are the author's own.", "notice"),
    ("tail", "Got a story? Ring the newsdesk", "notice"),
    ("tail", "Last Modified: Sunday، 03 February 2019", "date"),
    ("tail", "The post Gates to stay open appeared first on Harbour Post.", "notice"),
]


@pytest.mark.parametrize(("where", "line", "label"), FURNITURE, ids=[row[1] for row in FURNITURE])
def test_furniture(labels, where, line, label):
    above, below = (line, "") if where == "head" else ("", line)
    found = labels(f"Gates of the dam to stay open until autumn\n\n{above}\n\n{PARAGRAPH}\n\n{SECOND}\n\n{below}\n")
    assert (label, line) in found
    assert [text for kind, text in found if kind == "body"] == [PARAGRAPH, SECOND]


ARTICLE = [
    "“We will not sign,” he said.",
    "No one was hurt.",
    "A new plan",
    "What happens next?",
    "The road to Velisar",
    "TOLLIVER: I support it.",
    "Q: Why now?",
    "A: Because the river cannot wait.",
    "— Samira Tolan, leader of the Upper River Bloc",
    "- Name of the river: Oluz",
    "• The gates stay open until the autumn rains",
    "1. The gates stay open",
    "VELISAR (AP) — Talks failed.",
    "WASHINGTON — The talks have failed again.",
    "By Friday, the talks had failed.",
    "10 March 2018",
    "The report was published on Monday by the ministry.",
    "Copyright law should change, the minister said.",
    "Comments by the minister enraged farmers.",
    "Follow the money, the auditor told parliament.",
    "Share prices fell by a third.",
    "Update: the minister has since resigned.",
    "More from the dam came on Tuesday: two gates were shut.",
    "Call me when it is over, he told her.",
    "The minister, the farmers said, had promised this to them (and to the Front).",
    "She told the Associated Press (AP) that she would not go.",
    "He works for Reuters and for nobody else.",
    "We buried our fathers on this bank. Whoever wants a lake over them will have to bury us first.",
    "Opinion in the valley is divided.",
    "Related charges were dropped.",
    "This video shows soldiers at the gate, the court heard.",
]


@pytest.mark.parametrize("line", ARTICLE)
@pytest.mark.parametrize("place", ["middle", "end"])
def test_article_lines_stay(labels, line, place):
    """Never lose article text: lines that look a little like furniture, where they may well stand."""
    inner, last = (line, SECOND) if place == "middle" else (SECOND, line)
    if (line, place) == ("10 March 2018", "end"):
        pytest.skip("a heading of a timeline stands above something")
    found = labels(f"Gates of the dam to stay open until autumn\n\n{PARAGRAPH}\n\n{inner}\n\n{last}\n")
    assert ("body", line) in found


def test_hard_wraps_are_paragraphs_not_lines(labels):
    text = """Gates of the dam to stay open until autumn

By Ana Rocha

The minister said on Monday that the gates would stay open until
the rains had come, and that nobody had asked her to close them
again. "We are paying for concrete by the spoonful," she said of
Reuters
and its reports.

Farmers on the lower bank, who have waited two years for water to
Read More
about it, asked the court to hear them."""
    found = dict.fromkeys(label for label, _ in labels(text))
    assert set(found) <= {"headline", "byline", "body", "related"}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(labels, ending):
    text = f"Gates of the dam to stay open\n\nBy Ana Rocha\n\n{PARAGRAPH}\n\n{SECOND}\n".replace("\n", ending)
    assert [label for label, _ in labels(text)] == ["headline", "byline", "body", "body"]


def test_list_of_names_after_colon_stays(labels):
    text = f"Dam victims named\n\n{PARAGRAPH}\n\nThe dead are:\n\nAna Rocha\nJohn Stone\nMary Stone\nPeter Hill\n"
    assert {label for label, _ in labels(text)} == {"headline", "body"}


def test_headlines_below_the_article_without_a_heading(labels):
    more = "Who owns the river now\nMinister denies a second loan\nSix charts that explain the dam"
    found = labels(f"Gates of the dam to stay open\n\n{PARAGRAPH}\n\n{SECOND}\n\n{more}\n")
    assert [label for label, _ in found] == ["headline", "body", "body", "related", "related", "related"]


def test_related_list_in_the_middle_ends_at_the_article(labels):
    text = (
        f"Gates to stay open\n\n{PARAGRAPH}\n\nRead More\nWho owns the river\nSix charts\n\nThe long wait\n\n{SECOND}"
    )
    found = {line: label for label, line in labels(text)}
    assert found["Six charts"] == "related"
    assert found["The long wait"] == "body"
    assert found[SECOND] == "body"


def test_all_furniture_is_rejected(cleaned):
    doc = cleaned("Share\nTweet\nPrint\n\nComments (3)\n")
    assert doc.reason == "no-article-text"


def test_one_paragraph_alone_is_article(labels):
    assert labels(PARAGRAPH) == [("body", PARAGRAPH)]


def test_byte_order_mark_is_kept_and_labelled(cleaned):
    doc = cleaned(("\ufeff" + PARAGRAPH).encode("utf-8"))
    assert doc.text[0] == "\ufeff"
    assert (doc.parts[0].start, doc.parts[0].end, doc.parts[0].label) == (0, 1, "other")


def test_the_authors_life_is_not_article(labels):
    text = f"""Gates of the dam to stay open

By Ana Rocha

{PARAGRAPH}

{SECOND}

ABOUT THE AUTHOR
Ana Rocha
Ana Rocha is a reporter at the Harbour Post.
@anarocha
"""
    assert [label for label, _ in labels(text)][-4:] == ["notice", "byline", "byline", "notice"] or [
        label for label, _ in labels(text)
    ][-3:] == ["byline", "byline", "notice"]
    assert [line for label, line in labels(text) if label == "body"] == [PARAGRAPH, SECOND]


def test_a_menu_and_appeals_above_the_headline(labels):
    text = f"""The Harbour Post
Support The Harbour Post
News Opinion Sport Culture
World
Europe

Interview
'I will never accept it': minister on dam deal
Ana Rocha
Diplomatic editor
Mon 28 Jan 2019 18.30 GMT
Share via Email
122
The minister in her office. Photograph: Jamal Saidi/Reuters
{PARAGRAPH}
Since you're here …
… we have a small favour to ask. More people are reading us than ever.
"""
    found = labels(text)
    assert [line for label, line in found if label == "headline"] == ["'I will never accept it': minister on dam deal"]
    assert [line for label, line in found if label == "body"] == [PARAGRAPH]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("Short line", 150),
        ("Read More", 400),
        ("Share", 400),
        ("By Ana Rocha", 400),
        ("A: Yes.", 200),
        ("x | y | z", 400),
    ],
)
def test_work_grows_with_the_lines_and_no_faster(cleaned, line, count, growth):
    def many(lines):
        cleaned("\n".join(f"{line} {i}" if line == "Short line" else line for i in range(lines)))

    assert growth(many, count) < 24
