"""Words with a vector of their meaning: the input table of all-MiniLM-L6-v2, turned and cut."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file

_WIDTH = 64
_MOST = 13000  # words kept, the commonest


def table(base: Path, wanted: Collection[str]) -> tuple[list[str], Any]:
    """The commonest whole words of letters in the vocabulary and those wanted, and a row of `_WIDTH` numbers each."""
    words = (base / "vocab.txt").read_text("utf-8").split("\n")
    rows = load_file(base / "model.safetensors")["embeddings.word_embeddings.weight"]
    at = [i for i, w in enumerate(words[: len(rows)]) if w.isalpha() and len(w) > 1]
    held = rows[at].astype(np.float64)
    held -= held.mean(axis=0)
    _, vectors = np.linalg.eigh(held.T @ held)
    out = held @ vectors[:, ::-1][:, :_WIDTH]
    out /= out.std(axis=0)
    keep = [k for k, i in enumerate(at) if k < _MOST or words[i] in wanted]
    return [words[at[k]] for k in keep], out[keep].astype(np.float32)
