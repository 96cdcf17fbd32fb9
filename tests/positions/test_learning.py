"""Heads that labels make: few change little, many decide, and neither their order nor how often a side is labelled."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.encoder.stance import FEATURES, FLAGS, SIDES
from onrecord.positions.decision import NO_STANCE, Label, Vector
from onrecord.positions.heads import Head, learn
from onrecord.positions.reading import ADDED
from onrecord.vocabulary import STANCES, STRENGTHS

RNG = np.random.default_rng(3)
GENERAL = Head(weights=(RNG.normal(size=(len(SIDES) + len(FLAGS), FEATURES + 1)) / 10).astype(np.float32), model="test")
AXES = RNG.normal(size=(3, FEATURES))
LABELS = [Label(stance=s, strength=t) for s in STANCES for t in ("", *STRENGTHS)] + [Label(stance=NO_STANCE)]


def vector(seed: int, side: int = 0, far: float = 0.0) -> Vector:
    made = np.zeros(ADDED.stop, dtype=np.float64)
    made[:FEATURES] = np.tanh(np.random.default_rng(seed).normal(size=FEATURES) + far * AXES[side])
    return made.astype(np.float16)


def inputs(v: Vector) -> np.ndarray:
    return np.append(v[:FEATURES], 1.0).astype(np.float64)


def said(head: Head, v: Vector) -> str:
    return SIDES[int((head.weights[: len(SIDES)] @ inputs(v)).argmax())]


def sides(head: Head, v: Vector) -> np.ndarray:
    powers = np.exp((head.weights[: len(SIDES)] @ inputs(v)).astype(np.float64))
    return np.asarray(powers / powers.sum())


EXAMPLES = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(LABELS)), min_size=1, max_size=12)


@settings(deadline=None, max_examples=times(40))
@given(EXAMPLES, st.lists(st.integers(41, 60), max_size=5), st.randoms())
def test_no_order_changes_a_byte(rows: list[tuple[int, Label]], others: list[int], order: random.Random) -> None:
    examples, around = [(vector(seed), label) for seed, label in rows], [vector(seed) for seed in others]
    mixed, turned = list(examples), list(around)
    order.shuffle(mixed)
    order.shuffle(turned)
    head = learn(examples, GENERAL, around)
    assert head.to_bytes() == learn(mixed, GENERAL, turned).to_bytes()
    assert np.isfinite(head.weights).all()
    assert (head.labels, head.model) == (len(rows), "test")


def test_without_labels_it_is_the_general_head() -> None:
    assert learn([], GENERAL) is GENERAL


@pytest.mark.parametrize("label", LABELS)
def test_one_label_moves_its_own_side_and_what_is_unlike_it_little(label: Label) -> None:
    v, unlike = vector(1), vector(2)
    learnt = learn([(v, label)], GENERAL)
    before, after = (h.weights.astype(np.float64) @ inputs(v) for h in (GENERAL, learnt))
    before_there, after_there = (h.weights.astype(np.float64) @ inputs(unlike) for h in (GENERAL, learnt))
    sides = {"conditional": ("support", "oppose"), NO_STANCE: ("none",)}.get(label.stance, (label.stance,))
    mine = [SIDES.index(s) for s in sides]

    def chance(scores: np.ndarray) -> float:
        powers = np.exp(scores[: len(SIDES)])
        return float(powers[mine].sum() / powers.sum())

    assert chance(before) < chance(after)
    assert abs(chance(after_there) - chance(before_there)) < 0.2
    flags = len(SIDES) + np.arange(len(FLAGS))
    taken = label.stance in ("support", "oppose", "conditional")
    assert (after[flags[0]] != before[flags[0]]) == taken
    assert (after[flags[1]] != before[flags[1]]) == (taken and bool(label.strength))


def test_labels_teach_what_the_general_head_does_not_know() -> None:
    names = ("support", "oppose", NO_STANCE)
    examples = [(vector(i, i % 3, 0.5), Label(stance=names[i % 3])) for i in range(96)]
    unseen = [(vector(1000 + i, i % 3, 0.5), names[i % 3]) for i in range(150)]

    def right(head: Head) -> int:
        return sum(said(head, v) == name for v, name in unseen)

    counts = [right(learn(examples[:n], GENERAL)) for n in (0, 9, 48, 96)]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0] + 30


def test_what_is_labelled_most_is_not_taken_for_what_is_said_most() -> None:
    """A reviewer who labels nine statements for and one against does not make everything support."""
    examples = [(vector(i), Label(stance="support" if i < 9 else "oppose")) for i in range(10)]
    head = learn(examples, GENERAL)
    bias = head.weights[:, -1] - GENERAL.weights[:, -1]
    assert abs(bias[0] - bias[1]) < 0.3  # odds of 1.3 to 1, where nine to one were labelled


def test_what_nobody_judged_stays_as_the_general_head_has_it() -> None:
    """Twelve sides were judged and nothing else: the crowd of statements like them takes no side now."""
    quiet = Head(weights=GENERAL.weights.copy(), model="test")
    quiet.weights[SIDES.index(NO_STANCE), -1] += 3.0  # most of what is read takes no side
    judged = [(vector(i, far=0.3), Label(stance="support")) for i in range(12)]
    others = [vector(100 + i, far=0.2) for i in range(60)]
    free, held = learn(judged, quiet), learn(judged, quiet, others)
    unseen = [vector(300 + i, far=0.2) for i in range(100)]
    none = SIDES.index(NO_STANCE)
    was, alone, kept = (np.mean([sides(h, v)[none] for v in unseen]) for h in (quiet, free, held))
    assert alone + 0.05 < kept < was
    assert np.mean([sides(held, v)[0] for v, _ in judged]) > np.mean([sides(quiet, v)[0] for v, _ in judged])
