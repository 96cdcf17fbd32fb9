"""The judgement that stands for a statement's position on an issue, derived from the log: the newest one not undone,
an adjudication before what coders said.

What an accepted position says is what was shown when it was accepted, whatever the machine decides of it later. A
position that is rejected is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from onrecord.positions.decision import NO_STANCE
from onrecord.store import judging
from onrecord.store.encode_positions import position_id
from onrecord.store.put import chunks, put
from onrecord.store.schema import issue, judgement, position, position_read, position_standing, statement


def derive(conn: sa.Connection, statements: Iterable[int]) -> set[int]:
    """Renew what stands for the positions of these statements. Answers no actors: none is credited by it."""
    issues = {r.name: r.n for r in conn.execute(sa.select(issue.c.name, issue.c.n))}
    for some in chunks(sorted(set(statements))):
        conn.execute(sa.delete(position_standing).where(position_standing.c.statement.in_(some)))
        lines = sa.select(judgement, statement.c.id.label("said")).join(statement, statement.c.n == judgement.c.side_of)
        log: dict[tuple[int, int], list[Any]] = {}
        for row in conn.execute(lines.where(judgement.c.side_of.in_(some)).order_by(judgement.c.id)).all():
            _note_state(conn, row, issues)
            if row.undone_at is None and row.issue in issues:
                log.setdefault((row.side_of, issues[row.issue]), []).append(row)
        newest = {at: row for at, rows in log.items() if (row := judging.stands(rows)) is not None}
        put(conn, position_standing, [(*at, row.id, row.verdict, *says(row)) for at, row in sorted(newest.items())])
        _drop_unasked(conn, some)
        _read_anew(conn, some)
    return set()


def derive_issue(conn: sa.Connection, name: str) -> None:
    """Renew what stands for the positions on the issue of this name, after one came or went."""
    on = sa.select(judgement.c.side_of).where(judgement.c.issue == name, judgement.c.side_of.is_not(None))
    derive(conn, conn.scalars(on.distinct()).all())


def leave_issue(conn: sa.Connection, n: int) -> None:
    """Take out what stands for the positions on an issue that goes."""
    conn.execute(sa.delete(position_standing).where(position_standing.c.issue == n))


def _note_state(conn: sa.Connection, row: Any, issues: Mapping[str, int]) -> None:
    """A judgement stands where its issue is there; "moved" on another statement than the one that was judged."""
    own = position_id(row.said, row.issue)
    state = "orphaned" if row.issue not in issues else "attached" if own == row.target else "moved"
    if state != row.state:
        conn.execute(sa.update(judgement).where(judgement.c.id == row.id).values(state=state))


def says(row: Any) -> tuple[str, str | None]:
    """The stance and strength that a line of the log leaves true."""
    if row.verdict == "reject":
        return NO_STANCE, None
    said = json.loads(row.change if row.verdict == "correct" else row.snapshot)
    return said["stance"], said.get("strength") or None


def _drop_unasked(conn: sa.Connection, statements: list[int]) -> None:
    """Positions that were read for a judgement alone go with it."""
    s = position_standing.c
    judged = sa.exists().where(s.statement == position.c.statement, s.issue == position.c.issue)
    mine = position.c.statement.in_(statements)
    conn.execute(sa.delete(position).where(mine, position.c.asked == 1, ~judged))


def _read_anew(conn: sa.Connection, statements: list[int]) -> None:
    """Have the documents read again that have a judgement on a position which was not read."""
    s, r = position_standing.c, position_read.c
    lacks = (
        sa.select(statement.c.document, s.issue)
        .join(statement, statement.c.n == s.statement)
        .outerjoin(position, (position.c.statement == s.statement) & (position.c.issue == s.issue))
        .where(s.statement.in_(statements), position.c.n.is_(None))
    )
    for document, on in conn.execute(lacks).all():
        conn.execute(sa.delete(position_read).where(r.document == document, r.issue == on))


__all__ = ["derive", "derive_issue", "leave_issue", "says"]
