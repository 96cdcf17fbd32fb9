"""Across a passage: where what stands here stands there."""

from __future__ import annotations

import pytest
from engine import WIRE, edited, words
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.model import Passage, Span
from onrecord.reprints.align import shared
from onrecord.reprints.mapping import map_span, turned

HERE = "He told us: “They will turn for one night. We know every pylon here,” and he laughed out loud at that."
THERE = (
    "Quoth the chief: ‘They shall turn for ONE night. We know nearly every pylon here’ and he laughed out loud at it."
)


def passage(a: str, b: str) -> Passage:
    x, y = words(a), words(b)
    [s] = shared(x, y)

    def side(doc: str, text: str, start: int, end: int) -> Span:
        return Span(doc=doc, start=start, end=end, text=text[start:end])

    return Passage(
        a=side("a", a, int(x.starts[s.a]), int(x.ends[s.a_end - 1])),
        b=side("b", b, int(y.starts[s.b]), int(y.ends[s.b_end - 1])),
        words=s.words,
        likeness=s.likeness,
        quoted=s.is_quoted,
    )


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("They will turn for one night", "They shall turn for ONE night"),
        ("“They will turn for one night.", "‘They shall turn for ONE night."),
        ("We know every pylon here", "We know nearly every pylon here"),
        ("We know every pylon here,”", "We know nearly every pylon here’"),
        ("will turn", "shall turn"),
        ("every pylon", "every pylon"),
        ("will", None),  # that word is another there
        ("He told us: “They will", None),  # begins before the passage
        ("laughed out loud at that", None),  # ends after it
        (": “", None),  # no words at all
    ],
)
def test_map_span(here: str, there: str | None) -> None:
    p = passage(HERE, THERE)
    start = HERE.index(here)
    found = map_span(p, HERE, THERE, start, start + len(here))
    assert (THERE[slice(*found)] if found else None) == there


def test_the_way_back() -> None:
    p = turned(passage(HERE, THERE))
    start = THERE.index("They shall")
    found = map_span(p, THERE, HERE, start, start + len("They shall turn"))
    assert found is not None
    assert HERE[slice(*found)] == "They will turn"


@settings(max_examples=times(60), deadline=None)
@given(st.integers(0, 100), st.integers(1, 60))
def test_identical_texts_map_to_the_same_place(first: int, count: int) -> None:
    w = words(WIRE)
    start, end = int(w.starts[first]), int(w.ends[min(len(w), first + count) - 1])
    whole = Span(doc="a", start=0, end=len(WIRE), text=WIRE)
    p = Passage(a=whole, b=whole, words=len(w), likeness=1.0, quoted=False)
    assert map_span(p, WIRE, WIRE, start, end) == (start, end)


def test_words_that_stand_are_found_at_their_place_in_an_edited_copy() -> None:
    copy = edited(WIRE, 0.1, seed=9)
    x, y = words(WIRE), words(copy)
    for s in shared(x, y):
        a = Span(doc="a", start=int(x.starts[s.a]), end=int(x.ends[s.a_end - 1]), text="")
        b = Span(doc="b", start=int(y.starts[s.b]), end=int(y.ends[s.b_end - 1]), text="")
        p = Passage(a=a, b=b, words=s.words, likeness=s.likeness, quoted=False)
        for phrase in ("none of them wants", "promised to put the matter", "the ice comes"):
            at = WIRE.index(phrase)
            if a.start <= at and at + len(phrase) <= a.end and phrase in copy:
                found = map_span(p, WIRE, copy, at, at + len(phrase))
                assert found is not None
                assert copy[slice(*found)] == phrase
