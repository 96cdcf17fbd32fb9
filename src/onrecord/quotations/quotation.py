"""A quotation as somebody brings it: its words, where it says that words are left out, what an editor put in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.errors import UsageError
from onrecord.quotations.tokens import Word, words

MOST = 2000  # words in one quotation
SHORT = 4  # below so many words only the very words count
_ELLIPSIS = re.compile(r"[\[(]\s*(?:\.\s?){2,}\s*[\])]|[\[(]\s*…\s*[\])]|(?:\.\s?){3,}|…")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_LETTER = re.compile(r"\[(\w)\](?=\w)")  # "[T]he dam": only the case was changed
_UNPRINTABLE = re.compile("[\ud800-\udfff\x00]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """`breaks` are the words before which an ellipsis stands (0: before the first, the number of words: after the
    last), `editorial` the words that stand in [brackets]."""

    text: str
    words: tuple[Word, ...]
    breaks: frozenset[int] = frozenset()
    editorial: frozenset[int] = frozenset()

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(w.key for w in self.words)

    @property
    def own(self) -> int:
        """How many words are the speaker's, not an editor's."""
        return len(self.words) - len(self.editorial)

    @property
    def short(self) -> bool:
        return self.own < SHORT

    @property
    def inner(self) -> frozenset[int]:
        """The breaks between two words."""
        return self.breaks - {0, len(self.words)}


def parse(text: str) -> Quotation:
    """A quotation, its ellipses and brackets understood; quotation marks around it do not matter.

    Raises UsageError where it holds no word of a speaker, or far too many.
    """
    clean = _UNPRINTABLE.sub(" ", text)
    marked = _LETTER.sub(r"\1", clean)
    holes = [m.span() for m in _ELLIPSIS.finditer(marked)]
    inside = [m.span(1) for m in _BRACKETS.finditer(marked)]
    found = [w for w in words(marked) if not (w.key == "sic" and _within(w, inside))]
    if len(found) > MOST:
        raise UsageError(
            f"a quotation of {len(found):,} words; at most {MOST:,} are checked at once: bring it in parts"
        )
    starts = [w.start for w in found]
    breaks = {sum(s < end for s in starts) for _, end in holes}
    editorial = {i for i, w in enumerate(found) if _within(w, inside)}
    if len(editorial) == len(found):
        what = " ".join(text.split())[:60]
        raise UsageError(f"{what!r} holds no word to look for; bring the words of the quotation")
    return Quotation(text=clean.strip(), words=tuple(found), breaks=frozenset(breaks), editorial=frozenset(editorial))


def _within(word: Word, some: list[tuple[int, int]]) -> bool:
    return any(start <= word.start and word.end <= end for start, end in some)
