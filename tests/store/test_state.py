"""The word that every change of a record replaces; what is remembered while it stands is what would be answered."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_factory import MADE, Begin, Fill, fill, reading, rejected

from effort import THOROUGH, times
from onrecord import record
from onrecord.errors import OnRecordError, UsageError
from onrecord.model import Wanted
from onrecord.project import Issue, Project, load
from onrecord.record import Record
from onrecord.store import actor_log, issues, lookup, queries, removal, review, schema, shared, state_tables
from onrecord.store import state as states
from onrecord.store.db import Store
from onrecord.store.progress import progress
from onrecord.store.state import MOST, Remembered

LATER = reading("b.txt", [("Bo Ford", "No deal."), ("Cy Orr", "Never.")], title="More")
OUTLET = "The Bay Courier"
WRITES: dict[str, Callable[[Store], Any]] = {
    "add": lambda s: fill(s, [LATER]),
    "reject a file": lambda s: fill(s, [], rejects=[rejected()]),
    "want": lambda s: s.want(1, [Wanted(file="l.csv", location="/l", url="https://example.org/w")]),
    "begin a run": lambda s: s.begin_run("x", {}),
    "finish a run": lambda s: s.finish_run(1, {}, 1.0),
    "accept": lambda s: review.judge(s, MADE.statements[0].id, "accept", who="jo"),
    "reject": lambda s: review.judge(s, MADE.statements[1].id, "reject", who="jo"),
    "correct": lambda s: review.judge(s, MADE.statements[0].id, "correct", {"speaker": "Bo Ford"}, who="jo"),
    "merge": lambda s: actor_log.merge(s, "Ann Lee", "Bo Ford", "jo", ""),
    "rename": lambda s: actor_log.rename(s, "Ann Lee", "Ann B. Lee", "jo"),
    "undo": lambda s: review.undo(s, review.judgements(s)[-1].id),
    "add an issue": lambda s: issues.add(s, Issue(name="Gates")),
    "drop an issue": lambda s: issues.remove(s, "Gates"),
    "project's issues": lambda s: issues.note(s, [Issue(name="Treaty")]),
    "settle": shared.settle,
    "remove": lambda s: removal.remove(s, "a.txt", "jo"),
}


def _full(store: Store) -> None:
    fill(store, [MADE])


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


def answers(store: Store) -> list[Any]:
    """What a change may change."""
    return [
        queries.said(store), queries.status(store), queries.listing(store), queries.issues(store),
        queries.wanted(store),
        queries.stories(store), queries.outlets(store), queries.timeline(store, limit=9), queries.paths(store),
        queries.changes(store), queries.conditions(store), queries.drift(store), queries.doubts(store),
        queries.periods(store, limit=1), queries.days(store), queries.diff(store, "2019"),
        queries.days(store, sure=True), queries.outlets(store, sure=True), queries.conditions(store, outlet=OUTLET),
        queries.representation(store, Project()), progress(store),
        list(queries.network(store, Project()).edges()), queries.network(store, Project(), via="outlet").sources,
    ]  # fmt: skip


@settings(max_examples=times(12, 4), deadline=None, suppress_health_check=list(HealthCheck))
@given(names=st.lists(st.sampled_from(sorted(WRITES)), max_size=6))
def test_after_any_writes_what_is_remembered_is_what_a_fresh_store_answers(
    tmp_path_factory: pytest.TempPathFactory, made_once: Callable[[Fill], Path], names: list[str]
) -> None:
    path = tmp_path_factory.mktemp("state") / "r.onrecord"
    shutil.copyfile(made_once(_full), path)
    with Store.open(path, write=True) as store:
        before, state = answers(store), store.state()
        for name in names:
            try:
                WRITES[name](store)
            except (OnRecordError, IndexError):  # nothing to undo, nobody of that name: nothing changed
                continue
        with Store.open(path) as fresh:
            now = answers(fresh)
            assert fresh.state() == store.state()
        assert answers(store) == now
        if now != before:
            assert store.state() != state


@pytest.mark.parametrize(
    "name", ["add", "reject a file", "want", "accept", "correct", "merge", "add an issue", "remove"]
)
def test_each_kind_of_write_changes_the_state(full: Store, name: str) -> None:
    seen = {full.state()}
    WRITES[name](full)
    seen.add(full.state())
    if review.judgements(full):
        review.undo(full, review.judgements(full)[-1].id)
        seen.add(full.state())
        assert len(seen) == 3
    assert len(seen) >= 2


def test_asking_and_failing_change_nothing(full: Store) -> None:
    state = full.state()
    answers(full)
    with pytest.raises(UsageError):
        review.judge(full, MADE.statements[0].id, "perhaps", who="jo")
    with pytest.raises(RuntimeError), full.write() as conn:
        conn.exec_driver_sql("DELETE FROM source")
        raise RuntimeError
    assert full.state() == state


def test_another_process_sees_the_change_and_a_copy_goes_its_own_way(tmp_path: Path) -> None:
    path = tmp_path / "r.onrecord"
    with Store.create(path) as one:
        fill(one, [MADE])
        with Store.open(path) as other:
            assert queries.status(other).statements == 2
            review.judge(one, MADE.statements[0].id, "reject", who="jo")
            assert other.state() == one.state()
            assert queries.status(other).statements == 1
        one.backup(tmp_path / "copy.onrecord")
        with Store.open(tmp_path / "copy.onrecord", write=True) as copy:
            assert copy.state() == one.state()
            review.judge(copy, MADE.statements[1].id, "accept", who="jo")
            review.judge(one, MADE.statements[1].id, "reject", who="jo")
            assert copy.state() != one.state()


def test_what_is_remembered_is_of_the_state_that_is_seen(full: Store) -> None:
    remembered = Remembered()
    with full.read() as old:
        assert remembered.get(old, "q", 1, lambda: "before") == "before"
        writer = threading.Thread(target=lambda: fill(full, [LATER]))
        writer.start()
        writer.join()
        with full.read() as new:
            assert remembered.get(new, "q", 1, lambda: "after") == "after"
        assert remembered.get(old, "q", 1, lambda: "before again") == "before again"  # never what came later
    for n in range(2 * MOST):
        with full.read() as conn:
            remembered.get(conn, "q", n, lambda n=n: n)
    with full.read() as conn:
        assert remembered.get(conn, "q", 2 * MOST - 1, lambda: "made anew") == 2 * MOST - 1
        assert remembered.get(conn, "q", 0, lambda: "made anew") == "made anew"


# ---------------------------------------------------------------------------- what depends on what


@pytest.mark.parametrize(
    ("sql", "read", "written"),
    [
        ("SELECT a.n FROM actor a JOIN link ON 1", {"actor", "link"}, set()),
        ('INSERT INTO "standing" (a) VALUES (?)', {"standing"}, {"standing"}),
        ("INSERT OR REPLACE INTO run VALUES (1)", {"run"}, {"run"}),
        ("INSERT INTO telling (a) VALUES (?) ON CONFLICT (a) DO UPDATE SET b = 1", {"telling"}, {"telling"}),
        ("UPDATE event SET compared=?", {"event"}, {"event"}),
        ("DELETE FROM wording WHERE statement IN (?)", {"wording", "statement"}, {"wording"}),
        ("INSERT INTO event_fts(rowid) VALUES (1)", {"event", "document"}, {"event", "document"}),
        ("SELECT rowid FROM document_fts WHERE document_fts MATCH ?", {"document"}, set()),
        ("SELECT n FROM current_statement", {"statement", "document"}, set()),
        ("BEGIN IMMEDIATE", set(), set()),
        ("DROP TABLE x", set(), {""}),
        ("INSERT INTO nothing_of_ours VALUES (1)", set(), {""}),
    ],
)  # fmt: skip
def test_tables_are_seen_in_sql(sql: str, read: set[str], written: set[str]) -> None:
    assert state_tables.tables(sql) == (read, written)


def held(store: Store) -> dict[str, Any]:
    """Answers that are handed out as they are remembered, so that it shows whether they were made anew."""
    return {
        "network": queries.network(store, Project()),
        "outlets": queries.outlets(store),
        "sure outlets": queries.outlets(store, sure=True),
        "status": queries.status(store),
    }


@pytest.mark.parametrize(
    ("name", "stands"),
    [
        ("accept", {"network", "outlets"}),
        ("reject", set()),
        ("correct", set()),
        ("want", {"network", "outlets", "sure outlets"}),
        ("add an issue", {"outlets", "sure outlets"}),
        ("add", set()),
        ("remove", set()),
    ],
)
def test_what_a_write_does_not_touch_is_remembered(full: Store, name: str, stands: set[str]) -> None:
    before = held(full)
    assert all(held(full)[k] is v for k, v in before.items())
    WRITES[name](full)
    assert {k for k, v in held(full).items() if v is before[k]} == stands


def test_what_was_looked_up_before_a_question_counts_too(full: Store) -> None:
    asked: list[str] = []

    def ask(by: str) -> str:
        with full.read() as conn:
            who = lookup.find_actor(conn, by).name
            return full.remembered.get(conn, "q", by, lambda: asked.append(who) or who)

    assert ask("Ann Lee") == ask("Ann Lee") == "Ann Lee"
    assert asked == ["Ann Lee"]
    actor_log.rename(full, "Ann Lee", "Ann B. Lee", "jo")
    assert ask("Ann Lee") == "Ann B. Lee"


def test_of_questions_within_questions_all_tables_count(full: Store) -> None:

    def outer() -> int:
        with full.read() as conn:
            return full.remembered.get(conn, "outer", None, lambda: inner() + 1)

    def inner() -> int:
        with full.read() as conn:
            return full.remembered.get(conn, "inner", None, lambda: len(review.select(conn)))

    assert (inner(), outer(), outer()) == (0, 1, 1)  # the inner one was remembered when the outer was made
    review.judge(full, MADE.statements[0].id, "accept", who="jo")
    assert (outer(), inner()) == (2, 1)


def test_of_threads_that_ask_the_same_one_makes_it(full: Store) -> None:
    asked: list[int] = []
    together = threading.Barrier(10)

    def make() -> int:
        asked.append(1)
        time.sleep(0.05)
        return 7

    def ask() -> None:
        together.wait()
        with full.read() as conn:
            assert full.remembered.get(conn, "q", None, make) == 7

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(asked) == 1


def test_a_question_that_failed_is_asked_again(store: Store) -> None:
    def fail() -> int:
        raise UsageError("no")

    with store.read() as conn:
        with pytest.raises(UsageError):
            store.remembered.get(conn, "q", None, fail)
        assert store.remembered.get(conn, "q", None, lambda: 1) == 1


def test_each_of_many_is_made_once_and_anew_after_a_change(full: Store) -> None:
    made: list[int] = []

    def ask(*wanted: int) -> dict[int, int]:
        def make(some: list[int]) -> dict[int, int]:
            made.extend(some)
            return dict.fromkeys(some, len(review.select(conn)))

        with full.read() as conn:
            return full.remembered.each(conn, "q", wanted, make)

    assert ask(1, 2) == {1: 0, 2: 0}
    assert ask(2, 3, 3) == {2: 0, 3: 0}
    assert made == [1, 2, 3]
    review.judge(full, MADE.statements[0].id, "accept", who="jo")
    assert ask(3) == {3: 1}
    assert made == [1, 2, 3, 3]


def test_answers_take_no_more_room_than_they_may(store: Store) -> None:
    remembered = Remembered(most=100, room=50_000)
    with store.read() as conn:
        for n in range(20):
            remembered.get(conn, f"q{n}", None, lambda: [str(k) + "x" for k in range(10_000)])
            assert sum(remembered.kept().values()) <= 50_000
        assert "q19" in remembered.kept()
        assert "q0" not in remembered.kept()


def test_what_is_outdated_takes_no_room(full: Store) -> None:
    answers(full)
    with full.read() as conn:
        full.remembered.get(conn, "verdicts", None, lambda: review.select(conn))
    review.judge(full, MADE.statements[0].id, "reject", who="jo")
    with full.read() as conn:
        full.remembered.get(conn, "another", None, lambda: 1)
    assert "verdicts" not in full.remembered.kept()


def test_a_state_of_before_has_one_word_for_all(full: Store) -> None:
    with full.write() as conn:
        conn.execute(sa.update(schema.state).values(word="0123456789abcdef"))
    with full.read() as conn:
        assert states.words(conn).of({"actor", "run"}) == ("0123456789abcdef",) * 2
    before = queries.outlets(full)
    review.judge(full, MADE.statements[0].id, "accept", who="jo")
    assert queries.outlets(full) is before


# ---------------------------------------------------------------------------- pages


@pytest.fixture(scope="module")
def lake(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "record.onrecord"
    shutil.copyfile(sample_home / "record.onrecord", path)
    return path


@pytest.fixture(scope="module")
def sample_record(lake: Path, sample_home: Path) -> Iterator[Record]:
    """To be asked, not changed."""
    with record.open(lake, project=load(sample_home / "onrecord.toml")) as opened:
        yield opened


PAGED: dict[str, tuple[Callable[..., Any], Callable[[Any], Any]]] = {
    "said": (Record.said, list),
    "said to review": (lambda r, **p: r.said(sure=False, **p), list),
    "actors": (Record.actors, list),
    "positions": (Record.positions, lambda a: list(a.paths)),
    "conditions": (Record.conditions, lambda a: list(a.conditions)),
    "timeline": (Record.timeline, lambda a: list(a.entries)),
    "timeline of the five most told": (lambda r, **p: r.timeline(top=5, **p), lambda a: list(a.entries)),
    "timeline of events that are said": (lambda r, **p: r.timeline(type="REQUEST", **p), lambda a: list(a.entries)),
    "timeline to review": (lambda r, **p: r.timeline(sure=False, **p), lambda a: list(a.entries)),
    "timeline with what was rejected": (
        lambda r, **p: r.timeline(include_rejected=True, **p),
        lambda a: list(a.entries),
    ),
    "timeline by month": (lambda r, **p: r.timeline(step="month", **p), lambda a: list(a.entries)),
    "stories": (Record.stories, lambda a: list(a.storylines)),
    "events": (Record.events, lambda a: list(a.events)),
    "wanted": (Record.wanted, list),
}


@pytest.mark.parametrize("name", PAGED)
def test_pages_one_after_the_other_are_the_whole(sample_record: Record, name: str) -> None:
    ask, rows = PAGED[name]
    whole = rows(ask(sample_record, limit=None))
    size = 7 if THOROUGH else max(7, len(whole) // 6)
    pages = [rows(ask(sample_record, limit=size, offset=at)) for at in range(0, len(whole) + size, size)]
    assert [row for page in pages for row in page] == whole
    assert all(len(page) <= size for page in pages)


def test_periods_with_a_limit_count_all_and_list_some(sample_record: Record) -> None:
    for step in ("day", "month", "year"):
        whole = sample_record.periods(step=step)
        some = sample_record.periods(step=step, limit=2)
        assert [(p.label, p.since, p.until, p.count, p.speakers, p.said[:2]) for p in whole] == [
            (p.label, p.since, p.until, p.count, p.speakers, p.said) for p in some
        ]


def test_what_is_no_page_is_refused(store: Store) -> None:
    for ask in (queries.paths, queries.conditions, queries.stories, queries.wanted, queries.listing):
        with pytest.raises(UsageError):
            ask(store, limit=-1)
        with pytest.raises(UsageError):
            ask(store, offset=-1)


def test_network_of_other_windows_is_made_of_the_same_rows(sample_record: Record) -> None:
    one, again, other = (
        sample_record.network(),
        sample_record.network(),
        sample_record.network(window="90d", step="45d"),
    )
    assert again is one
    assert other.sources is one.sources
    assert other.windows
    assert sample_record.network(implied=True).without_level != one.without_level
    assert queries.network(sample_record.store, Project()).sources is not one.sources
