"""Articles that lists name and whose text is not there: noted as lists are read, listed until they come in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.clean.identity import canonical
from onrecord.errors import UsageError
from onrecord.model import Wanted
from onrecord.store.encode import printable
from onrecord.store.put import put
from onrecord.store.schema import document, fetched, source, wanted
from onrecord.store.status_rows import WantedRow

if TYPE_CHECKING:
    from onrecord.store.db import Store

_KEEP_FIRST = "(url) DO NOTHING"


def note(conn: sa.Connection, run: int, found: Sequence[Wanted]) -> None:
    """Note wanted articles; the first list that names one says what it is."""
    rows = {
        url: (url, w.title, w.outlet, w.byline, w.published, w.language, printable(w.file), printable(w.location))
        for w in reversed(found)
        if (url := canonical(w.url))
    }
    put(conn, wanted, [(*row, run) for row in rows.values()], on_conflict=_KEEP_FIRST)


def _missing() -> sa.ColumnElement[bool]:
    """What came in neither under its address nor from where that leads. One that was removed did come in."""
    known = sa.exists().where(document.c.url == wanted.c.url)
    led = sa.exists().where(fetched.c.url == wanted.c.url, source.c.location == fetched.c.location)
    return ~known & ~led


def count_wanted(conn: sa.Connection) -> int:
    """How many articles are wanted and have not come in."""
    return int(conn.scalar(sa.select(sa.func.count()).select_from(wanted).where(_missing())) or 0)


def still_wanted(store: Store, *, limit: int | None = None, offset: int = 0) -> list[WantedRow]:
    """What is wanted and has not come in, in the order of the lists."""
    if (limit is not None and limit < 0) or offset < 0:
        raise UsageError("limit and offset are numbers from 0")
    query = sa.select(wanted).where(_missing()).order_by(wanted.c.file, wanted.c.url)
    query = query.limit(limit).offset(offset or None)
    with store.read() as conn:
        return [
            WantedRow(
                url=r.url, title=r.title or None, outlet=r.outlet or None, published=r.published or None, file=r.file
            )
            for r in conn.execute(query)
        ]
