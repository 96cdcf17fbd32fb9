"""Where words stand, as a link: the article's page with the words marked, else the file and the characters.

    https://sps.example/wire/7#:~:text=who%20holds%20the%20gates     the page (URL Fragment Text Directives, WICG)
    articles/wire.txt#char=322,351                                    the file; characters as `Span` counts them

A page is searched from its beginning, without regard to case and accents, and only for whole words. So words that stand
elsewhere in the article, too, come with words before or after them until they are the first that fit; a long quotation,
or one over several lines, is given by its first and last words, because a piece must not reach over a paragraph's end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from urllib.parse import quote

from onrecord.export.wording import web_address
from onrecord.findings import Range
from onrecord.model import Span
from onrecord.output import encodable
from onrecord.store.rows import DocumentRef

WHOLE = 300
"""Most characters that are given whole; of more only the first and the last words."""
EDGES = (4, 8, 16)  # words of either end, until they are the first that fit
AROUND = (0, 2, 4, 8, 16)  # words before and after, until the same
KEPT = 32  # articles whose texts are in memory at once
_DIRECTIVE = ":~:"
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A text directive: words of the page, or its first and last ones, with the words before and after them."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        parts = (
            f"{_coded(self.prefix)}-" if self.prefix else "",
            _coded(self.start),
            _coded(self.end) if self.end else "",
            f"-{_coded(self.suffix)}" if self.suffix else "",
        )
        return "text=" + ",".join(p for p in parts if p)


class Permalinks:
    """Links to words of articles; `text` gives an article's text by its id."""

    def __init__(self, text: Callable[[str], str]) -> None:
        self._text = lru_cache(maxsize=KEPT)(lambda doc: _Page(text(doc)))

    def to(self, document: DocumentRef, spans: Sequence[Span]) -> str:
        """The link to these words; where the article has no address the file with the characters."""
        return self.page(document, spans) or place(document.file, spans)

    def page(self, document: DocumentRef, spans: Sequence[Span]) -> str:
        """The article's address with these words marked; empty where it has none."""
        address = web_address(document.url)
        if address is None:
            return ""
        page = self._text(document.id)
        pieces = [str(p) for p in (page.piece(s.start, s.end) for s in spans) if p]
        address, _, fragment = address.partition("#")
        fragment = fragment.partition(_DIRECTIVE)[0]
        if not pieces:
            return f"{address}#{fragment}" if fragment else address
        return f"{address}#{fragment}{_DIRECTIVE}{'&'.join(pieces)}"


def place(file: str, spans: Iterable[Span]) -> str:
    """A file, or an article in one, with the characters of its text (RFC 5147); each piece after "&"."""
    where = "&".join(f"char={s.start},{s.end}" for s in spans)
    return f"{file}{';' if '#' in file else '#'}{where}" if where else file


class _Page:
    """An article's text as a browser searches it: without case and accents, each character still in its place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = "".join(map(_plain, text))

    def piece(self, start: int, end: int) -> Piece | None:
        """The shortest piece that leads to these words first; the longest one where none does."""
        start, end = self._whole_words(start, end)
        if start >= end:
            return None
        made = None
        for made in self._pieces(start, end):
            if self._first(made) == (start, end):
                break
        return made

    def _whole_words(self, start: int, end: int) -> Range:
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        while 0 < start < end and _spaced(text[start]) and _spaced(text[start - 1]):
            start -= 1
        while start < end < len(text) and _spaced(text[end]) and _spaced(text[end - 1]):
            end += 1
        return start, end

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        """What may lead there, the plainest first."""
        words = self.text[start:end]
        around = sorted(product(AROUND, AROUND), key=sum)
        short = end - start <= WHOLE or len(words.split()) <= 2 * EDGES[0]
        if short and len(words.splitlines()) == 1:
            for before, after in around:
                whole = " ".join(words.split())
                yield Piece(start=whole, prefix=self._before(start, before), suffix=self._after(end, after))
            return
        for (before, after), edge in product(around, EDGES):
            yield Piece(
                start=_words(words, edge),
                end=_words(words, -edge),
                prefix=self._before(start, before),
                suffix=self._after(end, after),
            )

    def _before(self, start: int, count: int) -> str:
        return _words(self.text[max(0, start - 400) : start], -count)

    def _after(self, end: int, count: int) -> str:
        return _words(self.text[end : end + 400], count)

    def _first(self, piece: Piece) -> Range | None:
        """Where a browser that searches this text finds the piece."""
        words = _pattern(piece.start, opens=not piece.prefix, closes=bool(piece.end) or not piece.suffix)
        if piece.end:
            words += f".*?{_pattern(piece.end, opens=True, closes=not piece.suffix)}"
        before = rf"{_pattern(piece.prefix, opens=True)}\s*" if piece.prefix else ""
        after = rf"\s*{_pattern(piece.suffix, closes=True)}" if piece.suffix else ""
        found = re.search(f"{before}({words}){after}", self.folded, re.DOTALL)
        return found.span(1) if found else None


def _pattern(words: str, *, opens: bool = False, closes: bool = False) -> str:
    folded = "".join(map(_plain, words))
    before = r"(?<!\w)" if opens and _spaced(folded[0]) else ""
    after = r"(?!\w)" if closes and _spaced(folded[-1]) else ""
    return before + r"\s+".join(map(re.escape, folded.split())) + after


def _spaced(character: str) -> bool:
    """Whether it is of a word that ends at a sign or a space: in some scripts words follow each other without."""
    return character.isalnum() and not _UNSPACED.fullmatch(character)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """The letter without case and accent, as one character."""
    folded = unicodedata.normalize("NFD", character)[0].lower()
    return folded if len(folded) == 1 else character


def _words(text: str, count: int) -> str:
    """The first words of a text, or with a count below 0 the last ones, of its first or last line."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or not count:
        return ""
    words = lines[0 if count > 0 else -1].split()
    return " ".join(words[:count] if count > 0 else words[count:])


def _coded(words: str) -> str:
    """The words as they stand in a directive, where "-", "," and "&" have a meaning."""
    return quote(encodable(words), safe="").replace("-", "%2D")
