"""network -o: each ending gives its file, what was counted is said, other endings and wishes are refused."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from position_factory import GATES, TOLL, model, patch, settle, sided  # noqa: F401
from store_factory import fill

from onrecord.store import shared
from onrecord.store.db import Store

pytestmark = pytest.mark.usefixtures("model")

LINES = [
    ("Ann Lee", "We welcome the gates, welcome all of it."),
    ("Bo Ford", "We welcome the gates, welcome all of it, too."),
    ("Cy Fox", "We refuse the gates, refuse all of it."),
    ("Di Roe", "We refuse the toll, refuse all of it."),
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record to be copied."""
    path = tmp_path_factory.mktemp("filled") / "record.onrecord"
    with pytest.MonkeyPatch.context() as own, Store.create(path) as store:
        patch(own)
        fill(store, [sided("a.txt", LINES)])
        shared.settle(store)
        settle(store, GATES, TOLL)
    return path


@pytest.fixture
def record(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(filled, tmp_path / "record.onrecord")
    return tmp_path


@pytest.mark.parametrize(
    ("ending", "begins"),
    [
        ("html", "<!doctype html>"), ("svg", "<svg "), ("graphml", "<?xml"), ("gexf", "<?xml"), ("csv", ",Ann Lee"),
        ("json", "{"),
    ],
)  # fmt: skip
def test_each_ending(record: Path, run: Any, ending: str, begins: str) -> None:
    ran = run("network", "--kind", "subtract", "-o", f"n.{ending}")
    assert ran.code == 0 and f"written: n.{ending}" in ran.err
    assert "one-mode, subtract by agreement" in ran.err
    text = (record / f"n.{ending}").read_text("utf-8")
    assert text.startswith(begins)
    assert "Cy Fox" in text


def test_a_page_has_the_stances_on_the_issues_that_were_asked_for(record: Path, run: Any) -> None:
    assert run("network", "--issue", "gates", "-o", "n.html").code == 0
    text = (record / "n.html").read_text("utf-8")
    assert 'id="stances"' in text and "Di Roe" not in text
    assert "; on gates" in text
    assert run("network", "--issue", "gates", "--issue", "toll", "-o", "n.html").code == 0
    assert "Di Roe" in (record / "n.html").read_text("utf-8")


def test_stances_alone(record: Path, run: Any) -> None:
    assert run("network", "--stances").code == 0
    assert "supports it" in (record / "stances.svg").read_text("utf-8")
    ran = run("network", "--stances", "-o", "s.csv")
    assert ran.code == 2 and ".svg, .png" in ran.err


def test_other_endings_and_records_are_refused(record: Path, run: Any) -> None:
    ran = run("network", "-o", "n.pdf")
    assert ran.code == 2 and "n.pdf: write to a file that ends in .csv, .gexf, .graphml, .html" in ran.err
    (record / "record.onrecord").rename(record / "record.svg")
    ran = run("network", "--record", "record.svg", "-o", "record.svg")
    assert ran.code == 2 and "this is a record" in ran.err
