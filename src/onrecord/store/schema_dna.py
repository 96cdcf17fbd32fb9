"""Tables about what people coded by hand in DNA, and about judgements that came from other records."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Text

from onrecord.store import columns

FORMAT = "dna"
"""The format of documents that were coded by hand: the machine reads no positions of theirs."""

# A .dna file that was taken in: the place it lay at (which it is known by), the hash of its bytes, and when.
dna_file = columns.table(
    "dna_file",
    columns.key(),
    Column("place", Text, nullable=False, unique=True),
    columns.text("name"),
    columns.text("sha"),
    columns.text("parts"),
    columns.text("at"),
)

# Every row of its tables as it was, JSON: what has no other home here is given back by an export.
dna_row = columns.table(
    "dna_row",
    columns.to("file", "dna_file", primary_key=True),
    Column("of", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    columns.text("cells"),
    with_rowid=False,
)

# Which document each of its documents became, by id.
dna_document = columns.table(
    "dna_document",
    columns.to("file", "dna_file", primary_key=True),
    Column("row", Integer, primary_key=True),
    Column("document", Text, nullable=False, index=True),
    with_rowid=False,
)

# Each coded statement with the values that its coder gave it: `said` is the statement it became, `issue` the name of
# its concept's issue. A type without such a variable has no agreement or position.
dna_coding = columns.table(
    "dna_coding",
    columns.to("file", "dna_file", primary_key=True),
    Column("row", Integer, primary_key=True),
    Column("said", Text, nullable=False, index=True),
    Column("issue", Text, index=True),
    columns.text("coder"),
    columns.text("person"),
    columns.text("organization"),
    Column("agreement", Integer),
    Column("position", Integer),
    columns.text("stance"),
    with_rowid=False,
)

# Judgements of another record: `judgement` is the line that each became here, null where it contradicts what was judged
# here and waits for a person. `line` is its hash, so that it comes in once; `last` the newest judgement here then.
merged = columns.table(
    "merged",
    columns.key(),
    Column("line", Text, nullable=False, unique=True),
    columns.text("record"),
    columns.text("at"),
    Column("target", Text, nullable=False, index=True),
    columns.to("judgement", "judgement", optional=True),
    columns.number("last"),
    columns.text("cells"),
)
