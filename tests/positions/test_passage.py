"""What is read of a statement: its sentences, each stretch with its part, and the sentence before them."""

from __future__ import annotations

import pytest

from onrecord.encoder.prompt import CONTENT, CONTEXT, CUE, SOURCE
from onrecord.positions import passage
from tests.positions.spoken_factory import spoken

CASES = [
    # article, the sentences read, the sentence before them
    ("It rained. {Mr. Oda} <said> [no]. Then it snowed.", "Mr. Oda said no.", "It rained."),
    ("{Oda} <said> [no] on Monday, in Lund. Next.", "Oda said no on Monday, in Lund.", ""),
    ("A first line\n{Oda}: [No.] A last.", "Oda: No.", "A first line"),
    ("“[We will not go.]” {Gen. Oda} <said>. “[Not ever.]” More.", "“We will not go.” Gen. Oda said. “Not ever.", ""),
    ("One. Two! [Three?]", "Three?", "Two!"),
]


@pytest.mark.parametrize(("article", "read", "lead"), CASES)
def test_sentences(article: str, read: str, lead: str) -> None:
    s = spoken(article)
    start, end = passage.extent(s)
    assert s.text[start:end].strip("” ") == read.strip("” ")
    a, b = passage.before(s, start)
    assert s.text[a:b] == lead


def test_stretches_play_their_parts() -> None:
    s = spoken("It rained. {Oda} <said> [no] on Monday. Next.")
    assert passage.segments(s, lead=True) == [
        ("It rained.", CONTEXT),
        ("Oda", SOURCE),
        ("said", CUE),
        ("no", CONTENT),
        (" on Monday.", CONTEXT),
    ]


@pytest.mark.parametrize("lead", [True, False])
def test_stretches_are_in_order_and_apart(lead: bool) -> None:
    for article, *_ in CASES:
        found = passage.stretches(spoken(article), lead)
        assert all(a < b for a, b, _ in found)
        assert all(one[1] <= other[0] for one, other in zip(found, found[1:], strict=False))
