"""Words left out silently: two or more pieces of one passage quoted as if they stood side by side.

Word by word such a cut costs more than to call the smaller piece changed. Where a passage has nearly all pairs of
words of the quotation, it is aligned once more, with long omissions at one price; what comes of it is taken only where
every piece is one that says something.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from onrecord.quotations.align import CHANGED, LEFT_OUT, OMISSION, PUT_IN, SAME, Step, align
from onrecord.quotations.lexicon import lexicon
from onrecord.quotations.tokens import Word

WEIGHT = 3  # words that a silent omission counts for, however long it is
_PRICES = (1.9, 3.4)  # for two words in a row that are the same again, and for four
_WHOLE = 4  # words of a piece that may stand in another sentence than the rest
_LEAST = 2  # words of a piece
_PAIRED = 0.75  # of the words of the quotation that must stand beside a word that they stand beside in the passage
_GAIN = 2  # words that must be the same beyond those of the plain alignment
_SAME_SHARE = 0.75  # of the words of a piece
_CELLS = 4_000_000  # words of the one times words of the other: more are not aligned again


def aligned(
    here: Sequence[Word], there: Sequence[Word], breaks: Collection[int], editorial: Collection[int], plain: list[Step]
) -> list[Step]:
    """The steps with words left out silently where those explain more; else the plain ones."""
    same = sum(s.op == SAME for s in plain)
    if len(here) - len(editorial) - same < _GAIN or len(here) * len(there) > _CELLS:
        return plain
    keys, others = [w.key for w in here], [w.key for w in there]
    if not _is_paired(keys, others):
        return plain
    for price in _PRICES:
        found = align(keys, others, breaks, editorial, price)
        gained = sum(s.op == SAME for s in found) - same
        if gained >= _GAIN and _holds(here, there, found):
            return found
    return plain


def omissions(steps: Sequence[Step]) -> Iterator[tuple[int, int]]:
    """The steps, from and to, that leave out OMISSION words or more in a row without a mark."""
    at = 0
    for op, run in groupby(steps, lambda s: s.op):
        size = len(list(run))
        if op == LEFT_OUT and size >= OMISSION:
            yield at, at + size
        at += size


def _is_paired(keys: Sequence[str], others: Sequence[str]) -> bool:
    pairs = set(zip(others, others[1:], strict=False))
    both = [pair in pairs for pair in zip(keys, keys[1:], strict=False)]
    covered = sum(before or after for before, after in zip([False, *both], [*both, False], strict=True))
    return covered >= _PAIRED * len(keys)


def _holds(here: Sequence[Word], there: Sequence[Word], steps: Sequence[Step]) -> bool:
    """Whether each piece between silent omissions says something, and stands where it may."""
    cuts = list(omissions(steps))
    if not cuts:
        return False
    exact = not any(s.op in (CHANGED, PUT_IN) for s in steps)
    across = [any(there[s.there].ends for s in steps[a:b] if s.there is not None) for a, b in cuts]
    ends = [0, *(x for cut in cuts for x in cut), len(steps)]
    for i in range(0, len(ends), 2):
        own = [s for s in steps[ends[i] : ends[i + 1]] if s.here is not None]
        same = [here[s.here] for s in own if s.op == SAME and s.here is not None]
        if len(same) < max(_LEAST, _SAME_SHARE * len(own)):
            return False
        far = any(across[max(0, i // 2 - 1) : i // 2 + 1])
        says = any(lexicon().content(w.key) for w in same)
        if len(same) < _WHOLE and (far or not (says or exact)):
            return False
    return True
