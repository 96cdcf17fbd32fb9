"""Actors of several names: likenesses of names, second names, relations, and judgements on actors.

What is derived from all of these is made by `onrecord.store.migrate` when the tables are there.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for command in _COLUMNS:
        op.execute(command)
    _tables()
    for command in _JUDGEMENT:
        op.execute(command)


_COLUMNS = (
    "ALTER TABLE role ADD COLUMN score REAL DEFAULT (1.0) NOT NULL",
    "ALTER TABLE role ADD COLUMN why TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE link ADD COLUMN sort TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE actor ADD COLUMN root INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE actor ADD COLUMN sides TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE actor ADD COLUMN traits TEXT DEFAULT '' NOT NULL",
    "UPDATE actor SET root = n",
    "CREATE INDEX actor_root ON actor (root)",
    "UPDATE link SET sort = CASE (SELECT kind FROM entity WHERE n = link.entity)"
    " WHEN 'person' THEN 'p' WHEN 'unknown' THEN '' ELSE 'b' END",
)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _to(name: str, table: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(f"{table}.n"), nullable=False, primary_key=key)


def _tables() -> None:
    relation = (
        *(_to("document", "document"), _to("subject", "entity"), _text("kind"), _to("object", "entity")),
        *(_number("start"), _number("end"), _text("text"), sa.Column("since", sa.Text), sa.Column("until", sa.Text)),
        *(_text("by"), sa.Column("score", sa.REAL, nullable=False), _text("why")),
    )
    _create("relation", sa.Column("n", sa.Integer, primary_key=True), _text("id"), *relation)
    alias = (
        *(_to("document", "document"), _to("entity", "entity"), _text("key")),
        *(_number("start"), _number("end"), _text("text"), _text("why")),
    )
    _create("alias", sa.Column("n", sa.Integer, primary_key=True), *alias)
    keys = [sa.Column(name, sa.Text, primary_key=True) for name in ("what", "value")]
    _create("actor_fact", _to("actor", "actor", key=True), *keys, _number("documents"), rowid=False)
    _create("block", sa.Column("key", sa.Text, primary_key=True), _to("actor", "actor", key=True), rowid=False)
    pair = (_to("a", "actor", key=True), _to("b", "actor", key=True))
    score = (sa.Column("score", sa.REAL, nullable=False), _text("why"))
    sided = sa.Column("alias", sa.Integer, primary_key=True)
    _create("likeness", *pair, sided, *score, _number("documents"), rowid=False)
    pair = (_to("a", "actor", key=True), _to("b", "actor", key=True))
    score = (sa.Column("score", sa.REAL, nullable=False), _text("why"))
    _create("joined", *pair, *score, rowid=False)
    indexed = (
        *(("relation", c) for c in ("document", "subject", "object")),
        *(("alias", c) for c in ("document", "entity", "key")),
        *(("block", "actor"), ("likeness", "b"), ("joined", "b")),
    )
    for table, column in indexed:
        op.create_index(f"{table}_{column}", table, [column])


def _create(name: str, *columns: sa.Column[Any], rowid: bool = True) -> None:
    op.create_table(name, *columns, sqlite_strict=True, sqlite_with_rowid=rowid)


# A table whose checks change is made anew; renaming it into place would write its name otherwise than a new record has.
_JUDGEMENT = (
    "CREATE TEMP TABLE judgement_kept_rows AS SELECT * FROM judgement",
    "DROP TABLE judgement",
    """CREATE TABLE judgement (
	id INTEGER NOT NULL,
	target TEXT NOT NULL,
	verdict TEXT NOT NULL,
	change TEXT NOT NULL,
	who TEXT NOT NULL,
	note TEXT NOT NULL,
	at TEXT NOT NULL,
	snapshot TEXT NOT NULL,
	undone_at TEXT,
	state TEXT NOT NULL,
	statement INTEGER,
	document INTEGER,
	PRIMARY KEY (id),
	CHECK (verdict in ('accept', 'reject', 'correct', 'merge', 'split', 'rename')),
	CHECK (state in ('attached', 'moved', 'orphaned')),
	FOREIGN KEY(statement) REFERENCES statement (n),
	FOREIGN KEY(document) REFERENCES document (n)
)
 STRICT""",
    "INSERT INTO judgement SELECT * FROM temp.judgement_kept_rows",
    "DROP TABLE temp.judgement_kept_rows",
    "CREATE INDEX judgement_document ON judgement (document)",
    "CREATE INDEX judgement_statement ON judgement (statement)",
    "CREATE TRIGGER judgement_kept BEFORE DELETE ON judgement BEGIN"
    " SELECT RAISE(ABORT, 'judgements are never deleted: undo them'); END",
    "CREATE TRIGGER judgement_fixed BEFORE UPDATE OF"
    " id, target, verdict, change, who, note, at, snapshot ON judgement BEGIN"
    " SELECT RAISE(ABORT, 'judgements are never rewritten: undo them and judge again'); END",
)
