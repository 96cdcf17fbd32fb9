"""What words for an act mean by themselves: the encoder's table of word pieces, turned onto a few directions.

Two words for one act ("quake", "tremor") lie close even where the text around them has nothing in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np

from onrecord.encoder.decode import Floats
from onrecord.encoder.embedding import Rows, open_rows
from onrecord.encoder.pieces import WordPieces
from onrecord.errors import ModelError

TABLE, WIDTH = "tagger.words", 384


class Space(NamedTuple):
    """The pieces' rows, the vocabulary, the mean of words for acts and the directions in which they differ."""

    rows: Rows
    vocabulary: WordPieces
    mean: Floats
    turn: Floats


@cache
def space() -> Space:
    """The shipped space. Raises ModelError."""
    models = resources.files("onrecord") / "models"
    try:
        with resources.as_file(models / "attribution") as folder:
            rows = open_rows(Path(folder, "model.onnx"), TABLE, WIDTH)
            vocabulary = WordPieces.read(Path(folder, "vocabulary.txt"))
        with (models / "event_coreference" / "axes.npz").open("rb") as file:
            held = np.load(file, allow_pickle=False)
            return Space(rows, vocabulary, *(held[k].astype(np.float32) for k in ("word_mean", "word")))
    except (OSError, KeyError, ValueError) as e:
        raise ModelError(f"the words of models/event_coreference cannot be used ({e}); install onrecord anew") from e


def meaning(words: Sequence[str], verb: bool) -> tuple[Floats, ...]:
    """The vectors of the words for an act together, and of the one that names it: a verb's first, a noun's last."""
    told = [one(w.lower()) for w in words if w]
    return (np.mean(told, axis=0, dtype=np.float32), told[0 if verb else -1]) if told else ()


@lru_cache(maxsize=1 << 14)
def one(word: str) -> Floats:
    """The vector of a word, of length one."""
    held = space()
    turned = held.turn @ (raw(held.rows, held.vocabulary, word) - held.mean)
    length = float(np.linalg.norm(turned))
    return np.asarray(turned / length if length else turned, dtype=np.float32)


def raw(rows: Rows, vocabulary: WordPieces, word: str) -> Floats:
    """The mean of the rows of a word's pieces, of length one."""
    found = rows(vocabulary(word)).mean(0)
    return np.asarray(found / (float(np.linalg.norm(found)) or 1.0), dtype=np.float32)
