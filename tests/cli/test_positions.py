"""positions, changes and conditions on the command line."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from position_factory import GATES, TOLL, model, patch, settle, sided  # noqa: F401
from store_factory import fill

from onrecord.store import shared
from onrecord.store.db import Store

pytestmark = pytest.mark.usefixtures("model")

ESC = "We refuse the gates, refuse \x1b[31m all of it."
TEXTS = {
    "a.txt": (date(2019, 3, 4), [("Ann Lee", "We refuse the gates, refuse all of it."), ("Cy Fox", ESC)]),
    "b.txt": (date(2020, 3, 4), [("Ann Lee", "We welcome the gates, welcome all if every boat in the bay pays.")]),
    "c.txt": (
        date(2021, 3, 4),
        [("Ann Lee", "We welcome the gates, welcome all of it."), (None, "We refuse gates, refuse")],
    ),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record to be copied."""
    path = tmp_path_factory.mktemp("filled") / "record.onrecord"
    with pytest.MonkeyPatch.context() as own, Store.create(path) as store:
        patch(own)
        fill(store, [sided(key, lines, published=day) for key, (day, lines) in TEXTS.items()])
        shared.settle(store)
        settle(store, GATES, TOLL)
    return path


@pytest.fixture
def record(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(filled, tmp_path / "record.onrecord")
    return tmp_path


def lines(out: str) -> list[list[str]]:
    return [x.split("\t") for x in out.splitlines()]


def test_overview(record: Path, run: Any) -> None:
    ran = run("positions")
    head, names, lee, fox, toll = lines(ran.out)
    assert head == ["gates: 1 support, 1 oppose"]
    assert names == ["stance", "actor", "since", "last", "said", "path"]
    assert lee == ["support", "Ann Lee", "2021-03-04", "", "3", "oppose, conditional 2020-03-04, support 2021-03-04"]
    assert fox == ["oppose", "Cy Fox", "2019-03-04", "", "1", "oppose"]
    assert toll == ["toll: no position on it"]
    assert ran.err == "4 positions of 2 actors; left out: 1 of nobody known\n"


def test_every_step_of_an_actor(record: Path, run: Any) -> None:
    head, _, *steps = lines(run("positions", "--actor", "Ann Lee").out)
    assert head == ["Ann Lee on gates: oppose, conditional 2020-03-04, support 2021-03-04"]
    assert [s[:3] for s in steps] == [
        ["(2019-03-04)", "", "oppose"], ["(2020-03-04)", "", "conditional"], ["(2021-03-04)", "", "support"],
    ]  # fmt: skip
    assert steps[1][3].endswith("pays.")
    assert "\x1b" not in run("positions", "--actor", "Cy Fox").out
    assert "nothing fits" in run("positions", "--actor", "Ann Lee", "--since", "2022").err


def test_where_they_stood(record: Path, run: Any) -> None:
    head, names, lee, fox, _ = lines(run("positions", "--at", "2020-03-14").out)
    assert head == ["gates: 1 conditional, 1 oppose"]
    assert names[:4] == ["stance", "actor", "date", "days ago"]
    assert (lee[:4], fox[:4]) == (
        ["conditional", "Ann Lee", "(2020-03-04)", "10"], ["oppose", "Cy Fox", "(2019-03-04)", "376"],
    )  # fmt: skip


def test_changes_side_by_side(record: Path, run: Any) -> None:
    out = run("changes").out.splitlines()
    assert out[0] == "Reversals (1)"
    assert out[1] == "  Ann Lee on gates: oppose, then support (through a condition, (2020-03-04))"
    assert [x.strip().split("  ")[0] for x in out[2:5]] == ["(2019-03-04)", "(2020-03-04)", "(2021-03-04)"]
    assert out[5] == "Softenings: towards support (1)"
    assert run("changes", "--actor", "Cy Fox").out == "nobody changed, as far as explicit statements tell\n"


def test_conditions(record: Path, run: Any) -> None:
    ran = run("conditions", "--effect", "promise", "--effect", "threat")
    _, row = lines(ran.out)
    assert row[:5] == ["(2020-03-04)", "Ann Lee", "promise", "if every boat in the bay pays.",
                       "We welcome the gates, welcome all"]  # fmt: skip
    assert ran.err == "1 condition: 1 promise\n"
    assert run("conditions", "--about", "plane").err == "nothing fits\n"


def test_what_decided_a_position(record: Path, run: Any) -> None:
    _, _, first, *_ = lines(run("positions", "--actor", "Ann Lee").out)
    out = run("explain", first[-1]).out
    assert "side     oppose, explicit" in out
    assert "content" in out


@pytest.mark.parametrize(
    ("verb", "rows"),
    [(["positions"], 4), (["positions", "--at", "2020-03-14"], 3), (["changes", "--all"], 2), (["conditions"], 1)],
)
def test_other_forms(record: Path, run: Any, verb: list[str], rows: int) -> None:
    answer = json.loads(run(*verb, "-f", "json").out)
    assert isinstance(answer, dict)
    header, *table = csv.reader(io.StringIO(run(*verb, "-f", "csv").out))
    assert len(table) == rows and all(len(x) == len(header) for x in table)
    every = [json.loads(x) for x in run(*verb, "-f", "jsonl").out.splitlines()]
    assert every and all("issue" in x or "condition" in x for x in every)


def test_a_timeline_of_an_issue_tells_the_stances(record: Path, run: Any) -> None:
    header, *rows = lines(run("timeline", "--issue", "gates").out)
    assert header[:2] == ["date", "stance"]
    assert [r[1] for r in rows if r[3] == "Ann Lee"] == ["oppose", "conditional", "support"]
    out = run("timeline", "--issue", "gates", "-f", "csv").out
    assert "gates: conditional" in out


def test_diff_tells_who_changed(record: Path, run: Any) -> None:
    out = run("diff", "--since", "2021-01-01").out
    assert "Changed on an issue (1)" in out
    assert "  Ann Lee on gates: oppose, then support (reversal)" in out


def test_without_issues_or_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    monkeypatch.chdir(tmp_path)
    Store.create(tmp_path / "record.onrecord").close()
    for verb in ("positions", "changes"):
        ran = run(verb)
        assert (ran.code, ran.out) == (0, "")
        assert ran.err.startswith("there is no issue; add one with: onrecord issue add")
    assert run("conditions").err == "nothing fits\n"


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("positions", "--issue", "roads"), 2, "no issue is called 'roads'"),
        (("positions", "--since", "2021", "--until", "2020"), 2, "nothing can lie between"),
        (("positions", "--at", "2020", "--since", "2019"), 2, "leave out since and until"),
        (("positions", "--stance", "none"), 2, "none"),
        (("changes", "--actor", "\x1b[31m"), 2, "no actor"),
    ],
)
def test_what_cannot_be_asked(record: Path, run: Any, args: tuple[str, ...], code: int, says: str) -> None:
    ran = run(*args)
    assert says in ran.err and ran.code == code
    assert "\x1b" not in ran.err
