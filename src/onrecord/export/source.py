"""What every export reads: the queries of a record, bound to one state of it, as one small interface.

`recorded` binds a record file. Tests, and callers with rows of their own, may pass any object with
the same methods.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, Unpack, cast, runtime_checkable

from onrecord.project import DEFAULT_SURE
from onrecord.store.reprint_rows import SharedRow
from onrecord.store.rows import ActorView, DocumentView, Said
from onrecord.store.status_rows import Status

if TYPE_CHECKING:
    from onrecord.store.db import Store
    from onrecord.store.statements import Filters


@runtime_checkable
class Source(Protocol):
    """The questions an export asks. Each iterator gives the same rows in the same order every time."""

    def status(self) -> Status: ...

    def documents(self) -> Iterator[DocumentView]: ...

    def statements(self, **filters: Unpack[Filters]) -> Iterator[Said]: ...

    def actors(self) -> Iterator[ActorView]: ...

    def links(self) -> Iterator[SharedRow]: ...


class _Recorded:
    """The queries of `onrecord.store`, asked of one store with one threshold of what is sure."""

    def __init__(self, store: Store, threshold: float) -> None:
        from onrecord.store import queries

        self._store = store
        self._threshold = threshold
        self._ask = queries

    def status(self) -> Status:
        return self._ask.status(self._store, threshold=self._threshold)

    def documents(self) -> Iterator[DocumentView]:
        return self._ask.documents(self._store)

    def statements(self, **filters: Unpack[Filters]) -> Iterator[Said]:
        return self._ask.statements(self._store, threshold=self._threshold, **filters)

    def actors(self) -> Iterator[ActorView]:
        return self._ask.actors(self._store)

    def links(self) -> Iterator[SharedRow]:
        return self._ask.links(self._store)


class _OneState:
    """A store whose every question is asked on one connection, so that all see the same state."""

    def __init__(self, store: Store, conn: Any) -> None:
        self.path = store.path
        self._conn = conn

    @contextmanager
    def read(self) -> Iterator[Any]:
        yield self._conn


@contextmanager
def recorded(store: Store, threshold: float = DEFAULT_SURE) -> Iterator[Source]:
    """A record as a `Source`: one state of it, whatever is written meanwhile."""
    with store.read() as conn:
        yield _Recorded(cast("Store", _OneState(store, conn)), threshold)
