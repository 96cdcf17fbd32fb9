"""Pairs worth a look: whoever shares enough, in bounded number, whatever the partition."""

from __future__ import annotations

import numpy as np
import pytest
from engine import WIRE, invented, words
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.reprints import candidates as room
from onrecord.reprints.candidates import FEW, FIRST, candidates
from onrecord.reprints.grams import RUN, WINDOW, fingerprint, runs


def pairs(prints: list[list[int]], outlets: list[int] | None = None) -> set[tuple[int, int]]:
    made = [np.unique(np.array(p, dtype=np.uint64) * 2) for p in prints]
    sizes = np.array([len(p) for p in made], dtype=np.int64)
    whose = np.array(outlets or [-1] * len(prints), dtype=np.int64)
    return {(a, b) for a, b, _ in candidates(sizes, whose, lambda: enumerate(made))}


LISTS = st.lists(st.lists(st.integers(0, 2**62), max_size=30), max_size=20)


@settings(max_examples=times(60), deadline=None)
@given(LISTS, st.lists(st.integers(0, 40), max_size=60))
def test_partitions_do_not_matter(prints: list[list[int]], common: list[int]) -> None:
    every = [p + [c * 2**56 for c in common[k : k + 9]] for k, p in enumerate(prints)]
    whole = pairs(every)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "POSTINGS", 7)
        assert pairs(every) == whole


@given(LISTS)
@settings(max_examples=times(60), deadline=None)
def test_pairs_are_of_two_and_in_order(prints: list[list[int]]) -> None:
    assert all(0 <= a < b < len(prints) for a, b in pairs(prints))


def test_two_numbers_of_few_are_enough_and_one_is_not() -> None:
    own = [[1000 * k + n for n in range(1, 100)] for k in range(3)]
    assert pairs([own[0] + [7], own[1] + [7], own[2]]) == set()
    assert pairs([own[0] + [7, 8], own[1] + [7, 8], own[2]]) == {(0, 1)}


def test_what_stands_everywhere_is_told_of_the_first_only() -> None:
    many = FEW * 4
    found = pairs([[*range(1, 40), *range(10**6 * (k + 1), 10**6 * (k + 1) + 300)] for k in range(many)])
    assert {a for a, _ in found if a < FIRST} == set(range(FIRST))
    assert len(found) < (FIRST + 3) * many


def test_standing_text_of_an_outlet_does_not_speak_for_its_articles() -> None:
    prints = [[*range(1, 20), *range(10**6 * (k + 1), 10**6 * (k + 1) + 300)] for k in range(6)]
    assert len(pairs(prints)) == 15
    assert pairs(prints, [3] * 6) == set()
    assert len(pairs(prints, [0, 0, 1, 1, 2, 2])) == 15


def test_eight_words_in_a_row_always_share_a_number() -> None:
    rnd = np.random.default_rng(1)
    for _ in range(200):
        shared = rnd.integers(0, 2**63, RUN + WINDOW - 1, dtype=np.uint64)
        one = np.concatenate([rnd.integers(0, 2**63, 50, dtype=np.uint64), shared])
        other = np.concatenate([shared, rnd.integers(0, 2**63, 50, dtype=np.uint64)])
        from onrecord.reprints.grams import _winnowed

        assert np.intersect1d(_winnowed(runs(one, RUN)), _winnowed(runs(other, RUN))).size


def test_fingerprints_are_of_words_alone() -> None:
    plain = WIRE.replace("“", "").replace("”", "")
    assert set(fingerprint(words(plain)).tolist()) <= set(fingerprint(words(WIRE)).tolist())
    assert np.array_equal(fingerprint(words(plain)), fingerprint(words(plain.upper().replace("\n\n", "  "))))
    assert len(fingerprint(words(""))) == 0
    assert len(fingerprint(words("Four words are few"))) == 0
    a = set(fingerprint(words(invented(1))).tolist())
    assert not a & set(fingerprint(words(invented(2))).tolist())
