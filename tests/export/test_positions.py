"""Positions and conditions as exchange tables: fields of the contract, spans that slice true, judgements applied."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from position_factory import GATES, model, settle, sided  # noqa: F401
from store_factory import fill

from onrecord.export import export
from onrecord.export.schema import TABLES
from onrecord.store import queries, review, shared
from onrecord.store.db import Store

pytestmark = pytest.mark.usefixtures("model")

A = sided(
    "a.txt",
    [
        ("Ann Lee", "We welcome the gates if every boat pays."),
        (None, "They might refuse the gates."),
        ("Bo Ford", "We refuse the gates."),
        ("Bo Ford", "There are gates."),
    ],
)


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with Store.create(tmp_path / "r.onrecord") as made:
        fill(made, [A])
        shared.settle(made)
        settle(made, GATES)
        yield made


def test_positions_and_conditions(store: Store, tmp_path: Path) -> None:
    export(store, "tables", tmp_path / "out")
    text = A.document.text
    found = rows(tmp_path / "out", "positions")
    assert [(r["actor"], r["stance"], r["strength"]) for r in found] == [
        ("Ann Lee", "conditional", "explicit"),
        (None, "oppose", "implied"),
        ("Bo Ford", "oppose", "explicit"),
    ]
    assert all(list(r) == list(TABLES["positions"]) for r in found)
    said = {r["id"] for r in rows(tmp_path / "out", "attributions")}
    for r in found:
        assert r["attribution"] in said
        assert (r["file"], r["issue"], r["by"]) == ("news/a.txt", "gates", "test/1")
        assert " ... ".join(text[s:e] for s, e in r["content"]) == r["content_text"]
    (where,) = found[0]["condition"]
    assert text[slice(*where)] == found[0]["condition_text"] == "if every boat pays."
    assert found[1]["condition"] is None
    (row,) = rows(tmp_path / "out", "conditions")
    assert list(row) == list(TABLES["conditions"])
    assert (row["marker"], row["polarity"], row["effect"], row["actor"]) == ("if", "met", "promise", "Ann Lee")
    assert [text[s:e] for s, e in row["consequence"]] == ["We welcome the gates"]
    assert (row["condition"], row["attribution"]) == ([where], found[0]["attribution"])


def test_what_was_judged_is_exported(store: Store, tmp_path: Path) -> None:
    first, second, third = queries.positions(store, implied=True)
    review.judge(store, first.id, "reject", who="jo")
    review.judge(store, second.id, "correct", {"stance": "support", "strength": "explicit"}, "jo")
    review.judge(store, third.said.id, "reject", who="jo")
    export(store, "tables", tmp_path / "out")
    found = rows(tmp_path / "out", "positions")
    assert [(r["stance"], r["strength"], r["verdict"]) for r in found] == [("support", "explicit", "correct")]
    assert len(rows(tmp_path / "out", "conditions")) == 1


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_other_forms_hold_the_same(store: Store, tmp_path: Path, form: str) -> None:
    done = export(store, form, tmp_path / "out")
    counts = {Path(name).stem: count for name, count in done.counts.items()}
    assert (counts["positions"], counts["conditions"]) == (3, 1)
