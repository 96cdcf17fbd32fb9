"""Prompts: what is kept where a text is too long, and which part each piece plays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.encoder.prompt import ASKED, CONTENT, CONTEXT, CUE, PARTS, PROPOSITION, SOURCE, lay_out

EDGES = (-1, -2)


def split(word: str) -> list[int]:
    """A piece for each letter, so that numbers show what was kept."""
    return [ord(c) for c in word]


def shown(rows: tuple[list[int], list[int]], part: int) -> str:
    return "".join(chr(i) for i, p in zip(*rows, strict=True) if p == part and i >= 0)


def test_a_short_text_is_kept_whole() -> None:
    text = [("Then ", CONTEXT), ("she", SOURCE), (" said", CUE), (" no war", CONTENT)]
    rows = lay_out(split, EDGES, text, [("War is bad", PROPOSITION)])
    assert shown(rows, CONTEXT) == "Then"
    assert shown(rows, SOURCE) == "she"
    assert shown(rows, CUE) == "said"
    assert shown(rows, CONTENT) == "nowar"
    assert shown(rows, PROPOSITION) == "Warisbad"
    assert [i for i in rows[0] if i < 0] == [-1, -2, -2]


def test_context_goes_before_the_statement_does() -> None:
    text = [("a" * 80, CONTEXT), ("bbb", SOURCE), ("c" * 30, CONTENT), ("d" * 80, CONTEXT)]
    rows = lay_out(split, EDGES, text, [("e", PROPOSITION)], longest=60)
    assert shown(rows, SOURCE) == "bbb"
    assert shown(rows, CONTENT) == "c" * 30
    assert len(rows[0]) <= 60


def test_of_a_long_content_the_beginning_and_the_end_stay() -> None:
    rows = lay_out(split, EDGES, [("b" * 50 + "m" * 200 + "e" * 15, CONTENT)], [("p", PROPOSITION)], longest=70)
    kept = shown(rows, CONTENT)
    assert kept.startswith("b" * 40)
    assert kept.endswith("e" * 15)
    assert len(rows[0]) == 70


@given(
    st.lists(st.tuples(st.text(max_size=40), st.integers(0, PARTS - 1)), max_size=12),
    st.text(max_size=120),
    st.integers(ASKED + 8, 128),
)
def test_no_prompt_is_longer_than_told(text: list[tuple[str, int]], about: str, longest: int) -> None:
    ids, parts = lay_out(split, EDGES, text, [(about, PROPOSITION)], longest)
    assert len(ids) == len(parts) <= longest
    assert (ids[0], ids[-1]) == EDGES
    assert set(parts) <= set(range(PARTS))
