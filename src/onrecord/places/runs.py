"""Runs of capitalised words: what may be a name, and the words before and after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.findings import Range
from onrecord.places.tables import not_places

_ARTICLE = r"(?:(?:[Aa]l|[Ee]l|[Aa]d|[Aa]r|[Aa]s|[Aa]t|[Aa]z|[Aa]n|[Aa]sh|[Ee]d|[Ee]r|[Ee]s|[Ee]t|[Ee]z)[-‑])"
_WORD = rf"{_ARTICLE}{{0,3}}(?:(?:St|Ste|Mt|Ft)\.|(?:[A-Z]\.){{2,}}|[^\W\d_a-z][^\W_]*(?:['’`ʻ‘-](?!s\b)[^\W_]+)*)"
_LINK = (
    r"(?:of|the|de|la|le|las|los|del|du|des|da|do|dos|di|y|e|am|an|der|den|dem|sur|upon|al|el|ez|bin|ibn|abu|es|ash|ar"
    r"|az)"
)
RUN = re.compile(rf"(?<![\w@#/]){_WORD}(?:[ \xa0](?:{_LINK}[ \xa0]){{0,2}}{_WORD})*")
_TOKEN = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*|,")
_BREAK = re.compile(r"[.;:!?()\[\]\"“”\n•|]|(?<!\w)['‘]|['’](?!\w)|—|–| - ")
_WIDE = 90
_NEXT = re.compile(r"(?P<own>['’]s?(?!\w))?[ \xa0](?P<word>[^\W\d_A-Z][^\W\d_]*(?:-[^\W\d_]+)*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Capitalised words, cut where a title, a day or a month begins."""

    start: int
    end: int
    words: tuple[str, ...]

    def text(self, text: str) -> str:
        """The words as printed."""
        return text[self.start : self.end]


def runs(text: str, ranges: Sequence[Range]) -> Iterator[Run]:
    """The runs inside the ranges, in order; words that open a sentence, days and months are no part of one."""
    lists = not_places()
    apart, title = lists["opening"] | lists["calendar"], lists["title"]
    for first, last in ranges:
        for found in RUN.finditer(text, first, last):
            words = found[0].split()
            if len(words) == 1:
                if words[0].lower() not in apart:
                    yield Run(start=found.start(), end=found.end(), words=(words[0],))
                continue
            at, held, begun = found.start(), list[str](), found.start()
            person = False
            for word in words:
                at = text.index(word, at)
                low = word.lower()
                breaks = low in apart and word[0].isupper()
                if breaks or (held and low in title):
                    while held and held[-1][0].islower() and "-" not in held[-1]:
                        held.pop()  # "of" before the title that ends the name
                    if held and not person:
                        yield Run(start=begun, end=_end(text, begun, held), words=tuple(held))
                    held, person = [], not breaks
                if not breaks and (held or _heads(word)):
                    begun = begun if held else at
                    held.append(word)
                at += len(word)
            if held and not person:
                yield Run(start=begun, end=_end(text, begun, held), words=tuple(held))


def _heads(word: str) -> bool:
    """Whether a name may begin with a word of a run: "al-Bab" may, "of" may not."""
    return not word.islower()


def _end(text: str, start: int, words: Sequence[str]) -> int:
    at = start
    for word in words:
        at = text.index(word, at) + len(word)
    return at


def before(text: str, start: int, base: int) -> list[tuple[str, int]]:
    """The words and commas before a character within its sentence, the nearest last, each with where it begins."""
    low = max(base, start - _WIDE)
    left = text[low:start]
    cut = 0
    for mark in _BREAK.finditer(left):
        cut = mark.end()
    return [(m[0], low + m.start()) for m in _TOKEN.finditer(left, cut)]


def after(text: str, end: int) -> tuple[str, bool]:
    """The word in small letters that follows directly, and whether the name stands in the genitive before it."""
    found = _NEXT.match(text, end)
    if found:
        return found["word"], bool(found["own"])
    return "", text[end : end + 2] in ("'s", "’s")
