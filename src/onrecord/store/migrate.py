"""Bringing a record of an older version up to date. Imported only when one is met: Alembic is heavy."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.pool import NullPool

from onrecord.errors import RecordError
from onrecord.store import naming, schema, state
from onrecord.store.address import Address, Place
from onrecord.store.connect import check, copy, raw_connection, speaking

HERE = Path(__file__).parent / "migrations"
VERSIONS = HERE / "versions"


def config(connection: sa.Connection | None = None) -> Config:
    """Alembic's settings, made here: no alembic.ini, and the connection is ours."""
    made = Config()
    made.set_main_option("script_location", str(HERE).replace("%", "%%"))
    made.set_main_option("path_separator", "newline")
    made.set_main_option("version_locations", str(VERSIONS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def head() -> str | None:
    """The newest version there is a migration to."""
    return ScriptDirectory.from_config(config()).get_current_head()


def upgrade(path: Place, found: str) -> Path | None:
    """Copy a record beside itself, then bring it to the newest version, in one transaction.

    Answers the copy; of a database on a server none is made. Raises RecordError when that fails; the record is then as
    it was.
    """
    if isinstance(path, Address):
        _upgrade_on_server(path, found)
        return None
    kept = _copy(path, found)
    made = sa.create_engine("sqlite://", creator=lambda: raw_connection(path, "mode=rw"), poolclass=NullPool)
    try:
        with speaking(path), made.connect() as conn:
            conn.exec_driver_sql("PRAGMA foreign_keys = OFF")  # tables may be made anew; checked at the end
            conn.exec_driver_sql("BEGIN IMMEDIATE")
            # another process may have been here while this one waited for the lock
            if conn.scalar(sa.select(schema.version.c.version_num)) == found:
                _run(conn, path)
            conn.exec_driver_sql("COMMIT")
    finally:
        made.dispose()
    return kept


def _upgrade_on_server(to: Address, found: str) -> None:
    from onrecord.store import server

    with server.upgrading(to) as conn:
        if conn.scalar(sa.select(schema.version.c.version_num)) == found:
            _renew(conn)


def _renew(conn: sa.Connection) -> None:
    command.upgrade(config(conn), "head")
    _derive(conn)
    state.change(conn)


def _run(conn: sa.Connection, path: Path) -> None:
    _renew(conn)
    broken = conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RecordError(f"{path}: cannot be brought up to date: {len(broken)} rows would refer to nothing")


def _derive(conn: sa.Connection) -> None:
    """Make what is derived of all tables anew, by the functions of this version."""
    from onrecord.store import clustering, tally, vacancies

    d = schema.document.c
    conn.execute(sa.delete(schema.actor_fact))
    conn.execute(sa.delete(schema.actor_name).where(schema.actor_name.c.kind != naming.ALIAS))
    current = list(conn.scalars(sa.select(d.n).where(d.superseded_by.is_(None))))
    tally.apply(conn, tally.of_documents(conn, current))
    clustering.everything(conn)
    vacancies.settle(conn, current, ())


def _copy(path: Path, found: str) -> Path:
    """A copy named after the version it has. One that is there already from an attempt before is replaced."""
    kept = path.with_name(f"{path.name}.tables-{found}.backup")
    fresh = kept.with_name(kept.name + f".{os.getpid()}")
    try:
        copy(path, fresh)
        check(fresh)
        fresh.replace(kept)
    except OSError as e:
        raise RecordError(f"{path}: no copy could be made before bringing it up to date: {e.strerror or e}") from None
    finally:
        fresh.unlink(missing_ok=True)
    return kept
