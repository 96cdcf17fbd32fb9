"""The state of a record, a word that every change replaces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "state",
        sa.Column("n", sa.Integer, primary_key=True, nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sqlite_strict=True,
    )
