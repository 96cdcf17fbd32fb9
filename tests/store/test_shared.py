"""Passages and reprints of a record: those of the documents it holds now, however they came."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from forked import Forking, forking  # noqa: F401
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_factory import Begin, check_sound, reading

from effort import times
from onrecord.errors import NotFound
from onrecord.model import Evidence, Part, Reading
from onrecord.store import queries, removal, settling, shared
from onrecord.store.db import Store

LINES = [
    "The ferry will run twice a day from the first of May until the ice comes in November.",
    "Nobody on the council asked the captains whether the new pier stands deep enough for them.",
    "A pier that falls dry at low water is a very expensive garden wall and nothing more.",
    "We have been promised dredgers since my grandmother sold herring on this very quay.",
    "The county has no money for it and the province has no interest in the county.",
    "If the crews walk out in June the islands will be without flour by the end of the month.",
]
OTHERS = [
    "Three wells were dug behind the chapel and all three of them gave nothing but warm sand.",
    "The geologist drew a line on the map and the village followed the line with picks and hope.",
    "My cattle cannot drink from a map however pretty the colours of the rivers on it may be.",
    "By the end of the dry season we shall know who dug for water and who dug for votes.",
]


def article(
    key: str, lines: Iterable[str], *, day: int = 5, outlet: str = "The Bay Courier", agency: str = "", junk: str = ""
) -> Reading:
    made = reading(key, [("Ann Lee", line) for line in lines], title="", outlet=outlet, published=date(2024, 5, day))
    document = made.document
    if agency:
        document = replace(document, evidence=(*document.evidence, Evidence(field="agency", value=agency, origin="x")))
    if junk:
        text = document.text + junk
        part = Part(start=len(document.text), end=len(text), label="notice")
        document = replace(document, text=text, parts=(*document.parts, part))
    return replace(made, document=document)


def corpus() -> list[Reading]:
    """A wire report, copies of it and of copies, a report of its own that quotes it, two that have nothing with it."""
    edited = [*LINES[:2], LINES[2].replace("very expensive", "costly"), *LINES[3:]]
    again = [*edited[:4], LINES[4].replace("no interest", "little love"), LINES[5]]
    return [
        article("wire.txt", LINES, outlet="Gull News Service", agency="GNS"),
        article("copy.txt", edited, day=6, outlet="The Tidings", agency="GNS"),
        article("copy2.txt", again, day=7, outlet="Coast Radio"),
        article("same.txt", edited, day=8, outlet="Bay Post"),
        article("cut.txt", LINES[:3], day=6, outlet="The Lamp"),
        article("quotes.txt", [*OTHERS[:3], LINES[2]], day=9, outlet="The Well"),
        article("wells.txt", OTHERS, day=2, outlet="The Well"),
        article("alone.txt", ["Snow fell on the pass on Sunday, said the keeper of the hut, who had seen worse."]),
    ]


def add(store: Store, readings: Iterable[Reading], project: str = "p") -> None:
    run = store.begin_run(project, {})
    store.append(run, list(readings))
    store.finish_run(run, {}, 1.0)


def found(store: Store) -> tuple[set[object], set[object]]:
    """What the record says, numbers aside."""
    with store.read() as conn:
        key = dict(map(tuple, conn.exec_driver_sql("SELECT n, key FROM document")))
        reprints = {
            (key[d], key[p], key[o], kind, share, why)
            for d, p, o, kind, share, why in conn.exec_driver_sql("SELECT * FROM reprint")
        }
        passages = {(key[r[1]], *r[2:4], key[r[4]], *r[5:]) for r in conn.exec_driver_sql("SELECT * FROM passage")}
    return reprints, passages


def whole(folder: Path, readings: Iterable[Reading]) -> tuple[set[object], set[object]]:
    """What a record says that was filled at once."""
    with Store.create(folder / "whole.onrecord") as store:
        add(store, readings)
        shared.settle(store)
        return found(store)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[object], set[object]]:
    return whole(tmp_path_factory.mktemp("whole"), corpus())


def _full(store: Store) -> None:
    add(store, corpus())
    shared.settle(store)


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


def test_what_is_a_copy_of_what(store: Store) -> None:
    add(store, corpus())
    assert shared.settle(store)
    assert {(d, p, o, kind) for d, p, o, kind, *_ in found(store)[0]} == {
        ("copy.txt", "wire.txt", "wire.txt", "wire"),
        ("copy2.txt", "copy.txt", "wire.txt", "wire"),
        ("same.txt", "copy.txt", "wire.txt", "exact"),
        ("cut.txt", "wire.txt", "wire.txt", "wire"),
        ("quotes.txt", "wells.txt", "wells.txt", "near"),
    }
    assert not shared.settle(store)


def test_passages_slice_true_and_are_of_current_documents(full: Store) -> None:
    with full.read() as conn:
        text = dict(map(tuple, conn.exec_driver_sql("SELECT id, text FROM document")))
        every = shared.aligned(conn)
        some = shared.aligned(conn, [1])
    assert every
    for x in every:
        for side in (x.passage.a, x.passage.b):
            assert text[side.doc][side.start : side.end] == side.text
    assert some == [x for x in every if 1 in (x.a, x.b)]


@settings(max_examples=times(6, 3), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(corpus()), sizes=st.lists(st.integers(1, 4), min_size=8, max_size=8))
def test_order_and_batches_do_not_matter(
    tmp_path_factory: pytest.TempPathFactory,
    expected: tuple[set[object], set[object]],
    order: list[Reading],
    sizes: list[int],
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
    made = corpus()
    before = found(full)
    removal.remove(full, "news/wire.txt", "me")
    assert found(full) == whole(tmp_path, made[1:])  # the copies have another original
    add(full, made[:1])
    shared.settle(full)
    assert found(full) == before


def test_a_new_version_takes_the_place_of_the_old(full: Store, tmp_path: Path) -> None:
    made = corpus()
    before = found(full)
    newer = article("wire.txt", OTHERS[::-1], outlet="Gull News Service", agency="GNS")
    add(full, [newer])
    shared.settle(full)
    assert found(full) == whole(tmp_path, [newer, *made[1:]])
    add(full, made[:1])  # the old version again
    shared.settle(full)
    assert found(full) == before


def test_an_article_read_anew_is_compared_anew(full: Store, tmp_path: Path) -> None:
    made = corpus()
    dated = replace(made[0], document=replace(made[0].document, published=date(2024, 5, 20), outlet="The Bay Courier"))
    add(full, [dated], project="other settings")
    shared.settle(full)
    assert found(full) == whole(tmp_path, [dated, *made[1:]])


def test_junk_makes_no_reprints(store: Store) -> None:
    junk = "\n\nSubscribe to our newsletter and read the five stories of the day before anybody else in town does so."
    add(store, [article(f"{k}.txt", OTHERS[k : k + 1] + LINES[k : k + 1], junk=junk) for k in range(4)])
    shared.settle(store)
    assert found(store) == (set(), set())


def test_fingerprints_of_another_version_are_made_anew(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = found(full)
    monkeypatch.setattr("onrecord.reprints.grams.VERSION", 2)
    assert shared.settle(full)
    assert found(full) == before
    with full.read() as conn:
        assert [*map(tuple, conn.exec_driver_sql("SELECT DISTINCT version, settled FROM fingerprint"))] == [(2, 2)]


def test_only_new_pairs_are_aligned(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made = corpus()
    add(store, made[:-2])
    shared.settle(store)
    aligned: list[settling.Pair] = []
    align = settling._align
    monkeypatch.setattr(settling, "_align", lambda conn, pairs, tell: aligned.extend(pairs) or align(conn, pairs, tell))
    add(store, made[-2:])
    shared.settle(store)
    assert aligned
    assert all({7, 8} & set(pair) for pair in aligned)


def test_somebody_who_adds_meanwhile_is_not_lost(
    store: Store, monkeypatch: pytest.MonkeyPatch, expected: tuple[set[object], set[object]]
) -> None:
    made = corpus()
    add(store, made[:4])
    find, calls = settling.find, []

    def slow(conn: object, tell: object) -> settling.Found:
        out = find(conn, tell)  # type: ignore[arg-type]
        if not calls:
            calls.append(1)
            with Store.open(store.path, write=True) as other:
                add(other, made[4:])
        return out

    monkeypatch.setattr(settling, "find", slow)
    shared.settle(store)
    monkeypatch.undo()
    assert not shared.settle(store)
    assert found(store) == expected


CHILD = """
import os, signal, sys
from pathlib import Path
from onrecord.store import fingerprints, settling, shared
from onrecord.store.db import Store
where = {"fingerprints": (fingerprints, "make"), "find": (settling, "find"), "write": (settling, "_write_reprints")}
room, name = where[sys.argv[2]]
real = getattr(room, name)
def killed(*args):
    real(*args)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(room, name, killed)
