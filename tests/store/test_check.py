"""`check` says in sentences what is wrong with a record, and nothing of a sound one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from store_factory import fill, reading

from onrecord import doctor
from onrecord.store.db import Store

LINES = [("Ann Lee", f"Words {i} of many.") for i in range(9)]


def test_sound_records_have_no_problems(store: Store) -> None:
    assert store.check() == []
    fill(store, [reading("a.txt"), reading("b.txt", LINES)])
    fill(store, [reading("a.txt", [("Bo Ford", "Another version.")])])
    assert store.check() == []


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE statement SET content_at = '[[1,5]]' WHERE n = 1", "content of statement"),
        ("UPDATE mention SET start = 99999, \"end\" = 99999 WHERE n = 1", "mention m"),
        ("UPDATE role SET text = 'Lee'", "role r"),
        ("UPDATE document SET parts = '[[0,99999,\"body\",\"\"]]'", "part 0:99999"),
        ("UPDATE document SET text = 'Gone.', title = title", "is not what the text says there"),
        ("DELETE FROM entity", "refers to a row of entity that is not there"),
        ("DELETE FROM statement WHERE n = 3", "statement_fts holds 9 rows where the record has 8"),
        ("INSERT INTO document_fts(document_fts) VALUES ('delete-all')", "document_fts holds 0 rows where"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(record: Path, monkeypatch: pytest.MonkeyPatch, sql: str, says: str) -> None:
    with Store.open(record, write=True) as store:
        fill(store, [reading("a.txt", LINES)])
    with closing(sqlite3.connect(record)) as db, db:
        db.execute(sql)
    with Store.open(record) as store:
        problems = store.check()
    assert any(says in p for p in problems), problems
    assert len(problems) < 25, "of many of one kind a few are named"
    for other in ("_library", "_pipeline"):  # dear, and nothing of the record
        monkeypatch.setattr(doctor, other, str)
    row = doctor.examine(None, record)[-1]
    assert not row.ok and says in row.detail


def test_damaged_pages_are_told(record: Path) -> None:
    with closing(sqlite3.connect(record)) as conn:  # a page of rows: one of the schema would not even be opened
        (page,) = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'statement'").fetchone()
        (size,) = conn.execute("PRAGMA page_size").fetchone()
    data = bytearray(record.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    record.write_bytes(data)
    with Store.open(record) as store:
        assert store.check()
