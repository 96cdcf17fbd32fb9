"""Passages cut where marks begin and end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.web.marked import CLASSES, runs

TEXT = "Ann Lee said: “We will sign.”"


def span(start: int, end: int) -> Span:
    return Span(doc="d", start=start, end=end, text="")


def test_runs_say_which_part_they_play() -> None:
    passage = Span(doc="d", start=100, end=100 + len(TEXT), text=TEXT)
    marks = {"source": [span(100, 107)], "cue": [span(108, 112)], "content": [span(115, 128)]}
    found = [(r.start, r.text, r.style) for r in runs(passage, marks)]
    assert found == [
        (100, "Ann Lee", "s"), (107, " ", ""), (108, "said", "q"), (112, ": “", ""), (115, "We will sign.", "c b e"),
        (128, "”", ""),
    ]  # fmt: skip


def test_a_mark_within_another_has_the_classes_of_both() -> None:
    passage = Span(doc="d", start=0, end=len(TEXT), text=TEXT)
    found = [(r.text, r.style) for r in runs(passage, {"content": [span(0, 13)], "act": [span(8, 12)]})]
    assert found[:3] == [("Ann Lee ", "c b"), ("said", "c v"), (":", "c e")]


BOUND = st.integers(0, 60)


@given(st.text(max_size=40), st.dictionaries(st.sampled_from(sorted(CLASSES)), st.lists(st.tuples(BOUND, BOUND))))
def test_the_runs_are_the_passage(text: str, marks: dict[str, list[tuple[int, int]]]) -> None:
    passage = Span(doc="d", start=10, end=10 + len(text), text=text)
    found = runs(passage, {role: [span(*sorted(ends)) for ends in some] for role, some in marks.items()})
    assert "".join(r.text for r in found) == text
    assert all(passage.text[r.start - 10 : r.start - 10 + len(r.text)] == r.text for r in found)
