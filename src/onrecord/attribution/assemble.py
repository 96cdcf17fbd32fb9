"""Spans and links of the encoder -> attributions as ranges of words."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from onrecord.encoder.decode import Floats, Tagged, distance_class
from onrecord.encoder.pieces import OTHER
from onrecord.encoder.sheet import INSIDE, OUTSIDE, UNCLOSED, Sheet

SOURCE, CUE, CONTENT = range(3)
_MARKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkWeights:
    """What the links need besides the vectors: weights by distance (2 x 16), and the vector of no source."""

    near: Floats
    nobody: Floats

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> LinkWeights:
        near, nobody = (np.asarray(settings[k], dtype=np.float32) for k in ("near", "nobody"))
        return cls(near=near, nobody=nobody)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One attribution in words: its cue, its contents, its source or none, and how sure each part is."""

    cue: Tagged
    contents: tuple[Tagged, ...]
    source: Tagged | None
    content_link: float
    source_link: float


def bundles(found: Sequence[Tagged], links: Floats, at: Sequence[int], weights: LinkWeights) -> list[Bundle]:
    """The attributions among the spans of one window: every content to a cue, every cue to a source or none.

    `links` holds the vectors of the window's words, `at` the position in it of each span's first word.
    Where the window has no cue there is none; a cue without content is left out.
    """
    roles: list[list[tuple[Tagged, int]]] = [[], [], []]
    for span, i in zip(found, at, strict=True):
        roles[span.role].append((span, i))
    sources, cues, contents = roles
    if not cues or not contents:
        return []
    size = links.shape[1] // 4
    asks, answers, cue_asks, source_answers = (links[:, k * size : (k + 1) * size] for k in range(4))
    rows = [i for _, i in contents]
    columns = [i for _, i in cues]
    score = asks[rows] @ answers[columns].T / math.sqrt(size) + _near(contents, cues, weights.near[0])
    chosen = score.argmax(1)
    sure = _softmax(score).max(1)
    by_cue: defaultdict[int, list[int]] = defaultdict(list)
    for k, c in enumerate(chosen.tolist()):
        by_cue[c].append(k)
    keys = np.concatenate([source_answers[[i for _, i in sources]], weights.nobody[None]])
    extra = np.concatenate([_near(cues, sources, weights.near[1]), np.zeros((len(cues), 1), np.float32)], 1)
    probability = _softmax(cue_asks[columns] @ keys.T / math.sqrt(size) + extra)
    out: list[Bundle] = []
    for c in sorted(by_cue):
        k = int(probability[c].argmax())
        out.append(
            Bundle(
                cue=cues[c][0],
                contents=tuple(contents[i][0] for i in by_cue[c]),
                source=sources[k][0] if k < len(sources) else None,
                content_link=float(np.mean([sure[i] for i in by_cue[c]])),
                source_link=float(probability[c, k]),
            )
        )
    return out


def carried_on(bundle: Bundle, contents: Sequence[Tagged], sheet: Sheet) -> Bundle:
    """The bundle with those contents that go on with the quotation in which its last one breaks off."""
    kept = list(bundle.contents)
    for piece in contents:
        last = kept[-1].last
        between = range(last, piece.first)
        marks = all(sheet.shape[i] == OTHER for i in between) and len(between) <= _MARKS
        if marks and sheet.quote[last - 1] in (INSIDE, UNCLOSED) and sheet.quote[piece.first] != OUTSIDE:
            kept.append(piece)
    return replace(bundle, contents=tuple(kept))


def _near(asking: Sequence[tuple[Tagged, int]], answering: Sequence[tuple[Tagged, int]], weights: Floats) -> Floats:
    out = np.zeros((len(asking), len(answering)), dtype=np.float32)
    for i, (a, _) in enumerate(asking):
        for j, (b, _) in enumerate(answering):
            out[i, j] = weights[distance_class(b.first - a.first)]
    return out


def _softmax(score: Floats) -> Floats:
    power = np.exp(score - score.max(-1, keepdims=True))
    return np.asarray(power / power.sum(-1, keepdims=True), dtype=np.float32)
