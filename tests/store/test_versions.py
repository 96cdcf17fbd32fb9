"""Older records are copied and brought up to date, newer ones refused; a current one opens without Alembic."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from event_factory import Did, told
from position_factory import GATES, Model, model, settle, sided  # noqa: F401
from sqlalchemy.pool import NullPool, StaticPool
from store_factory import MADE, beside, fill, reading

from onrecord.errors import RecordError
from onrecord.model import Judgement
from onrecord.project import Issue
from onrecord.store import actor_log, issues, migrate, queries, removal, review, schema, shared
from onrecord.store.connect import check, raw_connection
from onrecord.store.db import Store


def tables(build: object) -> dict[tuple[str, str], str]:
    made = sa.create_engine("sqlite://", poolclass=StaticPool)
    with made.connect() as conn:
        build(conn)
        rows = conn.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%alembic_version%'")
        found = {
            (kind, name): " ".join((sql or "").split()).replace("( ", "(").replace(" )", ")")
            for kind, name, sql in rows
        }
    made.dispose()
    return found


def test_migrations_make_the_same_tables_as_a_new_record() -> None:
    by_steps = tables(lambda conn: command.upgrade(migrate.config(conn), "head"))
    assert by_steps == tables(schema.create_tables)
    assert migrate.head() == schema.HEAD


def older(path: Path, version: str) -> None:
    """Make the record at this place one of an older version: its tables, with what they can hold of its rows."""
    made = sa.create_engine("sqlite://", creator=lambda: raw_connection(path, "mode=rw"), poolclass=NullPool)
    with closing(sqlite3.connect(path)) as db:
        strict = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'"
        names = [r[0] for r in db.execute(strict)]
        rows = {}
        for name in names:
            columns = [r[1] for r in db.execute(f"PRAGMA table_info({name})")]
            rows[name] = columns, db.execute(f"SELECT * FROM {name}").fetchall()
    for file in path.parent.glob(path.name + "*"):
        file.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        db.execute("PRAGMA journal_mode = WAL")
    with made.connect() as conn:
        conn.exec_driver_sql("BEGIN")
        command.upgrade(migrate.config(conn), version)
        conn.exec_driver_sql("COMMIT")
    made.dispose()
    with closing(sqlite3.connect(path)) as db, db:
        for name, (columns, found) in rows.items():
            there = [r[1] for r in db.execute(f"PRAGMA table_info({name})")]
            kept = [c for c in columns if c in there]
            if name == "alembic_version" or not kept:
                continue
            quoted = ", ".join(f'"{c}"' for c in kept)
            at = [columns.index(c) for c in kept]
            marks = ", ".join("?" for _ in kept)
            db.executemany(f"INSERT INTO {name} ({quoted}) VALUES ({marks})", [[r[i] for i in at] for r in found])


def of_before(log: list[Judgement]) -> list[Judgement]:
    """Lines of the log as a record has them that did not keep the machine's score yet."""
    return [replace(j, score=None, by="") for j in log]


def test_record_of_version_0002_compares_names_as_this_one_does(tmp_path: Path) -> None:
    path = tmp_path / "r.onrecord"
    with Store.create(path) as store:
        fill(store, [reading("a.txt", [("Jan Vékony", "Yes."), ("Sean O’Brien", "No.")])])
    older(path, "0002")
    with closing(sqlite3.connect(path)) as db, db:
        for table in ("actor", "actor_name"):
            db.execute(f"UPDATE {table} SET fold = lower(name)")
    with Store.open(path, write=True) as store:
        for asked in ("jan vekony", "Vekony", "o'brien", "Sean O’Brien"):
            assert queries.count_said(store, by=asked) == 1
        assert list(store.known_bytes(reading("a.txt").document.raw_sha)) == []
        removal.remove(store, "a.txt", "jo")
        assert queries.status(store).removed == 1
        with store.read() as conn:
            folds = conn.exec_driver_sql("SELECT fold FROM actor UNION SELECT fold FROM actor_name").scalars().all()
    assert sorted(folds) == ["jan vekony", "sean o'brien"]


def test_record_of_version_0003_gets_its_actors_joined_and_keeps_its_judgements(tmp_path: Path) -> None:
    path = tmp_path / "r.onrecord"
    made = [reading(f"{i}.txt", [(n, f"Word {i}.")]) for i, n in enumerate(("Hamid Zorgani", "Hamid Zorghani"))]
    with Store.create(path) as store:
        fill(store, made, same={"Hamid Zorgani": "hamid zorgani", "Hamid Zorghani": "hamid zorghani"})
        judged = review.judge(store, made[0].statements[0].id, "accept", who="jo")
        now = {v.actor for v in queries.actors(store)}
    assert len(now) == 1
    older(path, "0003")
    with Store.open(path, write=True) as store:
        assert store.check() == []
        assert {v.actor for v in queries.actors(store)} == now
        assert review.judgements(store) == of_before([judged])
        actor_log.rename(store, "Hamid Zorgani", "Abu Sahl", "jo")
        assert queries.actor(store, "abu sahl").id == next(iter(now)).id


