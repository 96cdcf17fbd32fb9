"""The state of a record: a word for each of its tables, and answers remembered while the words of theirs stand.

of(conn)               one word for all; two records, or two states of one, that have the same word answer the same
change(conn, tables)   put others in the place of those of these tables: `Store.write` does it for every transaction
Remembered             what was derived of a whole record, kept in this process until a table it was read from changes

Which tables were read or written is `state_tables`' to see.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from onrecord.store import state_tables
from onrecord.store.schema import HEAD, state
from onrecord.store.state_tables import COUNTED, STANDING

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
MOST = 8  # answers to one question that are remembered at a time, those that were asked for last
ROOM = 12_000_000  # blocks of memory that all answers take together, about 60 bytes each; the last asked for are kept
FEW = 10_000  # things of a question with many that are kept though they were not wanted last
_EVERY = ""  # the word of all tables that have none of their own


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the record: the word of each table that was written since all were."""

    text: str
    own: Mapping[str, str]

    def of(self, tables: Collection[str]) -> tuple[str, ...]:
        """The words of these tables; of none the word of all: what is read from nowhere may depend on anything."""
        return tuple(self.own.get(t, self.own[_EVERY]) for t in sorted(tables)) if tables else (self.text,)


def words(conn: sa.Connection) -> Words:
    """The words that this connection sees."""
    text = conn.scalar(sa.select(state.c.word)) or ""
    return Words(text, json.loads(text) if text.startswith("{") else {_EVERY: text})


def of(conn: sa.Connection) -> str:
    """The state that this connection sees. Words are drawn by chance, so that a copy that goes its own way has its
    own."""
    return f"{HEAD}-{hashlib.sha256(words(conn).text.encode()).hexdigest()[:16]}"


def change(conn: sa.Connection, tables: Collection[str] | None = None) -> None:
    """Another state, seen by others once the transaction is kept: of these tables, or of all."""
    word = secrets.token_hex(4)
    own = {_EVERY: word} if tables is None else {**words(conn).own, **dict.fromkeys(tables, word)}
    text = json.dumps(own, sort_keys=True)
    if not conn.execute(sa.update(state).values(word=text)).rowcount:
        conn.execute(sa.insert(state).values(n=1, word=text))


@dataclass(frozen=True, slots=True)
class _Held:
    """An answer with the tables it was read from, the words that these had, and about how many blocks it takes."""

    tables: frozenset[str]
    words: tuple[str, ...]
    answer: Any
    blocks: int = 0

    def stands(self, now: Words) -> bool:
        return now.of(self.tables) == self.words


class Remembered:
    """Answers of one record by what was asked, each with the words it is of. Threads may share it.

    An answer is of the state that the asking connection sees, however many write meanwhile. Of threads that ask the
    same one makes the answer, the others wait for it. Nobody may change what is answered: it is handed out again.
    """

    def __init__(self, most: int = MOST, room: int = ROOM) -> None:
        self._most, self._room = most, room
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[str, Hashable], _Held] = OrderedDict()  # the last asked for at the end
        self._making: dict[tuple[str, Hashable], threading.RLock] = {}

    def get(
        self, conn: sa.Connection, question: str, asked: Hashable, make: Callable[[], T], *, verdicts: bool = True
    ) -> T:
        """What is remembered of this question, asked so, in the state of now; else what `make` answers.

        Without `verdicts` the answer depends on which statements count and who speaks, but not on which were accepted.
        """
        now, key = words(conn), (question, asked)
        found = self._standing(key, now)
        if found is None:
            with self._lock:
                making = self._making.setdefault(key, threading.RLock())
            try:
                with making:
                    found = self._standing(key, now)
                    if found is None:
                        found = self._made(conn, now, make, verdicts)
                        self._keep(key, found, now)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        state_tables.note(found.tables)
        answer: T = found.answer
        return answer

    def each(
        self, conn: sa.Connection, question: str, wanted: Iterable[K], make: Callable[[list[K]], Mapping[K, T]],
        *, verdicts: bool = True, told: Collection[str] = (),
    ) -> dict[K, T]:  # fmt: skip
        """As `get`, of many things at once: what is not remembered is made together.

        What is wanted tells all that matters of the tables `told`: when they change, others are wanted.
        """
        now, key = words(conn), (question, None)
        with self._lock:
            making = self._making.setdefault(key, threading.RLock())
        with making:
            found = self._standing(key, now)
            known: Mapping[K, T] = found.answer if found else {}
            names = list(dict.fromkeys(wanted))
            missing = [name for name in names if name not in known]
            if missing or found is None:
                made = self._made(conn, now, lambda: make(missing), verdicts)
                tables = (made.tables | (found.tables if found else frozenset())) - set(told)
                if len(known) > len(names) + FEW:  # most of it nobody wants any more
                    known = {name: known[name] for name in names if name in known}
                known = {**known, **made.answer}
                found = _Held(tables, now.of(tables), known, made.blocks + (found.blocks if found else 0))
                self._keep(key, found, now)
        state_tables.note(found.tables)
        return {name: known[name] for name in names}

    def kept(self) -> dict[str, int]:
        """How many blocks of memory the answers to each question take, about."""
        with self._lock:
            found: Counter[str] = Counter()
            for (question, _), held in self._held.items():
                found[question] += held.blocks
            return dict(found)

    def _standing(self, key: tuple[str, Hashable], now: Words) -> _Held | None:
        with self._lock:
            found = self._held.get(key)
            if found is None or not found.stands(now):
                return None
            self._held.move_to_end(key)
            return found

    def _made(self, conn: sa.Connection, now: Words, make: Callable[[], Any], verdicts: bool) -> _Held:
        before = state_tables.read_on(conn)  # what was asked for was looked up already
        with self._lock:
            for key in [k for k, held in self._held.items() if not held.stands(now)]:
                del self._held[key]  # makes room for what comes in its place
            inner = sum(held.blocks for held in self._held.values())
        blocks = sys.getallocatedblocks()
        with state_tables.seen() as read:
            answer = make()
        blocks = sys.getallocatedblocks() - blocks
        with self._lock:
            inner = sum(held.blocks for held in self._held.values()) - inner  # kept of questions that this one asked
        tables = frozenset(before | read)
        if not verdicts and STANDING in tables:
            tables = tables - {STANDING} | {COUNTED}
        return _Held(tables, now.of(tables), answer, max(0, blocks - inner))

    def _keep(self, key: tuple[str, Hashable], made: _Held, now: Words) -> None:
        with self._lock:
            self._held[key] = made
            self._held.move_to_end(key)
            same = [k for k in self._held if k[0] == key[0]]
            for old in same[: -self._most]:
                del self._held[old]
            while len(self._held) > 1 and sum(held.blocks for held in self._held.values()) > self._room:
                self._held.popitem(last=False)


def said(filters: Mapping[str, Any]) -> str:
    """Filters as a question is remembered by: those that say nothing are left out."""
    return repr(sorted((name, value) for name, value in filters.items() if value is not None))


__all__ = ["MOST", "Remembered", "Words", "change", "of", "said", "words"]
