"""Which tables are read and written: seen of the SQL that goes to the database, so that no question can forget to say.

watch(engine)      see the SQL of its connections
seen()             the tables that this thread reads meanwhile
read_on(conn)      the tables that were read on a connection since `begin`
written_on(conn)   the tables that were written on it; None where it cannot be told: then all may have been
acceptance(conn)   what is written meanwhile to `standing` says that statements are right: who speaks and which count
                   stays as it was
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from onrecord.store.columns import metadata

STANDING = "standing"
COUNTED = "standing counted"
"""What stands for statements, without the verdicts: which of them count, and who speaks. Written with `standing`."""
_WRITES = re.compile(
    r"\b(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE(?!\s+SET\b)|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE
)
_ASKS = re.compile(
    r"\s*(?:SELECT|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|SET|LOCK|START|SHOW|WITH)\b", re.IGNORECASE
)
_NAME = re.compile(r"\w+")
_READ, _WRITTEN, _ACCEPTING = "onrecord_read", "onrecord_written", "onrecord_accepting"
_UNKNOWN = ""  # a table of these is none of the record's
_frames = threading.local()


def watch(engine: sa.Engine) -> None:
    """See the SQL of all connections of an engine."""
    sa.event.listen(engine, "before_cursor_execute", _saw)


def begin(conn: sa.Connection) -> None:
    """A transaction begins: nothing was read or written in it."""
    conn.info[_READ], conn.info[_WRITTEN], conn.info[_ACCEPTING] = set(), set(), False


def read_on(conn: sa.Connection) -> frozenset[str]:
    """The tables that were read on this connection since `begin`."""
    return frozenset(conn.info.get(_READ, ()))


def written_on(conn: sa.Connection) -> frozenset[str] | None:
    """The tables that were written on it since `begin`; None where it cannot be told."""
    found = conn.info.get(_WRITTEN, {_UNKNOWN})
    return None if _UNKNOWN in found else frozenset(found)


@contextmanager
def seen() -> Iterator[set[str]]:
    """The tables that this thread reads meanwhile, on whichever connection."""
    outer: set[str] | None = getattr(_frames, "tables", None)
    own: set[str] = set()
    _frames.tables = own
    try:
        yield own
    finally:
        _frames.tables = outer


def note(tables: Iterable[str]) -> None:
    """What is answered now was read from these tables earlier."""
    inner: set[str] | None = getattr(_frames, "tables", None)
    if inner is not None:
        inner.update(tables or every())


def every() -> frozenset[str]:
    """All tables of a record."""
    return frozenset(metadata.tables) | {COUNTED}


@contextmanager
def acceptance(conn: sa.Connection, accepted: bool) -> Iterator[None]:
    """Meanwhile `standing` is written to; `accepted`: it says no more than that statements are right."""
    conn.info[_ACCEPTING] = accepted
    try:
        yield
    finally:
        conn.info[_ACCEPTING] = False


def _saw(conn: sa.Connection, _cursor: Any, sql: str, _values: Any, _context: Any, _many: bool) -> None:
    read, written = tables(sql)
    info = conn.info
    if _READ in info:
        info[_READ] |= read
        info[_WRITTEN] |= written
        if STANDING in written and not info[_ACCEPTING]:
            info[_WRITTEN].add(COUNTED)
    frame: set[str] | None = getattr(_frames, "tables", None)
    if frame is not None:
        frame |= read


@lru_cache(maxsize=512)
def tables(sql: str) -> tuple[frozenset[str], frozenset[str]]:
    """The tables that SQL may read, and those that it writes; an index of words is of its table's rows."""
    own = metadata.tables
    named = set(_NAME.findall(sql))
    read = {t for t in named if t in own}
    read |= {t for name in named if name not in own for t in _rows_of(name)}
    written = {t for name in _WRITES.findall(sql) for t in (_rows_of(name.lower()) or (_UNKNOWN,))}
    if not written and not _ASKS.match(sql):
        written = {_UNKNOWN}
    return frozenset(read - {"state"}), frozenset(written - {"state"})


def _rows_of(name: str) -> tuple[str, ...]:
    """The tables whose rows a table, view or index of words has."""
    if name in metadata.tables:
        return (name,)
    base = name.removeprefix("current_").partition("_fts")[0]
    return (base, "document") if base in metadata.tables and base != name else ()


__all__ = [
    "COUNTED",
    "STANDING",
    "acceptance",
    "begin",
    "every",
    "note",
    "read_on",
    "seen",
    "tables",
    "watch",
    "written_on",
]
