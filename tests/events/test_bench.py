"""The measures of the events bench, on rows in its form, with events told by hand."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from onrecord.findings import Incident

BENCH = Path(__file__).parents[2] / "bench/events.py"
TEXT = "The mayor of Dorn, a former judge, accused two of her deputies of theft."


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("events_bench", BENCH)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["events_bench"] = module
    spec.loader.exec_module(module)
    return module


def at(part: str) -> tuple[int, int]:
    start = TEXT.index(part)
    return start, start + len(part)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("The mayor of Dorn, a former judge", ["The", "mayor"]),
        ("two of her deputies", ["two"]),
        ("Dorn", ["Dorn"]),
        ("of Dorn", ["of", "Dorn"]),  # a phrase is never empty
    ],
)
def test_the_core_of_a_phrase(bench: ModuleType, phrase: str, expected: list[str]) -> None:
    assert [TEXT[s:e] for s, e in bench.core(TEXT, at(phrase))] == expected


def test_a_genitive_ending_is_no_head(bench: ModuleType) -> None:
    assert bench.core("Peru's", (0, 6)) == [(0, 4)]


@pytest.mark.parametrize(
    ("one", "other", "alike", "same"),
    [
        ("The mayor of Dorn", "mayor", True, True),
        ("The mayor", "The mayor of Dorn, a former judge", True, True),
        ("Dorn", "The mayor of Dorn", False, False),
        ("The", "The mayor", True, False),
    ],
)
def test_heads(bench: ModuleType, one: str, other: str, alike: bool, same: bool) -> None:
    assert bench.alike(TEXT, at(one), at(other)) == (alike, same)
    assert bench.alike(TEXT, at(other), at(one)) == (alike, same)


def test_the_event_that_fits_best_is_counted(bench: ModuleType) -> None:
    right = Incident(
        trigger=at("accused"), type="ACCUSE", actors=(at("The mayor"), at("a former judge")), recipients=(at("her"),)
    )
    other = Incident(trigger=at("theft"), type="COERCE", actors=(at("theft"),), recipients=(), score=1.0)
    counted = bench.Bench(None, None)
    sides = [[at("The mayor of Dorn")], [at("two of her deputies")]]
    counted.participants(TEXT, [other, right], sides, "ACCUSE", set())
    assert counted.sums.heads == [1, 3, 1, 2]
    assert counted.sums.sides["actors"] == [1, 2, 1, 1]
    assert bench.f1(counted.sums.heads) == {"precision": 0.3333, "recall": 0.5, "f1": 0.4}
    counted.participants(TEXT, [], sides, "ACCUSE", set())
    assert counted.sums.heads == [1, 3, 1, 4]


def test_macro_f1_is_over_the_classes_of_the_gold(bench: ModuleType) -> None:
    assert bench.macro([("A", "A"), ("A", "B"), ("B", "B"), ("B", "C")]) == round((2 / 3 + 1 / 2) / 2, 4)


def test_sides_without_places_are_looked_for(bench: ModuleType) -> None:
    row = {"source": "the mayor", "source_spans": [], "target": "nobody", "target_spans": []}
    assert bench.spans(TEXT, row, "source") == [at("The mayor")]
    assert bench.spans(TEXT, row, "target") == []
    assert bench.spans(TEXT, {"source_spans": [[1, 2]]}, "source") == [(1, 2)]


def test_a_file_is_measured_and_a_missing_one_told(tmp_path: Path) -> None:
    rows = [
        {"text": TEXT, "source": "The mayor of Dorn", "target": "her deputies", "root": "ACCUSE", "quad": 3, "more": 1},
        {"text": "Nobody in the hall would comment.", "root": None, "quad": 0},
    ]
    data = tmp_path / "rows.jsonl"
    data.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    run = [sys.executable, str(BENCH), "--json", "--data"]
    found = json.loads(subprocess.run([*run, str(data)], capture_output=True, check=True, text=True).stdout)
    assert found["rows"] == 1
    assert found["false"]["sentences"] == 1
    assert 0 <= found["pair"]["root"] <= 1
    missing = subprocess.run([*run, str(tmp_path / "none.jsonl")], capture_output=True, check=True, text=True)
    assert "is not there" in missing.stdout
