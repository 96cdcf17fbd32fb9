"""Words of a text, and their pieces in the encoder's vocabulary.

The pieces are those of BERT's uncased WordPiece (Devlin et al., NAACL 2019; Wu et al., 2016): lower
case, accents dropped, greedy longest match from the left, "##" before a piece that goes on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from onrecord.findings import Range

_CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_LETTER = rf"[^\W{_CJK}]"
_WORD = re.compile(rf"[{_CJK}]|{_LETTER}(?:{_LETTER}|[\u0300-\u036f]|\xad+(?={_LETTER}))*|[^\w\s\xad]")
_MARKS = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "`": "'", "–": "-", "—": "-"}
_LONGEST = 100
_REMEMBERED = 200_000
LOWER, CAPITALISED, UPPER, MIXED, NUMBER, OTHER = range(6)


def words(text: str, start: int, end: int) -> Iterator[Range]:
    """The words and marks of text[start:end]; a soft hyphen belongs to no word but may stand inside one."""
    for m in _WORD.finditer(text, start, end):
        yield m.span()


def shape_of(word: str) -> int:
    """The class of a word's letters: LOWER, CAPITALISED, UPPER, MIXED, NUMBER or OTHER."""
    first = word[0]
    if first.isdigit():
        return NUMBER
    if not first.isalpha():
        return OTHER
    if word.islower():
        return LOWER
    if first.isupper() and (len(word) == 1 or word[1:].islower()):
        return CAPITALISED
    return UPPER if word.isupper() else MIXED


class WordPieces:
    """The vocabulary: a word -> the numbers of its pieces. Words seen are remembered, up to a bound."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._number = {p: i for i, p in enumerate(pieces)}
        self._known: dict[str, tuple[int, ...]] = {}
        self.cls, self.sep, self.unknown = (self._number[p] for p in ("[CLS]", "[SEP]", "[UNK]"))

    @classmethod
    def read(cls, path: Path) -> WordPieces:
        """The vocabulary in a file of one piece a line."""
        return cls(path.read_text(encoding="utf-8").splitlines())

    def __call__(self, word: str) -> tuple[int, ...]:
        """The numbers of the word's pieces: at least one."""
        found = self._known.get(word)
        if found is None:
            found = tuple(self._split(_normal(word)))
            if len(word) <= _LONGEST:
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                self._known[word] = found
        return found

    def _split(self, word: str) -> list[int]:
        if not word or len(word) > _LONGEST:
            return [self.unknown]
        out: list[int] = []
        at = 0
        while at < len(word):
            for end in range(len(word), at, -1):
                piece = self._number.get(("##" if at else "") + word[at:end])
                if piece is not None:
                    out.append(piece)
                    at = end
                    break
            else:
                return [self.unknown]
        return out


def _normal(word: str) -> str:
    """Lower case, without accents and soft hyphens; typographic marks as the typewriter's."""
    word = _MARKS.get(word, word).lower()
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    return "".join(c for c in parts if unicodedata.category(c) not in ("Mn", "Cf"))
