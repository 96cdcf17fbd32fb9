"""The file: made whole, opened only if it is a record this program can use, readable where nothing can be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.pool import StaticPool
from store_factory import cluster, fill, reading

from onrecord.errors import NotFound, RecordBusy, RecordError
from onrecord.store import migrate, queries, schema
from onrecord.store.connect import check
from onrecord.store.db import Store

MADE = reading("a.txt", [("Ann Lee", "We will sign."), ("Bo Ford", "No deal.")])


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "box" / "r.onrecord"
    path.parent.mkdir()
    with Store.create(path) as store:
        fill(store, [MADE])
    return path


def beside(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir())


# ---------------------------------------------------------------------------- making


def test_create_leaves_one_file_and_never_replaces(record: Path) -> None:
    assert beside(record) == ["r.onrecord"]
    with pytest.raises(RecordError, match="there is a file already"):
        Store.create(record)


def test_create_where_nothing_can_be_made(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be made: No such file or directory"):
        Store.create(tmp_path / "no" / "r")


def test_several_creating_at_once_get_the_same_record(tmp_path: Path) -> None:
    path = tmp_path / "r"
    done, failed = [], []

    def make() -> None:
        try:
            with Store.create(path) as store:
                fill(store, [MADE])
            done.append(1)
        except RecordError as e:
            failed.append(str(e))

    threads = [threading.Thread(target=make) for _ in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert done
    assert all("already" in f for f in failed)
    with Store.open(path) as store:
        assert queries.status(store).documents == 1


# ---------------------------------------------------------------------------- what is no record


def not_sqlite(path: Path) -> None:
    path.write_text("Dear diary, this is no database at all.")


def other_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE document (id)")


def no_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        db.execute("CREATE TABLE x (y)")


def newer(path: Path) -> None:
    Store.create(path).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '0099'")


def cut_off(path: Path) -> None:
    Store.create(path).close()
    path.write_bytes(path.read_bytes()[:6000])


def scribbled(path: Path) -> None:
    Store.create(path).close()
    data = bytearray(path.read_bytes())
    data[100:4096] = b"\x5a" * 3996
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (not_sqlite, "not an OnRecord record"),
        (lambda p: p.touch(), "an empty file"),
        (lambda p: p.mkdir(), "a folder, not a record"),
        (lambda p: p.write_bytes(b"SQLite format 3\x00" + b"\x00" * 300), "no record|damaged"),
        (other_sqlite, "a database, but no OnRecord record"),
        (no_version, "does not say which version"),
        (newer, r"newer OnRecord \(tables 0099, this one knows 0001\)"),
        (cut_off, "damaged"),
        (scribbled, "damaged"),
        (os.mkfifo, "not an ordinary file"),
    ],
)
@pytest.mark.parametrize("write", [True, False])
def test_what_is_no_record_says_why(tmp_path: Path, make: object, says: str, write: bool) -> None:
    path = tmp_path / "r.onrecord"
    make(path)
    with pytest.raises(RecordError, match=says) as caught:
        Store.open(path, write=write)
    assert str(path) in str(caught.value)
    assert beside(path) == ["r.onrecord"]


def test_no_file_is_not_found_and_not_made(tmp_path: Path) -> None:
    for write in (True, False):
        with pytest.raises(NotFound):
            Store.open(tmp_path / "r", write=write)
    assert list(tmp_path.iterdir()) == []


def test_damage_met_while_reading_is_told(record: Path) -> None:
    data = bytearray(record.read_bytes())
    page = 4096
    for at in range(3 * page, len(data), page):
        data[at : at + page] = b"\xff" * page
    record.write_bytes(data)
    with pytest.raises(RecordError, match=r"damaged|refused"), Store.open(record) as store:
        queries.status(store)


def test_odd_names_of_files(tmp_path: Path) -> None:
    for name in ("a b%20c?d#e.onrecord", "naïve “quoted”.x", "-r"):
        with Store.create(tmp_path / name) as store:
            fill(store, [MADE])
        with Store.open(tmp_path / name) as store:
            assert queries.count_said(store) == 2
        assert sorted(p.name for p in tmp_path.iterdir()) == [name]
        (tmp_path / name).unlink()


# ---------------------------------------------------------------------------- reading only


def test_reader_leaves_nothing_beside_and_cannot_write(record: Path) -> None:
    before = record.read_bytes()
    with Store.open(record) as store:
        assert queries.count_said(store) == 2
        with pytest.raises(RecordError, match="opened for reading only"):
            store.begin_run("p", {})
        with pytest.raises(RecordError), store.read() as conn:
            conn.exec_driver_sql("DELETE FROM run")
    assert beside(record) == ["r.onrecord"]
    assert record.read_bytes() == before


READ_AS_NOBODY = """
import os, sys, tempfile
from pathlib import Path
from onrecord.errors import RecordError
from onrecord.store import queries
from onrecord.store.db import Store
with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder, "r")) as store:
    queries.count_said(store)  # all modules are loaded now: the interpreter's own files may be root's alone
