"""Scores of tags -> the best lawful tags; tags -> spans."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from effort import times
from onrecord.encoder.decode import Floats, Tagged, best_tags, distance_class, log_softmax, spans


@st.composite
def scores(draw: st.DrawFn, most: int = 5, roles: int | None = None, least: int = 1) -> Floats:
    """Scores of up to `most` words, whole numbers, so that sums are exact."""
    tags = 1 + 2 * (roles or draw(st.integers(1, 2)))
    words = draw(st.integers(least, most))
    flat = draw(st.lists(st.integers(-20, 0), min_size=words * tags, max_size=words * tags))
    return np.array(flat, dtype=np.float32).reshape(words, tags)


def lawful(tags: tuple[int, ...] | list[int]) -> bool:
    """I (even) only after B or I of its own role."""
    return all(t == 0 or t % 2 == 1 or (k > 0 and tags[k - 1] in (t, t - 1)) for k, t in enumerate(tags))


def total(part: Floats, tags: tuple[int, ...] | list[int]) -> float:
    return float(sum(part[k, t] for k, t in enumerate(tags)))


@settings(max_examples=times(200), deadline=None)
@given(scores())
def test_tags_are_lawful_and_no_lawful_ones_are_better(part: Floats) -> None:
    (best,) = best_tags([part])
    words, tags = part.shape
    found = [int(t) for t in best]
    assert len(found) == words
    assert lawful(found)
    assert total(part, found) == max(total(part, t) for t in product(range(tags), repeat=words) if lawful(t))


@settings(max_examples=times(100), deadline=None)
@given(st.lists(scores(most=30, roles=3), max_size=6))
def test_parts_do_not_touch_each_other(parts: list[Floats]) -> None:
    together = best_tags(parts)
    assert len(together) == len(parts)
    for part, best in zip(parts, together, strict=True):
        assert best.tolist() == best_tags([part])[0].tolist()
        assert lawful(best.tolist())


def test_nothing_to_tag() -> None:
    assert best_tags([]) == []


@pytest.mark.parametrize("role", range(3))
@pytest.mark.parametrize("words", [1, 2, 300])
def test_a_span_begins_with_its_b_even_where_the_i_is_likelier(words: int, role: int) -> None:
    part = np.full((words, 7), -9, dtype=np.float32)
    part[:, 2 * role + 2] = -1
    part[:, 2 * role + 1] = -2
    (best,) = best_tags([part])
    assert best.tolist() == [2 * role + 1] + [2 * role + 2] * (words - 1)


def tags_of(text: str) -> NDArray[np.intp]:
    """ "O B0 I0 B2" as tags."""
    return np.array([0 if t == "O" else 1 + 2 * int(t[1]) + (t[0] == "I") for t in text.split()], dtype=np.intp)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O O O", []),
        ("B0", [(0, 0, 1)]),
        ("B0 I0 O", [(0, 0, 2)]),
        ("B0 B0 I0", [(0, 0, 1), (0, 1, 3)]),
        ("B2 I2 B1 O B0 I0 I0", [(2, 0, 2), (1, 2, 3), (0, 4, 7)]),
        ("I0 I0 B1", [(1, 2, 3)]),  # the rest of a span that began in the paragraph before
        ("B0 I1", [(0, 0, 1)]),
    ],
)
def test_spans(tags: str, expected: list[tuple[int, int, int]]) -> None:
    marked = tags_of(tags)
    part = np.full((len(marked), 7), -0.5, dtype=np.float32)
    assert [s[:3] for s in spans(marked, part)] == expected
    assert [s[:3] for s in spans(marked, part, 10)] == [(r, a + 10, b + 10) for r, a, b in expected]


def test_a_span_knows_the_mean_and_the_least_of_its_tags() -> None:
    part = np.full((3, 3), -9, dtype=np.float32)
    part[0, 1], part[1, 2], part[2, 2] = -0.25, -1, -0.25
    assert spans(tags_of("B0 I0 I0"), part) == [Tagged(0, 0, 3, -0.5, -1.0)]


@settings(max_examples=times(100), deadline=None)
@given(scores(most=30, roles=3))
def test_spans_are_disjoint_and_in_order(part: Floats) -> None:
    (best,) = best_tags([part])
    found = spans(best, part)
    at = 0
    for s in found:
        assert at <= s.first < s.last <= len(part)
        assert s.least <= s.score <= 0
        at = s.last
    covered = sum(s.last - s.first for s in found)
    assert covered == int(np.count_nonzero(best))


@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=8))
def test_log_softmax_gives_probabilities(values: list[int]) -> None:
    out = log_softmax(np.array([values, values[::-1]], dtype=np.float32))
    assert out.dtype == np.float32
    assert np.all(out <= 0)
    assert np.allclose(np.exp(out).sum(-1), 1, atol=1e-4)
    assert int(out[0].argmax()) == values.index(max(values))


@pytest.mark.parametrize(
    ("words", "expected"),
    [(0, 0), (-1, 0), (-2, 1), (-3, 1), (-4, 2), (-128, 7), (-5000, 7), (1, 8), (2, 9), (3, 9), (4, 10), (128, 15)],
)
def test_distance_class(words: int, expected: int) -> None:
    assert distance_class(words) == expected


@given(st.integers(-100_000, 100_000))
def test_distances_have_one_of_sixteen_classes(words: int) -> None:
    assert 0 <= distance_class(words) < 16
    assert words == 0 or distance_class(words) == (distance_class(-words) + 8) % 16
