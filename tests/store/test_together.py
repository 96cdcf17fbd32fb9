"""Writers, readers, threads and other programs on one file at once."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from store_factory import MADE, cluster, fill, reading

from onrecord.errors import RecordBusy, RecordError
from onrecord.store import queries
from onrecord.store.db import Store


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
from store_factory import MADE, cluster, reading
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
