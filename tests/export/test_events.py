"""Events written out: the exchange table, the links, and POLECAT's columns."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from event_factory import Did, plainly, told  # noqa: F401 - plainly is for every test here
from store_factory import fill

from onrecord.errors import UsageError
from onrecord.export import export
from onrecord.export.plover import HEADER, OWN, POLECAT
from onrecord.store import event_grouping, review, shared
from onrecord.store.db import Store

DAY = date(2019, 3, 1)
SHELLED = Did(on=DAY, place="Ferren", killed=(3, 3), contexts=("military", "territory"))
A = told("a.txt", [SHELLED, Did(actor=None, act="=met()", type="CONSULT", mode="visit", score=0.5)])
B = told("b.txt", [replace(SHELLED, killed=(5, None), said=True, on=DAY, place="Tarkhan")], outlet="Gazette")
C = told(
    "c.txt", [Did(act="will shell", status="future"), Did(act="left", type="RETREAT", mode=None, status="negated")]
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record to be copied."""
    path = tmp_path_factory.mktemp("filled") / "r.onrecord"
    with pytest.MonkeyPatch.context() as own, Store.create(path) as made:
        own.setattr(event_grouping, "_judge", lambda: None)  # as `plainly` does
        fill(made, [A, B, C])
        shared.settle(made)
    return path


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    with Store.open(shutil.copyfile(filled, tmp_path / "r.onrecord"), write=True) as made:
        yield made


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_table_of_events(store: Store, tmp_path: Path) -> None:
    export(store, "tables", tmp_path / "t")
    found = rows(tmp_path / "t" / "events.jsonl")
    assert [(r["file"], r["trigger_text"]) for r in found] == [
        ("news/a.txt", "shelled"), ("news/a.txt", "=met()"), ("news/b.txt", "shelled"), ("news/c.txt", "will shell"),
        ("news/c.txt", "left"),
    ]  # fmt: skip
    texts = {r.document.file: r.document.text for r in (A, B, C)}
    for r in found:
        text = texts[r["file"]]
        assert text[slice(*r["span"])] == r["trigger_text"]
        assert text[slice(*r["evidence"])] == r["evidence_text"]
        assert all(text[slice(*f["span"])] == f["text"] for f in r["figures"])
    one, met, other, *_ = found
    assert (one["context"], one["contexts"]) == ("military; territory", ["military", "territory"])
    assert (one["actors"], one["recipients"], met["actors"]) == (["Bo Ford"], ["Ann Lee"], [])
    assert (one["date"], met["date"]) == ({"from": "2019-03-01", "to": "2019-03-01"}, None)
    assert (one["cluster"], other["cluster"], met["cluster"]) == (one["id"], one["id"], met["id"])
    assert (one["location"], one["country"], other["within"]) == ("Ferren", "QA", B.statements[0].id)
    links = [r for r in rows(tmp_path / "t" / "links.jsonl") if r["kind"] == "same_event"]
    assert links == [
        {
            "kind": "same_event",
            "a": {"file": "news/a.txt", "span": one["span"]},
            "b": {"file": "news/b.txt", "span": other["span"]},
            "score": other["cluster_score"],
        }
    ]


def test_what_a_reviewer_rejected_is_not_written(store: Store, tmp_path: Path) -> None:
    review.judge(store, B.events[0].id, "reject", who="jo")
    export(store, "tables", tmp_path / "t")
    assert len(rows(tmp_path / "t" / "events.jsonl")) == 4
    assert [r for r in rows(tmp_path / "t" / "links.jsonl") if r["kind"] == "same_event"] == []


def test_csv_and_parquet_hold_the_same_events(store: Store, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for form in ("tables", "csv", "parquet"):
        export(store, form, tmp_path / form)
    expected = rows(tmp_path / "tables" / "events.jsonl")
    with (tmp_path / "csv" / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = list(csv.DictReader(file))
    assert [c["id"] for c in cells] == [r["id"] for r in expected]
    assert cells[1]["trigger_text"] == "'=met()"
    table = parquet.read_table(tmp_path / "parquet" / "events.parquet").to_pylist()
    assert [(r["id"], r["contexts"], r["actor_ids"]) for r in table] == [
        (r["id"], r["contexts"], r["actor_ids"]) for r in expected
    ]


def polecat(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_polecat_columns(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    done = export(store, "plover", out)
    assert done.counts == {"events.csv": 2}
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert tuple(next(csv.reader(file))) == HEADER == (*POLECAT, *OWN)
    met, shelled = polecat(out)
    assert {name: shelled[name] for name in (
        "Event Date", "Event Type", "Event Mode", "Quad Code", "Contexts", "Actor Name", "Recipient Name",
        "Primary Actor Sector", "Placename", "City", "Latitude", "Source", "Publication Date", "Language", "Reports",
        "Sources", "Disagreements", "Status", "Date Stated",
    )} == {
        "Event Date": "2019-03-01", "Event Type": "ASSAULT", "Event Mode": "heavy-weapons",
        "Quad Code": "MATERIAL CONFLICT", "Contexts": "military;territory", "Actor Name": "Bo Ford",
        "Recipient Name": "Ann Lee", "Primary Actor Sector": "UNK", "Placename": "Ferren", "City": "Ferren",
        "Latitude": "12.5", "Source": "The Bay Courier", "Publication Date": "2019-03-04", "Language": "en",
        "Reports": "2", "Sources": "Gazette;The Bay Courier", "Disagreements": "place;killed", "Status": "happened",
        "Date Stated": "yes",
    }  # fmt: skip
    assert (met["Actor Name"], met["Event Date"], met["Date Stated"]) == ("", "2019-03-04", "no")
    assert met["Story People"] == "Ann Lee;Bo Ford"
    assert all(row["Intensity"] == row["GeoNames ID"] == "" for row in (met, shelled))


@pytest.mark.parametrize(
    ("asked", "count"), [({}, 2), ({"status": "all"}, 4), ({"status": "future"}, 1), ({"type": "CONSULT"}, 1),
                         ({"status": "all", "outlet": "Gazette"}, 1), ({"min_score": 0.6}, 1)],
)  # fmt: skip
def test_what_is_asked_for(store: Store, tmp_path: Path, asked: dict[str, Any], count: int) -> None:
    export(store, "plover", tmp_path / "x.csv", **asked)
    assert len(polecat(tmp_path / "x.csv")) == count


@pytest.mark.parametrize(("asked", "says"), [({"status": "done"}, "no status is called 'done'"), ({"by": "x"}, "by")])
def test_what_cannot_be_asked_for(store: Store, tmp_path: Path, asked: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        export(store, "plover", tmp_path / "x.csv", **asked)
    assert not (tmp_path / "x.csv").exists()


def test_actors_by_their_offices(tmp_path: Path) -> None:
    made = told("p.txt", [Did(actor="Bo Ford", recipient="Iraqi army")])
    role = made.mentions[0].span
    from onrecord.model import Role

    held = Role(id="r1", entity=made.entities[0].id, title="energy minister", org="France", evidence=role)
    with Store.create(tmp_path / "p.onrecord") as store:
        fill(store, [replace(made, roles=(held,))])
        export(store, "plover", tmp_path / "x.csv")
    (row,) = polecat(tmp_path / "x.csv")
    assert (row["Actor Title"], row["Actor Country"], row["Primary Actor Sector"]) == ("energy minister", "FRA", "GOV")
