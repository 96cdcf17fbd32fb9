"""Articles that lists name and whose text is not there: noted as lists are read, listed until they come in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.clean.identity import canonical
from onrecord.model import Wanted
from onrecord.store.encode import printable
from onrecord.store.put import put
from onrecord.store.rows import WantedRow
from onrecord.store.schema import document, wanted

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


def still_wanted(store: Store) -> list[WantedRow]:
    """What is wanted and has not come in under its address, in the order of the lists."""
    here = sa.exists().where(document.c.url == wanted.c.url, document.c.superseded_by.is_(None))
    query = sa.select(wanted).where(~here).order_by(wanted.c.file, wanted.c.url)
    with store.read() as conn:
        return [
            WantedRow(
                url=r.url, title=r.title or None, outlet=r.outlet or None, published=r.published or None, file=r.file
            )
            for r in conn.execute(query)
        ]
