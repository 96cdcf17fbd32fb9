"""Two people at one row: the newest judgement on it is its version, and who judges says which one they saw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from onrecord.errors import Conflict
from onrecord.store.encode import moment
from onrecord.store.judging import UNSURE
from onrecord.store.put import chunks
from onrecord.store.schema import handmade, issue, judgement

_ALIVE = judgement.c.undone_at.is_(None), judgement.c.verdict != UNSURE


def check(conn: sa.Connection, lines: Sequence[int], target: str, who: str, against: int | None) -> None:
    """Raises Conflict where the newest judgement on a thing is somebody else's, and newer than the one that was seen;
    None asks nothing."""
    if against is None or not lines or max(lines) <= against:
        return
    row = conn.execute(sa.select(judgement).where(judgement.c.id == max(lines))).one()
    if row.who != who:
        at = moment(row.at)
        when = f"{at:%Y-%m-%d %H:%M}" if at else row.at
        raise Conflict(
            f"{row.who} judged {target} meanwhile: {row.verdict}, {when} (judgement {row.id}); nothing was changed. "
            "Look at it again, and judge it then"
        )


def of_statements(conn: sa.Connection, numbers: Iterable[int]) -> dict[int, list[int]]:
    """The judgements on statements that are not undone, by the statement's number: of one in a person's words also
    those that set them."""
    j = judgement.c
    found: dict[int, list[int]] = {}
    for some in chunks(sorted(set(numbers))):
        own = sa.select(j.statement.label("of"), j.id).where(j.statement.in_(some), *_ALIVE)
        base = sa.select(handmade.c.statement.label("of"), j.id).join(judgement, j.statement == handmade.c.replaces)
        made = sa.select(handmade.c.statement.label("of"), handmade.c.judgement.label("id"))
        both = base.where(handmade.c.statement.in_(some), *_ALIVE).union(made.where(handmade.c.statement.in_(some)))
        for r in (*conn.execute(own), *conn.execute(both)):
            found.setdefault(r.of, []).append(r.id)
    return found


def of_events(conn: sa.Connection, numbers: Iterable[int]) -> dict[int, list[int]]:
    """The same of reports of events."""
    j = judgement.c
    return _by(conn, sa.select(j.event.label("of"), j.id).where(*_ALIVE), j.event, numbers)


def of_positions(conn: sa.Connection, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], list[int]]:
    """The same of positions, by statement and issue."""
    j = judgement.c
    wanted = set(pairs)
    found: dict[tuple[int, int], list[int]] = {}
    query = sa.select(j.side_of, issue.c.n, j.id).join(issue, issue.c.name == j.issue).where(*_ALIVE)
    for some in chunks(sorted({n for n, _ in wanted})):
        for r in conn.execute(query.where(j.side_of.in_(some))):
            if (r.side_of, r.n) in wanted:
                found.setdefault((r.side_of, r.n), []).append(r.id)
    return found


def _by(conn: sa.Connection, query: Any, column: Any, numbers: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for some in chunks(sorted(set(numbers))):
        for r in conn.execute(query.where(column.in_(some))):
            found.setdefault(r.of, []).append(r.id)
    return found


__all__ = ["check", "of_events", "of_positions", "of_statements"]
