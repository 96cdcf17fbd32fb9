"""Posts whose holders other articles name, and the claims by which they are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for table, target in (("post", "entity"), ("claim", "role")):
        op.create_table(
            table,
            sa.Column("noun", sa.Text, primary_key=True, nullable=False),
            sa.Column(target, sa.Integer, sa.ForeignKey(f"{target}.n"), primary_key=True, nullable=False),
            sqlite_strict=True,
            sqlite_with_rowid=False,
        )
        op.create_index(f"{table}_{target}", table, [target])
