"""Tables about what documents share: passages, which document took its text from which, statements told again."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer

from onrecord.store import columns

# What a document is compared by: its selected word n-grams. A row of another version is made anew.
fingerprint = columns.table(
    "fingerprint",
    columns.to("document", "document", primary_key=True),
    columns.number("version"),
    Column("grams", sa.LargeBinary, nullable=False),
)

# Words that two documents share, at which characters of each.
passage = columns.table(
    "passage",
    columns.key(),
    Column("a", Integer, ForeignKey("document.n"), nullable=False, index=True),
    columns.number("a_start"),
    columns.number("a_end"),
    Column("b", Integer, ForeignKey("document.n"), nullable=False, index=True),
    columns.number("b_start"),
    columns.number("b_end"),
    columns.number("words"),
    Column("likeness", sa.REAL, nullable=False),
    columns.number("quoted"),
)

# From which document another most likely took its text. Originals and documents of their own have no row.
reprint = columns.table(
    "reprint",
    columns.to("document", "document", primary_key=True),
    Column("original", Integer, ForeignKey("document.n"), nullable=False, index=True),
    columns.text("kind"),
    Column("share", sa.REAL, nullable=False),
    columns.text("why"),
)

# Statements that tell an utterance which another statement (the one it is counted as) tells too.
telling = columns.table(
    "telling",
    columns.to("statement", "statement", primary_key=True),
    Column("utterance", Integer, ForeignKey("statement.n"), nullable=False, index=True),
    Column("score", sa.REAL, nullable=False),
    columns.text("why"),
)
