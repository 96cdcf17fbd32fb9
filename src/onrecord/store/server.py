"""A record in a PostgreSQL database: reached, made, read in one state, written by one at a time.

A reader's transaction sees one state (REPEATABLE READ, READ ONLY). A writer first takes the record's lock, which
stands for the write lock of a file: who waits too long for it is told that another is writing. What the server says
is turned into one sentence a user can act on, without the password.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from onrecord.errors import NotFound, RecordBusy, RecordError
from onrecord.store import fulltext, schema, server_sql, state
from onrecord.store.address import Address
from onrecord.store.columns import metadata
from onrecord.store.dialect import without_nul
from onrecord.store.schema_server import MARK, drop_all

CONNECT_SECONDS = 10.0
LOCK = schema.APPLICATION_ID  # the number of the lock that a writer holds
OLDEST_SERVER = 130000  # PostgreSQL 13
# Many small questions are slower with it; and numbers and bytes come whole, whatever the server is set to.
_SETTINGS = "SET LOCAL jit = off; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = hex"
_CREATE = "createdb -E UTF8 -T template0 NAME"
_DIALECT = "onrecord_postgresql"

registry.register(_DIALECT, server_sql.__name__, "Dialect")


def engine(to: Address, *, write: bool, busy: float) -> sa.Engine:
    """An engine on a database known to be a record (see `check`)."""
    made = _engine(to, QueuePool, pool_size=4, max_overflow=16, pool_pre_ping=True)

    def begin(conn: sa.Connection) -> None:
        if write and conn.get_execution_options().get("onrecord_write"):
            _hold(conn, busy)
        else:
            conn.exec_driver_sql(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; {_SETTINGS}")

    def commit(conn: sa.Connection) -> None:
        if write and conn.get_execution_options().get("onrecord_write"):
            fulltext.index(conn)

    sa.event.listen(made, "begin", begin)
    sa.event.listen(made, "commit", commit)
    return made


def beside(to: Address) -> sa.Engine:
    """An engine on the same database, for tables that are not the record's."""
    return _engine(to, QueuePool, pool_size=2, max_overflow=8, pool_pre_ping=True)


def _engine(to: Address, pool: type[sa.pool.Pool], **settings: Any) -> sa.Engine:
    return sa.create_engine(f"{_DIALECT}://", creator=lambda: _connected(to), poolclass=pool, **settings)


def _hold(conn: sa.Connection, busy: float) -> None:
    """Take the record's lock till the end of the transaction. What is read after it is what the last writer left."""
    conn.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, round(busy * 1000))}; {_SETTINGS}")
    conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    conn.exec_driver_sql("SET LOCAL lock_timeout = 0")


def check(to: Address) -> str:
    """The version of a record's tables. Raises NotFound or RecordError with the reason it cannot be used."""
    with _bare(to) as conn:
        found = _found(conn, to)
        if found is None:
            raise NotFound(f"{to}: no record in this database; make one with: onrecord add FOLDER --record ADDRESS")
    if found > schema.HEAD:
        raise RecordError(
            f"{to}: written by a newer OnRecord (tables {found}, this one knows {schema.HEAD}): update with "
            "pip install -U onrecord"
        )
    return found


def exists(to: Address) -> bool:
    """Whether there is a record already. Raises RecordError where the database holds something else."""
    with _bare(to) as conn:
        return _found(conn, to) is not None


def can_write(to: Address) -> bool:
    """Whether this user may change the record, and the server lets anybody (it is no standby)."""
    query = (
        "SELECT NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'off'"
        " AND has_table_privilege('judgement', 'INSERT') AND has_table_privilege('document', 'UPDATE')"
    )
    with _bare(to) as conn:
        return bool(conn.exec_driver_sql(query).scalar())


def make(to: Address) -> None:
    """Make the tables of a new record in an empty database, unless another process was first."""
    with _bare(to, busy=CONNECT_SECONDS) as conn:
        if _found(conn, to) is not None:
            return
        schema.create_tables(conn)
        state.change(conn)
        conn.commit()


def unmake(to: Address) -> None:
    """Take the tables of a record away again, which nobody has filled."""
    with _bare(to, busy=CONNECT_SECONDS) as conn:
        if not conn.scalar(sa.select(sa.exists(sa.select(schema.run)))) and _found(conn, to):
            for command in drop_all():
                conn.exec_driver_sql(command)
            metadata.drop_all(conn)
            conn.exec_driver_sql("DROP FUNCTION next_number")
            conn.commit()


@contextmanager
def upgrading(to: Address) -> Iterator[sa.Connection]:
    """A connection that holds the record's lock, to bring it up to date; kept whole, or not at all."""
    with _bare(to, busy=CONNECT_SECONDS) as conn:
        yield conn
        fulltext.index(conn)
        conn.commit()


@contextmanager
def _bare(to: Address, busy: float = 0.0) -> Iterator[sa.Connection]:
    """One connection, with the record's lock where `busy` seconds are given to wait for it."""
    made = _engine(to, NullPool)
    try:
        with speaking(to), made.connect() as conn:
            if busy:
                _hold(conn, busy)
            yield conn
    finally:
        made.dispose()


