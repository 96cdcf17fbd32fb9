"""Is everything in a record still what it was: every span, every hash, every source that can be looked at again.

Sources are read again by the readers of this version, without cleaning or analysing them anew: their bytes must have
the hash that was noted, and each run of the way back (`Document.offsets`) must lead to the same words there.
"""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord import charset
from onrecord.clean import origin
from onrecord.errors import OnRecordError
from onrecord.model import RawDocument
from onrecord.read import read
from onrecord.read.items import Items
from onrecord.read.paths import Source
from onrecord.read.sources import documents as documents_of
from onrecord.read.unpack import Refused
from onrecord.store import check, schema
from onrecord.store.put import chunks
from onrecord.store.schema import document, raw_offset, source, statement
from onrecord.store.verified_rows import SOURCE_STATES, Damage, Verified

if TYPE_CHECKING:
    from onrecord.store.db import Store

AT_ONCE = 200  # documents whose ways back are in memory
MOST_BYTES = 400 * 1024 * 1024  # of one kept source, unpacked
_ITEMS = ("jsonl", "feed", "parquet", "table", "spreadsheet", "nexis", "factiva", "proquest")


def verify(store: Store, *, sources: bool = True) -> Verified:
    """Check the whole record; with `sources` also the files it was made from, where they lie on this machine."""
    with store.read() as conn:
        damages = [Damage(where=store.path.name, what=problem) for problem in check.problems(conn)]
        count = {t.name: _count(conn, t) for t in (document, statement, schema.mention, schema.role, schema.relation)}
        spans = sum(count.values()) - count["document"] + 2 * count["statement"]
        told = _count(conn, schema.event)
        spans += 2 * told + _count(conn, schema.event_participant) + 2 * _count(conn, schema.condition)
        damages += _texts(conn)
        found = _Sources(conn)
        if sources:
            damages += found.kept_bytes()
            damages += found.files()
        return Verified(
            path=str(store.path),
            documents=count["document"],
            statements=count["statement"],
            spans=spans,
            events=told,
            placed=sum(_placed(conn)),
            kept=found.kept,
            sources={state: found.states[state] for state in SOURCE_STATES},
            compared=found.compared,
            damages=tuple(damages),
        )


