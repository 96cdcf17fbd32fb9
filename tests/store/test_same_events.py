"""One event however many articles report it: the same whatever came first, in however many steps, after any kill."""

from __future__ import annotations

import random
import signal
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from event_factory import Did, plainly, told  # noqa: F401 - plainly is for every test here
from forked import Forking, forking  # noqa: F401
from store_factory import Begin, check_sound, cluster, fill

from effort import times
from onrecord.model import Reading
from onrecord.store import (
    actor_log,
    bulk_review,
    event_grouping,
    event_utterances,
    queries,
    removal,
    review,
    same_events,
    shared,
)
from onrecord.store.db import Store
from onrecord.store.event_grouping import COPIED
from onrecord.store.schema import document, event, statement, telling

SHIPPED = event_grouping._judge
DAY = date(2019, 3, 1)
SHELLED = Did(on=DAY, place="Ferren", killed=(3, 3))
MET = Did(act="met", type="CONSULT", mode="visit", on=DAY)
LONG = (
    "The road to the dam is closed and nobody at the checkpoint will say for how long it is going to stay so, though "
    "the engineers who came down from the valley in the night spoke of cracks, of water in the lower gallery, and of a "
    "guard post that was left in a hurry with the kettle still warm."
)
UNDATED = Did(act="seized", type="COERCE", mode="seize", actor="Di Roe", recipient="Bo Ford")


def corpus() -> list[Reading]:
    """Two events of several reports each, one that is told once, and a wire story printed twice without a date."""
    return [
        told("a.txt", [SHELLED]),
        told("b.txt", [replace(SHELLED, place="Tarkhan", killed=(9, None))], outlet="Gazette"),
        told("c.txt", [replace(SHELLED, place=None), MET]),
        told(
            "d.txt",
            [Did(act="talked with", type="CONSULT", mode="visit", on=DAY, said=True)],
            published=date(2019, 3, 6),
        ),
        told("e.txt", [Did(act="met", type="CONSULT", mode="visit", on=date(2019, 3, 9))], outlet="Post"),
        told("sps.txt", [UNDATED], outlet="Sarrin Press Service", more=LONG),
        told("copy.txt", [UNDATED], outlet="Gazette", published=date(2019, 3, 6), more=LONG),
        told("f.txt", [replace(UNDATED, act="seized again")], outlet="Post"),
    ]


def groups(store: Store) -> set[tuple[str, frozenset[str]]]:
    """Each event: the report it is counted as, and all of them, by file and words."""
    head = event.alias("head")
    at = document.alias("at")
    name = document.c.key + " " + event.c.trigger
    query = (
        sa.select(name.label("name"), (at.c.key + " " + head.c.trigger).label("head"))
        .join_from(event, document, document.c.n == event.c.document)
        .join(head, head.c.n == sa.func.coalesce(event.c.cluster, event.c.n))
        .join(at, at.c.n == head.c.document)
        .where(document.c.superseded_by.is_(None))
    )
    found: dict[str, set[str]] = {}
    with store.read() as conn:
        for r in conn.execute(query):
            found.setdefault(r.head, set()).add(r.name)
    return {(head, frozenset(names)) for head, names in found.items()}


def _full(store: Store) -> None:
    fill(store, corpus())
    shared.settle(store)


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


EXPECTED = {
    ("a.txt shelled", frozenset({"a.txt shelled", "b.txt shelled", "c.txt shelled"})),
    ("c.txt met", frozenset({"c.txt met", "d.txt talked with"})),
    ("e.txt met", frozenset({"e.txt met"})),
    ("sps.txt seized", frozenset({"sps.txt seized", "copy.txt seized"})),
    ("f.txt seized again", frozenset({"f.txt seized again"})),
}


def test_the_events_of_a_record(store: Store) -> None:
    fill(store, corpus())
    assert not shared.settled(store)
    assert shared.settle(store)
    assert groups(store) == EXPECTED
    assert shared.settled(store)
    assert not shared.settle(store)
    copies = queries.events(store, text="seized", outlet="Gazette").events
    assert [r.joined_why for r in copies[0].reports if r.joined_why] == ["the same words in a shared passage"]


@pytest.mark.parametrize("seed", range(times(6, 3)))
def test_the_same_whatever_came_first_and_in_however_many_steps(tmp_path: Path, seed: int) -> None:
    rnd = random.Random(seed)
    made = corpus()
    rnd.shuffle(made)
    with Store.create(tmp_path / "r.onrecord") as store:
        while made:
            size = rnd.randrange(1, 4)
            batch, made = made[:size], made[size:]
            fill(store, batch)
            if rnd.random() < 0.6:
                shared.settle(store)
            if rnd.random() < 0.3:  # out, and in again
                removal.remove(store, batch[0].document.file, "jo")
                fill(store, batch[:1])
            if rnd.random() < 0.3:  # by another analysis
                fill(store, batch, project=f"project {rnd.random()}")
        shared.settle(store)
        assert groups(store) == EXPECTED
        check_sound(store)


