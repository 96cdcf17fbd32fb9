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
from sqlalchemy import Column, ForeignKey, Integer, Text

from onrecord.store import (
    columns,
    schema_audits,
    schema_dna,
    schema_events,
    schema_index,
    schema_positions,
    schema_reprints,
    schema_review,
    schema_server,
    schema_sources,
    schema_stories,
    schema_tellings,
)
from onrecord.store.columns import metadata

APPLICATION_ID = 0x4F6E5263  # "OnRc": tells a record from any other SQLite file
HEAD = "0014"  # the newest version in migrations/versions; a test keeps the two equal
JOIN = " ... "

version = columns.table("alembic_version", Column("version_num", Text, primary_key=True))

# One row: a word that every change of the record replaces (`state`).
state = columns.table("state", columns.key(), columns.text("word"))

run = columns.table(
    "run",
    Column("id", Integer, primary_key=True),
    columns.text("started"),
    Column("finished", Text),
    columns.text("project_sha"),
    columns.text("versions"),
    columns.text("counts"),
    Column("seconds", sa.REAL),
)

document = columns.table(
    "document",
    columns.key(),
    Column("id", Text, nullable=False, unique=True),
    columns.text("key"),
    columns.text("location"),
    Column("file", Text, nullable=False, index=True),
    columns.text("format"),
    Column("url", Text, index=True),
    Column("outlet", Text, index=True),
    Column("title", Text),
    Column("byline", Text),
    Column("dateline", Text),
    Column("published", Text),
    Column("published_at", Text),
    Column("language", Text),
    Column("encoding", Text),
    columns.text("text_sha"),
    columns.text("raw_sha"),
    columns.to("run", "run"),
    Column("superseded_by", Integer, ForeignKey("document.n")),
    columns.text("parts"),
    columns.text("evidence"),
    columns.text("text"),  # last: long texts overflow, and columns before them are read without them
)

# Partial: nearly all documents are current, and no query should be led to walk them by this.
_superseded = document.c.superseded_by.is_not(None)
sa.Index("document_superseded_by", document.c.superseded_by, sqlite_where=_superseded, postgresql_where=_superseded)

# Which document lies at a place on the user's machine now; two places may hold the same one.
source = columns.table(
    "source",
    Column("location", Text, primary_key=True),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("raw_sha", Text, nullable=False, index=True),
    with_rowid=False,
)

# Articles that a person took out. Such a document supersedes itself, which takes it out of every question
# and of the index; it lies nowhere (no row of source), so adding its file again reads it and brings it back.
removed = columns.table(
    "removed",
    columns.to("document", "document", primary_key=True),
    columns.text("who"),
    columns.text("at"),
)

rejected = columns.table(
    "rejected",
    columns.key(),
    columns.text("location"),
    columns.text("file"),
    columns.text("reason"),
    columns.text("detail"),
    columns.text("raw_sha"),
    columns.to("run", "run"),
    sa.UniqueConstraint("location", "file"),
)

entity = columns.table(
    "entity",
    columns.key(),
    columns.text("id"),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    columns.text("name"),
    columns.text("key"),
    columns.text("kind"),
)

mention = columns.table(
    "mention",
    columns.key(),
    columns.text("id"),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("entity", Integer, ForeignKey("entity.n"), index=True),
    columns.text("kind"),
    columns.number("start"),
    columns.number("end"),
    columns.text("text"),
    Column("score", sa.REAL, nullable=False),
    columns.text("why"),
    columns.text("by"),
)

role = columns.table(
    "role",
    columns.key(),
    columns.text("id"),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("entity", Integer, ForeignKey("entity.n"), nullable=False, index=True),
    columns.text("title"),
    Column("org", Text),
    columns.number("start"),
    columns.number("end"),
    columns.text("text"),
    Column("since", Text),
    Column("until", Text),
    columns.text("by"),
    Column("score", sa.REAL, nullable=False, server_default=sa.text("1.0")),
    Column("why", Text, nullable=False, server_default=""),
)

# What one body is to another, as an article says it.
relation = columns.table(
    "relation",
    columns.key(),
    columns.text("id"),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("subject", Integer, ForeignKey("entity.n"), nullable=False, index=True),
    columns.text("kind"),
    Column("object", Integer, ForeignKey("entity.n"), nullable=False, index=True),
    columns.number("start"),
    columns.number("end"),
    columns.text("text"),
    Column("since", Text),
    Column("until", Text),
    columns.text("by"),
    Column("score", sa.REAL, nullable=False),
    columns.text("why"),
)

