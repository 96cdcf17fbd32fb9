"""Work on several processes: in order, and stopped at once when the user stops it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from onrecord.engines import each

STUCK = """
import signal, sys, time
from onrecord.engines import each

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it

def work(n):
    print("working", n, flush=True)
    time.sleep(600)

if __name__ == "__main__":
    list(each(work, range(8), 2))
"""


def double(n: int) -> int:
    return 2 * n


def test_results_come_in_order_whatever_the_number_of_processes():
    assert list(each(double, range(50), 1)) == list(each(double, range(50), 2)) == [2 * n for n in range(50)]


def test_an_interrupt_ends_the_workers_though_they_are_stuck(tmp_path):
    script = tmp_path / "stuck.py"
    script.write_text(STUCK, encoding="utf-8")
    started = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline().startswith("working")
    os.kill(started.pid, signal.SIGINT)  # the parent alone, as a script's kill does
    try:
        assert started.wait(timeout=60) != 0
        for _ in range(100):
            try:
                os.killpg(started.pid, 0)
            except ProcessLookupError:
                break
            time.sleep(0.1)
        else:
            raise AssertionError("workers are left")
    finally:
        started.stdout.close()
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()
