"""The first tables. This file never changes: it is what records of version 0001 hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _tables()
    _indexes()
    if op.get_bind().dialect.name == "sqlite":
        for command in SQLITE_ONLY:
            op.execute(command)


def _tables() -> None:
    op.create_table(
        "actor",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("given_name", sa.Text, nullable=False),
        sa.Column("given_kind", sa.Text, nullable=False),
        sa.Column("known", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("fold", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("shown", sa.Integer, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("started", sa.Text, nullable=False),
        sa.Column("finished", sa.Text),
        sa.Column("project_sha", sa.Text, nullable=False),
        sa.Column("versions", sa.Text, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.Column("seconds", sa.REAL),
        sqlite_strict=True,
    )
    op.create_table(
        "actor_name",
        sa.Column("actor", sa.Integer, sa.ForeignKey("actor.n"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("fold", sa.Text, nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("location", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("outlet", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("byline", sa.Text),
        sa.Column("dateline", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("published_at", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("encoding", sa.Text),
        sa.Column("text_sha", sa.Text, nullable=False),
        sa.Column("raw_sha", sa.Text, nullable=False),
        sa.Column("run", sa.Integer, sa.ForeignKey("run.id"), nullable=False),
        sa.Column("superseded_by", sa.Integer, sa.ForeignKey("document.n")),
        sa.Column("parts", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "rejected",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("location", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("raw_sha", sa.Text, nullable=False),
        sa.Column("run", sa.Integer, sa.ForeignKey("run.id"), nullable=False),
        sa.UniqueConstraint("location", "file"),
        sqlite_strict=True,
    )
    op.create_table(
        "entity",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("document", sa.Integer, sa.ForeignKey("document.n"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "source",
        sa.Column("location", sa.Text, primary_key=True),
        sa.Column("document", sa.Integer, sa.ForeignKey("document.n"), nullable=False),
        sa.Column("raw_sha", sa.Text, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "link",
        sa.Column("entity", sa.Integer, sa.ForeignKey("entity.n"), primary_key=True),
        sa.Column("actor", sa.Integer, sa.ForeignKey("actor.n"), nullable=False),
        sa.Column("score", sa.REAL, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "mention",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("document", sa.Integer, sa.ForeignKey("document.n"), nullable=False),
        sa.Column("entity", sa.Integer, sa.ForeignKey("entity.n")),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("score", sa.REAL, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "role",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("document", sa.Integer, sa.ForeignKey("document.n"), nullable=False),
        sa.Column("entity", sa.Integer, sa.ForeignKey("entity.n"), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("org", sa.Text),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("since", sa.Text),
        sa.Column("until", sa.Text),
        sa.Column("by", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "statement",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("document", sa.Integer, sa.ForeignKey("document.n"), nullable=False),
        sa.Column("speaker", sa.Integer, sa.ForeignKey("entity.n")),
        sa.Column("addressee", sa.Integer, sa.ForeignKey("entity.n")),
        sa.Column("via", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("day", sa.Text),
        sa.Column("said_since", sa.Text),
        sa.Column("said_until", sa.Text),
        sa.Column("said_text", sa.Text),
        sa.Column("within", sa.Text),
        sa.Column("score", sa.REAL, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("source_at", sa.Text, nullable=False),
        sa.Column("cue_at", sa.Text, nullable=False),
        sa.Column("content_at", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("cue", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("snapshot", sa.Text, nullable=False),
        sa.Column("undone_at", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("statement", sa.Integer, sa.ForeignKey("statement.n")),
        sa.Column("document", sa.Integer, sa.ForeignKey("document.n"), nullable=False),
        sa.CheckConstraint("verdict in ('accept', 'reject', 'correct')"),
        sa.CheckConstraint("state in ('attached', 'moved', 'orphaned')"),
        sqlite_strict=True,
    )
    op.create_table(
        "via",
        sa.Column("statement", sa.Integer, sa.ForeignKey("statement.n"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("entity", sa.Integer, sa.ForeignKey("entity.n"), nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "standing",
        sa.Column("statement", sa.Integer, sa.ForeignKey("statement.n"), primary_key=True),
        sa.Column("judgement", sa.Integer, sa.ForeignKey("judgement.id"), nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("speaker", sa.Integer, sa.ForeignKey("actor.n")),
        sqlite_strict=True,
    )


def _indexes() -> None:
    op.create_index("actor_fold", "actor", ["fold"])
    op.create_index("actor_key", "actor", ["key"])
    op.create_index("actor_name_fold", "actor_name", ["fold"])
    op.create_index("document_file", "document", ["file"])
    op.create_index("document_outlet", "document", ["outlet"])
    op.create_index(
        "document_superseded_by", "document", ["superseded_by"], sqlite_where=sa.text("superseded_by IS NOT NULL")
    )
    op.create_index("entity_document", "entity", ["document"])
    op.create_index("source_document", "source", ["document"])
    op.create_index("link_actor", "link", ["actor"])
    op.create_index("mention_document", "mention", ["document"])
    op.create_index("mention_entity", "mention", ["entity"])
    op.create_index("role_document", "role", ["document"])
    op.create_index("role_entity", "role", ["entity"])
    op.create_index("statement_day", "statement", ["day"])
    op.create_index("statement_document", "statement", ["document"])
    op.create_index("statement_speaker", "statement", ["speaker"])
    op.create_index("judgement_document", "judgement", ["document"])
    op.create_index("judgement_statement", "judgement", ["statement"])
    op.create_index("standing_speaker", "standing", ["speaker"])


_NEW_DOCUMENT = "INSERT INTO document_fts(rowid, title, text) VALUES (new.n, new.title, new.text)"
_DOCUMENT_GONE = (
    "INSERT INTO document_fts(document_fts, rowid, title, text) VALUES ('delete', old.n, old.title, old.text)"
)
_STATEMENTS_OF = "SELECT n, content, source FROM statement WHERE document = new.n"
_STATEMENTS_GONE = (
    "INSERT INTO statement_fts(statement_fts, rowid, content, source)"
    " SELECT 'delete', n, content, source FROM statement WHERE document = new.n"
)
_TOKENIZE = "tokenize = 'unicode61 remove_diacritics 2'"

# Search covers current versions only: the index is built over views of them, and a document leaves the
# index when it is superseded and comes back when it is current again.
SQLITE_ONLY = (
    "CREATE VIEW current_document AS SELECT n, title, text FROM document WHERE superseded_by IS NULL",
    "CREATE VIEW current_statement AS SELECT s.n AS n, s.content AS content, s.source AS source"
    " FROM statement s JOIN document d ON d.n = s.document WHERE d.superseded_by IS NULL",
    "CREATE VIRTUAL TABLE document_fts USING fts5("
    f"title, text, content = 'current_document', content_rowid = 'n', {_TOKENIZE})",
    "CREATE VIRTUAL TABLE statement_fts USING fts5("
    f"content, source, content = 'current_statement', content_rowid = 'n', {_TOKENIZE})",
    f"CREATE TRIGGER document_added AFTER INSERT ON document BEGIN {_NEW_DOCUMENT}; END",
    "CREATE TRIGGER statement_added AFTER INSERT ON statement BEGIN"
    " INSERT INTO statement_fts(rowid, content, source) VALUES (new.n, new.content, new.source); END",
    "CREATE TRIGGER document_superseded AFTER UPDATE OF superseded_by ON document"
    " WHEN old.superseded_by IS NULL AND new.superseded_by IS NOT NULL BEGIN"
    f" {_DOCUMENT_GONE};"
    f" {_STATEMENTS_GONE}; END",
    "CREATE TRIGGER document_current_again AFTER UPDATE OF superseded_by ON document"
    " WHEN old.superseded_by IS NOT NULL AND new.superseded_by IS NULL BEGIN"
    f" {_NEW_DOCUMENT}; INSERT INTO statement_fts(rowid, content, source) {_STATEMENTS_OF}; END",
    # The log is append-only for every program that opens the file, not just for this one.
    "CREATE TRIGGER judgement_kept BEFORE DELETE ON judgement BEGIN"
    " SELECT RAISE(ABORT, 'judgements are never deleted: undo them'); END",
    "CREATE TRIGGER judgement_fixed BEFORE UPDATE OF"
    " id, target, verdict, change, who, note, at, snapshot ON judgement BEGIN"
    " SELECT RAISE(ABORT, 'judgements are never rewritten: undo them and judge again'); END",
)
