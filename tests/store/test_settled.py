"""Tellings are those of the documents a record holds, whatever came first, left again, or was cut short."""

from __future__ import annotations

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
from store_factory import check_sound, fill, reading
from test_shared import LINES, OTHERS, corpus
from test_versions import older

import onrecord
from effort import times
from onrecord.model import Reading
from onrecord.project import Project
from onrecord.store import queries, removal, settling, shared, tellings
from onrecord.store.db import Store
from onrecord.store.verify import verify

FORMULA = "We have no comment on it"
PROJECT = "attribution.rules"


def article(key: str, lines: Iterable[str], day: int = 4, who: str = "Ann Lee") -> Reading:
    return reading(key, [(who, line) for line in lines], title="", published=date(2019, 3, day))


def formulas(count: int) -> list[Reading]:
    """Articles with the same short words of one speaker, and words of their own."""
    own = [*LINES, *OTHERS]
    return [article(f"{k}.txt", [FORMULA, own[k]]) for k in range(count)]


def add(store: Store, readings: Iterable[Reading], project: str = "p") -> None:
    run = store.begin_run(project, {})
    store.append(run, list(readings))
    shared.settle(store)
    store.finish_run(run, {}, 1.0)


def told(store: Store) -> set[tuple[str, str, float, str]]:
    """Which statement is counted as which, and why."""
    sql = "SELECT s.id, u.id, t.score, t.why FROM telling t JOIN statement s ON s.n = t.statement"
    with store.read() as conn:
        return set(map(tuple, conn.exec_driver_sql(f"{sql} JOIN statement u ON u.n = t.utterance")))


def at_once(folder: Path, readings: Iterable[Reading]) -> set[tuple[str, str, float, str]]:
    with Store.create(folder / "whole.onrecord") as store:
        add(store, readings)
        return told(store)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, float, str]]:
    return at_once(tmp_path_factory.mktemp("whole"), [*corpus(), *formulas(3)])


@settings(max_examples=times(8, 3), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations([*corpus(), *formulas(3)]), sizes=st.lists(st.integers(1, 5), min_size=11, max_size=11))
def test_order_and_batches_do_not_matter(
    tmp_path_factory: pytest.TempPathFactory,
    expected: set[tuple[str, str, float, str]],
    order: list[Reading],
    sizes: list[int],
) -> None:
    folder = tmp_path_factory.mktemp("order")
    with Store.create(folder / "r.onrecord") as store:
        rest = list(order)
        for size in sizes:
            add(store, rest[:size])
            rest = rest[size:]
        assert told(store) == expected != set()
        check_sound(store)


def test_words_become_a_formula_and_are_none_any_more(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tellings, "MOST", 4)
    made = formulas(6)
    add(store, made[:4])
    four = told(store)
    assert len(four) == 3
    add(store, made[4:])
    assert told(store) == set()
    for gone in made[4:]:
        removal.remove(store, gone.document.id, "jo")
    assert told(store) == four
    add(store, made[5:])  # back again
    assert told(store) == set()
    other = article("5.txt", ["We shall say all we know of it", LINES[5]])
    add(store, [other])  # a new version says something else
    assert told(store) == four


def test_an_article_read_anew_takes_its_words_out_of_a_formula(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tellings, "MOST", 4)
    made = formulas(5)
    add(store, made)
    assert told(store) == set()
    add(store, [replace(made[4], statements=made[4].statements[1:])], project="other settings")
    assert len(told(store)) == 3


def test_a_dossier_tells_an_utterance_as_it_was_told_first(store: Store) -> None:
    nobody = article("wire.txt", [FORMULA], day=3)
    nobody = replace(nobody, statements=tuple(replace(s, speaker=None) for s in nobody.statements))
    fill(store, [nobody, article("later.txt", [FORMULA], day=5), article("next.txt", [FORMULA], day=4)])
    shared.settle(store)
    assert len(told(store)) == 2
    [said] = queries.show(store, "Ann Lee").said
    assert said.document.file == "news/next.txt"
    assert [s.id for s in queries.said(store, by="Ann Lee")] == [said.id]


