"""A printed name as it is looked up: small ASCII letters, without marks, hyphens, articles.

"Al-Ḥudaydah", "al Hudaydah" and "AL-HUDAYDAH" are one key; `loose` also brings together what transliteration
writes in several ways ("Hodeidah", "Hodeida"; "Raqqa", "Rakka").
"""

from __future__ import annotations

import re

_MARKS = re.compile(r"['’‘`´ʻʼʽʾʿˈ.]+")
_GAPS = re.compile(r"[^a-z0-9]+")
_ARTICLE = re.compile(r"(?:al|el|ad|ar|as|at|az|an|ash|ath|adh|ed|er|es|et|ez|en|esh|the) (?=[a-z]{3})")
_LOOSE = (
    (re.compile(r"([a-z])\1+"), r"\1"),
    (re.compile(r"q|ck"), "k"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ei|ey|ay|ai"), "ai"),
    (re.compile(r"dh|th"), "d"),
    (re.compile(r"y"), "i"),
    (re.compile(r"o"), "u"),
    (re.compile(r"e"), "a"),
    (re.compile(r"(?<=a)h\b"), ""),
    (re.compile(r"([a-z])\1+"), r"\1"),
)


def fold(name: str) -> str:
    """The key of a name: "Sana'a" and "Sanʿāʾ" are "sanaa"."""
    if not name.isascii():
        from anyascii import anyascii

        name = anyascii(_MARKS.sub("", name))
    return _GAPS.sub(" ", _MARKS.sub("", name).lower()).strip()


def bare(key: str) -> str:
    """The key without the article before it: "al hudaydah" -> "hudaydah". "El Paso" and "Al Khor" lose theirs too."""
    found = _ARTICLE.match(key)
    return key[found.end() :] if found else key


def loose(key: str) -> str:
    """What spellings of one Arabic, Persian or Slavic name share; short names are too alike to have any ("")."""
    out = bare(key)
    for pattern, into in _LOOSE:
        out = pattern.sub(into, out)
    return out if len(out) > 4 else ""
