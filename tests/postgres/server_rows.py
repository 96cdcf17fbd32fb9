"""The rows of a record, so that two records can be held against each other."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from onrecord.store.columns import metadata
from onrecord.store.db import Store

CLOCK = {"at", "undone_at", "started", "finished", "seconds"}  # columns that tell when something was done
OWN = ("alembic_version", "state")


def rows(store: Store, *, clock: bool = True) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table in the order of its key; without `clock` nothing that tells when it was written."""
    with store.read() as conn:
        return {
            table.name: [
                tuple(None if not clock and c.name in CLOCK else v for c, v in zip(table.columns, row, strict=True))
                for row in conn.execute(sa.select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
            if table.name not in OWN
        }
