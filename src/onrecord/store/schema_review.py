"""Tables of what people's judgements made: statements in their words, and what was learnt."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer

from onrecord.store import columns

# Statements whose words a person set: `judgement` is the line of the log that says them, `replaces` the machine's
# statement that they stand for, null where the machine has none. Derived from the log, as what stands is.
handmade = columns.table(
    "handmade",
    columns.to("statement", "statement", primary_key=True),
    Column("judgement", Integer, ForeignKey("judgement.id"), nullable=False, index=True),
    Column("replaces", Integer, ForeignKey("statement.n"), index=True),
)

# What a judgement taught of an issue, or with `undone` taking it back: how many labels decide now, and the positions
# that are decided otherwise (JSON: id, before, after). Only told, never read to decide.
learnt = columns.table(
    "learnt",
    columns.key(),
    Column("judgement", Integer, ForeignKey("judgement.id"), nullable=False, index=True),
    columns.number("undone"),
    columns.text("issue"),
    columns.number("labels"),
    columns.text("changed"),
)

__all__ = ["handmade", "learnt"]
