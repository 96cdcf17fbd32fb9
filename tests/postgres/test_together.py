"""Several at one record: one writes at a time, readers see one state, who is killed leaves it whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
import sqlalchemy as sa
from server_rows import rows

import onrecord
from onrecord.errors import NotFound, RecordBusy, RecordError
from onrecord.store import schema
from onrecord.store.address import place
from onrecord.store.db import Store

COUNT = sa.select(sa.func.count()).select_from(schema.judgement)


def _judge(address: str, who: str, ids: list[str]) -> None:
    with onrecord.open(address) as record:
        for one in ids:
            record.judge(one, "accept", who=who)


def test_two_writers_wait_for_each_other(copied: str) -> None:
    with onrecord.open(copied) as record:
        ids = [s.id for s in record.said()[:8]]
    both = [threading.Thread(target=_judge, args=(copied, who, ids)) for who in ("a", "b")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    with onrecord.open(copied) as record, record.store.read() as conn:
        j = schema.judgement.c
        made = conn.execute(sa.select(j.id, j.who).order_by(j.id)).all()
        assert [r.id for r in made] == list(range(1, 17))
        assert sorted(r.who for r in made) == ["a"] * 8 + ["b"] * 8


def test_who_waits_too_long_is_told_that_another_writes(copied: str) -> None:
    with Store.open(place(copied), write=True) as one, Store.open(place(copied), write=True, busy=0.2) as other:
        with one.write(), pytest.raises(RecordBusy, match="another process is writing"), other.write():
            pass
        with other.write():  # and once the first is done it can
            pass


def test_a_reader_sees_one_state_whatever_is_written_meanwhile(copied: str) -> None:
    with onrecord.open(copied) as record:
        ids = [s.id for s in record.said()[:2]]
        with record.store.read() as conn:
            before = conn.scalar(COUNT)
            _judge(copied, "a", ids)
            assert conn.scalar(COUNT) == before == 0
        with record.store.read() as conn:
            assert conn.scalar(COUNT) == 2


def test_a_reader_cannot_write(copied: str) -> None:
    refused = pytest.raises(RecordError, match="cannot be written to")
    with Store.open(place(copied), write=True) as store, refused, store.read() as conn:
        conn.execute(sa.delete(schema.source))
    with Store.open(place(copied)) as store, pytest.raises(RecordError, match="opened for reading only"):
        store.write().__enter__()


WRITER = """
import sys, time
import onrecord
with onrecord.open(sys.argv[1]) as record:
    with record.store.write() as conn:
        for table in ("standing", "via", "mention"):
            conn.exec_driver_sql(f"DELETE FROM {table}")
        print("half", flush=True)
        time.sleep(600)
"""


def test_a_killed_writer_leaves_the_record_as_it_was(copied: str) -> None:
    with Store.open(place(copied), write=True) as store:
        before = rows(store)
        with subprocess.Popen([sys.executable, "-c", WRITER, copied], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None and writer.stdout.readline() == "half\n"
            os.kill(writer.pid, signal.SIGKILL)
        with store.write():  # its lock is gone with it
            pass
        assert rows(store) == before
        assert store.check() == []


def test_a_connection_that_the_server_closed_is_opened_again(server: object, copied: str) -> None:
    with Store.open(place(copied)) as store:
        with store.read() as conn:
            own = conn.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with Store.open(place(copied), write=True) as other, other.write() as conn:
            conn.exec_driver_sql(f"SELECT pg_terminate_backend({own})")
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with store.read() as conn:
                if conn.exec_driver_sql("SELECT pg_backend_pid()").scalar_one() != own:
                    break
        assert store.check() == []


def test_two_make_one_record(empty: str) -> None:
    made: list[str] = []

    def make() -> None:
        try:
            Store.create(place(empty)).close()
        except RecordError as e:
            made.append(str(e))

    both = [threading.Thread(target=make) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert all("a record already" in said for said in made)
    with Store.open(place(empty)) as store:
        assert store.check() == []


def test_a_database_without_a_record_says_how_to_make_one(empty: str) -> None:
    with pytest.raises(NotFound, match="onrecord add FOLDER --record"):
        onrecord.open(empty)
