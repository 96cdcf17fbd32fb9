"""Prompts: what is kept where a text is too long, and which part each piece plays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.encoder import signs
from onrecord.encoder.prompt import ASKED, CONTENT, CONTEXT, CUE, PARTS, PROPOSITION, SOURCE, Prompt, lay_out

EDGES = (-1, -2)


def split(word: str) -> list[int]:
    """A piece for each letter, so that numbers show what was kept."""
    return [ord(c) for c in word]


def shown(prompt: Prompt, part: int) -> str:
    return "".join(chr(i) for i, p in zip(prompt.ids, prompt.parts, strict=True) if p == part and i >= 0)


def test_a_short_text_is_kept_whole() -> None:
    text = [("Then ", CONTEXT), ("she", SOURCE), (" said", CUE), (" no war", CONTENT)]
    rows = lay_out(split, EDGES, text, [("War is bad", PROPOSITION)])
    assert shown(rows, CONTEXT) == "Then"
    assert shown(rows, SOURCE) == "she"
    assert shown(rows, CUE) == "said"
    assert shown(rows, CONTENT) == "nowar"
    assert shown(rows, PROPOSITION) == "Warisbad"
    assert [i for i in rows.ids if i < 0] == [-1, -2, -2]


def test_context_goes_before_the_statement_does() -> None:
    text = [("a" * 80, CONTEXT), ("bbb", SOURCE), ("c" * 30, CONTENT), ("d" * 80, CONTEXT)]
    rows = lay_out(split, EDGES, text, [("e", PROPOSITION)], longest=60)
    assert shown(rows, SOURCE) == "bbb"
    assert shown(rows, CONTENT) == "c" * 30
    assert len(rows.ids) <= 60


def test_of_a_long_content_the_beginning_and_the_end_stay() -> None:
    rows = lay_out(split, EDGES, [("b" * 50 + "m" * 200 + "e" * 15, CONTENT)], [("p", PROPOSITION)], longest=70)
    kept = shown(rows, CONTENT)
    assert kept.startswith("b" * 40)
    assert kept.endswith("e" * 15)
    assert len(rows.ids) == 70


@given(
    st.lists(st.tuples(st.text(max_size=40), st.integers(0, PARTS - 1)), max_size=12),
    st.text(max_size=120),
    st.integers(ASKED + 8, 128),
)
def test_no_prompt_is_longer_than_told(text: list[tuple[str, int]], about: str, longest: int) -> None:
    made = lay_out(split, EDGES, text, [(about, PROPOSITION)], longest)
    assert len(made.ids) == len(made.parts) == len(made.signs) == len(made.shared) <= longest
    assert (made.ids[0], made.ids[-1]) == EDGES
    assert set(made.parts) <= set(range(PARTS))
    assert set(made.signs) <= set(range(signs.SIGNS))


def test_signs_tell_how_words_lean_and_which_of_them_both_sides_have() -> None:
    text = [("She", SOURCE), (" opposes", CUE), (" closing the gates, isn't for it", CONTENT)]
    made = lay_out(lambda word: [len(word)], EDGES, text, [("The gates should stay open.", PROPOSITION)])
    classes = [signs.CLASSES[s % len(signs.CLASSES)] for s in made.signs]
    assert classes[2:4] == ["against", "end"]
    assert classes[9] == "not"  # the t of "isn't"
    assert [key for key in made.shared if key] == ["gat", "gat"]
    assert [s >= len(signs.CLASSES) for s in made.signs] == [bool(key) for key in made.shared]
