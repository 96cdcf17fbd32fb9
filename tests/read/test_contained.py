"""Work in a child process: results, limits on time and memory, death, and what the caller's main module is."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading

import pytest

from onrecord import charset
from onrecord.read import contained as module
from onrecord.read.contained import Child, Limits, contained
from onrecord.read.unpack import Refused

WORK = """
import os, signal, sys, time
from onrecord.read.unpack import Refused
KEPT = []
def size(data, times=1):
    return {"size": len(data) * times, "text": "\\ud800 é \\U0001f600"}
def who(data):
    return os.getpid()
def refuse(data):
    raise Refused("scanned", "nothing to read")
def fail(data):
    raise KeyError("x")
def leave(data):
    sys.exit(3)
def die(data):
    os._exit(11)
def crash(data):
    os.kill(os.getpid(), signal.SIGSEGV)
def sleep(data):
    time.sleep(60)
def spin(data):
    while True:
        pass
def swallow(data):
    KEPT.append(bytearray(3_000_000_000))
def nest(data):
    return nest(data)
def chatter(data):
    print("5\\n{}", flush=True)
    os.write(1, b"9999\\n")
    os.write(2, b"noise")
    return "said"
def odd(data):
    return {1, 2}
def flood(data):
    return "x" * 3_000_000
"""


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """A module of odd functions, importable here and in children."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "contained_work.py").write_text(WORK)
    sys.path.insert(0, str(folder))
    import contained_work

    yield contained_work
    sys.path.remove(str(folder))
    del sys.modules["contained_work"]


@pytest.fixture
def child(work):
    child = Child()
    yield child
    child.close()


LIMITS = Limits(seconds=20, megabytes=512, broken="broken-thing")


def call(child, function, data=b"", limits=LIMITS, **options):
    return child.call(function, data, limits, options)


def test_result_and_options(child, work):
    assert call(child, work.size, b"abc" * 1_000_000, times=2) == {"size": 6_000_000, "text": "\ud800 é 😀"}


def test_one_child_serves_many(child, work):
    assert len({call(child, work.who) for _ in range(5)}) == 1
    assert call(child, work.who) != os.getpid()


REFUSED = {
    "refuse": ("scanned", "nothing to read"),
    "fail": ("broken-thing", "KeyError"),
    "leave": ("broken-thing", "SystemExit"),
    "die": ("broken-thing", "crashed"),
    "crash": ("broken-thing", "crashed"),
    "nest": ("broken-thing", "RecursionError"),
    "odd": ("broken-thing", "TypeError"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_failure_is_refused_and_the_next_call_works(child, work, name):
    reason, detail = REFUSED[name]
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            call(child, getattr(work, name))
        assert refused.value.reason == reason
        assert detail in refused.value.detail
    assert call(child, work.size, b"ab")["size"] == 2


@pytest.mark.parametrize("name", ["sleep", "spin"])
def test_too_slow(child, work, name):
    with pytest.raises(Refused) as refused:
        call(child, getattr(work, name), limits=Limits(seconds=1, broken="b"))
    assert refused.value.reason == "too-slow"
    assert call(child, work.size)["size"] == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not bound a process's memory")
def test_too_much_memory(child, work):
    call(child, work.size)
    before = call(child, work.who)
    with pytest.raises(Refused) as refused:
        call(child, work.swallow)
    assert refused.value.reason == "too-large"
    assert call(child, work.who) == before, "the child outlives an allocation that failed"


def test_too_long_an_answer(child, work, monkeypatch):
    monkeypatch.setattr(module, "_MAX_REPLY", 2_000_000)
    with pytest.raises(Refused) as refused:
        call(child, work.flood, limits=Limits(seconds=60, megabytes=512))
    assert refused.value.reason == "too-large"


def test_what_a_library_prints_is_no_answer(child, work):
    assert call(child, work.chatter) == "said"


def test_a_child_killed_from_outside_is_replaced(child, work):
    pid = call(child, work.who)
    child.process.kill()
    child.process.wait()
    assert call(child, work.who) != pid


def test_no_zombie_and_no_open_pipe_is_left(work):
    child = Child()
    pid = call(child, work.who)
    with pytest.raises(Refused):
        call(child, work.die)
    child.close()
    gc.collect()  # an unclosed pipe would warn here, and warnings are errors
    with pytest.raises(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def test_closed_child_starts_again(child, work):
    call(child, work.size)
    child.close()
    child.close()
    assert call(child, work.size, b"a")["size"] == 1


def test_threads_share_a_child(child, work):
    found = []

    def ask(n):
        found.append((n, call(child, work.size, b"x" * n)["size"]))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [(n, n) for n in range(20)]


SCRIPT = """
import os
from onrecord import charset
from onrecord.read.contained import Limits, contained
print("ran", contained(charset.detect, b"abc", Limits()), flush=True)
if hasattr(os, "fork"):
    pid = os.fork()
    if pid == 0:
        print("forked", contained(charset.detect, b"abc", Limits()), flush=True)
        raise SystemExit(0)
    os.waitpid(pid, 0)
    print("still", contained(charset.detect, b"abc", Limits()), flush=True)
"""


@pytest.mark.parametrize("way", ["file", "option", "stdin"])
def test_any_main_module_will_do(tmp_path, way):
    """A script without a guard runs once; code from an option or from standard input works too; and after a fork."""
    (tmp_path / "script.py").write_text(SCRIPT)
    args = {"file": [str(tmp_path / "script.py")], "option": ["-c", SCRIPT], "stdin": ["-"]}[way]
    ran = subprocess.run(
        [sys.executable, *args], input=SCRIPT if way == "stdin" else "", capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    lines = ran.stdout.split("\n")
    assert lines.count("ran utf-8") == 1
    assert "still utf-8" in lines or not hasattr(os, "fork")
    assert "forked utf-8" in lines or not hasattr(os, "fork")


def test_the_child_ends_with_its_parent():
    code = (
        "from onrecord import charset; import os\n"
        "from onrecord.read import contained as c\n"
        "c.contained(charset.detect, b'a', c.Limits())\n"
        "print(c._children[os.getpid()].process.pid, flush=True)\n"
        "os._exit(0)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    pid = int(ran.stdout)
    waiting = threading.Event()
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        waiting.wait(0.05)
    pytest.fail("the child outlived its parent")


def test_the_process_has_one_child_of_its_own():
    assert contained(charset.detect, b"abc", LIMITS) == "utf-8"
    assert contained(charset.detect, "Grüße".encode("utf-16"), LIMITS, html=True) == "utf-16-le"
