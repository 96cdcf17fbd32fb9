"""What documents share with each other, kept with the record as documents come and go."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from onrecord.store.schema import fingerprint, passage, reprint, statement, telling


def forget(conn: sa.Connection, documents: Sequence[int]) -> None:
    """Take out all that was found between these documents and others; it is found anew when they are settled."""
    said = sa.select(statement.c.n).where(statement.c.document.in_(documents))
    conn.execute(sa.delete(telling).where(telling.c.statement.in_(said) | telling.c.utterance.in_(said)))
    conn.execute(sa.delete(passage).where(passage.c.a.in_(documents) | passage.c.b.in_(documents)))
    conn.execute(sa.delete(reprint).where(reprint.c.document.in_(documents) | reprint.c.original.in_(documents)))
    conn.execute(sa.delete(fingerprint).where(fingerprint.c.document.in_(documents)))
