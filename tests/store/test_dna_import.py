"""Files of DNA taken in: what people coded stays theirs, and an export gives it back to the letter."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from position_factory import GATES, Model, model, settle, sided  # noqa: F401
from store_factory import Fill, check_sound, fill

sys.path.insert(0, str(Path(__file__).parents[1] / "dna"))

from dna_factory import MAX, PASSWORD, SAMPLE, TEXT, USUAL, Coded, agreed, checker, made, written

from onrecord import record
from onrecord.dna.reading import read
from onrecord.dna.tables import TABLES, DnaFile
from onrecord.errors import OnRecordError
from onrecord.project import Issue, KnownActor, Project
from onrecord.record import Record
from onrecord.store import queries, removal, review, schema
from onrecord.store.anchor import snapshot_position
from onrecord.store.db import Store
from onrecord.store.dna_rows import CodedRow

pytestmark = pytest.mark.usefixtures("model")


def opened(path: Path, project: Project | None = None) -> Record:
    return record.open(path / "r.onrecord", project=project or Project(), create=True)


def _usual(store: Store) -> None:
    Record(store, Project()).import_dna(written(store.path.with_name("a.dna")))


@pytest.fixture
def usual(made_once: Callable[[Fill], Path], tmp_path: Path) -> Iterator[Record]:
    """A record into which the usual file was taken."""
    shutil.copyfile(made_once(_usual), tmp_path / "r.onrecord")
    with opened(tmp_path) as here:
        yield here


def exported(here: Record, path: Path, **options: Any) -> DnaFile:
    path.unlink(missing_ok=True)
    here.export("dna", path, **options)
    return read(path).file


def state(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows but those of runs, and the word that each change replaces."""
    with store.read() as conn:
        return {
            t.name: [tuple(r) for r in conn.execute(sa.select(t))]
            for t in schema.metadata.sorted_tables
            if t.name not in ("run", "state")
        }


def coded(here: Record) -> list[CodedRow]:
    return list(queries.codings(here.store))


# ---------------------------------------------------------------------------- round trips


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample of DNA is not on this machine")
def test_the_sample_of_dna_goes_round_table_by_table(tmp_path: Path) -> None:
    before = read(SAMPLE).file
    with opened(tmp_path) as here:
        done = here.import_dna(SAMPLE)
        after = exported(here, tmp_path / "out.dna")
        assert here.store.check() == []
    assert (done.documents, done.statements, done.positions, done.kept) == (7, 40, 40, {"Annotation": 1})
    for name in TABLES:
        assert after[name] == before[name], name


