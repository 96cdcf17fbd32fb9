"""Writing many rows at once: ready tuples handed to the driver in one call, which is what makes appending fast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from onrecord.store.dialect import array_type, distinct_runs, on_server, without_nul

T = TypeVar("T")
AT_ONCE = 500  # values in one IN (...)
ON_SERVER = 2_000  # rows in one message to a server


def put(conn: sa.Connection, table: sa.Table, rows: Sequence[tuple[Any, ...]], *, on_conflict: str = "") -> None:
    """Insert rows given in the order of the table's columns."""
    if not rows:
        return
    if not on_server(conn):
        conn.exec_driver_sql(_insert(table, on_conflict), list(rows))
        return
    for some in chunks(rows, ON_SERVER):
        for run in distinct_runs(some, _key(table, on_conflict)):
            lists = tuple([without_nul(value) for value in column] for column in zip(*run, strict=True))
            conn.exec_driver_sql(_insert_lists(table, on_conflict), lists)


@lru_cache(maxsize=64)
def _insert(table: sa.Table, on_conflict: str) -> str:
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    action = f" ON CONFLICT {on_conflict}" if on_conflict else ""
    return f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks}){action}'  # noqa: S608 - names from schema.py


@lru_cache(maxsize=64)
def _insert_lists(table: sa.Table, on_conflict: str) -> str:
    """PostgreSQL takes a list of each column: one message, however many rows."""
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    lists = ", ".join(f"CAST(%s AS {array_type(c)})" for c in table.columns)
    action = f" ON CONFLICT {on_conflict}" if on_conflict else ""
    return f'INSERT INTO "{table.name}" ({columns}) SELECT * FROM unnest({lists}){action}'  # noqa: S608 - our names


@lru_cache(maxsize=64)
def _key(table: sa.Table, on_conflict: str) -> tuple[int, ...]:
    """The places, in a row, of the columns by which ON CONFLICT knows a row; none where it matters not."""
    if "DO UPDATE" not in on_conflict:
        return ()
    named = on_conflict[1 : on_conflict.index(")")].split(", ")
    return tuple(table.columns.keys().index(name) for name in named)


def chunks(items: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    source = iter(items)
    while some := list(islice(source, size)):
        yield some


def next_number(conn: sa.Connection, table: sa.Table) -> int:
    """The first free `n`. Safe because writers hold the write lock from their first word."""
    return int(conn.scalar(sa.select(sa.func.max(table.c.n))) or 0) + 1
