"""Issues on the command line: added, listed, removed; positions judged."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from position_factory import model, sided  # noqa: F401
from store_factory import fill

import onrecord
from onrecord.project import Issue, Project
from onrecord.store import queries, shared
from onrecord.store.db import Store

pytestmark = pytest.mark.usefixtures("model")

A = sided(
    "a.txt", [("Ann Lee", "We welcome the gates, welcome all."), ("Bo Ford", "I refuse the gates, refuse all of it.")]
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record to be copied."""
    path = tmp_path_factory.mktemp("filled") / "record.onrecord"
    with Store.create(path) as store:
        fill(store, [A])
        shared.settle(store)
    return path


@pytest.fixture
def record(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "onrecord.toml").write_text("[[issue]]\nname = 'toll'\n")
    shutil.copyfile(filled, tmp_path / "record.onrecord")
    return tmp_path


def test_added_listed_removed(record: Path, run: Any) -> None:
    ran = run("issue", "list")
    assert ran.out.startswith("there is no issue; add one with: onrecord issue add")
    ran = run("issue", "add", "gates", "--statement", "The gates should stay open.", "--oppose", "Shut them.")
    assert (ran.code, ran.out) == (0, "gates: 1 document read; 1 support, 1 oppose, 0 conditional, 0 unclear\n")
    assert (
        run("issue", "add", "gates", "--statement", "The gates should stay open.", "--oppose", "Shut them.").code == 0
    )
    assert run("issue", "add", "lock", "--word", "lock", "--parent", "gates", "--quiet").out == ""
    header, gates, lock = (line.split("\t") for line in run("issue", "list").out.splitlines())
    assert header[4:8] == ["support", "oppose", "conditional", "unclear"]
    assert gates == ["gates", "The gates should stay open.", "", "this record", "1", "1", "0", "0", "0", "1", "0"]
    assert lock[:3] == ["lock", "", "gates"]
    rows = json.loads(run("issue", "list", "-f", "json").out)
    assert (rows[0]["oppose"], rows[0]["positions"]["oppose"]) == (["Shut them."], 1)
    assert len(run("issue", "list", "-f", "jsonl").out.splitlines()) == 2
    assert run("issue", "list", "-f", "csv").out.startswith("issue,statement,part of,from,support")
    ran = run("issue", "remove", "gates")
    assert (ran.code, "'gates' is the parent of 'lock'" in ran.err) == (2, True)
    assert run("issue", "remove", "LOCK").out == "removed the issue lock\n"
    assert run("issue", "remove", "gates").code == 0


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        (("add", "gates", "--parent", "zzz"), 2, "no issue is called 'zzz'; there are: 'toll'"),
        (("add", "Toll"), 2, "'toll' is an issue of onrecord.toml: change it there"),
        (("add", " "), 2, "an issue needs a name"),
        (("add", "gates", "--support", ""), 2, "support: an empty text says nothing"),
        (("remove", "gates"), 1, "no issue is called 'gates'; there are: none"),
        (("add",), 2, "Missing argument"),
    ],
)
def test_what_cannot_be(record: Path, run: Any, typed: tuple[str, ...], code: int, says: str) -> None:
    ran = run("issue", *typed)
    assert says in ran.err
    assert ran.code != 0


def test_a_name_cannot_drive_the_terminal(record: Path, run: Any) -> None:
    name = "gates \x1b[2J\u202e\nso"
    ran = run("issue", "add", name)
    assert ran.out.startswith("gates \ufffd[2J\ufffd so: 1 document read")
    assert "\x1b" not in run("issue", "list").out + run("issue", "remove", name).out


def test_positions_are_judged(record: Path, run: Any) -> None:
    run("issue", "add", "gates", "--quiet")
    with Store.open(record / "record.onrecord") as store:
        one, _ = queries.positions(store)
    ran = run("judge", one.id[:10], "correct", "--stance", "oppose", "--strength", "implied", "--who", "jo")
    assert (
        ran.out
        == "judgement 1: correct by jo: Ann Lee: oppose (implied) on gates: We welcome the gates, welcome all.\n"
    )
    ran = run("judge", A.statements[1].id, "correct", "--issue", "gates", "--stance", "none", "--who", "jo")
    assert ran.out.startswith("judgement 2: correct by jo: Bo Ford: none on gates: ")
    assert run("undo", "1").out == f"judgement 1 undone: correct {one.id}\n"
    ran = run("judge", one.id, "correct", "--stance", "for")
    assert "no stance is called 'for'" in ran.err
    assert run("judge", A.statements[0].id, "accept").out.startswith("judgement 3: accept by reviewer: Ann Lee: We wel")


def test_an_add_reads_what_the_project_asks(record: Path, run: Any) -> None:
    (record / "b.txt").write_text("The lake\n\nAnn Lee said: “We welcome the toll, and we welcome it today.”\n")
    assert run("add", "b.txt").code == 0
    rows = json.loads(run("issue", "list", "-f", "json").out)
    assert [(r["name"], r["origin"], r["waiting"], r["positions"]["support"]) for r in rows] == [
        ("toll", "project", 0, 1)
    ]
    (record / "onrecord.toml").write_text("[[issue]]\nname = 'gates'\n")
    ran = run("add", "b.txt")
    assert "1 unchanged" in ran.out, "for another issue no article is analysed anew"
    rows = json.loads(run("issue", "list", "-f", "json").out)
    assert [(r["name"], r["documents"], r["positions"]["support"]) for r in rows] == [("gates", 2, 1)]


def test_in_python(record: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with onrecord.open(record / "record.onrecord", project=Project(issues=(Issue(name="toll"),))) as made:
        row = made.issue_add("gates", words=["gates"], progress=lambda *x: told.append(x))
        assert (row.documents, told[-1]) == (1, ("reading positions", 1, 1))
        (first, _) = queries.positions(made.store)
        done = made.judge(first.id, "reject", who="jo")
        assert made.position(first.id[:8]).stance == "none"
        assert [r.labels for r in made.issues()] == [1]
        made.undo(done.id)
        assert made.position(first.id) == first
        assert made.issue_remove("gates") == "gates"
        assert made.issues() == []
