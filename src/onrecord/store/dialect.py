"""Where a record is kept decides how some SQL is written: the few places that have two forms ask here.

What PostgreSQL says otherwise than SQLite within a statement, `server_sql` settles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

NAME = "postgresql"


def on_server(conn: sa.Connection) -> bool:
    """Whether a record is in PostgreSQL, and not in a file."""
    return conn.dialect.name == NAME


def marks(conn: sa.Connection, sql: str) -> str:
    """SQL of question marks, as the driver takes it. None may stand in a text."""
    return sql.replace("%", "%%").replace("?", "%s") if on_server(conn) else sql


def without_nul(value: Any) -> Any:
    """A value as PostgreSQL can keep it: of all characters it knows no NUL, and shows U+FFFD in its place.

    No article's text holds one (such a file is rejected as binary), a title or a note may.
    """
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def array_type(column: sa.Column[Any]) -> str:
    """What PostgreSQL calls a list of the column's values."""
    match column.type:
        case sa.Integer():
            return "bigint[]"
        case sa.REAL():
            return "float8[]"
        case sa.LargeBinary():
            return "bytea[]"
    return "text[]"


def distinct_runs(rows: Sequence[tuple[Any, ...]], at: tuple[int, ...]) -> list[Sequence[tuple[Any, ...]]]:
    """Rows in runs within which no two are equal at these places: one INSERT may touch a row once."""
    if not at or len({tuple(row[i] for i in at) for row in rows}) == len(rows):
        return [rows]
    runs: list[list[tuple[Any, ...]]] = [[]]
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        key = tuple(row[i] for i in at)
        if key in seen:
            runs.append([])
            seen.clear()
        seen.add(key)
        runs[-1].append(row)
    return [*runs]


__all__ = ["NAME", "array_type", "distinct_runs", "marks", "on_server", "without_nul"]