os.setgid(65534)
os.setuid(65534)
try:
    with Store.open(sys.argv[1], write={"True": True, "False": False, "None": None}[sys.argv[2]]) as store:
        print(queries.count_said(store), store.writable)
except RecordError as e:
    print(e)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize(
    ("modes", "write", "says"),
    [
        ((0o444, 0o555), "False", "2 False"),  # as on a read-only medium
        ((0o444, 0o777), "False", "2 False"),
        ((0o666, 0o555), "False", "2 False"),
        ((0o444, 0o555), "None", "2 False"),
        ((0o666, 0o777), "None", "2 True"),
        ((0o444, 0o555), "True", "must be writable"),
        ((0o000, 0o755), "False", "cannot be read: Permission denied"),
    ],
)
def test_places_that_cannot_be_written(tmp_path: Path, modes: tuple[int, int], write: str, says: str) -> None:
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    home = tmp_path / "box"
    home.mkdir()
    with Store.create(home / "r") as store:
        fill(store, [MADE])
    (home / "r").chmod(modes[0])
    home.chmod(modes[1])
    ran = subprocess.run([sys.executable, "-c", READ_AS_NOBODY, home / "r", write], capture_output=True, text=True)
    assert says in ran.stdout, ran.stderr
    assert beside(home / "r") == ["r"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
def test_changes_left_by_a_killed_writer_where_nothing_can_be_written(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    home = tmp_path / "box"
    home.mkdir()
    with Store.create(tmp_path / "r") as store:
        fill(store, [MADE])
        for name in ("r", "r-wal"):
            shutil.copy(tmp_path / name, home / name)
    home.chmod(0o555)
    ran = subprocess.run([sys.executable, "-c", READ_AS_NOBODY, home / "r", "False"], capture_output=True, text=True)
    assert "copy both files to a folder you may write to" in ran.stdout, ran.stderr


# ---------------------------------------------------------------------------- versions


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


NEXT = """
from alembic import op
revision, down_revision = "0002", "0001"
def upgrade() -> None:
    op.execute("ALTER TABLE run ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")
    op.execute({extra!r})
"""


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package as it will be when there is a version 0002: what was made before is older then."""
    versions = tmp_path / "versions"
    shutil.copytree(migrate.HERE / "versions", versions, ignore=shutil.ignore_patterns("__pycache__"))
    (versions / "v0002_mood.py").write_text(NEXT.format(extra="SELECT 1"))
    monkeypatch.setattr(schema, "HEAD", "0002")
    monkeypatch.setattr("onrecord.store.connect.HEAD", "0002")
    monkeypatch.setattr(migrate, "VERSIONS", versions)
    return versions


def test_older_record_is_copied_then_brought_up_to_date(record: Path, later: Path) -> None:
    with Store.open(record, write=True) as store, store.read() as conn:
        assert conn.exec_driver_sql("SELECT mood FROM run").scalar() == "calm"
    assert check(record) == "0002"
    with Store.open(record) as store:
        assert store.reading(MADE.document.id) == MADE
    assert beside(record) == ["r.onrecord", "r.onrecord.tables-0001.backup"]
    copy = record.with_name("r.onrecord.tables-0001.backup")
    assert check(copy) == "0001"
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT count(*) FROM statement").fetchone() == (2,)


def test_older_record_is_not_changed_by_a_reader(record: Path, later: Path) -> None:
    with pytest.raises(RecordError, match=r"older OnRecord \(tables 0001, now 0002\): open it for writing once"):
        Store.open(record)
    assert beside(record) == ["r.onrecord"]


@pytest.mark.parametrize("extra", ["SELECT nonsense FROM nowhere", "UPDATE statement SET document = 99"])
def test_failed_migration_leaves_the_record_as_it_was(record: Path, later: Path, extra: str) -> None:
    (later / "v0002_mood.py").write_text(NEXT.format(extra=extra))
    for _ in range(2):
        with pytest.raises(RecordError):
            Store.open(record, write=True)
    assert check(record) == "0001"
    with closing(sqlite3.connect(record)) as db:
        assert "mood" not in [r[1] for r in db.execute("PRAGMA table_info(run)")]
    assert "r.onrecord.tables-0001.backup" in beside(record)


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


# ---------------------------------------------------------------------------- together


def test_second_writer_waits_and_then_says_who_is_in_the_way(record: Path) -> None:
    with Store.open(record, write=True) as one, Store.open(record, write=True, busy=0.1) as two:
        with one.write(), pytest.raises(RecordBusy, match="another process is writing to this record; try again"):
            fill(two, [reading("b.txt")])
        fill(two, [reading("b.txt")])
        assert queries.status(one).documents == 2


def test_failed_batch_leaves_nothing(record: Path) -> None:
    with Store.open(record, write=True) as store:
        with pytest.raises(RecordError, match="contradicts the record"):
            store.append(99, [reading("b.txt")])  # no such run
        assert queries.status(store).documents == 1
        fill(store, [reading("b.txt")])


ADD = """
import sys
sys.path.insert(0, sys.argv[1])
from store_factory import cluster, reading
from onrecord.store.db import Store
with Store.open(sys.argv[2], write=True) as store:
    run = store.begin_run("p", {})
    for i in range(int(sys.argv[3]), 60, 2):
        made = [reading(f"{k}.txt", [("Ann Lee", f"Word {k}."), ("Bo Ford", "No.")]) for k in (i, i + 1, 1000)]
        store.append(run, made, [], *cluster(made))
    store.finish_run(run, {}, 1.0)
"""


def test_two_processes_adding_at_once(record: Path) -> None:
    here = str(Path(__file__).parent)
    both = [subprocess.Popen([sys.executable, "-c", ADD, here, record, str(i)]) for i in (0, 1)]
    assert [p.wait(60) for p in both] == [0, 0]
    with Store.open(record) as store:
        status = queries.status(store)
        assert (status.documents, status.unfinished_runs, len(status.runs)) == (1 + 61 + 1, 0, 3)
        assert queries.find(store, "word").total == 2 * 62


def test_threads_share_a_store(record: Path) -> None:
    failed = []
    with Store.open(record, write=True) as store:

        def work(i: int) -> None:
            try:
                for k in range(5):
                    fill(store, [reading(f"{i}-{k}.txt")])
                    queries.status(store)
                    list(queries.documents(store))
            except Exception as e:
                failed.append(e)

        threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert failed == []
        assert queries.status(store).documents == 31


def test_backup_is_a_record_of_its_own(record: Path, tmp_path: Path) -> None:
    with Store.open(record, write=True) as store:
        store.backup(tmp_path / "copy")
        fill(store, [reading("b.txt")])
    with Store.open(tmp_path / "copy") as store:
        assert queries.status(store).documents == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["box", "copy"]


def test_datasette_opens_the_file_as_it_is(record: Path) -> None:
    pytest.importorskip("datasette")
    for path, words in (
        ("/", ("statement", "document")),
        ("/r/statement.json?_shape=array", ("We will sign.", "No deal.")),
        ("/r/statement", ("statement",)),
        ("/r/document?_search=treaty", ("document",)),
        ("/r/judgement.json", ("rows",)),
    ):
        ran = subprocess.run(
            [sys.executable, "-m", "datasette", record, "--get", path], capture_output=True, text=True, timeout=60
        )
        assert ran.returncode == 0, ran.stderr
        for word in words:
            assert word in ran.stdout
    inspected = subprocess.run([sys.executable, "-m", "datasette", "inspect", record], capture_output=True, text=True)
    assert '"statement": {"count": 2}' in " ".join(inspected.stdout.split()).replace("{ ", "{").replace(" }", "}")
    assert cluster([MADE])[0]
