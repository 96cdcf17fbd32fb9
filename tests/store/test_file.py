"""The file: made whole, opened only if it is a record this program can use, readable where nothing can be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from store_factory import MADE, beside, fill, open_to_all

from onrecord.errors import NotFound, RecordError
from onrecord.store import queries, schema
from onrecord.store.db import Store

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
        (newer, rf"newer OnRecord \(tables 0099, this one knows {schema.HEAD}\)"),
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
while asked := sys.stdin.readline().split(maxsplit=1):
    try:
        with Store.open(asked[1][:-1], write={"True": True, "False": False, "None": None}[asked[0]]) as store:
            said = f"{queries.count_said(store)} {store.writable}"
    except RecordError as e:
        said = e
    print(said, flush=True)
"""


@pytest.fixture(scope="module")
def nobody() -> Iterator[Callable[[Path, str], str]]:
    """What another user reads of a record, or is told: one process, as loading the program takes far longer."""
    process = subprocess.Popen(
        [sys.executable, "-c", READ_AS_NOBODY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None and process.stdout is not None

    def says(path: Path, write: str) -> str:
        print(write, path, file=process.stdin, flush=True)
        return process.stdout.readline()

    yield says
    process.communicate(timeout=60)
    assert process.returncode == 0


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
def test_places_that_cannot_be_written(
    tmp_path: Path, nobody: Callable[[Path, str], str], modes: tuple[int, int], write: str, says: str
) -> None:
    open_to_all(tmp_path)
    home = tmp_path / "box"
    home.mkdir()
    with Store.create(home / "r") as store:
        fill(store, [MADE])
    (home / "r").chmod(modes[0])
    home.chmod(modes[1])
    assert says in nobody(home / "r", write)
    assert beside(home / "r") == ["r"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
def test_changes_left_by_a_killed_writer_where_nothing_can_be_written(
    tmp_path: Path, nobody: Callable[[Path, str], str]
) -> None:
    open_to_all(tmp_path)
    home = tmp_path / "box"
    home.mkdir()
    with Store.create(tmp_path / "r") as store:
        fill(store, [MADE])
        for name in ("r", "r-wal"):
            shutil.copy(tmp_path / name, home / name)
    home.chmod(0o555)
    assert "copy both files to a folder you may write to" in nobody(home / "r", "False")
