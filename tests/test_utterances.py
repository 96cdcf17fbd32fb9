"""Which statements tell one utterance: tables of two tellings, and the groups that pairs make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.utterances import Pair, Told, by_place, by_words, groups, key, rank

WORDS = "we will open the gates on friday whatever happens to the valley"


def told(n: int, document: int | None = None, start: int = 0, **changes: object) -> Told:
    text = str(changes.pop("text", WORDS))
    base = Told(
        n=n, document=document or n, id=f"s{n:03}", kind="direct", content=((start, start + len(text)),), text=text,
        names=frozenset({"karadal"}), day=date(2022, 6, 10), since=None, until=None,
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


JUNE = date(2022, 6, 1)
SAME_WORDS = {
    "two outlets, a day apart": ({}, {"day": date(2022, 6, 11)}, True),
    "a week apart: a phrase that is said again": ({}, {"day": date(2022, 6, 20)}, False),
    "another speaker": ({}, {"names": frozenset({"zurqani"})}, False),
    "the speaker of one is not known": ({}, {"names": frozenset()}, True),
    "said on days that cannot be one": (
        {"since": JUNE, "until": JUNE},
        {"since": date(2022, 6, 8), "until": date(2022, 6, 8)},
        False,
    ),
    "said on neighbouring days: before and after midnight": (
        {"since": JUNE, "until": JUNE},
        {"since": date(2022, 6, 2), "until": date(2022, 6, 2)},
        True,
    ),
    "one article is not dated": ({}, {"day": None}, False),
    "twice in one article, undated": ({"day": None}, {"day": None, "document": 1}, True),
}


@pytest.mark.parametrize("name", SAME_WORDS)
def test_the_same_quoted_words(name):
    a, b, one = SAME_WORDS[name]
    assert (by_words(told(1, **a), told(2, **b)) is not None) is one


KEYS = {
    "quoted": (told(1), True),
    "of other case and marks": (
        told(1, text="We will open the gates on Friday, whatever happens to the valley!"),
        True,
    ),
    "reported": (told(1, kind="indirect"), False),
    "four words are anybody's": (told(1, text="we will not sign"), False),
    "so many words stand in a passage": (told(1, text="word " * 31), False),
}


@pytest.mark.parametrize("name", KEYS)
def test_only_short_quotations_are_found_by_their_words(name):
    statement, found = KEYS[name]
    assert (key(statement) == key(told(2))) is found


LONG = "the gates will open on friday and the families will be housed before the water comes to the first village"
PLACES = {
    # name: (kind, content of b from, to) beside a's whole content of len(LONG), and whether they are one
    "the same stretch": ("direct", 0, len(LONG), True),
    "most of it": ("direct", 0, 60, True),
    "a cut quotation": ("direct", 0, 48, True),
    "two quoted words": ("direct", 0, 9, False),
    "reported, and a small part only": ("indirect", 0, 40, False),
    "elsewhere": ("direct", len(LONG) + 10, len(LONG) + 60, False),
}


@pytest.mark.parametrize("name", PLACES)
def test_contents_in_a_shared_passage(name):
    kind, start, end, one = PLACES[name]
    a = told(1, text=LONG)
    b = told(2, text=(LONG + " " * 100)[start:end], start=start, kind=kind)
    found = by_place([a], {1: [(0, len(LONG))]}, [b], 1.0)
    assert bool(found) is one


def test_an_utterance_and_one_told_inside_it_stay_apart():
    outer, inner = told(1, text=LONG), told(2, 1, 40, text=LONG[40:])
    other_outer, other_inner = told(3, 2, text=LONG), told(4, 2, 40, text=LONG[40:])
    there = {1: [(0, len(LONG))], 2: [(40, len(LONG))]}
    found = by_place([outer, inner], there, [other_outer, other_inner], 1.0)
    assert {(p.a, p.b) for p in found} == {(1, 3), (2, 4)}


def test_nothing_is_one_on_days_that_cannot_be():
    a = told(1, text=LONG, since=JUNE, until=JUNE)
    b = told(2, text=LONG, since=date(2023, 1, 1), until=date(2023, 1, 31))
    assert not by_place([a], {1: [(0, len(LONG))]}, [b], 1.0)


def test_two_statements_of_an_article_are_not_joined_by_a_third_that_holds_both():
    first, second = told(1, 1, 0, text=LONG[:50]), told(2, 1, 60, text=LONG[60:])
    both = told(3, 2, text=LONG)
    made = groups(
        {1: first, 2: second, 3: both}, [Pair(a=1, b=3, score=0.7, why=""), Pair(a=2, b=3, score=0.6, why="")]
    )
    assert [[t.n for t, _ in g] for g in made] == [[1, 3]]


FILLED = "the level at the gauge below the dam stood at {} metres on the morning of the day"
NUMBERS = {
    "one outlet's form, filled in anew": ("Gazette", "Gazette", "17", "18", False),
    "in words": ("Gazette", "Gazette", "seventeen", "eighteen", False),
    "of no known outlet": (None, None, "17", "18", False),
    "another outlet's figure is a change of what was said": ("Gazette", "Post", "17", "18", True),
    "the same figure": ("Gazette", "Gazette", "17", "17", True),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_other_numbers(name):
    mine, theirs, one_number, other, one = NUMBERS[name]
    a = told(1, text=FILLED.format(one_number), outlet=mine)
    b = told(2, text=FILLED.format(other), outlet=theirs)
    assert bool(by_place([a], {1: list(b.content)}, [b], 1.0)) is one


def test_a_headline_and_the_quotation_below_it_are_joined():
    first, again = told(1, 1, 0), told(2, 1, 200)
    made = groups({1: first, 2: again}, [Pair(a=1, b=2, score=0.9, why="")])
    assert [[t.n for t, _ in g] for g in made] == [[1, 2]]


ORDER = [
    (told(1), True, "a copy"),
    (told(2, day=None), False, "undated"),
    (told(3), False, "dated"),
    (told(4, day=date(2022, 6, 9)), False, "earlier"),
]


def test_an_utterance_is_counted_as_the_earliest_of_its_originals():
    ranked = sorted(ORDER, key=lambda x: rank(x[0], copy=x[1]).order())
    assert [name for _, _, name in ranked] == ["earlier", "dated", "undated", "a copy"]


pairs = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from([0.5, 0.7, 0.9])).filter(lambda p: p[0] < p[1]),
    max_size=20,
    unique_by=lambda p: p[:2],
)


@given(pairs, st.randoms())
def test_groups_are_disjoint_and_do_not_depend_on_the_order_of_pairs(some, chance):
    all_told = {n: told(n, n // 2 + 1, 100 * (n % 2), text=WORDS if n % 3 else LONG) for n in range(10)}
    made = [Pair(a=a, b=b, score=s, why="") for a, b, s in some]
    first = groups(all_told, made)
    chance.shuffle(made)
    assert sorted([t.n for t, _ in g] for g in first) == sorted([t.n for t, _ in g] for g in groups(all_told, made))
    members = [t.n for g in first for t, _ in g]
    assert len(members) == len(set(members))
    for g in first:
        assert len(g) > 1
        assert all(t.n in (p.a, p.b) for t, p in g)
