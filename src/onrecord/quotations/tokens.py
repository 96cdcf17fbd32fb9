"""Text into the words that are compared: as printed, with their places, and in one normal form.

What does not count when two quotations are compared is taken away here: case, punctuation, the shape of
apostrophes, accents, invisible characters, British against American spelling, number words against figures.
`plain` keeps what `key` takes away, so that a difference that does not count can still be shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from onrecord.findings import Range
from onrecord.quotations.lexicon import lexicon

_INVISIBLE = "\xad\u200b\u200c\u200d\u2060\ufeff"
_MARKS = (  # written onto letters: accents, Hebrew and Arabic vowels, the signs of Indian scripts
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0966-\u0dff"
)
_LETTER = rf"(?:[^\W_]|[{_INVISIBLE}{_MARKS}])"
_WORD = re.compile(rf"\d+(?:[.,:]\d+){{1,8}}(?![^\W_])|[^\W_]{_LETTER}*(?:['’ʼ＇]{_LETTER}+)*|[$£€¥%&]")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_APOSTROPHES = str.maketrans("’ʼ＇", "'''", _INVISIBLE)
_SYMBOLS = {"%": "percent", "&": "and"}
_SENTENCE_END = re.compile(r"[.!?…۔؟。！？]|\n\s*\n")
_MARKS_KEPT = 8
_TWO_WORDS = 6  # letters from which two words may be one written apart: "cease-fire"


class Word(NamedTuple):
    """A word at its characters.

    `after` are the marks between it and the next, white space taken out; `ends`: a sentence ends with it;
    `quoted`: it stands between quotation marks.
    """

    text: str
    plain: str
    key: str
    start: int
    end: int
    after: str = ""
    ends: bool = False
    quoted: bool = True


def words(text: str, at: int = 0, quoted: Sequence[Range] | None = None) -> list[Word]:
    """The words of a text that begins at character `at`, number words in one.

    `quoted` are the characters between quotation marks, in order; None where all are.
    """
    found: list[Word] = []
    places = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    marks = iter(quoted or ())
    mark = next(marks, None)
    for i, (word, start, end) in enumerate(places):
        follows, after = places[i + 1][:2] if i + 1 < len(places) else ("", len(text))
        gap = text[end:after]
        folded = key(word)
        while mark is not None and mark[1] <= start + at:
            mark = next(marks, None)
        inside = quoted is None or (mark is not None and mark[0] <= start + at and end + at <= mark[1])
        bare = gap == " "
        ends = not bare and bool(_SENTENCE_END.search(gap)) and (not follows or _ended(folded, gap, follows))
        marks_after = "" if bare else "".join(gap.split())[:_MARKS_KEPT]
        found.append(Word(word, plain(word), folded, start + at, end + at, marks_after, ends, inside))
    return _numbers(found)


def keys(text: str) -> list[str]:
    """The normal forms of the words alone, number words as they are: what candidates are sifted by."""
    return [key(word) for word in _WORD.findall(text)]


def starts(text: str) -> list[tuple[str, int]]:
    """`keys`, each with its first character."""
    return [(key(m.group()), m.start()) for m in _WORD.finditer(text)]


def _ended(word: str, gap: str, after: str) -> bool:
    """Whether a sentence ends between a word and the next, with marks between them that may end one."""
    if "\n\n" in gap or any(c in gap for c in "!?۔؟。！？"):
        return True
    short = len(word) == 1 and word.isalpha() and word != "i"
    if gap.lstrip()[:1] == "." and (short or word in lexicon().sets["abbreviation"]):
        return False
    return not after[0].islower() and any(c.isspace() for c in gap)


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """A printed word without case, invisible characters and curly apostrophes."""
    return unicodedata.normalize("NFC", text.translate(_APOSTROPHES)).casefold()


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The normal form of a printed word: two words of one key are the same word."""
    word = plain(text)
    if word.isascii():
        folded = word
    else:
        apart = unicodedata.normalize("NFKD", word)
        folded = "".join(c for c in apart if not unicodedata.combining(c)).casefold() or word
    if folded[0].isdigit():
        return folded.replace(",", "") if _THOUSANDS.fullmatch(folded) else folded
    return _SYMBOLS.get(folded) or lexicon().american(folded)


# ---------------------------------------------------------------------------- numbers


def _numbers(found: Sequence[Word]) -> list[Word]:
    """Number words as figures ("two thousand" is 2000), and "per cent" as one word."""
    numbers = lexicon().numbers
    if not any(w.plain in numbers or w.key == "per" for w in found):
        return list(found)
    out: list[Word] = []
    i = 0
    while i < len(found):
        value, size = _number(found, i)
        if size:
            out.append(_as_one(found[i : i + size], str(value)))
        elif found[i].key == "per" and i + 1 < len(found) and found[i + 1].key == "cent":
            size = 2
            out.append(_as_one(found[i : i + 2], "percent"))
        else:
            size = 1
            out.append(found[i])
        i += size
    return out


def _number(found: Sequence[Word], i: int) -> tuple[int, int]:
    """The number that begins with word i, and of how many words it is; 0 words where none begins."""
    value, size = _below_hundred(found, i)
    if not size:
        return 0, 0
    for scale in (100, 1000):
        if _value(found, i + size) == (scale, "scale") and not found[i + size - 1].ends and 0 < value < scale:
            value, size = value * scale, size + 1
            rest, more = _below_hundred(found, i + size)
            if more and not found[i + size - 1].ends and rest < scale:
                value, size = value + rest, size + more
    return value, size


def _below_hundred(found: Sequence[Word], i: int) -> tuple[int, int]:
    value, joins = _value(found, i)
    if joins == "unit":
        return value, 1
    if joins == "ten":
        rest, following = _value(found, i + 1)
        return (value + rest, 2) if following == "unit" and 0 < rest < 10 and not found[i].ends else (value, 1)
    return 0, 0


def _value(found: Sequence[Word], i: int) -> tuple[int, str]:
    return lexicon().numbers.get(found[i].plain, (0, "")) if i < len(found) else (0, "")


# ---------------------------------------------------------------------------- words written apart


def matched(here: Sequence[Word], there: Sequence[Word]) -> list[Word]:
    """The words, two of them made one where the other text writes them in one: "cease-fire" and "ceasefire"."""
    single = {w.key for w in there}
    out: list[Word] = []
    i = 0
    while i < len(here):
        if i + 1 < len(here) and (both := here[i].key + here[i + 1].key) in single and len(both) >= _TWO_WORDS:
            out.append(_as_one(here[i : i + 2], both))
            i += 2
        else:
            out.append(here[i])
            i += 1
    return out


def _as_one(some: Sequence[Word], joint: str) -> Word:
    first, last = some[0], some[-1]
    return Word(
        text=" ".join(w.text for w in some),
        plain=" ".join(w.plain for w in some),
        key=joint,
        start=first.start,
        end=last.end,
        after=last.after,
        ends=last.ends,
        quoted=all(w.quoted for w in some),
    )
