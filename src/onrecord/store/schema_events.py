"""Tables about events: each article's report of one, who takes part, which reports tell one event, what was judged."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, Text

from onrecord.store import columns

# One report of an event: a row for each place where an article tells it. `day` is what is sorted and filtered by: the
# first day it was, where the text tells, else the day of publication. `contexts` and `figures` are JSON.
# `cluster` is the event that this report is counted as, null where it is that one itself, or told once;
# `compared` stands for all that it was compared with and by: another number there means it is compared anew.
event = columns.table(
    "event",
    columns.key(),
    Column("id", Text, nullable=False, unique=True),
    Column("document", Integer, ForeignKey("document.n"), nullable=False, index=True),
    Column("type", Text, nullable=False, index=True),
    Column("mode", Text),
    columns.text("status"),
    columns.text("contexts"),
    Column("day", Text, index=True),
    Column("since", Text),
    Column("until", Text),
    Column("when_text", Text),
    columns.number("start"),
    columns.number("end"),
    columns.text("trigger"),
    columns.number("evidence_start"),
    columns.number("evidence_end"),
    Column("place", Text),
    Column("place_kind", Text),
    Column("country", Text, index=True),
    Column("latitude", sa.REAL),
    Column("longitude", sa.REAL),
    Column("place_start", Integer),
    Column("place_end", Integer),
    Column("place_text", Text),
    Column("place_score", sa.REAL),
    Column("place_why", Text),
    columns.text("figures"),
    Column("act_of", Integer, ForeignKey("statement.n"), index=True),
    Column("within", Integer, ForeignKey("statement.n"), index=True),
    Column("score", sa.REAL, nullable=False, index=True),
    columns.text("why"),
    columns.text("by"),
    Column("cluster", Integer, ForeignKey("event.n"), index=True),
    Column("cluster_score", sa.REAL),
    Column("cluster_why", Text),
    Column("compared", Integer),
    columns.text("evidence"),
    Column("vector", sa.LargeBinary),  # `encode_events`; last: columns before it are read without it
)

# Who took part in a report, in the order of the text. `entity` is null where the words name nobody.
event_participant = columns.table(
    "event_participant",
    columns.to("event", "event", primary_key=True),
    sa.CheckConstraint("role in ('actor', 'recipient')"),
    Column("role", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("entity", Integer, ForeignKey("entity.n"), index=True),
    columns.number("start"),
    columns.number("end"),
    columns.text("text"),
    with_rowid=False,
)

# Two reports whose words stand in one shared passage: the same sentence, printed twice.
event_copy = columns.table(
    "event_copy",
    Column("a", Integer, ForeignKey("event.n"), primary_key=True),
    Column("b", Integer, ForeignKey("event.n"), primary_key=True, index=True),
    Column("likeness", sa.REAL, nullable=False),
    with_rowid=False,
)

# The judgement that stands for a report, derived from the log. A correction has all that it leaves true of the report:
# type, mode, status and days; `actors` and `recipients` are 1 where `event_credit` says who they are.
event_standing = columns.table(
    "event_standing",
    columns.to("event", "event", primary_key=True),
    columns.to("judgement", "judgement"),
    columns.text("verdict"),
    Column("type", Text),
    Column("mode", Text),
    Column("status", Text),
    Column("day", Text),
    Column("since", Text),
    Column("until", Text),
    columns.number("actors"),
    columns.number("recipients"),
)

# Who took part by a correction.
event_credit = columns.table(
    "event_credit",
    columns.to("event", "event", primary_key=True),
    sa.CheckConstraint("role in ('actor', 'recipient')"),
    Column("role", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("actor", Integer, ForeignKey("actor.n"), nullable=False, index=True),
    with_rowid=False,
)

# Search covers the reports of current articles, as it covers their statements (`schema_index.SQLITE_ONLY`).
_ROWS = "SELECT n, evidence FROM event WHERE document = new.n"
_TOKENIZE = "tokenize = 'unicode61 remove_diacritics 2'"
VIEW = (
    "CREATE VIEW current_event AS SELECT e.n AS n, e.evidence AS evidence"
    " FROM event e JOIN document d ON d.n = e.document WHERE d.superseded_by IS NULL"
)
SQLITE_ONLY = (
    VIEW,
    f"CREATE VIRTUAL TABLE event_fts USING fts5(evidence, content = 'current_event', content_rowid = 'n', {_TOKENIZE})",
    "CREATE TRIGGER event_added AFTER INSERT ON event BEGIN"
    " INSERT INTO event_fts(rowid, evidence) VALUES (new.n, new.evidence); END",
    "CREATE TRIGGER event_superseded AFTER UPDATE OF superseded_by ON document"
    " WHEN old.superseded_by IS NULL AND new.superseded_by IS NOT NULL BEGIN"
    " INSERT INTO event_fts(event_fts, rowid, evidence)"
    " SELECT 'delete', n, evidence FROM event WHERE document = new.n; END",
    "CREATE TRIGGER event_current_again AFTER UPDATE OF superseded_by ON document"
    " WHEN old.superseded_by IS NOT NULL AND new.superseded_by IS NULL BEGIN"
    f" INSERT INTO event_fts(rowid, evidence) {_ROWS}; END",
)