def _count(conn: sa.Connection, table: sa.Table) -> int:
    return int(conn.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


def _texts(conn: sa.Connection) -> Iterator[Damage]:
    """Articles whose text has another hash than was noted."""
    d = document.c
    for row in conn.execute(sa.select(d.file, d.text, d.text_sha)):
        if hashlib.sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest() != row.text_sha:
            yield Damage(where=row.file, what="the article's text is not the one that was stored")


def _placed(conn: sa.Connection) -> Iterator[int]:
    """For each statement whether it leads to characters of the text as read."""
    for some in chunks(conn.scalars(sa.select(document.c.n)).all(), AT_ONCE):
        stored = conn.execute(sa.select(raw_offset).where(raw_offset.c.document.in_(some)))
        ways = {row.document: origin.read_runs(row.runs) for row in stored}
        query = sa.select(statement.c.document, statement.c.content_at).where(statement.c.document.in_(some))
        for n, content_at in conn.execute(query):
            way, at = ways.get(n), json.loads(content_at)
            yield way is None or (bool(way) and any(origin.back(way, start, end) is not None for start, end in at))


class _Sources:
    """The sources of a record, read again: counts of what became of them, and what is damaged."""

    def __init__(self, conn: sa.Connection) -> None:
        self.conn = conn
        self.kept = 0
        self.compared = 0
        self.states: Counter[str] = Counter()
        self.done: set[str] = set()  # hashes whose bytes the record keeps
        self.read: dict[str, list[int]] = {}  # hash -> documents that were read from these bytes

    def kept_bytes(self) -> Iterator[Damage]:
        """Compare the bytes that the record keeps with their hashes, and the articles with them."""
        for n, sha in self.conn.execute(sa.select(document.c.n, document.c.raw_sha)):
            self.read.setdefault(sha, []).append(n)
        for row in self.conn.execute(sa.select(schema.raw)):
            self.kept += 1
            self.done.add(row.sha)
            data = _unpacked(row.bytes)
            if data is None or hashlib.sha256(data).hexdigest() != row.sha:
                yield Damage(where=f"kept bytes {row.sha[:16]}", what="are not those that were read")
                continue
            for some in chunks(self.read.get(row.sha, ())):
                for d in self.conn.execute(sa.select(document).where(document.c.n.in_(some))):
                    yield from self.compare(d, _again(d, data))

    def files(self) -> Iterator[Damage]:
        """Read the files that articles came from once more, each once."""
        places: dict[str, dict[str, str]] = {}
        for row in self.conn.execute(sa.select(source.c.location, source.c.raw_sha).order_by(source.c.location)):
            if row.raw_sha not in self.done:
                file = _file(row.location)
                if file is None:
                    self.states["nowhere"] += 1
                else:
                    places.setdefault(file, {})[row.location] = row.raw_sha
        for file, wanted in places.items():
            yield from self.file(file, wanted)

    def file(self, file: str, wanted: dict[str, str]) -> Iterator[Damage]:
        """One file again: its articles by place, with the hash that each had."""
        left = dict(wanted)
        if Path(file).is_file():
            for found in _quietly(file):
                sha = left.pop(found.location, None)
                if sha is None:
                    continue
                if hashlib.sha256(found.data).hexdigest() != sha:
                    self.states["changed"] += 1
                    continue
                self.states["same"] += 1
                query = sa.select(document).join(source, source.c.document == document.c.n)
                for d in self.conn.execute(query.where(source.c.location == found.location)):
                    yield from self.compare(d, found)
            self.states["changed"] += len(left)
        else:
            self.states["gone"] += len(left)

    def compare(self, d: Any, found: RawDocument | None) -> Iterator[Damage]:
        """An article beside its source: each run of the way back must be the same words on both sides."""
        if found is None:
            return
        stored = self.conn.scalar(sa.select(raw_offset.c.runs).where(raw_offset.c.document == d.n))
        if stored == "[]":
            return  # the version that read it did not keep the way back
        self.compared += 1
        text = found.text
        if text is None:
            text = charset.decode(found.data, html=found.format == "html")[0]
        if stored is None:
            text = "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
            if found.format != "html" and found.meta.get("markup") != "html" and d.text != text:
                yield Damage(where=d.file, what="the article's text is not what its source says")
            return
        wrong = sum(not origin.holds(run, d.text, text) for run in origin.read_runs(stored))
        if wrong:
            what = "places of the article are not where its source says the same words"
            yield Damage(where=d.file, what=f"{wrong} {what}")


def _unpacked(packed: bytes) -> bytes | None:
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(packed, MOST_BYTES)
        return data if unpacking.eof else None
    except zlib.error:
        return None


def _again(d: Any, data: bytes) -> RawDocument | None:
    """The source of a document out of its kept bytes; None where these alone do not say what was read."""
    place = Source(path=None, key=d.key, file=d.file, location=d.location)
    if d.format in _ITEMS:
        try:
            found = Items(place, d.format).document(json.loads(data), 1)
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, RawDocument) else None
    if d.format in ("text", "html"):
        text = data.decode(d.encoding, "replace") if d.encoding else None  # as a server may have said it is
        return RawDocument(key=d.key, location=d.location, file=d.file, format=d.format, data=data, text=text)
    try:
        found_all: Sequence[object] = list(documents_of(place, io.BytesIO(data)))
    except (Refused, OSError, OnRecordError):
        return None
    return next((f for f in found_all if isinstance(f, RawDocument) and f.data == data), None)


def _file(location: str) -> str | None:
    """The file that a place lies in, or None where it lies nowhere on this machine."""
    if not Path(location).is_absolute():
        return None
    at = location.find("#")
    while at >= 0 and not Path(location[:at]).is_file():
        at = location.find("#", at + 1)
    return location if at < 0 else location[:at]


def _quietly(file: str) -> Iterator[RawDocument]:
    """The articles of a file; what is wrong with it now shows by their absence."""
    try:
        for found in read([file]):
            if isinstance(found, RawDocument):
                yield found
    except OnRecordError:
        return
