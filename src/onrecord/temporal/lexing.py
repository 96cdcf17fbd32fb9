"""Text into a string of symbols, one a token, so that a rule over words is a pattern over classes of words."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.daywords import months

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९", "012345678901234567890123456789")

_TOKEN = re.compile(
    r"(?P<para>\n[ \t]*\n\s*)"
    r"|(?P<decade>(?<![\w$])(?:1\d|20)[0-9]0['’]?s\b|['’`][0-9]0['’]?s\b)"
    r"|(?P<nth>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<quarter>\b[QH][1-4]\b)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|(?<!\d[./])\d+\.\d+(?!\d*[./]\d)|\d+)"
    r"|(?P<half>[apAP]\.\s?[mM]\b\.?|[apAP][mM]\b)"
    r"|(?P<word>(?<=\s)o['’]clock\b|[^\W\d_]+)"
    r"|(?P<poss>['’]s\b)"
    r"|(?P<mark>[^\w\s])"
)
_MARKS = {
    "-": "DASH", "–": "DASH", "—": "LONGDASH", ".": "DOT", ",": "COMMA", "،": "COMMA", ":": "COLON", "/": "SLASH",
    "'": "QUOTE", "’": "QUOTE", "$": "MONEY", "£": "MONEY", "€": "MONEY", "#": "MONEY", "%": "PERCENT", "½": "HALFSIGN",
    ";": "STOP", "!": "STOP", "?": "STOP", "(": "OPEN", ")": "CLOSE", "+": "PLUS",
}  # fmt: skip
_SHAPES = (
    "PARA", "DECADEYEAR", "ORD", "QUARTERMARK", "INT", "YEAR", "LONGINT", "DECIMAL", "AMPM", "POSS", "MONTH", "MON",
    "WD", "PASTVERB", "CAPITAL", "PLURAL", "WORD", "MARK",
)  # fmt: skip
_WEEKDAY_SHORT = frozenset(("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"))
MOST_DIGITS = 9


@dataclass(slots=True)
class Tokens:
    """The tokens of a text: where each begins and ends, and the string of their symbols."""

    text: str
    starts: array[int]
    ends: array[int]
    symbols: str

    def word(self, i: int) -> str:
        """The token as written."""
        return self.text[self.starts[i] : self.ends[i]]

    def lower(self, i: int) -> str:
        """The token, lower case."""
        return self.word(i).lower()


def rows(name: str) -> list[list[str]]:
    """The rows of a table of `data/`, without its note and header."""
    lines = files("onrecord").joinpath("data", name).read_text("utf-8").splitlines()[2:]
    return [line.split("\t") for line in lines]


@cache
def words() -> Mapping[str, str]:
    """Word, lower case -> the class it belongs to."""
    out: dict[str, str] = {}
    for name, found, *_ in rows("temporal_words.tsv"):
        for word in found.split():
            out.setdefault(word, name)
    for name, found, *_ in rows("temporal_values.tsv"):
        for pair in found.split():
            word = pair.split("=")[0]
            out.setdefault(word, "WD" if word in _WEEKDAY_SHORT else name)
    for word in months():
        full = len(word) > 4 or word in ("june", "july", "may") or not word.isascii()
        out.setdefault(word, "MONTH" if full else "MON")
    return out


@cache
def numbers() -> Mapping[str, str]:
    """Word, lower case -> the number, unit or code it stands for."""
    out: dict[str, str] = {}
    for _, found, *_ in rows("temporal_values.tsv"):
        out |= dict(pair.split("=") for pair in found.split())
    return out


@cache
def alphabet() -> Mapping[str, str]:
    """Class -> its symbol, a character of the private use area."""
    names = dict.fromkeys([*_SHAPES, *_MARKS.values(), *words().values()])
    return {name: chr(0xE000 + i) for i, name in enumerate(names)}


@cache
def _symbols() -> Mapping[str, str]:
    signs = alphabet()
    return {word: signs[name] for word, name in words().items()} | {m: signs[name] for m, name in _MARKS.items()}


def tokens(text: str) -> Tokens:
    """The tokens of `text`; digits of every script count as digits."""
    plain = text.translate(DIGITS)
    known, signs = _symbols(), alphabet()
    capital, plural, word_sign, past = signs["CAPITAL"], signs["PLURAL"], signs["WORD"], signs["PASTVERB"]
    cased = {signs["MONTH"], signs["MON"], signs["WD"]}
    starts, ends, out = array("l"), array("l"), []
    for m in _TOKEN.finditer(plain):
        kind, found = m.lastgroup, m[0]
        if kind == "word":
            low = found.lower()
            sign = "" if found == "May" else known.get(low, "")
            if not sign or (sign in cased and found == low and low[0].isascii()):
                if found[0].isupper():
                    sign = signs["MONTH"] if found == "May" and _is_month(plain, m.start(), m.end()) else capital
                elif low.endswith("ed"):
                    sign = past
                else:
                    sign = plural if low.endswith("s") else word_sign
        elif kind == "mark":
            sign = known.get(found) or signs["MARK"]
        else:
            sign = signs[_shape(kind or "", found)]
        starts.append(m.start())
        ends.append(m.end())
        out.append(sign)
    return Tokens(text=plain, starts=starts, ends=ends, symbols="".join(out))


_SENTENCE_START = re.compile(r"(?:^|[.!?\"“”'`\n])\s*\Z")


def _is_month(text: str, start: int, end: int) -> bool:
    """Whether "May" is the month: a number follows, or it does not open the sentence."""
    return text[end : end + 3].strip()[:1].isdigit() or not _SENTENCE_START.search(text, max(0, start - 4), start)


def _shape(kind: str, found: str) -> str:
    """The class of what is known by its form."""
    if kind != "number":
        return {"para": "PARA", "decade": "DECADEYEAR", "nth": "ORD", "quarter": "QUARTERMARK", "half": "AMPM",
                "poss": "POSS"}[kind]  # fmt: skip
    if "." in found:
        return "DECIMAL"
    if "," in found:
        return "INT" if len(found) < MOST_DIGITS else "LONGINT"
    if len(found) == 4 and "1000" <= found <= "2999":
        return "YEAR"
    return "INT" if len(found) <= 3 else "LONGINT"