# Second names that articles give their entities: "X (ABC)", "X, formerly Y". `key` is that of the second name.
alias = columns.table(
    "alias",
    columns.key(),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("entity", Integer, ForeignKey("entity.n"), nullable=False, index=True),
    Column("key", Text, nullable=False, index=True),
    columns.number("start"),
    columns.number("end"),
    columns.text("text"),
    columns.text("why"),
)

statement = columns.table(
    "statement",
    columns.key(),
    Column("id", Text, nullable=False, unique=True),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("speaker", Integer, ForeignKey("entity.n"), index=True),
    Column("addressee", Integer, ForeignKey("entity.n"), index=True),
    columns.number("via"),  # how many relayed it: rows of table via
    columns.text("kind"),
    columns.text("act"),
    Column("day", Text, index=True),  # said_since, or the day of publication: what is sorted and filtered by
    Column("said_since", Text),
    Column("said_until", Text),
    Column("said_text", Text),
    Column("within", Text),
    Column("score", sa.REAL, nullable=False, index=True),
    columns.text("why"),
    columns.text("by"),
    columns.number("start"),  # where it stands in the article: start of its first content piece
    columns.text("source_at"),
    columns.text("cue_at"),
    columns.text("content_at"),
    columns.text("source"),
    columns.text("cue"),
    columns.text("content"),
)

