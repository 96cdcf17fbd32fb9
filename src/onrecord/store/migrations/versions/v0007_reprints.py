"""Passages that documents share, reprints, and statements that tell one utterance."""

from __future__ import annotations

from alembic import op

from onrecord.store import schema_reprints as tables

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    for table in (tables.fingerprint, tables.passage, tables.reprint, tables.telling):
        table.create(op.get_bind())
