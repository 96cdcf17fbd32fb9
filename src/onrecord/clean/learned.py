"""The line model: furniture that no rule knows, by the look, the words and the place of a line.

A small network (models/junk, made by training/junk) reads all blocks of a text with the labels the rules gave them, and
says of each open one how likely it is furniture. It speaks after the rules and only of lines they left open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord.clean.lines import Block
from onrecord.clean.traits import traits, words_of

LONGEST = 60  # words of a line that is looked at
_KINDS = ("related", "widget", "notice")
_NEAR = 2  # lines from which a line takes the kind of its furniture
AROUND = 2  # lines above and below that the second layer sees


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """The weights: a table of words, two layers, and from what score on a line is furniture."""

    words: dict[str, int]
    table: Any
    layers: tuple[tuple[Any, Any], ...]
    threshold: float


@cache
def net() -> Net:
    """The shipped weights."""
    import numpy as np

    with files("onrecord").joinpath("models", "junk", "model.npz").open("rb") as file:
        held = np.load(file, allow_pickle=False)
        words = bytes(held["words"]).decode("utf-8").split("\n")
        table = held["table"].astype(np.float32) * held["scale"]
        layers = tuple((held[f"w{k}"].astype(np.float32), held[f"b{k}"].astype(np.float32)) for k in (1, 2, 3))
        threshold = float(held["threshold"])
    return Net(words={w: i for i, w in enumerate(words)}, table=table, layers=layers, threshold=threshold)


def eligible(b: Block) -> bool:
    """Whether the model may speak of this block."""
    return b.open and b.count <= LONGEST


def label(found: Sequence[Block]) -> None:
    """Labels open lines that are furniture by the model; never all that is open."""
    if not any(eligible(b) for b in found):
        return
    scores = score(found, net())
    taken = [eligible(b) and s >= net().threshold for b, s in zip(found, scores, strict=True)]
    if all(t or not b.open for b, t in zip(found, taken, strict=True)):
        return
    for i, b in enumerate(found):
        if taken[i]:
            b.set(_kind(found, i), "learned")


def _kind(found: Sequence[Block], i: int) -> str:
    near = (found[i + step] for k in range(1, _NEAR + 1) for step in (-k, k) if 0 <= i + step < len(found))
    return next((b.label for b in near if b.label in _KINDS), "other")


def score(found: Sequence[Block], held: Net) -> Any:
    """How likely each block is furniture, 0 to 1."""
    import numpy as np

    said = [words_of(b.line) for b in found]
    x = np.concatenate([np.asarray(traits(found, said), dtype=np.float32), _lexical(said, held)], axis=1)
    (w1, b1), (w2, b2), (w3, b3) = held.layers
    h = np.maximum(x @ w1 + b1, 0)
    n, width = h.shape
    padded = np.zeros((n + 2 * AROUND, width), dtype=np.float32)
    padded[AROUND : AROUND + n] = h
    wide = np.concatenate([padded[k : k + n] for k in range(2 * AROUND + 1)] + [np.tile(h.mean(axis=0), (n, 1))], axis=1)
    z = np.maximum(wide @ w2 + b2, 0) @ w3 + b3
    return 1 / (1 + np.exp(-np.clip(z[:, 0], -30, 30)))


def _lexical(said: Sequence[Sequence[str]], held: Net) -> Any:
    """For each line the mean, the greatest and the first of its words' vectors, and the share of unknown words."""
    import numpy as np

    width = held.table.shape[1]
    out = np.zeros((len(said), 3 * width + 1), dtype=np.float32)
    for i, row in enumerate(said):
        at = [k for w in row if (k := held.words.get(w.lower())) is not None]
        if at:
            found = held.table[at]
            out[i, :width] = found.mean(axis=0)
            out[i, width : 2 * width] = found.max(axis=0)
            first = held.words.get(row[0].lower())
            if first is not None:
                out[i, 2 * width : 3 * width] = held.table[first]
        out[i, -1] = 1 - len(at) / len(row) if row else 0
    return out
