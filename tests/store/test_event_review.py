"""Judgements on events: what stands, what corrections add up to, and that they survive a better model."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from event_factory import Did, plainly, told  # noqa: F401 - plainly is for every test here
from store_factory import Begin, cluster, fill

from onrecord.errors import NotFound, UsageError
from onrecord.model import Event, Reading
from onrecord.span import stable_id
from onrecord.store import queries, removal, review, shared
from onrecord.store.db import Store
from onrecord.store.event_rows import EventReport

DAY = date(2019, 3, 1)
DID = Did(on=DAY, place="Ferren", score=0.3)
A, B = told("a.txt", [DID, Did(act="met", type="CONSULT", mode="visit")]), told("b.txt", [DID], outlet="Gazette")
ONE, MET, OTHER = A.events[0].id, A.events[1].id, B.events[0].id


def _judged(store: Store) -> None:
    fill(store, [A, B])
    shared.settle(store)
    assert len(queries.event(store, ONE).event.reports) == 2


@pytest.fixture
def judged(begin: Begin) -> Store:
    return begin(_judged)


def seen(store: Store, own: str = ONE) -> EventReport:
    return queries.event(store, own).report


def test_a_rejected_report_leaves_its_event(judged: Store) -> None:
    review.judge(judged, ONE, "reject", who="jo")
    assert queries.events(judged).total == 2
    assert [r.id for r in queries.event(judged, OTHER).event.reports] == [OTHER]
    assert queries.events(judged, count="reports").total == 2
    assert queries.events(judged, count="reports", include_rejected=True).total == 3
    assert not queries.event(judged, ONE).sure
    assert seen(judged).verdict == "reject"
    review.undo(judged, 1)
    assert len(queries.event(judged, OTHER).event.reports) == 2


def test_where_it_was_the_one_they_are_counted_as_the_best_of_the_others_is(store: Store) -> None:
    made = [told(f"{k}.txt", [DID], outlet=f"Paper {k}") for k in range(4)]
    fill(store, made)
    shared.settle(store)
    (row,) = queries.events(store).events
    for waits in (False, True):  # at once, and in a record so large that comparing is left to the next add
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(review, "COMPARED_AT_ONCE", 0 if waits else 1_000)
            done = review.judge(store, row.id, "reject", who="jo")
            (others,) = queries.events(store).events
            assert (len(others.reports), others.id in {r.id for r in others.reports}) == (3, True)
            assert {r.event for r in others.reports} == {others.id}
            assert shared.settled(store) is not waits
            review.undo(store, done.id)
            shared.settle(store)
            assert queries.events(store).events == (row,)


def test_an_accepted_report_makes_its_event_sure(judged: Store) -> None:
    assert [e.best.trigger.text for e in queries.events(judged, sure=False).events] == ["shelled"]
    made = review.judge(judged, OTHER, "accept", who="jo", note="seen it")
    assert (made.target, made.verdict, made.note, made.state) == (OTHER, "accept", "seen it", "attached")
    assert queries.events(judged, sure=False).total == 0
    assert queries.events(judged, sure=True).total == 2
    assert queries.status(judged).events_to_review == 0
    view = queries.event(judged, ONE)
    assert (view.sure, view.sure_why) == (True, f"accepted by a reviewer in another report ({OTHER})")
    assert view.judgements == (made,)


CORRECTED = [
    ({"type": "coerce"}, {"type": "COERCE", "mode": None, "quad": 4}),
    ({"type": "COERCE", "mode": "arrest"}, {"type": "COERCE", "mode": "arrest"}),
    ({"mode": "firearms"}, {"type": "ASSAULT", "mode": "firearms"}),
    ({"mode": "?"}, {"mode": None}),
    ({"status": "negated"}, {"status": "negated", "type": "ASSAULT"}),
    ({"date": "2019-02-03"}, {"since": date(2019, 2, 3), "until": date(2019, 2, 3), "when": ""}),
    ({"date": "2019-02"}, {"since": date(2019, 2, 1), "until": date(2019, 2, 28)}),
    ({"date": "2019"}, {"since": date(2019, 1, 1), "until": date(2019, 12, 31)}),
    ({"date": "2019-02-03/2019-03"}, {"since": date(2019, 2, 3), "until": date(2019, 3, 31)}),
    ({"date": "?"}, {"since": None, "until": None}),
]


@pytest.mark.parametrize(("change", "expected"), CORRECTED)
def test_corrections(judged: Store, change: dict[str, str], expected: dict[str, Any]) -> None:
    review.judge(judged, ONE, "correct", change, "jo")
    found = seen(judged)
    assert {name: getattr(found, name) for name in expected} == expected
    assert found.verdict == "correct"
    assert queries.event(judged, ONE).sure
    review.undo(judged, 1)
    assert judged.reading(A.document.id) == A
    assert seen(judged).verdict is None


def test_corrected_actors(judged: Store) -> None:
    made = review.judge(judged, ONE, "correct", {"actors": "ann lee; Di  Roe", "recipients": "?"}, "jo")
    assert made.change["actors"] == "Ann Lee; Di  Roe"
    assert [(p.name, p.span) for p in seen(judged).actors] == [("Ann Lee", None), ("Di  Roe", None)]
    assert seen(judged).recipients == ()
    assert queries.actor(judged, "di roe").kind == "unknown"
    assert {e.best.id for e in queries.events(judged, actor="Di Roe").events} == {ONE}
    assert ONE not in {e.best.id for e in queries.events(judged, actor="Bo Ford", count="reports").events}
    review.undo(judged, made.id)
    with pytest.raises(NotFound):
        queries.actor(judged, "di roe")
    assert [p.name for p in seen(judged).actors] == ["Bo Ford"]


def test_a_correction_may_bring_it_into_another_event_and_back(judged: Store) -> None:
    review.judge(judged, ONE, "correct", {"actors": "Di Roe"}, "jo")
    assert [r.id for r in queries.event(judged, OTHER).event.reports] == [OTHER]
    review.judge(judged, OTHER, "correct", {"actors": "Di Roe"}, "jo")
    assert len(queries.event(judged, OTHER).event.reports) == 2


def test_corrections_add_up_until_somebody_looks_at_it_as_it_stands(judged: Store) -> None:
    review.judge(judged, ONE, "correct", {"type": "COERCE", "mode": "arrest"}, "jo")
    review.judge(judged, ONE, "correct", {"date": "2019-02-03"}, "mo")
    found = seen(judged)
    assert (found.type, found.mode, found.since) == ("COERCE", "arrest", date(2019, 2, 3))
    review.judge(judged, ONE, "correct", {"type": "THREATEN"}, "mo")
    assert (seen(judged).type, seen(judged).mode) == ("THREATEN", None)
    review.undo(judged, 2)
    assert (seen(judged).type, seen(judged).since) == ("THREATEN", DAY)
    review.judge(judged, ONE, "accept", who="jo")
    assert (seen(judged).type, seen(judged).since, seen(judged).verdict) == ("ASSAULT", DAY, "accept")
    review.judge(judged, ONE, "correct", {"status": "future"}, "jo")
    assert (seen(judged).type, seen(judged).status) == ("ASSAULT", "future")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, "give one of type, mode, status, date, actors, recipients"),
        ({"speaker": "Ann Lee"}, "'speaker' of an event cannot be corrected"),
        ({"type": "MURDER"}, "no type of event is called 'MURDER'; there are: AGREE"),
        ({"mode": "visit"}, "ASSAULT has no mode 'visit'; it has: abduct"),
        ({"type": "AGREE", "mode": "visit"}, "AGREE has no mode 'visit'; it has: none"),
        ({"status": "done"}, "no status is called 'done'"),
        ({"date": "2019-02-30"}, "the calendar has no such day"),
        ({"date": "2019-03/2019-02"}, "ends before it begins"),
        ({"actors": ""}, "actors: say what is right"),
    ],
)
def test_corrections_that_make_no_sense(judged: Store, change: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        review.judge(judged, ONE, "correct", change, "jo")
    assert review.judgements(judged) == []


# ---------------------------------------------------------------------------- new analyses and versions


def renewed(made: Reading, *events: Event) -> Reading:
    return replace(made, events=events)


def again(store: Store, *readings: Reading) -> None:
    """Read the same articles by another analysis."""
    fill(store, readings, project="another")
    shared.settle(store)
    assert store.check() == []


def test_a_judgement_survives_a_better_model(judged: Store) -> None:
    made = review.judge(judged, ONE, "correct", {"actors": "Di Roe"}, "jo")
    better = replace(A.events[0], score=0.99, by="test/2", mode="aerial")
    again(judged, renewed(A, better, A.events[1]), B)
    assert (seen(judged).mode, seen(judged).score, [p.name for p in seen(judged).actors]) == (
        "aerial",
        0.99,
        ["Di Roe"],
    )
    assert review.judgements(judged) == [made]


def wider(event: Event) -> Event:
    """The same event, found by more words: another id."""
    text = "Ford shelled"
    start = event.trigger.start - len("Ford ")
    trigger = replace(event.trigger, start=start, text=text)
    return replace(event, id=stable_id("v", event.doc, "event", [text, event.evidence.text], 0), trigger=trigger)


def test_a_judgement_moves_to_the_same_event_found_otherwise(judged: Store) -> None:
    review.judge(judged, ONE, "reject", who="jo")
    moved = wider(A.events[0])
    again(judged, renewed(A, moved, A.events[1]), B)
    (log,) = review.judgements(judged)
    assert (log.target, log.state) == (moved.id, "moved")
    assert seen(judged, moved.id).verdict == "reject"
    again_first = fill(judged, [A, B], project="third")
    assert again_first.renewed == 2
    assert review.judgements(judged)[0].state == "attached"


def test_a_yes_to_one_type_is_none_to_another(judged: Store) -> None:
    review.judge(judged, ONE, "accept", who="jo")
    review.judge(judged, OTHER, "correct", {"date": "2019-02-03"}, "jo")
    now = [renewed(r, replace(r.events[0], type="COERCE", mode=None), *r.events[1:]) for r in (A, B)]
    again(judged, *now)
    assert [j.state for j in review.judgements(judged)] == ["orphaned", "attached"]
    assert seen(judged).verdict is None
    assert (seen(judged, OTHER).since, seen(judged, OTHER).type) == (date(2019, 2, 3), "COERCE")


def test_a_judgement_on_what_is_not_found_any_more_is_orphaned_and_comes_back(judged: Store) -> None:
    review.judge(judged, ONE, "accept", who="jo")
    again(judged, renewed(A, A.events[1]), B)
    assert [j.state for j in queries.status(judged).orphaned] == ["orphaned"]
    fill(judged, [A, B], project="third")
    assert (review.judgements(judged)[0].state, seen(judged).verdict) == ("attached", "accept")


def test_a_new_version_of_the_article_takes_its_judgements_along(judged: Store) -> None:
    review.judge(judged, ONE, "correct", {"status": "negated"}, "jo")
    newer = told("a.txt", [DID, Did(act="left", type="RETREAT", mode=None)], more="A correction was made.")
    run = judged.begin_run("p", {})
    judged.append(run, [newer], (), *cluster([newer]))
    shared.settle(judged)
    (log,) = review.judgements(judged)
    assert (log.target, log.state) == (newer.events[0].id, "moved")
    assert seen(judged, newer.events[0].id).status == "negated"
    assert queries.event(judged, ONE).superseded_by == newer.document.id
    with pytest.raises(UsageError, match="older version"):
        review.judge(judged, ONE, "accept", who="jo")
    assert queries.events(judged, text="met").total == 0
    assert judged.check() == []


def test_a_removed_article_takes_its_events_out_and_brings_them_back(judged: Store) -> None:
    review.judge(judged, ONE, "accept", who="jo")
    removal.remove(judged, "news/a.txt", "jo")
    assert [r.id for r in queries.event(judged, OTHER).event.reports] == [OTHER]
    assert queries.events(judged).total == 1
    assert [j.state for j in review.judgements(judged)] == ["orphaned"]
    for asked in (lambda: queries.event(judged, ONE), lambda: review.judge(judged, ONE, "accept", who="jo")):
        with pytest.raises((NotFound, UsageError), match="taken out"):
            asked()
    fill(judged, [A])
    shared.settle(judged)
    assert (seen(judged).verdict, len(queries.event(judged, ONE).event.reports)) == ("accept", 2)
    assert judged.check() == []


def test_statements_are_judged_as_before_beside_events(store: Store) -> None:
    made = told("s.txt", [Did(said=True, score=0.2)])
    fill(store, [made])
    review.judge(store, made.statements[0].id, "reject", who="jo")
    review.judge(store, made.events[0].id, "accept", who="jo")
    assert [j.target for j in review.judgements(store)] == [made.statements[0].id, made.events[0].id]
    again(store, replace(made, events=(replace(made.events[0], score=0.9),)))
    assert queries.said(store) == []
    assert [e.best.verdict for e in queries.events(store).events] == ["accept"]
    assert queries.status(store).judgements == {"accept": 1, "reject": 1, "correct": 0}
