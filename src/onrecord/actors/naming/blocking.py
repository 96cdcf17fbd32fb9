"""Keys by which names are brought together before they are compared: two names that may match share one.

A pair of words makes keys: the consonants of the one whole, with the first and with the last consonant of the other;
so one of the two may be misspelled nearly anywhere. Words that a great many names have are no help alone: with them the
other word counts whole, or less one consonant. The beginnings of both words make a key (other endings), all letters
in a row do (words written together), and so do the initials of a body; a single word makes keys of its consonants
less one and less two. Keys are made of bones (`transliteration`), which every script tells.
"""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.actors.naming.name_words import name_words
from onrecord.actors.naming.printed_names import BODY, PERSON, TITLE, ReadName
from onrecord.actors.naming.transliteration import SYLLABLES, forms

_ROMAN = (
    ("s", re.compile("hs|sh|x")),
    ("c", re.compile("ch|zh|ts|[qjz]")),
    ("p", re.compile("b")),
    ("t", re.compile("d")),
    ("k", re.compile("g")),
)
_SYLLABLES = re.compile(r"(?:(?:[bpmfdtnlgkjqxzcsrwyh]|[zcst]h|hs|ts)?[aeiou]{1,3}(?:ng|n|r)?){2,4}")
"""All letters of a name as the romanisations of Chinese allow them."""
MOST_WORDS = 6
"""The first and the last words of a longer name: what is between them is rarely printed."""
SHORTEST, LONGEST_BONE, LONGEST_ACRONYM = 3, 8, 8


@lru_cache(maxsize=1)
def frequent() -> frozenset[str]:
    """The bones of words that a great many names have: given names of the lists, words of bodies."""
    known = name_words()
    return frozenset(forms(w).bone for w in (*known.within("frequent"), *known.common, *known.called))


def blocking_keys(name: ReadName) -> frozenset[str]:
    """The keys of a name; none for a title and nothing else, which matches nobody."""
    if name.form == TITLE or not name.words:
        return frozenset()
    bones = [_bone(w, name) for w in name.words if w not in name.weak or len(name.words) == 1]
    bones = [b for b in bones if b]
    whole = _bone(name.joined, name)
    keys = {"=" + found for found in (whole, _sorted(bones), _sorted([forms(w).bone for w in name.words]))}
    if len(bones) == 1 and len(whole) >= SHORTEST:
        keys.update("-" + less for one in (whole, *_less_one(whole)) for less in _less_one(one) if len(less) > 1)
    if name.form == PERSON and len(name.words) > 1 and _SYLLABLES.fullmatch(name.joined):
        keys.add("~" + _romanised(name.joined))
    if len(bones) > MOST_WORDS:
        bones = bones[: MOST_WORDS - 2] + bones[-2:]
    often = frequent()
    for at, one in enumerate(bones):
        for other in bones[at + 1 :]:
            keys.update(_pair(one, other, often))
    letters = {*name.acronyms, *name.initials} if name.form == BODY else {name.words[0]} if len(name.words) == 1 else ()
    keys.update("@" + found for found in letters if 1 < len(found) <= LONGEST_ACRONYM)
    return frozenset(keys)


def _romanised(letters: str) -> str:
    """Chinese in the letters of pinyin or of Wade and Giles: "weiqing" and "weiching" alike."""
    for letter, found in _ROMAN:
        letters = found.sub(letter, letters)
    return letters


def _pair(one: str, other: str, often: frozenset[str]) -> list[str]:
    """The keys of two words, in either order."""
    found = [".".join(sorted((one[:3], other[:3])))] if min(len(one), len(other)) > 2 else []
    for whole, part in ((one, other), (other, one)):
        if len(whole) < 2 or (whole in often and (part in often or len(part) < SHORTEST)):
            found.append("+".join(sorted((whole, part))))
        elif whole in often:
            found += ["+".join(sorted((whole, less))) for less in (part, *_less_one(part))]
        else:
            found += [f"{whole}<{part[0]}", f"{whole}>{part[-1]}"]
    return found


def _less_one(bone: str) -> list[str]:
    """The bone with one consonant less, each in turn: two that differ in one share one of them."""
    return [bone[:at] + bone[at + 1 :] for at in range(min(len(bone), LONGEST_BONE))]


def _sorted(bones: list[str]) -> str:
    """All consonants in alphabetical order: the same for words in another order, or written together."""
    return "".join(sorted("".join(bones)))


def _bone(word: str, name: ReadName) -> str:
    """The bone of a word, with its first letter where it has no consonants; l and r are one in syllabic scripts."""
    bone = forms(word).bone or word[:1]
    return bone.replace("l", "r") if name.script in SYLLABLES else bone
