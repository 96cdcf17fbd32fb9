"""Judgements with the score they were made against, roles and bulks; statements in people's words; what was learnt."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_VERDICTS = "verdict in ('accept', 'reject', 'correct', 'unsure', 'add', 'merge', 'split', 'rename')"
_STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for command in _JUDGEMENT:
            op.execute(command)
    else:
        op.drop_constraint("judgement_verdict_check", "judgement")
        op.create_check_constraint("judgement_verdict_check", "judgement", _VERDICTS)
        for name, kind in (("score", sa.REAL), ("by", sa.Text), ("role", sa.Text), ("bulk", sa.Integer)):
            op.add_column("judgement", sa.Column(name, kind()))
        for command in _ON_SERVER:
            op.execute(command)
    op.create_index("judgement_bulk", "judgement", ["bulk"])
    op.create_table(
        "handmade",
        sa.Column("statement", sa.Integer, sa.ForeignKey("statement.n"), primary_key=True, nullable=False),
        sa.Column("judgement", sa.Integer, sa.ForeignKey("judgement.id"), nullable=False),
        sa.Column("replaces", sa.Integer, sa.ForeignKey("statement.n")),
        **_STRICT,
    )
    _index("handmade", "judgement")
    op.create_index("handmade_replaces", "handmade", ["replaces"])
    op.create_table(
        "learnt",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("judgement", sa.Integer, sa.ForeignKey("judgement.id"), nullable=False),
        sa.Column("undone", sa.Integer, nullable=False),
        sa.Column("issue", sa.Text, nullable=False),
        sa.Column("labels", sa.Integer, nullable=False),
        sa.Column("changed", sa.Text, nullable=False),
        **_STRICT,
    )
    _index("learnt", "judgement")
    for table in ("statement", "event", "position"):
        _index(table, "score")


def _index(table: str, column: str) -> None:
    """An index of a column that holds no null: Alembic knows names alone, and a server's index of one that may hold
    some is in another order."""
    op.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")


# On a server the log's lock knows the columns that it is for; and an index that a file has always had of the older
# versions alone was of every document there.
_ON_SERVER = (
    "DROP INDEX document_superseded_by",
    "CREATE INDEX document_superseded_by ON document (superseded_by NULLS FIRST) WHERE superseded_by IS NOT NULL",
    "DROP TRIGGER judgement_fixed ON judgement",
    "CREATE TRIGGER judgement_fixed BEFORE UPDATE OF id, target, verdict, change, who, note, at, snapshot, issue, "
    "score, by, role, bulk ON judgement FOR EACH ROW EXECUTE FUNCTION judgement_fixed()",
)

# A table whose constraints change is made anew, so that it is written as a new record has it.
_JUDGEMENT = (
    "CREATE TEMP TABLE judgement_kept_rows AS SELECT * FROM judgement",
    "DROP TABLE judgement",
    "CREATE TABLE judgement (id INTEGER NOT NULL, target TEXT NOT NULL, verdict TEXT NOT NULL, change "
    "TEXT NOT NULL, who TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL, snapshot TEXT NOT NULL, "
    "undone_at TEXT, state TEXT NOT NULL, statement INTEGER, document INTEGER, event INTEGER, side_of "
    'INTEGER, issue TEXT, score REAL, "by" TEXT, role TEXT, bulk INTEGER, PRIMARY KEY (id), '
    f"CHECK ({_VERDICTS}), CHECK (state in ('attached', 'moved', 'orphaned')), FOREIGN KEY(statement) "
    "REFERENCES statement (n), FOREIGN KEY(document) REFERENCES document (n), FOREIGN KEY(event) "
    "REFERENCES event (n), FOREIGN KEY(side_of) REFERENCES statement (n)) STRICT",
    "INSERT INTO judgement SELECT *, NULL, NULL, NULL, NULL FROM temp.judgement_kept_rows",
    "DROP TABLE temp.judgement_kept_rows",
    "CREATE INDEX judgement_document ON judgement (document)",
    "CREATE INDEX judgement_statement ON judgement (statement)",
    "CREATE INDEX judgement_side_of ON judgement (side_of)",
    "CREATE INDEX judgement_event ON judgement (event)",
    "CREATE TRIGGER judgement_kept BEFORE DELETE ON judgement BEGIN SELECT RAISE(ABORT, 'judgements are "
    "never deleted: undo them'); END",
    "CREATE TRIGGER judgement_fixed BEFORE UPDATE OF id, target, verdict, change, who, note, at, "
    "snapshot, issue, score, by, role, bulk ON judgement BEGIN SELECT RAISE(ABORT, 'judgements are never rewritten: "
    "undo them and judge again'); END",
)
