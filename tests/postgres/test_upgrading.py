"""A record that was made before reviews had scores, roles and people's own words (0012), brought up to date."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

import onrecord
from onrecord.errors import RecordError
from onrecord.store import schema
from onrecord.store.address import place
from onrecord.store.db import Store

BACK = (
    "DROP TABLE state, handmade, learnt",
    "DROP INDEX statement_score, event_score, position_score",
    "DROP TRIGGER judgement_fixed ON judgement",
    'ALTER TABLE judgement DROP COLUMN score, DROP COLUMN "by", DROP COLUMN role, DROP COLUMN bulk,'
    " DROP CONSTRAINT judgement_verdict_check, ADD CONSTRAINT judgement_verdict_check"
    " CHECK (verdict in ('accept', 'reject', 'correct', 'merge', 'split', 'rename'))",
    "CREATE TRIGGER judgement_fixed BEFORE UPDATE OF id, target, verdict, change, who, note, at, snapshot, issue"
    " ON judgement FOR EACH ROW EXECUTE FUNCTION judgement_fixed()",
    "DROP INDEX document_superseded_by",
    "CREATE INDEX document_superseded_by ON document (superseded_by NULLS FIRST)",
    "UPDATE alembic_version SET version_num = '0012'",
)
"""From the tables of today to those of 0012."""
MADE_OF = {
    "columns": "SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}
"""All that the tables of a record are, by sort."""


def made_of(address: str) -> dict[str, set[tuple[Any, ...]]]:
    with Store.open(place(address)) as store, store.read() as conn:
        return {sort: {tuple(row) for row in conn.exec_driver_sql(sql)} for sort, sql in MADE_OF.items()}


@pytest.fixture(scope="module")
def model(server: Any, moved: str) -> tuple[str, list[Any]]:
    """The address of a record of version 0012 with judgements in it, and these as it answered them before."""
    address = server.database(moved.rpartition("/")[2])
    with onrecord.open(address) as record:
        one, two, three = (s.id for s in record.said(limit=3))
        record.judge(one, "accept", who="ann", note="as printed")
        record.judge(two, "reject", who="ann")
        record.judge(three, "correct", speaker="A Miller of Sarrin", who="bo")
        record.undo(record.judge(one, "reject", who="bo").id)
        record.judge(record.positions(implied=True).paths[0].steps[0].taken[0].id, "accept", who="bo")
        log = list(record.log().lines)
    for command in BACK:
        server.sql(address, command)
    return address, log


@pytest.fixture
def older(server: Any, model: tuple[str, list[Any]]) -> tuple[str, list[Any]]:
    """A copy of that record, to be brought up to date."""
    address, log = model
    return server.database(address.rpartition("/")[2]), log


def test_the_tables_are_those_of_a_new_record(older: tuple[str, list[Any]], empty: str) -> None:
    address, _ = older
    with pytest.raises(RecordError, match="written by an older OnRecord"):
        Store.open(place(address))
    Store.open(place(address), write=True).close()
    Store.create(place(empty)).close()
    upgraded, fresh = made_of(address), made_of(empty)
    for sort, expected in fresh.items():
        assert expected and upgraded[sort] == expected, sort


def test_what_was_judged_stands_and_more_can_be(older: tuple[str, list[Any]], moved: str) -> None:
    address, log = older
    with onrecord.open(address) as record:
        assert record.store.check() == []
        now = record.log().lines
        assert [(j.id, j.target, j.verdict, j.change, j.who, j.note, j.at, j.undone_at) for j in now] == [
            (j.id, j.target, j.verdict, j.change, j.who, j.note, j.at, j.undone_at) for j in log
        ]
        assert {(j.score, j.by, j.role, j.bulk) for j in now} == {(None, "", "", None)}
        three, two, one = (j.target for j in sorted(now, key=lambda j: j.id)[2::-1])
        said = {s.id: s for s in record.said(include_rejected=True, every=True)}
        assert (said[one].verdict, said[two].verdict, said[three].verdict) == ("accept", "reject", "correct")
        assert said[three].speaker.name == "A Miller of Sarrin"

        record.judge(two, "unsure", who="cy")
        settled = record.judge(two, "accept", who="cy", role="adjudication")
        assert (settled.role, settled.score) == ("adjudication", said[two].score)
        bulk = record.judge_all([one, three], "accept", who="cy", against={one: 1})
        assert (bulk.number, [j.bulk for j in bulk.judgements]) == (1, [1, 1])
        content = said[one].content[0]
        record.judge(one, "correct", content=f"{content.start}-{content.end - 3}", who="cy")
        own = next(s for s in record.said(every=True) if s.by == "person:cy")
        assert record.explain(one).replaced_by == own
        position = next(t for p in record.positions(implied=True).paths for s in p.steps for t in s.taken)
        done = record.judge(position.id, "reject", who="cy")
        assert record.learnt(done.id) == done.learnt and done.learnt
        before = record.store.state()
        record.undo(done.id)
        assert record.store.state() != before
        assert record.queue(limit=5).items and record.coders().coders
        assert record.store.check() == []
    with onrecord.open(moved) as record:
        found = record.find("dam", limit=50)
    with onrecord.open(address) as record:
        assert record.find("dam", limit=50).total == found.total


def test_the_log_of_an_upgraded_record_cannot_be_rewritten(older: tuple[str, list[Any]]) -> None:
    address, _ = older
    for name, value in (("score", 0.1), ("by", "x"), ("role", "adjudication"), ("bulk", 9), ("who", "x")):
        with (
            Store.open(place(address), write=True) as store,
            pytest.raises(RecordError, match="never rewritten"),
            store.write() as conn,
        ):
            conn.execute(sa.update(schema.judgement).values({name: value}))
