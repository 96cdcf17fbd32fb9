"""The sample coverage as a record, made once, and a way to run the command line in process."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import onrecord
from onrecord import project
from onrecord.cli import main

sys.path.insert(0, str(Path(__file__).parent))  # effort, for every test

from effort import times

SAMPLE = Path(onrecord.__file__).parent / "data/sample"


@dataclass(frozen=True)
class Ran:
    """What one call of the command line gave."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def sample_home(request: pytest.FixtureRequest) -> Path:
    """A folder with the sample coverage, its project file and its record. Treat all of it as read-only.

    Processes that run tests share it, and it is kept until the program changes: it takes longer to make than most files
    of tests.
    """
    assert request.config.cache is not None, "the sample is kept in pytest's cache"
    kept = request.config.cache.mkdir("sample")
    home, stamp = kept / _program() / "lake", kept / _program() / "record.sha256"
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != _sha([home / "record.onrecord"]):
            for old in sorted((p for p in kept.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime)[:-1]:
                shutil.rmtree(old)
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(SAMPLE, home)
            settings = project.load(home / "onrecord.toml")
            with onrecord.open(home / "record.onrecord", project=settings, create=True) as record:
                record.add([str(home / "articles")])
            stamp.write_text(_sha([home / "record.onrecord"]))
    return home


@cache
def _program() -> str:
    """A name for the program as it is, with its weights and words, and what it runs on."""
    package = SAMPLE.parents[1]
    files = sorted(p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    installed = sorted(f"{d.name} {d.version}" for d in metadata.distributions())
    return _sha(files, sys.version, *installed)[:16]


def _sha(files: Iterable[Path], *words: str) -> str:
    made = hashlib.sha256("\n".join(words).encode())
    for file in files:
        made.update(f"\n{file.name}\n".encode() + file.read_bytes())
    return made.hexdigest()


@pytest.fixture
def sample(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample's folder as the working directory. Treat the record as read-only."""
    monkeypatch.chdir(sample_home)
    return sample_home


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run `onrecord ARGS...` in this process, in the current directory."""

    def call(*args: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["onrecord", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        out = capfd.readouterr()
        return Ran(int(ended.value.code or 0), out.out, out.err)

    return call


GROUPS = ("tests/postgres",)  # a folder whose files share what is dear to make: a server, with a record that is filled
LONGEST = (  # begun first, so that no process waits at the end for another's
    *("tests/postgres/", "tests/test_kill.py", "tests/store/test_killed.py", "tests/fetch/test_killed.py"),
    *("tests/attribution/test_neural_hostile.py", "tests/cli/test_cli.py", "tests/web/test_safety.py"),
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """`--dist loadfile` for groups too: what a file makes for its tests, or a group's, is made in one process."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((group for group in GROUPS if nodeid.startswith(f"{group}/")), super()._split_scope(nodeid))

    return ByFile(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("dist", "no") == "loadfile":
        items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


# A busy machine is no fault of what is tested. The same examples in every run of CI, so that a change is judged by what
# it changed; new ones on developers' machines.
settings.register_profile("busy", max_examples=times(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("busy"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "busy")


@pytest.fixture(scope="session")
def growth() -> Callable[[Callable[[int], object], int], float]:
    """How many times the CPU time of eight times the work is that of the work: 8 where it grows with it, 64 where
    it grows with its square. A ratio of one run, so that a slow machine changes nothing; where it is high, the lower of
    two, for another process may have had the caches."""

    def once(work: Callable[[int], object], size: int) -> float:
        seconds = []
        for rounds in (size, 8 * size):
            begun = time.process_time()
            work(rounds)
            seconds.append(time.process_time() - begun)
        return seconds[1] / max(seconds[0], 0.01)

    def measured(work: Callable[[int], object], size: int) -> float:
        work(10)
        found = once(work, size)
        return found if found < 12 else min(found, once(work, size))

    return measured
