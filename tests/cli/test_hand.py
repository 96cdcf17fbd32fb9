"""import, agreement, merge FILE and export -f dna on the command line."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))
sys.path.insert(0, str(Path(__file__).parents[1] / "dna"))

from dna_factory import PASSWORD, Coded, agreed, checker, made, written
from position_factory import GATES, TOLL, model, patch, settle, sided  # noqa: F401
from store_factory import fill

from onrecord.dna.reading import read
from onrecord.store.db import Store

pytestmark = pytest.mark.usefixtures("model")

LINES = {
    "a.txt": [("Ann Lee", "We refuse the gates, refuse all of it."), ("Cy Fox", "We welcome the toll, welcome it.")],
    "b.txt": [("Ann Lee", "We welcome the gates, welcome all of it.")],
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record to be copied."""
    path = tmp_path_factory.mktemp("filled") / "record.onrecord"
    with pytest.MonkeyPatch.context() as own, Store.create(path) as store:
        patch(own)
        fill(store, [sided(key, lines) for key, lines in LINES.items()])
        settle(store, GATES, TOLL)
    return path


@pytest.fixture
def home(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(filled, tmp_path / "record.onrecord")
    return tmp_path


def texts() -> list[str]:
    return [sided(key, lines).document.text for key, lines in LINES.items()]


def hand(*coded: Coded) -> Any:
    return made(coded, texts=texts())


REFUSES, WELCOMES = "We refuse the gates, refuse all of it.", "We welcome the gates, welcome all of it."
ALL = (
    agreed(REFUSES, "Ann Lee", "", "Gates", 0),
    agreed("We welcome the toll", "Cy Fox", "", "toll", 1),
    agreed(WELCOMES, "Ann Lee", "", "Gates", 1, text=1),
)


def test_import(tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "old.dna")
    ran = run("import", "old.dna")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "old.dna: 1 document (1 new)",
        "5 statements, 5 positions; coders: Jo 3, Max Müller 2",
        "new issue: Lower toll",
        "new issue: Open gates",
        "kept as it is, since it codes no statement: 1 Annotation",
    ]
    assert json.loads(run("import", "old.dna", "--json").out)["issues"] == []
    assert run("import", "old.dna", "-q").out == ""
    ran = run("export", "-f", "dna", "-o", "back.dna")
    assert ran.out == "back.dna\n" and read(tmp_path / "back.dna").file == read(tmp_path / "old.dna").file


@pytest.mark.parametrize("data", [b"", b"hello", b"SQLite format 3\x00" + bytes(3000)])
def test_a_wrong_file_leaves_no_record_behind(
    tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.dna").write_bytes(data)
    ran = run("import", "old.dna")
    assert ran.code == 2 and ran.err.startswith("error: old.dna: ") and ran.out == ""
    assert [p.name for p in tmp_path.iterdir()] == ["old.dna"]


def test_import_with_variables_of_other_names(tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "old.dna")
    ran = run("import", "old.dna", "--concept", "topic")
    assert ran.code == 2 and "'organization', 'concept'" in ran.err
    assert "new issue: The Port" in run("import", "old.dna", "--concept", "organization").out


def test_agreement_of_the_same_coding(home: Path, run: Any) -> None:
    written(home / "hand.dna", hand(*ALL))
    ran = run("agreement", "hand.dna")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "hand.dna: 2 documents in common; coders: Jo",
        "same\tprecision\trecall\tF1\tmatched\tby hand\tmachine",
        *(f"{level}\t1.00\t1.00\t1.00\t3\t3\t3" for level in ("passage", "actor", "concept", "stance")),
        "Krippendorff's alpha of the stances (nominal): 1.000 (3 pairs)",
    ]


