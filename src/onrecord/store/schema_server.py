"""What only PostgreSQL's own words can say: the full-text index, the list of rows it still lacks, the log's locks.

The index of a kind of row is a table beside it (`document_fts`): for each text the words as a `tsvector`, by which rows
are found, and the words in their order, by which phrases are. The words are those of SQLite's tokenizer (`words_of`),
so a record finds the same rows wherever it is kept. They are made by this program and not by the server, when a
writer is done (`fulltext.index`); until then triggers list what came in (`unindexed`). What is too long for a
`tsvector` has none and is looked at word by word.
"""

from __future__ import annotations

import sqlalchemy as sa

from onrecord.store.schema_events import VIEW
from onrecord.store.schema_index import FIXED, KEPT, NEVER_CHANGED, VIEWS

INDEXED = {  # index: (the rows that it is of, their texts in the order of the index)
    "document_fts": ("document", ("title", "text")),
    "statement_fts": ("statement", ("content", "source")),
    "event_fts": ("event", ("evidence",)),
}
MARK = "OnRecord record"  # the comment on alembic_version that tells a record from any other database

# Defined before the tables, whose numbers begin with it. A writer holds the record's lock, so nobody else counts.
NEXT = (
    "CREATE FUNCTION next_number(of text, is_called text) RETURNS bigint LANGUAGE plpgsql AS $$ "
    "DECLARE n bigint; BEGIN EXECUTE format('SELECT coalesce(max(%I), 0) + 1 FROM %I', is_called, of) INTO n; "
    "RETURN n; END $$"
)


def commands() -> list[str]:
    """All that is made after the tables, in order."""
    made = [*VIEWS, VIEW, "CREATE TABLE unindexed (index text NOT NULL, n bigint NOT NULL)"]
    for index, (table, texts) in INDEXED.items():
        columns = ", ".join(f'"{t}" tsvector, {t}_words text NOT NULL' for t in texts)
        quoted = ", ".join(f'"{t}"' for t in texts)
        made += [
            f"CREATE TABLE {index} (n bigint PRIMARY KEY REFERENCES {table} (n) ON DELETE CASCADE,"
            f" {columns}, size bigint NOT NULL)",
            f"CREATE INDEX {index}_found ON {index} USING gin ({quoted})",
            *(f'CREATE INDEX {index}_long_{t} ON {index} (n) WHERE "{t}" IS NULL' for t in texts),
            f"CREATE FUNCTION {table}_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"  # noqa: S608 - our names
            f" INSERT INTO unindexed SELECT '{index}', n FROM added; RETURN NULL; END $$",
            f"CREATE TRIGGER {table}_added AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_added()",
        ]
    return [*made, *_OUTDATED, *_LOG, f"COMMENT ON TABLE alembic_version IS '{MARK}'"]


_OF_DOCUMENT = " UNION ALL ".join(
    f"SELECT '{index}', n FROM {table} WHERE {'n' if table == 'document' else 'document'} = new.n"  # noqa: S608 - our names
    for index, (table, _) in INDEXED.items()
)
_DOCUMENT_OUT = " ".join(
    f"DELETE FROM {index} i USING {table} r WHERE i.n = r.n"  # noqa: S608 - our names
    f" AND r.{'n' if table == 'document' else 'document'} = new.n;"
    for index, (table, _) in INDEXED.items()
)
_OUTDATED = (
    # a document leaves the index when it is superseded and comes back when it is current again
    "CREATE FUNCTION document_superseded() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    f" {_DOCUMENT_OUT} IF new.superseded_by IS NULL THEN INSERT INTO unindexed {_OF_DOCUMENT}; END IF;"
    " RETURN NULL; END $$",
    "CREATE TRIGGER document_superseded AFTER UPDATE OF superseded_by ON document FOR EACH ROW"
    " WHEN ((old.superseded_by IS NULL) IS DISTINCT FROM (new.superseded_by IS NULL))"
    " EXECUTE FUNCTION document_superseded()",
    "CREATE FUNCTION document_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " DELETE FROM document_fts WHERE n = new.n; INSERT INTO unindexed VALUES ('document_fts', new.n);"
    " RETURN NULL; END $$",
    "CREATE TRIGGER document_rewritten AFTER UPDATE OF title, text ON document FOR EACH ROW"
    " WHEN (old.title IS DISTINCT FROM new.title OR old.text IS DISTINCT FROM new.text)"
    " EXECUTE FUNCTION document_rewritten()",
)
_LOG = (
    f"CREATE FUNCTION judgement_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{KEPT}'; END $$",
    "CREATE TRIGGER judgement_kept BEFORE DELETE ON judgement FOR EACH ROW EXECUTE FUNCTION judgement_kept()",
    "CREATE TRIGGER judgement_emptied BEFORE TRUNCATE ON judgement FOR EACH STATEMENT"
    " EXECUTE FUNCTION judgement_kept()",
    f"CREATE FUNCTION judgement_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{FIXED}'; END $$",
    f"CREATE TRIGGER judgement_fixed BEFORE UPDATE OF {NEVER_CHANGED} ON judgement FOR EACH ROW"
    " EXECUTE FUNCTION judgement_fixed()",
)


def drop_all() -> list[str]:
    """What takes away all but the tables of a record and the function that they number their rows by."""
    gone = [f"DROP TABLE {index}" for index in INDEXED]
    gone += [f"DROP VIEW current_{table}" for table, _ in INDEXED.values()]
    gone += [f"DROP FUNCTION {table}_added CASCADE" for table, _ in INDEXED.values()]
    own = ("document_superseded", "document_rewritten", "judgement_kept", "judgement_fixed")
    return [*gone, "DROP TABLE unindexed", *(f"DROP FUNCTION {name} CASCADE" for name in own)]


def prepare(conn: sa.Connection) -> None:
    """What the tables need to be there before them."""
    conn.exec_driver_sql(NEXT)


def finish(conn: sa.Connection) -> None:
    """The index, the triggers and the mark, once the tables are there."""
    for command in commands():
        conn.exec_driver_sql(command)


__all__ = ["INDEXED", "MARK", "drop_all", "finish", "prepare"]
