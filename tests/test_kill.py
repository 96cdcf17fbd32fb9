"""kill -9 at any point of `add`: the record opens, nothing is half-written, the next add completes."""

from __future__ import annotations

import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "store"))  # forked

from forked import Forking, forking  # noqa: F401

import onrecord
from effort import times
from onrecord.store import queries

DOCUMENTS, BATCH = 20, 4
KILLS = times(10, 5)  # that landed while the add was running
ATTEMPTS = 60
PEOPLE = ("Ana Ruiz", "Bo Lund", "Ng'ang'a Mwai", "Hadi al-Amin", "Mira Alvarn")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rnd = random.Random(11)
    folder = tmp_path_factory.mktemp("kill") / "articles"
    folder.mkdir()
    for i in range(DOCUMENTS):
        paragraphs = [f"Dispute over gate {i} goes on"]
        for k in range(3):
            who = rnd.choice(PEOPLE)
            paragraphs.append(f'"We count {rnd.randrange(10**6)} reasons to wait," {who} said on day {k}.')
            paragraphs.append(f"{who} said the commission had {rnd.randrange(10**6)} metres to measure.")
        (folder / f"{i:03}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    # the rules, whose runs are short: what is tested is the store
    (folder.parent / "onrecord.toml").write_text('[backends]\nattribution = "attribution.rules"\n', encoding="utf-8")
    return folder


ADD = f"""
import os, sys
from onrecord import adding, cli
from onrecord.store.db import Store
append = Store.append
def told(*args):
    print("batch", flush=True)
    return append(*args)
Store.append = told
adding.BATCH_DOCUMENTS = {BATCH}
os.chdir(sys.argv.pop())
try:
    cli.main()
except SystemExit as ended:
    if ended.code:
        raise
"""


def add(forking: Forking, corpus: Path, record: Path) -> None:  # noqa: F811
    forking.start(ADD, "add", "-q", corpus, "--record", record, corpus.parent)


def finish(forking: Forking) -> int:  # noqa: F811
    """Wait for an add; one that fails by itself has said why."""
    code, _ = forking.finish()
    assert code in (0, -signal.SIGKILL), f"add ended with {code}"
    return code


def content(record: Path) -> dict[str, list[Any]]:
    """What the record says, without run numbers and times."""
    with onrecord.open(record) as opened:
        views = list(queries.documents(opened.store))
        actors = [(a.actor, a.names, list(a.mentions)) for a in queries.actors(opened.store)]
    return {"documents": [(v.document, v.text, v.said) for v in views], "actors": actors}


def verify(record: Path, statements: dict[str, int]) -> int:
    """A record as a kill left it: sound, every document whole. Answers how many there are."""
    if not record.exists():
        return 0
    with closing(sqlite3.connect(record)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        made = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'statement'").fetchall()
    if not made:  # it was killed while the schema was being made; the next add makes it
        return 0
    there = content(record)["documents"]
    for document, _, said in there:
        assert len(said) == statements[document.id], "half a document was written"
    return len(there)


def test_killed_adds_leave_whole_documents(forking: Forking, corpus: Path, tmp_path: Path) -> None:  # noqa: F811
    add(forking, corpus, tmp_path / "whole.onrecord")
    assert finish(forking) == 0
    whole = content(tmp_path / "whole.onrecord")
    statements = {view[0].id: len(view[2]) for view in whole["documents"]}
    assert len(statements) == DOCUMENTS and min(statements.values()) > 2

    rnd = random.Random(5)
    landed = partial = 0
    record = tmp_path / "killed-0.onrecord"
    for attempt in range(1, ATTEMPTS + 1):
        add(forking, corpus, record)
        for _ in range(rnd.randrange(5)):  # kills come by batches begun, not by the clock of a busy machine
            forking.told()
        time.sleep(rnd.random() * 0.1)
        forking.kill()
        if finish(forking) == 0:  # too late: little was left to do
            assert content(record) == whole
            record = tmp_path / f"killed-{attempt}.onrecord"
            continue
        landed += 1
        partial += 0 < verify(record, statements) < DOCUMENTS
        if landed % 3 == 0:
            add(forking, corpus, record)
            assert finish(forking) == 0
            assert content(record) == whole
            record = tmp_path / f"killed-{attempt}.onrecord"
        if landed == KILLS:
            assert partial > 1, "kills must land between the first batch and the last, or this proves nothing"
            return
    pytest.fail(f"only {landed} of {ATTEMPTS} kills landed while the add was running")
