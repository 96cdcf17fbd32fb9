"""What judging positions teaches: an issue is learnt anew, and which positions change by it is kept.

relearn(conn, issue, judgement)   learn the head of an issue anew after this judgement, or after it was taken back
learnt(store, judgement)          what it taught
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.errors import NotFound
from onrecord.model import Learnt, PositionChange
from onrecord.store import position_heads
from onrecord.store import schema as tables
from onrecord.store.encode import dump
from onrecord.store.schema import document, issue, issue_head, judgement, position, position_standing

if TYPE_CHECKING:
    from onrecord.store.db import Store


def relearn(conn: sa.Connection, on: int, number: int, judged: Collection[int] = (), *, undone: bool = False) -> Learnt:
    """Learn the head of an issue out of what stands; answers which positions that nobody judged changed.

    Those of the statements `judged` are left out: what became of them was said, not learnt.
    """
    before = _decided(conn, on, judged)
    position_heads.renew(conn, on)
    after = _decided(conn, on, judged)
    changed = tuple(
        PositionChange(id=own, before=before[own], after=stance)
        for own, stance in sorted(after.items())
        if own in before and before[own] != stance
    )
    name = conn.scalars(sa.select(issue.c.name).where(issue.c.n == on)).one()
    labels = int(conn.scalar(sa.select(issue_head.c.labels).where(issue_head.c.issue == on)) or 0)
    rows = dump([[c.id, c.before, c.after] for c in changed])
    values = {"judgement": number, "undone": int(undone), "issue": name, "labels": labels, "changed": rows}
    conn.execute(sa.insert(tables.learnt).values(values))
    return Learnt(issue=name, labels=labels, changed=changed)


def _decided(conn: sa.Connection, on: int, but: Collection[int]) -> dict[str, str]:
    """What is decided of each position on an issue that nobody judged, of current articles."""
    p, s = position.c, position_standing.c
    judged = sa.exists().where(s.statement == p.statement, s.issue == p.issue)
    query = sa.select(p.id, p.stance, p.statement).join(document, document.c.n == p.document)
    query = query.where(p.issue == on, ~judged, document.c.superseded_by.is_(None))
    return {r.id: r.stance for r in conn.execute(query) if r.statement not in but}


def learnt(store: Store, number: int) -> tuple[Learnt, ...]:
    """What a judgement taught, by issue: nothing where it was not on a position. Where it was undone, what that did.

    A bulk taught once: ask it of its first judgement. Raises NotFound.
    """
    t = tables.learnt.c
    with store.read() as conn:
        row = conn.execute(sa.select(judgement.c.undone_at).where(judgement.c.id == number)).one_or_none()
        if row is None:
            raise NotFound(f"no judgement has the number {number}")
        query = sa.select(tables.learnt).where(t.judgement == number, t.undone == int(row.undone_at is not None))
        return tuple(
            Learnt(issue=r.issue, labels=r.labels, changed=tuple(_change(c) for c in json.loads(r.changed)))
            for r in conn.execute(query.order_by(t.n))
        )


def _change(cells: list[str]) -> PositionChange:
    own, before, after = cells
    return PositionChange(id=own, before=before, after=after)


__all__ = ["learnt", "relearn"]
