"""Articles by their bytes, articles taken out, and names compared without accents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from onrecord.store.naming import fold

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("source_raw_sha", "source", ["raw_sha"])
    op.create_table(
        "removed",
        sa.Column("document", sa.Integer, sa.ForeignKey("document.n"), primary_key=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    _fold_anew()


def _fold_anew() -> None:
    """`fold` is derived: it has to be what the program that asks makes of a name, so its own function makes it."""
    conn = op.get_bind()
    for table, key in (("actor", "n"), ("actor_name", "actor")):
        rows = conn.execute(sa.text(f"SELECT DISTINCT {key} AS key, name FROM {table}")).all()  # noqa: S608
        made = [{"key": row.key, "name": row.name, "fold": fold(row.name)} for row in rows]
        if made:
            conn.execute(sa.text(f"UPDATE {table} SET fold = :fold WHERE {key} = :key AND name = :name"), made)  # noqa: S608