via = columns.table(
    "via",
    columns.to("statement", "statement", primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("entity", Integer, ForeignKey("entity.n"), nullable=False, index=True),
    with_rowid=False,
)

# A row is one name over the record (a node of the clustering, whose id hashes its key). Nodes that are one
# actor have one `root` among them, which carries the actor's name, kind and id; the others are absorbed.
actor = columns.table(
    "actor",
    columns.key(),
    Column("id", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False, index=True),
    columns.text("given_name"),  # as the project or a reviewer named it
    columns.text("given_kind"),
    columns.number("known"),  # 1: the project names it
    columns.text("name"),  # from here on derived: see naming.py
    Column("fold", Text, nullable=False, index=True),
    columns.text("kind"),
    columns.number("shown"),
    Column("root", Integer, nullable=False, server_default=sa.text("0"), index=True),
    Column("sides", Text, nullable=False, server_default=""),  # how its namesakes are divided (actors.cluster_sides)
    Column("traits", Text, nullable=False, server_default=""),  # what it is compared by; "" where no article prints it
)

link = columns.table(
    "link",
    columns.to("entity", "entity", primary_key=True),
    Column("actor", Integer, ForeignKey("actor.n"), nullable=False, index=True),
    Column("score", sa.REAL, nullable=False),
    columns.text("why"),
    columns.text("by"),
    Column("sort", Text, nullable=False, server_default=""),  # man, woman, body: what the article tells of the entity
)

# How many current documents print an actor by a name: counted on and off as documents come and go, so
# that an actor's name does not depend on the order they came in, and no batch counts the corpus again.
actor_name = columns.table(
    "actor_name",
    columns.to("actor", "actor", primary_key=True),
    Column("name", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("fold", Text, nullable=False, index=True),
    columns.number("documents"),
    with_rowid=False,
)

# The same count of what articles tell of a name: sort, title, org.
actor_fact = columns.table(
    "actor_fact",
    columns.to("actor", "actor", primary_key=True),
    Column("what", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    columns.number("documents"),
    with_rowid=False,
)

# The keys under which names that may be one actor are found.
block = columns.table(
    "block",
    Column("key", Text, primary_key=True),
    Column("actor", Integer, ForeignKey("actor.n"), primary_key=True, index=True),
    with_rowid=False,
)

# Pairs of names that may be one actor, those too unsure to be joined included. `alias`: 1 where articles say so.
likeness = columns.table(
    "likeness",
    Column("a", Integer, ForeignKey("actor.n"), primary_key=True),
    Column("b", Integer, ForeignKey("actor.n"), primary_key=True, index=True),
    Column("alias", Integer, primary_key=True),
    Column("score", sa.REAL, nullable=False),
    columns.text("why"),
    columns.number("documents"),
    with_rowid=False,
)

# The pairs that made actors of names: a tree over the nodes of each actor.
joined = columns.table(
    "joined",
    Column("a", Integer, ForeignKey("actor.n"), primary_key=True),
    Column("b", Integer, ForeignKey("actor.n"), primary_key=True, index=True),
    Column("score", sa.REAL, nullable=False),
    columns.text("why"),
    with_rowid=False,
)

# Verdicts on statements and events stand on one; those on actors (merge, split, rename) on names, wherever printed;
# those on positions on the statement that takes it (`side_of`) and the name of the issue.
judgement = columns.table(
    "judgement",
    Column("id", Integer, primary_key=True),
    columns.text("target"),
    sa.CheckConstraint("verdict in ('accept', 'reject', 'correct', 'unsure', 'add', 'merge', 'split', 'rename')"),
    columns.text("verdict"),
    columns.text("change"),
    columns.text("who"),
    columns.text("note"),
    columns.text("at"),
    columns.text("snapshot"),
    # below: what may change after the line was written
    Column("undone_at", Text),
    sa.CheckConstraint("state in ('attached', 'moved', 'orphaned')"),
    columns.text("state"),
    Column("statement", Integer, ForeignKey("statement.n"), index=True),
    Column("document", Integer, ForeignKey("document.n"), index=True),
    Column("event", Integer, ForeignKey("event.n"), index=True),
    Column("side_of", Integer, ForeignKey("statement.n"), index=True),
    # from here on again what never changes: the machine's score then and by what, "adjudication", the number of a bulk
    Column("issue", Text),
    Column("score", sa.REAL),
    Column("by", Text),
    Column("role", Text),
    Column("bulk", Integer, index=True),
)

# Entities that are posts ("the energy minister"), under each noun that heads one: whom they may be is looked for
# among the claims of that noun, the roles that articles give people.
post = columns.table(
    "post",
    Column("noun", Text, primary_key=True),
    Column("entity", Integer, ForeignKey("entity.n"), primary_key=True, index=True),
    with_rowid=False,
)

claim = columns.table(
    "claim",
    Column("noun", Text, primary_key=True),
    Column("role", Integer, ForeignKey("role.n"), primary_key=True, index=True),
    with_rowid=False,
)

# The judgement that stands for a statement: derived from the log, kept so that queries join one row.
standing = columns.table(
    "standing",
    columns.to("statement", "statement", primary_key=True),
    columns.to("judgement", "judgement"),
    columns.text("verdict"),
    Column("speaker", Integer, ForeignKey("actor.n"), index=True),
)

# Tables with a file of their own: what was fetched, kept and wanted; what documents share; what happened; stories;
# positions; what judgements made; audits; what was coded in DNA, and judged in other records.
wanted, raw, raw_offset = schema_sources.wanted, schema_sources.raw, schema_sources.raw_offset
fetched, feed = schema_sources.fetched, schema_sources.feed
fingerprint, passage = schema_reprints.fingerprint, schema_reprints.passage
reprint = schema_reprints.reprint
same, wording, telling = schema_tellings.same, schema_tellings.wording, schema_tellings.telling
event, event_participant, event_copy = schema_events.event, schema_events.event_participant, schema_events.event_copy
event_standing, event_credit = schema_events.event_standing, schema_events.event_credit
story, story_document, story_link = schema_stories.story, schema_stories.story_document, schema_stories.story_link
storyline, story_state = schema_stories.storyline, schema_stories.story_state
condition, issue, issue_head = schema_positions.condition, schema_positions.issue, schema_positions.issue_head
position, position_read = schema_positions.position, schema_positions.position_read
position_standing = schema_positions.position_standing
handmade, learnt = schema_review.handmade, schema_review.learnt
audit, audit_item = schema_audits.audit, schema_audits.audit_item
dna_file, dna_row, dna_document = schema_dna.dna_file, schema_dna.dna_row, schema_dna.dna_document
dna_coding, merged = schema_dna.dna_coding, schema_dna.merged


def create_tables(connection: sa.Connection) -> None:
    """Make a new record's tables, stamped as `HEAD`. Equal to running every migration; a test compares the two."""
    server = connection.dialect.name != "sqlite"
    if server:
        schema_server.prepare(connection)
    metadata.create_all(connection)
    if server:
        schema_server.finish(connection)
    else:
        for command in (*schema_index.SQLITE_ONLY, *schema_events.SQLITE_ONLY):
            connection.exec_driver_sql(command)
    connection.execute(sa.insert(version).values(version_num=HEAD))
