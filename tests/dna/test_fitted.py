"""Text as DNA can hold it, and where its stretches go."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.dna.fitted import PLACEHOLDER, fitted, label
from onrecord.dna.tables import LONGEST

HARD = "ae\u0301\u0323\u0344\r\n\u1100\u1161\u11a8\U0001f600\u0958é\u212b\u0b47\u0b3e\x00 "
TEXTS = st.text(alphabet=HARD, max_size=30) | st.text(max_size=60)


def plain(text: str) -> str:
    """What the text should become, in one step."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")
    return unicodedata.normalize("NFC", "".join(PLACEHOLDER if ord(c) > 0xFFFF else c for c in lines))


@given(TEXTS, st.data())
def test_the_whole_is_composed_and_every_stretch_is_in_its_place(text: str, data: st.DataObject) -> None:
    made = fitted(text)
    assert made.text == plain(text)
    assert len(made.text.encode("utf-16-le")) == 2 * len(made.text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    a, b = made.span(start, end)
    assert 0 <= a <= b <= len(made.text) and (a < b or start == end)
    assert made.span(0, len(text)) == (0, len(made.text))


@pytest.mark.parametrize(
    ("text", "words", "became"),
    [
        ("one two", "two", "two"),
        ("a\r\nb\r\ntwo", "two", "two"),
        ("😀 cafe\u0301 two", "cafe\u0301", "café"),
        ("😀😀 “two”", "“two”", "“two”"),
        ("x\u0958 two", "two", "two"),
        ("e\u0301e\u0301e\u0301 two e\u0301", "two e\u0301", "two é"),
    ],
)
def test_words_are_found_where_they_went(text: str, words: str, became: str) -> None:
    made = fitted(text)
    at = text.index(words)
    start, end = made.span(at, at + len(words))
    assert made.text[start:end] == became


@given(TEXTS)
def test_labels_are_short_and_the_same_again(text: str) -> None:
    made = label(text * 12)
    assert len(made) <= LONGEST and "\n" not in made
    assert label(made) == made


def test_long_labels_that_begin_alike_stay_two() -> None:
    one, other = label("a" * 300), label("a" * 301)
    assert one != other and len(one) == len(other) == LONGEST and one.startswith("aaa") and one.endswith("]")
