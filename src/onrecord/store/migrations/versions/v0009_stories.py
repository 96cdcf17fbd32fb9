"""Stories and storylines, kept with the record."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    for command in _COMMANDS:
        op.execute(command)


_COMMANDS = (
    "CREATE TABLE story (n INTEGER NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, titled_by INTEGER NOT "
    "NULL, since TEXT, until TEXT, likeness REAL NOT NULL, issues TEXT NOT NULL, storyline INTEGER NOT NULL, "
    "PRIMARY KEY (n), UNIQUE (id), FOREIGN KEY(titled_by) REFERENCES document (n), FOREIGN KEY(storyline) "
    "REFERENCES story (n)) STRICT",
    "CREATE INDEX story_since ON story (since)",
    "CREATE INDEX story_storyline ON story (storyline)",
    "CREATE TABLE story_document (document INTEGER NOT NULL, story INTEGER NOT NULL, place INTEGER NOT NULL, "
    "PRIMARY KEY (document), FOREIGN KEY(document) REFERENCES document (n), FOREIGN KEY(story) REFERENCES "
    "story (n)) STRICT",
    "CREATE INDEX story_document_story ON story_document (story)",
    "CREATE TABLE story_link (story INTEGER NOT NULL, earlier INTEGER NOT NULL, score REAL NOT NULL, why TEXT "
    "NOT NULL, PRIMARY KEY (story), FOREIGN KEY(story) REFERENCES story (n), FOREIGN KEY(earlier) REFERENCES "
    "story (n)) STRICT",
    "CREATE INDEX story_link_earlier ON story_link (earlier)",
    "CREATE TABLE storyline (story INTEGER NOT NULL, titled_by INTEGER NOT NULL, PRIMARY KEY (story), FOREIGN "
    "KEY(story) REFERENCES story (n), FOREIGN KEY(titled_by) REFERENCES story (n)) STRICT",
    "CREATE TABLE issue (name TEXT NOT NULL, place INTEGER NOT NULL, statement TEXT NOT NULL, PRIMARY KEY "
    "(name)) WITHOUT ROWID, STRICT",
    "CREATE TABLE story_state (n INTEGER NOT NULL, seen TEXT NOT NULL, PRIMARY KEY (n)) STRICT",
)
