"""kill -9 at random points of `add`, twenty times: the record opens, nothing is half-written, the next add completes."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.store import queries

DOCUMENTS = 260
KILLS = 20
PEOPLE = ("Ana Ruiz", "Bo Lund", "Ng'ang'a Mwai", "Hadi al-Amin", "Mira Alvarn")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rnd = random.Random(11)
    folder = tmp_path_factory.mktemp("kill") / "articles"
    folder.mkdir()
    for i in range(DOCUMENTS):
        paragraphs = [f"Dispute over gate {i} goes on"]
        for k in range(6):
            who = rnd.choice(PEOPLE)
            paragraphs.append(f'"We count {rnd.randrange(10**6)} reasons to wait," {who} said on day {k}.')
            paragraphs.append(f"{who} said the commission had {rnd.randrange(10**6)} metres to measure.")
        (folder / f"{i:03}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    return folder


def add(corpus: Path, record: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "onrecord", "add", "-q", str(corpus), "--record", str(record)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def content(record: Path) -> dict[str, list[Any]]:
    """What the record says, without run numbers and times."""
    with onrecord.open(record) as opened:
        views = list(queries.documents(opened.store))
        actors = [(a.actor, a.names, list(a.mentions)) for a in queries.actors(opened.store)]
    return {"documents": [(v.document, v.text, v.said) for v in views], "actors": actors}


def test_killed_adds_leave_whole_documents(corpus: Path, tmp_path: Path) -> None:
    started = time.monotonic()
    assert add(corpus, tmp_path / "whole.onrecord").wait() == 0
    whole_run = time.monotonic() - started
    whole = content(tmp_path / "whole.onrecord")
    statements = {view[0].id: len(view[2]) for view in whole["documents"]}
    assert len(statements) == DOCUMENTS and min(statements.values()) > 5

    rnd = random.Random(5)
    cut_short = 0
    record = tmp_path / "killed-0.onrecord"
    for kill in range(KILLS):
        process = add(corpus, record)
        time.sleep(rnd.uniform(0.05, 1.0) * whole_run)
        process.send_signal(signal.SIGKILL)
        cut_short += process.wait() == -signal.SIGKILL
        if not record.exists():
            continue
        with closing(sqlite3.connect(record)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
            made = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'statement'").fetchall()
        if made:  # else it was killed while the schema was being made; the next add makes it
            for document, _, said in content(record)["documents"]:
                assert len(said) == statements[document.id], "half a document was written"
        if kill % 4 == 3:
            assert add(corpus, record).wait() == 0
            assert content(record) == whole
            record = tmp_path / f"killed-{kill}.onrecord"
    assert cut_short > KILLS // 2, "most kills must land while the add is running, or this test proves nothing"
