"""Run by Alembic: on the connection that `onrecord.store.migrate` hands over, within its transaction."""

from __future__ import annotations

from alembic import context

from onrecord.store.columns import metadata

connection = context.config.attributes["connection"]
if connection is None:
    raise RuntimeError("migrations run through onrecord.store.migrate.upgrade, which copies the record first")

context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=False)
context.run_migrations()
