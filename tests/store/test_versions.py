"""Older records are copied and brought up to date, newer ones refused; a current one opens without Alembic."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.pool import StaticPool
from store_factory import MADE, beside, fill, reading

from onrecord.errors import RecordError
from onrecord.store import migrate, queries, removal, schema
from onrecord.store.connect import check
from onrecord.store.db import Store


def tables(build: object) -> dict[tuple[str, str], str]:
    made = sa.create_engine("sqlite://", poolclass=StaticPool)
    with made.connect() as conn:
        build(conn)
        rows = conn.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%alembic_version%'")
        found = {(kind, name): " ".join((sql or "").split()) for kind, name, sql in rows}
    made.dispose()
    return found


def test_migrations_make_the_same_tables_as_a_new_record() -> None:
    by_steps = tables(lambda conn: command.upgrade(migrate.config(conn), "head"))
    assert by_steps == tables(schema.create_tables)
    assert migrate.head() == schema.HEAD


def test_record_of_version_0002_compares_names_as_this_one_does(tmp_path: Path) -> None:
    """What 0003 adds is taken away again: the tables, and names folded by case alone."""
    path = tmp_path / "r.onrecord"
    with Store.create(path) as store:
        fill(store, [reading("a.txt", [("Jan Vékony", "Yes."), ("Sean O’Brien", "No.")])])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP TABLE removed")
        db.execute("DROP INDEX source_raw_sha")
        for table in ("actor", "actor_name"):
            db.execute(f"UPDATE {table} SET fold = lower(name)")
        db.execute("UPDATE alembic_version SET version_num = '0002'")
    with Store.open(path, write=True) as store:
        for asked in ("jan vekony", "Vekony", "o'brien", "Sean O’Brien"):
            assert queries.count_said(store, by=asked) == 1
        assert list(store.known_bytes(reading("a.txt").document.raw_sha)) == []
        removal.remove(store, "a.txt", "jo")
        assert queries.status(store).removed == 1
        with store.read() as conn:
            folds = conn.exec_driver_sql("SELECT fold FROM actor UNION SELECT fold FROM actor_name").scalars().all()
    assert sorted(folds) == ["jan vekony", "sean o'brien"]


NEXT = """
from alembic import op
revision, down_revision = "0004", "0003"
def upgrade() -> None:
    op.execute("ALTER TABLE run ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")
    op.execute({extra!r})
"""


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package as it will be when there is a version 0004: what was made before is older then."""
    versions = tmp_path / "versions"
    shutil.copytree(migrate.HERE / "versions", versions, ignore=shutil.ignore_patterns("__pycache__"))
    (versions / "v0004_mood.py").write_text(NEXT.format(extra="SELECT 1"))
    monkeypatch.setattr(schema, "HEAD", "0004")
    monkeypatch.setattr("onrecord.store.connect.HEAD", "0004")
    monkeypatch.setattr(migrate, "VERSIONS", versions)
    return versions


def test_older_record_is_copied_then_brought_up_to_date(record: Path, later: Path) -> None:
    with Store.open(record, write=True) as store, store.read() as conn:
        assert conn.exec_driver_sql("SELECT mood FROM run").scalar() == "calm"
    assert check(record) == "0004"
    with Store.open(record) as store:
        assert store.reading(MADE.document.id) == MADE
    assert beside(record) == ["r.onrecord", "r.onrecord.tables-0003.backup"]
    copy = record.with_name("r.onrecord.tables-0003.backup")
    assert check(copy) == "0003"
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT count(*) FROM statement").fetchone() == (2,)


def test_older_record_is_not_changed_by_a_reader(record: Path, later: Path) -> None:
    with pytest.raises(RecordError, match=r"older OnRecord \(tables 0003, now 0004\): open it for writing once"):
        Store.open(record)
    assert beside(record) == ["r.onrecord"]


@pytest.mark.parametrize("extra", ["SELECT nonsense FROM nowhere", "UPDATE statement SET document = 99"])
def test_failed_migration_leaves_the_record_as_it_was(record: Path, later: Path, extra: str) -> None:
    (later / "v0004_mood.py").write_text(NEXT.format(extra=extra))
    for _ in range(2):
        with pytest.raises(RecordError):
            Store.open(record, write=True)
    assert check(record) == "0003"
    with closing(sqlite3.connect(record)) as db:
        assert "mood" not in [r[1] for r in db.execute("PRAGMA table_info(run)")]
    assert "r.onrecord.tables-0003.backup" in beside(record)


LIGHT = """
import sys, onrecord, onrecord.store, onrecord.store.rows
assert "sqlalchemy" not in sys.modules
from onrecord.store.db import Store
from onrecord.store import queries
with Store.open(sys.argv[1], write=True) as store:
    queries.status(store)
assert "alembic" not in sys.modules
"""


def test_opening_a_current_record_imports_no_alembic(record: Path) -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", LIGHT, record], check=True)
