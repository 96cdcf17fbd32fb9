"""The extractor's paragraphs against the page: order, what was lost, what the page says is no article. Made up."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.clean.outline import is_apart, outline
from onrecord.clean.page import parse
from onrecord.clean.recheck import recheck
from onrecord.clean.rules import table

P = [
    "The minister said on Monday that the gates of the dam would stay open until the autumn rains had come.",
    "Farmers on the lower bank, who have waited two years for water, asked the court to hear them again.",
    "The court has not said when it will rule, and its clerk declined to comment on the matter on Tuesday.",
    "Two engineers who had warned of cracks were moved to another district in the spring, their union says.",
]


def page(body: str) -> list:
    tree = parse(f"<html><head><title>Gates</title></head><body>{body}</body></html>")
    assert tree is not None
    return outline(tree)


def texts(paragraphs, body):
    return [p.text for p in recheck(paragraphs, page(body)) if not p.label]


def labels(paragraphs, body):
    return {p.text: p.label for p in recheck(paragraphs, page(body))}


def column(*paragraphs: str, name: str = "story-text") -> str:
    return f'<div class="{name}">' + "".join(f"<p>{p}</p>" for p in paragraphs) + "</div>"


def test_an_article_found_whole_is_left_as_it_is():
    assert texts(P, f"<h1>Gates</h1>{column(*P)}") == P


def test_paragraphs_behind_an_advertisement_come_back():
    """They stand in another container of the same kind."""
    body = f'<article>{column(*P[:2])}<div class="ad">Buy boats.</div>{column(*P[2:])}</article>'
    assert texts(P[:2], body) == P


def test_what_was_moved_goes_back_to_its_place():
    assert texts([P[0], P[2], P[3], P[1]], column(*P)) == P


def test_a_subheading_between_paragraphs_comes_back():
    body = f'<div class="story-text"><p>{P[0]}</p><h2>Who was warned</h2><p>{P[1]}</p><p>{P[2]}</p></div>'
    assert texts(P[:3], body) == [P[0], "Who was warned", P[1], P[2]]


@pytest.mark.parametrize(
    "beside",
    [
        f'<div class="sidebar"><p>{P[3]}</p></div>',
        f"<aside><p>{P[3]}</p></aside>",
        f'<div class="story-text"><div class="related-box"><p>{P[3]}</p></div></div>',
        f'<div class="story-text newsletter"><p>{P[3]}</p></div>',
        f'<div class="story-text"><figure><figcaption>{P[3]}</figcaption></figure></div>',
        f'<div class="story-text"><p><a href="/x">{P[3]}</a></p></div>',
        f'<div class="story-text"><script>document.write("{P[3]}")</script></div>',
    ],
)
def test_nothing_is_taken_from_beside_the_article(beside):
    assert texts(P[:3], column(*P[:3]) + beside) == P[:3]


def test_a_truncated_copy_of_a_paragraph_is_not_added():
    body = column(P[0][:40] + " ...", *P)
    assert texts(P, body) == P


def test_an_article_in_a_table_of_layout_is_taken_apart():
    """The extractor joins the cells and leaves the pull quote out; the page has them in order."""
    quote = "<table><tr><td>“Not one drop will pass this gate,” he said.</td></tr></table>"
    body = f"<table><tr><td><p>{P[0]}</p><p>{P[1]}</p>{quote}<p>{P[2]}</p></td></tr></table>"
    assert texts([f"| {P[0]} {P[1]} {P[2]} |"], body) == P[:3]


def test_cells_of_a_table_of_data_stay_one_row():
    row = "| Merrun | 12 dams built | 4 dams broken |"
    body = column(*P[:2]) + "<table><tr><td>Merrun</td><td>12 dams built</td><td>4 dams broken</td></tr></table>"
    assert texts([*P[:2], row], body) == [*P[:2], row]


def test_a_list_of_links_is_labelled():
    links = ["Villagers leave the valley", "Who owns the river", "Ten years of drought in charts"]
    items = "".join(f'<li><a href="/{i}">{x}</a></li>' for i, x in enumerate(links))
    found = labels([*P[:3], *(f"- {x}" for x in links)], column(*P[:3]) + f"<ul>{items}</ul>")
    assert [found[f"- {x}"] for x in links] == ["related"] * 3
    assert not any(found[p] for p in P[:3])


def test_a_list_with_links_in_its_sentences_is_the_articles():
    items = "".join(f'<li>{p[:30]} <a href="/x">{p[30:45]}</a> {p[45:]}</li>' for p in P[1:])
    found = labels([P[0], *(f"- {p}" for p in P[1:])], column(P[0]) + f"<ul>{items}</ul>")
    assert not any(found.values())


def test_a_caption_beside_its_picture_is_labelled():
    picture = '<div><img src="x.jpg"><br><span>The gate in spring</span></div>'
    body = f'<div class="story-text"><p>{P[0]}</p>{picture}<p>{P[1]}</p></div>'
    assert labels([P[0], "The gate in spring", P[1]], body)["The gate in spring"] == "caption"


def test_another_article_of_the_page_is_labelled():
    long = " ".join(P * 2)
    body = f"<article><h1>Gates</h1><p>{long}</p></article><article><p>{P[3][::-1]} and much more.</p></article>"
    other = f"{P[3][::-1]} and much more."
    assert labels([long, other], body) == {long: "", other: "related"}


def test_posts_of_a_live_page_inside_its_article_stay():
    posts = "".join(f"<article><p>{p}</p></article>" for p in P[1:])
    body = f"<article><h1>Gates</h1><p>{' '.join(P * 2)}</p>{posts}</article>"
    assert not any(labels([" ".join(P * 2), *P[1:]], body).values())


def test_a_paragraph_that_is_nowhere_on_the_page_follows_what_it_followed():
    assert texts([P[0], "Words from nowhere at all.", P[1]], column(*P[:2])) == [
        P[0],
        "Words from nowhere at all.",
        P[1],
    ]


WORDS = "gate river dam court water farmer clerk spring rain bridge road boat"
WORD = st.sampled_from(WORDS.split())
SENTENCE = st.lists(WORD, min_size=1, max_size=14).map(lambda w: " ".join(w).capitalize() + ".")


@given(st.lists(SENTENCE, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_every_paragraph_given_comes_out_once_and_each_word_is_of_the_page(paragraphs, draw):
    """Whatever order they come in, however often they repeat."""
    given_ = list(paragraphs)
    draw.shuffle(given_)
    out = [p.text for p in recheck(given_, page(column(*paragraphs)))]
    for text in set(given_):
        assert out.count(text) >= 1
    assert set(re.findall(r"\w+", " ".join(out))) <= set(re.findall(r"\w+", " ".join(paragraphs)))


def test_an_outline_knows_links_places_and_breaks():
    lines = page('<nav><a href="/">Home</a></nav><div class="x">One<br><br>Two <a href="/2">three</a></div>')
    assert [(x.text, x.apart) for x in lines] == [("Home", True), ("One", False), ("Two three", False)]
    assert lines[0].linked == 1.0
    assert 0.4 < lines[2].linked < 0.7
    assert lines[1].home[0] == "div.x"


@pytest.mark.parametrize("row", table("page_furniture.tsv"), ids=lambda row: row[0])
def test_class_names(row):
    class Element:
        tag = "div"

        def __init__(self, name):
            self.name = name

        def get(self, _):
            return self.name

    assert is_apart(Element(row[2]))
    assert is_apart(Element(f"wide {row[2]} col-3"))
    assert not is_apart(Element(row[3]))
    assert not is_apart(Element("story-text"))
