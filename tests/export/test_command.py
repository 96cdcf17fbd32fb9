"""The exports for other programs on the command line: where they go, which options they take, what they refuse."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli.give import PLACES
from onrecord.export import FORMATS
from onrecord.store.db import Store


@pytest.fixture
def told(small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Any) -> Callable[..., Any]:
    """Run `onrecord export ARGS` beside the small record."""
    monkeypatch.chdir(tmp_path)
    return lambda *args: run("export", "--record", "small.onrecord", *args)


def test_every_format_is_a_choice_and_has_a_place() -> None:
    assert PLACES.keys() == FORMATS.keys()


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ("positions", "onrecord-positions.csv"),
        ("ftm", "onrecord.ftm.json"),
        ("annotations", "onrecord-annotations/collection.json"),
        ("notes", "onrecord-notes/index.md"),
    ],
)
def test_where_it_goes(told: Any, tmp_path: Path, form: str, place: str) -> None:
    ran = told("-f", form)
    assert (ran.code, ran.out, ran.err) == (0, f"{place}\n", "")
    assert (tmp_path / place).is_file()


def test_positions_are_narrowed(told: Any, tmp_path: Path) -> None:
    def rows(*args: str) -> list[tuple[str, str]]:
        assert told("-f", "positions", "-o", "p.csv", "--no-bom", *args).code == 0
        text = (tmp_path / "p.csv").read_text("utf-8")
        assert not text.startswith("\ufeff")
        return [(r["actor"], r["issue"]) for r in csv.DictReader(text.splitlines())]

    assert rows("--by", "Ann Lee") == [("Ann Lee", "gates")]
    assert rows("--issue", "toll") == [("Bo Ford", "toll")]
    assert ("", "gates") in rows("--implied")


@pytest.mark.parametrize(
    ("args", "err"),
    [
        (["-f", "notes", "--by", "Ann Lee"], "notes is always the whole record"),
        (["-f", "ftm", "--since", "2019"], "ftm is always the whole record"),
        (["-f", "notes", "--implied"], "--implied belongs to dna, positions, ftm, annotations, not to notes"),
        (["-f", "csv", "--no-bom"], "--no-bom belongs to positions, not to csv"),
        (["-f", "positions", "--act", "threat"], "no such filter: act"),
        (["-f", "positions", "--issue", "water"], "no issue"),
        (["-f", "notes", "-o", "."], "not empty"),
        (["-f", "notes", "-o", "-"], "only jsonl can be written to the standard output"),
        (["-f", "ftm", "-o", "small.onrecord"], "is a record"),
        (["-f", "annotations", "-o", "small.onrecord"], "this is a file"),
    ],
)
def test_what_is_refused(told: Any, args: list[str], err: str) -> None:
    ran = told(*args)
    assert ran.code == 2
    assert err in ran.err
