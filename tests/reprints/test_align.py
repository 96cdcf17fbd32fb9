"""Passages: the same words on both sides, to the character, with edits bridged and nothing made up."""

from __future__ import annotations

import pytest
from engine import OTHER, QUOTED, WIRE, edited, invented, passages, texts, words
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.reprints.align import LIKENESS

QUOTE = "We have listened to every captain on this coast, and none of them wants to moor there again"
FIRST, SECOND, THIRD, *_ = WIRE.split("\n\n")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (WIRE, WIRE, [WIRE.rstrip(".")]),
        (WIRE, QUOTED, [QUOTE]),
        (WIRE, OTHER, []),
        (WIRE, OTHER + "\n\n" + THIRD, [THIRD.rstrip(".")]),
        (WIRE, "", []),
        ("", "", []),
        ("Two words.", "Two words.", []),  # too short to say anything
        (f"“{QUOTE},” he said.", f"«{QUOTE}», dit-elle.", [QUOTE]),
        ("He spoke of the ferry crews and their lamp at length.", "Nothing on the ferry crews and their lamp.", []),
    ],
)  # fmt: skip
def test_what_two_texts_share(a: str, b: str, expected: list[str]) -> None:
    assert [x for x, _ in texts(a, b)] == expected
    assert [y for _, y in texts(a, b)] == expected


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("the dam will be empty by the end of the year", "the dam will be full by the end of the year"),  # replaced
        ("the dam will be empty by the end of the year", "the dam will be by the end of the year"),  # left out
        ("the dam will be empty by the end of the year", "the great dam will be empty by the end of the year"),  # in
        ("the dam will be empty by the end of the year", "That dam will be empty by the end of the year"),  # first word
        ("He’s got to be for oil, right?", "He's got to be for oil, right?"),  # another apostrophe
        ("nobody can moor at that rotten old quay", "nobody can safely moor at that rotten old quay"),
    ],
)
def test_an_edited_quotation_is_one_passage_over_all_of_it(here: str, there: str) -> None:
    a = f"{OTHER}\n\n“{here},” she said on the mole."
    b = f"It rained for days. The aide laughed: “{there},” and left for the capital."
    [(x, y)] = texts(a, b)
    assert here.endswith(x.removesuffix("?")) or x in here
    assert len(x.split()) >= len(here.split()) - 1
    assert y in there
    assert passages(a, b)[0].is_quoted


def test_an_idiom_in_two_quotations_is_no_passage() -> None:
    a = "“I told them that at the end of the day we will all have to pay the harbour dues,” Quill said."
    b = "“My father said at the end of the day a boat is a hole in the water,” Tolt wrote."
    assert passages(a, b) == ()


def test_a_quotation_beside_another_is_whole() -> None:
    a = "“Enough of this.” “They have got to be able to win,” he said."
    b = "“They have got to be able to lose,” it was reported of him."
    assert [x for x, _ in texts(a, b)] == ["They have got to be able to"]


def test_shuffled_paragraphs_are_passages_of_their_own() -> None:
    shuffled = "\n\n".join([THIRD, FIRST, SECOND])
    found = texts(WIRE, shuffled)
    assert [x for x, _ in found] == ["\n\n".join([FIRST, SECOND]).rstrip(".”"), THIRD.rstrip(".")]
    assert sum(p.words for p in passages(WIRE, shuffled)) == len(words(shuffled))


def test_a_rewritten_middle_divides_the_passage() -> None:
    new = " ".join(f"word{k}" for k in range(40)) + "."
    found = texts(WIRE, "\n\n".join([FIRST, new, THIRD]))
    assert [y for _, y in found] == [FIRST.rstrip("."), THIRD.rstrip(".")]


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
def test_most_of_an_edited_copy_is_found(share: float) -> None:
    copy = edited(WIRE, share)
    found = passages(WIRE, copy)
    assert sum(p.b_end - p.b for p in found) > 0.8 * len(words(copy))
    assert all(p.likeness >= LIKENESS for p in found)


LETTERS = [*"abcdefghij", "“x", "y”", "der", "die", "das"]
WORDS = st.lists(st.sampled_from(LETTERS), max_size=60).map(" ".join)
MIXED = st.one_of(st.text(max_size=200), WORDS, st.tuples(WORDS, st.just(WIRE), WORDS).map(" ".join))


@settings(max_examples=times(150), deadline=None)
@given(MIXED, MIXED)
def test_passages_hold_what_they_say(a: str, b: str) -> None:
    x, y = words(a), words(b)
    found = passages(a, b)
    at_a: set[int] = set()
    at_b: set[int] = set()
    for p in found:
        assert 0 <= p.a < p.a_end <= len(x)
        assert 0 <= p.b < p.b_end <= len(y)
        assert 0 <= p.quoted <= p.words <= min(p.a_end - p.a, p.b_end - p.b)
        assert x.numbers[p.a] == y.numbers[p.b]  # begins and ends with what is the same
        assert x.numbers[p.a_end - 1] == y.numbers[p.b_end - 1]
        assert not at_a & set(range(p.a, p.a_end))
        assert not at_b & set(range(p.b, p.b_end))
        at_a |= set(range(p.a, p.a_end))
        at_b |= set(range(p.b, p.b_end))


@settings(max_examples=times(60), deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.1, 0.3]))
def test_the_other_way_round_the_same_words_are_shared(seed: int, share: float) -> None:
    a, b = invented(seed), edited(invented(seed), share, seed)
    one = sum(p.words for p in passages(a, b))
    other = sum(p.words for p in passages(b, a))
    assert abs(one - other) <= 0.02 * max(one, other)


@settings(max_examples=times(60), deadline=None)
@given(st.text(min_size=1, max_size=400))
def test_any_text_shares_all_of_itself_or_is_too_short(text: str) -> None:
    found = passages(text, text)
    assert not found or sum(p.words for p in found) <= len(words(text))
