"""Which statements and articles may hold a quotation: candidates from the full-text index, the likeliest first.

How rare a word is, is asked of the index itself, by reading the beginning of its list and no more: a list that
ends there is short and is used whole, of a longer one the density of its beginning tells how long it is. So
nothing is stored that could go stale, and the commonest word costs half a millisecond.

Lists of rare words are added up by weight, in stretches of the quotation, so that each piece of one that was
spliced finds its own statement. A stretch without rare words is looked for by its runs of three words.
"""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

import sqlalchemy as sa

from onrecord.quotations.quotation import Quotation
from onrecord.quotations.tokens import Word
from onrecord.store import fulltext

SHORT_LIST = 2_000  # rows of a word's list that are read; a word with more is common
EXACT = 300  # places that have the very words
LIKELY = 40  # candidates beyond those
_STRETCH = 8  # words that are looked for together
_PER_STRETCH = 8  # candidates of each stretch that are kept whatever the others say
_STRETCHES = 40  # of a very long quotation
_RARE_ENOUGH = 3  # rare words that make runs of common ones needless
_RUN = 3  # words of the shortest runs of common ones
_RUNS = 5  # runs of common words looked for in one stretch
_IN_INDEX = {"statement_fts": "content", "document_fts": "text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Row numbers: those with the very words (`more`: there are others), then the likeliest to be alike."""

    exact: tuple[int, ...]
    more: bool
    likely: tuple[int, ...]


def candidates(
    conn: sa.Connection, index: str, quotation: Quotation, *, likely: int = LIKELY, exact: int = EXACT
) -> Candidates:
    """The rows of `index` (statement_fts or document_fts) that may hold the quotation."""
    own = [w for i, w in enumerate(quotation.words) if i not in quotation.editorial]
    very = _listed(conn, index, " AND ".join(_phrases(quotation)), exact + 1) if _phrases(quotation) else []
    rest: list[int] = []
    if likely and not quotation.short:
        rest = _likely(conn, index, own, likely)
    known = set(very)
    return Candidates(
        exact=tuple(very[:exact]), more=len(very) > exact, likely=tuple(n for n in rest if n not in known)
    )


def frequency(conn: sa.Connection, index: str, quotation: Quotation) -> int:
    """How many rows have the very words."""
    phrases = _phrases(quotation)
    if not phrases:
        return 0
    asked = f"{_IN_INDEX[index]} : ({' AND '.join(phrases)})"
    return fulltext.count(conn, fulltext.Asked(index=index, query=asked))


def _phrases(quotation: Quotation) -> list[str]:
    """The pieces between ellipses and brackets as phrases of the index."""
    out: list[str] = []
    run: list[str] = []
    for i, word in enumerate(quotation.words):
        if i in quotation.inner or i in quotation.editorial:
            out, run = _closed(out, run)
        if i not in quotation.editorial:
            run.append(word.text)
    return _closed(out, run)[0]


def _closed(out: list[str], run: list[str]) -> tuple[list[str], list[str]]:
    text = _quoted(" ".join(run))
    return ([*out, text] if text else out), []


def _quoted(text: str) -> str:
    """A phrase as the index takes it; "" where it holds no letter that the index knows."""
    return '"' + text.replace('"', '""') + '"' if any(unicodedata.category(c)[0] in "LN" for c in text) else ""


def _listed(conn: sa.Connection, index: str, asked: str, most: int) -> list[int]:
    return fulltext.numbers(conn, index, f"{_IN_INDEX[index]} : ({asked})", most)


# ---------------------------------------------------------------------------- the likeliest


@dataclass(slots=True)
class _Lists:
    """Lists that were read already, and how many rows the index has."""

    conn: sa.Connection
    index: str
    rows: int
    read: dict[str, list[int]]

    def of(self, text: str) -> list[int]:
        found = self.read.get(text)
        if found is None:
            asked = _quoted(text)
            found = self.read[text] = _listed(self.conn, self.index, asked, SHORT_LIST) if asked else []
        return found

    def weight(self, text: str) -> float:
        """The rarer, the heavier; 0 where nothing has it."""
        found = self.of(text)
        if not found:
            return 0.0
        many = len(found)
        if many >= SHORT_LIST:
            many = max(many, min(self.rows, many * self.rows // max(1, found[-1])))
        return math.log1p(self.rows / many)

    def rare(self, text: str) -> bool:
        return 0 < len(self.of(text)) < SHORT_LIST


def _likely(conn: sa.Connection, index: str, own: Sequence[Word], most: int) -> list[int]:
    table = "statement" if index == "statement_fts" else "document"
    rows = int(conn.scalar(sa.text(f"SELECT max(n) FROM {table}")) or 1)  # noqa: S608 - one of two names
    lists = _Lists(conn=conn, index=index, rows=rows, read={})
    step = max(1, math.ceil(len(own) / _STRETCHES / _STRETCH)) * _STRETCH
    whole: defaultdict[int, float] = defaultdict(float)
    kept: list[int] = []
    for at in range(0, len(own), step):
        stretch = own[at : at + _STRETCH]
        if at and len(stretch) < _STRETCH // 2:
            stretch = own[max(0, at - _STRETCH // 2) :]
        here = _weighed(lists, stretch)
        kept += _heaviest(here, _PER_STRETCH)
        for n, weight in here.items():
            whole[n] += weight
    return list(dict.fromkeys([*_heaviest(whole, most), *kept]))[: 2 * most]


def _heaviest(found: Mapping[int, float], most: int) -> list[int]:
    return nlargest(most, found, key=lambda n: (found[n], -n))


def _weighed(lists: _Lists, stretch: Sequence[Word]) -> dict[int, float]:
    """Rows by the weight of the rare words, and of the runs of common ones, that they share with a stretch."""
    found: defaultdict[int, float] = defaultdict(float)
    rare = 0
    for text in dict.fromkeys(w.text for w in stretch):
        if lists.rare(text):
            rare += 1
            weight = lists.weight(text)
            for n in lists.of(text):
                found[n] += weight
    if rare < _RARE_ENOUGH:
        for run in _runs(lists, stretch):
            weight = sum(lists.weight(text) for text in run)
            for n in lists.of(" ".join(run)):
                found[n] += weight
    return found


def _runs(lists: _Lists, stretch: Sequence[Word]) -> list[Sequence[str]]:
    """The runs of common words that are likely the rarest, each as long as it takes to have a short list."""
    texts = [w.text for w in stretch]
    common = [len(lists.of(text)) >= SHORT_LIST for text in texts]
    starts = [i for i in range(len(texts) - _RUN + 1) if all(common[i : i + _RUN])]
    starts.sort(key=lambda i: -sum(lists.weight(text) for text in texts[i : i + _RUN]))
    out: list[Sequence[str]] = []
    for i in starts[:_RUNS]:
        end = i + _RUN
        while end < len(texts) and common[end] and len(lists.of(" ".join(texts[i:end]))) >= SHORT_LIST:
            end += 1
        out.append(texts[i:end])
    return out
