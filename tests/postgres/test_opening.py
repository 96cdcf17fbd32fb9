"""Opening a record on a server: what goes wrong is one sentence, and older ones are brought up to date."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from server_rows import rows

import onrecord
from onrecord.accounts import Accounts
from onrecord.errors import MissingExtra, NotFound, RecordError, UsageError
from onrecord.store import connect, migrate, schema
from onrecord.store.address import place
from onrecord.store.db import Store


def test_what_cannot_be_opened_says_why(server: Any, moved: str) -> None:
    nowhere = moved.rpartition("/")[0] + "/no_such"
    with pytest.raises(NotFound, match="there is no such database; make it with: createdb"):
        onrecord.open(nowhere)
    with pytest.raises(RecordError, match="refuses this user or password"):
        onrecord.open(moved.replace("onrecord@", "stranger:hush@"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]
    with pytest.raises(RecordError, match="the server cannot be reached") as lost:
        onrecord.open(f"postgresql://u:hush@127.0.0.1:{closed}/d")
    assert "hush" not in str(lost.value)
    with pytest.raises(RecordError, match="the connection to the server was lost or refused"):
        onrecord.open(moved + "?sslmode=require")  # this server knows no TLS, and is not talked to without


def test_a_socket_in_a_folder(server: Any, moved: str) -> None:
    name = moved.rpartition("/")[2]
    with onrecord.open(f"postgresql://onrecord@:{server.port}/{name}?host={server.folder}") as record:
        assert record.store.check() == []
        assert record.count_said() > 100


def test_a_missing_driver_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pg8000", None)
    monkeypatch.setitem(sys.modules, "pg8000.dbapi", None)
    with pytest.raises(MissingExtra, match=r"pip install 'onrecord\[postgres\]'"):
        onrecord.open("postgresql://u@127.0.0.1:1/d")


def test_who_may_only_read_reads(server: Any, copied: str) -> None:
    server.sql(copied, "CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    with onrecord.open(copied.replace("onrecord@", "reader@")) as record:
        assert record.find("dam").total
        with pytest.raises(RecordError, match="this user may not change it"):
            record.judge(record.said()[0].id, "accept", who="a")
    server.sql(copied, "DROP OWNED BY reader; DROP ROLE reader")


def test_another_encoding_is_refused(server: Any) -> None:
    server.run("createdb", "-h", str(server.folder), "-p", str(server.port), "-U", "onrecord", "-T", "template0",
               "-E", "LATIN1", "--locale=C", "--locale-provider=libc", "latin")  # fmt: skip
    with pytest.raises(RecordError, match="its encoding is LATIN1; make a database with: createdb -E UTF8"):
        onrecord.open(f"postgresql://onrecord@127.0.0.1:{server.port}/latin", create=True)


def test_a_newer_record_is_refused(copied: str) -> None:
    with Store.open(place(copied), write=True) as store, store.write() as conn:
        conn.execute(sa.update(schema.version).values(version_num="9999"))
    with pytest.raises(RecordError, match="written by a newer OnRecord"):
        Store.open(place(copied))


def test_a_damaged_index_is_noticed(copied: str) -> None:
    with Store.open(place(copied), write=True) as store:
        with store.write() as conn:
            conn.exec_driver_sql("DELETE FROM statement_fts WHERE n IN (SELECT min(n) FROM statement_fts)")
        assert any("the index statement_fts holds" in said for said in store.check())


def test_a_backup_names_what_makes_one(moved: str, tmp_path: Path) -> None:
    with Store.open(place(moved)) as store, pytest.raises(UsageError, match="pg_dump"):
        store.backup(tmp_path / "copy")


def test_accounts_lie_in_the_database_and_are_not_copied(copied: str, empty: str) -> None:
    with Accounts.create(place(copied)) as accounts:
        accounts.add("ann", "coder", "a long password of ann")
    opened = Accounts.open(place(copied))
    assert opened is not None
    with opened:
        assert [u.name for u in opened.users()] == ["ann"]
    with onrecord.open(copied) as record:
        assert record.store.check() == []
        record.copy(empty)
    assert Accounts.open(place(empty)) is None


# ---------------------------------------------------------------------------- versions

NEXT = """
import sqlalchemy as sa
from alembic import op
revision = "0999"
down_revision = "{head}"

def upgrade():
    op.add_column("judgement", sa.Column("weight", sa.REAL))
    op.create_table("later", sa.Column("n", sa.Integer, primary_key=True), sa.Column("text", sa.Text, nullable=False))
    op.create_index("later_text", "later", ["text"])
    {fails}
"""


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A version after the newest, known to this program."""
    folder = tmp_path / "versions"
    folder.mkdir()
    made = folder / "v0999_later.py"
    made.write_text(NEXT.format(head=schema.HEAD, fails=""))
    monkeypatch.setattr(migrate, "VERSIONS", f"{migrate.VERSIONS}\n{folder}")
    monkeypatch.setattr(schema, "HEAD", "0999")
    monkeypatch.setattr(connect, "HEAD", "0999")
    return made


def test_an_older_record_is_brought_up_to_date(copied: str, later: Path) -> None:
    with pytest.raises(RecordError, match="written by an older OnRecord"):
        Store.open(place(copied), write=False)
    with Store.open(place(copied), write=True) as store:
        with store.read() as conn:
            assert conn.scalar(sa.select(schema.version.c.version_num)) == "0999"
            columns = {c["name"]: c for c in sa.inspect(conn).get_columns("later")}
            assert str(columns["text"]["type"]) == 'TEXT COLLATE "C"'
            assert isinstance(columns["n"]["type"], sa.BigInteger)
            kinds = {c["name"]: str(c["type"]) for c in sa.inspect(conn).get_columns("judgement")}
            assert kinds["weight"] == "DOUBLE PRECISION"
        assert store.check() == []


def test_a_step_that_fails_leaves_the_record_as_it_was(
    copied: str, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = later.read_text()
    later.write_text(head.replace("    \n", "    op.execute('SELECT no_such')\n"))
    assert "no_such" in later.read_text()
    with pytest.raises(RecordError, match="no_such"):
        Store.open(place(copied), write=True)
    monkeypatch.undo()
    with Store.open(place(copied)) as store, store.read() as conn:
        assert "later" not in sa.inspect(conn).get_table_names()
        assert conn.scalar(sa.select(schema.version.c.version_num)) == schema.HEAD


def test_a_new_record_has_the_types_of_a_file(empty: str) -> None:
    with Store.create(place(empty)) as store, store.read() as conn:
        wrong = conn.exec_driver_sql(
            "SELECT table_name, column_name, data_type, collation_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name NOT LIKE '%\\_fts' AND table_name <> 'unindexed'"
            " AND NOT (data_type IN ('bigint', 'double precision', 'bytea')"
            " OR data_type = 'text' AND (collation_name = 'C' OR table_name LIKE 'current\\_%'))"
        ).all()
        assert wrong == []
        assert rows(store).keys() >= {"document", "statement", "judgement"}
