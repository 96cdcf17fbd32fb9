"""The child's side of `contained`: takes orders from standard input until that ends."""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from onrecord.read.unpack import Refused

_MB = 1024 * 1024
_MAX_SAID = 200


def serve() -> None:
    """Answer orders. Standard output is for answers only: what a library prints goes nowhere."""
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt ends
    orders = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    while line := orders.readline():
        try:
            _answer(json.loads(line), orders, answers)
        except OSError:  # the parent is gone
            return


def _answer(order: dict[str, Any], orders: IO[bytes], answers: IO[bytes]) -> None:
    data = orders.read(order["size"])
    _limit(order["seconds"], order["megabytes"])
    reply = _done(order, data)
    del data
    _limit(None, None)
    answers.write(b"%d\n" % len(reply))
    answers.write(reply)
    answers.flush()


def _done(order: dict[str, Any], data: bytes) -> bytes:
    """The answer to an order, whatever happens."""
    try:
        answer = {"result": _work(order["work"])(data, **order["options"])}
        return json.dumps(answer).encode("ascii")
    except Refused as e:
        answer = {"refused": [e.reason, e.detail]}
    except MemoryError:
        answer = {"memory": True}
    except BaseException as e:  # a parser on hostile bytes may raise, or exit, as it likes
        answer = {"failed": f"{type(e).__name__}: {e}"[:_MAX_SAID]}
    return json.dumps(answer).encode("ascii")


def _work(path: str) -> Callable[..., Any]:
    module, _, name = path.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def _limit(seconds: int | None, megabytes: int | None) -> None:
    """Bounds for one call, on top of what the process has used so far; none for None. Where the platform has them."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    held = _held()
    for kind, soft in (
        (resource.RLIMIT_CPU, None if seconds is None else spent + seconds),
        (resource.RLIMIT_AS, None if megabytes is None or held is None else held + megabytes * _MB),
    ):
        hard = resource.getrlimit(kind)[1]
        wanted = hard if soft is None else soft if hard == resource.RLIM_INFINITY else min(soft, hard)
        try:
            resource.setrlimit(kind, (wanted, hard))
        except (OSError, ValueError):  # a platform that has the name only
            continue


def _held() -> int | None:
    """The process's address space in bytes, where the system tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):
        return None
    return pages * os.sysconf("SC_PAGESIZE")
