"""Reports of acts of speech that are one by construction: their statements tell one utterance (`tellings`).

pairs(conn)               reports of one type and status whose statements are counted as the same
outdate(conn, statements) have the acts of these statements compared anew
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa

from onrecord.store import event_facts as facts
from onrecord.store import event_standing
from onrecord.store.put import chunks
from onrecord.store.schema import event, telling

SAID = "they tell one utterance"


def pairs(conn: sa.Connection, only: Iterable[int] | None = None) -> list[tuple[int, int, float, str]]:
    """Two reports each, the one with the lower number first: of several the next after each by its id.

    With `only`, among these reports.
    """
    t, counted = telling.c, telling.alias("counted")
    said = sa.func.coalesce(t.utterance, event.c.act_of).label("said")
    query = (
        facts.joined(sa.select(event.c.n, event.c.id, facts.TYPE.label("type"), facts.STATUS.label("status"), said))
        .add_columns(t.score)
        .outerjoin(telling, t.statement == event.c.act_of)
        .where(facts.CURRENT, facts.NOT_REJECTED, event.c.act_of.is_not(None))
        .where(t.statement.is_not(None) | sa.exists().where(counted.c.utterance == event.c.act_of))
    )
    told: defaultdict[tuple[int, str, str], list[tuple[str, int, float]]] = defaultdict(list)
    for some in [None] if only is None else chunks(sorted(set(only))):
        for r in conn.execute(query if some is None else query.where(event.c.n.in_(some))):
            told[r.said, r.type, r.status].append((r.id, r.n, 1.0 if r.score is None else r.score))
    found = []
    for rows in told.values():
        rows.sort()
        for (_, a, x), (_, b, y) in zip(rows, rows[1:], strict=False):
            found.append((min(a, b), max(a, b), min(x, y), SAID))
    return sorted(found)


def outdate(conn: sa.Connection, statements: Iterable[int]) -> None:
    """Have the reports compared anew that are the acts of these statements."""
    for some in chunks(sorted(set(statements))):
        event_standing.outdate(conn, conn.scalars(sa.select(event.c.n).where(event.c.act_of.in_(some))).all())


__all__ = ["SAID", "outdate", "pairs"]
