"""Words of a text, the class of their letters, and their pieces in a vocabulary."""

from __future__ import annotations

import tracemalloc
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.encoder import pieces
from onrecord.encoder.pieces import WordPieces, shape_of, words

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
TINY = [*SPECIAL, "un", "##aff", "##able", "##a", "##ble", "want", "##ed", '"', "'", "-", "e", "##te", "ete", "港", "a"]


def split(text: str) -> list[str]:
    return [text[s:e] for s, e in words(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("The port is closed.", ["The", "port", "is", "closed", "."]),
        ("“No,” he said—twice", ["“", "No", ",", "”", "he", "said", "—", "twice"]),
        ("U.N. don’t 1,000", ["U", ".", "N", ".", "don", "’", "t", "1", ",", "000"]),
        ("al-Masri", ["al", "-", "Masri"]),
        ("Yıldırım Østergård Ђорђевић", ["Yıldırım", "Østergård", "Ђорђевић"]),
        ("e\u0301te\u0301 etc", ["e\u0301te\u0301", "etc"]),
        ("co\xadoperate", ["co\xadoperate"]),
        ("foo\xad bar", ["foo", "bar"]),
        ("Kestrel-\xadbased", ["Kestrel", "-", "based"]),
        ("\xad", []),
        ("港口关闭", ["港", "口", "关", "闭"]),
        ("王said", ["王", "said"]),
        ("ليلى المصري", ["ليلى", "المصري"]),
        ("said 😀!", ["said", "😀", "!"]),
        ("``go''", ["`", "`", "go", "'", "'"]),
        ("\u0301x", ["\u0301", "x"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_words_of_a_stretch_only() -> None:
    text = "The harbour chief"
    assert [text[s:e] for s, e in words(text, 2, 9)] == ["e", "harbo"]


@given(st.text(max_size=200))
def test_words_are_in_order_and_miss_nothing_but_space(text: str) -> None:
    at = 0
    for s, e in words(text, 0, len(text)):
        assert at <= s < e
        assert all(c.isspace() or c == "\xad" for c in text[at:s])
        assert not any(c.isspace() for c in text[s:e]) or text[s:e] == "\u3000"
        assert text[s] != "\xad"
        at = e
    assert all(c.isspace() or c == "\xad" for c in text[at:])


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("port", "lower"),
        ("Port", "capitalised"),
        ("A", "capitalised"),
        ("NATO", "upper"),
        ("McDonald", "mixed"),
        ("iPhone", "mixed"),
        ("7", "number"),
        ("2024", "number"),
        ("3rd", "number"),
        ("“", "other"),
        (".", "other"),
        ("_x", "other"),
        ("😀", "other"),
        ("İstanbul", "capitalised"),
        ("москва", "lower"),
    ],
)
def test_shape(word: str, name: str) -> None:
    assert ("lower", "capitalised", "upper", "mixed", "number", "other")[shape_of(word)] == name


@given(st.text(min_size=1, max_size=30))
def test_every_word_has_a_shape(word: str) -> None:
    assert 0 <= shape_of(word) < 6


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("unaffable", ["un", "##aff", "##able"]),
        ("UNAFFABLE", ["un", "##aff", "##able"]),
        ("unaffa", ["un", "##aff", "##a"]),
        ("una", ["un", "##a"]),
        ("wanted", ["want", "##ed"]),
        ("wanton", ["[UNK]"]),
        ("zebra", ["[UNK]"]),
        ("Été", ["ete"]),
        ("e\u0301te\u0301", ["ete"]),
        ("un\xadable", ["un", "##able"]),
        ("“", ['"']),
        ("»", ['"']),
        ("’", ["'"]),
        ("—", ["-"]),
        ("港", ["港"]),
        ("\u0301", ["[UNK]"]),
        ("a" * 100, ["a", *["##a"] * 99]),
        ("un" + "a" * 98, ["un", *["##a"] * 98]),
        ("un" + "a" * 99, ["[UNK]"]),
        ("\ud800", ["[UNK]"]),
    ],
)
def test_pieces(word: str, expected: list[str]) -> None:
    assert [TINY[i] for i in WordPieces(TINY)(word)] == expected


def reference(vocabulary: list[str], word: str) -> tuple[int, ...]:
    """The pieces as the papers define them, by a recursion over the word's beginnings."""
    low = unicodedata.normalize("NFD", word.lower())
    plain = "".join(c for c in low if unicodedata.category(c) not in {"Mn", "Cf"})

    def rest(left: str, mark: str) -> list[str] | None:
        if not left:
            return []
        fits = [n for n in range(1, len(left) + 1) if mark + left[:n] in vocabulary]
        if not fits:
            return None
        after = rest(left[max(fits) :], "##")
        return None if after is None else [mark + left[: max(fits)], *after]

    found = rest(plain, "") if 0 < len(plain) <= 100 else None
    return tuple(vocabulary.index(p) for p in found or ["[UNK]"])


LETTERS = "abcéßİ\u0301\xadД港"
STEMS = st.text("abceßд港", min_size=1, max_size=3)


@settings(max_examples=times(300), deadline=None)
@given(st.lists(st.tuples(st.booleans(), STEMS), max_size=20), st.lists(st.text(LETTERS, max_size=12), max_size=8))
def test_pieces_agree_with_a_reference(entries: list[tuple[bool, str]], asked: list[str]) -> None:
    vocabulary = list(dict.fromkeys(SPECIAL + [("##" if goes_on else "") + stem for goes_on, stem in entries]))
    tokenizer = WordPieces(vocabulary)
    for word in [*asked, *asked]:  # the second time from memory
        assert tokenizer(word) == reference(vocabulary, word)


@given(st.text(max_size=150))
def test_any_word_has_pieces(word: str) -> None:
    found = WordPieces(TINY)(word)
    assert found
    assert all(0 <= i < len(TINY) for i in found)


def test_the_number_of_words_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "_REMEMBERED", 50)
    tokenizer, fresh = WordPieces(TINY), WordPieces(TINY)
    for i in range(500):
        assert tokenizer("un" + "a" * (i % 90)) == fresh("un" + "a" * (i % 90))
        assert len(tokenizer._known) <= 50


def test_endless_words_are_not_kept() -> None:
    tokenizer = WordPieces(TINY)
    tracemalloc.start()
    try:
        for i in range(200):
            tokenizer(f"{i:06}" * 10_000)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 2_000_000  # 12 MB were read


def test_a_vocabulary_is_one_piece_a_line(tmp_path: Path) -> None:
    file = tmp_path / "vocabulary.txt"
    file.write_text("\n".join(TINY) + "\n", encoding="utf-8")
    tokenizer = WordPieces.read(file)
    assert [TINY[i] for i in tokenizer("unaffable")] == ["un", "##aff", "##able"]
    assert (tokenizer.unknown, tokenizer.cls, tokenizer.sep) == (1, 2, 3)
