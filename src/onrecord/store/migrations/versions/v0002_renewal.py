"""Indexes on what refers to entities: without them each entity that a renewal takes out costs a walk of the tables."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index("statement_addressee", "statement", ["addressee"])
    op.create_index("via_entity", "via", ["entity"])
