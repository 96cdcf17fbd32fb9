"""The line model: furniture that no rule knows, by the look, the words and the place of a line.

A small network (models/junk, made by training/junk) reads all blocks of a text with the labels the rules gave them, and
says of each open one how likely it is furniture. It speaks after the rules and only of lines they left open.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord.clean import dateline
from onrecord.clean.lines import Block
from onrecord.clean.traits import traits, words_of

LONGEST = 60  # words of a line that is looked at
AROUND = 2  # lines above and below that the second layer sees
THRESHOLDS = APART, INSIDE, NEAR = (0.97, 0.95, 0.9)  # alone among paragraphs; in the article; else
NEVER = 2.0
_SURE = 0.95  # a line that is itself furniture for those near it
_NEAR = 2  # lines
_POINT = 3  # words of a point in a list, which may be the article's own
_KINDS = ("related", "widget", "notice")
_FURNITURE = (*_KINDS, "masthead", "caption", "other")
_SAMPLE = 8  # paragraphs that tell the language
_ENGLISH = 0.6  # of the words of the paragraphs are known: the model has learned English only


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """The weights: a table of words and three layers."""

    words: dict[str, int]
    table: Any
    layers: tuple[tuple[Any, Any], ...]


@cache
def net() -> Net:
    """The shipped weights."""
    import numpy as np

    with files("onrecord").joinpath("models", "junk", "model.npz").open("rb") as file:
        held = np.load(file, allow_pickle=False)
        words = bytes(held["words"]).decode("utf-8").split("\n")
        table = held["table"].astype(np.float32) * held["scale"]
        layers = tuple((held[f"w{k}"].astype(np.float32), held[f"b{k}"].astype(np.float32)) for k in (1, 2, 3))
    return Net(words={w: i for i, w in enumerate(words)}, table=table, layers=layers)


def eligible(b: Block) -> bool:
    """Whether the model may speak of this block."""
    return b.open and b.count <= LONGEST


def label(found: Sequence[Block]) -> None:
    """Labels open lines that are furniture by the model; never all that is open."""
    if not any(eligible(b) for b in found):
        return
    said = [words_of(b.line) for b in found]
    if not _is_english(found, said, net().words):
        return
    scores = score(found, said, net())
    least = _least(found, scores)
    taken = [eligible(b) and s >= t and not _is_dateline(b) for b, s, t in zip(found, scores, least, strict=True)]
    if all(t or not b.open for b, t in zip(found, taken, strict=True)):
        return
    kinds = [(b, _kind(found, i)) for i, (b, t) in enumerate(zip(found, taken, strict=True)) if t]
    for b, kind in kinds:
        b.set(kind, "learned")


def _is_dateline(b: Block) -> bool:
    """A line with the article's place and day, which a rule that reads fields may want: not for the model."""
    return dateline.find(b.line) is not None or dateline.is_dated(b.line)


def _is_english(found: Sequence[Block], said: Sequence[Sequence[str]], known: Container[str]) -> bool:
    """Whether most words of the paragraphs, or of all lines where there is none, are words the model knows."""
    rows = [row for b, row in zip(found, said, strict=True) if b.open and b.solid][:_SAMPLE] or said
    words = [w.lower() in known for row in rows for w in row]
    return sum(words) >= _ENGLISH * len(words)


def _least(found: Sequence[Block], scores: Sequence[float]) -> list[float]:
    """The score from which on each line is furniture.

    It is higher for a line alone among paragraphs and where no rule has found furniture. The point of a list needs some
    nearby.
    """
    solid = [b.open and b.solid for b in found]
    first = next((i for i, s in enumerate(solid) if s), 0)
    last = max((i for i, s in enumerate(solid) if s), default=-1)
    page = any(b.label in _FURNITURE for b in found)
    boxed = [b.label in _FURNITURE or (b.open and s >= _SURE) for b, s in zip(found, scores, strict=True)]
    out = []
    for i, b in enumerate(found):
        near = any(boxed[max(0, i - _NEAR) : i]) or any(boxed[i + 1 : i + 1 + _NEAR])
        if b.bullet and b.count >= _POINT:
            out.append(APART if near else NEVER)
        elif not page or (0 < i < len(found) - 1 and solid[i - 1] and solid[i + 1]):
            out.append(APART)
        else:
            out.append(NEAR if near or not first < i < last else INSIDE)
    return out


def _kind(found: Sequence[Block], i: int) -> str:
    """The kind of the nearest furniture."""
    near = (found[i + step] for k in range(1, _NEAR + 1) for step in (-k, k) if 0 <= i + step < len(found))
    return next((b.label for b in near if b.label in _KINDS), "other")


def score(found: Sequence[Block], said: Sequence[Sequence[str]], held: Net) -> Any:
    """How likely each block is furniture, 0 to 1; `said`: its words, by `words_of`."""
    import numpy as np

    x = np.concatenate([np.asarray(traits(found, said), dtype=np.float32), _lexical(said, held)], axis=1)
    (w1, b1), (w2, b2), (w3, b3) = held.layers
    h = np.maximum(_times(x, w1) + b1, 0)
    n, width = h.shape
    padded = np.zeros((n + 2 * AROUND, width), dtype=np.float32)
    padded[AROUND : AROUND + n] = h
    wide = np.concatenate(
        [padded[k : k + n] for k in range(2 * AROUND + 1)] + [np.tile(h.mean(axis=0), (n, 1))], axis=1
    )
    z = _times(np.maximum(_times(wide, w2) + b2, 0), w3) + b3
    return 1 / (1 + np.exp(-np.clip(z[:, 0], -30, 30)))


def _times(a: Any, b: Any) -> Any:
    """The product of two small matrices, without the threads that a linear algebra library would start for it."""
    import numpy as np

    return np.einsum("ij,jk->ik", a, b)


def _lexical(said: Sequence[Sequence[str]], held: Net) -> Any:
    """For each line the mean, the greatest and the first of its words' vectors, and the share of unknown words."""
    import numpy as np

    rows = [[held.words.get(w.lower(), -1) for w in row] for row in said]
    known = [[k for k in row if k >= 0] for row in rows]
    width = held.table.shape[1]
    out = np.zeros((len(said), 3 * width + 1), dtype=np.float32)
    out[:, -1] = [1 - len(k) / len(row) if row else 0 for k, row in zip(known, rows, strict=True)]
    some = [i for i, k in enumerate(known) if k]
    if some:
        sizes = np.array([len(known[i]) for i in some])
        starts = np.cumsum(sizes) - sizes
        found = held.table[[k for i in some for k in known[i]]]
        out[some, :width] = np.add.reduceat(found, starts, axis=0) / sizes[:, None]
        out[some, width : 2 * width] = np.maximum.reduceat(found, starts, axis=0)
        first = [i for i in some if rows[i][0] >= 0]
        out[first, 2 * width : 3 * width] = held.table[[rows[i][0] for i in first]]
    return out
