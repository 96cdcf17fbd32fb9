"""Audits on the command line: a sample, judged with judge, and what it tells."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from position_factory import GATES, model, patch, settle, sided  # noqa: F401
from store_factory import fill

from onrecord.store.db import Store

pytestmark = pytest.mark.usefixtures("model")

LINES = [
    ("Ann Lee", "We welcome open gates, and welcome them today."),
    ("Bo Ford", "I refuse the gates, I refuse\x1b[2J."),
    ("Cy Fox", "There are gates."),
    ("Cy Fox", "The weather is fine."),
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record to be copied."""
    path = tmp_path_factory.mktemp("filled") / "record.onrecord"
    with pytest.MonkeyPatch.context() as own, Store.create(path) as store:
        patch(own)
        fill(store, [sided("a.txt", LINES), sided("b.txt", LINES[:2], outlet="=Gazette")])
        settle(store, GATES)
    return path


@pytest.fixture
def record(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(filled, tmp_path / "record.onrecord")
    return tmp_path


def drawn(run: Any, *options: str) -> list[dict[str, Any]]:
    found = json.loads(run("audit", "--issue", "gates", *options, "-f", "json").out)
    return list(found["items"])


def test_a_sample_is_shown_judged_and_reported(record: Path, run: Any) -> None:
    first = run("audit", "--issue", "gates", "-n", "4")
    assert (first.code, len(first.out.splitlines())) == (0, 6)
    assert first.out.splitlines()[0] == "gates: 4 of 5 pairs, drawn just now; 0 judged"
    assert "\x1b" not in first.out
    assert "judge them from the top: onrecord judge ID accept" in first.err
    empty = run("audit", "--issue", "gates", "--report")
    assert empty.out.splitlines() == [
        "gates: 1 audit, 4 pairs drawn, 0 judged",
        "nothing is judged yet: no figure holds",
    ]
    for item in drawn(run, "-n", "4"):
        wrong = item["stance"] == "oppose"
        assert run("judge", item["id"], *(["reject"] if wrong else ["accept"])).code == 0
    again = run("audit", "--issue", "gates", "-n", "4")
    assert "4 judged" in again.out.splitlines()[0]
    assert again.err == "all judged; draw others with: --seed 1\n"
    told = run("audit", "--issue", "gates", "--report")
    assert told.code == 0
    rows = [line.split("\t") for line in told.out.splitlines()]
    assert ["then", "precision", "oppose", "0.00"] in [row[:4] for row in rows]
    assert ["now", "right", "all", "1.00"] in [row[:4] for row in rows]
    assert "statements that the words left out are not seen (draw some with --unread)" in told.out


def test_what_was_not_read_is_judged_as_a_statement(record: Path, run: Any) -> None:
    ran = run("audit", "--issue", "gates", "--unread")
    assert "what was not read: onrecord judge ID correct --stance STANCE --issue 'gates'" in ran.err
    (hidden,) = (item for item in drawn(run, "--unread") if not item["read"])
    assert run("judge", hidden["id"], "correct", "--stance", "support", "--issue", "gates").code == 0
    found = json.loads(run("audit", "--issue", "gates", "--report", "-f", "json").out)
    assert found["then"]["found"]["support"]["share"] == 0
    assert found["judged"] == 1


def test_tables_hold_every_figure_and_no_formula(record: Path, run: Any) -> None:
    for item in drawn(run, "-n", "9"):
        run("judge", item["id"], "accept")
    rows = list(csv.DictReader(io.StringIO(run("audit", "--issue", "gates", "-n", "9", "-f", "csv").out)))
    assert {row["outlet"] for row in rows} == {"The Bay Courier", "'=Gazette"}
    told = list(csv.DictReader(io.StringIO(run("audit", "--issue", "gates", "--report", "-f", "csv").out)))
    assert {row["decided"] for row in told} == {"then", "now"}
    assert {row["of"] for row in told} >= {"all", "support", "oppose", "none", "(others)"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--issue", "gate"], "no issue is called 'gate'; there are: 'gates'"),
        (["--issue", "gates", "--report"], "no audit of 'gates' was drawn; draw one with: onrecord audit --issue"),
        (["--issue", "gates", "--stance", "for"], "no stance is called 'for'"),
        (["--issue", "gates", "--stance", "unclear"], "nothing on 'gates' is left to be drawn"),
    ],
)
def test_what_cannot_be_is_said(record: Path, run: Any, options: list[str], says: str) -> None:
    ran = run("audit", *options)
    assert ran.code in (1, 2, 4)
    assert says in ran.err
