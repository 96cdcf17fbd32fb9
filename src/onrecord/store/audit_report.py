"""How often the machine is right on an issue, by the audits that were drawn of it and judged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.analysis.audited import DECIDED, Layer, Reviewed, figures
from onrecord.analysis.auditing import UNREAD
from onrecord.errors import NotFound
from onrecord.positions.decision import NO_STANCE
from onrecord.store import audit_items, issues
from onrecord.store.audit_rows import AuditItem, AuditReport
from onrecord.store.encode_positions import position_id
from onrecord.store.schema import audit, position_standing, statement

if TYPE_CHECKING:
    from onrecord.store.db import Store


def audit_report(store: Store, issue: str, *, implied: bool = False) -> AuditReport:
    """What the audits of this issue say. Raises NotFound where there is no such issue, or no audit of it."""
    with store.read() as conn:
        on = issues.find(conn, issue)
        a = audit.c
        query = sa.select(audit).where(a.issue == on.issue.name, a.implied == int(implied)).order_by(a.n)
        audits = conn.execute(query).all()
        if not audits:
            how = " with --implied" if implied else ""
            raise NotFound(f"no audit of {on.issue.name!r} was drawn{how}; draw one with: onrecord audit --issue")
        rows = audit_items.drawn(conn, [x.n for x in audits])
        items = audit_items.items(conn, on.issue.name, rows)
        today = audit_items.decided(conn, on.issue.name, {r.target for r in rows})
        elsewhere = _elsewhere(conn, on.n, on.issue.name)
    layers = [layer for x in audits for layer in _layers(x)]
    then, now, learnt = [], [], 0
    for row, item in zip(rows, items, strict=True):
        if item.right is None:
            continue
        then.append(_reviewed(row, item, row.stance, row.score))
        if item.said is None:
            continue
        is_now = today.get(row.target)
        learnt += is_now is not None
        if is_now is None or is_now.asked:  # by its words it is not worth reading
            now.append(_reviewed(row, item, NO_STANCE, 0.0))
        else:
            now.append(_reviewed(row, item, is_now.stance, is_now.score))
    return AuditReport(
        issue=on.issue.name, implied=implied, audits=tuple(x.n for x in audits), pairs=_pairs(layers),
        drawn=len(items), judged=len(then), gone=sum(i.said is None and i.right is None for i in items),
        elsewhere=elsewhere, missing=_missing(layers, then), then=figures(layers, then),
        now=figures(layers, now, then=False), learnt=learnt,
    )  # fmt: skip


def _layers(row: Any) -> Iterator[Layer]:
    whole = not json.loads(row.stances)
    for name, group, size, _ in json.loads(row.strata):
        yield Layer(audit=row.n, name=name, group=group, size=size, whole=whole)


def _pairs(layers: Sequence[Layer]) -> int:
    """How many pairs the first audit was drawn from."""
    return sum(x.size for x in layers if x.audit == layers[0].audit)


def _missing(layers: Sequence[Layer], judged: Sequence[Reviewed]) -> tuple[str, ...]:
    """The groups that were drawn from, and of which nothing was judged yet."""
    group = {(x.audit, x.name): x.group for x in layers}
    told = {group[r.audit, r.stratum] for r in judged}
    return tuple(g for g in (*DECIDED, *UNREAD) if g in set(group.values()) - told)


def _reviewed(row: Any, item: AuditItem, said: str, score: float) -> Reviewed:
    return Reviewed(
        audit=row.audit, stratum=row.stratum, said=said, score=score, right=item.right or NO_STANCE, outlet=row.outlet
    )


def _elsewhere(conn: sa.Connection, n: int, name: str) -> int:
    """How many positions on an issue were judged that no audit drew."""
    s = position_standing.c
    judged = conn.scalars(
        sa.select(statement.c.id).join(position_standing, s.statement == statement.c.n).where(s.issue == n)
    )
    query = sa.select(audit).where(audit.c.issue == name)
    drawn = {r.target for r in audit_items.drawn(conn, [x.n for x in conn.execute(query)])}
    return sum(position_id(said, name) not in drawn for said in judged)
