"""Events: reports of them with who took part, which reports tell one event, and judgements on them."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    for command in (*_EVENTS, *_JUDGEMENT):
        op.execute(command)


_EVENTS = (
    "CREATE TABLE event (n INTEGER NOT NULL, id TEXT NOT NULL, document INTEGER NOT NULL, type TEXT NOT "
    "NULL, mode TEXT, status TEXT NOT NULL, contexts TEXT NOT NULL, day TEXT, since TEXT, until TEXT, "
    'when_text TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL, "trigger" TEXT NOT NULL, '
    "evidence_start INTEGER NOT NULL, evidence_end INTEGER NOT NULL, place TEXT, place_kind TEXT, country"
    " TEXT, latitude REAL, longitude REAL, place_start INTEGER, place_end INTEGER, place_text TEXT, "
    "place_score REAL, place_why TEXT, figures TEXT NOT NULL, act_of INTEGER, within INTEGER, score REAL "
    'NOT NULL, why TEXT NOT NULL, "by" TEXT NOT NULL, cluster INTEGER, cluster_score REAL, cluster_why '
    "TEXT, compared INTEGER, evidence TEXT NOT NULL, vector BLOB, PRIMARY KEY (n), UNIQUE (id), FOREIGN "
    "KEY(document) REFERENCES document (n), FOREIGN KEY(act_of) REFERENCES statement (n), FOREIGN "
    "KEY(within) REFERENCES statement (n), FOREIGN KEY(cluster) REFERENCES event (n)) STRICT",
    "CREATE INDEX event_act_of ON event (act_of)",
    "CREATE INDEX event_cluster ON event (cluster)",
    "CREATE INDEX event_country ON event (country)",
    "CREATE INDEX event_day ON event (day)",
    "CREATE INDEX event_document ON event (document)",
    "CREATE INDEX event_type ON event (type)",
    "CREATE INDEX event_within ON event (within)",
    "CREATE TABLE event_participant (event INTEGER NOT NULL, role TEXT NOT NULL, place INTEGER NOT NULL, "
    'entity INTEGER, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY '
    "(event, role, place), CHECK (role in ('actor', 'recipient')), FOREIGN KEY(event) REFERENCES event "
    "(n), FOREIGN KEY(entity) REFERENCES entity (n)) WITHOUT ROWID, STRICT",
    "CREATE INDEX event_participant_entity ON event_participant (entity)",
    "CREATE TABLE event_copy (a INTEGER NOT NULL, b INTEGER NOT NULL, likeness REAL NOT NULL, PRIMARY KEY"
    " (a, b), FOREIGN KEY(a) REFERENCES event (n), FOREIGN KEY(b) REFERENCES event (n)) WITHOUT ROWID, "
    "STRICT",
    "CREATE INDEX event_copy_b ON event_copy (b)",
    "CREATE TABLE event_standing (event INTEGER NOT NULL, judgement INTEGER NOT NULL, verdict TEXT NOT "
    "NULL, type TEXT, mode TEXT, status TEXT, day TEXT, since TEXT, until TEXT, actors INTEGER NOT NULL, "
    "recipients INTEGER NOT NULL, PRIMARY KEY (event), FOREIGN KEY(event) REFERENCES event (n), FOREIGN "
    "KEY(judgement) REFERENCES judgement (id)) STRICT",
    "CREATE TABLE event_credit (event INTEGER NOT NULL, role TEXT NOT NULL, place INTEGER NOT NULL, actor"
    " INTEGER NOT NULL, PRIMARY KEY (event, role, place), CHECK (role in ('actor', 'recipient')), FOREIGN"
    " KEY(event) REFERENCES event (n), FOREIGN KEY(actor) REFERENCES actor (n)) WITHOUT ROWID, STRICT",
    "CREATE INDEX event_credit_actor ON event_credit (actor)",
    "CREATE VIEW current_event AS SELECT e.n AS n, e.evidence AS evidence FROM event e JOIN document d ON"
    " d.n = e.document WHERE d.superseded_by IS NULL",
    "CREATE VIRTUAL TABLE event_fts USING fts5(evidence, content = 'current_event', content_rowid = 'n', "
    "tokenize = 'unicode61 remove_diacritics 2')",
    "CREATE TRIGGER event_added AFTER INSERT ON event BEGIN INSERT INTO event_fts(rowid, evidence) VALUES"
    " (new.n, new.evidence); END",
    "CREATE TRIGGER event_superseded AFTER UPDATE OF superseded_by ON document WHEN old.superseded_by IS "
    "NULL AND new.superseded_by IS NOT NULL BEGIN INSERT INTO event_fts(event_fts, rowid, evidence) "
    "SELECT 'delete', n, evidence FROM event WHERE document = new.n; END",
    "CREATE TRIGGER event_current_again AFTER UPDATE OF superseded_by ON document WHEN old.superseded_by "
    "IS NOT NULL AND new.superseded_by IS NULL BEGIN INSERT INTO event_fts(rowid, evidence) SELECT n, "
    "evidence FROM event WHERE document = new.n; END",
)

# A table that gets a reference is made anew, so that it is written as a new record has it.
_JUDGEMENT = (
    "CREATE TEMP TABLE judgement_kept_rows AS SELECT * FROM judgement",
    "DROP TABLE judgement",
    "CREATE TABLE judgement (id INTEGER NOT NULL, target TEXT NOT NULL, verdict TEXT NOT NULL, change "
    "TEXT NOT NULL, who TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL, snapshot TEXT NOT NULL, "
    "undone_at TEXT, state TEXT NOT NULL, statement INTEGER, document INTEGER, event INTEGER, PRIMARY KEY"
    " (id), CHECK (verdict in ('accept', 'reject', 'correct', 'merge', 'split', 'rename')), CHECK (state "
    "in ('attached', 'moved', 'orphaned')), FOREIGN KEY(statement) REFERENCES statement (n), FOREIGN "
    "KEY(document) REFERENCES document (n), FOREIGN KEY(event) REFERENCES event (n)) STRICT",
    "INSERT INTO judgement SELECT *, NULL FROM temp.judgement_kept_rows",
    "DROP TABLE temp.judgement_kept_rows",
    "CREATE INDEX judgement_document ON judgement (document)",
    "CREATE INDEX judgement_event ON judgement (event)",
    "CREATE INDEX judgement_statement ON judgement (statement)",
    "CREATE TRIGGER judgement_kept BEFORE DELETE ON judgement BEGIN SELECT RAISE(ABORT, 'judgements are "
    "never deleted: undo them'); END",
    "CREATE TRIGGER judgement_fixed BEFORE UPDATE OF id, target, verdict, change, who, note, at, snapshot"
    " ON judgement BEGIN SELECT RAISE(ABORT, 'judgements are never rewritten: undo them and judge "
    "again'); END",
)
