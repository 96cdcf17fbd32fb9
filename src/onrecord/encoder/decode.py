"""Scores of tags -> the best lawful tags and the spans they mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Tagged(NamedTuple):
    """A span of words [first, last) with its role's index, and the mean and the least log probability of its tags."""

    role: int
    first: int
    last: int
    score: float
    least: float = 0.0


def log_softmax(scores: Floats) -> Floats:
    """Log probabilities over the last axis."""
    top = scores - scores.max(-1, keepdims=True)
    return np.asarray(top - np.log(np.exp(top).sum(-1, keepdims=True)), dtype=np.float32)


def best_tags(parts: Sequence[Floats]) -> list[NDArray[np.intp]]:
    """The best tags of every part (words x tags, log probabilities), all parts at once.

    Tags are O, then B and I of each role by turns; I follows only B or I of its role (Viterbi).
    """
    if not parts:
        return []
    tags = parts[0].shape[1]
    lengths = [len(p) for p in parts]
    order = sorted(range(len(parts)), key=lambda k: -lengths[k])
    longest = lengths[order[0]]
    score = np.zeros((longest, len(parts), tags), dtype=np.float32)
    for k, i in enumerate(order):
        score[: lengths[i], k] = parts[i]
    inside = np.arange(2, tags, 2)
    back = np.zeros((longest, len(parts), tags), dtype=np.intp)
    state = score[0].copy()
    state[:, inside] = -1e9
    active = len(parts)
    for t in range(1, longest):
        while lengths[order[active - 1]] <= t:
            active -= 1
        now = state[:active]
        top = now.argmax(1)
        best = np.take_along_axis(now, top[:, None], 1)
        before = np.repeat(top[:, None], tags, 1)
        value = np.repeat(best, tags, 1)
        begun = now[:, inside - 1] > now[:, inside]
        before[:, inside] = np.where(begun, inside - 1, inside)
        value[:, inside] = np.where(begun, now[:, inside - 1], now[:, inside])
        back[t, :active] = before
        state[:active] = value + score[t, :active]
    out: list[NDArray[np.intp]] = [np.zeros(0, dtype=np.intp)] * len(parts)
    for k, i in enumerate(order):
        tag = int(state[k].argmax())
        path = np.zeros(lengths[i], dtype=np.intp)
        for t in range(lengths[i] - 1, -1, -1):
            path[t] = tag
            tag = int(back[t, k, tag])
        out[i] = path
    return out


def spans(tags: NDArray[np.intp], scores: Floats, offset: int = 0) -> list[Tagged]:
    """The spans that lawful tags mark, in order; `offset` is added to their words."""
    out: list[Tagged] = []
    marked = np.flatnonzero(tags)
    if not len(marked):
        return out
    picked = scores[np.arange(len(tags)), tags]
    starts = marked[tags[marked] % 2 == 1]
    for first in starts.tolist():
        last = first + 1
        role = (int(tags[first]) - 1) // 2
        while last < len(tags) and tags[last] == 2 * role + 2:
            last += 1
        sure = picked[first:last]
        out.append(Tagged(role, first + offset, last + offset, float(sure.mean()), float(sure.min())))
    return out


def distance_class(words: int) -> int:
    """The class of a signed distance in words: 8 of doubling width for each sign."""
    size = min(abs(words).bit_length(), 8) if words else 1
    return (size - 1) + (8 if words > 0 else 0)
