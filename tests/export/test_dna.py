"""The record as a file of DNA: checked by the checker, with every word in its place."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))
sys.path.insert(0, str(Path(__file__).parents[1] / "dna"))

from dna_factory import checker, written
from position_factory import GATES, TOLL, Model, model, settle, sided  # noqa: F401
from store_factory import fill

from onrecord import record
from onrecord.dna.coding import Values
from onrecord.dna.password import fits
from onrecord.dna.reading import read
from onrecord.dna.tables import DnaFile
from onrecord.errors import UsageError
from onrecord.export import export
from onrecord.model import Role
from onrecord.project import Issue, Project
from onrecord.store.db import Store

LONG = "The " + "very " * 60 + "long proposal"
TEXTS = {
    "a.txt": (
        date(2019, 3, 4),
        [("Ann Lee", "We refuse the gates, refuse all of it."), ("Cy Fox", "It might, gates.")],
    ),
    "b.txt": (
        date(2020, 3, 4),
        [("Ann Lee", "😀 We welcome the cafe\u0301 gates, welcome all if every boat\r\nin the bay pays.")],
    ),
    "c.txt": (
        None,
        [("The Port", "We welcome the toll, welcome it 😀."), (None, "We refuse gates, refuse")],
    ),
}


@pytest.fixture
def store(tmp_path: Path, model: Model) -> Any:  # noqa: F811
    with Store.create(tmp_path / "r.onrecord") as made_here:
        readings = [sided(k, lines, published=day, title=f"Title {k} {'x' * 300}") for k, (day, lines) in TEXTS.items()]
        readings[2] = replace(
            readings[2], entities=tuple(replace(e, kind="organization") for e in readings[2].entities)
        )
        role = readings[0].roles[0]
        dated = Role(
            id="r1", entity=role.entity, title="head", org="Boats' Union", evidence=role.evidence,
            since=date(2019, 1, 1), until=date(2019, 12, 31),
        )  # fmt: skip
        readings[0] = replace(readings[0], roles=(role, dated))
        fill(made_here, readings)
        settle(made_here, GATES, TOLL, Issue(name=LONG))
        yield made_here


def rows(file: DnaFile) -> list[Mapping[str, Any]]:
    """Each statement as its values by name, with the words that it marks."""
    values, names = Values(file), {v["ID"]: v for v in file["VARIABLES"]}
    texts = {d["ID"]: str(d["Text"]) for d in file["DOCUMENTS"]}
    out = []
    for s in file["STATEMENTS"]:
        told = {str(v["Variable"]): values.of(s, v) for v in names.values()}
        out.append(told | {"words": texts[s["DocumentId"]][s["Start"] : s["Stop"]]})
    return out


def test_every_position_is_a_statement(store: Store, tmp_path: Path) -> None:
    done = export(store, "dna", tmp_path / "o.dna", implied=True, unclear=True)
    assert checker()(tmp_path / "o.dna") == []
    file = read(tmp_path / "o.dna").file
    found = rows(file)
    assert dict(done.counts) == {"o.dna": len(found)} and len(found) == 4
    assert all(r["evidence"] == r["words"] for r in found)
    by_words = {r["words"][:22]: r for r in found}
    refuses = by_words["We refuse the gates, r"]
    assert (refuses["person"], refuses["organization"], refuses["concept"]) == ("Ann Lee", "Boats' Union", "gates")
    assert (refuses["agreement"], refuses["position"], refuses["stance"], refuses["quote"]) == (
        0,
        -1,
        "oppose",
        "direct",
    )
    if_paid = by_words["□ We welcome the café "]
    assert (if_paid["agreement"], if_paid["position"], if_paid["stance"]) == (1, 0, "conditional")
    assert if_paid["condition"] == "if every boat in the bay pays." and "\r" not in if_paid["evidence"]
    assert if_paid["organization"] == ""  # the office is of another year
    port = by_words["We welcome the toll, w"]
    assert (port["person"], port["organization"], port["position"]) == ("", "The Port", 1)
    assert 0 < port["confidence"] <= 100
    nobody = by_words["We refuse gates, refus"]
    assert (nobody["person"], nobody["organization"]) == ("", "")
    assert {e["Value"] for e in file["ENTITIES"] if e["VariableId"] == 3} >= {"", "gates", "toll"}
    assert len([e for e in file["ENTITIES"] if str(e["Value"]).startswith("The very")]) == 1
    documents = {str(d["Title"])[:11]: d for d in file["DOCUMENTS"]}
    assert all(len(str(d["Title"])) <= 190 and "x" * 300 in str(d["Notes"]) for d in file["DOCUMENTS"])
    assert documents["Title a.txt"]["Date"] == 1551657600 and documents["Title c.txt"]["Date"] == 0


def test_the_same_record_gives_the_same_file(store: Store, tmp_path: Path) -> None:
    for name in ("a.dna", "b.dna"):
        export(store, "dna", tmp_path / name)
    assert (tmp_path / "a.dna").read_bytes() == (tmp_path / "b.dna").read_bytes()
    (coder,) = read(tmp_path / "a.dna").file["CODERS"]
    assert coder["ID"] == 1 and fits("onrecord", str(coder["Password"]))
    export(store, "dna", tmp_path / "c.dna", password="Größe")
    assert checker()(tmp_path / "c.dna", "Größe") == []
    with pytest.raises(UsageError, match="empty password"):
        export(store, "dna", tmp_path / "d.dna", password="")
    with pytest.raises(UsageError, match="a record or another database"):
        export(store, "dna", tmp_path / "c.dna")


def test_explicit_positions_with_a_side_alone_unless_asked(store: Store, tmp_path: Path) -> None:
    counts = [
        export(store, "dna", tmp_path / f"{i}.dna", **options).counts[f"{i}.dna"]
        for i, options in enumerate(({}, {"implied": True}, {"unclear": True}, {"implied": True, "unclear": True}))
    ]
    assert counts[0] <= min(counts[1:3]) and max(counts[1:3]) <= counts[3]


def test_hand_coded_files_stay_as_they_are_beside_the_rest(store: Store, tmp_path: Path) -> None:
    with record.open(store.path, project=Project()) as here:
        here.import_dna(written(tmp_path / "hand.dna"))
        here.export("dna", tmp_path / "o.dna")
    before, after = read(tmp_path / "hand.dna").file, read(tmp_path / "o.dna").file
    assert checker()(tmp_path / "o.dna", allow=("text", "passwords")) == []
    for name in before.rows:
        assert after[name][: len(before[name])] == before[name], name
    assert [c["Name"] for c in after["CODERS"]] == ["Jo", "Max Müller", "OnRecord"]
    assert [t["Label"] for t in after["STATEMENTTYPES"]][-1] == "OnRecord Statement"
    assert len(after["DOCUMENTS"]) == 4 and len(after["STATEMENTS"]) > len(before["STATEMENTS"])


def test_an_empty_record(tmp_path: Path) -> None:
    with Store.create(tmp_path / "r.onrecord") as empty:
        export(empty, "dna", tmp_path / "o.dna")
    assert checker()(tmp_path / "o.dna") == []


def test_the_sample_coverage(sample: Path, tmp_path: Path) -> None:
    with record.open(sample / "record.onrecord") as here:
        here.export("dna", tmp_path / "o.dna", implied=True, unclear=True)
        articles = here.status().documents
        issues = {row.name for row in here.issues()}
    assert checker()(tmp_path / "o.dna") == []
    file = read(tmp_path / "o.dna").file
    assert len(file["DOCUMENTS"]) == articles and file["STATEMENTS"]
    concept = next(v["ID"] for v in file["VARIABLES"] if v["Variable"] == "concept")
    assert {e["Value"] for e in file["ENTITIES"] if e["VariableId"] == concept} == {"", *issues}
