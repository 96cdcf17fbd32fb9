"""What audits drew, as it stands now: which statements they are, and what was judged of them.

    view(conn, number)       an audit with its items
    items(conn, ...)         the items of some audits
    labels(conn, ...)        what is right of pairs that were judged

What is right is read from the log: the newest judgement that is not undone, on the position that was drawn or on the
statement that such a judgement stands on today, also where that is worded otherwise by now, or gone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from onrecord.store import position_standing, statements
from onrecord.store.audit_rows import Audit, AuditItem, AuditStratum
from onrecord.store.encode import moment
from onrecord.store.encode_positions import position_id
from onrecord.store.put import chunks
from onrecord.store.rows import Said
from onrecord.store.schema import audit, audit_item, issue, judgement, position, statement


def view(conn: sa.Connection, number: int, *, fresh: bool = False) -> Audit:
    """An audit, by its number."""
    row = conn.execute(sa.select(audit).where(audit.c.n == number)).one()
    at = moment(row.at)
    assert at is not None  # noqa: S101 - the column is NOT NULL
    strata = [AuditStratum(name=name, pairs=pairs, drawn=drawn) for name, _, pairs, drawn in json.loads(row.strata)]
    return Audit(
        number=row.n, issue=row.issue, at=at, seed=row.seed, asked=row.asked, stances=tuple(json.loads(row.stances)),
        implied=bool(row.implied), unread=bool(row.unread), by=row.by, sure=row.sure, labels=row.labels,
        strata=tuple(strata), items=tuple(items(conn, row.issue, drawn(conn, [number]))), fresh=fresh,
    )  # fmt: skip


def drawn(conn: sa.Connection, numbers: Sequence[int]) -> list[Any]:
    """The rows of what these audits drew."""
    i = audit_item.c
    return list(conn.execute(sa.select(audit_item).where(i.audit.in_(numbers)).order_by(i.audit, i.place)))


def items(conn: sa.Connection, name: str, rows: Sequence[Any]) -> list[AuditItem]:
    """What was drawn on the issue of this name."""
    said = _said(conn, {r.said for r in rows})
    read = decided(conn, name, {r.target for r in rows})
    right = labels(conn, name, {r.target for r in rows})
    return [
        AuditItem(
            place=r.place, id=r.target if r.target in read else r.said, read=bool(r.strength), said=said.get(r.said),
            stance=r.stance, strength=r.strength, score=r.score, stratum=r.stratum, chance=r.chance, outlet=r.outlet,
            right=right.get(r.target),
        )
        for r in rows
    ]  # fmt: skip


def decided(conn: sa.Connection, name: str, targets: Collection[str]) -> dict[str, Any]:
    """What the machine decides today of these positions, where they are there: rows of stance, score and asked."""
    p = position.c
    query = sa.select(p.id, p.stance, p.score, p.asked).join(issue, issue.c.n == p.issue).where(issue.c.name == name)
    return {r.id: r for some in chunks(sorted(targets)) for r in conn.execute(query.where(p.id.in_(some)))}


def labels(conn: sa.Connection, name: str, targets: Collection[str]) -> dict[str, str]:
    """The stances that reviewers say are right, by the ids of positions that were drawn."""
    lines = (
        sa.select(judgement, statement.c.id.label("now_on"))
        .join_from(judgement, statement, statement.c.n == judgement.c.side_of, isouter=True)
        .where(judgement.c.issue == name)
        .order_by(judgement.c.id)
    )
    every = conn.execute(lines).all()
    home = {row.now_on: row.target for row in every if row.now_on and row.target in targets}
    found = {}
    for row in every:
        own = row.target if row.target in targets else home.get(row.now_on)
        if own is None and row.now_on and position_id(row.now_on, name) in targets:
            own = position_id(row.now_on, name)
        if own is not None and row.undone_at is None:
            found[own], _ = position_standing.says(row)
    return found


def _said(conn: sa.Connection, ids: Collection[str]) -> dict[str, Said]:
    """The statements of these ids that are in current articles."""
    found: dict[str, Said] = {}
    for some in chunks(sorted(ids)):
        query = statements.select().where(statement.c.id.in_(some), statements.CURRENT)
        found.update((said.id, said) for said in statements.rows(conn, query))
    return found
