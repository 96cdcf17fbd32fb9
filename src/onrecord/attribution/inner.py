"""Attributions inside other attributions' contents: "They told us that the port was closed," she said.

The corpus the tagger learned from (PolNeAR) does not mark them, so over a whole article it tags a content as one
piece and looks no further. Given a content by itself, as a passage of its own, it finds what is attributed there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from onrecord.attribution.lexicon import lexicon, table
from onrecord.attribution.quotes import quotations
from onrecord.encoder.sheet import Passage
from onrecord.findings import Attribution, Range

SHORTEST = 25
"""Characters of a content below which nothing fits into it."""
LEAST = 0.5
"""Scores below this are dropped: a reading without its sentence is less sure than its score."""
_EDGES = "\"“”„«»‘’'` \t\r\n"
_OPENING = re.compile(r"(?:that|whether|and|but) +")
_WORD = re.compile(r"[^\W\d_]+")
_FIRST = frozenset(("i", "we", "my", "our", "me", "us"))
_FEW = 4
_EMPTY = frozenset(
    ("that", "this", "these", "those", "it", "so", "what", "which", "who", "how", "why", "when", "where", "and", "but")
)
_OWN_MIND = frozenset(("belief", "intention"))


def passages(text: str, found: Iterable[Attribution]) -> list[Passage]:
    """The outermost pieces of contents in which a cue stands, without their marks and first "that", by paragraphs."""
    out = []
    for start, end in _outermost(r for a in found for r in a.content):
        for line in re.finditer(r"[^\n]+", text[start:end]):
            s, e = _bare(text, start + line.start(), start + line.end())
            if e - s >= SHORTEST and _has_cue(text[s:e]):
                out.append(Passage(start=s, end=e, quotes=quotations(text, s, e)))
    return out


def _outermost(pieces: Iterable[Range]) -> list[Range]:
    """The pieces that lie in no other, in order, without overlaps."""
    out: list[Range] = []
    for s, e in sorted(pieces, key=lambda r: (r[0], -r[1])):
        s = max(s, out[-1][1]) if out else s
        if e > s:
            out.append((s, e))
    return out


def _bare(text: str, start: int, end: int) -> Range:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    opening = _OPENING.match(text, start, end)
    return (opening.end() if opening else start), end


def _has_cue(words: str) -> bool:
    """Whether a word of a cue stands there, other than one that says what the speaker thinks ("I know")."""
    cues, minds = _cue_words()
    before = ""
    for m in _WORD.finditer(words.lower()):
        if m.group() in cues and not (before in _FIRST and m.group() in minds):
            return True
        before = m.group()
    return False


@lru_cache(maxsize=1)
def _cue_words() -> tuple[frozenset[str], frozenset[str]]:
    """Words of cues, without those that stand in any sentence; and those of them that are of the mind alone."""
    verbs = {word for word in lexicon().verbs if word.isalpha()}
    minds = {word for word in verbs if all(form.cue.act in _OWN_MIND for form in lexicon().verbs[word])}
    nouns = {word for phrases, *_ in table("cue_acts.tsv") for phrase in phrases.split("|") for word in phrase.split()}
    return frozenset((verbs | nouns) - lexicon().sets["common_cue_word"]), frozenset(minds)


class Outer:
    """The contents of an article's attributions, to ask what lies in them."""

    def __init__(self, found: Sequence[Attribution]) -> None:
        self._pieces = _outermost(r for a in found for r in a.content)
        self._starts = [s for s, _ in self._pieces]
        self._cues = {r for a in found for r in a.cue}

    def holds(self, text: str, inner: Attribution) -> bool:
        """Whether an attribution made of a content's words stands: it has a source, its cue is no other's, and it says
        something ("That is what councils are for"), more than that the speaker thinks so ("I know every bolt", "I
        said it in 2023")."""
        if not inner.source or inner.score < LEAST or not self._cues.isdisjoint(inner.cue):
            return False
        words = {m.group().lower() for s, e in inner.source for m in _WORD.finditer(text, s, e)}
        said = [m.group().lower() for s, e in inner.content for m in _WORD.finditer(text, s, e)]
        if _EMPTY.issuperset(said) or (words <= _FIRST and (inner.act in _OWN_MIND or len(said) < _FEW)):
            return False
        return all(self._piece(s) == self._piece(inner.cue[0][0]) for s, _ in (*inner.source, *inner.content))

    def _piece(self, at: int) -> int:
        return bisect_left(self._starts, at + 1)
