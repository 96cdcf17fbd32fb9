"""How like two words of names are: the probability that they are spellings of one word.

A logistic combination of a dozen distances and agreements between the folds of the two words
(`transliteration.forms`), each readable alone; `training/names` fits the weights (data/name_weights.tsv).
Words of a script without vowels are compared with others by their bones alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import exp
from operator import mul

from rapidfuzz.distance import OSA, Levenshtein

from onrecord.actors.lexicon import table
from onrecord.actors.naming.name_words import name_words
from onrecord.actors.naming.transliteration import forms

WORD_FEATURES = (
    "bias",
    "vowels",
    "bone",
    "same_sound",
    "same_vowels",
    "same_bone",
    "long_same_bone",
    "begins",
    "ends",
    "slip_vowel",
    "slip_moved",
    "slip_other",
    "prefix",
)
"""Distances, as shares of the longer form, of the sounds with vowels in three classes and of the bones; whether these
agree (bones of two consonants and more), and by how many consonants; whether the first and last sounds differ; one
slip of the pen in a word of four letters and more: in its vowels, a consonant lost, added or swapped with its
neighbour, another consonant (five letters and more); one word begins the other."""
SAME_NAME, OTHER_NAME = 0.9, 0.03
"""Words of one row of data/name_same.tsv, and given names of different rows: Hassan is not Hussein."""
WOMANS = 0.1
"""A man's name and a woman's, made from one word."""
PARTICLES, WITH_PARTICLE = ("ben", "bin", "al", "el"), 0.6
"""Particles written together with a name: "Benmoussa" for "Ben Moussa"."""
NOTHING_ALIKE, UNLIKE, SLIP = 0.25, 0.01, 0.6
"""Less than so much of the sounds agrees: other words, without further question."""
_distance, _similarity = Levenshtein.distance, Levenshtein.normalized_similarity


@lru_cache(maxsize=1)
def weights() -> Mapping[str, Mapping[str, float]]:
    """Model -> feature -> weight."""
    out: dict[str, dict[str, float]] = {}
    for model, feature, weight, *_ in table("name_weights.tsv"):
        out.setdefault(model, {})[feature] = float(weight)
    return out


@lru_cache(maxsize=8)
def row(model: str, features: tuple[str, ...]) -> tuple[float, ...]:
    """The weights of a model in the order of its features."""
    found = weights().get(model, {})
    return tuple(found.get(f, 0.0) for f in features)


def weighed(model: str, names: tuple[str, ...], features: tuple[float, ...]) -> float:
    """The probability that a model gives to features in the order of their names."""
    return probability(sum(map(mul, row(model, names), features)))


def probability(weighted: float) -> float:
    """The logistic function, held within what floats can tell."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, weighted))))


@lru_cache(maxsize=1 << 18)
def likeness(a: str, b: str) -> float:
    """The probability that two different lower-case words in Latin letters are spellings of one word; 1 if equal."""
    if a == b:
        return 1.0
    if b < a:
        a, b = b, a
    known = name_words()
    if a in known.same and b in known.same:
        if known.same[a] & known.same[b]:
            return SAME_NAME
        if a in known.called and b in known.called:
            return OTHER_NAME
    if _womans(a, b) or _womans(b, a):
        return WOMANS
    if _particled(a, b) or _particled(b, a):
        return WITH_PARTICLE
    fa, fb = forms(a), forms(b)
    if fa.bone != fb.bone and _similarity(fa.sound, fb.sound, score_cutoff=NOTHING_ALIKE) == 0.0:
        return UNLIKE  # most pairs of words: not worth their features
    return weighed("word", WORD_FEATURES, word_features(a, b))


def _womans(a: str, b: str) -> bool:
    """ "karim" and "karima", "mario" and "maria", "drozdov" and "drozdova": a man's name and a woman's."""
    return (b == a + "a" and a[-1:] not in "aeiouy") or (a[-1:] == "o" and b == a[:-1] + "a")


def _particled(a: str, b: str) -> bool:
    """ "benmoussa" and "moussa": a particle that the one writes apart, where it falls away."""
    if not a.startswith(PARTICLES):
        return False
    particle = next(p for p in PARTICLES if a.startswith(p))
    return len(b) >= 4 and forms(a[len(particle) :]).sound == forms(b).sound


def word_features(a: str, b: str) -> tuple[float, ...]:
    """The features of two words, in the order of WORD_FEATURES; the same for (b, a)."""
    fa, fb = forms(a), forms(b)
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    bone = fa.bone == fb.bone and len(fa.bone) > 1
    slip = len(shorter) >= 4 and len(longer) - len(shorter) <= 1 and OSA.distance(a, b, score_cutoff=1) <= 1
    consonant = slip and fa.skeleton != fb.skeleton
    moved = consonant and (len(a) != len(b) or sorted(a) == sorted(b))
    return (
        1.0,
        _distance(fa.vowels, fb.vowels) / max(len(fa.vowels), len(fb.vowels), 1),
        _distance(fa.bone, fb.bone) / max(len(fa.bone), len(fb.bone), 1),
        float(fa.sound == fb.sound),
        float(fa.vowels == fb.vowels),
        float(bone),
        float(min(len(fa.bone), 5)) if bone else 0.0,
        float(_first(fa.sound) != _first(fb.sound)),
        float(fa.sound[-1:] != fb.sound[-1:]),
        float(slip and not consonant),
        float(moved),
        float(consonant and not moved and len(shorter) >= 5),
        float(len(shorter) >= 3 and longer.startswith(shorter)),
    )


def _first(sound: str) -> str:
    """The first sound; all vowels are one."""
    first = sound[:1]
    return "a" if first in "aeiou" else first


def abjad_likeness(a: str, b: str) -> float:
    """The same for two words of one script without vowels: the letters it writes are all it tells."""
    if a == b:
        return 1.0
    return SLIP if min(len(a), len(b)) >= 5 and OSA.distance(a, b, score_cutoff=1) <= 1 else UNLIKE


@lru_cache(maxsize=1 << 16)
def bone_likeness(a: str, b: str) -> float:
    """The same for words of two scripts of which one writes no vowels, or writes syllables: by their bones."""
    ba, bb = forms(a).bone, forms(b).bone
    longer = max(len(ba), len(bb))
    if not longer:
        return 0.3 if ba == bb else 0.0
    near = 1.0 - min(_distance(ba, bb), _distance(ba.replace("l", "r"), bb.replace("l", "r"))) / longer
    return near * near * (0.95 if longer > 2 else 0.8)
