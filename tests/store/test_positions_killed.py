"""kill -9 while positions are read: what is there is whole, and the next call goes on without reading it again."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

from forked import Forking, forking  # noqa: F401
from position_factory import GATES, TOLL, sided, state
from store_factory import check_sound, fill

from effort import times
from onrecord.model import Reading
from onrecord.store import issues
from onrecord.store.db import Store

KILLS, DOCUMENTS = times(8, 4), 60


def corpus() -> list[Reading]:
    rnd = random.Random(4)
    words = ("welcome", "refuse", "gates", "toll", "might", "boat")
    return [
        sided(f"{k}.txt", [(f"Ann L{k % 7}ee", " ".join(rnd.choices(words, k=9)) + f" {k}.") for _ in range(4)])
        for k in range(DOCUMENTS)
    ]


CHILD = """
import sys, time
from position_factory import GATES, TOLL, patch, settle
from onrecord.positions import reading
from onrecord.store import positions_reading
from onrecord.store.db import Store
model = patch()
read = reading.read
def slowly(spoken, issue):
    print("batch", flush=True)
    time.sleep(0.005)
    return read(spoken, issue)
reading.read = slowly
positions_reading.DOCUMENTS, positions_reading.PAIRS = 6, 8
with Store.open(sys.argv[1], write=True) as store:
    print("ready", flush=True)
    settle(store)
print("read", model.read, flush=True)
"""


def start(forking: Forking, path: Path) -> None:  # noqa: F811
    forking.start(CHILD, path)
    assert forking.told() == "ready\n"


def finish(forking: Forking) -> int:  # noqa: F811
    """How many statements it read."""
    code, lines = forking.finish()
    assert code == 0
    return int(lines[-1].split()[-1])


def make(path: Path) -> Path:
    with Store.create(path) as store:
        fill(store, corpus())
        issues.note(store, [GATES, TOLL])
    return path


def test_killed_while_reading(tmp_path: Path, forking: Forking) -> None:  # noqa: F811
    whole = make(tmp_path / "whole")
    start(forking, whole)
    every = finish(forking)
    with Store.open(whole) as store:
        expected = state(store)
    assert every == len(expected["position"]) > 100

    rnd = random.Random(7)
    path = make(tmp_path / "killed")
    killed = partial = 0
    for _ in range(KILLS):
        start(forking, path)
        for _ in range(1 + rnd.randrange(3)):  # kills come by batches read, not by the clock of a busy machine
            forking.told()
        time.sleep(rnd.random() * 0.02)
        forking.kill()
        killed += forking.finish()[0] == -signal.SIGKILL
        with Store.open(path, write=True) as store:
            check_sound(store)
            assert store.check() == []
            now = state(store)
        for name in ("position", "read"):
            assert set(now[name]) <= set(expected[name])
        places = {(r[0], r[1]) for r in now["read"]}
        partial += 0 < len(places) < len(expected["read"])
    assert killed > KILLS // 2, "most kills must land while batches are written, or this proves nothing"
    assert partial > KILLS // 3
    left = len(set(expected["position"]) - set(now["position"]))
    start(forking, path)
    assert finish(forking) == left, "what was written is not read again"
    with Store.open(path) as store:
        assert state(store) == expected
