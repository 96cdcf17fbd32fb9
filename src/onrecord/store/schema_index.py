"""What only SQLite's own words can say: the full-text index with the triggers that keep it, and the log's locks.

The views and what the log is told are PostgreSQL's too (`schema_server`).
"""

from __future__ import annotations

_NEW_DOCUMENT = "INSERT INTO document_fts(rowid, title, text) VALUES (new.n, new.title, new.text)"
_DOCUMENT_GONE = (
    "INSERT INTO document_fts(document_fts, rowid, title, text) VALUES ('delete', old.n, old.title, old.text)"
)
_STATEMENTS_OF = "SELECT n, content, source FROM statement WHERE document = new.n"
_STATEMENTS_GONE = (
    "INSERT INTO statement_fts(statement_fts, rowid, content, source)"
    " SELECT 'delete', n, content, source FROM statement WHERE document = new.n"
)
KEPT = "judgements are never deleted: undo them"
FIXED = "judgements are never rewritten: undo them and judge again"
NEVER_CHANGED = "id, target, verdict, change, who, note, at, snapshot, issue, score, by, role, bulk"
TOKENIZE = "tokenize = 'unicode61 remove_diacritics 2'"

# Search covers current versions only: the index is built over views of them, and a document leaves the
# index when it is superseded and comes back when it is current again.
VIEWS = (
    "CREATE VIEW current_document AS SELECT n, title, text FROM document WHERE superseded_by IS NULL",
    "CREATE VIEW current_statement AS SELECT s.n AS n, s.content AS content, s.source AS source"
    " FROM statement s JOIN document d ON d.n = s.document WHERE d.superseded_by IS NULL",
)
SQLITE_ONLY = (
    *VIEWS,
    "CREATE VIRTUAL TABLE document_fts USING fts5("
    f"title, text, content = 'current_document', content_rowid = 'n', {TOKENIZE})",
    "CREATE VIRTUAL TABLE statement_fts USING fts5("
    f"content, source, content = 'current_statement', content_rowid = 'n', {TOKENIZE})",
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
    f"CREATE TRIGGER judgement_kept BEFORE DELETE ON judgement BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
    f"CREATE TRIGGER judgement_fixed BEFORE UPDATE OF {NEVER_CHANGED} ON judgement BEGIN"
    f" SELECT RAISE(ABORT, '{FIXED}'); END",
)