with Store.open(Path(sys.argv[1]), write=True) as store:
    shared.settle(store)
"""


@pytest.mark.parametrize("where", ["fingerprints", "find", "write"])
def test_killed_half_way_the_next_settle_completes(
    tmp_path: Path,
    forking: Forking,  # noqa: F811
    expected: tuple[set[object], set[object]],
    where: str,
) -> None:
    path = tmp_path / "r.onrecord"
    with Store.create(path) as store:
        add(store, corpus())
    assert forking.run(CHILD, path, where) == -signal.SIGKILL
    with Store.open(path, write=True) as store:
        assert found(store) == (set(), set())
        shared.settle(store)
        assert found(store) == expected
        check_sound(store)


# ---------------------------------------------------------------------------- asked


def test_lineages_as_they_are_asked(full: Store) -> None:
    first, second = queries.reprints(full)
    assert first.original.file == "news/wire.txt"
    assert [(r.document.file, r.depth) for r in first.copies] == [
        ("news/copy.txt", 1),
        ("news/copy2.txt", 2),
        ("news/same.txt", 2),
        ("news/cut.txt", 1),
    ]
    assert second.original.file == "news/wells.txt"
    assert all(r.passages == () for r in first.copies)
    [asked] = queries.reprints(full, "copy2.txt")
    assert asked.original == first.original
    for row in asked.copies:
        assert row.passages
        assert all(p.b.doc == row.document.id and p.a.doc == row.parent.id for p in row.passages)
    assert queries.reprints(full, "alone.txt") == []
    with pytest.raises(NotFound, match="no document here"):
        queries.reprints(full, "nothing.txt")


def test_links_tell_reprints_from_passages(store: Store) -> None:
    made = corpus()
    add(store, [*made[:2], article("q.txt", [OTHERS[0], OTHERS[2], OTHERS[3], LINES[2]], day=9, outlet="The Well")])
    shared.settle(store)
    kinds = {(row.a.file, row.b.file): row.kind for row in queries.links(store)}
    assert kinds[("news/wire.txt", "news/copy.txt")] == "reprint"
    assert kinds[("news/wire.txt", "news/q.txt")] == "passage"
    assert not any(row.passage.a.text == "" for row in queries.links(store))