def test_the_shipped_comparison_finds_the_same_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_grouping, "_judge", SHIPPED)
    assert event_grouping.version().startswith("judge/")
    found = []
    for seed in range(3):
        rnd = random.Random(seed)
        made = corpus()
        rnd.shuffle(made)
        with Store.create(tmp_path / f"{seed}.onrecord") as store:
            for k in range(0, len(made), 1 + 3 * seed):
                fill(store, made[k : k + 1 + 3 * seed])
                shared.settle(store)
            found.append(groups(store))
    assert found[0] == found[1] == found[2]
    together = [names for _, names in found[0] if len(names) > 1]
    assert any({"sps.txt seized", "copy.txt seized"} <= names for names in together)
    assert any({"a.txt shelled", "c.txt shelled"} <= names for names in together)


def test_a_judgement_that_is_taken_back_leaves_no_trace(full: Store) -> None:
    for own in [e.id for r in corpus()[:3] for e in r.events]:
        made = review.judge(full, own, "reject", who="jo")
        assert len(queries.events(full, count="reports").events) == 9 - 1
        review.undo(full, made.id)
        assert groups(full) == EXPECTED


PLACES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel")


def apart(k: int) -> Did:
    """Events that have nothing in common, neither who nor when."""
    name = PLACES[k]
    on = date(2001 + 2 * k, 5, 1)
    return Did(actor=f"Bo {name}son", act=f"{name.lower()}ed", recipient=f"Ann {name}ley", place=name, on=on)


def of(k: int, key: str) -> Reading:
    did = apart(k)
    return told(f"{key}.txt", [did], published=did.on, title=f"{PLACES[k]} report {key}")


def test_only_what_is_new_is_compared(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, [of(k, f"{k}{i}") for k in range(4) for i in "ab"])
    shared.settle(store)
    assert queries.events(store).total == 4
    compared: list[set[str]] = []
    plain = event_grouping.groups

    def spy(reports: Sequence[Any], copies: Any) -> Any:
        compared.append({r.trigger for r in reports})
        return plain(reports, copies)

    monkeypatch.setattr(event_grouping, "groups", spy)
    fill(store, [of(2, "2c")])
    shared.settle(store)
    assert compared == [{"cedared"}]
    compared.clear()
    fill(store, [of(7, "7a")])
    shared.settle(store)
    assert compared == []
    assert queries.events(store).total == 5


def test_names_that_turn_out_to_be_one_actor_bring_their_events_together(store: Store) -> None:
    made = [told("a.txt", [SHELLED]), told("b.txt", [replace(SHELLED, actor="Abu Sahl")])]
    fill(store, made)
    shared.settle(store)
    assert queries.events(store).total == 2
    actor_log.merge(store, "Bo Ford", "Abu Sahl", "jo")
    shared.settle(store)
    assert queries.events(store).total == 1


def test_a_reason_names_actors_as_they_are_called_now(full: Store) -> None:
    own = queries.actor(full, "Bo Ford").id
    with full.write() as conn:
        conn.execute(sa.update(event).where(event.c.cluster_why.is_not(None)).values(cluster_why=f"by {own}"))
    actor_log.rename(full, "Bo Ford", "Abu Sahl", "jo")
    reasons = {r.joined_why for e in queries.events(full).events for r in e.reports} - {None}
    assert reasons == {"by Abu Sahl"}


def test_a_removed_report_leaves_the_others_together(full: Store) -> None:
    removal.remove(full, "news/a.txt", "jo")
    assert ("b.txt shelled", frozenset({"b.txt shelled", "c.txt shelled"})) in groups(full)
    assert queries.events(full, type="ASSAULT").events[0].documents == 2


def test_somebody_else_adds_while_reports_are_compared(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, corpus()[:2])
    late = [corpus()[2], told("late.txt", [replace(SHELLED, killed=(4, 4))])]
    plain = same_events._compare

    def meanwhile(conn: sa.Connection, *about: Any) -> Any:
        found = list(plain(conn, *about))
        if late:
            fill(store, [late.pop()])
        return found

    monkeypatch.setattr(same_events, "_compare", meanwhile)
    shared.settle(store)
    shared.settle(store)
    assert queries.events(store, type="ASSAULT").total == 1
    assert len(queries.events(store, type="ASSAULT").events[0].reports) == 4
    check_sound(store)


CHILD = """
import sys, time
from onrecord.store import event_grouping, same_events, shared
from onrecord.store.db import Store
event_grouping._judge = lambda: None
same_events.AT_ONCE = 1
with Store.open(sys.argv[1], write=True) as store:
    def tell(what, done, every):
        print(what, done, flush=True)
        time.sleep(0.05 if what == "comparing events" else 0)
    print("ready", flush=True)
    shared.settle(store, tell)
"""


