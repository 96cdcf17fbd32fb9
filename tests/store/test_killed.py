"""kill -9 at any point of an append: what is there is whole, and the next run makes it complete."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from forked import Forking, forking  # noqa: F401
from store_factory import check_sound, reading

from effort import times
from onrecord.model import Reading
from onrecord.store import queries
from onrecord.store.db import Store

DOCUMENTS, LINES, BATCH, KILLS = times(80, 60), times(60, 20), 4, times(10, 5)


def corpus() -> list[Reading]:
    """Articles of very different length; every sixth is a new version of one before."""
    rnd = random.Random(3)
    made = []
    for i in range(DOCUMENTS):
        key = f"{i - 5 if i % 6 == 5 else i}.txt"
        lines = [
            (f"Name{rnd.randrange(40)} Moor", f"Words {rnd.random()} of {i}.") for _ in range(1 + rnd.randrange(LINES))
        ]
        made.append(reading(key, lines))
    return made


WRITE = """
import sys
from pathlib import Path
from store_factory import cluster, rejected
from test_killed import BATCH, corpus
from onrecord.store.db import Store
path = Path(sys.argv[1])
made = corpus()
print("ready", flush=True)
if not path.exists():
    Store.create(path).close()
with Store.open(path, write=True) as store:
    run = store.begin_run("p", {})
    # what a version superseded is known no more by its place: ask by id, as a run over folders asks by place
    new = [r for r in made if store.known_document(r.document.id) is None]
    for i in range(0, len(new), BATCH):
        batch = new[i : i + BATCH]
        store.append(run, batch, [rejected(f"bad{i}.txt")], *cluster(batch))
        print("batch", flush=True)
    store.finish_run(run, {}, 1.0)
"""


def content(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """What the record says, without numbers of rows and runs."""
    asked = {
        "documents": "SELECT d.id, d.text, n.id FROM document d LEFT JOIN document n ON n.n = d.superseded_by",
        "places": "SELECT s.location, d.id FROM source s JOIN document d ON d.n = s.document",
        "statements": "SELECT s.id, d.id, e.id, s.content, s.content_at FROM statement s"
        " JOIN document d ON d.n = s.document LEFT JOIN entity e ON e.n = s.speaker",
        "mentions": "SELECT m.id, m.start, m.text FROM mention m",
        "links": "SELECT e.id, a.id FROM link l JOIN entity e ON e.n = l.entity JOIN actor a ON a.n = l.actor",
        "actors": "SELECT id, name, kind, shown FROM actor",
        "names": "SELECT a.id, x.name, x.documents FROM actor_name x JOIN actor a ON a.n = x.actor WHERE documents > 0",
    }
    with closing(sqlite3.connect(path)) as db:
        return {name: set(db.execute(sql)) for name, sql in asked.items()}


def test_killed_writers(tmp_path: Path, forking: Forking) -> None:  # noqa: F811
    whole = tmp_path / "whole"
    assert forking.run(WRITE, whole) == 0
    expected = content(whole)
    made = {r.document.id: r for r in corpus()}
    assert len(expected["documents"]) == DOCUMENTS

    rnd = random.Random(9)
    path = tmp_path / "killed"
    killed = partial = 0
    for kill in range(KILLS):
        forking.start(WRITE, path)
        assert forking.told() == "ready\n"
        for _ in range(rnd.randrange(5)):  # kills come by batches written, not by the clock of a busy machine
            forking.told()
        time.sleep(rnd.random() * 0.03)
        forking.kill()
        killed += forking.finish()[0] == -signal.SIGKILL
        if path.exists():
            partial += verify(path, made)
        if kill % 5 == 4:
            assert forking.run(WRITE, path) == 0
            assert content(path) == expected
            for file in tmp_path.glob("killed*"):
                file.unlink()
    assert killed > KILLS // 2, "most kills must land while batches are written, or this proves nothing"
    assert partial > KILLS // 4


def verify(path: Path, made: dict[str, Reading]) -> bool:
    """The record as a kill left it: sound, every document whole. Answers whether it holds some but not all."""
    with Store.open(path, write=True) as store:
        check_sound(store)
        there = list(queries.documents(store, superseded=True))
        for view in there:
            assert store.reading(view.document.id) == made[view.document.id]
            assert len(view.said) == len(made[view.document.id].statements)
        status = queries.status(store)
        assert status.unfinished_runs + bool(len(there) == DOCUMENTS) >= bool(there)
        assert status.documents + status.superseded == len(there)
        assert queries.count_said(store) == status.statements
    return 0 < len(there) < DOCUMENTS
