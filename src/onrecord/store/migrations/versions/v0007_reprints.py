"""Passages that documents share, reprints, and statements that tell one utterance."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    for command in _COMMANDS:
        op.execute(command)


_COMMANDS = (
    "CREATE TABLE fingerprint (document INTEGER NOT NULL, version INTEGER NOT NULL, settled INTEGER NOT NULL, "
    "words INTEGER NOT NULL, words_sha TEXT NOT NULL, compared BLOB NOT NULL, grams BLOB NOT NULL, PRIMARY KEY "
    "(document), FOREIGN KEY(document) REFERENCES document (n)) STRICT",
    "CREATE TABLE passage (n INTEGER NOT NULL, a INTEGER NOT NULL, a_start INTEGER NOT NULL, a_end INTEGER NOT "
    "NULL, b INTEGER NOT NULL, b_start INTEGER NOT NULL, b_end INTEGER NOT NULL, words INTEGER NOT NULL, plain "
    "INTEGER NOT NULL, a_words INTEGER NOT NULL, b_words INTEGER NOT NULL, likeness REAL NOT NULL, quoted "
    "INTEGER NOT NULL, PRIMARY KEY (n), FOREIGN KEY(a) REFERENCES document (n), FOREIGN KEY(b) REFERENCES "
    "document (n)) STRICT",
    "CREATE INDEX passage_a ON passage (a)",
    "CREATE INDEX passage_b ON passage (b)",
    "CREATE TABLE reprint (document INTEGER NOT NULL, parent INTEGER NOT NULL, original INTEGER NOT NULL, kind "
    "TEXT NOT NULL, share REAL NOT NULL, why TEXT NOT NULL, PRIMARY KEY (document), FOREIGN KEY(document) "
    "REFERENCES document (n), FOREIGN KEY(parent) REFERENCES document (n), FOREIGN KEY(original) REFERENCES "
    "document (n)) STRICT",
    "CREATE INDEX reprint_original ON reprint (original)",
    "CREATE INDEX reprint_parent ON reprint (parent)",
    "CREATE TABLE same (a INTEGER NOT NULL, b INTEGER NOT NULL, score REAL NOT NULL, why TEXT NOT NULL, "
    "PRIMARY KEY (a, b), FOREIGN KEY(a) REFERENCES statement (n), FOREIGN KEY(b) REFERENCES statement (n)) "
    "WITHOUT ROWID, STRICT",
    "CREATE INDEX same_b ON same (b)",
    'CREATE TABLE wording ("key" INTEGER NOT NULL, statement INTEGER NOT NULL, PRIMARY KEY ("key", statement), '
    "FOREIGN KEY(statement) REFERENCES statement (n)) WITHOUT ROWID, STRICT",
    "CREATE INDEX wording_statement ON wording (statement)",
    "CREATE TABLE telling (statement INTEGER NOT NULL, utterance INTEGER NOT NULL, score REAL NOT NULL, why "
    "TEXT NOT NULL, PRIMARY KEY (statement), FOREIGN KEY(statement) REFERENCES statement (n), FOREIGN "
    "KEY(utterance) REFERENCES statement (n)) STRICT",
    "CREATE INDEX telling_utterance ON telling (utterance)",
)
