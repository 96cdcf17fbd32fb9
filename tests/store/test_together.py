"""Writers, readers, threads and other programs on one file at once."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from store_factory import MADE, cluster, fill, reading

from effort import times
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
    for i in range(int(sys.argv[3]), int(sys.argv[4]), 2):
        made = [reading(f"{k}.txt", [("Ann Lee", f"Word {k}."), ("Bo Ford", "No.")]) for k in (i, i + 1, 1000)]
        store.append(run, made, [], *cluster(made))
    store.finish_run(run, {}, 1.0)
"""


def test_two_processes_adding_at_once(record: Path) -> None:
    here, many = str(Path(__file__).parent), times(60, 20)
    both = [subprocess.Popen([sys.executable, "-c", ADD, here, record, str(i), str(many)]) for i in (0, 1)]
    assert [p.wait(60) for p in both] == [0, 0]
    with Store.open(record) as store:
        status = queries.status(store)
        assert (status.documents, status.unfinished_runs, len(status.runs)) == (1 + many + 1 + 1, 0, 3)
        assert queries.find(store, "word").total == 2 * (many + 2)


def test_threads_share_a_store(record: Path) -> None:
    failed, each = [], times(5, 2)
    with Store.open(record, write=True) as store:

        def work(i: int) -> None:
            try:
                for k in range(each):
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
        assert queries.status(store).documents == 1 + 6 * each


def test_backup_is_a_record_of_its_own(record: Path, tmp_path: Path) -> None:
    with Store.open(record, write=True) as store:
        store.backup(tmp_path / "copy")
        fill(store, [reading("b.txt")])
    with Store.open(tmp_path / "copy") as store:
        assert queries.status(store).documents == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["box", "copy"]


DATASETTE = """
import json, sys
from click.testing import CliRunner
from datasette.cli import cli
record, *paths = sys.argv[1:]
ran = [CliRunner().invoke(cli, args) for args in (["inspect", record], *([record, "--get", path] for path in paths))]
print(json.dumps([(done.exit_code, done.output) for done in ran]))
"""


def test_datasette_opens_the_file_as_it_is(record: Path) -> None:
    pytest.importorskip("datasette")
    asked = {
        "/": ("statement", "document"),
        "/r/statement.json?_shape=array": ("We will sign.", "No deal."),
        "/r/statement": ("statement",),
        "/r/document?_search=treaty": ("document",),
        "/r/judgement.json": ("rows",),
    }
    command = [sys.executable, "-c", DATASETTE, str(record), *asked]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    (_, inspected), *answered = json.loads(ran.stdout)
    for words, (code, output) in zip(asked.values(), answered, strict=True):
        assert code == 0, output
        for word in words:
            assert word in output
    assert '"statement": {"count": 2}' in " ".join(inspected.split()).replace("{ ", "{").replace(" }", "}")
    assert cluster([MADE])[0]
