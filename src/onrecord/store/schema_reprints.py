"""Tables about what documents share: passages, and which document took its text from which."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer

from onrecord.store import columns

# What a document is compared by: its selected word n-grams. A row of another version is made anew.
# `settled` is 1 where it was compared with all others, 2 where its statements were too. `compared` are the numbers of
# those documents, smaller than its own, that it was aligned with word by word, whether or not anything was found.
# `words_sha` is equal where the words of two articles are the same throughout.
fingerprint = columns.table(
    "fingerprint",
    columns.to("document", "document", primary_key=True),
    columns.number("version"),
    columns.number("settled"),
    columns.number("words"),
    columns.text("words_sha"),
    Column("compared", sa.LargeBinary, nullable=False),
    Column("grams", sa.LargeBinary, nullable=False),
)

# Words that two documents share, at which characters of each; `a` is the earlier. `words` are the same in both,
# `plain` of them do not stand in quotation marks in both; `a_words` and `b_words` are all words of either side.
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
    columns.number("plain"),
    columns.number("a_words"),
    columns.number("b_words"),
    Column("likeness", sa.REAL, nullable=False),
    columns.number("quoted"),
)

# From which document another most likely took its text (`parent`), and where that leads back to (`original`).
# Originals and documents of their own have no row.
reprint = columns.table(
    "reprint",
    columns.to("document", "document", primary_key=True),
    Column("parent", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("original", Integer, ForeignKey("document.n"), nullable=False, index=True),
    columns.text("kind"),
    Column("share", sa.REAL, nullable=False),
    columns.text("why"),
)
