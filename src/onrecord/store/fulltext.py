"""The full-text index of a record: which rows fit a query, how well, and what the index has still to take in.

A query is the text that `words.query` makes, and means the same in a file (SQLite's FTS5) and on a server
(`schema_server`): the words of a row are the same in both, and the rank is FTS5's bm25 in both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from onrecord.store import fts_words
from onrecord.store.dialect import on_server
from onrecord.store.schema_server import INDEXED

_K1, _B, _LEAST = 1.2, 0.75, 1e-6  # of FTS5's bm25
_LEXEME = 200  # characters of a word that are indexed: a tsvector takes 2 KiB
_LARGEST = 700_000  # bytes of different words in one text: a tsvector takes 1 MiB
_AT_ONCE = 400
Term = tuple[tuple[str, ...], bool]
Ranked = tuple[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query of an index. `hidden` is SQL that selects the numbers of rows which do not count."""

    index: str
    query: str
    hidden: str = ""


def matching(conn: sa.Connection, index: str, asked: str) -> sa.TextClause:
    """The rows of an index that fit, as a query that gives their numbers: for `column.in_(...)` or to be run."""
    if not on_server(conn):
        found = sa.text(f"SELECT rowid FROM {index} WHERE {index} MATCH :asked_of_{index}")  # noqa: S608 - a name of ours
        return found.bindparams(**{f"asked_of_{index}": asked})
    where, values = _fits(index, asked)
    return sa.text(f"SELECT n FROM {index} WHERE {where}").bindparams(**values)  # noqa: S608 - names of ours


def within(column: Any, conn: sa.Connection, index: str, asked: str) -> Any:
    """The condition that a column's number is one of a row that fits."""
    return column.in_(matching(conn, index, asked).columns(sa.column("n", sa.Integer)))


def numbers(conn: sa.Connection, index: str, asked: str, most: int) -> list[int]:
    """The first rows that fit, by number."""
    if on_server(conn):
        where, values = _fits(index, asked)
        query = sa.text(f"SELECT n FROM {index} WHERE {where} ORDER BY n LIMIT :most")  # noqa: S608
        return list(conn.scalars(query, {**values, "most": most}))
    # the driver's own rows: there are tens of thousands
    cursor = conn.connection.cursor()
    try:
        cursor.execute(f"SELECT rowid FROM {index} WHERE {index} MATCH ? LIMIT ?", (asked, most))  # noqa: S608
        return [row[0] for row in cursor.fetchall()]
    finally:
        cursor.close()


def count(conn: sa.Connection, asked: Asked) -> int:
    """How many rows fit."""
    inner, values = _selected(conn, asked)
    return int(conn.scalar(sa.text(f"SELECT count(*) {inner}"), values) or 0)


def best(
    conn: sa.Connection, asked: Asked, weights: Sequence[float], most: int, ranked: int
) -> tuple[int, list[Ranked]]:
    """How many rows fit, and the best with their rank (the less, the better), by what each text of theirs weighs.

    Of more than `ranked` the newest, without a rank.
    """
    every = count(conn, asked)
    if every > ranked:
        return every, _listed(conn, asked, (), most)
    if not on_server(conn):
        return every, _listed(conn, asked, weights, most)
    return every, sorted(_ranked(conn, asked, weights), key=lambda r: (r[1], r[0]))[:most]


def highlighted(conn: sa.Connection, index: str, n: int, asked: str, opening: str, closing: str) -> tuple[str, ...]:
    """The indexed texts of a row that fits, with its hits marked."""
    table, texts = INDEXED[index]
    if on_server(conn):
        of = sa.table(table, sa.column("n"), *(sa.column(t) for t in texts))
        row = conn.execute(sa.select(*(of.c[t] for t in texts)).where(of.c.n == n)).one()
        return tuple(fts_words.highlighted([x or "" for x in row], asked, opening, closing))
    marks = ", ".join(f"highlight({index}, {i}, :o, :c)" for i in range(len(texts)))
    query = sa.text(f"SELECT {marks} FROM {index} WHERE {index} MATCH :asked AND rowid = :n")  # noqa: S608
    row = conn.execute(query, {"asked": asked, "n": n, "o": opening, "c": closing}).one()
    return tuple(x or "" for x in row)


def held(conn: sa.Connection, index: str) -> int:
    """How many rows the index has."""
    table = index if on_server(conn) else f"{index}_docsize"
    return int(conn.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) or 0)


# ---------------------------------------------------------------------------- in a file


def out(conn: sa.Connection, index: str, document: int) -> None:
    """Before a document's rows go, or its text changes: no trigger of a file's index fires then. A server's does."""
    if not on_server(conn):
        table, texts = INDEXED[index]
        columns, of = ", ".join(texts), "n" if table == "document" else "document"
        values = f"SELECT 'delete', n, {columns} FROM {table} WHERE {of} = ?"  # noqa: S608 - names of ours
        conn.exec_driver_sql(f"INSERT INTO {index}({index}, rowid, {columns}) {values}", (document,))


def text_in(conn: sa.Connection, document: int) -> None:
    """After the text of a document changed."""
    if not on_server(conn):
        values = "SELECT n, title, text FROM document WHERE n = ?"
        conn.exec_driver_sql(f"INSERT INTO document_fts(rowid, title, text) {values}", (document,))


def _selected(conn: sa.Connection, asked: Asked) -> tuple[str, dict[str, Any]]:
    index = asked.index
    if on_server(conn):
        where, values = _fits(index, asked.query)
        return f"FROM {index} WHERE {where}{f' AND n NOT IN ({asked.hidden})' if asked.hidden else ''}", values
    but = f" AND rowid NOT IN ({asked.hidden})" if asked.hidden else ""
    return f"FROM {index} WHERE {index} MATCH :asked{but}", {"asked": asked.query}


