"""Ids that a user may shorten."""

from __future__ import annotations

import sqlalchemy as sa

SHORTEST = 6  # characters of an id that may stand for the whole


def begun(conn: sa.Connection, table: sa.Table, what: str) -> list[str]:
    """Up to two ids that begin so."""
    if not what.isalnum() or not what.isascii():
        return []
    c = table.c.id
    return list(conn.scalars(sa.select(c).where(c >= what, c < what + "~").order_by(c).limit(2)))