def test_one_who_adds_all_the_time_holds_nobody_up(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = [*corpus(), *formulas(3)]
    add(store, made[:3])
    rest = made[4:]
    find = settling.find

    def slow(conn: object, tell: object) -> settling.Found:
        out = find(conn, tell)  # type: ignore[arg-type]
        if rest:
            with Store.open(store.path, write=True, busy=0.1) as other:  # nobody holds the lock
                run = other.begin_run("p", {})
                other.append(run, [rest.pop()])
        return out

    monkeypatch.setattr(settling, "find", slow)
    add(store, made[3:4])
    monkeypatch.undo()
    shared.settle(store)
    assert not shared.settle(store)
    while rest:
        add(store, [rest.pop()])
    assert told(store) == at_once(tmp_path, made)


def test_one_who_takes_out_meanwhile_is_seen(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = corpus()
    find = settling.find
    gone = [made[0].document.id]

    def slow(conn: object, tell: object) -> settling.Found:
        out = find(conn, tell)  # type: ignore[arg-type]
        if gone:
            with Store.open(store.path, write=True) as other, other.write() as writing:
                writing.exec_driver_sql("UPDATE document SET superseded_by = n WHERE id = ?", (gone.pop(),))
        return out

    monkeypatch.setattr(settling, "find", slow)
    add(store, made)
    with store.write() as conn:
        conn.exec_driver_sql("INSERT INTO removed SELECT n, 'jo', '2024-05-05' FROM document WHERE superseded_by = n")
    assert told(store) == at_once(tmp_path, made[1:]) != set()


CHILD = """
import os, signal, sys
import onrecord
from onrecord.project import Project
from onrecord.store import settling, shared
room, name = {"before": (shared, "settle"), "found": (settling, "write"), "told": (settling, "tell")}[sys.argv[3]]
shared.TOLD_AT_ONCE = 1
real, calls = getattr(room, name), []
def killed(conn, *args):
    if name != "settle":
        real(conn, *args)
    calls.append(1)
    if len(calls) == int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)
setattr(room, name, killed)
with onrecord.open(sys.argv[1], project=Project(attribution="attribution.rules"), create=True) as record:
    record.add(sys.argv[2])
"""


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Any, ...]]:
    """Articles, and what a record says that all of them were added to."""
    folder = tmp_path_factory.mktemp("added") / "articles"
    folder.mkdir()
    for k, lines in enumerate((LINES, LINES[:4], [*OTHERS, LINES[2]], OTHERS[:3])):
        text = "\n\n".join(f'"{line}" said Ann Lee.' for line in lines)
        (folder / f"{k}.txt").write_text(f"---\ndate: 2024-05-0{k + 1}\noutlet: paper {k}\n---\n{text}\n")
    with onrecord.open(folder.with_name("r.onrecord"), project=Project(attribution=PROJECT), create=True) as record:
        record.add(folder)
        return folder, (told(record.store), record.reprints(), record.status().statements)


@pytest.mark.parametrize("where", [("before", 1), ("found", 1), ("told", 1), ("told", 3)])
def test_an_add_killed_while_it_compares_is_completed_by_the_next(
    tmp_path: Path,
    forking: Forking,  # noqa: F811
    added: tuple[Path, tuple[Any, ...]],
    where: tuple[str, int],
) -> None:
    folder, expected = added
    path = tmp_path / "r.onrecord"
    assert forking.run(CHILD, path, folder, *where) == -signal.SIGKILL
    assert expected[0] and expected[1]
    with onrecord.open(path, project=Project(attribution=PROJECT)) as again:
        assert told(again.store) != expected[0]
        check_sound(again.store)
        assert again.add(folder).unchanged == 4
        assert (told(again.store), again.reprints(), again.status().statements) == expected
        check_sound(again.store)
        assert not shared.settle(again.store)


def test_a_record_of_an_older_version_is_compared_when_it_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "r.onrecord"
    with Store.create(path) as store:
        add(store, corpus())
        expected = told(store), queries.reprints(store)
    assert all(expected)
    older(path, "0005")
    with Store.open(path, write=True) as store:
        assert (told(store), queries.reprints(store)) == expected
        check_sound(store)


def test_of_a_page_read_by_an_older_version_no_way_back_is_claimed(tmp_path: Path) -> None:
    page, plain = article("page.html", [FORMULA], 3), article("plain.txt", LINES[:1])
    page = replace(page, document=replace(page.document, format="html"))
    path = tmp_path / "r.onrecord"
    with Store.create(path) as store:
        add(store, [page, plain])
    older(path, "0005")
    with Store.open(path, write=True) as store:
        assert queries.explain(store, page.statements[0].id).raw == (None, None, None)
        [content] = plain.statements[0].content
        assert (content.start, content.end) in queries.explain(store, plain.statements[0].id).raw
        assert verify(store).placed == 1
