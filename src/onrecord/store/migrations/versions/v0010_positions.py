"""Conditions, issues with all their settings, positions on them, and judgements on these."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    for command in (*_ISSUE, *_POSITIONS, *_JUDGEMENT):
        op.execute(command)


# What the project says of its issues besides is noted by the next `add`: an empty key is no issue's.
_ISSUE = (
    "CREATE TEMP TABLE issue_kept_rows AS SELECT * FROM issue ORDER BY place",
    "DROP TABLE issue",
    "CREATE TABLE issue (n INTEGER NOT NULL, name TEXT NOT NULL, origin TEXT NOT NULL, place INTEGER NOT "
    "NULL, statement TEXT NOT NULL, support TEXT NOT NULL, oppose TEXT NOT NULL, words TEXT NOT NULL, "
    "parent TEXT NOT NULL, \"key\" TEXT NOT NULL, PRIMARY KEY (n), CHECK (origin in ('project', 'record')), "
    "UNIQUE (name)) STRICT",
    "INSERT INTO issue SELECT NULL, name, 'project', place, statement, '[]', '[]', '[]', '', '' FROM "
    "temp.issue_kept_rows ORDER BY place",
    "DROP TABLE temp.issue_kept_rows",
)

_POSITIONS = (
    "CREATE TABLE condition (n INTEGER NOT NULL, id TEXT NOT NULL, document INTEGER NOT NULL, statement "
    "INTEGER NOT NULL, marker TEXT NOT NULL, polarity TEXT NOT NULL, effect TEXT NOT NULL, score REAL NOT "
    'NULL, why TEXT NOT NULL, "by" TEXT NOT NULL, spans_at TEXT NOT NULL, consequence_at TEXT NOT NULL, '
    "spans TEXT NOT NULL, consequence TEXT NOT NULL, PRIMARY KEY (n), UNIQUE (id), FOREIGN KEY(document) "
    "REFERENCES document (n), FOREIGN KEY(statement) REFERENCES statement (n)) STRICT",
    "CREATE INDEX condition_statement ON condition (statement)",
    "CREATE INDEX condition_document ON condition (document)",
    "CREATE TABLE position (n INTEGER NOT NULL, id TEXT NOT NULL, document INTEGER NOT NULL, statement "
    "INTEGER NOT NULL, issue INTEGER NOT NULL, stance TEXT NOT NULL, strength TEXT NOT NULL, condition "
    'INTEGER, score REAL NOT NULL, why TEXT NOT NULL, found TEXT NOT NULL, asked INTEGER NOT NULL, "by" '
    "TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (n), UNIQUE (statement, issue), UNIQUE (id), "
    "FOREIGN KEY(document) REFERENCES document (n), FOREIGN KEY(statement) REFERENCES statement (n), "
    "FOREIGN KEY(issue) REFERENCES issue (n), FOREIGN KEY(condition) REFERENCES condition (n)) STRICT",
    "CREATE INDEX position_condition ON position (condition)",
    "CREATE INDEX position_document ON position (document)",
    "CREATE INDEX position_issue ON position (issue)",
    "CREATE TABLE position_read (document INTEGER NOT NULL, issue INTEGER NOT NULL, seen TEXT NOT NULL, "
    "PRIMARY KEY (document, issue), FOREIGN KEY(document) REFERENCES document (n), FOREIGN KEY(issue) "
    "REFERENCES issue (n)) WITHOUT ROWID, STRICT",
    "CREATE INDEX position_read_issue ON position_read (issue)",
    "CREATE TABLE issue_head (issue INTEGER NOT NULL, labels INTEGER NOT NULL, made_of TEXT NOT NULL, "
    "sure REAL NOT NULL, seen TEXT NOT NULL, head BLOB NOT NULL, PRIMARY KEY (issue), FOREIGN KEY(issue) "
    "REFERENCES issue (n)) STRICT",
    "CREATE TABLE position_standing (statement INTEGER NOT NULL, issue INTEGER NOT NULL, judgement "
    "INTEGER NOT NULL, verdict TEXT NOT NULL, stance TEXT NOT NULL, strength TEXT, PRIMARY KEY "
    "(statement, issue), FOREIGN KEY(statement) REFERENCES statement (n), FOREIGN KEY(issue) REFERENCES "
    "issue (n), FOREIGN KEY(judgement) REFERENCES judgement (id)) WITHOUT ROWID, STRICT",
    "CREATE INDEX position_standing_issue ON position_standing (issue)",
)

# A table that gets a reference is made anew, so that it is written as a new record has it.
_JUDGEMENT = (
    "CREATE TEMP TABLE judgement_kept_rows AS SELECT * FROM judgement",
    "DROP TABLE judgement",
    "CREATE TABLE judgement (id INTEGER NOT NULL, target TEXT NOT NULL, verdict TEXT NOT NULL, change "
    "TEXT NOT NULL, who TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL, snapshot TEXT NOT NULL, "
    "undone_at TEXT, state TEXT NOT NULL, statement INTEGER, document INTEGER, event INTEGER, side_of "
    "INTEGER, issue TEXT, PRIMARY KEY (id), CHECK (verdict in ('accept', 'reject', 'correct', 'merge', "
    "'split', 'rename')), CHECK (state in ('attached', 'moved', 'orphaned')), FOREIGN KEY(statement) "
    "REFERENCES statement (n), FOREIGN KEY(document) REFERENCES document (n), FOREIGN KEY(event) "
    "REFERENCES event (n), FOREIGN KEY(side_of) REFERENCES statement (n)) STRICT",
    "INSERT INTO judgement SELECT *, NULL, NULL FROM temp.judgement_kept_rows",
    "DROP TABLE temp.judgement_kept_rows",
    "CREATE INDEX judgement_document ON judgement (document)",
    "CREATE INDEX judgement_statement ON judgement (statement)",
    "CREATE INDEX judgement_side_of ON judgement (side_of)",
    "CREATE INDEX judgement_event ON judgement (event)",
    "CREATE TRIGGER judgement_kept BEFORE DELETE ON judgement BEGIN SELECT RAISE(ABORT, 'judgements are "
    "never deleted: undo them'); END",
    "CREATE TRIGGER judgement_fixed BEFORE UPDATE OF id, target, verdict, change, who, note, at, "
    "snapshot, issue ON judgement BEGIN SELECT RAISE(ABORT, 'judgements are never rewritten: undo them "
    "and judge again'); END",
)