def _listed(conn: sa.Connection, asked: Asked, weights: Sequence[float], most: int) -> list[Ranked]:
    inner, values = _selected(conn, asked)
    number = "n" if on_server(conn) else "rowid"
    value = f"bm25({', '.join([asked.index, *map(str, weights)])})" if weights else "0.0"
    order = f"r, {number}" if weights else f"{number} DESC"
    query = sa.text(f"SELECT {number} AS n, {value} AS r {inner} ORDER BY {order} LIMIT :most")
    return [(row.n, float(row.r)) for row in conn.execute(query, {**values, "most": most})]


# ---------------------------------------------------------------------------- on a server


def _fits(index: str, asked: str) -> tuple[str, dict[str, Any]]:
    """The condition that a row of an index fits, with its values."""
    column, terms = fts_words.terms(asked)
    texts = [t for t in INDEXED[index][1] if not column or t in column.split()]
    parts: list[str] = []
    values: dict[str, Any] = {}
    for i, term in enumerate(terms):
        if not term[0]:
            return "false", {}
        key = f"{index}_{i}"
        values[f"{key}_words"], values[f"{key}_run"] = _tsquery(term), _run(term)
        exact = len(term[0]) > 1 or len(term[0][0]) > _LEXEME
        parts.append(f"({' OR '.join(_has(t, key, exact) for t in texts)})")
    return " AND ".join(parts) or "false", values


def _has(text: str, key: str, exact: bool) -> str:
    run = f"position(CAST(:{key}_run AS text) in {text}_words) > 0"
    found = f'"{text}" @@ CAST(:{key}_words AS tsquery)'
    return f'({found}{f" AND {run}" if exact else ""} OR "{text}" IS NULL AND {run})'


def _tsquery(term: Term) -> str:
    """The words that a row has, whatever their order. Words are letters and digits: nothing in them needs care."""
    words, begun = term
    marked = [f"'{w[:_LEXEME]}'" + (":*" if begun and i == len(words) - 1 else "") for i, w in enumerate(words)]
    return " & ".join(marked)


def _run(term: Term) -> str:
    words, begun = term
    return f" {' '.join(words)}" + ("" if begun else " ")


def _ranked(conn: sa.Connection, asked: Asked, weights: Sequence[float]) -> list[Ranked]:
    """FTS5's bm25 of every row that fits."""
    index = asked.index
    _, terms = fts_words.terms(asked.query)
    texts = INDEXED[index][1]
    inner, values = _selected(conn, asked)
    rows, words = conn.execute(sa.text(f"SELECT count(*), CAST(coalesce(sum(size), 0) AS bigint) FROM {index}")).one()  # noqa: S608
    rarity = []
    for term in terms:
        with_it = count(conn, Asked(index=index, query=f'"{" ".join(term[0])}"' + ("*" if term[1] else "")))
        rarity.append(max(_LEAST, math.log((rows - with_it + 0.5) / (with_it + 0.5))))
    usual = words / rows if rows else 1.0
    columns = ", ".join(f"{t}_words" for t in texts)
    out: list[Ranked] = []
    for n, size, *folded in conn.execute(sa.text(f"SELECT n, size, {columns} {inner}"), values):
        score = 0.0
        for rare, (term_words, begun) in zip(rarity, terms, strict=True):
            own = sum(w * fts_words.often(t, term_words, begun) for w, t in zip(weights, folded, strict=True))
            score += rare * (own * (_K1 + 1.0) / (own + _K1 * (1 - _B + _B * size / usual)))
        out.append((n, -score))
    return out


def index(conn: sa.Connection) -> None:
    """Take in what came since the last time: what a writer does last. In a file triggers have done it."""
    if not on_server(conn) or not conn.scalar(sa.text("SELECT EXISTS (SELECT FROM unindexed)")):
        return
    for name, (table, texts) in INDEXED.items():
        columns = ", ".join(f"coalesce(v.\"{t}\", '')" for t in texts)
        missing = (
            f"SELECT v.n, {columns} FROM current_{table} v WHERE v.n > :after"  # noqa: S608 - names of ours
            f" AND v.n IN (SELECT n FROM unindexed WHERE index = '{name}') ORDER BY v.n LIMIT {_AT_ONCE}"
        )
        after = 0
        while some := conn.execute(sa.text(missing), {"after": after}).all():
            _take_in(conn, name, texts, some)
            after = some[-1][0]
    conn.exec_driver_sql("DELETE FROM unindexed")


def _take_in(conn: sa.Connection, name: str, texts: Sequence[str], rows: Sequence[Any]) -> None:
    split = [fts_words.words_of([row[1 + i] for row in rows]) for i in range(len(texts))]
    marks = ", ".join(["%s", *("array_to_tsvector(CAST(%s AS text[])), %s" for _ in texts), "%s"])
    made = []
    for k, row in enumerate(rows):
        held = (x for own in split for x in (_lexemes(own[k]), fts_words.folded(own[k])))
        made.append((row[0], *held, sum(len(own[k]) for own in split)))
    conn.exec_driver_sql(f"INSERT INTO {name} VALUES ({marks}) ON CONFLICT DO NOTHING", made)  # noqa: S608


def _lexemes(own: list[str]) -> list[str] | None:
    """The different words, cut to what the index takes; None where they are too many for it."""
    found = sorted({w[:_LEXEME] for w in own})
    return found if sum(len(w.encode()) for w in found) < _LARGEST else None


__all__ = ["Asked", "best", "count", "held", "highlighted", "index", "matching", "numbers", "within"]