def test_killed_while_reports_are_compared(tmp_path: Path, forking: Forking) -> None:  # noqa: F811
    rnd = random.Random(5)
    path = tmp_path / "r.onrecord"
    made = [of(k, f"{k}{i}") for k in range(8) for i in "abc"]
    with Store.create(path) as store:
        fill(store, made)
    killed = partial = 0
    for _ in range(times(6, 4)):
        forking.start(CHILD, path)
        next((line for line in iter(forking.told, "") if line.startswith("comparing events")), None)
        for _ in range(rnd.randrange(3)):
            forking.told()
        forking.kill()
        killed += forking.finish()[0] == -signal.SIGKILL
        with Store.open(path, write=True) as store:
            check_sound(store)
            assert queries.events(store, count="reports").total == 24
            partial += 8 < queries.events(store).total < 24
    assert killed > 2, "kills must land while reports are compared, or this proves nothing"
    assert partial
    with Store.open(path, write=True) as store:
        shared.settle(store)
        assert queries.events(store).total == 8
        assert shared.settled(store)


def test_a_batch_is_compared_with_the_whole_record(store: Store) -> None:
    made = corpus()
    run = store.begin_run("p", {})
    for r in made:
        store.append(run, [r], (), *cluster([r]))
        shared.settle(store)
    assert groups(store) == EXPECTED


def test_acts_of_statements_that_tell_one_utterance_are_one_event(store: Store) -> None:
    """No field of the two says so: they are of no day, and of a type that many acts have."""
    own = Did(act="will never open the gates of the old dam to", type="REJECT", mode=None, own_act=True)
    other = replace(own, act="will never sell the gates of the old dam to")
    readings = [
        told("a.txt", [own]),
        told("b.txt", [own, other], outlet="Gazette"),
        told("c.txt", [replace(own, type="THREATEN")], outlet="Post"),
    ]
    fill(store, readings)
    shared.settle(store)
    words = "will never open the gates of the old dam to"
    assert frozenset({"a.txt " + words, "b.txt " + words}) in {members for _, members in groups(store)}
    assert ("b.txt " + other.act, frozenset({"b.txt " + other.act})) in groups(store)
    assert ("c.txt " + words, frozenset({"c.txt " + words})) in groups(store)
    (found,) = [e for e in queries.events(store, type="REJECT").events if len(e.reports) > 1]
    assert {r.joined_why for r in found.reports if r.joined_why} <= {"they tell one utterance", COPIED}
    with store.write() as conn:
        conn.execute(sa.delete(telling))
        event_utterances.outdate(conn, conn.scalars(sa.select(statement.c.n)).all())
    same_events.settle(store)
    assert all(len(e.reports) == 1 or e.reports[1].joined_why == COPIED for e in queries.events(store).events)


def test_judging_a_statement_leaves_nothing_to_compare(store: Store) -> None:
    own = Did(act="will never open the gates of the old dam to", type="REJECT", mode=None, own_act=True)
    fill(store, [told(f"{k}.txt", [own], outlet=k) for k in "abc"])
    shared.settle(store)
    before = groups(store)
    assert len({members for _, members in before if len(members) > 1}) == 1
    said = queries.said(store, every=True)
    assert len(said) == 3
    for s in said:
        for verdict in ("accept", "reject"):
            made = review.judge(store, s.id, verdict, who="jo")
            assert shared.settled(store), (s.id, verdict)
            with store.read() as conn:
                rejected = conn.scalar(sa.select(statement.c.n).where(statement.c.id == s.id))
                told_with = set(conn.execute(sa.select(telling.c.statement, telling.c.utterance)).all())
                assert (rejected in {n for pair in told_with for n in pair}) == (verdict == "accept")
            now = groups(store)
            assert not same_events.settle(store), "nothing is left for later"
            assert groups(store) == now
            review.undo(store, made.id)
            assert shared.settled(store) and groups(store) == before
    made_all = bulk_review.judge_all(store, [s.id for s in said], "reject", who="jo")
    assert shared.settled(store)
    bulk_review.undo_bulk(store, made_all.number)
    assert shared.settled(store) and groups(store) == before


def test_a_verdict_that_changes_no_telling_compares_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Did(act="will never open the gates of the old dam to", type="REJECT", mode=None, own_act=True)
    fill(store, [told(f"{k}.txt", [own], outlet=k) for k in "ab"])
    shared.settle(store)
    monkeypatch.setattr(same_events, "settle", lambda *_a, **_k: pytest.fail("there is nothing to compare"))
    for s in queries.said(store, every=True):
        review.judge(store, s.id, "accept", who="jo")
        review.judge(store, s.id, "unsure", who="al")
    assert shared.settled(store)
