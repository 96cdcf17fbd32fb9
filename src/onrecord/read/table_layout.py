"""The dialect of a table and what its columns are, from its start: the reading that makes most sense of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.read.columns import SAMPLE_ROWS, Header, Row, Shape, header, known, unnamed
from onrecord.read.delimited import Broken, Lines, Table
from onrecord.read.dialect import Dialect

_DELIMITERS = (",", ";", "\t", "|")
_SEP = re.compile(r"^\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)
_SINGLE = re.compile(r"^'[^'\n]*'(?:[,;\t|]'[^'\n]*')+\s*$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written and what its columns are; `columns` is None where it is no list of articles.

    `past` is the number of the last row that is no row of the list: its header, or 0.
    """

    dialect: Dialect
    columns: Header | Shape | None
    sample: Sequence[Sequence[str]]
    past: int = 0

    @property
    def width(self) -> int:
        """How many cells a row should have."""
        if isinstance(self.columns, Header):
            return len(self.columns.names)
        return self.columns.width if self.columns else 0


def layout(sample: str) -> Layout:
    """The dialect in which the start of a table makes most sense."""
    body = sample.removeprefix("\ufeff")
    if (gdelt := _unquoted(body)) is not None:
        return gdelt
    said = _SEP.match(body.partition("\n")[0])
    quote = "'" if _SINGLE.match(body.partition("\n")[0]) else '"'
    scored: list[tuple[tuple[float, ...], Layout]] = []
    for delimiter in (said[1],) if said else _DELIMITERS:
        dialect = Dialect(delimiter, quote)
        numbered = _rows(body, dialect)
        rows = [cells for _, cells in numbered]
        found = header(rows) or unnamed(rows)
        past = numbered[found.at][0] if isinstance(found, Header) else 1 if said else 0
        scored.append((_score(found, rows), Layout(dialect, found, rows, past)))
    chosen = max(scored, key=lambda one: one[0])[1]
    return _escaped(body, chosen)


def _unquoted(body: str) -> Layout | None:
    """One of GDELT's files: tabs between cells, and quotation marks that mean nothing."""
    plain = Dialect("\t", quoted=False)
    rows = [cells for _, cells in _rows(body, plain)]
    shape = known(rows)
    return Layout(plain, shape, rows) if shape else None


def _score(found: Header | Shape | None, rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    widths = [len(cells) for cells in rows if cells]
    usual = max(set(widths), key=widths.count) if widths else 0
    even = widths.count(usual) / len(widths) if widths else 0.0
    named = len(found.names) if isinstance(found, Header) else 0
    return (2.0 if isinstance(found, Header) else 1.0 if found else 0.0, float(named or usual), even)


def _escaped(body: str, found: Layout) -> Layout:
    """The same with backslashes before quotation marks, where only that makes sense of them."""
    if '\\"' not in body:
        return found
    escaped = replace(found.dialect, escape="\\")
    if _errors(body, escaped) >= _errors(body, found.dialect):
        return found
    return replace(found, dialect=escaped)


def _errors(body: str, dialect: Dialect) -> int:
    """How many rows of a sample are wrong in a dialect; its cut end does not count."""
    count, lines = 0, iter(io.StringIO(body, newline=""))
    while True:
        try:
            if next(dialect.reader(lines, strict=True), None) is None:
                return count
        except csv.Error as e:
            count += "unexpected end" not in str(e)


def _rows(body: str, dialect: Dialect) -> list[Row]:
    """The first rows of a sample that hold anything."""
    rows: list[Row] = []
    for row in Table(Lines(body, io.StringIO()), dialect).rows():
        if not isinstance(row, Broken) and any(cell.strip() for cell in row[1]):
            rows.append(row)
        if len(rows) >= SAMPLE_ROWS:
            break
    return rows
