"""Where accounts are kept: a file beside the record that only its owner may read, or a schema of its database."""

from __future__ import annotations

import os
import secrets
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from onrecord.accounts import schema
from onrecord.errors import RecordBusy, RecordError
from onrecord.store.address import Address, Place

ENDING = ".users"
SERVER_SCHEMA = "onrecord_accounts"
BUSY_SECONDS = 10.0
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def beside(record: Path) -> Path:
    """The file of the accounts of a record that is a file."""
    return record.with_name(record.name + ENDING)


def engine(place: Place, *, create: bool) -> sa.Engine | None:
    """An engine on the accounts of a record; None where there are none and none shall be made.

    Raises RecordError where they cannot be used, with what to do.
    """
    made = _on_server(place) if isinstance(place, Address) else _on_file(beside(place), create=create)
    if made is None:
        return None
    with speaking(place):
        if not _there(made):
            if not create:
                made.dispose()
                return None
            with writing(made) as conn:
                _make(conn)
        with made.connect() as conn:
            found = conn.scalar(sa.select(schema.about.c.version))
    if found != schema.VERSION:
        made.dispose()
        raise RecordError(f"the accounts of {place} are of a newer OnRecord: update with pip install -U onrecord")
    return made


@contextmanager
def writing(made: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that alone may change accounts; what is done on it is kept whole, or not at all."""
    with made.execution_options(accounts_write=True).begin() as conn:
        if conn.dialect.name != "sqlite":
            conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({schema.APPLICATION_ID})")
        yield conn


@contextmanager
def speaking(place: Place) -> Iterator[None]:
    """Turn what the database raises into RecordError or RecordBusy."""
    if isinstance(place, Address):
        from onrecord.store import server

        with server.speaking(place):
            yield
        return
    try:
        yield
    except (DBAPIError, sqlite3.Error) as e:
        file = beside(place)
        if "locked" in str(e):
            raise RecordBusy(f"{file}: another process is writing to the accounts; try again when it is done") from e
        raise RecordError(f"{file}: the accounts cannot be used: {e.orig if isinstance(e, DBAPIError) else e}") from e


def _on_server(place: Address) -> sa.Engine:
    from onrecord.store import server

    made = server.beside(place)
    return made.execution_options(schema_translate_map={None: SERVER_SCHEMA})


def _on_file(file: Path, *, create: bool) -> sa.Engine | None:
    if not os.path.lexists(file):
        if not create:
            return None
        try:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            pass  # another process makes them at this moment
        except OSError as e:
            raise RecordError(f"{file}: the accounts cannot be made: {e.strerror or e}") from None
    _guarded(file)

    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        raw.execute("PRAGMA secure_delete = ON")
        return raw

    made = sa.create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=2, max_overflow=60)
    sa.event.listen(made, "begin", _begin)
    return made


def _begin(conn: sa.Connection) -> None:
    conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get("accounts_write") else "BEGIN")


def _guarded(file: Path) -> None:
    """Refuse a file that is none of ours, or that others on this machine may read."""
    try:
        mode = file.stat().st_mode
        head = b"" if not stat.S_ISREG(mode) else file.read_bytes()[:72]
    except OSError as e:
        raise RecordError(f"{file}: the accounts cannot be read: {e.strerror or e}") from None
    if not stat.S_ISREG(mode) or (head and head[68:72] != schema.APPLICATION_ID.to_bytes(4, "big")):
        raise RecordError(f"{file}: this file does not hold accounts; move it away, or restore it from a copy")
    if os.name == "posix" and mode & OTHERS:
        raise RecordError(f"{file}: other users of this machine may read it; take that from them: chmod 600 {file}")


def _there(made: sa.Engine) -> bool:
    with made.connect() as conn:
        within = None if conn.dialect.name == "sqlite" else SERVER_SCHEMA
        return sa.inspect(conn).has_table(schema.about.name, schema=within)


def _make(conn: sa.Connection) -> None:
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    else:
        conn.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SERVER_SCHEMA}")
    schema.metadata.create_all(conn)
    if conn.scalar(sa.select(sa.func.count()).select_from(schema.about)) == 0:
        conn.execute(sa.insert(schema.about).values(version=schema.VERSION, secret=secrets.token_hex(32)))


__all__ = ["ENDING", "SERVER_SCHEMA", "beside", "engine", "speaking", "writing"]
