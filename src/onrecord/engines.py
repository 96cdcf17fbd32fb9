"""Where the per-document stages run: in this process, or in a pool of processes on this machine.

Results come in the order of the sources whatever the number of processes, and the same ones.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from onrecord.errors import OnRecordError

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 4  # articles sent to a process at once: sending them costs under 1 % of the work
IN_FLIGHT = 4  # chunks queued per process: bounds memory whatever the size of the corpus


def each(work: Callable[[T], R], items: Iterable[T], jobs: int = 1) -> Iterator[R]:
    """`work(item)` for each item, in order, lazily, on `jobs` processes.

    `work` must be a top-level function (or a partial of one) when jobs > 1. Raises OnRecordError
    when a process dies (for want of memory, say).
    """
    if jobs <= 1:
        yield from map(work, items)
        return
    source = iter(items)
    waiting: deque[Future[list[R]]] = deque()
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        try:
            while True:
                while len(waiting) < jobs * IN_FLIGHT and (chunk := list(islice(source, CHUNK))):
                    waiting.append(pool.submit(_chunk, work, chunk))
                if not waiting:
                    return
                yield from waiting.popleft().result()
        except KeyboardInterrupt:
            _stop(pool)
            raise
        except BrokenProcessPool:
            raise OnRecordError(
                "a worker process died, probably for want of memory; what was finished is kept: "
                "run the same command again with fewer jobs (-j 1)"
            ) from None
        finally:
            for future in waiting:
                future.cancel()


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers at once: a user who stops does not wait for the article at hand, however long it takes."""
    for process in list((pool._processes or {}).values()):
        process.terminate()


def _chunk(work: Callable[[T], R], items: list[T]) -> list[R]:
    return [work(item) for item in items]
