"""Tables about where articles come from: bytes that are kept, articles that are wanted, addresses that were asked."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Text

from onrecord.store import columns

# Articles that lists name and whose text is not there. One that comes in under its address is wanted no longer:
# that is asked of `document.url`, so nothing is deleted here.
wanted = columns.table(
    "wanted",
    Column("url", Text, primary_key=True),
    columns.text("title"),
    columns.text("outlet"),
    columns.text("byline"),
    columns.text("published"),
    columns.text("language"),
    columns.text("file"),
    columns.text("location"),
    columns.to("run", "run"),
    with_rowid=False,
)

# The bytes that were read, once however many documents were read from them; `packing` says how they are compressed.
raw = columns.table(
    "raw",
    Column("sha", Text, primary_key=True),
    columns.text("packing"),
    Column("bytes", sa.LargeBinary, nullable=False),
)

# From the text of a document back to the text as read (`model.Document.offsets`). No row: the two are the same;
# no runs: the way is not known, as for pages that a version read which did not keep it.
raw_offset = columns.table(
    "raw_offset",
    columns.to("document", "document", primary_key=True),
    columns.text("runs"),
)

# What became of an address that was asked for, so that asking again costs the site next to nothing. `location` is where
# redirects led, and what the documents are known by; `mark` tells the feed entry for which it was asked.
fetched = columns.table(
    "fetched",
    Column("url", Text, primary_key=True),
    columns.text("location"),
    columns.text("etag"),
    columns.text("modified"),
    columns.number("status"),
    columns.text("reason"),
    columns.text("mark"),
    columns.text("at"),
    with_rowid=False,
)

# Feeds that the user named, and how far each was polled. `due` is empty where a feed is not polled any more.
feed = columns.table(
    "feed",
    Column("url", Text, primary_key=True),
    columns.text("typed"),
    columns.text("location"),
    columns.text("title"),
    columns.text("etag"),
    columns.text("modified"),
    columns.text("added"),
    columns.text("polled"),
    columns.text("due"),
    columns.number("failures"),
    columns.text("problem"),
    with_rowid=False,
)
