"""Signs of words: the table of leaning words is sound, and forms of one word share a key."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files

import pytest

from onrecord.encoder import signs

TEXT = (files("onrecord") / "data/attitude_words.tsv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader((x for x in TEXT.splitlines() if not x.startswith("#")), delimiter="\t"))


def test_every_class_is_known_and_has_words() -> None:
    assert {row["class"] for row in ROWS} == set(signs.CLASSES) - {""}


def test_no_word_leans_two_ways() -> None:
    often = Counter(word.strip() for row in ROWS for word in row["words"].split(","))
    assert [word for word, n in often.items() if n > 1 or not word or word != word.lower() or " " in word] == []


@pytest.mark.parametrize(
    ("word", "leans"),
    [
        ("supports", "for"),
        ("Rejected", "against"),
        ("demanding", "want"),
        ("should", "want"),
        ("extended", "bring"),
        ("scrapping", "end"),
        ("withdrawal", "end"),
        ("never", "not"),
        ("lawful", "good"),
        ("betrayal", "bad"),
        ("whether", "open"),
        ("unless", "if"),
        ("reservoir", ""),
        ("the", ""),
    ],
)
def test_words_lean_as_in_the_news(word: str, leans: str) -> None:
    assert signs.CLASSES[signs.leaning(word)] == leans


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("withdraw", "withdrawal", True),
        ("filled", "Filling", True),
        ("closes", "closing", True),
        ("ratify", "ratification", True),
        ("observers", "observed", True),
        ("gate", "gates", True),
        ("troops", "treaty", False),
        ("port", "sport", False),
    ],
)
def test_forms_of_a_word_share_a_key(one: str, other: str, same: bool) -> None:
    assert (signs.key(one) == signs.key(other)) is same


@pytest.mark.parametrize("word", ["the", "should", "not", "—", "a", "it"])
def test_words_that_tell_little_have_no_key(word: str) -> None:
    assert signs.key(word) == ""
