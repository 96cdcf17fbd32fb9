"""Writing many rows at once: ready tuples handed to the driver in one call, which is what makes appending fast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")
AT_ONCE = 500  # values in one IN (...)


def put(conn: sa.Connection, table: sa.Table, rows: Sequence[tuple[Any, ...]], *, on_conflict: str = "") -> None:
    """Insert rows given in the order of the table's columns."""
    if rows:
        conn.exec_driver_sql(_insert(table, on_conflict), list(rows))


@lru_cache(maxsize=64)
def _insert(table: sa.Table, on_conflict: str) -> str:
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    action = f" ON CONFLICT {on_conflict}" if on_conflict else ""
    return f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks}){action}'  # noqa: S608 - names from schema.py


def chunks(items: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    source = iter(items)
    while some := list(islice(source, size)):
        yield some


def next_number(conn: sa.Connection, table: sa.Table) -> int:
    """The first free `n`. Safe because writers hold the write lock from their first word."""
    return int(conn.scalar(sa.select(sa.func.max(table.c.n))) or 0) + 1
