"""Tables about statements that tell one utterance: which two do, by which words they are found, and the groups."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer

from onrecord.store import columns

# Two statements that tell one utterance, and why. Which two do depends on them and their documents alone, so that
# documents may come in any order.
same = columns.table(
    "same",
    Column("a", Integer, ForeignKey("statement.n"), primary_key=True),
    Column("b", Integer, ForeignKey("statement.n"), primary_key=True, index=True),
    Column("score", sa.REAL, nullable=False),
    columns.text("why"),
    with_rowid=False,
)

# The quoted words of a statement as a number: short quotations that are the same are found by it.
wording = columns.table(
    "wording",
    Column("key", Integer, primary_key=True),
    Column("statement", Integer, ForeignKey("statement.n"), primary_key=True, index=True),
    with_rowid=False,
)

# Statements that tell an utterance which another statement (the one it is counted as) tells too. Derived of `same`.
telling = columns.table(
    "telling",
    columns.to("statement", "statement", primary_key=True),
    Column("utterance", Integer, ForeignKey("statement.n"), nullable=False, index=True),
    Column("score", sa.REAL, nullable=False),
    columns.text("why"),
)
