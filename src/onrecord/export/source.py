"""What every export reads: the queries of a record, bound to one state of it, as one small interface.

`recorded` binds a record file. Tests, and callers with rows of their own, may pass any object with
the same methods.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, Unpack, cast, runtime_checkable

from onrecord.project import DEFAULT_SURE
from onrecord.store.affiliations import Affiliation
from onrecord.store.dna_rows import KeptFile
from onrecord.store.event_rows import EventReport, EventRow
from onrecord.store.issue_rows import IssueRow
from onrecord.store.path_rows import Paths
from onrecord.store.position_rows import ConditionRow, PositionRow
from onrecord.store.reprint_rows import SharedRow
from onrecord.store.rows import ActorView, DocumentView, Said
from onrecord.store.status_rows import Status
from onrecord.store.story_rows import StoryView

if TYPE_CHECKING:
    from onrecord.store.db import Store
    from onrecord.store.event_filters import EventFilters
    from onrecord.store.positions import PositionFilters
    from onrecord.store.statements import Filters
    from onrecord.store.turns import Turn


@runtime_checkable
class Source(Protocol):
    """The questions an export asks. Each iterator gives the same rows in the same order every time."""

    def status(self) -> Status: ...

    def documents(self) -> Iterator[DocumentView]: ...

    def text(self, document: str) -> str: ...

    def statements(self, **filters: Unpack[Filters]) -> Iterator[Said]: ...

    def actors(self) -> Iterator[ActorView]: ...

    def links(self) -> Iterator[SharedRow]: ...

    def stories(self) -> Iterator[StoryView]: ...

    def reports(self, **filters: Unpack[EventFilters]) -> Iterator[EventReport]: ...

    def events(self, **filters: Unpack[EventFilters]) -> Iterator[EventRow]: ...

    def turns(self) -> Iterator[Turn]: ...

    def positions(self, **filters: Unpack[PositionFilters]) -> Iterator[PositionRow]: ...

    def conditions(self) -> Iterator[ConditionRow]: ...

    def paths(self) -> Paths: ...

    def issues(self) -> Sequence[IssueRow]: ...

    def kept_files(self) -> Iterator[KeptFile]: ...

    def affiliations(self) -> Mapping[str, Sequence[Affiliation]]: ...


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

    def text(self, document: str) -> str:
        from onrecord.store import dossier

        return dossier.text_of(self._store, document)

    def statements(self, **filters: Unpack[Filters]) -> Iterator[Said]:
        return self._ask.statements(self._store, threshold=self._threshold, **filters)

    def actors(self) -> Iterator[ActorView]:
        return self._ask.actors(self._store)

    def links(self) -> Iterator[SharedRow]:
        return self._ask.links(self._store)

    def stories(self) -> Iterator[StoryView]:
        return self._ask.story_views(self._store)

    def reports(self, **filters: Unpack[EventFilters]) -> Iterator[EventReport]:
        return self._ask.event_reports(self._store, threshold=self._threshold, **filters)

    def events(self, **filters: Unpack[EventFilters]) -> Iterator[EventRow]:
        return iter(self._ask.events(self._store, threshold=self._threshold, **filters).events)

    def turns(self) -> Iterator[Turn]:
        from onrecord.store import turns

        with self._store.read() as conn:
            yield from turns.turns(conn)

    def positions(self, **filters: Unpack[PositionFilters]) -> Iterator[PositionRow]:
        return self._ask.positions(self._store, **filters)

    def conditions(self) -> Iterator[ConditionRow]:
        return self._ask.stated(self._store)

    def paths(self) -> Paths:
        return self._ask.paths(self._store)

    def issues(self) -> Sequence[IssueRow]:
        return self._ask.issues(self._store)

    def kept_files(self) -> Iterator[KeptFile]:
        return self._ask.kept_files(self._store)

    def affiliations(self) -> Mapping[str, Sequence[Affiliation]]:
        from onrecord.store import affiliations

        with self._store.read() as conn:
            return affiliations.affiliations(conn)


class _OneState:
    """A store whose every question is asked on one connection, so that all see the same state."""

    def __init__(self, store: Store, conn: Any) -> None:
        self.path = store.path
        self.remembered = store.remembered
        self._conn = conn

    @contextmanager
    def read(self) -> Iterator[Any]:
        yield self._conn


@contextmanager
def recorded(store: Store, threshold: float = DEFAULT_SURE) -> Iterator[Source]:
    """A record as a `Source`: one state of it, whatever is written meanwhile."""
    with store.read() as conn:
        yield _Recorded(cast("Store", _OneState(store, conn)), threshold)
