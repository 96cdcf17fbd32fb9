"""Events as they are stored and asked for: whole, by every filter, counted as one says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from event_factory import Did, plainly, told  # noqa: F401 - plainly is for every test here
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_factory import Begin, check_sound, cluster, fill

from effort import times
from onrecord.errors import NotFound, UsageError
from onrecord.model import Place, Reading, Span
from onrecord.store import queries, shared
from onrecord.store.db import Store
from onrecord.store.event_rows import placed
from onrecord.vocabulary import EVENT_STATUSES

DAY = date(2019, 3, 1)
SHELLED = Did(on=DAY, place="Ferren", killed=(3, 3))
A = told("a.txt", [SHELLED, Did(actor="Di Roe", act="met", type="CONSULT", mode="visit", contexts=("diplomatic",))])
B = told("b.txt", [replace(SHELLED, killed=(5, None), said=True)], outlet="Gazette", published=date(2019, 3, 5))
C = told(
    "c.txt",
    [
        Did(act="will shell", status="future", own_act=True, vector=(0.5, 0.25)),
        Did(act="signed", type="AGREE", mode=None, contexts=(), on=date(2019, 2, 20), until=date(2019, 2, 28),
            recipient=None, score=0.4, place="Tarkhan"),
    ],
    outlet=None,
    published=None,
)  # fmt: skip


def _filled(store: Store) -> None:
    fill(store, [A, B, C])
    shared.settle(store)


@pytest.fixture
def filled(begin: Begin) -> Store:
    return begin(_filled)


def acts(store: Store, **asked: Any) -> list[str]:
    return sorted(e.best.trigger.text for e in queries.events(store, **asked).events)


def test_a_document_comes_back_with_its_events(filled: Store) -> None:
    for made in (A, B, C):
        assert filled.reading(made.document.id) == made
    assert filled.check() == []
    status = queries.status(filled)
    assert (status.events, status.event_reports, status.events_to_review) == (4, 5, 1)


DIDS = st.builds(
    Did,
    actor=st.sampled_from([None, "Bo Ford", "Ann Lee"]),
    recipient=st.sampled_from([None, "Di Roe"]),
    act=st.sampled_from(["shelled", "met", "ünder siege", "🂡 struck"]),
    type=st.sampled_from(["ASSAULT", "CONSULT", "OTHER"]),
    mode=st.sampled_from([None, "visit"]),
    contexts=st.lists(st.sampled_from(["military", "legal"]), max_size=2, unique=True).map(tuple),
    status=st.sampled_from(EVENT_STATUSES),
    on=st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    place=st.sampled_from([None, "Ferren"]),
    killed=st.sampled_from([None, (3, 3), (5, None), (0, 7)]),
    score=st.floats(0, 1),
    said=st.booleans(),
    vector=st.lists(st.floats(-9, 9), max_size=3).map(tuple),
)


@given(st.lists(DIDS, max_size=4))
@settings(max_examples=times(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_stored_comes_back(tmp_path_factory: pytest.TempPathFactory, dids: list[Did]) -> None:
    made = told("x.txt", dids)
    with Store.create(tmp_path_factory.mktemp("r") / "r.onrecord") as store:
        assert fill(store, [made]).refused == ()
        assert store.reading(made.document.id) == made
        shared.settle(store)
        assert store.reading(made.document.id) == made
        assert queries.events(store, count="reports").total == len(dids)
        check_sound(store)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["met", "shelled", "signed", "will shell"]),
        ({"type": "assault"}, ["shelled", "will shell"]),
        ({"type": ["AGREE", "CONSULT"]}, ["met", "signed"]),
        ({"quad": 1}, ["met", "signed"]),
        ({"quad": "Material Conflict"}, ["shelled", "will shell"]),
        ({"mode": "visit"}, ["met"]),
        ({"context": "diplomatic"}, ["met"]),
        ({"status": "future"}, ["will shell"]),
        ({"actor": "Bo Ford"}, ["shelled", "signed", "will shell"]),
        ({"actor": "ford", "status": "happened"}, ["shelled", "signed"]),
        ({"recipient": "Ann Lee"}, ["met", "shelled", "will shell"]),
        ({"recipient": "?"}, ["signed"]),
        ({"actor": "Ann Lee"}, []),
        ({"who": "Ann Lee"}, ["met", "shelled", "will shell"]),
        ({"place": "ferren"}, ["shelled"]),
        ({"country": "qb"}, ["signed"]),
        ({"since": "2019-02-25", "until": "2019-02"}, ["signed"]),
        ({"since": "2019-03"}, ["met", "shelled"]),
        ({"until": date(2019, 2, 19)}, []),
        ({"text": "signed"}, ["signed"]),
        ({"text": '"killing at least"'}, ["shelled"]),
        ({"outlet": "gazette"}, ["shelled"]),
        ({"min_score": 0.5}, ["met", "shelled", "will shell"]),
        ({"sure": True}, ["met", "shelled", "will shell"]),
        ({"sure": False}, ["signed"]),
    ],
)
def test_filters(filled: Store, asked: dict[str, Any], expected: list[str]) -> None:
    assert acts(filled, **asked) == expected
    assert queries.events(filled, **asked).total == len(expected)


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"type": "ATTACK"}, UsageError, "no type is called 'ATTACK'; there are: AGREE"),
        ({"quad": 5}, UsageError, "no quad class is called 5; there are: 1 .verbal cooperation"),
        ({"mode": "murder"}, UsageError, "no mode is called 'murder'; there are: visit"),
        ({"context": "sports"}, UsageError, "no context is called 'sports'; there are: military"),
        ({"status": "done"}, UsageError, "no status is called 'done'"),
        ({"actor": "Zed"}, NotFound, "no actor is called 'Zed'; list them with: actors"),
        ({"place": "Nowhere"}, NotFound, "no event is in a place called 'Nowhere'; there are: Ferren, Tarkhan"),
        ({"country": "ZZ"}, NotFound, "no event is in a country 'ZZ'; there are: QA, QB"),
        ({"since": "spring"}, UsageError, "is no date"),
        ({"since": "2024-02-31"}, UsageError, "since: the calendar has no such day as '2024-02-31'"),
        ({"type": 5}, UsageError, "type: 5 is no text; there are: AGREE"),
        ({"country": 5}, UsageError, "country: 5 is no text"),
        ({"min_score": "high"}, UsageError, "min_score: 'high' is no number"),
        ({"text": "..."}, UsageError, "holds no word"),
        ({"outlet": "None"}, NotFound, "no outlet is called"),
        ({"sure": 0.5}, UsageError, "neither True"),
        ({"by": "Ann Lee"}, UsageError, "no such filter: by; there are: type"),
        ({"count": "things"}, UsageError, "cannot be counted; what can: events, statements, reports"),
        ({"limit": -1}, UsageError, "from 0"),
    ],
)
def test_what_cannot_be_asked(filled: Store, asked: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        queries.events(filled, **asked)


def test_what_is_counted_is_said(filled: Store) -> None:
    assert [(queries.events(filled, count=c).counted, queries.events(filled, count=c).total) for c in
            ("events", "statements", "reports")] == [("events", 4), ("statements", 2), ("reports", 5)]  # fmt: skip
    by_statement = queries.events(filled, count="statements").events
    assert sorted(e.best.trigger.text for e in by_statement) == ["shelled", "will shell"]
    assert all(r.within or r.act_of for e in by_statement for r in e.reports)
    reports = queries.events(filled, count="reports").events
    assert all(e.id == e.best.id and e.reports == (e.best,) for e in reports)


def test_newest_first_and_pages(filled: Store) -> None:
    every = [e.id for e in queries.events(filled).events]
    assert [e.on for e in queries.events(filled).events] == [date(2019, 3, 4), DAY, date(2019, 2, 20), None]
    pages = [e.id for k in range(4) for e in queries.events(filled, limit=1, offset=k).events]
    assert pages == every
    assert queries.events(filled, limit=1).total == 4


def test_an_event_of_several_reports(filled: Store) -> None:
    (row,) = queries.events(filled, place="Ferren").events
    assert row.best.document.file == "news/a.txt"
    assert (row.documents, row.outlets) == (2, ("Gazette", "The Bay Courier"))
    assert {r.event for r in row.reports} == {row.id}
    assert [(d.field, [(v.value, [x.file for x in v.documents]) for v in d.values]) for d in row.disagreements] == [
        ("killed", [("3", ["news/a.txt"]), ("at least 5", ["news/b.txt"])])
    ]
    (by_outlet,) = queries.events(filled, outlet="Gazette").events
    assert (by_outlet.id, by_outlet.best.document.outlet, len(by_outlet.reports)) == (row.id, "Gazette", 2)


def test_an_event_by_the_id_of_any_report(filled: Store) -> None:
    one, other = A.events[0].id, B.events[0].id
    assert queries.event(filled, one).event.id == queries.event(filled, other[:8]).event.id == one
    seen = queries.event(filled, other)
    assert seen.report.id == other
    assert seen.report.within == B.statements[0].id
    assert seen.passage.text == B.events[0].evidence.text
    assert seen.sure
    assert queries.show(filled, other) == queries.explain(filled, other) == seen
    for unknown, says in (("v123", "may be shortened to 6"), ("vffffffffffff", "no event has an id that begins")):
        with pytest.raises(NotFound, match=says):
            queries.event(filled, unknown)


def broken(made: Reading, **how: Any) -> Reading:
    return replace(made, events=(replace(made.events[0], **how), *made.events[1:]))


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"act_of": "snone"}, "names a statement that the document does not have"),
        ({"score": 1.5}, "a score is 1.5"),
        ({"trigger": replace(A.events[0].trigger, start=0)}, "is not what the text says there"),
        ({"id": A.events[1].id}, "two events have the same id"),
        ({"actors": (replace(A.events[0].actors[0], entity="enone"),)}, "names entity enone"),
        ({"when": replace(A.events[0].when, until=date(2000, 1, 1))}, "ends before it begins"),  # type: ignore[type-var]
    ],
)
def test_a_document_that_contradicts_itself_is_refused(store: Store, how: dict[str, Any], says: str) -> None:
    done = fill(store, [broken(A, **how), B])
    assert (done.added, [says in r.detail for r in done.refused]) == (1, [True])
    assert queries.events(store).total == 1


def test_half_a_surrogate_pair_is_no_obstacle(store: Store) -> None:
    made = told("odd.txt", [Did(act="sh\ud800elled")])
    run = store.begin_run("p", {})
    store.append(run, [made], (), *cluster([made]))
    (row,) = queries.events(store).events
    assert row.best.trigger.text == "sh\ufffdelled"


def test_a_span_that_was_changed_is_found(filled: Store) -> None:
    for table, column in (("event", "evidence"), ("event", '"trigger"'), ("event_participant", "text")):
        with filled.write() as conn:
            before = conn.exec_driver_sql(f"SELECT {column} FROM {table} LIMIT 1").scalar()
            conn.exec_driver_sql(f"UPDATE {table} SET {column} = 'nonsense' WHERE {column} = ?", (before,))
        assert any("is not what the text says there" in p for p in filled.check())
        with filled.write() as conn:
            conn.exec_driver_sql(f"UPDATE {table} SET {column} = ? WHERE {column} = 'nonsense'", (before,))
    assert filled.check() == []


def test_an_id_of_another_kind_says_where_it_is_seen(filled: Store) -> None:
    said = next(s.id for s in B.statements)
    actor = next(p.actor.id for e in queries.events(filled).events for p in e.best.actors if p.actor)
    for what, says in (
        (said, f"it is a statement; see it with: show {said}"),
        (A.document.id, f"it is an article; see it with: show {A.document.id}"),
        (actor, f"it is an actor; see it with: show {actor}"),
        ("v0000000000", "list them with: events"),
        ("v", "an id may be shortened to 6 characters"),
    ):
        with pytest.raises(NotFound, match=says):
            queries.event(filled, what)


@pytest.mark.parametrize(
    ("words", "name", "kind", "shown"),
    [
        ("Tarsia", "Adapazarı", "city", "Tarsia (Adapazarı)"),
        ("the city of Aleppo", "Aleppo", "city", "Aleppo"),
        ("Zurich", "Zürich", "city", "Zürich"),
        ("U.K.", "United Kingdom", "country", "United Kingdom"),
        ("Dravik", "Dravik", "unknown", "Dravik"),
    ],
)
def test_a_place_is_read_with_the_words_of_the_text(words: str, name: str, kind: str, shown: str) -> None:
    span = Span(doc="d1", start=0, end=len(words), text=words)
    assert placed(Place(span=span, name=name, kind=kind)) == shown


def test_a_country_is_asked_for_by_name(filled: Store) -> None:
    assert acts(filled, country="Qatar") == acts(filled, country="QA") == ["shelled"]
    with pytest.raises(NotFound, match="no event is in a country 'France'; there are: QA, QB"):
        queries.events(filled, country="France")
