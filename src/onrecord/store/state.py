"""The state of a record: a word that every change replaces, and answers remembered while it stands.

of(conn)        the word; two records, or two states of one, that have the same word answer the same
change(conn)    put another in its place: `Store.write` does it for every transaction
Remembered      what was derived of a whole record, kept in this process until the record changes
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa

from onrecord.store.schema import HEAD, state

T = TypeVar("T")
MOST = 8  # answers to one question that are remembered at a time, those that were asked for last


def of(conn: sa.Connection) -> str:
    """The state that this connection sees. It is drawn by chance, so that a copy that goes its own way has its own."""
    return f"{HEAD}-{conn.scalar(sa.select(state.c.word))}"


def change(conn: sa.Connection) -> None:
    """Another state, seen by others once the transaction is kept."""
    word = secrets.token_hex(8)
    if not conn.execute(sa.update(state).values(word=word)).rowcount:
        conn.execute(sa.insert(state).values(n=1, word=word))


class Remembered:
    """Answers of one record by what was asked, each with the state it is of. Threads may share it.

    An answer is of the state that the asking connection sees, however many write meanwhile. Nobody may change what is
    answered: it is handed out again.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._held: defaultdict[str, OrderedDict[Hashable, tuple[str, Any]]] = defaultdict(OrderedDict)

    def get(self, conn: sa.Connection, question: str, asked: Hashable, make: Callable[[], T]) -> T:
        """What is remembered of this question, asked so, in the state of now; else what `make` answers."""
        now = of(conn)
        with self._lock:
            held = self._held[question]
            found = held.get(asked)
            if found is not None and found[0] == now:
                held.move_to_end(asked)
                answer: T = found[1]
                return answer
        made = make()
        with self._lock:
            held[asked] = now, made
            held.move_to_end(asked)
            while len(held) > self._most:
                held.popitem(last=False)
        return made


def said(filters: Mapping[str, Any]) -> str:
    """Filters as a question is remembered by: those that say nothing are left out."""
    return repr(sorted((name, value) for name, value in filters.items() if value is not None))


__all__ = ["MOST", "Remembered", "change", "of", "said"]
