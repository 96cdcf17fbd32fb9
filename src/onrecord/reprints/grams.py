"""What an article is found by: some of its runs of words, as numbers.

Runs of five words are thinned by winnowing (Schleimer, Wilkerson, Aiken 2003): of every four neighbours the smallest
number is kept, so two texts that share eight words in a row always share one kept run. Inside quotation marks every
run of four words is kept, because a shared quotation is short and often edited; and so are its first three words with
its last three, which a change in its middle leaves alone.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from onrecord.reprints.wording import Numbers, Wording

VERSION = 1  # of all that decides which runs are kept; fingerprints of another version are made anew
RUN, QUOTED_RUN, WINDOW = 5, 4, 4
LEAST_QUOTED = 6  # words; shorter quotations (names, scare quotes) are no quotations to be found by
EDGE, MOST_FRAMED = 3, 16  # words at either end, of quotations of at most so many

QUOTED_BIT = np.uint64(1)  # of a kept number: it is of a run in quotation marks
_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(32)


def runs(numbers: Numbers, length: int) -> Numbers:
    """One number for every run of `length` words, in order; equal for equal runs of one length, else (nearly) never."""
    count = len(numbers) - length + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    out = np.full(count, length, dtype=np.uint64)
    for k in range(length):
        out = (out * _ODD) ^ numbers[k : k + count]
        out *= _MIX
        out ^= out >> _SHIFT
    return out


def fingerprint(words: Wording) -> Numbers:
    """The numbers an article is found by, each once, in order of size."""
    kept = _winnowed(runs(words.numbers, RUN)) & ~QUOTED_BIT
    quoted = runs(words.numbers, QUOTED_RUN)
    if len(quoted) and words.quoted.any():
        inside, frames = _in_quotations(words)
        kept = np.concatenate([kept, quoted[inside[: len(quoted)]] | QUOTED_BIT, frames | QUOTED_BIT])
    made: Numbers = np.unique(kept)
    return made


def _winnowed(every: Numbers) -> Numbers:
    if len(every) <= WINDOW:
        return every.min(keepdims=True) if len(every) else every
    windows = sliding_window_view(every, WINDOW)
    least: Numbers = every[np.unique(windows.argmin(axis=1) + np.arange(len(windows)))]
    return least


def _in_quotations(words: Wording) -> tuple[NDArray[np.bool_], Numbers]:
    """At which words a run of `QUOTED_RUN` begins that lies in one quotation of some length; and the numbers of the
    edges of short quotations."""
    starts = np.flatnonzero(np.diff(words.quotation, prepend=0) != 0)
    ends = np.append(starts[1:], len(words))
    inside = np.zeros(len(words), dtype=np.bool_)
    frames: list[Numbers] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if words.quotation[start] and end - start >= LEAST_QUOTED:
            inside[start : end - QUOTED_RUN + 1] = True
            if end - start <= MOST_FRAMED:
                frames.append(np.concatenate([words.numbers[start : start + EDGE], words.numbers[end - EDGE : end]]))
    made = np.concatenate([runs(f, 2 * EDGE) for f in frames]) if frames else np.zeros(0, dtype=np.uint64)
    return inside, made
