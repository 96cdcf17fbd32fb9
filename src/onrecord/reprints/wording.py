"""The words of an article as numbers, with where they stand and whether they are quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from onrecord.findings import Range
from onrecord.model import Part
from onrecord.reprints.quoted import quoted_ranges
from onrecord.vocabulary import ARTICLE_LABELS

Numbers = NDArray[np.uint64]
Places = NDArray[np.int64]

# Scripts written without spaces: each sign counts as a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+(?:['’][^\W{_UNSPACED}]+)*")
_MOST_CACHED = 500_000
_numbers: dict[str, int] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of one article, in order: `numbers` are equal where words are (case and apostrophes aside).

    `starts` and `ends` are characters of the text; `quotation` numbers the quotation each word stands in from 1, 0
    where it stands in none, and `quoted` says which stand in any.
    """

    numbers: Numbers
    starts: Places
    ends: Places
    quotation: NDArray[np.int32]
    quoted: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.numbers)

    def same(self, other: Wording) -> bool:
        """Whether two articles have the same words throughout."""
        return np.array_equal(self.numbers, other.numbers)


def article_ranges(text: str, parts: Sequence[Part]) -> tuple[Range, ...]:
    """Where the article stands in the text; a text without parts is all article."""
    if not parts:
        return ((0, len(text)),) if text else ()
    return tuple((p.start, p.end) for p in parts if p.label in ARTICLE_LABELS)


def read_words(text: str, ranges: Sequence[Range]) -> Wording:
    """The words of these ranges of a text. An empty text has none."""
    spans = [m.span() for start, end in ranges for m in WORD.finditer(text, start, end)]
    known = [_number(text[s:e]) for s, e in spans]
    at = np.array(spans, dtype=np.int64).reshape(-1, 2)
    starts, ends = at[:, 0].copy(), at[:, 1].copy()
    inside = np.zeros(len(spans), dtype=np.int32)
    for k, (start, end) in enumerate(quoted_ranges(text, ranges), 1):
        inside[np.searchsorted(starts, start) : np.searchsorted(starts, end)] = k
    return Wording(np.array(known, dtype=np.uint64), starts, ends, inside, inside > 0)


def _number(word: str) -> int:
    found = _numbers.get(word)
    if found is None:
        if len(_numbers) >= _MOST_CACHED:
            for old in list(islice(_numbers, _MOST_CACHED // 4)):
                _numbers.pop(old, None)
        folded = fold(word).encode("utf-8", "surrogatepass")
        found = _numbers[word] = int.from_bytes(blake2b(folded, digest_size=8).digest(), "little")
    return found


def fold(word: str) -> str:
    """A word as it is compared: case and the form of apostrophes aside."""
    return word.casefold().replace("’", "'")
