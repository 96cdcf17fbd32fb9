"""An article as counted terms: its words, which of them are names, and which stand near its beginning.

A term is a word without its commonest English endings, a number, or two capitalised words in a row
("tara_reid"). Other languages lose nothing but the endings; where words are written without spaces,
two characters in a row are a term.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

LEAD = 80
"""Words from the beginning, title included, that make up the lead: a news text opens with what happened."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_SPACELESS = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)*|[{_SPACELESS}]+|(?:(?![{_SPACELESS}])[^\W_])+(?:['’][^\W\d_]+)?")
_UNSPACED = re.compile(f"[{_SPACELESS}]")
_FIRST_SPACELESS = _SPACELESS[0]
# What a word may end in and what is left instead; the first that fits, where three letters stay.
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))


@dataclass(frozen=True, slots=True)
class Wording:
    """How often each term stands in an article, and how many of these are names, or in the lead."""

    all: Counter[str]
    names: Counter[str]
    lead: Counter[str]


def read(title: str, text: str) -> Wording:
    """The terms of an article, its title among them."""
    if title and not text.lstrip().startswith(title):
        text = f"{title}\n{text}"
    lines = [_TOKEN.findall(line) for line in _ADDRESS.sub(" ", text).split("\n")]
    # A word that the article writes small elsewhere is no name where a sentence begins with it.
    small = {word for line in lines for word in line if word[0].islower()}
    every: list[str] = []
    names: list[str] = []
    doubled: list[str] = []
    for line in lines:
        before = ""
        for word in line:
            if word[0] >= _FIRST_SPACELESS and _UNSPACED.match(word):
                every += [word[i : i + 2] for i in range(len(word) - 1)] or [word]
                before = ""
                continue
            stem = stemmed(word)
            every.append(stem)
            if not word[0].isupper():
                before = ""
                continue
            if word.lower() not in small:
                names.append(stem)
            if before:
                doubled.append(f"{before}_{stem}")
            before = stem
    return Wording(Counter(every + doubled), Counter(names), Counter(every[:LEAD]))


def words(text: str) -> Iterator[str]:
    """The words of a text as it prints them, without addresses and possessives; `stemmed` makes terms of them."""
    for word in _TOKEN.findall(_ADDRESS.sub(" ", text)):
        if word[0] >= _FIRST_SPACELESS and _UNSPACED.match(word):
            yield from [word[i : i + 2] for i in range(len(word) - 1)] or [word]
        else:
            yield re.split("['’]", word, maxsplit=1)[0] or word


@lru_cache(maxsize=1 << 18)
def stemmed(word: str) -> str:
    """A word in lower case without possessive and ending: "Mourners’" is "mourner", "invited" is what "invites" is."""
    stem = re.split("['’]", word.lower(), maxsplit=1)[0] or word
    for ending, instead in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= 3 and not stem.endswith("ss"):
            stem = stem[: len(stem) - len(ending)] + instead
            if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls":
                stem = stem[:-1]
            break
    return stem[:-1] if stem.endswith("e") and len(stem) > 4 else stem


@cache
def common() -> dict[str, float]:
    """In which share of news articles a term stands whatever they report; terms that hardly any has are not there."""
    lines = files("onrecord").joinpath("data", "common_words.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {term: int(share) / 100 for term, share in rows}
