"""One utterance however many articles report it: counted once, told by the original, whatever came first."""

from __future__ import annotations

import shutil
from itertools import permutations
from pathlib import Path

import pytest
import sqlalchemy as sa

import onrecord
from effort import THOROUGH
from onrecord.project import Project
from onrecord.store import schema

SPOKEN = "We asked for houses, we asked for schools, and what we were given is a date for the flood"
WIRE = f"""The Front will not talk again

FERREN (SPS) - The leader of the Front, Hamid Zurqani, said on Tuesday that his fighters would never again talk over
the dam in the upper valley.

"{SPOKEN}," Zurqani told the Sarrin Press Service at a farm near the river.

The energy minister, Selim Karadal, said that the turbines would run by the end of the winter, and that the villages
below the wall would be paid for every roof that was lost to the water.
"""
REPRINT = WIRE.replace("fighters", "gunmen").replace("FERREN (SPS) - ", "")
OWN = f"""A winter of silence in the valley

The road to the dam is closed and nobody at the checkpoint will say for how long it is going to stay so.

"{SPOKEN}," Hamid Zurqani told the agency.

An engineer at the site, Mira Tolan, said that the wall was sound.
"""
ELSEWHERE = """Fishermen count their nets

The harbour master, Ines Ruiz, said that the season had begun early.
"The boats are out and the price is good," she said.
"""
ARTICLES = {
    "sps.txt": ("2023-02-14", WIRE),
    "gazette.txt": ("2023-02-14", REPRINT),
    "post.txt": ("2023-02-20", OWN),
    "harbour.txt": ("2023-02-14", ELSEWHERE),
}
PROJECT = Project(attribution="attribution.rules")


def fill(folder: Path, order: tuple[str, ...], *, at_once: bool = False) -> onrecord.Record:
    record = onrecord.open(folder / "record.onrecord", project=PROJECT, create=True)
    for name in order:
        day, text = ARTICLES[name]
        (folder / name).write_text(
            f"---\ndate: {day}\noutlet: {name.removesuffix('.txt')}\n---\n{text}", encoding="utf-8"
        )
        if not at_once:
            record.add(folder / name)
    if at_once:
        record.add([folder / name for name in order])
    return record


def told(record: onrecord.Record) -> set[tuple[str, str, str]]:
    """(article, article it is counted as, first words) of each statement that is told again."""
    s, root = schema.statement, schema.statement.alias("root")
    d, e = schema.document, schema.document.alias("of_root")
    query = (
        sa.select(d.c.file, e.c.file.label("root"), s.c.content)
        .join_from(schema.telling, s, s.c.n == schema.telling.c.statement)
        .join(root, root.c.n == schema.telling.c.utterance)
        .join(d, d.c.n == s.c.document)
        .join(e, e.c.n == root.c.document)
    )
    with record.store.read() as conn:
        return {(Path(r.file).name, Path(r.root).name, r.content[:20]) for r in conn.execute(query)}


EXPECTED = {
    ("gazette.txt", "sps.txt", "that his gunmen woul"),
    ("gazette.txt", "sps.txt", f'"{SPOKEN}'[:20]),
    ("gazette.txt", "sps.txt", "that the turbines wo"),
    ("post.txt", "sps.txt", f'"{SPOKEN}'[:20]),
}


@pytest.mark.parametrize("order", list(permutations(ARTICLES))[:: 5 if THOROUGH else 8])
def test_the_same_whatever_came_first(tmp_path, order):
    with fill(tmp_path, order) as record:
        assert told(record) == EXPECTED


def test_the_same_in_one_go(tmp_path):
    with fill(tmp_path, tuple(ARTICLES), at_once=True) as record:
        assert told(record) == EXPECTED


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A folder with the articles and a closed record of them, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    fill(folder, tuple(ARTICLES), at_once=True).close()
    return folder


@pytest.fixture
def record(filled, tmp_path):
    path = shutil.copyfile(filled / "record.onrecord", tmp_path / "record.onrecord")
    with onrecord.open(path, project=PROJECT) as opened:
        yield opened


def spoken(record: onrecord.Record, **filters: object) -> list[str]:
    found = record.said(text='"asked for houses"', **filters)  # type: ignore[arg-type]
    return sorted(Path(s.document.file).name for s in found)


def test_a_list_names_it_once_by_its_original(record):
    assert spoken(record) == ["sps.txt"]
    assert spoken(record, every=True) == ["gazette.txt", "post.txt", "sps.txt"]
    (said,) = record.said(text='"asked for houses"')
    assert (said.told, said.utterance) == (3, said.id)
    assert {s.utterance for s in record.said(text='"asked for houses"', every=True)} == {said.id}


