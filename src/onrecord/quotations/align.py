"""The best alignment of the words of a quotation with a part of what the record has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

SAME, CHANGED, PUT_IN, LEFT_OUT = "same", "changed", "put in", "left out"
_ALIKE, _UNLIKE = 1.0, 1.2  # a word for another that begins like it, or not: less than putting in and leaving out
_PUT_IN = 1.1  # more than leaving a word out: where either explains the rest, more words are the same
_EDITOR = 0.1  # a word in [brackets] for whatever stands there
_NEAR_EDITOR = 0.3  # leaving out what [brackets] replace
_BEGINNING = 3  # letters that make two words alike
_CLOSE = 1e-3
OMISSION = 5  # words left out in a row, unmarked, that make two pieces of what was one


@dataclass(frozen=True, slots=True)
class Step:
    """One word of the quotation (`here`), of the record (`there`), or one of each."""

    op: str
    here: int | None
    there: int | None


def align(
    here: Sequence[str],
    there: Sequence[str],
    breaks: Collection[int] = (),
    editorial: Collection[int] = (),
    silent: float | None = None,
) -> list[Step]:
    """The steps from a part of `there` to all of `here`.

    What stands before and after that part costs nothing, nor what is left out at `breaks`. `silent` is what leaving
    out OMISSION words or more in a row costs, however many; None: each of them costs.
    """
    import numpy as np

    number = {k: i for i, k in enumerate(dict.fromkeys([*here, *there]))}
    wanted, other = [number[k] for k in here], np.array([number[k] for k in there], dtype=np.int32)
    heads = {k: i for i, k in enumerate(dict.fromkeys(k[:_BEGINNING] for k in number))}
    other_heads = np.array([heads[k[:_BEGINNING]] for k in there], dtype=np.int32)
    size, width = len(here), len(there)
    table = np.zeros((size + 1, width + 1), dtype=np.float64)
    positions = np.arange(width + 1, dtype=np.float64)
    for i in range(1, size + 1):
        word = here[i - 1]
        put_in = _EDITOR / 2 if i - 1 in editorial else _PUT_IN
        if i - 1 in editorial:
            cost = np.where(other == wanted[i - 1], 0.0, _EDITOR).astype(np.float64)
        else:
            unlike = np.where(other_heads == heads[word[:_BEGINNING]], _ALIKE, _UNLIKE)
            cost = np.where(other == wanted[i - 1], 0.0, unlike).astype(np.float64)
        row = table[i - 1] + np.float64(put_in)
        np.minimum(row[1:], table[i - 1][:-1] + cost, out=row[1:])
        skip = _skipping(i, size, breaks, editorial)
        if skip is not None:
            if silent is not None and width >= OMISSION:
                lowest = np.minimum.accumulate(row)
                np.minimum(row[OMISSION:], lowest[:-OMISSION] + silent, out=row[OMISSION:])
            row = np.minimum.accumulate(row - skip * positions) + skip * positions
        table[i] = row
    return _back(table, here, there, breaks, editorial, silent)


def _skipping(i: int, size: int, breaks: Collection[int], editorial: Collection[int]) -> float | None:
    """What leaving out a word of the record costs after `i` words of the quotation; None: not to be done."""
    if i == size:
        return None
    if i in breaks:
        return 0.0
    return _NEAR_EDITOR if i in editorial or i - 1 in editorial else 1.0


def _back(
    table: np.ndarray,
    here: Sequence[str],
    there: Sequence[str],
    breaks: Collection[int],
    editorial: Collection[int],
    silent: float | None,
) -> list[Step]:
    size = len(here)
    i, j = size, int(table[size].argmin())
    out: list[Step] = []
    while i > 0:
        value = float(table[i, j])
        diagonal = float(table[i - 1, j - 1]) if j else float("inf")
        same = bool(j) and here[i - 1] == there[j - 1]
        skip = _skipping(i, size, breaks, editorial)
        if same and abs(value - diagonal) < _CLOSE:
            i, j = i - 1, j - 1
            out.append(Step(SAME, i, j))
        elif j and abs(value - diagonal - _for_another(here[i - 1], there[j - 1], i - 1 in editorial)) < _CLOSE:
            i, j = i - 1, j - 1
            out.append(Step(CHANGED, i, j))
        elif j and skip is not None and abs(value - float(table[i, j - 1]) - skip) < _CLOSE:
            j -= 1
            out.append(Step(LEFT_OUT, None, j))
        elif silent is not None and skip is not None and (low := _omission(table[i], j, value - silent)) is not None:
            out += [Step(LEFT_OUT, None, k) for k in range(j - 1, low - 1, -1)]
            j = low
        else:
            i -= 1
            out.append(Step(PUT_IN, i, None))
    out.reverse()
    return out


def _omission(row: np.ndarray, j: int, value: float) -> int | None:
    """Where a silent omission that ends before word `j` begins, the nearest such place; None where none does."""
    for low in range(j - OMISSION, -1, -1):
        if abs(float(row[low]) - value) < _CLOSE:
            return low
    return None


def _for_another(word: str, other: str, editor: bool) -> float:
    """What a word costs where the record has another."""
    if editor:
        return _EDITOR
    return _ALIKE if word[:_BEGINNING] == other[:_BEGINNING] else _UNLIKE
