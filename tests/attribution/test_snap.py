"""Spans of words -> ranges of characters, whole at words and at quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.attribution.quotes import quotations
from onrecord.attribution.rules import Read
from onrecord.attribution.snap import Snapper
from onrecord.encoder.decode import Tagged
from onrecord.encoder.pieces import WordPieces, words
from onrecord.encoder.sheet import Passage, Sheet, make_sheet
from onrecord.findings import Range

VOCABULARY = WordPieces(["[CLS]", "[SEP]", "[UNK]"])


def snapper(text: str, dateline: str = "", cuts: frozenset[int] = frozenset()) -> tuple[Snapper, Sheet]:
    quoted = [(q.start, q.end) for q in quotations(text, 0, len(text))]
    sheet = make_sheet(text, [Passage(start=0, end=len(text))], VOCABULARY)
    got = Read(finds=[], paragraphs=[], quoted=quoted, datelines=[(0, len(dateline))] if dateline else [])
    return Snapper(text, sheet, got, cuts), sheet


def tagged(sheet: Sheet, text: str, marked: str) -> Tagged:
    """The words of the first occurrence of `marked`."""
    start = text.index(marked)
    inside = [i for i, s in enumerate(sheet.start) if start <= s < start + len(marked)]
    return Tagged(2, inside[0], inside[-1] + 1, -0.1)


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        # what is marked without its quotation marks takes them, and the stop or comma before the closing one
        ("“The port is closed,” said Ana.", "The port is closed", "“The port is closed,”"),
        ("“The port is closed,” said Ana.", "“The port is closed", "“The port is closed,”"),
        ("“The port is closed,” said Ana.", "The port is closed,”", "“The port is closed,”"),
        ('"The port is closed," said Ana.', "The port is closed", '"The port is closed,"'),
        ("‘The port is closed,’ said Ana.", "The port is closed", "‘The port is closed,’"),
        ("``The port is closed,'' said Ana.", "The port is closed", "``The port is closed,''"),
        ("„The port is closed“, said Ana.", "The port is closed", "„The port is closed“"),
        ("«The port is closed», said Ana.", "The port is closed", "«The port is closed»"),
        ("« The port is closed », said Ana.", "The port is closed", "« The port is closed »"),
        ("»The port is closed«, said Ana.", "The port is closed", "»The port is closed«"),
        ("”The port is closed,” said Ana.", "The port is closed", "”The port is closed,”"),
        ("“Is the port closed?” asked Ana.", "Is the port closed", "“Is the port closed?”"),
        ("“The port is closed …” said Ana.", "The port is closed", "“The port is closed …”"),
        ("“‘Shut’ is the word,” said Ana.", "Shut’ is the word", "“‘Shut’ is the word,”"),
        # a content that ends inside stays inside; one that begins before keeps its beginning
        ("“The port is closed,” said Ana.", "The port", "“The port"),
        ("“The port is closed,” said Ana.", "is closed", "is closed,”"),
        ("“The port is closed,” said Ana.", "port is", "port is"),
        ("Ana said the port was “closed”.", "the port was “closed", "the port was “closed”"),
        ("Ana said the port was “closed”.", "the port was", "the port was"),
        ("Ana said “closed” ports stay so.", "closed” ports stay so", "“closed” ports stay so"),
        # without quotation nothing grows
        ("Ana said the port was closed.", "the port was closed", "the port was closed"),
        ("Ana said the dockers’ port was closed.", "the dockers", "the dockers"),
        # what is left open runs to the end
        ("Ana said: “The port is closed.", "The port is closed", "“The port is closed."),
    ],
)
def test_a_content_takes_the_marks_of_its_quotation(text: str, marked: str, expected: str) -> None:
    snap, sheet = snapper(text)
    ((start, end),) = snap.content([tagged(sheet, text, marked)])
    assert text[start:end] == expected


def test_two_contents_that_meet_in_a_mark_are_one() -> None:
    text = "“The port is closed,” said Ana."
    snap, sheet = snapper(text)
    pieces = [tagged(sheet, text, "The port"), tagged(sheet, text, "is closed")]
    assert [text[s:e] for s, e in snap.content(pieces)] == ["“The port", "is closed,”"]
    pieces = [tagged(sheet, text, "The port is closed"), tagged(sheet, text, ",”")]
    assert [text[s:e] for s, e in snap.content(pieces)] == ["“The port is closed,”"]


def test_contents_come_in_order_of_the_text() -> None:
    text = "“We stay,” said Ana. “We wait.”"
    snap, sheet = snapper(text)
    pieces = [tagged(sheet, text, "We wait"), tagged(sheet, text, "We stay")]
    assert [text[s:e] for s, e in snap.content(pieces)] == ["“We stay,”", "“We wait.”"]


def test_sources_and_cues_are_their_words() -> None:
    text = "“The port is closed,” said “Iron” Ana."
    snap, sheet = snapper(text)
    assert [text[s:e] for s, e in snap.plain(tagged(sheet, text, "Iron” Ana"))] == ["Iron” Ana"]


PARTS = [
    "word",
    "Ana",
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "``",
    "''",
    "said,",
    ".",
    "…",
    "—",
    "don’t",
    "😀",
    "港",
]


@settings(max_examples=times(300), deadline=None)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=25), st.booleans(), st.data())
def test_snapping_only_adds_marks(parts: list[str], spaced: bool, data: st.DataObject) -> None:
    text = (" " if spaced else "").join(parts)
    snap, sheet = snapper(text)
    count = len(sheet.start)
    cuts = sorted(data.draw(st.sets(st.integers(0, count), min_size=2, max_size=6))) if count > 1 else [0, count]
    pieces = [Tagged(2, a, b, -0.1) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    found = snap.content(pieces)
    # a piece that is marks alone says nothing and is dropped
    pieces = [p for p in pieces if any(c.isalnum() for c in text[sheet.start[p.first] : sheet.end[p.last - 1]])]
    assert bool(found) == bool(pieces)
    assert list(found) == sorted(found)
    assert all(a[1] < b[0] for a, b in zip(found, found[1:], strict=False))
    for s, e in found:
        assert 0 <= s < e <= len(text)
        assert text[s:e] == text[s:e].strip()
    added = letters(text, found) - {i for p in pieces for i in range(p.first, p.last)}
    assert letters(text, found) >= {i for p in pieces for i in range(p.first, p.last)}
    assert not any(text[sheet.start[i]].isalnum() for i in added)


def letters(text: str, ranges: tuple[Range, ...]) -> set[int]:
    """The words (by number) that lie wholly in the ranges."""
    return {i for i, (s, e) in enumerate(words(text, 0, len(text))) if any(a <= s and e <= b for a, b in ranges)}


@pytest.mark.parametrize("marked", ["MIRNA — “The port is closed", "— “The port is closed", "“The port is closed"])
def test_a_dateline_belongs_to_no_span(marked: str) -> None:
    text = "MIRNA — “The port is closed,” said Ana."
    made, sheet = snapper(text, dateline="MIRNA — ")
    (content,) = made.content([tagged(sheet, text, marked)])
    assert text[slice(*content)] == "“The port is closed,”"
    (source,) = made.plain(tagged(sheet, text, "MIRNA — “The"))
    assert text[slice(*source)] == "“The"


def test_a_quotation_cut_by_a_window_is_taken_whole() -> None:
    text = "Ana said: “The port is closed. It stays so. Nobody knows why.” He left."
    _, sheet = snapper(text)
    first = tagged(sheet, text, "“The port is closed.")
    made, _ = snapper(text, cuts=frozenset([first.last]))
    (content,) = made.content([first])
    assert text[slice(*content)] == "“The port is closed. It stays so. Nobody knows why.”"
    uncut, _ = snapper(text)
    assert text[slice(*uncut.content([first])[0])] == "“The port is closed."


def test_bullets_and_marks_alone_are_no_content() -> None:
    text = "> We will not pay.\n• Nor will we.\n“"
    made, sheet = snapper(text)
    pieces = [
        tagged(sheet, text, "> We will not pay."),
        tagged(sheet, text, "• Nor will we."),
        tagged(sheet, text, "“"),
    ]
    assert [text[s:e] for s, e in made.content(pieces)] == ["We will not pay.", "Nor will we."]