FILES = {
    "all kinds": made(),
    "no statements": made([]),
    "one coder": made(USUAL[2:4], coders=("Jo",)),
    "empty entities": made([agreed("the gates must stay open", "", "", "", 0)]),
    "same passage": made([USUAL[0], USUAL[0], USUAL[1]]),
    "two texts": made([*USUAL, replace(USUAL[0], text=1)], texts=(TEXT, "😀" + TEXT + "\r\nmore\r\n")),
    "same text twice": made([USUAL[0], replace(USUAL[1], text=1)], texts=(TEXT, TEXT)),
    "empty text": made([], texts=("", "cafe\u0301")),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_goes_round_table_by_table(tmp_path: Path, name: str) -> None:
    before = read(written(tmp_path / "a.dna", FILES[name])).file
    with opened(tmp_path) as here:
        here.import_dna(tmp_path / "a.dna")
        after = exported(here, tmp_path / "b.dna")
        check_sound(here.store)
    for table in TABLES:
        assert after[table] == before[table], table


# ---------------------------------------------------------------------------- what it becomes


def test_what_a_file_becomes(tmp_path: Path) -> None:
    written(tmp_path / "a.dna")
    with opened(tmp_path) as here:
        done = here.import_dna(tmp_path / "a.dna")
        assert (done.documents, done.added, done.statements, done.positions) == (1, 1, 5, 5)
        assert done.issues == ("Lower toll", "Open gates") and done.coders == {"Jo": 3, MAX: 2}
        assert done.notes == ()
        rows = coded(here)
        assert [(r.person, r.organization, r.issue, r.stance, r.coder) for r in rows] == [
            ("Ann Lee", "", "Open gates", "support", "Jo"),
            ("Ann Lee", "Boats' Union", "Open gates", "oppose", MAX),
            ("Bo Ford", "The Port", "Open gates", "support", "Jo"),
            ("", "The Port", "Lower toll", "oppose", "Jo"),
            ("Zoë", "", "Open gates", "oppose", MAX),
        ]
        assert [r.words for r in rows][2:] == [
            "“Never,” said Bo Ford of the Port, “shut them.”", "“shut them.”", "asked café owners",
        ]  # fmt: skip
        assert {r.on for r in rows} == {date(2019, 3, 4)}
        (view,) = queries.documents(here.store)
        assert (view.text, view.document.outlet, view.byline) == (TEXT, "Bay Courier", "R. Roe")
        kinds = {a.actor.name: a.actor.kind for a in queries.actors(here.store)}
        assert kinds == {
            "Ann Lee": "person", "Bo Ford": "person", "Zoë": "person", "The Port": "organization",
            "Boats' Union": "organization",
        }  # fmt: skip
        related = {r.other.name for a in queries.actors(here.store) if a.actor.name == "Bo Ford" for r in a.relations}
        assert related == {"The Port"}
        who = [(j.who, j.verdict, j.state) for j in review.judgements(here.store)]
        assert who.count(("Jo", "accept", "attached")) == 3 and who.count((MAX, "accept", "attached")) == 2
        assert here.positions(actor="Bo Ford").paths[0].issue == "Open gates"


def test_a_judgement_keeps_what_any_on_a_position_keeps(usual: Record) -> None:
    with usual.store.read() as conn:
        for row in conn.execute(sa.select(schema.judgement)).all():
            stance = json.loads(row.snapshot)["stance"]
            assert row.snapshot == snapshot_position(conn, row.side_of, stance, "explicit")


def test_persons_who_are_nearly_one_stay_two(tmp_path: Path) -> None:
    names = ("Ann Lee", "Anne Lee", "ANN LEE", "Dr Ann Lee", "???", "!")
    statements = [agreed("the gates must stay open", name, "", "Open gates", 1) for name in names]
    written(tmp_path / "a.dna", made(statements))
    with opened(tmp_path) as here:
        here.import_dna(tmp_path / "a.dna")
        assert sorted(a.actor.name for a in queries.listing(here.store)) == sorted(names)


def test_the_project_knows_who_is_meant_and_which_issue(tmp_path: Path) -> None:
    known = Project(
        actors=(KnownActor(name="Annabel Lee", kind="person", aliases=("Ann Lee",)),),
        issues=(Issue(name="open gates", statement="The gates should stay open."),),
    )
    written(tmp_path / "a.dna", made([USUAL[0]]))
    with opened(tmp_path, known) as here:
        here.import_dna(tmp_path / "a.dna")
        (row,) = here.positions().paths
        assert (row.actor.name, row.issue) == ("Annabel Lee", "open gates")


def test_what_stands_nowhere_is_kept_and_told(tmp_path: Path) -> None:
    file = made([USUAL[0], USUAL[2]])
    rows = dict(file.rows)
    rows["STATEMENTS"] = ({**file["STATEMENTS"][0], "Start": 5000, "Stop": 5100}, file["STATEMENTS"][1])
    before = read(written(tmp_path / "a.dna", DnaFile(rows=rows))).file
    with opened(tmp_path) as here:
        done = here.import_dna(tmp_path / "a.dna")
        assert done.statements == 1
        assert done.notes == ("statement 1 of document 1 stands nowhere in it (5000 to 5100): kept, and not used",)
        assert exported(here, tmp_path / "b.dna").rows == before.rows


# ---------------------------------------------------------------------------- again, and changed


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "a.dna")
    with opened(tmp_path) as here:
        here.import_dna(path)
        first = state(here.store)
        done = here.import_dna(path)
        assert (done.added, done.renewed, done.issues) == (0, 0, ())
        (tmp_path / "moved").mkdir()
        here.import_dna(path.rename(tmp_path / "moved" / "b.dna"))
        assert state(here.store) == first


def changed(path: Path, coded: Sequence[Coded]) -> None:
    path.unlink()
    written(path, made(coded))


def test_a_changed_file_brings_what_changed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.dna", made(USUAL[:3]))
    with opened(tmp_path) as here:
        here.import_dna(path)
        target = next(r.statement for r in coded(here) if r.person == "Bo Ford")
        here.judge(target, "correct", issue="Open gates", stance="conditional", who="lead")
        other = replace(USUAL[0], values={**USUAL[0].values, "agreement": 0})
        changed(path, [other, USUAL[1], USUAL[2], USUAL[3]])
        done = here.import_dna(path)
        assert (done.added, done.renewed) == (0, 1)
        assert [(r.person, r.stance) for r in coded(here)] == [
            ("Ann Lee", "oppose"), ("Ann Lee", "oppose"), ("Bo Ford", "conditional"), ("", "oppose"),
        ]  # fmt: skip
        assert exported(here, tmp_path / "b.dna")["DATABOOLEAN"][0]["Value"] == 0
        check_sound(here.store)


