"""Opening the file of a record: is it one, of which version, and may it be written. One on a server: `server`.

Whatever SQLite says is turned into one sentence a user can act on (`speaking`). Connections know no
implicit transactions: `begin` is ours, so that a writer takes the write lock before it reads.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from onrecord.errors import NotFound, RecordBusy, RecordError
from onrecord.store.address import Address, Place
from onrecord.store.schema import APPLICATION_ID, HEAD

MAGIC = b"SQLite format 3\x00"
BUSY_SECONDS = 30.0  # how long a writer waits for another before it gives up
_CACHE_KIB = 65536


def engine(path: Place, *, write: bool, busy: float = BUSY_SECONDS) -> sa.Engine:
    """An engine on what is known to be a record (see `check`)."""
    if isinstance(path, Address):
        from onrecord.store import server

        return server.engine(path, write=write, busy=busy)
    mode = how_to_open(path, write=write)

    def connect() -> sqlite3.Connection:
        raw = raw_connection(path, mode, busy)
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA synchronous = NORMAL")  # with WAL: a power cut may cost the last batch, never the file
        raw.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        raw.execute("PRAGMA temp_store = MEMORY")
        if not write:
            raw.execute("PRAGMA query_only = ON")
        return raw

    made = sa.create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=60)
    sa.event.listen(made, "begin", _begin)
    return sharing(made)


def sharing(made: sa.Engine) -> sa.Engine:
    """This engine of a file, with what the engines of all files share."""
    common = _common()
    made.dialect, made._compiled_cache = common.dialect, common._compiled_cache
    return made


@cache
def _common() -> sa.Engine:
    """What the engines of all files share: making SQL of a question costs more than a small record's answer, and it is
    made once a process, not once a record that is opened."""
    made = sa.create_engine("sqlite://")
    with made.connect():
        pass  # its dialect learns on the first connection what SQLite can do
    return made


def _begin(connection: sa.Connection) -> None:
    kind = "BEGIN IMMEDIATE" if connection.get_execution_options().get("onrecord_write") else "BEGIN"
    connection.exec_driver_sql(kind)


def can_write(path: Place) -> bool:
    """Whether the file and its folder may be written (the -wal file lies beside it), or the database."""
    if isinstance(path, Address):
        from onrecord.store import server

        return server.can_write(path)
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def raw_connection(path: Path, mode: str, busy: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A plain connection; `mode` as SQLite's URI parameters have it. Never creates a file."""
    uri = f"file:{quote(os.fsencode(path.absolute()))}?{mode}"
    return sqlite3.connect(uri, uri=True, timeout=busy, isolation_level=None, check_same_thread=False)


def how_to_open(path: Path, *, write: bool) -> str:
    """The URI parameters for a file as it lies there.

    A reader of a writable place opens read-write (and is bound by `query_only`): a connection opened
    read-only could not tidy away the -wal and -shm files that any reader of a WAL database needs.
    On read-only media those cannot be made at all; there the file is opened as immutable.
    """
    side = path.with_name(path.name + "-wal")
    if can_write(path):
        return "mode=rw"
    if write:
        raise RecordError(f"{path}: this record and its folder must be writable for that")
    if side.exists() and side.stat().st_size:
        if os.access(side, os.R_OK) and path.with_name(path.name + "-shm").exists():
            return "mode=ro"  # another user's process is at work on it
        raise RecordError(
            f"{path}: a process that was killed left changes in {side.name}, and they cannot be taken in here: "
            "copy both files to a folder you may write to, and open the copy"
        )
    return "mode=ro&immutable=1"


def check(path: Place) -> str:
    """The version of a record's tables. Raises NotFound or RecordError with the reason it cannot be used."""
    if isinstance(path, Address):
        from onrecord.store import server

        return server.check(path)
    _check_file(path)
    with speaking(path), closing(raw_connection(path, how_to_open(path, write=False))) as raw:
        application = raw.execute("PRAGMA application_id").fetchone()[0]
        if application != APPLICATION_ID:
            raise RecordError(f"{path}: a database, but no OnRecord record")
        try:
            row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError as e:
            if "no such table" not in str(e):
                raise
            row = None
    if row is None:
        raise RecordError(f"{path}: damaged: it does not say which version it is; restore it from a copy")
    found = str(row[0])
    if found > HEAD:  # versions are numbers of equal length, so text order is theirs
        raise RecordError(
            f"{path}: written by a newer OnRecord (tables {found}, this one knows {HEAD}): update with "
            "pip install -U onrecord"
        )
    return found


def _check_file(path: Path) -> None:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"{path}: no such record") from None
    except OSError as e:
        raise RecordError(f"{path}: cannot be read: {e.strerror or e}") from None
    if path.is_dir():
        raise RecordError(f"{path}: a folder, not a record file")
    if not path.is_file():
        raise RecordError(f"{path}: not an ordinary file")
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except OSError as e:
        raise RecordError(f"{path}: cannot be read: {e.strerror or e}") from None
    if not head:
        raise RecordError(f"{path}: an empty file, not a record; delete it or give another name")
    if head != MAGIC:
        raise RecordError(f"{path}: not an OnRecord record")


@contextmanager
def speaking(path: Place) -> Iterator[None]:
    """Turn what the database raises into RecordError or RecordBusy."""
    if isinstance(path, Address):
        from onrecord.store import server

        with server.speaking(path):
            yield
        return
    try:
        yield
    except (DBAPIError, sqlite3.Error) as e:
        cause: Any = e.orig if isinstance(e, DBAPIError) else e
        raise _spoken(path, str(cause)) from e


_SENTENCES = (  # part of SQLite's message, what to tell
    ("locked", "another process is writing to this record; try again when it is done"),
    ("malformed", "damaged; restore it from a copy"),
    ("not a database", "damaged, or no record at all; restore it from a copy"),
    ("disk is full", "the disk is full; what was written before is kept"),
    ("readonly", "this record cannot be written to"),
    ("constraint failed", "what was to be written contradicts the record; nothing of it was written"),
    ("unable to open", "cannot be opened; are the file and its folder readable?"),
    ("no such table", "damaged: a table is missing; restore it from a copy"),
    ("disk I/O error", "the disk reports an error; copy the record to another disk"),
)


def _spoken(path: Path, message: str) -> RecordError:
    for part, sentence in _SENTENCES:
        if part in message:
            kind = RecordBusy if part == "locked" else RecordError
            return kind(f"{path}: {sentence} (SQLite: {message})")
    return RecordError(f"{path}: the database refused: {message}")


def copy(path: Path, target: Path) -> None:
    """Copy a record page by page, as one state of it, into one file that needs no other beside it."""
    with (
        speaking(path),
        closing(raw_connection(path, how_to_open(path, write=False))) as here,
        closing(raw_connection(target, "mode=rwc")) as there,
    ):
        here.backup(there)
        there.execute("PRAGMA journal_mode = DELETE")
        there.execute("PRAGMA journal_mode = WAL")  # changes the header, and takes the side files away at the end
