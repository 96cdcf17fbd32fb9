"""Which word of one name stands for which of the other, and how like the two are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.actors.naming.likeness import abjad_likeness, bone_likeness, likeness
from onrecord.actors.naming.printed_names import ReadName
from onrecord.actors.naming.transliteration import ABJADS, SYLLABLES

INITIAL = 0.6
"""What an initial is worth: it fits, and it fits many."""
JOINED, MOST_LONGER = 0.97, 3
"""Two words of one name written as one, with a few letters more or less."""
POOR = 0.9
"""Up to this, a word may rather be two of the other name's written as one."""
FITS = 0.25
"""Below this, two words stand for nothing of each other."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Word `i` of the first name and word `j` of the second: how like; `initial`: one is a letter or letters."""

    i: int
    j: int
    like: float
    initial: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """The fits, and the words of each name that stand for nothing in the other."""

    fits: tuple[Fit, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]


def align(a: ReadName, b: ReadName) -> Alignment:
    """Equal words first, then the likest, then initials, then words written together; each word once."""
    left, right = list(range(len(a.words))), list(range(len(b.words)))
    fits: list[Fit] = []
    if a.words == b.words:
        return Alignment(tuple(Fit(i, i, 1.0) for i in left), (), ())
    for i in range(len(a.words)):
        for j in right:
            if a.words[i] == b.words[j]:
                fits.append(Fit(i, j, 1.0))
                left.remove(i)
                right.remove(j)
                break
    if left and right:
        _likest(a, b, left, right, fits)
    if left and right:
        _initials(a, b, left, right, fits)
    if left or right:
        _together(a, b, left, right, fits)
        _together(b, a, right, left, fits, turned=True)
    return Alignment(tuple(fits), tuple(left), tuple(right))


def measure_of(a: ReadName, b: ReadName) -> Callable[[str, str], float]:
    """How words of the two are compared: by letters and sounds, or by what their scripts have in common."""
    if crossing(a, b):
        return bone_likeness
    return abjad_likeness if a.script in ABJADS and a.script == b.script else likeness


def crossing(a: ReadName, b: ReadName) -> bool:
    """Whether only consonants can be compared: two scripts, one of them without vowels or of syllables."""
    return a.script != b.script and bool({a.script, b.script} & (ABJADS | SYLLABLES))


def _likest(a: ReadName, b: ReadName, left: list[int], right: list[int], fits: list[Fit]) -> None:
    measure = measure_of(a, b)
    found = [
        (-measure(a.words[i], b.words[j]), abs(i - j), i, j)
        for i in left
        for j in right
        if len(a.words[i]) > 1 and len(b.words[j]) > 1 and "abd" not in (a.words[i], b.words[j])
    ]
    found.sort()
    for score, _, i, j in found:
        if -score < FITS:
            return
        if i in left and j in right:
            fits.append(Fit(i, j, -score))
            left.remove(i)
            right.remove(j)


def _initials(a: ReadName, b: ReadName, left: list[int], right: list[int], fits: list[Fit]) -> None:
    """ "J" for "John" while nothing else does; "JC" for "Jean Claude"."""
    for i in tuple(left):
        for j in tuple(right):
            wa, wb = a.words[i], b.words[j]
            last = (i == len(a.words) - 1) != (j == len(b.words) - 1)  # no initial stands for a family name
            if i in left and j in right and min(len(wa), len(wb)) == 1 and wa[0] == wb[0] and not last:
                fits.append(Fit(i, j, INITIAL, initial=True))
                left.remove(i)
                right.remove(j)
    _letters(a.words, b.words, left, right, fits)
    _letters(b.words, a.words, right, left, fits, turned=True)


def _letters(
    short: Sequence[str], full: Sequence[str], left: list[int], right: list[int], fits: list[Fit], turned: bool = False
) -> None:
    for i in tuple(left):
        word = short[i]
        if not 2 <= len(word) <= 3:
            continue
        run = right[: len(word)]
        if len(run) == len(word) and all(len(full[j]) > 2 and full[j][0] == c for j, c in zip(run, word, strict=True)):
            left.remove(i)
            for j in run:
                right.remove(j)
                fits.append(Fit(j, i, INITIAL, True) if turned else Fit(i, j, INITIAL, True))


def _together(
    whole: ReadName, parted: ReadName, left: list[int], right: list[int], fits: list[Fit], turned: bool = False
) -> None:
    """One word of `whole` for two neighbours of `parted`: both are still free, or one of them fits that word badly."""
    if not right:
        return
    measure = measure_of(whole, parted)
    poor = {(f.j if turned else f.i): f for f in fits if f.like <= POOR}
    for i in sorted({*left, *poor}):
        held = poor.get(i)
        for j in range(len(parted.words) - 1):
            free = [k for k in (j, j + 1) if k in right]
            other = None if held is None else (held.i if turned else held.j)
            if not free or any(k not in right and k != other for k in (j, j + 1)):
                continue
            if abs(len(whole.words[i]) - len(parted.words[j]) - len(parted.words[j + 1])) > MOST_LONGER:
                continue
            like = JOINED * measure(whole.words[i], parted.words[j] + parted.words[j + 1])
            if like < 0.75 or (held is not None and like <= held.like):
                continue
            if held is not None:
                fits.remove(held)
            if i in left:
                left.remove(i)
            for k in free:
                right.remove(k)
            fits.append(Fit(j, i, like) if turned else Fit(i, j, like))
            break