def _found(conn: sa.Connection, to: Address) -> str | None:
    """The version of the record in a database; None where the database is empty."""
    about = "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')"
    number, encoding = conn.exec_driver_sql(about).one()
    if number < OLDEST_SERVER:
        raise RecordError(f"{to}: PostgreSQL {number // 10000} is too old; a record needs 13 or newer")
    if encoding != "UTF8":
        raise RecordError(f"{to}: its encoding is {encoding}; make a database with: {_CREATE}")
    mark = conn.exec_driver_sql("SELECT obj_description(to_regclass('alembic_version'), 'pg_class')").scalar()
    if mark == MARK:
        row = conn.execute(sa.select(schema.version.c.version_num)).first()
        if row is None:
            raise RecordError(f"{to}: damaged: it does not say which version it is; restore it from a copy")
        return str(row[0])
    here = "relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v')"
    if conn.exec_driver_sql(f"SELECT count(*) FROM pg_class WHERE {here}").scalar():  # noqa: S608
        raise RecordError(f"{to}: this database holds other tables and no record; give a record a database of its own")
    return None


# ---------------------------------------------------------------------------- connecting


def _connected(to: Address) -> Any:
    """A connection of the driver, which sends no text that the server cannot keep."""
    made = _dialled(to)
    made.register_out_adapter(str, without_nul)
    return made


def _dialled(to: Address) -> Any:
    import pg8000.dbapi  # an extra: the dialect says so where it is missing

    known = {"user": to.user, "database": to.database, "password": to.secret, "application_name": "onrecord"}
    if to.local_socket:
        path = Path(to.host) / f".s.PGSQL.{to.port}"
        return pg8000.dbapi.connect(**known, unix_sock=str(path), ssl_context=False)
    line = socket.create_connection((to.host, to.port), CONNECT_SECONDS)
    line.settimeout(None)  # a long question is no failure
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    try:
        return pg8000.dbapi.connect(**known, host=to.host, sock=line, ssl_context=_ssl(to))
    except BaseException:
        line.close()
        raise


def _ssl(to: Address) -> ssl.SSLContext | bool:
    if to.sslmode == "disable":
        return False
    made = ssl.create_default_context(cafile=to.sslrootcert or None)
    if to.sslmode == "require":
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    return made


# ---------------------------------------------------------------------------- what goes wrong


@contextmanager
def speaking(to: Address) -> Iterator[None]:
    """Turn what the server and the way to it raise into NotFound, RecordError or RecordBusy."""
    try:
        yield
    except DBAPIError as e:
        raise _spoken(to, e.orig) from e
    except ssl.SSLCertVerificationError as e:
        raise RecordError(
            f"{to}: the server's certificate cannot be trusted ({e.verify_message}): name the authority that signed it "
            "with ?sslrootcert=FILE, or add ?sslmode=require to encrypt without knowing whom you talk to"
        ) from e
    except OSError as e:
        raise RecordError(f"{to}: the server cannot be reached: {e.strerror or e}") from e
    except Exception as e:
        if type(e).__module__.startswith("pg8000"):  # raised outside of what SQLAlchemy wraps
            raise _spoken(to, e) from e
        raise


_SENTENCES = {  # SQLSTATE, or its first letters: what to tell
    "28": "the server refuses this user or password; give it in PGPASSWORD or ~/.pgpass",
    "3D000": f"there is no such database; make it with: {_CREATE}",
    "42501": "this user may not do that there; ask the owner of the database to grant it",
    "42P01": "damaged: a table is missing; restore it from a copy",
    "25006": "this record cannot be written to: the server takes no changes, or this user may make none",
    "23": "what was to be written contradicts the record; nothing of it was written",
    "53100": "the disk of the server is full; what was written before is kept",
    "53300": "the server has no connection left; close other programs, or raise its max_connections",
    "54000": "a name or an address in what was to be written is too long for the server (2,700 bytes); nothing of it "
    "was written",
    "57P": "the server is shutting down or starting; try again in a moment",
}


def _spoken(to: Address, cause: BaseException | None) -> RecordError | NotFound:
    said = cause.args[0] if cause is not None and cause.args else ""
    if not isinstance(said, dict):
        return RecordError(f"{to}: the connection to the server was lost or refused: {said}")
    state, message = str(said.get("C", "")), str(said.get("M", ""))
    if state == "55P03":
        return RecordBusy(f"{to}: another process is writing to this record; try again when it is done")
    for part, sentence in _SENTENCES.items():
        if state.startswith(part):
            kind = NotFound if state == "3D000" else RecordError
            return kind(f"{to}: {sentence} (PostgreSQL: {message})")
    return RecordError(f"{to}: the database refused: {message}")


__all__ = ["beside", "can_write", "check", "engine", "exists", "make", "speaking", "unmake", "upgrading"]
