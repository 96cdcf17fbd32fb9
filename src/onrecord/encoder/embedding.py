"""The table of word pieces inside an encoder's file, mapped into memory where it lies: nothing is stored twice.

An ONNX file is a protocol buffer: ModelProto.graph (7), GraphProto.initializer (5), TensorProto.name (8) and raw_data
(9). Only the ways to the two tensors are read.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder.decode import Floats

_GRAPH, _INITIALIZER = 7, 5
_NAME, _RAW = 8, 9
_FIXED = {1: 8, 5: 4}


@dataclass(frozen=True, slots=True)
class Rows:
    """Vectors of word pieces as 8-bit numbers, each row with a scale of its own."""

    rows: NDArray[np.int8]
    scale: Floats

    def __call__(self, pieces: Sequence[int]) -> Floats:
        """The vectors of pieces, in order."""
        at = np.asarray(pieces, dtype=np.intp)
        return np.asarray(self.rows[at] * self.scale[at], dtype=np.float32)


def open_rows(path: Path, name: str, width: int) -> Rows:
    """The table NAME.rows with its NAME.scale in an ONNX file. Raises ValueError where it is not there."""
    with path.open("rb") as file:
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    found: dict[str, tuple[int, int]] = {}
    for number, start, stop in _fields(held, 0, len(held)):
        if number == _GRAPH:
            for inner, a, b in _fields(held, start, stop):
                if inner == _INITIALIZER:
                    tensor = {n: (s, e) for n, s, e in _fields(held, a, b)}
                    if _NAME in tensor and _RAW in tensor:
                        s, e = tensor[_NAME]
                        found[held[s:e].decode("utf-8", "replace")] = tensor[_RAW]
    if f"{name}.rows" not in found or f"{name}.scale" not in found:
        raise ValueError(f"{path.name} holds no table {name} of word pieces")
    rows = _numbers(held, found[f"{name}.rows"], np.int8).reshape(-1, width)
    scale = _numbers(held, found[f"{name}.scale"], np.float32).reshape(-1, 1)
    if len(rows) != len(scale):
        raise ValueError(f"{path.name}: {name} has {len(rows)} rows and {len(scale)} scales")
    return Rows(rows, scale)


def _numbers(held: mmap.mmap, at: tuple[int, int], kind: Any) -> NDArray[Any]:
    start, stop = at
    return np.frombuffer(held, dtype=kind, count=(stop - start) // np.dtype(kind).itemsize, offset=start)


def _fields(held: mmap.mmap, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The fields of a message: number, and where its content starts and stops. Raises ValueError."""
    while at < end:
        key, at = _varint(held, at, end)
        number, wire = key >> 3, key & 7
        if wire == 0:
            start = at
            _, at = _varint(held, at, end)
            yield number, start, at
            continue
        if wire == 2:
            size, at = _varint(held, at, end)
        elif wire in _FIXED:
            size = _FIXED[wire]
        else:
            raise ValueError("not a protocol buffer")
        if at + size > end:
            raise ValueError("a protocol buffer that is cut off")
        yield number, at, at + size
        at += size


def _varint(held: mmap.mmap, at: int, end: int) -> tuple[int, int]:
    value = shift = 0
    while at < end and shift < 64:
        byte = held[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise ValueError("a protocol buffer that is cut off")
