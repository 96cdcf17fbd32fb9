"""Kept bytes, wanted articles, fetched addresses, feeds, and offsets back into the text as read."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for command in _COMMANDS:
        op.execute(command)


_COMMANDS = (
    "CREATE TABLE wanted (url TEXT NOT NULL, title TEXT NOT NULL, outlet TEXT NOT NULL, byline TEXT NOT NULL, "
    "published TEXT NOT NULL, language TEXT NOT NULL, file TEXT NOT NULL, location TEXT NOT NULL, run INTEGER "
    "NOT NULL, PRIMARY KEY (url), FOREIGN KEY(run) REFERENCES run (id)) WITHOUT ROWID, STRICT",
    "CREATE TABLE raw (sha TEXT NOT NULL, packing TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (sha)) STRICT",
    "CREATE TABLE raw_offset (document INTEGER NOT NULL, runs TEXT NOT NULL, PRIMARY KEY (document), FOREIGN "
    "KEY(document) REFERENCES document (n)) STRICT",
    "INSERT INTO raw_offset SELECT n, '[]' FROM document WHERE format != 'text'",
    "CREATE TABLE fetched (url TEXT NOT NULL, location TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT "
    "NULL, status INTEGER NOT NULL, reason TEXT NOT NULL, mark TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY "
    "(url)) WITHOUT ROWID, STRICT",
    "CREATE TABLE feed (url TEXT NOT NULL, typed TEXT NOT NULL, location TEXT NOT NULL, title TEXT NOT NULL, "
    "etag TEXT NOT NULL, modified TEXT NOT NULL, added TEXT NOT NULL, polled TEXT NOT NULL, due TEXT NOT NULL, "
    "failures INTEGER NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (url)) WITHOUT ROWID, STRICT",
    "CREATE INDEX document_url ON document (url)",
)
