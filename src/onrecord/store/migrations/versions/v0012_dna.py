"""What people coded by hand in DNA, and judgements that came from other records."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    for command in _COMMANDS:
        op.execute(command)


_COMMANDS = (
    "CREATE TABLE dna_file (n INTEGER NOT NULL, place TEXT NOT NULL, name TEXT NOT NULL, sha TEXT NOT NULL, parts "
    "TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (n), UNIQUE (place)) STRICT",
    'CREATE TABLE dna_row (file INTEGER NOT NULL, "of" TEXT NOT NULL, place INTEGER NOT NULL, cells TEXT NOT NULL, '
    'PRIMARY KEY (file, "of", place), FOREIGN KEY(file) REFERENCES dna_file (n)) WITHOUT ROWID, STRICT',
    'CREATE TABLE dna_document (file INTEGER NOT NULL, "row" INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY '
    '(file, "row"), FOREIGN KEY(file) REFERENCES dna_file (n)) WITHOUT ROWID, STRICT',
    "CREATE INDEX dna_document_document ON dna_document (document)",
    'CREATE TABLE dna_coding (file INTEGER NOT NULL, "row" INTEGER NOT NULL, said TEXT NOT NULL, issue TEXT, coder '
    "TEXT NOT NULL, person TEXT NOT NULL, organization TEXT NOT NULL, agreement INTEGER, position INTEGER, stance "
    'TEXT NOT NULL, PRIMARY KEY (file, "row"), FOREIGN KEY(file) REFERENCES dna_file (n)) WITHOUT ROWID, STRICT',
    "CREATE INDEX dna_coding_said ON dna_coding (said)",
    "CREATE INDEX dna_coding_issue ON dna_coding (issue)",
    "CREATE TABLE merged (n INTEGER NOT NULL, line TEXT NOT NULL, record TEXT NOT NULL, at TEXT NOT NULL, target TEXT "
    "NOT NULL, judgement INTEGER, last INTEGER NOT NULL, cells TEXT NOT NULL, PRIMARY KEY (n), UNIQUE (line), FOREIGN "
    "KEY(judgement) REFERENCES judgement (id)) STRICT",
    "CREATE INDEX merged_target ON merged (target)",
)
