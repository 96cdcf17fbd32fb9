"""What documents are compared by, kept in the record so that no text is read twice for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from onrecord.store.encode import day, moment, parts
from onrecord.store.put import chunks, put
from onrecord.store.schema import document, fingerprint

if TYPE_CHECKING:
    from onrecord.reprints.wording import Numbers, Wording

AT_ONCE = 500  # documents in one transaction
MOST_WORDS = 6_000_000  # of the texts kept in memory while they are aligned: about 200 MB
_current = document.c.superseded_by.is_(None)


class Printed(NamedTuple):
    """A current document as far as it is compared."""

    n: int
    id: str
    outlet: str | None
    published: date | None
    published_at: datetime | None
    agency: str | None
    words: int
    words_sha: str
    size: int
    settled: bool


def missing(conn: sa.Connection) -> list[int]:
    """Current documents without a fingerprint of this version."""
    from onrecord.reprints.grams import VERSION

    f = fingerprint.c
    query = sa.select(document.c.n).outerjoin(fingerprint, f.document == document.c.n)
    return list(
        conn.scalars(query.where(_current, f.version.is_(None) | (f.version != VERSION)).order_by(document.c.n))
    )


def make(conn: sa.Connection, numbers: Sequence[int]) -> None:
    """Read these documents and keep what they are compared by. The caller took out what was there before."""
    from onrecord.reprints.grams import VERSION
    from onrecord.reprints.grams import fingerprint as numbers_of

    rows = []
    for n, words in wordings(conn, numbers):
        whole = sha256(words.numbers.astype("<u8").tobytes()).hexdigest()[:32]
        rows.append((n, VERSION, 0, len(words), whole, b"", numbers_of(words).astype("<u8").tobytes()))
    put(conn, fingerprint, rows)


def wordings(conn: sa.Connection, numbers: Sequence[int]) -> Iterator[tuple[int, Wording]]:
    """The words of the article parts of these documents."""
    from onrecord.reprints.wording import article_ranges, read_words

    for some in chunks(numbers, 100):
        rows = conn.execute(sa.select(document.c.n, document.c.parts, document.c.text).where(document.c.n.in_(some)))
        for row in rows.all():
            yield row.n, read_words(row.text, article_ranges(row.text, parts(row.parts)))


def printed(conn: sa.Connection) -> list[Printed]:
    """Every current document that has a fingerprint of this version."""
    from onrecord.reprints.grams import VERSION

    agencies = _agencies(conn)
    d, f = document.c, fingerprint.c
    size = (sa.func.length(f.grams) / 8).label("size")
    query = sa.select(
        d.n, d.id, d.outlet, d.published, d.published_at, f.words, f.words_sha, size, f.settled
    ).join_from(document, fingerprint)
    return [
        Printed(
            r.n, r.id, r.outlet, day(r.published), moment(r.published_at), agencies.get(r.n),
            r.words, r.words_sha, int(r.size), bool(r.settled),
        )
        for r in conn.execute(query.where(_current, f.version == VERSION).order_by(d.n))
    ]  # fmt: skip


def _agencies(conn: sa.Connection) -> dict[int, str]:
    """The agency that a document credits, in its dateline or byline, for those that credit one."""
    query = sa.select(document.c.n, document.c.evidence).where(_current, document.c.evidence.like('%["agency",%'))
    return {row.n: name for row in conn.execute(query) if (name := _agency(row.evidence))}


def _agency(evidence: str) -> str | None:
    return next((str(value) for field, value, *_ in json.loads(evidence) if field == "agency" and value), None)


def grams(conn: sa.Connection, places: dict[int, int]) -> Iterator[tuple[int, Numbers]]:
    """The numbers of these documents, each under the place it is given, in no order."""
    import numpy as np

    raw: Any = conn.exec_driver_sql("SELECT document, grams FROM fingerprint")
    for n, blob in raw:
        place = places.get(n)
        if place is not None:
            yield place, np.frombuffer(blob, dtype="<u8")


class Texts:
    """The words of documents, those asked for lately kept."""

    def __init__(self, conn: sa.Connection) -> None:
        self._conn = conn
        self._kept: dict[int, Wording] = {}
        self._words = 0

    def words(self, n: int) -> Wording:
        if n not in self._kept:
            made = next(words for _, words in wordings(self._conn, [n]))
            while self._kept and self._words + len(made) > MOST_WORDS:
                self._words -= len(self._kept.pop(next(iter(self._kept))))
            self._kept[n] = made
            self._words += len(made)
        return self._kept[n]
