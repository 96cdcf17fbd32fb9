"""The weights of `onrecord.actors.naming.likeness`: words of names, spelled otherwise or other words.

Same: spellings of one Arabic word; one word with a slip of the pen; words that differ between two names of
one person of which the rest agrees. Different: spellings near in letters, or beginning alike, of other words.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from onrecord.actors.naming.likeness import WORD_FEATURES, word_features
from training.names.data import Pair, alias_pairs, noise_pairs, parts, token_pairs, words_of
from training.names.logistic import Matrix, fit

SIGNS = dict.fromkeys(WORD_FEATURES, 1) | dict.fromkeys(
    ("vowels", "bone", "begins", "ends"), -1
) | {"bias": 0}  # fmt: skip
SEED = 20
FAR_SHARE = 3.0
NEAREST_SHARE = 0.3


def examples(folder: Path) -> list[tuple[str, str, bool, str, float]]:
    """(word, word, same, part, weight)."""
    pick = random.Random(SEED)
    tokens = token_pairs(folder)
    out = [(p.a, p.b, p.same, p.part, 1.0 if p.weight > 1 else 0.4) for p in tokens if p.a != p.b]
    out += [(p.a, p.b, False, p.part, NEAREST_SHARE) for p in token_pairs(folder, 20) if not p.same]
    vocabulary = sorted({(p.a, p.part) for p in tokens if len(p.a) > 3})
    by_start: dict[str, list[str]] = {}
    for word, _ in vocabulary:
        by_start.setdefault(word[:2], []).append(word)
    for word, part in pick.sample(vocabulary, min(6000, len(vocabulary))):
        out.append((word, slip(word, pick), True, part, 0.25))
        out.append((word, pick.choice(by_start[word[:2]]), False, part, 0.5))
    known = [w for w, _ in vocabulary]
    for a, _, same, part, weight in list(out):
        if same:  # what stands across from a word in a pair of names is mostly not near it at all
            out.append((a, pick.choice(known), False, part, weight * FAR_SHARE))
    found = parts(folder)
    for pair in (*alias_pairs(folder, found, "state_actor"), *noise_pairs(folder, found)):
        words = odd_words(pair)
        if words:
            out.append((*words, pair.same, pair.part, 2.0))
    return [(a, b, same, part, w) for a, b, same, part, w in out if a != b]


def odd_words(pair: Pair) -> tuple[str, str] | None:
    """The one word in which two names differ, if all others agree and there are others."""
    a, b = words_of(pair.a), words_of(pair.b)
    if len(a) != len(b) or len(a) < 2:
        return None
    left, right = [w for w in a if w not in b], [w for w in b if w not in a]
    return (left[0], right[0]) if len(left) == len(right) == 1 and min(len(left[0]), len(right[0])) > 1 else None


def slip(word: str, pick: random.Random) -> str:
    """The word with one letter lost, doubled, swapped or changed."""
    at = pick.randrange(len(word) - 1)
    how = pick.randrange(4)
    if how == 0:
        return word[:at] + word[at + 1 :]
    if how == 1:
        return word[: at + 1] + word[at:]
    if how == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + pick.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :]


def train(folder: Path) -> dict[str, float]:
    """Feature -> weight."""
    found = [e for e in examples(folder) if e[3] == "fit"]
    x: Matrix = np.array([word_features(a, b) for a, b, *_ in found])
    y: Matrix = np.array([float(e[2]) for e in found])
    w: Matrix = np.array([e[4] for e in found])
    beta = fit(x, y, w, [SIGNS[f] for f in WORD_FEATURES])
    return dict(zip(WORD_FEATURES, (float(b) for b in beta), strict=True))
