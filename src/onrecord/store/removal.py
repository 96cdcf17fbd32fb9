"""Taking a document out of the record because a person says so: a mistake, a wrong page, a request.

Nothing is lost: the document stays in the file under the name of who took it out, its judgements show
as orphaned, and adding the same file again brings all of it back.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.errors import NotFound, UsageError
from onrecord.store import (
    clustering,
    dossier,
    event_standing,
    position_heads,
    position_standing,
    schema,
    shared,
    statements,
    tally,
    tellings,
    vacancies,
)
from onrecord.store.encode import printable, utc
from onrecord.store.rows import DocumentRef
from onrecord.store.schema import alias, document, judgement, source
from onrecord.store.standing import derive

if TYPE_CHECKING:
    from onrecord.store.db import Store


def remove(store: Store, what: str, who: str, at: datetime | None = None) -> DocumentRef:
    """Take out the current document of this id, file, title or end of a file name, with all that was found in it.

    Raises NotFound where no document, or more than one, is meant.
    """
    if not who.strip():
        raise UsageError("say who takes it out: a gap without a name is worth nothing later")
    what = printable(what).strip()
    with store.write() as conn:
        row = dossier.find_document(conn, what)
        if row is None:
            raise NotFound(f"no document here is called {what!r}")
        if row.superseded_by is not None:
            raise UsageError(f"{row.id} is an older version of its article; take out the current one")
        _take_out(conn, row.n)
        values = {"document": row.n, "who": printable(who).strip(), "at": utc(at or datetime.now(UTC))}
        conn.execute(sa.insert(schema.removed).values(values))
        taken = statements.document_ref(row, "")
    shared.settle(store)  # its copies have another original now
    return taken


def _take_out(conn: sa.Connection, n: int) -> None:
    counted = tally.Tally()
    counted.take(tally.of_documents(conn, [n]))
    aliases = set(conn.scalars(sa.select(alias.c.key).where(alias.c.document == n)))
    here = (judgement.c.document == n) & judgement.c.undone_at.is_(None)
    judged = list(conn.scalars(sa.select(judgement.c.statement).where(here, judgement.c.statement.is_not(None))))
    told = list(conn.scalars(sa.select(judgement.c.event).where(here, judgement.c.event.is_not(None))))
    taken = list(conn.scalars(sa.select(judgement.c.side_of).where(here, judgement.c.side_of.is_not(None))))
    conn.execute(sa.update(judgement).where(here).values(statement=None, event=None, side_of=None, state="orphaned"))
    conn.execute(sa.update(document).where(document.c.n == n).values(superseded_by=n))
    tellings.moved(conn, [n])
    conn.execute(sa.delete(source).where(source.c.document == n))
    credited = derive(conn, judged) | event_standing.derive(conn, told) | position_standing.derive(conn, taken)
    if taken:
        position_heads.renew_all(conn)
    touched = clustering.settle(conn, tally.apply(conn, counted), aliases, credited)
    vacancies.settle(conn, [n], touched)
