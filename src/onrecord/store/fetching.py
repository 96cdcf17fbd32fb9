"""What a record remembers of the addresses it asked: the `fetch.Memory` of a run, and the feeds that are followed.

A visit is written after the documents that came of it, so what is remembered is never more than what is there.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.fetch import Follow, Manners, Polled, Remembered, Visit
from onrecord.fetch.failure import SETTLED
from onrecord.model import Document
from onrecord.store.encode import printable, utc
from onrecord.store.put import chunks, put
from onrecord.store.renew import Analysis
from onrecord.store.schema import document, feed, fetched, raw, rejected, run, source, wanted
from onrecord.store.wanting import still_wanted

if TYPE_CHECKING:
    from onrecord.fetch.rounds import Round
    from onrecord.store.db import Store

GO_ON = timedelta(days=1)  # how long a run that was stopped is gone on with; later its pages are asked for anew
TRY_AGAIN = timedelta(days=7)  # a wanted address that was refused for good is asked again after this time
_REPLACE_VISIT = "(url) DO UPDATE SET " + ", ".join(
    f"{c} = excluded.{c}" for c in ("location", "etag", "modified", "status", "reason", "mark", "at")
)
_ADD_FAILURE = "(url) DO UPDATE SET " + ", ".join(f"{c} = excluded.{c}" for c in ("status", "reason", "mark", "at"))
_REPLACE_FEED = "(url) DO UPDATE SET " + ", ".join(
    f"{c} = excluded.{c}"
    for c in ("typed", "location", "title", "etag", "modified", "polled", "due", "failures", "problem")
)


class StoredMemory:
    """The `fetch.Memory` of one run: what this record remembers. `now` is by which analysis the run reads."""

    def __init__(self, store: Store, now: Analysis) -> None:
        self.store = store
        self.now = now
        self.stopped_at = _stopped_at(store)

    def page(self, url: str) -> Remembered | None:
        """What is known of an address, if "not modified" would do: its documents stand, or can be read from here."""
        with self.store.read() as conn:
            row = conn.execute(sa.select(fetched).where(fetched.c.url == url)).one_or_none()
            if row is None or not (row.etag or row.modified):
                return None
            there = _documents(conn, row.location)
            data = None
            if any(analysis != self.now for _, _, analysis in there):
                data = _kept(conn, there[0][1]) if len(there) == 1 and there[0][0] == row.location else None
                if data is None:
                    return None
        if not there:
            return None
        return Remembered(location=row.location, etag=row.etag, modified=row.modified, documents=len(there), data=data)

    def done(self, url: str) -> int:
        """How many documents of an address were fetched by the run that was stopped before this one."""
        if self.stopped_at is None:
            return 0
        with self.store.read() as conn:
            row = conn.execute(sa.select(fetched).where(fetched.c.url == url)).one_or_none()
            if row is None or row.reason or row.at < self.stopped_at:
                return 0
            return sum(analysis == self.now for _, _, analysis in _documents(conn, row.location))

    def mark(self, url: str) -> str:
        with self.store.read() as conn:
            return conn.scalar(sa.select(fetched.c.mark).where(fetched.c.url == url)) or ""

    def listed(self, url: str) -> bool:
        with self.store.read() as conn:
            found = sa.select(wanted.c.url).where(wanted.c.url == url)
            return conn.scalar(found.union(sa.select(document.c.url).where(document.c.url == url)).limit(1)) is not None

    def removed(self, location: str) -> bool:
        d = document.c
        query = sa.select(d.n).where(d.location == printable(location), d.superseded_by == d.n).limit(1)
        with self.store.read() as conn:
            return conn.scalar(query) is not None

    def feed(self, url: str) -> Follow | None:
        with self.store.read() as conn:
            row = conn.execute(sa.select(feed).where(feed.c.url == url)).one_or_none()
        if row is None:
            return None
        return Follow(
            url=row.url, typed=row.typed, location=row.location, title=row.title, etag=row.etag, modified=row.modified,
            failures=row.failures,
        )  # fmt: skip


def _stopped_at(store: Store) -> str | None:
    """When the first of the runs began that were stopped, a day ago at most, and that no finished run came after."""
    lately = utc(datetime.now(UTC) - GO_ON)
    r = run.c
    last = sa.select(sa.func.coalesce(sa.func.max(r.id), 0)).where(r.finished.is_not(None)).scalar_subquery()
    with store.read() as conn:
        query = sa.select(sa.func.min(r.started)).where(r.finished.is_(None), r.id > last, r.started > lately)
        found = conn.scalar(query)
    return str(found) if found else None


def _documents(conn: sa.Connection, location: str) -> list[tuple[str, str, Analysis]]:
    """The documents that lie at a place: location, bytes and analysis of each."""
    s = source.c
    inside = location + "#"
    query = (
        sa.select(s.location, s.raw_sha, run.c.project_sha, run.c.versions)
        .join_from(source, document)
        .join(run, run.c.id == document.c.run)
        .where((s.location == location) | ((s.location > inside) & (s.location < location + "$")))  # "$" follows "#"
    )
    return [(r.location, r.raw_sha, Analysis(r.project_sha, r.versions)) for r in conn.execute(query)]


def _kept(conn: sa.Connection, sha: str) -> bytes | None:
    """The bytes that were kept, unpacked."""
    row = conn.execute(sa.select(raw.c.bytes, raw.c.packing).where(raw.c.sha == sha)).one_or_none()
    try:
        return zlib.decompress(row.bytes) if row is not None and row.packing == "zlib" else None
    except zlib.error:  # damaged: `verify` says so, and the page is asked for anew
        return None


def note(conn: sa.Connection, visits: Sequence[Visit], polls: Sequence[Polled], same: Sequence[str] = ()) -> None:
    """Remember what was asked; `conn` holds the write lock, and the documents are written.

    `same`: places whose articles were fetched and are what the record has.
    """
    asked = {v.url: v for v in visits if v.at is not None}
    for failed, clause in ((False, _REPLACE_VISIT), (True, _ADD_FAILURE)):  # a failure leaves what the page said
        rows = [
            (v.url, v.location, v.etag, v.modified, v.status, v.reason, v.mark, utc(v.at))
            for v in asked.values()
            if v.at and bool(v.reason) is failed
        ]
        put(conn, fetched, rows, on_conflict=clause)
    read = {v.url for v in asked.values() if not v.reason and v.url != v.location}
    read |= {v.location for v in asked.values() if v.unchanged} | set(map(printable, same))
    for poll in polls:
        f, at, due = poll.feed, utc(poll.at), utc(poll.due) if poll.due else ""
        row = (f.url, f.typed, f.location, f.title, f.etag, f.modified, at, at, due, f.failures, poll.problem)
        put(conn, feed, [row], on_conflict=_REPLACE_FEED)
        read |= set() if f.failures else {f.url}
    for some in chunks(sorted(read)):  # what was refused before and was had now
        conn.execute(sa.delete(rejected).where(rejected.c.location.in_(some)))


def same_article(store: Store, found: Document) -> bool:
    """Whether a page that was fetched anew, with other bytes, holds the article that the record has from its place.

    Pages carry clocks, counters and other articles' headlines; only what is read makes a new version.
    """
    d = document.c
    query = (
        sa.select(d.text_sha, d.title, d.outlet, d.byline, d.published)
        .join_from(source, document)
        .where(source.c.location == printable(found.location), d.superseded_by.is_(None))
    )
    with store.read() as conn:
        row = conn.execute(query).one_or_none()
    published = found.published.isoformat() if found.published else None
    return row is not None and tuple(row) == (found.text_sha, found.title, found.outlet, found.byline, published)


def to_fetch(store: Store, now: datetime) -> list[str]:
    """The wanted addresses to ask: not those that in the last days were refused for good, or gave nothing readable."""
    f = fetched.c
    lately = utc(now - TRY_AGAIN)
    query = sa.select(f.url).where(f.reason.in_(["", *sorted(SETTLED)]), f.at > lately)
    with store.read() as conn:
        refused = set(conn.scalars(query))
    return [row.url for row in still_wanted(store) if row.url not in refused]


def round_of(
    store: Store, now: Analysis, addresses: Iterable[str], *, wanted: bool = False, manners: Manners | None = None
) -> Round:
    """A round of requests for these addresses and, if so told, for what is wanted. Raises UsageError, MissingExtra.

    What is wanted was named by lists: it may not be a machine of the user's own network.
    """
    from onrecord.fetch.rounds import Round

    made = Round(StoredMemory(store, now), manners)
    for typed in addresses:
        made.add(typed)
    for url in to_fetch(store, datetime.now(UTC)) if wanted else ():
        made.want(url)
    return made