def test_no_machine_replaces_or_reads_what_people_coded(tmp_path: Path, model: Model) -> None:  # noqa: F811
    path = written(tmp_path / "a.dna")
    with opened(tmp_path) as here:
        here.import_dna(path)
        before = coded(here)
        fill(here.store, [sided("m.txt", [("Cy Fox", "We refuse the gates, refuse all of it.")])])
        settle(here.store, GATES)
        assert model.read == 1
        assert coded(here) == before
        assert {r.name: r.waiting for r in here.issues()} == {"gates": 0, "Lower toll": 0, "Open gates": 0}
        assert all(r.person != "Cy Fox" for r in coded(here))
        by = Counter(p.by for p in queries.positions(here.store, issue="Open gates"))
        assert by == {"human:Jo": 2, "human:Max Müller": 2}


# ---------------------------------------------------------------------------- judged since


def test_an_export_says_what_was_judged_since(usual: Record, tmp_path: Path) -> None:
    rows = {r.row: r.statement for r in coded(usual)}
    usual.judge(rows[1], "correct", speaker="Cy Fox", who="lead")
    usual.judge(rows[3], "correct", issue="Open gates", stance="oppose", who="lead")
    usual.judge(rows[4], "reject", who="lead")
    usual.judge(rows[5], "correct", issue="Open gates", stance="support", who="lead")
    after = exported(usual, tmp_path / "b.dna")
    assert checker()(tmp_path / "b.dna", PASSWORD, ("text",)) == []
    assert [s["ID"] for s in after["STATEMENTS"]] == [1, 2, 3, 5, 6]
    called = {e["ID"]: e["Value"] for e in after["ENTITIES"]}
    persons = {d["StatementId"]: called[d["Entity"]] for d in after["DATASHORTTEXT"] if d["VariableId"] == 1}
    assert persons == {1: "Cy Fox", 2: "Ann Lee", 3: "Bo Ford"}
    assert {d["StatementId"]: d["Value"] for d in after["DATABOOLEAN"]} == {1: 1, 2: 0, 3: 0}
    assert {(d["StatementId"], d["Value"]) for d in after["DATAINTEGER"]} == {(5, 1), (5, 7)}


def test_a_document_that_was_taken_out_comes_back_with_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "a.dna", made([*USUAL, replace(USUAL[0], text=1)], texts=(TEXT, "More.\n" + TEXT)))
    with opened(tmp_path) as here:
        here.import_dna(path)
        removal.remove(here.store, "Debate 0", "lead")
        after = exported(here, tmp_path / "b.dna")
        assert [d["ID"] for d in after["DOCUMENTS"]] == [2] and [s["ID"] for s in after["STATEMENTS"]] == [7]
        here.import_dna(path)
        assert len(coded(here)) == 6
        check_sound(here.store)


def test_two_coders_files_go_out_as_one(tmp_path: Path) -> None:
    one, other = tmp_path / "one.dna", tmp_path / "other.dna"
    written(one, made([USUAL[0]], coders=("Jo",)))
    written(other, made([replace(USUAL[0], coder=MAX, values={**USUAL[0].values, "agreement": 0})], coders=(MAX,)))
    with opened(tmp_path) as here:
        here.import_dna(one)
        here.import_dna(other)
        after = exported(here, tmp_path / "b.dna")
        assert [(r.coder, r.stance) for r in coded(here)] == [("Jo", "support"), (MAX, "oppose")]
    assert checker()(tmp_path / "b.dna", PASSWORD, ("text",)) == []
    assert [c["Name"] for c in after["CODERS"]] == ["Jo", MAX] and len(after["DOCUMENTS"]) == 1
    assert [(s["Coder"], s["DocumentId"]) for s in after["STATEMENTS"]] == [(1, 1), (2, 1)]


# ---------------------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\x00" + b"\x01" * 4000, b"PK\x03\x04", b"\x8f" * 9000])
def test_nothing_is_half_taken_in(usual: Record, tmp_path: Path, data: bytes) -> None:
    before = state(usual.store)
    (tmp_path / "b.dna").write_bytes(data)
    with pytest.raises(OnRecordError, match=r"b\.dna"):
        usual.import_dna(tmp_path / "b.dna")
    assert state(usual.store) == before


def test_a_fault_on_the_way_leaves_the_record_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.store import dna_import

    def fails(*_: object) -> None:
        raise RuntimeError("power cut")

    with opened(tmp_path) as here:
        before = state(here.store)
        monkeypatch.setattr(dna_import, "_note_rows", fails)
        with pytest.raises(RuntimeError):
            here.import_dna(written(tmp_path / "a.dna"))
        assert state(here.store) == before
        assert here.status().runs == ()
