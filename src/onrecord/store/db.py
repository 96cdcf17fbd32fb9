"""The record, a file or a database: made, opened, appended to. Questions are in `queries`, judgements in `review`.

Every change is one transaction. A process killed at any point leaves the record as it was, or with
whole documents more; its run shows as unfinished, and the next `add` finishes the work.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool, StaticPool

from onrecord.errors import RecordError, UsageError
from onrecord.model import Actor, Entity, Link, Reading, Rejected, Wanted
from onrecord.store import append as appending
from onrecord.store import check as checking
from onrecord.store import places, schema, state_tables, wanting, whole
from onrecord.store import state as states
from onrecord.store.address import Address, Place, place
from onrecord.store.append import Appended
from onrecord.store.connect import BUSY_SECONDS, can_write, check, copy, engine, raw_connection, sharing, speaking
from onrecord.store.encode import clean, dump, printable, storable, utc
from onrecord.store.renew import Analysis

if TYPE_CHECKING:
    from onrecord.fetch import Polled, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the record last read at a place, under which key, and by which analysis.

    `raw_sha` is empty where that place was rejected since.
    """

    doc: str
    raw_sha: str
    key: str
    analysis: Analysis


class Store:
    """An open record. Use it as a context manager, or call `close()`. Threads may share it."""

    def __init__(self, path: Place, made: sa.Engine, writable: bool) -> None:
        self.path = path
        self.writable = writable
        self._engine = made
        self._writing = made.execution_options(onrecord_write=True)
        self.remembered = states.Remembered()
        state_tables.watch(made)

    # ------------------------------------------------------------------ opening

    @staticmethod
    def exists(path: Place) -> bool:
        """Whether there is something at this place: a file of any kind, a record on a server."""
        if isinstance(path, Address):
            from onrecord.store import server

            return server.exists(path)
        return os.path.lexists(path)

    @classmethod
    def create(cls, path: str | Path | Address) -> Store:
        """Make a new record and open it for writing. Raises RecordError where a file is already, or another record.

        A file is made under another name and appears whole, so a kill leaves no half record; a database is empty
        until all is there.
        """
        target = place(path)
        if isinstance(target, Address):
            from onrecord.store import server

            if server.exists(target):
                raise RecordError(f"{target}: there is a record already")
            server.make(target)
            return cls.open(target, write=True)
        if target.exists():
            raise RecordError(f"{target}: there is a file already")
        try:
            with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
                fresh = Path(folder) / "record"
                with speaking(target):
                    _make(fresh)
                _appear(fresh, target)
        except OSError as e:
            raise RecordError(f"{target}: cannot be made: {e.strerror or e}") from None
        return cls.open(target, write=True)

    @classmethod
    def open(cls, path: str | Path | Address, *, write: bool | None = False, busy: float = BUSY_SECONDS) -> Store:
        """Open a record, for writing too if `write` is true; None asks for it only where the place can be written.

        One of an older version is brought up to date first, when it may be written.
        Raises NotFound when there is none, RecordError when the file cannot be used, each with the reason.
        """
        target = place(path)
        found = check(target)
        if write is None:
            write = can_write(target)
        if found != schema.HEAD:
            if not write:
                raise RecordError(
                    f"{target}: written by an older OnRecord (tables {found}, now {schema.HEAD}): open it for "
                    "writing once and it is brought up to date (of a file a copy is kept)"
                )
            from onrecord.store.migrate import upgrade  # alembic: heavy, and rarely needed

            upgrade(target, found)
        opened = cls(target, engine(target, write=write, busy=busy), write)
        if found != schema.HEAD:
            from onrecord.store import shared

            shared.settle(opened)  # what no version before this found
        return opened

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Nothing is pending: every change was written when it was made."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the record, whatever is written meanwhile."""
        with speaking(self.path), self._engine.connect() as conn, conn.begin():
            state_tables.begin(conn)
            yield conn

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A connection that holds the write lock; what is done on it is kept whole, or not at all."""
        if not self.writable:
            why = "" if can_write(self.path) else f": {_READ_ONLY[isinstance(self.path, Address)]}"
            raise RecordError(f"{self.path}: opened for reading only{why}")
        with speaking(self.path), self._writing.begin() as conn:
            state_tables.begin(conn)
            yield conn
            states.change(conn, state_tables.written_on(conn))

    def state(self) -> str:
        """A short word that another replaces whenever an answer may have changed; while it is the same, all stand."""
        with self.read() as conn:
            return states.of(conn)

    # ------------------------------------------------------------------ runs

    def begin_run(self, project_sha: str, versions: Mapping[str, str], at: datetime | None = None) -> int:
        """Note that an `add` begins; it shows as unfinished until `finish_run`. Answers its number."""
        values = {
            "started": utc(at or datetime.now(UTC)),
            "project_sha": project_sha,
            "versions": dump(dict(versions)),
            "counts": "{}",
        }
        with self.write() as conn:
            made = conn.execute(sa.insert(schema.run).values(values)).inserted_primary_key
            return int(made[0]) if made else 0

    def finish_run(self, run_id: int, counts: Mapping[str, int], seconds: float, at: datetime | None = None) -> None:
        """Note that the run came to its end."""
        values = {"finished": utc(at or datetime.now(UTC)), "counts": dump(dict(counts)), "seconds": seconds}
        with self.write() as conn:
            conn.execute(sa.update(schema.run).where(schema.run.c.id == run_id).values(values))

    # ------------------------------------------------------------------ filling

    def append(
        self,
        run_id: int,
        readings: Sequence[Reading],
        rejected: Sequence[Rejected] = (),
        actors: Sequence[Actor] = (),
        links: Sequence[Link] = (),
    ) -> Appended:
        """Write a batch in one transaction: whole documents, rejects, and whom the documents' entities are."""
        try:
            with self.write() as conn:
                return appending.append(conn, run_id, readings, rejected, actors, links)
        except UnicodeEncodeError:  # text that UTF-8 cannot hold: rare, so looked for only when it occurs
            cleaned = [clean(r) for r in readings]
            with self.write() as conn:
                return appending.append(conn, run_id, cleaned, rejected, storable(actors), storable(links))

    def want(self, run_id: int, wanted: Sequence[Wanted]) -> None:
        """Note, in one transaction, articles that lists name without their text."""
        if wanted:
            with self.write() as conn:
                wanting.note(conn, run_id, wanted)

    def visited(self, visits: Sequence[Visit], polls: Sequence[Polled], same: Sequence[str] = ()) -> None:
        """Note, in one transaction, addresses and feeds that were asked, after what came of them was written."""
        if visits or polls or same:
            from onrecord.store import fetching

            with self.write() as conn:
                fetching.note(conn, visits, polls, same)

    def relink(self, actors: Sequence[Actor], links: Sequence[Link]) -> None:
        """Replace whom all entities are, in one transaction: after the project's actors changed."""
        with self.write() as conn:
            whole.relink(conn, actors, links)

    # ------------------------------------------------------------------ what is there

    def known(self, location: str) -> Known | None:
        """What was last read at this place, or None."""
        with self.read() as conn:
            return next((known for _, known in _known(conn, schema.source.c.location == printable(location))), None)

    def known_locations(self) -> dict[str, Known]:
        """`known` for every place."""
        with self.read() as conn:
            return dict(_known(conn))

    def known_bytes(self, raw_sha: str) -> dict[str, Known]:
        """The places where sources of these bytes were last read, oldest first; of very many the first."""
        with self.read() as conn:
            found = dict(_known(conn, schema.source.c.raw_sha == raw_sha, places.MOST))
        return {location: replace(known, raw_sha=raw_sha) for location, known in found.items()}

    def move(self, moves: Sequence[places.Move]) -> None:
        """Note, in one transaction, that articles lie elsewhere now."""
        if moves:
            with self.write() as conn:
                places.move(conn, moves)

    def known_document(self, doc: str) -> Known | None:
        """The document of this id, whether current or superseded."""
        d = schema.document.c
        query = sa.select(d.id, d.raw_sha, *_HOW).join_from(schema.document, schema.run)
        with self.read() as conn:
            row = conn.execute(query.where(d.id == printable(doc))).one_or_none()
        return _as_known(row, row.raw_sha) if row else None

    def entities(self) -> Iterator[Entity]:
        """Every entity of every version of every document, in order of arrival."""
        with self.read() as conn:
            yield from whole.entities(conn)

    def reading(self, doc: str) -> Reading | None:
        """A document with everything found in it, as it was appended."""
        with self.read() as conn:
            return whole.reading(conn, printable(doc))

    def size(self) -> int:
        """How many bytes the record takes where it is."""
        if isinstance(self.path, Path):
            return self.path.stat().st_size
        with self.read() as conn:
            return int(conn.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())

    def check(self) -> list[str]:
        """What is wrong with the file or with what it says of itself, a sentence each; none if it is sound."""
        try:
            with self.read() as conn:
                return list(checking.problems(conn))
        except RecordError as e:
            return [str(e)]

    def backup(self, target: str | Path) -> None:
        """Copy the record as it is now to a new file, while others may write.

        Raises UsageError for a record on a server: that is copied with pg_dump, or row for row (`copying`).
        """
        if isinstance(self.path, Address):
            raise UsageError(
                f"{self.path}: a database is backed up with pg_dump, or copied with: onrecord copy ADDRESS FILE"
            )
        copy(self.path, Path(target))


