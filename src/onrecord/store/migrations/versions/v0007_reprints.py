"""Passages that documents share, reprints, and statements that tell one utterance."""

from __future__ import annotations

from alembic import op

from onrecord.store import schema_reprints as shared
from onrecord.store import schema_tellings as told

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    for table in (shared.fingerprint, shared.passage, shared.reprint, told.same, told.wording, told.telling):
        table.create(op.get_bind())
