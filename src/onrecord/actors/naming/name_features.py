"""What is weighed when two read names are compared: readable features of their alignment."""

from __future__ import annotations

from math import log

from rapidfuzz.distance import Levenshtein

from onrecord.actors.naming.alignment import FITS, Alignment, measure_of
from onrecord.actors.naming.name_words import name_words
from onrecord.actors.naming.printed_names import ReadName

PERSON_FEATURES = (
    "bias",
    "worst_odds",
    "conflict",
    "near_conflict",
    "only_given",
    "extra",
    "first_extra",
    "long_first_extra",
    "turned",
    "joined",
    "alone",
    "brief_worst",
)
"""The odds of the least likeness among words that fit; words of both that fit nothing (to 2; other initials among
them), and how near they come to fitting; whether only given names fit while other words do not; words that only one
has (to 3), the first word among them (a child's name before the father's), and that in names of many words; another
order; likeness of all letters together; one word each; how unlike the worst fit is where words are short."""
BODY_FEATURES = (
    "bias",
    "mean_like",
    "worst_like",
    "telling",
    "conflict",
    "common_conflict",
    "extra",
    "common_extra",
    "one_word",
    "fit_share",
    "alone",
    "legal",
)
"""Mean and least likeness of words that fit; fitting words that few bodies share (to 3); such words of both that fit
nothing (to 2), and other words of both; such words that only one has (to 3), and other words
(to 2); one name is a single word of the other; words that fit, of all in the longer name; one word each; different
legal forms."""


def person_features(a: ReadName, b: ReadName, found: Alignment) -> tuple[float, ...]:
    """In the order of PERSON_FEATURES; the same for (b, a) with the alignment turned."""
    likes = [f.like for f in found.fits if not f.initial]
    left, right = unfitting(a, found.left), unfitting(b, found.right)
    both = min(len(left), len(right))
    given = name_words().given
    measure = measure_of(a, b)
    near = max((measure(a.words[i], b.words[j]) for i in left for j in right), default=0.0)
    long, extra = (a, left) if len(left) > both else (b, right)
    first = float(bool(extra) and not both and extra[0] == 0)
    worst = min(likes, default=0.0)
    shortest = min((min(len(a.words[f.i]), len(b.words[f.j])) for f in found.fits if f.like == worst), default=0)
    return (
        1.0,
        _odds(worst),
        float(min(both + _other_initials(a, b, found), 2)),
        min(near / FITS, 1.0),
        float(bool(left or right) and all(a.words[f.i] in given or b.words[f.j] in given for f in found.fits)),
        float(min(len(extra) - both, 3) if both else sum(long.words[k] not in long.weak for k in extra[:3])),
        first,
        first if len(likes) > 2 else 0.0,
        float(_turned(found)),
        _joined(a, b),
        float(len(a.strong) == 1 and len(b.strong) == 1),
        (1.0 - worst) / shortest if shortest else 0.0,
    )


def body_features(a: ReadName, b: ReadName, found: Alignment) -> tuple[float, ...]:
    """In the order of BODY_FEATURES; the same for (b, a) with the alignment turned."""
    known = name_words()
    common, branch = known.common, known.within("branch")
    likes = [f.like for f in found.fits]
    telling = [f for f in found.fits if not (a.words[f.i] in common and b.words[f.j] in common)]
    left, right = [a.words[i] for i in found.left], [b.words[j] for j in found.right]
    told = [sum(w not in common and w not in branch for w in words) for words in (left, right)]
    shared = [sum(w in common for w in words) for words in (left, right)]
    both = min(told)
    both_common = min(len(left), len(right)) - both
    return (
        1.0,
        sum(likes) / len(likes) if likes else 0.0,
        min(likes, default=0.0),
        float(min(len(telling), 3)),
        float(min(both, 2)),
        float(min(both_common, 2)),
        float(min(max(told) - both, 3)),
        float(min(max(max(shared) - both_common, 0), 2)),
        float(1 in (len(a.words), len(b.words)) and len(a.words) != len(b.words)),
        len(likes) / (len(likes) + max(len(left), len(right))),
        float(len(a.words) == 1 and len(b.words) == 1),
        float(bool(a.legal and b.legal) and a.legal != b.legal and "legal_other" not in (a.legal, b.legal)),
    )


def unfitting(name: ReadName, which: tuple[int, ...]) -> list[int]:
    """The words that fit nothing and might tell somebody apart: no titles and no initials."""
    return [k for k in which if len(name.words[k]) > 1 and (name.words[k] not in name.weak or name.words[k] == "abd")]


def _odds(p: float) -> float:
    """From -1 (a probability of .02) to 1 (.98)."""
    held = min(max(p, 0.02), 0.98)
    return log(held / (1 - held)) / log(49)


def _other_initials(a: ReadName, b: ReadName, found: Alignment) -> int:
    """Whether an initial of one is left over against an initial or a word of the other."""
    left = [a.words[i] for i in found.left if a.words[i] not in a.weak]
    right = [b.words[j] for j in found.right if b.words[j] not in b.weak]
    single = [w for w in (*left, *right) if len(w) == 1]
    return int(bool(left and right and single))


def _joined(a: ReadName, b: ReadName) -> float:
    """How like all letters in a row are; for words in another order, the words in one order."""
    return max(
        Levenshtein.normalized_similarity(a.joined, b.joined),
        Levenshtein.normalized_similarity(a.ordered, b.ordered),
    )


def _turned(found: Alignment) -> bool:
    """Whether the words that fit stand in another order."""
    last = -1
    for fit in sorted(found.fits, key=lambda f: f.i):
        if fit.j < last:
            return True
        last = fit.j
    return False