def test_record_of_version_0007_takes_events_and_keeps_its_judgements(tmp_path: Path) -> None:
    path = tmp_path / "r.onrecord"
    with Store.create(path) as store:
        fill(store, [MADE])
        judged = [review.judge(store, s.id, "accept", who="jo") for s in MADE.statements]
        review.undo(store, judged[0].id)
        log = review.judgements(store)
    older(path, "0007")
    with Store.open(path, write=True) as store:
        assert store.check() == []
        assert review.judgements(store) == of_before(log)
        assert queries.events(store).total == 0
        made = told("e.txt", [Did()])
        fill(store, [made])
        assert store.reading(made.document.id) == made
        review.judge(store, made.events[0].id, "accept", who="jo")
        assert [e.best.verdict for e in queries.events(store, text="shelled").events] == ["accept"]
        with pytest.raises(RecordError, match="never deleted"), store.write() as conn:
            conn.exec_driver_sql("DELETE FROM judgement")


def test_record_of_version_0008_gets_its_stories(tmp_path: Path) -> None:
    path = tmp_path / "r.onrecord"
    made = [
        reading(f"{k}.txt", [("Ann Lee", "The dam of Drona will hold."), ("Bo Ford", "It won't.")]) for k in range(2)
    ]
    with Store.create(path) as store:
        fill(store, made)
        shared.settle(store)
        stories = queries.stories(store)
    older(path, "0008")
    with Store.open(path, write=True) as store:
        assert store.check() == []
        assert queries.stories(store) == stories
        assert stories.stories >= 1


def test_record_of_version_0009_keeps_its_issues_and_judgements_and_takes_positions(
    tmp_path: Path,
    model: Model,  # noqa: F811
) -> None:
    path = tmp_path / "r.onrecord"
    wanted = [GATES, Issue(name="two\nlines 'and' quotes"), Issue(name="toll", statement="Drop it.")]
    with Store.create(path) as store:
        fill(store, [sided("a.txt", [("Ann Lee", "We welcome the gates if it rains.")]), told("e.txt", [Did()])])
        issues.note(store, wanted)
        with store.read() as conn:
            made = conn.exec_driver_sql("SELECT id FROM statement UNION SELECT id FROM event").scalars().all()
        for own in made:
            review.judge(store, own, "accept", who="jo")
        review.undo(store, 1)
        log = review.judgements(store)
    older(path, "0009")
    with Store.open(path, write=True) as store:
        assert store.check() == []
        assert review.judgements(store) == of_before(log)
        assert [(r.name, r.statement, r.origin, r.waiting) for r in queries.issues(store)] == [
            (i.name, i.statement, "project", 2) for i in wanted
        ]
        assert settle(store, *wanted)
        assert [(r.words, r.waiting) for r in queries.issues(store)] == [(i.words, 0) for i in wanted]
        (row,) = queries.positions(store, issue="gates")
        assert (row.stance, row.condition) == ("support", ()), "conditions come as articles are analysed anew"
        review.judge(store, row.id, "reject", who="jo")
        assert list(queries.positions(store)) == []
        with pytest.raises(RecordError, match="never rewritten"), store.write() as conn:
            conn.exec_driver_sql("UPDATE judgement SET issue = 'toll' WHERE issue IS NOT NULL")


NOW = schema.HEAD
LATER = f"{int(NOW) + 1:04}"
MOOD = f"v{LATER}_mood.py"
NEXT = """
from alembic import op
revision, down_revision = "{later}", "{now}"
def upgrade() -> None:
    op.execute("ALTER TABLE run ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")
    op.execute({extra!r})
"""


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package as it will be when there is a later version: what was made before is older then."""
    versions = tmp_path / "versions"
    shutil.copytree(migrate.HERE / "versions", versions, ignore=shutil.ignore_patterns("__pycache__"))
    (versions / MOOD).write_text(NEXT.format(extra="SELECT 1", now=NOW, later=LATER))
    monkeypatch.setattr(schema, "HEAD", LATER)
    monkeypatch.setattr("onrecord.store.connect.HEAD", LATER)
    monkeypatch.setattr(migrate, "VERSIONS", versions)
    return versions


def test_older_record_is_copied_then_brought_up_to_date(record: Path, later: Path) -> None:
    with Store.open(record, write=True) as store, store.read() as conn:
        assert conn.exec_driver_sql("SELECT mood FROM run").scalar() == "calm"
    assert check(record) == LATER
    with Store.open(record) as store:
        assert store.reading(MADE.document.id) == MADE
    assert beside(record) == ["r.onrecord", f"r.onrecord.tables-{NOW}.backup"]
    copy = record.with_name(f"r.onrecord.tables-{NOW}.backup")
    assert check(copy) == NOW
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT count(*) FROM statement").fetchone() == (2,)


def test_older_record_is_not_changed_by_a_reader(record: Path, later: Path) -> None:
    with pytest.raises(RecordError, match=rf"older OnRecord \(tables {NOW}, now {LATER}\): open it for writing once"):
        Store.open(record)
    assert beside(record) == ["r.onrecord"]


@pytest.mark.parametrize("extra", ["SELECT nonsense FROM nowhere", "UPDATE statement SET document = 99"])
def test_failed_migration_leaves_the_record_as_it_was(record: Path, later: Path, extra: str) -> None:
    (later / MOOD).write_text(NEXT.format(extra=extra, now=NOW, later=LATER))
    for _ in range(2):
        with pytest.raises(RecordError):
            Store.open(record, write=True)
    assert check(record) == NOW
    with closing(sqlite3.connect(record)) as db:
        assert "mood" not in [r[1] for r in db.execute("PRAGMA table_info(run)")]
    assert f"r.onrecord.tables-{NOW}.backup" in beside(record)


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
