"""Sure or not, as a user types it. Scores are set here, not by a backend."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord import project

Run = Callable[..., Any]
TOML = '[backends]\nattribution = "attribution.rules"\n[thresholds]\nsure = {sure}\n'
SCORES = {"open": 0.9, "sign": 0.6, "wet": 0.3}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A project with one article of three statements, of which by default one is sure: where it was made, and
    where it lies to be copied."""
    place = tmp_path_factory.mktemp("made") / "home"
    (place / "in").mkdir(parents=True)
    (place / "onrecord.toml").write_text(TOML.format(sure=0.75))
    (place / "in/one.txt").write_text(
        'The dam\n\n"The gates stay open," Bo Lund said.\n\n"We will not sign," Ana Ruiz said.\n\n'
        '"It is wet," Cy Fox said.\n'
    )
    settings = project.load(place / "onrecord.toml")
    with onrecord.open(place / "record.onrecord", project=settings, create=True) as record:
        assert record.add(place / "in").added == 1
    score(place / "record.onrecord")
    return place, place.rename(place.with_name("kept"))


@pytest.fixture
def home(made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy where it was made, for a record knows its articles by where they lie."""
    place, kept = made
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(kept, place)
    monkeypatch.chdir(place)
    return place


def score(record: Path) -> None:
    db = sqlite3.connect(record)
    with db:
        for word, value in SCORES.items():
            done = db.execute("UPDATE statement SET score = ? WHERE content LIKE ?", (value, f"%{word}%"))
            assert done.rowcount == 1
    db.close()


def asked(run: Run, *args: str) -> list[str]:
    """Which of the three statements are answered, in order."""
    ran = run(*args, "-f", "json")
    assert ran.code == 0, ran.err
    rows = json.loads(ran.out)
    if isinstance(rows, dict):
        return [w for r in rows["entries"] for w in SCORES if w in r["words"]]
    return [w for r in rows for w in SCORES if w in r["content"][0]["text"]]


@pytest.mark.parametrize("verb", [["said"], ["timeline", "--only", "statement"]])
def test_said_and_timeline(home: Path, run: Run, verb: list[str]) -> None:
    assert sorted(asked(run, *verb)) == ["open", "sign", "wet"]
    assert asked(run, *verb, "--sure") == ["open"]
    assert sorted(asked(run, *verb, "--to-review")) == ["sign", "wet"]
    assert asked(run, *verb, "--to-review", "--by", "Cy Fox") == ["wet"]
    assert asked(run, *verb, "--to-review", "--min-score", "0.5") == ["sign"]
    assert asked(run, "said", "--to-review", "-n", "1") == ["sign"]


def test_the_threshold_is_the_projects_beside_the_record(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("onrecord.toml").write_text(TOML.format(sure=0.5))
    assert asked(run, "said", "--to-review") == ["wet"]
    (home / "else").mkdir()
    (home / "else/onrecord.toml").write_text(TOML.format(sure=0.99))
    monkeypatch.chdir(home / "else")
    assert asked(run, "said", "--to-review", "--record", "../record.onrecord") == ["wet"]


def test_without_a_project_the_default_holds(home: Path, run: Run) -> None:
    Path("onrecord.toml").unlink()
    assert asked(run, "said", "--sure") == ["open"]


@pytest.mark.parametrize("verb", [["said"], ["timeline"], ["export", "-f", "jsonl"]])
def test_both_at_once_is_refused(home: Path, run: Run, verb: list[str]) -> None:
    ran = run(*verb, "--sure", "--to-review")
    assert (ran.code, ran.err) == (2, "error: --sure and --to-review: nothing is both; give one of them\n")


@pytest.mark.parametrize("flag", ["--sure", "--to-review"])
@pytest.mark.parametrize("form", ["tables", "csv", "parquet"])
def test_tables_are_always_whole(home: Path, run: Run, form: str, flag: str) -> None:
    ran = run("export", "-f", form, flag)
    assert (ran.code, "always the whole record" in ran.err) == (2, True)


@pytest.mark.parametrize(("flag", "words"), [("--sure", ["open"]), ("--to-review", ["sign", "wet"])])
def test_export(home: Path, run: Run, flag: str, words: list[str]) -> None:
    rows = [json.loads(r) for r in run("export", "-f", "jsonl", "-o", "-", flag).out.splitlines()]
    assert [w for r in rows for w in SCORES if w in r["content_text"]] == words
    assert run("export", "-f", "brief", "-o", "b.html", flag).code == 0
    page = Path("b.html").read_text(encoding="utf-8")
    assert "A selection." in page
    assert ("Not sure: none." in page) is (flag == "--sure")


def test_status_counts_and_says_where_to_go_on(home: Path, run: Run) -> None:
    status = json.loads(run("status", "-f", "json").out)
    assert (status["sure"], status["to_review"], status["threshold"]) == (1, 2, 0.75)
    out = " ".join(run("status").out.split())
    assert "sure 1 waiting for review 2" in out
    assert "sure: score 0.75 or more, or a reviewer's yes; the others: onrecord said --to-review" in out
    for (key,) in [(json.loads(r)["id"],) for r in run("said", "--to-review", "-f", "jsonl").out.splitlines()]:
        run("judge", key, "accept")
    status = json.loads(run("status", "-f", "json").out)
    assert (status["sure"], status["to_review"]) == (3, 0)
    assert "--to-review" not in run("status").out
    assert "no statement fits" in run("said", "--to-review").err


@pytest.mark.parametrize(
    ("verdict", "says"),
    [
        (None, "to review: its score 0.6 is below 0.75, and nobody has judged it"),
        ("accept", "sure: accepted by a reviewer"),
        ("reject", "not sure: rejected by a reviewer"),
    ],
)
def test_explain(home: Path, run: Run, verdict: str | None, says: str) -> None:
    key = json.loads(run("said", "--to-review", "-n", "1", "-f", "json").out)[0]["id"]
    if verdict:
        run("judge", key, verdict)
    assert says in run("explain", key).out.splitlines()
    explained = json.loads(run("explain", key, "-f", "json").out)
    assert (explained["sure"], explained["sure_why"]) == (verdict == "accept", says.partition(": ")[2])


def test_explain_of_a_sure_one(home: Path, run: Run) -> None:
    key = json.loads(run("said", "--sure", "-f", "json").out)[0]["id"]
    assert "sure: its score 0.9 reaches 0.75" in run("explain", key).out.splitlines()


def test_another_threshold_reads_nothing_anew(home: Path, run: Run) -> None:
    for value in (0.5, 0.99):
        Path("onrecord.toml").write_text(TOML.format(sure=value))
        assert "0 documents added, 1 unchanged" in run("add", "in").out
    assert asked(run, "said", "--to-review") == ["open", "sign", "wet"], "the scores set above still stand"
    assert len(json.loads(run("status", "-f", "json").out)["runs"]) == 3
    Path("onrecord.toml").write_text(TOML.format(sure=0.99) + "min_score = 0.01\n")
    assert "1 analysed anew" in run("add", "in").out, "as a setting that changes what is found does"


def test_a_wrong_threshold_is_named(home: Path, run: Run) -> None:
    Path("onrecord.toml").write_text(TOML.format(sure=75))
    ran = run("said", "--sure")
    assert (ran.code, "thresholds.sure: a number from 0 to 1" in ran.err) == (2, True)
