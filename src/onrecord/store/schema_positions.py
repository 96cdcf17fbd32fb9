"""Tables about positions: what statements depend on, the issues, the sides taken on them, what was judged of these."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, Text

from onrecord.store import columns

# What a statement makes something depend on. Texts in several pieces are kept as those of statements are.
condition = columns.table(
    "condition",
    columns.key(),
    Column("id", Text, nullable=False, unique=True),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("statement", Integer, ForeignKey("statement.n"), nullable=False, index=True),
    columns.text("marker"),
    columns.text("polarity"),
    columns.text("effect"),
    Column("score", sa.REAL, nullable=False),
    columns.text("why"),
    columns.text("by"),
    columns.text("spans_at"),
    columns.text("consequence_at"),
    columns.text("spans"),
    columns.text("consequence"),
)

# What actors take sides on: the project's issues as the last `add` knew them, in the order of the file, and those that
# were added to the record itself, in the order in which they came. Lists are JSON. `key` stands for all that decides
# what is read: under another key the statements are read anew.
issue = columns.table(
    "issue",
    columns.key(),
    Column("name", Text, nullable=False, unique=True),
    sa.CheckConstraint("origin in ('project', 'record')"),
    columns.text("origin"),
    columns.number("place"),
    columns.text("statement"),
    columns.text("support"),
    columns.text("oppose"),
    columns.text("words"),
    columns.text("parent"),
    columns.text("key"),
)

# What was read of a statement and an issue, and what is decided of it; stance 'none' is kept, for a reviewer's labels
# may change how the others are decided. `found` are the words that made it worth reading, `why` what decided.
# `condition` is the statement's surest one, whatever the stance. `asked` is 1 where only a judgement had it read.
position = columns.table(
    "position",
    columns.key(),
    Column("id", Text, nullable=False, unique=True),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    columns.to("statement", "statement"),
    Column("issue", Integer, ForeignKey("issue.n"), nullable=False, index=True),
    columns.text("stance"),
    columns.text("strength"),
    Column("condition", Integer, ForeignKey("condition.n"), index=True),
    Column("score", sa.REAL, nullable=False, index=True),
    columns.text("why"),
    columns.text("found"),
    columns.number("asked"),
    columns.text("by"),
    Column("vector", sa.LargeBinary, nullable=False),  # 16-bit floats; last: columns before it are read without it
    sa.UniqueConstraint("statement", "issue"),
)

# Which documents were read with which issue; `seen` is the issue's key and the model's version then.
position_read = columns.table(
    "position_read",
    columns.to("document", "document", primary_key=True),
    Column("issue", Integer, ForeignKey("issue.n"), primary_key=True, index=True),
    columns.text("seen"),
    with_rowid=False,
)

# How the positions on an issue are decided: the head that judgements made (empty: the general one), which ones they
# are (JSON), how sure a side must be. `seen` stands for all of it: under another one they are decided anew.
issue_head = columns.table(
    "issue_head",
    columns.to("issue", "issue", primary_key=True),
    columns.number("labels"),
    columns.text("made_of"),
    Column("sure", sa.REAL, nullable=False),
    columns.text("seen"),
    Column("head", sa.LargeBinary, nullable=False),
)

# The judgement that stands for a statement's position on an issue, derived from the log. `strength` is null where the
# person said nothing of it.
position_standing = columns.table(
    "position_standing",
    columns.to("statement", "statement", primary_key=True),
    Column("issue", Integer, ForeignKey("issue.n"), primary_key=True, index=True),
    columns.to("judgement", "judgement"),
    columns.text("verdict"),
    columns.text("stance"),
    Column("strength", Text),
    with_rowid=False,
)
