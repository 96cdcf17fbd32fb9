"""Questions about positions and conditions, each of one state of the record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Unpack

from onrecord.errors import NotFound
from onrecord.store import position_facts as facts
from onrecord.store.encode import printable
from onrecord.store.position_facts import PositionFilters
from onrecord.store.position_rows import ConditionRow, PositionRow

if TYPE_CHECKING:
    from onrecord.store.db import Store


def positions(store: Store, **filters: Unpack[PositionFilters]) -> Iterator[PositionRow]:
    """Every report of a position that fits, the earliest first, read as it is asked for (`position_facts.taken`)."""
    with store.read() as conn:
        yield from facts.taken(conn, **filters)


def position(store: Store, what: str) -> PositionRow:
    """The position of this id or beginning of one. Raises NotFound."""
    with store.read() as conn:
        own = facts.called(conn, printable(what).strip())
        row = facts.one(conn, own) if own else None
    if row is None:
        raise NotFound(f"no position has the id {what}")
    return row


def position_called(store: Store, what: str) -> str | None:
    """The id of the position that this is, or the beginning of; None where it is of something else."""
    with store.read() as conn:
        return facts.called(conn, printable(what).strip())


def stated(store: Store) -> Iterator[ConditionRow]:
    """What the statements of current articles depend on, by article and place in it."""
    with store.read() as conn:
        yield from facts.conditions(conn)


__all__ = ["PositionFilters", "position", "position_called", "positions", "stated"]
