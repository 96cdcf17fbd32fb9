"""Work on bytes nobody vouches for, in a child process: what blows up there costs one file.

The child is a fresh interpreter, not a fork and not `multiprocessing`: it never runs the caller's main module, so
it works from a script without a guard, from `python -c`, from standard input and inside a pool. It is started at
the first call, serves the next ones, and is replaced after a kill. What goes in is bytes; what comes back is made
of JSON's types and read as such, so that a child that was taken over by a file can hand back nothing but values.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from onrecord.read.unpack import Refused

_MB = 1024 * 1024
_MAX_REPLY = 256 * _MB
_RECYCLED = 200  # calls one child serves: what a parser leaks is bounded by that
_LEAVING = 2.0  # seconds a child has to leave by itself when asked to


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one call may take: seconds on the clock (and of the processor), megabytes of memory, and the reason
    that stands for "the work failed on it", "broken-pdf" say."""

    seconds: int = 60
    megabytes: int = 1024
    broken: str = "broken-file"


def contained(work: Callable[..., Any], data: bytes, limits: Limits, **options: Any) -> Any:
    """`work(data, **options)`, done in this process's child.

    `work` is a top-level function of an importable module; `options` and the result are of JSON's types (a tuple
    comes back as a list). Raises Refused: what `work` raised as such; "too-slow" and "too-large" where it ran past
    its limits; `limits.broken` where it raised anything else or died.
    """
    return _children.setdefault(os.getpid(), Child()).call(work, data, limits, options)


@dataclass(slots=True)
class Child:
    """One child process; started when first asked."""

    process: subprocess.Popen[bytes] | None = None
    served: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def call(self, work: Callable[..., Any], data: bytes, limits: Limits, options: Mapping[str, Any]) -> Any:
        """The result of `work`, as `contained` says."""
        order = {
            "work": f"{work.__module__}:{work.__qualname__}",
            "size": len(data),
            "seconds": limits.seconds,
            "megabytes": limits.megabytes,
            "options": options,
        }
        with self.lock:
            return _told(self._ask(json.dumps(order).encode("ascii") + b"\n", data, limits), limits)

    def _ask(self, order: bytes, data: bytes, limits: Limits) -> dict[str, Any]:
        """The child's answer. Any child that does not answer well is killed, and the next call gets another."""
        if self.process is None or self.process.poll() is not None or self.served >= _RECYCLED:
            self.close()
            self.process, self.served = _started(), 0
        process = self.process
        self.served += 1
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(limits.seconds, end)
        clock.daemon = True
        clock.start()
        try:
            return _exchanged(process, order, data)
        except (OSError, ValueError, EOFError) as e:
            self.kill()
            if late.is_set():
                raise _slow(limits) from None
            raise _died(process.returncode, e, limits) from None
        except BaseException:  # an interrupt: what the child says later would be taken for another's answer
            self.kill()
            raise
        finally:
            clock.cancel()

    def kill(self) -> None:
        """End the child at once and take its exit status, so that no zombie is left."""
        if self.process is not None:
            self.process.kill()
            self._reap()

    def close(self) -> None:
        """Let the child go: it leaves when its input ends; one that does not is killed."""
        process = self.process
        if process is None:
            return
        with contextlib.suppress(OSError):
            _pipe(process.stdin).close()
        try:
            process.wait(_LEAVING)
        except subprocess.TimeoutExpired:
            process.kill()
        self._reap()

    def _reap(self) -> None:
        process, self.process = self.process, None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    _pipe(pipe).close()
            process.wait()


# By process: a forked copy of this one must not talk to its parent's child. The copies are kept, never used.
_children: dict[int, Child] = {}


@atexit.register
def _close() -> None:
    child = _children.pop(os.getpid(), None)
    if child is not None:
        child.close()


def _started() -> subprocess.Popen[bytes]:
    """A child that waits for orders. It looks for modules where this process does."""
    if not sys.executable:
        raise Refused("missing-part", "this Python does not know its own program file, so no child can be started")
    code = f"import sys; sys.path[:] = {sys.path!r}; from onrecord.read.containing import serve; serve()"
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter, with a text made here
            [sys.executable, "-X", "utf8", "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as e:
        raise Refused("unreadable", f"no child process can be started: {e.strerror or e}") from None


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101 - both ends are pipes by construction
    return pipe


def _exchanged(process: subprocess.Popen[bytes], order: bytes, data: bytes) -> dict[str, Any]:
    """Order and data out, answer in. Raises OSError, EOFError, ValueError where the child does not hold to that."""
    out, back = _pipe(process.stdin), _pipe(process.stdout)
    out.write(order)
    out.write(data)
    out.flush()
    size = back.readline(32)
    if not size.endswith(b"\n"):
        raise EOFError("no answer")
    wanted = int(size)
    if wanted > _MAX_REPLY:
        raise ValueError("too long an answer")
    reply = back.read(wanted)
    if len(reply) < wanted:
        raise EOFError("half an answer")
    answer = json.loads(reply)
    if not isinstance(answer, dict):
        raise ValueError("no answer to an order")
    return answer


def _told(answer: dict[str, Any], limits: Limits) -> Any:
    """What an answer holds, or what it says went wrong."""
    if "refused" in answer:
        reason, detail = answer["refused"]
        raise Refused(str(reason), str(detail))
    if "memory" in answer:
        raise _large(limits)
    if "failed" in answer:
        raise Refused(limits.broken, f"it cannot be read: {answer['failed']}")
    return answer.get("result")


def _died(status: int | None, error: Exception, limits: Limits) -> Refused:
    if status is not None and -status in _SPENT:
        return _slow(limits)
    if isinstance(error, ValueError):
        return Refused("too-large", "what it holds is too much to hand over; split it")
    return Refused(limits.broken, "the parser crashed on it; open it in its own program and save it anew")


def _cpu_signals() -> frozenset[int]:
    import signal

    return frozenset(int(s) for s in (getattr(signal, "SIGXCPU", None),) if s is not None)


_SPENT = _cpu_signals()


def _slow(limits: Limits) -> Refused:
    return Refused("too-slow", f"it takes more than {limits.seconds} seconds to parse; split it, or save it anew")


def _large(limits: Limits) -> Refused:
    return Refused("too-large", f"it takes more than {limits.megabytes} MB of memory to parse; split it")
