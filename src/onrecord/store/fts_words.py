"""The words of a text as SQLite's index has them, and where they stand in it, for records that are kept elsewhere.

A small FTS5 index in memory takes the texts and is asked for its words, so that what a word is, which accents and
which case count, is decided in one place for every record. Nothing of it outlives the call.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import lru_cache

from onrecord.store.schema_index import TOKENIZE

_QUERY = re.compile(r"(?:\{?(\w+)\}? : )?(.*)", re.DOTALL)
_TERM = re.compile(r'"((?:[^"]|"")*)"(\*?)')


def words_of(texts: Sequence[str]) -> list[list[str]]:
    """The words of each text, in order."""
    found: list[list[str]] = [[] for _ in texts]
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f"CREATE VIRTUAL TABLE t USING fts5(x, {TOKENIZE})")
        db.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
        db.executemany("INSERT INTO t(rowid, x) VALUES (?, ?)", enumerate(texts))
        for n, word in db.execute('SELECT doc, term FROM v ORDER BY doc, "offset"'):
            found[n].append(word)
    return found


@lru_cache(maxsize=1024)
def terms(asked: str) -> tuple[str, tuple[tuple[tuple[str, ...], bool], ...]]:
    """A query as `words.query` makes them: its column ("" for all), and the words of each term that a row must have.

    True stands with a term whose last word may be only begun. A term without words fits no row.
    """
    m = _QUERY.fullmatch(asked)
    column, rest = (m[1] or "", m[2]) if m else ("", asked)
    typed = [(text.replace('""', '"'), bool(star)) for text, star in _TERM.findall(rest)]
    split = words_of([text for text, _ in typed])
    return column, tuple((tuple(own), star) for own, (_, star) in zip(split, typed, strict=True))


def highlighted(texts: Sequence[str], asked: str, opening: str, closing_mark: str) -> list[str]:
    """The texts of one row with the words marked that fit a query, the query's columns being these texts."""
    names = [f"c{i}" for i in range(len(texts))]
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f"CREATE VIRTUAL TABLE t USING fts5({', '.join(names)}, {TOKENIZE})")
        db.execute(f"INSERT INTO t VALUES ({', '.join('?' for _ in names)})", tuple(texts))  # noqa: S608 - our names
        marked = ", ".join(f"highlight(t, {i}, :o, :c)" for i in range(len(texts)))
        query = f"SELECT {marked} FROM t WHERE t MATCH :asked"  # noqa: S608 - numbers alone
        row = db.execute(query, {"asked": asked, "o": opening, "c": closing_mark}).fetchone()
    return [found or "" for found in row] if row else list(texts)


def often(folded: str, term: tuple[str, ...], begun: bool) -> int:
    """How often a term stands in a text whose words are joined by `folded`."""
    return sum(1 for _ in _places(folded, term, begun))


def folded(words: Sequence[str]) -> str:
    """Words as they are kept to look for phrases in: each with a space on either side."""
    return f" {' '.join(words)} " if words else ""


def _places(text: str, term: tuple[str, ...], begun: bool) -> Iterator[int]:
    wanted = f" {' '.join(term)}" + ("" if begun else " ")
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


__all__ = ["folded", "highlighted", "often", "terms", "words_of"]
