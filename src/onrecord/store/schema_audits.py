"""Tables about audits: which pairs of a statement and an issue were drawn for review, and what was decided then."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Text

from onrecord.store import columns

# A draw: on which issue (by its name: an audit outlives it), what was asked for (`stances` is JSON, empty for all),
# what decided then (the model, how sure a side had to be, of how many judgements the head was made), and all strata as
# JSON, each [name, group, pairs, drawn]. The same question is answered by the same audit.
audit = columns.table(
    "audit",
    columns.key(),
    Column("issue", Text, nullable=False, index=True),
    columns.text("at"),
    columns.number("seed"),
    columns.number("asked"),
    columns.text("stances"),
    columns.number("implied"),
    columns.number("unread"),
    columns.text("by"),
    Column("sure", sa.REAL, nullable=False),
    columns.number("labels"),
    columns.text("strata"),
)

# What was drawn, in the order in which it is to be judged: the ids of the position and of its statement (which may come
# and go), the chance that it had, what was decided then. A statement that was not read has the stance 'none'.
audit_item = columns.table(
    "audit_item",
    columns.to("audit", "audit", primary_key=True),
    Column("place", sa.Integer, primary_key=True),
    Column("target", Text, nullable=False, index=True),
    columns.text("said"),
    columns.text("stratum"),
    Column("chance", sa.REAL, nullable=False),
    columns.text("stance"),
    columns.text("strength"),
    Column("score", sa.REAL, nullable=False),
    Column("outlet", Text),
    with_rowid=False,
)