def test_agreement_lists_the_differences_with_both_passages(home: Path, run: Any) -> None:
    other = [
        replace(ALL[0], values={**ALL[0].values, "agreement": 1}),
        replace(ALL[1], values={**ALL[1].values, "person": "Di Ray"}),
        agreed("Cy Fox", "Cy Fox", "", "Fares", 1),
    ]
    written(home / "hand.dna", hand(*other))
    out = run("agreement", "hand.dna").out
    assert "no issue is called as the concept 'Fares': add it with onrecord issue add" in out
    found = json.loads(run("agreement", "hand.dna", "--json").out)
    assert [(d["kind"], (d["hand"] or {}).get("passage"), (d["machine"] or {}).get("passage")) for d in
            found["differences"]] == [
        ("stance", REFUSES, REFUSES),
        ("missed", "Cy Fox", None),
        ("actor", "We welcome the toll", "We welcome the toll, welcome it."),
        ("added", None, WELCOMES),
    ]  # fmt: skip
    assert found["figures"]["stance"] == {
        "precision": 0.0, "recall": 0.0, "f1": 0.0, "hand": 3, "machine": 3, "matched": 0,
    }  # fmt: skip
    assert found["figures"]["passage"]["matched"] == 2 and found["concepts"] == ["Fares"]
    assert len(json.loads(run("agreement", "hand.dna", "--json", "-n", "1").out)["differences"]) == 1


def test_agreement_with_one_coder_and_texts_of_another_shape(home: Path, run: Any) -> None:
    mine = hand(ALL[0], replace(ALL[1], coder="Max Müller"))
    rows = dict(mine.rows)
    shifted = "Header line\n\n"
    rows["DOCUMENTS"] = tuple({**d, "Text": shifted + str(d["Text"]), "Title": t} for d, t in
                              zip(mine["DOCUMENTS"], ("News of a.txt", "News of b.txt"), strict=True))  # fmt: skip
    rows["STATEMENTS"] = tuple(
        {**s, "Start": s["Start"] + len(shifted), "Stop": s["Stop"] + len(shifted)} for s in mine["STATEMENTS"]
    )
    for d in rows["DOCUMENTS"]:
        d["Date"] = 1551657600
    written(home / "hand.dna", type(mine)(rows=rows))
    found = json.loads(run("agreement", "hand.dna", "--coder", "Max Müller", "--json").out)
    assert found["coders"] == ["Max Müller"] and found["documents"] == 2
    assert found["figures"]["stance"]["matched"] == found["figures"]["stance"]["hand"] == 1
    ran = run("agreement", "hand.dna", "--coder", "Kim")
    assert ran.code == 2 and "there are: 'Jo', 'Max Müller'" in ran.err


def test_agreement_needs_documents_in_common(home: Path, run: Any) -> None:
    written(home / "hand.dna")
    ran = run("agreement", "hand.dna")
    assert ran.code == 2 and "none of its 1 documents is in" in ran.err


def test_export_for_dna(home: Path, run: Any) -> None:
    ran = run("export", "-f", "dna", "--password", PASSWORD, "--implied", "--unclear")
    assert ran.out == "onrecord.dna\n" and checker()(home / "onrecord.dna", PASSWORD) == []
    assert run("agreement", "onrecord.dna").out.splitlines()[5].startswith("stance\t1.00\t1.00\t1.00")
    assert "--implied belongs to dna" in run("export", "-f", "brief", "--implied").err
    assert "dna is always the whole record" in run("export", "-f", "dna", "--by", "Ann Lee").err


def test_merge_of_a_record(home: Path, run: Any) -> None:
    shutil.copy(home / "record.onrecord", home / "other.onrecord")
    target = json.loads(run("said", "--by", "Cy Fox", "-f", "json").out)[0]["id"]
    run("judge", target, "accept", "--who", "ann")
    run("judge", target, "reject", "--who", "bo", "--record", "other.onrecord")
    ran = run("merge", "other.onrecord")
    assert ran.code == 0 and ran.out.splitlines()[:3] == [
        "other.onrecord: 0 of 1 judgements taken in",
        "1 conflict; what was judged here stands",
        f"{target}  We welcome the toll, welcome it.",
    ]
    assert json.loads(run("merge", "--conflicts", "--json").out)[0]["there"]["who"] == "bo"
    assert json.loads(run("merge", "other.onrecord", "--json").out)["already"] == 1
    run("judge", target, "accept", "--who", "lead")
    assert run("merge", "--conflicts").out == "no conflicts\n"
    for wrong in (["merge"], ["merge", "a", "b", "c"], ["merge", "--conflicts", "a"]):
        assert run(*wrong).code == 2
    assert "merge by reviewer" in run("merge", "Ann Lee", "Cy Fox").out
