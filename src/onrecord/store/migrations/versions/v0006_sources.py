"""Kept bytes, wanted articles, fetched addresses, feeds, and offsets back into the text as read."""

from __future__ import annotations

from alembic import op

from onrecord.store import schema_sources as tables

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for table in (tables.wanted, tables.raw, tables.raw_offset, tables.fetched, tables.feed):
        table.create(op.get_bind())
    op.create_index("document_url", "document", ["url"])
