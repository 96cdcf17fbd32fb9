"""Stories kept with the record: those of the documents it holds now, however they came."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from forked import Forking, forking  # noqa: F401
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_factory import Begin, check_sound
from story_corpus import add, corpus, flood, inquiry

from effort import times
from onrecord.model import Reading
from onrecord.project import Issue
from onrecord.span import stable_id
from onrecord.store import actor_log, coverage, issues, removal, shared, story_sources, storylines
from onrecord.store.db import Store

KEYS = {"flood": {"wire.txt", "state.txt", "site.txt"}, "inquiry": {"hearing.txt", "gauge.txt"}}
STRIKE = {"tram.txt", "undated.txt"}


def found(store: Store) -> set[Any]:
    """What the record says of stories, numbers aside."""
    with store.read() as conn:
        key = dict(map(tuple, conn.exec_driver_sql("SELECT n, key FROM document")))
        ids = dict(map(tuple, conn.exec_driver_sql("SELECT n, id FROM story")))
        told: set[Any] = {
            ("story", r.id, r.title, key[r.titled_by], r.since, r.until, r.likeness, r.issues, ids[r.storyline])
            for r in conn.exec_driver_sql("SELECT * FROM story")
        }
        told |= {("in", ids[s], key[d], p) for d, s, p in conn.exec_driver_sql("SELECT * FROM story_document")}
        told |= {("link", ids[a], ids[b], x, why) for a, b, x, why in conn.exec_driver_sql("SELECT * FROM story_link")}
        told |= {("line", ids[s], ids[by]) for s, by in conn.exec_driver_sql("SELECT * FROM storyline")}
    return told


def groups(store: Store) -> set[frozenset[str]]:
    with store.read() as conn:
        query = "SELECT s.story, d.key FROM story_document s JOIN document d ON d.n = s.document"
        by: dict[int, set[str]] = {}
        for n, key in conn.exec_driver_sql(query):
            by.setdefault(n, set()).add(key)
    return {frozenset(some) for some in by.values()}


def whole(folder: Path, readings: Iterable[Reading]) -> set[Any]:
    """What a record says that was filled at once."""
    with Store.create(folder / "whole.onrecord") as store:
        add(store, readings)
        shared.settle(store)
        return found(store)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> set[Any]:
    return whole(tmp_path_factory.mktemp("whole"), corpus())


def _full(store: Store) -> None:
    add(store, corpus())
    shared.settle(store)


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


# ---------------------------------------------------------------------------- what is found


def test_documents_of_one_event_are_one_story_and_the_later_one_goes_on_from_it(full: Store) -> None:
    assert groups(full) == {*map(frozenset, KEYS.values()), frozenset(STRIKE)}
    with full.read() as conn:
        [link] = conn.exec_driver_sql(
            "SELECT a.title, b.title, why FROM story_link JOIN story a ON a.n = story JOIN story b ON b.n = earlier"
        ).all()
        names = dict(map(tuple, conn.exec_driver_sql("SELECT id, name FROM actor")))
    assert (link[0][:12], link[1][:12]) == ("Dyke inquiry", "Flood drowns")
    why = json.loads(link[2])
    assert {names[a] for a in why["actors"]} == {"Petra Holm", "Vilem Strach"}
    assert "dyke" in [w.lower() for w in why["words"]]


def test_the_id_of_a_story_is_made_of_its_earliest_document(full: Store) -> None:
    earliest = {"wire.txt", "hearing.txt", "tram.txt", "site.txt"}
    ids = {stable_id("st", r.document.id, "story", [], 0): r.document.key for r in corpus()}
    assert {ids[row[1]] for row in found(full) if row[0] == "story"} <= earliest


def test_an_empty_record_has_no_stories(store: Store) -> None:
    assert not storylines.settle(store) or found(store) == set()
    assert not storylines.settle(store)
    assert shared.settled(store)


def test_documents_without_day_or_title_or_letters_are_in_a_story_too(store: Store) -> None:
    strange = [
        replace(r, document=replace(r.document, published=None, title=None))
        for r in (flood("a.txt", None, "…"), flood("b.txt", None, "?!"))
    ]
    add(store, [*strange, *corpus()])
    shared.settle(store)
    with store.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM story_document").scalar() == 9
        assert conn.exec_driver_sql("SELECT count(*) FROM story WHERE title = ''").scalar() == 0


def test_outlets_are_told_the_kept_stories_and_they_are_what_would_be_found(full: Store) -> None:
    with full.read() as conn:
        kept = coverage.read(conn, None, None, None).stories
    with full.write() as conn:
        conn.exec_driver_sql("DELETE FROM story_state")  # nothing that is kept counts any more
    with full.read() as conn:
        assert storylines.kept(conn) is None
        assert coverage.read(conn, None, None, None).stories == kept
    assert len(kept) == 3


# ---------------------------------------------------------------------------- as documents come and go


@settings(max_examples=times(8, 3), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(corpus()), sizes=st.lists(st.integers(1, 4), min_size=7, max_size=7))
def test_order_and_batches_do_not_matter(
    tmp_path_factory: pytest.TempPathFactory, expected: set[Any], order: list[Reading], sizes: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("order")
    with Store.create(folder / "r.onrecord") as store:
        rest = list(order)
        for size in sizes:
            add(store, rest[:size])
            rest = rest[size:]
            shared.settle(store)
        assert found(store) == expected
        check_sound(store)


def test_what_goes_drops_out_and_what_comes_back_returns(full: Store, tmp_path: Path) -> None:
    before = found(full)
    removal.remove(full, "news/wire.txt", "me")
    assert found(full) == whole(tmp_path, corpus()[1:])
    add(full, corpus()[:1])
    assert not shared.settled(full)
    shared.settle(full)
    assert found(full) == before


def test_a_new_version_takes_the_place_of_the_old(full: Store, tmp_path: Path) -> None:
    before = found(full)
    newer = inquiry("wire.txt", "Lint News Agency", "I was never asked.")
    add(full, [newer])
    shared.settle(full)
    assert found(full) == whole(tmp_path, [newer, *corpus()[1:]])
    add(full, corpus()[:1])
    shared.settle(full)
    assert found(full) == before


def test_an_article_read_anew_is_grouped_anew(full: Store, tmp_path: Path) -> None:
    made = corpus()
    dated = replace(made[0], document=replace(made[0].document, published=date(2031, 5, 3), title="Odrava under water"))
    add(full, [dated], project="other settings")
    assert not shared.settled(full)
    shared.settle(full)
    assert found(full) == whole(tmp_path, [dated, *made[1:]])


def test_nothing_is_done_again_where_nothing_changed(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("stories were looked for again")

    monkeypatch.setattr(storylines, "_find", never)
    assert not shared.settle(full)
    add(full, corpus())  # all of them are there
    assert not shared.settle(full)


def test_stories_of_another_way_of_finding_them_are_found_anew(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = found(full)
    monkeypatch.setattr(story_sources, "PREFIX", "999:")
    assert not shared.settled(full)
    with full.read() as conn:
        assert storylines.kept(conn) is None
    assert shared.settle(full)
    assert found(full) == before


def test_a_merge_counts_when_documents_are_next_compared(full: Store) -> None:
    with full.read() as conn:
        before = story_sources.seen(conn)
    actor_log.merge(full, "Petra Holm", "Rosa Kimble", "me")
    with full.read() as conn:
        assert story_sources.seen(conn) != before
        assert storylines.kept(conn) is not None  # the same documents: what is kept still answers
    assert shared.settle(full)
    assert not shared.settle(full)


def test_issues_of_the_project_are_those_that_half_of_a_story_speaks_of(full: Store) -> None:
    wanted = [Issue(name="Lint gauge", statement="The gauge should be read at night."), Issue(name="Harbour toll")]
    issues.note(full, wanted)
    assert storylines.settle(full)
    spoken_of = {row[2][:4]: json.loads(row[7]) for row in found(full) if row[0] == "story"}
    assert spoken_of == {"Floo": [], "Dyke": ["Lint gauge"], "Tram": []}
    issues.note(full, wanted)
    assert not storylines.settle(full)
    issues.note(full, [])
    assert storylines.settle(full)


def test_somebody_who_adds_meanwhile_is_not_lost(
    store: Store, monkeypatch: pytest.MonkeyPatch, expected: set[Any]
) -> None:
    made = corpus()
    add(store, made[:4])
    find, calls = storylines._find, []

    def slow(conn: Any, tell: Any) -> Any:
        out = find(conn, tell)
        if not calls:
            calls.append(1)
            with Store.open(store.path, write=True) as other:
                add(other, made[4:])
        return out

    monkeypatch.setattr(storylines, "_find", slow)
    storylines.settle(store)
    monkeypatch.undo()
    shared.settle(store)
    assert found(store) == expected


def test_somebody_who_never_stops_changing_does_not_starve_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, corpus())
    seen, calls = story_sources.seen, []

    def restless(conn: Any) -> str:
        calls.append(1)
        return f"{seen(conn)}{len(calls)}"

    monkeypatch.setattr(story_sources, "seen", restless)
    assert storylines.settle(store)
    assert {*map(frozenset, KEYS.values())} <= groups(store)


CHILD = """
import os, signal, sys
from pathlib import Path
from onrecord.store import schema, shared, storylines
from onrecord.store.db import Store
def kill(*args): os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "find":
    find = storylines._find
    storylines._find = lambda *args: (find(*args), kill())
else:
    put = storylines.put
    storylines.put = lambda conn, table, rows: put(conn, table, rows) if table is not schema.storyline else kill()
with Store.open(Path(sys.argv[1]), write=True) as store:
    shared.settle(store)
"""


@pytest.mark.parametrize("where", ["find", "write"])
def test_killed_half_way_the_old_stories_stand_and_the_next_settle_completes(
    tmp_path: Path,
    forking: Forking,  # noqa: F811
    expected: set[Any],
    where: str,
) -> None:
    path = tmp_path / "r.onrecord"
    with Store.create(path) as store:
        add(store, corpus()[:3])
        shared.settle(store)
        before = found(store)
        add(store, corpus()[3:])
    assert forking.run(CHILD, path, where) == -signal.SIGKILL
    with Store.open(path, write=True) as store:
        check_sound(store)
        assert found(store) == before
        assert not shared.settled(store)
        assert shared.settle(store)
        assert found(store) == expected
