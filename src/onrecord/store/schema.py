"""The tables of a record, and the number of this form of them.

Rows are joined by whole numbers `n` (small, in order of arrival, so that appending stays local in the
file); `id` is the name the world sees. Days and times are ISO text, lists are JSON text, and every
table is STRICT, so that a file says the same in every program that opens it.

A text in several pieces (a quotation broken by its speaker) is stored as one text, its pieces joined
by `JOIN`, with their offsets beside it: `content` and `content_at`. Piece lengths are in the offsets,
so the exact pieces come back whatever they hold.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Text
from sqlalchemy.sql.schema import SchemaItem

APPLICATION_ID = 0x4F6E5263  # "OnRc": tells a record from any other SQLite file
HEAD = "0005"  # the newest version in migrations/versions; a test keeps the two equal
JOIN = " ... "

metadata = MetaData(naming_convention={"ix": "%(table_name)s_%(column_0_N_name)s"})


def _table(name: str, *items: SchemaItem, with_rowid: bool = True) -> sa.Table:
    return sa.Table(name, metadata, *items, sqlite_strict=True, sqlite_with_rowid=with_rowid)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _key() -> Column[int]:
    return Column("n", Integer, primary_key=True)


def _to(name: str, table: str, *, optional: bool = False, primary_key: bool = False) -> Column[int]:
    target = ForeignKey(f"{table}.{'id' if table in ('run', 'judgement') else 'n'}")
    return Column(name, Integer, target, nullable=optional, primary_key=primary_key)


version = _table("alembic_version", Column("version_num", Text, primary_key=True))

run = _table(
    "run",
    Column("id", Integer, primary_key=True),
    _text("started"),
    Column("finished", Text),
    _text("project_sha"),
    _text("versions"),
    _text("counts"),
    Column("seconds", sa.REAL),
)

document = _table(
    "document",
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _text("key"),
    _text("location"),
    Column("file", Text, nullable=False, index=True),
    _text("format"),
    Column("url", Text),
    Column("outlet", Text, index=True),
    Column("title", Text),
    Column("byline", Text),
    Column("dateline", Text),
    Column("published", Text),
    Column("published_at", Text),
    Column("language", Text),
    Column("encoding", Text),
    _text("text_sha"),
    _text("raw_sha"),
    _to("run", "run"),
    Column("superseded_by", Integer, ForeignKey("document.n")),
    _text("parts"),
    _text("evidence"),
    _text("text"),  # last: long texts overflow, and columns before them are read without them
)

# Partial: nearly all documents are current, and no query should be led to walk them by this.
sa.Index("document_superseded_by", document.c.superseded_by, sqlite_where=document.c.superseded_by.is_not(None))

# Which document lies at a place on the user's machine now; two places may hold the same one.
source = _table(
    "source",
    Column("location", Text, primary_key=True),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("raw_sha", Text, nullable=False, index=True),
    with_rowid=False,
)

# Articles that a person took out. Such a document supersedes itself, which takes it out of every question
# and of the index; it lies nowhere (no row of source), so adding its file again reads it and brings it back.
removed = _table(
    "removed",
    _to("document", "document", primary_key=True),
    _text("who"),
    _text("at"),
)

rejected = _table(
    "rejected",
    _key(),
    _text("location"),
    _text("file"),
    _text("reason"),
    _text("detail"),
    _text("raw_sha"),
    _to("run", "run"),
    sa.UniqueConstraint("location", "file"),
)

entity = _table(
    "entity",
    _key(),
    _text("id"),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    _text("name"),
    _text("key"),
    _text("kind"),
)

mention = _table(
    "mention",
    _key(),
    _text("id"),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("entity", Integer, ForeignKey("entity.n"), index=True),
    _text("kind"),
    _number("start"),
    _number("end"),
    _text("text"),
    Column("score", sa.REAL, nullable=False),
    _text("why"),
    _text("by"),
)

role = _table(
    "role",
    _key(),
    _text("id"),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("entity", Integer, ForeignKey("entity.n"), nullable=False, index=True),
    _text("title"),
    Column("org", Text),
    _number("start"),
    _number("end"),
    _text("text"),
    Column("since", Text),
    Column("until", Text),
    _text("by"),
    Column("score", sa.REAL, nullable=False, server_default=sa.text("1.0")),
    Column("why", Text, nullable=False, server_default=""),
)

# What one body is to another, as an article says it.
relation = _table(
    "relation",
    _key(),
    _text("id"),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("subject", Integer, ForeignKey("entity.n"), nullable=False, index=True),
    _text("kind"),
    Column("object", Integer, ForeignKey("entity.n"), nullable=False, index=True),
    _number("start"),
    _number("end"),
    _text("text"),
    Column("since", Text),
    Column("until", Text),
    _text("by"),
    Column("score", sa.REAL, nullable=False),
    _text("why"),
)

# Second names that articles give their entities: "X (ABC)", "X, formerly Y". `key` is that of the second name.
alias = _table(
    "alias",
    _key(),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("entity", Integer, ForeignKey("entity.n"), nullable=False, index=True),
    Column("key", Text, nullable=False, index=True),
    _number("start"),
    _number("end"),
    _text("text"),
    _text("why"),
)

statement = _table(
    "statement",
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("speaker", Integer, ForeignKey("entity.n"), index=True),
    Column("addressee", Integer, ForeignKey("entity.n"), index=True),
    _number("via"),  # how many relayed it: rows of table via
    _text("kind"),
    _text("act"),
    Column("day", Text, index=True),  # said_since, or the day of publication: what is sorted and filtered by
    Column("said_since", Text),
    Column("said_until", Text),
    Column("said_text", Text),
    Column("within", Text),
    Column("score", sa.REAL, nullable=False),
    _text("why"),
    _text("by"),
    _number("start"),  # where it stands in the article: start of its first content piece
    _text("source_at"),
    _text("cue_at"),
    _text("content_at"),
    _text("source"),
    _text("cue"),
    _text("content"),
)

via = _table(
    "via",
    _to("statement", "statement", primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("entity", Integer, ForeignKey("entity.n"), nullable=False, index=True),
    with_rowid=False,
)

# A row is one name over the record (a node of the clustering, whose id hashes its key). Nodes that are one
# actor have one `root` among them, which carries the actor's name, kind and id; the others are absorbed.
actor = _table(
    "actor",
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False, index=True),
    _text("given_name"),  # as the project or a reviewer named it
    _text("given_kind"),
    _number("known"),  # 1: the project names it
    _text("name"),  # from here on derived: see naming.py
    Column("fold", Text, nullable=False, index=True),
    _text("kind"),
    _number("shown"),
    Column("root", Integer, nullable=False, server_default=sa.text("0"), index=True),
    Column("sides", Text, nullable=False, server_default=""),  # how its namesakes are divided (actors.cluster_sides)
    Column("traits", Text, nullable=False, server_default=""),  # what it is compared by; "" where no article prints it
)

link = _table(
    "link",
    _to("entity", "entity", primary_key=True),
    Column("actor", Integer, ForeignKey("actor.n"), nullable=False, index=True),
    Column("score", sa.REAL, nullable=False),
    _text("why"),
    _text("by"),
    Column("sort", Text, nullable=False, server_default=""),  # man, woman, body: what the article tells of the entity
)

# How many current documents print an actor by a name: counted on and off as documents come and go, so
# that an actor's name does not depend on the order they came in, and no batch counts the corpus again.
actor_name = _table(
    "actor_name",
    _to("actor", "actor", primary_key=True),
    Column("name", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("fold", Text, nullable=False, index=True),
    _number("documents"),
    with_rowid=False,
)

# The same count of what articles tell of a name: sort, title, org.
actor_fact = _table(
    "actor_fact",
    _to("actor", "actor", primary_key=True),
    Column("what", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    _number("documents"),
    with_rowid=False,
)

# The keys under which names that may be one actor are found.
block = _table(
    "block",
    Column("key", Text, primary_key=True),
    Column("actor", Integer, ForeignKey("actor.n"), primary_key=True, index=True),
    with_rowid=False,
)

# Pairs of names that may be one actor, those too unsure to be joined included. `alias`: 1 where articles say so.
likeness = _table(
    "likeness",
    Column("a", Integer, ForeignKey("actor.n"), primary_key=True),
    Column("b", Integer, ForeignKey("actor.n"), primary_key=True, index=True),
    Column("alias", Integer, primary_key=True),
    Column("score", sa.REAL, nullable=False),
    _text("why"),
    _number("documents"),
    with_rowid=False,
)

# The pairs that made actors of names: a tree over the nodes of each actor.
joined = _table(
    "joined",
    Column("a", Integer, ForeignKey("actor.n"), primary_key=True),
    Column("b", Integer, ForeignKey("actor.n"), primary_key=True, index=True),
    Column("score", sa.REAL, nullable=False),
    _text("why"),
    with_rowid=False,
)

# Verdicts on statements stand on one; those on actors (merge, split, rename) on names, wherever these are printed.
judgement = _table(
    "judgement",
    Column("id", Integer, primary_key=True),
    _text("target"),
    sa.CheckConstraint("verdict in ('accept', 'reject', 'correct', 'merge', 'split', 'rename')"),
    _text("verdict"),
    _text("change"),
    _text("who"),
    _text("note"),
    _text("at"),
    _text("snapshot"),
    # below: what may change after the line was written
    Column("undone_at", Text),
    sa.CheckConstraint("state in ('attached', 'moved', 'orphaned')"),
    _text("state"),
    Column("statement", Integer, ForeignKey("statement.n"), index=True),
    Column("document", Integer, ForeignKey("document.n"), index=True),
)

# Entities that are posts ("the energy minister"), under each noun that heads one: whom they may be is looked for
# among the claims of that noun, the roles that articles give people.
post = _table(
    "post",
    Column("noun", Text, primary_key=True),
    Column("entity", Integer, ForeignKey("entity.n"), primary_key=True, index=True),
    with_rowid=False,
)

claim = _table(
    "claim",
    Column("noun", Text, primary_key=True),
    Column("role", Integer, ForeignKey("role.n"), primary_key=True, index=True),
    with_rowid=False,
)

# The judgement that stands for a statement: derived from the log, kept so that queries join one row.
standing = _table(
    "standing",
    _to("statement", "statement", primary_key=True),
    _to("judgement", "judgement"),
    _text("verdict"),
    Column("speaker", Integer, ForeignKey("actor.n"), index=True),
)

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


def create_tables(connection: sa.Connection) -> None:
    """Make a new record's tables, stamped as `HEAD`. Equal to running every migration; a test compares the two."""
    metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        for command in SQLITE_ONLY:
            connection.exec_driver_sql(command)
    connection.execute(sa.insert(version).values(version_num=HEAD))
