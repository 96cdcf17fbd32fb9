"""Text and statements that are made to break the reading of conditions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.model import Part, Span, Statement
from onrecord.positions.condition_words import hits, lowered, markers, shapes
from onrecord.positions.conditions import find
from onrecord.vocabulary import CONDITION_EFFECTS, CONDITION_POLARITIES

LONG = times(20_000, 8_000)
_PHRASES = sorted({p for row in (*markers(), *shapes()) for p in row.phrases})
_TEXTS = st.lists(
    st.one_of(
        st.sampled_from(_PHRASES),
        st.sampled_from([", ", ". ", "“", "”", '"', " ", "\n\n", "; ", " — ", "(", ")", "İ", "\ud800", "\0", "’"]),
        st.sampled_from(["we will", "the army", "leaves", "must", "no", "not", "he said", "war", "was", "that"]),
        st.text(max_size=5),
    ),
    max_size=30,
).map(" ".join)


def statement(text: str, ranges: list[tuple[int, int]], name: str = "s", within: str | None = None) -> Statement:
    return Statement(
        id=name, doc="d", source=(), cue=(), speaker="a", kind="direct", act="assertion", score=1.0, why="", by="",
        content=tuple(Span(doc="d", start=s, end=e, text=text[s:e]) for s, e in ranges), within=within,
    )  # fmt: skip


@settings(deadline=None)
@given(_TEXTS, st.lists(st.tuples(st.integers(-5, 300), st.integers(-5, 300)), max_size=6))
def test_whatever_the_text_its_conditions_slice_true(text: str, ranges: list[tuple[int, int]]) -> None:
    every = statement(text, [(0, len(text))])
    some = [statement(text, [r], f"s{k}", within="s") for k, r in enumerate(ranges)]
    given_ = [every, statement(text, ranges, "all", within="all"), *some]
    found = find(text, given_, ())
    assert found == find(text, given_, ())
    assert len({c.id for c in found}) == len(found)
    for c in found:
        assert c.spans
        assert all(s.text == text[s.start : s.end] and s.text for s in (*c.spans, *c.consequence))
        assert c.polarity in CONDITION_POLARITIES
        assert c.effect in CONDITION_EFFECTS
        assert 0 < c.score < 1


@settings(deadline=None)
@given(_TEXTS)
def test_words_are_found_in_order_and_apart(text: str) -> None:
    low = lowered(text)
    assert len(low) == len(text)
    done = 0
    for hit in hits(low):
        assert done <= hit.start < hit.end
        done = hit.end


@pytest.mark.parametrize(
    "words", [*_PHRASES[::7], "if (", "“if ", "no x, ", "then we ", "pay, and we will ", "if\n", ", "]
)
def test_a_hostile_article_is_read_to_its_end(words: str) -> None:
    text = ((words + " ") * LONG)[:LONG]
    some = [statement(text, [(k, LONG - k)], f"s{k}") for k in range(50)]
    for c in find(text, some, ()):
        assert all(s.text == text[s.start : s.end] for s in (*c.spans, *c.consequence))


def test_only_the_article_is_read() -> None:
    text = "We will sign if they leave.\n\nWe will sing if they stay."
    parts = [Part(start=0, end=27, label="related"), Part(start=29, end=len(text), label="body")]
    found = find(text, [statement(text, [(0, len(text))])], parts)
    assert [s.text for c in found for s in c.spans] == ["if they stay"]


def test_lines_that_are_wrapped_are_read_as_one() -> None:
    lines = [
        "The minister said on Monday that the army will leave the valley if the",
        "rebels have laid down their arms.",
    ]
    text = "\n".join(["The minister spoke to reporters for an hour in the old town hall and", *lines])
    found = find(text, [statement(text, [(0, len(text))])], ())
    assert [s.text for c in found for s in c.spans] == ["if the\nrebels have laid down their arms"]


def test_nothing_said_has_no_conditions() -> None:
    assert find("We will sign if they leave.", [], ()) == []
    assert find("We will sign if they leave.", [statement("", [(0, 0)])], ()) == []