def _known(
    conn: sa.Connection, where: sa.ColumnElement[bool] | None = None, most: int | None = None
) -> Iterator[tuple[str, Known]]:
    s, d, r = schema.source.c, schema.document.c, schema.rejected.c
    lost = sa.exists().where(r.location == s.location).label("lost")
    query = sa.select(s.location, d.id, s.raw_sha, lost, *_HOW).join_from(schema.source, schema.document)
    query = query.join(schema.run, schema.run.c.id == d.run)
    if where is not None:
        query = query.where(where).order_by(d.n, s.location).limit(most)
    for row in conn.execute(query):
        yield row.location, _as_known(row, "" if row.lost else row.raw_sha)


_READ_ONLY = (
    "this file or its folder is read-only here; copy it to change it",
    "this user may not change it, or the server takes no changes",
)
_HOW = (schema.document.c.key, schema.run.c.project_sha, schema.run.c.versions)


def _as_known(row: Any, raw_sha: str) -> Known:
    return Known(doc=row.id, raw_sha=raw_sha, key=row.key, analysis=Analysis(row.project_sha, row.versions))


def _make(path: Path) -> None:
    path.write_bytes(_empty())
    with closing(raw_connection(path, "mode=rw")) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
    made = sharing(sa.create_engine("sqlite://", creator=lambda: raw_connection(path, "mode=rw"), poolclass=NullPool))
    with made.begin() as conn:
        states.change(conn)
    made.dispose()


@cache
def _empty() -> bytes:
    """The file of a record without a state: its hundred and more tables and indexes are made once a process."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as raw:
        raw.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        made = sa.create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        with made.begin() as conn:
            schema.create_tables(conn)
        return raw.serialize()


def _appear(fresh: Path, target: Path) -> None:
    """Give the finished file its name, unless another process was first: then that one's is used."""
    try:
        os.link(fresh, target)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not target.exists():
            fresh.rename(target)
