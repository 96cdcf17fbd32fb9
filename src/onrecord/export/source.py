"""What every export reads: the queries of a store, bound to it, as one small interface.

`Recorded` answers from a record file. Tests, and callers with rows of their own, may pass any
object with the same methods.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from onrecord.model import Span
from onrecord.store.rows import ActorRef, DocumentRef, DocumentView, NameCount, RoleRow, Said, Status

if TYPE_CHECKING:
    from onrecord.store.db import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorEntry:
    """An actor with every printed name, every place a name stands, and every role."""

    actor: ActorRef
    names: tuple[NameCount, ...] = ()
    mentions: tuple[tuple[DocumentRef, Span], ...] = ()
    roles: tuple[RoleRow, ...] = ()


@runtime_checkable
class Source(Protocol):
    """The questions an export asks. Each iterator gives the same rows in the same order every time."""

    def status(self) -> Status: ...

    def documents(self) -> Iterator[DocumentView]: ...

    def statements(self, **filters: Any) -> Iterator[Said]: ...

    def actors(self) -> Iterator[ActorEntry]: ...


class Recorded:
    """A store as a `Source`."""

    def __init__(self, store: Store) -> None:
        self._store = store
