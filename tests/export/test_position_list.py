"""Positions as a CSV file: its rows, its links, no formulas, and what narrows it."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from doors import FORMULA, A, B

from onrecord.errors import UsageError
from onrecord.export import export
from onrecord.export.position_list import COLUMNS
from onrecord.store import queries, review
from onrecord.store.db import Store


def rows(small: Store, path: Path, **options: Any) -> list[dict[str, str]]:
    export(small, "positions", path, **options)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_rows(small: Store, tmp_path: Path) -> None:
    found = rows(small, tmp_path / "p.csv")
    assert list(found[0]) == list(COLUMNS)
    assert [(r["actor"], r["issue"], r["stance"], r["strength"]) for r in found] == [
        ("CON", "gates", "oppose", "explicit"),
        ("Bo Ford", "gates", "oppose", "explicit"),
        ("Bo Ford", "toll", "oppose", "explicit"),
        ("Ann Lee", "gates", "conditional", "explicit"),
        ("Bo Ford", "gates", "oppose", "explicit"),
        ("Bo Ford", "gates", "support", "explicit"),
    ]
    ann = next(r for r in found if r["actor"] == "Ann Lee")
    assert ann["condition"] == "if every boat pays."
    assert (ann["said_since"], ann["published"], ann["outlet"]) == ("", "2019-03-04", "The Bay Courier")
    assert (found[0]["said_since"], found[0]["said_until"]) == ("2019-03-01", "2019-03-31")
    assert [r["position"] for r in found] == [p.id for p in queries.positions(small)]


def test_links_to_the_words(small: Store, tmp_path: Path) -> None:
    found = rows(small, tmp_path / "p.csv")
    ann = next(r for r in found if r["actor"] == "Ann Lee")
    assert (
        ann["permalink"] == "https://example.org/a.txt#:~:text=We%20welcome%20the%20gates%20if%20every%20boat%20pays."
    )
    start, end = found[0]["permalink"].partition(";char=")[2].split(",")
    assert found[0]["permalink"].startswith("news/b/CON: [x].html#4;")
    assert B.document.text[int(start) : int(end)] == FORMULA


def test_no_cell_is_a_formula(small: Store, tmp_path: Path) -> None:
    found = rows(small, tmp_path / "p.csv")
    assert found[0]["quote"] == "'" + FORMULA
    assert not [c for r in found for c in r.values() if c.startswith(("=", "+", "-", "@"))]


def test_with_and_without_the_mark(small: Store, tmp_path: Path) -> None:
    rows(small, tmp_path / "with.csv")
    rows(small, tmp_path / "without.csv", bom=False)
    marked, plain = (tmp_path / "with.csv").read_bytes(), (tmp_path / "without.csv").read_bytes()
    assert marked == b"\xef\xbb\xbf" + plain


def test_what_narrows_and_widens(small: Store, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    assert {r["actor"] for r in rows(small, path, implied=True)} == {"CON", "Bo Ford", "Ann Lee", ""}
    assert [r["issue"] for r in rows(small, path, issue="toll")] == ["toll"]
    assert [r["actor"] for r in rows(small, path, actor="Ann Lee")] == ["Ann Lee"]
    assert rows(small, path, until="2018") == []
    with pytest.raises(UsageError, match="no such filter: act"):
        rows(small, path, act="threat")


def test_judgements_are_in_it(small: Store, tmp_path: Path) -> None:
    first, second, *_ = queries.positions(small)
    review.judge(small, first.id, "reject", who="jo")
    review.judge(small, second.id, "correct", {"stance": "support", "strength": "explicit"}, "jo")
    found = rows(small, tmp_path / "p.csv")
    assert first.id not in [r["position"] for r in found]
    assert (found[0]["stance"], found[0]["verdict"]) == ("support", "correct")


def test_each_statement_is_counted_once(small: Store, tmp_path: Path) -> None:
    for row in rows(small, tmp_path / "p.csv"):
        assert (row["counted"] == "yes") == (row["statement"] == row["utterance"])
    assert A.document.id in {r["document"] for r in rows(small, tmp_path / "p.csv")}
