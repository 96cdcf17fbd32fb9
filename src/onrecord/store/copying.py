"""A record copied row for row into a new one: from a file to a server, or back.

What is derived of the rows, the full-text index, is made anew; all else is the same rows, with their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import sqlalchemy as sa

from onrecord.errors import RecordError, UsageError
from onrecord.store.address import Address, Place
from onrecord.store.columns import metadata
from onrecord.store.db import Store
from onrecord.store.dialect import on_server
from onrecord.store.put import put
from onrecord.store.schema_server import INDEXED

AT_ONCE = 500  # rows that are held in memory: articles may be long
_OWN = ("alembic_version", "state")  # what every record says of itself alone


def copy(source: Store, to: Place, progress: Callable[[str, int], None] | None = None) -> int:
    """Copy a record, in the state it is in now, to a file or database that is empty yet. Answers how many rows.

    `progress` is told each table and how many of its rows there are. A copy that is stopped leaves no record there
    that could be taken for whole: all rows come in one transaction, and a file is taken away again. Raises UsageError
    where something is there already.
    """
    if Store.exists(to):
        raise UsageError(f"{to}: there is something already; copy to a new file, or to an empty database")
    with Store.create(to) as made:
        try:
            return _rows(source, made, progress)
        except BaseException:
            made.close()
            _take_away(to)
            raise


def _rows(source: Store, target: Store, progress: Callable[[str, int], None] | None) -> int:
    total = 0
    with source.read() as here, target.write() as there:
        _defer(there)
        for table in metadata.sorted_tables:
            if table.name in _OWN:
                continue
            count = 0
            for some in _read(here, table):
                put(there, table, some)
                count += len(some)
            total += count
            if progress is not None:
                progress(table.name, count)
        _index(there)
    return total


def _read(conn: sa.Connection, table: sa.Table) -> Iterator[list[tuple[object, ...]]]:
    """The rows, in the order of their keys, a part at a time: none is held longer than it takes to write it."""
    keys = list(table.primary_key)
    query = sa.select(*table.columns).order_by(*keys).limit(AT_ONCE)
    after: tuple[object, ...] | None = None
    while True:
        later = query if after is None else query.where(sa.tuple_(*keys) > sa.tuple_(*after))
        some = [tuple(row) for row in conn.execute(later)]
        if not some:
            return
        yield some
        places = [list(table.columns).index(key) for key in keys]
        after = tuple(some[-1][i] for i in places)


def _defer(conn: sa.Connection) -> None:
    """Let references be checked at the end: rows of one table refer to each other."""
    conn.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED" if on_server(conn) else "PRAGMA defer_foreign_keys = ON")


def _index(conn: sa.Connection) -> None:
    """Make a file's index of the rows that are current; triggers took in all of them. A server's is made at the end."""
    if not on_server(conn):
        for index in INDEXED:
            conn.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('rebuild')")  # noqa: S608 - names of ours


def _take_away(to: Place) -> None:
    """A record that was made and stayed empty."""
    if isinstance(to, Address):
        from onrecord.store import server

        with suppress(RecordError):
            server.unmake(to)
        return
    for side in ("", "-wal", "-shm"):
        to.with_name(to.name + side).unlink(missing_ok=True)


__all__ = ["copy"]
