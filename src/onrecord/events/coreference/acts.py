"""The words that name an act: their base forms, and the families of words by which one act is told in turn."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
AHEAD = 4
"""Words after the first of a phrase among which the others stand ("checked herself into")."""
PART = 0.5
"""What a word counts for its families where it is part of a phrase that has its own ("broke" in "broke in")."""
RARE = 0.004
"""The share of articles of words that are too rare to be counted."""
_VOWEL = re.compile("[aeiouy]")


@dataclass(frozen=True, slots=True)
class Acts:
    """The families by the words of their members: `single` by base form, `phrases` by that of the first word."""

    single: dict[str, tuple[int, ...]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], int], ...]]
    areas: tuple[str, ...]
    said: frozenset[int]  # the families of words that report speech


@dataclass(frozen=True, slots=True)
class Forms:
    """Irregular forms with their bases, and sets of words by kind."""

    bases: dict[str, str]
    sets: dict[str, frozenset[str]]


def table(name: str) -> list[list[str]]:
    """The rows of a table of data/, without the comments and the heading."""
    lines = (files("onrecord") / "data" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


@cache
def forms() -> Forms:
    """data/event_forms.tsv."""
    bases: dict[str, str] = {}
    sets: dict[str, frozenset[str]] = {}
    for kind, word, words in table("event_forms.tsv"):
        if kind == "irregular":
            for form in words.split():
                bases.setdefault(form, word)
        else:
            sets[kind] = frozenset(words.split())
    return Forms(bases, sets)


@lru_cache(maxsize=1 << 17)
def base(word: str) -> str:
    """A word in lower case without its ending: the same for "shot", "shoots", "shooting". No word of the language."""
    word = word.lower()
    bases = forms().bases
    word = bases.get(word, word)
    if len(word) > 4:
        word = _without_ending(word)
    elif len(word) == 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    word = bases.get(word, word)
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 2 else word


def _without_ending(word: str) -> str:
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes", "zes")):
        return word[:-2]
    if word.endswith("ing") and _VOWEL.search(word[:-3]):
        return word[:-3]
    if word.endswith("ed") and not word.endswith("eed") and _VOWEL.search(word[:-2]):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def empty() -> frozenset[str]:
    """Base forms of words that say nothing of an act."""
    return frozenset(x for w in forms().sets["empty"] for x in (w, base(w)))


@cache
def acts() -> Acts:
    """data/event_acts.tsv."""
    single: dict[str, set[int]] = {}
    phrases: dict[str, set[tuple[tuple[str, ...], int]]] = {}
    areas = []
    for family, (area, words, _, _) in enumerate(table("event_acts.tsv")):
        areas.append(area)
        for member in words.split(","):
            for spelling in {member, member.replace("-", " ")}:
                bases = tuple(base(w) for w in spelling.split())
                if len(bases) == 1:
                    single.setdefault(bases[0], set()).add(family)
                else:
                    phrases.setdefault(bases[0], set()).add((bases, family))
    return Acts(
        single={w: tuple(sorted(f)) for w, f in single.items()},
        phrases={w: tuple(sorted(f)) for w, f in phrases.items()},
        areas=tuple(areas),
        said=frozenset(k for k, area in enumerate(areas) if area == "say"),
    )


def families(words: Sequence[str], after: Sequence[str] = ()) -> dict[int, float]:
    """The families of a trigger (its base forms), and how surely it is of each; `after`: the words that follow it."""
    known = acts()
    out: dict[int, float] = {}
    parts: set[int] = set()
    line = [*words, *after]
    for i, word in enumerate(words):
        for phrase, family in known.phrases.get(word, ()):
            ahead = line[i + 1 : i + 1 + AHEAD]
            if all(p in ahead for p in phrase[1:]):
                out[family] = 1.0
                parts.update((i, *(i + 1 + ahead.index(p) for p in phrase[1:])))
    for i, word in enumerate(words):
        for family in known.single.get(word, ()):
            out[family] = max(out.get(family, 0.0), PART if i in parts else 1.0)
    return out


@cache
def _shares() -> dict[str, float]:
    out: dict[str, float] = {}
    for word, per_hundred in table("common_words.tsv"):
        out[base(word)] = max(out.get(base(word), 0.0), float(per_hundred) / 100)
    return out


@lru_cache(maxsize=1 << 17)
def rarity(word: str) -> float:
    """How much sharing a word (by its base form) tells: nothing where every article has it."""
    return -math.log(max(_shares().get(word, RARE), RARE))


def is_common(word: str) -> bool:
    """Whether a word, by its base form, is one that articles have whatever they report."""
    return word in _shares()