def test_of_those_that_fit_the_earliest_is_named(record):
    assert spoken(record, outlet="post") == ["post.txt"]
    assert spoken(record, since="2023-02-15") == ["post.txt"]
    assert spoken(record, until="2023-02-15") == ["sps.txt"]


def test_counts_are_of_utterances(record):
    status = record.status()
    every = record.said(every=True)
    assert status.tellings == len(every)
    assert status.statements == len(record.said()) == len(every) - len(EXPECTED)
    counts = {a.actor.name: a.statements for a in record.actors()}
    assert counts["Hamid Zurqani"] == 2
    assert sum(p.count for p in record.periods()) == status.statements
    dossier = record.show("Hamid Zurqani")
    assert dossier.statements == len(dossier.said) == 2
    assert {o.name: o.count for o in dossier.outlets} == {"sps": 2, "gazette": 2, "post": 1}


def test_a_record_says_whether_its_articles_were_compared(tmp_path, monkeypatch):
    from onrecord.adding import Adding

    with monkeypatch.context() as stopped:
        stopped.setattr(Adding, "compare", lambda self: None)  # as a kill before the last step leaves it
        with fill(tmp_path, tuple(ARTICLES), at_once=True) as record:
            assert not record.settled()
            assert told(record) == set()
    with fill(tmp_path, ("harbour.txt",)) as record:
        assert record.settled()
        assert told(record) == EXPECTED


def test_each_report_names_the_others(record):
    for said in record.said(text='"asked for houses"', every=True):
        told = record.explain(said.id).tellings
        names = {Path(t.said.document.file).name for t in told} | {Path(said.document.file).name}
        assert names == {"sps.txt", "gazette.txt", "post.txt"}
        assert all(t.why and 0 < t.score <= 1 for t in told)
    (alone,) = record.said(text="season")[:1]
    assert record.explain(alone.id).tellings == ()


def test_a_statement_is_sure_where_one_report_of_it_is(record):
    reports = record.said(text='"asked for houses"', every=True)
    least = min(s.score for s in reports)
    for threshold, sure in ((least, True), (1.0, False)):
        record.project = Project(attribution="attribution.rules", sure=threshold)
        assert len(record.said(text='"asked for houses"', sure=True)) == sure
        assert len(record.said(text='"asked for houses"', sure=False)) == (not sure)
        status = record.status()
        assert status.to_review == len(record.said(sure=False))
        assert status.sure == len(record.said(sure=True))
    copy = next(s for s in reports if s.id != s.utterance)
    record.judge(copy.id, "accept", who="jr")
    assert record.said(text='"asked for houses"', sure=False) == []
    assert [s.id for s in record.said(text='"asked for houses"', sure=True)] == [copy.id]
    status = record.status()
    assert (status.sure, status.to_review) == (len(record.said(sure=True)), len(record.said(sure=False)))


def test_exports_keep_every_report_and_say_which_it_is_counted_as(record, tmp_path):
    import json

    record.export("jsonl", tmp_path / "out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == record.status().tellings
    assert len({r["utterance"] for r in rows}) == record.status().statements


def test_what_a_reviewer_rejects_is_no_telling(record):
    (said,) = record.said(text='"asked for houses"')
    judgement = record.judge(said.id, "reject", who="jr")
    assert spoken(record) == ["gazette.txt"] or spoken(record) == ["post.txt"]
    assert len(record.said(text='"asked for houses"', every=True)) == 2
    record.undo(judgement.id)
    assert spoken(record) == ["sps.txt"]


def test_an_original_that_is_taken_out_and_brought_back(record, filled):
    record.remove("sps.txt", who="jr")
    assert len(spoken(record)) == 1
    assert spoken(record) != ["sps.txt"]
    record.add(filled / "sps.txt")
    assert told(record) == EXPECTED


def test_a_new_version_takes_the_place_of_the_old_one(tmp_path):
    with fill(tmp_path, tuple(ARTICLES), at_once=True) as record:
        (tmp_path / "gazette.txt").write_text("Nothing\n\nThe paper says nothing of it any more, a spokesman said.\n")
        record.add(tmp_path / "gazette.txt")
        assert told(record) == {row for row in EXPECTED if row[0] != "gazette.txt"}


def test_analysed_anew_it_is_the_same(record, filled, tmp_path):
    record.close()
    changed = Project(attribution="attribution.rules", gazetteer=False)
    with onrecord.open(tmp_path / "record.onrecord", project=changed) as again:
        assert again.add(sorted(filled.glob("*.txt"))).renewed == 4
        assert told(again) == EXPECTED
