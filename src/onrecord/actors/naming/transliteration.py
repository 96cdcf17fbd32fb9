"""Words of any script in Latin letters, and the coarser forms in which spellings of one word agree.

A printed name goes through these folds, each losing more than the one before:

- `letters`: lower-case ASCII (`anyascii`, ISC licence), script told apart;
- `sound`: digraphs, doubled letters and vowel spellings that romanisations choose freely made one
  ("Qaddafi", "Kaddafy" -> "kadafi");
- `vowels`: the sound with three vowels only, as Arabic writes them: a, i, u;
- `skeleton`: the consonants of the sound, with g and k one ("kdf"); `bone`: what even a script
  without vowels and without p, v, g tells ("kdf", from "Qaddafi" and from the Arabic letters).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

ABJADS = frozenset(("ARABIC", "HEBREW", "SYRIAC"))
"""Scripts that leave vowels out: only consonants can be compared with other scripts."""
SYLLABLES = frozenset(("CJK", "HANGUL", "HIRAGANA", "KATAKANA"))
"""Scripts in which one sign is a syllable or a word: one other sign is another name."""
_SCRIPTS = (*ABJADS, *SYLLABLES, "LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "DEVANAGARI")
_APOSTROPHES = re.compile(r"['’‘ʼʻ`´ʹ＇′ʿʾˈ]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ARABIC_ARTICLE = re.compile(r"(?<!\w)(?:وال|ال)(?=\w{2})")
_ARABIC_ABD = re.compile(r"(?<!\w)عبد\s+(?=ال\w)")

# longest first: what several letters spell together, then what single letters do
_SOUNDS = (
    (re.compile(r"tsch|tch|tsj|cz"), "C"),
    (re.compile(r"dzh|dsch|dj|zh|dz(?=[aeiou])"), "j"),
    (re.compile(r"shch|sch|sh|sj"), "S"),
    (re.compile(r"ch"), "C"),
    (re.compile(r"kh|ck|gh|q(?:u(?=[ei]))?"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "k"),
    (re.compile(r"ou|oo|au(?=[^aeiou])|aw(?=[^aeiouy])|ow(?=[^aeiouy])"), "u"),
    (re.compile(r"ee|ie|ij|y"), "i"),
    (re.compile(r"oe"), "o"),
    (re.compile(r"ae|ea"), "e"),
    (re.compile(r"ue"), "u"),
    (re.compile(r"w"), "v"),
    (re.compile(r"(?<=[bcdfgjklmnpqrstvxzCS])h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=.{2})h$"), ""),
)
_VOWELS = re.compile(r"[aeiou]+")
_VOWEL_CLASSES = str.maketrans({"e": "a", "o": "u"})
_TWICE = re.compile(r"(.)\1+")
_BONES = str.maketrans({"p": "b", "v": "f", "z": "s", "S": "s", "C": "s", "j": "k", "x": "ks"})
_GLIDES = re.compile(r"[wy]")


class Forms(NamedTuple):
    """One word in every fold."""

    sound: str
    vowels: str
    skeleton: str
    bone: str


def script_of(text: str) -> str:
    """The script of the first letter of the text, as Unicode names it: "LATIN", "ARABIC", "CJK"; "" without letters."""
    for char in text[:200]:
        if char.isascii() and char.isalpha():
            return "LATIN"
        if char.isalpha():
            name = unicodedata.name(char, "").split(" ")[0]
            return name if name in _SCRIPTS else "OTHER"
    return ""


def latin(text: str, script: str) -> str:
    """The text in ASCII, its case kept; signs of one syllable come apart, an Arabic article falls away."""
    if script == "ARABIC":
        text = _ARABIC_ARTICLE.sub("", _ARABIC_ABD.sub("عبد", text))
    if script != "LATIN" or not text.isascii():
        text = anyascii(unicodedata.normalize("NFC", text))
    if script in SYLLABLES:
        text = _HUMP.sub(" ", text.replace("-", " "))
    return text


def unmarked(word: str) -> str:
    """The word without apostrophes and their look-alikes: "ka'bi" -> "kabi"."""
    return _APOSTROPHES.sub("", word)


@lru_cache(maxsize=1 << 17)
def forms(word: str) -> Forms:
    """The folds of one lower-case ASCII word."""
    word = word[:40]
    sound = _sound(word)
    skeleton = _consonants(sound)
    # w and y are vowels in a script without vowels, v is an f there
    bone = _TWICE.sub(r"\1", _consonants(_sound(_GLIDES.sub("", word))).translate(_BONES))
    return Forms(sound, sound.translate(_VOWEL_CLASSES), skeleton, bone)


def _sound(word: str) -> str:
    for pattern, into in _SOUNDS:
        word = pattern.sub(into, word)
    return word


def _consonants(sound: str) -> str:
    return _TWICE.sub(r"\1", _VOWELS.sub("", sound).replace("g", "k"))
