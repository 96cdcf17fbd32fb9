"""The way back from an article's text to the page: every run is the same ink on both sides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import times
from onrecord.clean.origin import back, holds, ink, reads, runs
from onrecord.clean.strip import strip_tags

PAGE = """<!doctype html><html><head><title>Gates stay open | Post</title>
<script>var a = "The minister";</script></head>
<body><nav><a href="/x">Home</a></nav><h1>Gates stay open</h1>
<p>The minister said &ldquo;the gates
   stay <b>open</b>&rdquo; on&nbsp;Monday, Smith &amp; Co reported.</p><!-- The minister -->
<p class="a>b">&#8220;We&#x20;will not sign,&#8221; he <a title='a > b'>added</a>.</p></body></html>"""
FIRST = "The minister said \u201cthe gates stay open\u201d on Monday, Smith & Co reported."
SECOND = "\u201cWe will not sign,\u201d he added."
TEXT = f"Gates stay open\n\n{FIRST}\n\n{SECOND}"


def raw(words: str, text: str = TEXT, page: str = PAGE) -> str | None:
    at = text.index(words)
    found = back(runs(page, text), at, at + len(words), page)
    return None if found is None else page[found[0] : found[1]]


WAYS = {
    "plain": ("he", "he"),
    "headline, not the title of the window": ("Gates stay open", "Gates stay open"),
    "over a line break and a tag": ("gates stay open\u201d", "gates\n   stay <b>open</b>&rdquo;"),
    "quotation marks as references": ("\u201cthe gates", "&ldquo;the gates"),
    "ends in a reference": ("open\u201d", "open</b>&rdquo;"),
    "a hard space": ("on Monday", "on&nbsp;Monday"),
    "an ampersand": ("Smith & Co", "Smith &amp; Co"),
    "signs in attributes are no ends": ("he added.", "he <a title='a > b'>added</a>."),
    "a space as reference": ("We will", "We&#x20;will"),
}


@pytest.mark.parametrize("name", WAYS)
def test_words_lead_back_to_the_page(name):
    words, there = WAYS[name]
    assert raw(words) == there


def test_what_the_page_does_not_say_has_no_place():
    assert raw("Not there at all", TEXT + "\n\nNot there at all") is None
    assert raw("he added.", TEXT + "\n\nNot there at all") == "he <a title='a > b'>added</a>."


def test_words_put_between_are_left_out():
    text = TEXT.replace("on Monday,", "on | Monday,")
    assert raw("on | Monday", text) == "on&nbsp;Monday"
    assert raw("|", text) is None


def test_paragraphs_in_another_order_are_found():
    text = f"{SECOND}\n\n{FIRST}"
    assert raw("We will not sign", text) == "We&#x20;will not sign"
    assert raw("The minister said", text) == "The minister said"


def test_the_headline_is_that_of_the_article_before_that_of_the_window():
    found = back(runs(PAGE, TEXT), 0, 15)
    assert found is not None
    assert found[0] > PAGE.index("<body")


def test_a_run_that_says_something_else_does_not_hold():
    for start, there, length in runs(PAGE, TEXT):
        assert not holds((start, there + 1, length), TEXT, PAGE)


def test_an_empty_way_back_is_the_text_itself():
    assert back((), 3, 9) == (3, 9)


@pytest.mark.parametrize(
    "unit", ["<a", "<a '", '<a "', "<script>", "<!--", "&", "&amp", "<", "<p>a</p>", "&#", "a" * 50 + " "]
)
def test_endless_markup_takes_a_moment(unit):
    page = unit * times(60_000, 15_000)
    text = "\n\n".join(strip_tags(page))
    for start, there, length in runs(page, text):
        assert reads(page[there : there + length]) in (ink(text[start : start + length]), "")


words = st.text(st.sampled_from("ab \u201c&<>é\u00a0"), min_size=1, max_size=12)


@given(st.lists(st.tuples(st.sampled_from(["p", "b", "div", "i"]), words), max_size=12), st.randoms())
def test_runs_are_the_same_ink(pieces, chance):
    escape = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "é": "&eacute;", "\u201c": "&#8220;"}
    page = "".join(f"<{tag}>{''.join(escape.get(c, c) for c in said)}</{tag}>" for tag, said in pieces)
    lines = list(strip_tags(page))
    chance.shuffle(lines)
    text = "\n\n".join(lines)
    found = runs(page, text)
    end = 0
    for start, there, length in found:
        assert holds((start, there, length), text, page)
        assert start >= end
        end = start + length
        stretch = back(found, start, end, page)
        assert stretch is not None
        assert reads(page[slice(*stretch)]) == ink(text[start:end])
    if lines:
        assert sum(len(ink(text[s : s + n])) for s, _, n in found) == len(ink(text))
