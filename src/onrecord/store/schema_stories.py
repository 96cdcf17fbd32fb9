"""Tables about stories: which documents report one event, which story goes on from which, what they were found of."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, Text

from onrecord.store import columns

# A story: the documents that report one event. `titled_by` is the document whose headline is the title, `storyline`
# the first story of the line it belongs to (its own number where it is that one). `issues` are names of the project's
# issues that its documents speak of, as JSON. These tables are derived of the current documents and written as a whole.
story = columns.table(
    "story",
    columns.key(),
    Column("id", Text, nullable=False, unique=True),
    columns.text("title"),
    columns.to("titled_by", "document"),
    Column("since", Text, index=True),
    Column("until", Text),
    Column("likeness", sa.REAL, nullable=False),
    columns.text("issues"),
    Column("storyline", Integer, ForeignKey("story.n"), nullable=False, index=True),
)

# The documents of each story, `place` counting from 0, the earliest.
story_document = columns.table(
    "story_document",
    columns.to("document", "document", primary_key=True),
    Column("story", Integer, ForeignKey("story.n"), nullable=False, index=True),
    columns.number("place"),
)

# What a story goes on from, and why: ids of actors, names of issues, words that the two share, as JSON.
story_link = columns.table(
    "story_link",
    columns.to("story", "story", primary_key=True),
    Column("earlier", Integer, ForeignKey("story.n"), nullable=False, index=True),
    Column("score", sa.REAL, nullable=False),
    columns.text("why"),
)

# A line of stories, by its first one; its title is that of the story `titled_by`.
storyline = columns.table(
    "storyline",
    columns.to("story", "story", primary_key=True),
    columns.to("titled_by", "story"),
)

# One row: what the stories were found of, as a hash. Another hash now means that they are to be found anew.
story_state = columns.table("story_state", columns.key(), columns.text("seen"))
