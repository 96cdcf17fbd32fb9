"""Processes to be killed, forked of one that has loaded the program: to load it takes longer than what they do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

FORKING = """
import json, os, signal, sys, traceback
sys.path[:0] = json.loads(sys.argv[1])
exec(sys.argv[2], {})
while line := sys.stdin.readline():
    code, argv = json.loads(line)
    if not (child := os.fork()):
        signal.alarm(120)  # of one that hangs this is the end
        print("begun", os.getpid(), flush=True)
        sys.argv, ended = ["-c", *argv], 1
        try:
            exec(code, {"__name__": "__main__"})
            ended = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(ended)
    ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    print("ended", ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status, flush=True)
    sys.stdin.readline()
    os.waitpid(child, 0)
"""
HERE = Path(__file__).parent
LOADED = """
import tempfile
from pathlib import Path
import onrecord, position_factory
from onrecord.project import Project
lines = (
    "The ferry will run twice a day from the first of May until the ice comes in November.",
    "Nobody on the council asked the captains whether the new pier stands deep enough for them.",
    "The county has no money for it and the province has no interest in the county.",
)
with tempfile.TemporaryDirectory() as folder:
    for key in "ab":
        Path(folder, key + ".txt").write_text("\\n\\n".join(f'"{line}" said Ann Lee.' for line in lines))
    rules = Project(attribution="attribution.rules")
    with onrecord.open(Path(folder, "r"), project=rules, create=True) as record:
        record.add(Path(folder))
        record.judge(record.said()[0].id, "accept", who="jo")
        record.status(), record.find("ferry")
"""


class Forking:
    """A process that forks one child after another of itself. A child tells whole lines.

    It has added an article and a copy of it, asked and judged: modules, words and patterns are loaded.
    """

    def __init__(self) -> None:
        paths = json.dumps([str(HERE), str(HERE.parent)])
        command = [sys.executable, "-c", FORKING, paths, LOADED]
        alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # a process with threads is not to fork
        pipe = subprocess.PIPE
        self._parent = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=alone)
        self._child = 0
        self._code: int | None = None

    def start(self, code: str, *argv: object) -> None:
        """Begin a child that runs this; one that a failed test has left behind is ended."""
        if self._child:
            self.kill()
            self.finish()
        self._code = None
        self._ask(json.dumps([code, list(map(str, argv))]))
        begun, child = self.told().split()
        assert begun == "begun"
        self._child = int(child)

    def told(self) -> str:
        """The next line of the child; nothing once it has ended."""
        if self._code is not None:
            return ""
        assert self._parent.stdout is not None
        line = self._parent.stdout.readline()
        assert line, "the process that forks has died"
        if not line.startswith("ended "):
            return line
        self._code = int(line.split()[1])
        return ""

    def kill(self) -> None:
        os.kill(self._child, signal.SIGKILL)  # there, if only as a zombie, until it has finished

    def finish(self) -> tuple[int, list[str]]:
        """How the child ended, and the lines it told that nobody has read."""
        lines = list(iter(self.told, ""))
        self._ask("over")
        self._child = 0
        assert self._code is not None
        return self._code, lines

    def run(self, code: str, *argv: object) -> int:
        self.start(code, *argv)
        return self.finish()[0]

    def close(self) -> None:
        self._parent.communicate(timeout=120)

    def _ask(self, line: str) -> None:
        assert self._parent.stdin is not None
        print(line, file=self._parent.stdin, flush=True)


_of_all = cache(Forking)


@pytest.fixture(scope="session")
def forking() -> Iterator[Forking]:
    """One for all files that import this."""
    yield _of_all()
    _of_all().close()
