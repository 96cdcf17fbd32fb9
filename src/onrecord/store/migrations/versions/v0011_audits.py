"""Audits: which positions were drawn for review, and what was decided then."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    for command in _COMMANDS:
        op.execute(command)


_COMMANDS = (
    "CREATE TABLE audit (n INTEGER NOT NULL, issue TEXT NOT NULL, at TEXT NOT NULL, seed INTEGER NOT NULL, "
    "asked INTEGER NOT NULL, stances TEXT NOT NULL, implied INTEGER NOT NULL, unread INTEGER NOT NULL, "
    '"by" TEXT NOT NULL, sure REAL NOT NULL, labels INTEGER NOT NULL, strata TEXT NOT NULL, PRIMARY KEY (n)) STRICT',
    "CREATE INDEX audit_issue ON audit (issue)",
    "CREATE TABLE audit_item (audit INTEGER NOT NULL, place INTEGER NOT NULL, target TEXT NOT NULL, said TEXT "
    "NOT NULL, stratum TEXT NOT NULL, chance REAL NOT NULL, stance TEXT NOT NULL, strength TEXT NOT NULL, score "
    "REAL NOT NULL, outlet TEXT, PRIMARY KEY (audit, place), FOREIGN KEY(audit) REFERENCES audit (n)) WITHOUT "
    "ROWID, STRICT",
    "CREATE INDEX audit_item_target ON audit_item (target)",
)
