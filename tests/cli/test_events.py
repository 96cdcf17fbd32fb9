"""Events on the command line: lists, one event, judgements, exports, in every form."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from event_factory import Did, plainly, told  # noqa: F401 - plainly is for every test here
from store_factory import fill

from onrecord.store import event_grouping, shared
from onrecord.store.db import Store

DAY = date(2019, 3, 1)
SHELLED = Did(on=DAY, place="Ferren", killed=(3, 3))
A = told("a.txt", [SHELLED, Did(actor="Di Roe", act="may meet", type="CONSULT", mode="visit", status="future")])
B = told("b.txt", [replace(SHELLED, killed=(5, None))], outlet="Gazette\x1b[2J", published=date(2019, 3, 5))
ONE = A.events[0].id


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record to be copied."""
    path = tmp_path_factory.mktemp("filled") / "record.onrecord"
    with pytest.MonkeyPatch.context() as own, Store.create(path) as store:
        own.setattr(event_grouping, "_judge", lambda: None)  # as `plainly` does
        fill(store, [A, B])
        shared.settle(store)
    return path


@pytest.fixture
def record(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(filled, tmp_path / "record.onrecord")
    return tmp_path


def test_a_list(record: Path, run: Any) -> None:
    ran = run("events")
    assert ran.code == 0
    assert ran.err == "2 events: each once however many articles report it\n"
    header, meeting, shelling = (line.split("\t") for line in ran.out.splitlines())
    assert header == ["date", "type", "actors", "recipients", "event", "place", "reports", "differs", "id"]
    assert meeting[:3] == ["(2019-03-04)", "CONSULT/visit (future)", "Di Roe"]
    assert shelling == [
        "2019-03-01", "ASSAULT/heavy-weapons", "Bo Ford", "Ann Lee", A.events[0].evidence.text, "Ferren", "2", "killed",
        ONE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "out", "err"),
    [
        (["--type", "ASSAULT", "--type", "CONSULT"], 2, "2 events: each once"),
        (["--count", "reports"], 3, "3 reports: every place where an article tells one"),
        (["--count", "reports", "-n", "1"], 1, "1 of 3 reports"),
        (["--quad", "4", "--status", "happened"], 1, "1 event:"),
        (["--actor", "Roe"], 1, "1 event:"),
        (["--since", "2020"], 0, "no event fits"),
        (["--count", "statements"], 0, "no statement fits"),
    ],
)
def test_what_was_counted_is_said(record: Path, run: Any, asked: list[str], out: int, err: str) -> None:
    ran = run("events", *asked)
    assert ran.code == 0
    assert ran.err.startswith(err)
    assert len(ran.out.splitlines()) == (out + 1 if out else 0)


@pytest.mark.parametrize(
    ("asked", "err"),
    [
        (["events", "--type", "WAR"], "error: no type is called 'WAR'; there are: AGREE"),
        (["events", "--since", "2020", "--until", "2019"], "error: --since 2020-01-01 is after --until 2019-12-31"),
        (["events", "--sure", "--to-review"], "error: --sure and --to-review: nothing is both"),
        (["event", "v0000000000"], "error: no event has an id that begins with 'v0000000000'"),
        (["judge", ONE, "correct", "--speaker", "Ann Lee"], "error: 'speaker' of an event cannot be corrected"),
        (["judge", ONE, "accept", "--type", "COERCE"], "error: a change belongs to the verdict 'correct'"),
        (["export", "-f", "csv", "--status", "all"], "error: only plover has a status, not csv"),
    ],
)
def test_what_cannot_be_asked(record: Path, run: Any, asked: list[str], err: str) -> None:
    ran = run(*asked)
    assert (ran.code, ran.err.startswith(err)) == (2 if "no event" not in err else ran.code, True), ran.err
    assert ran.code != 0
    assert ran.out == ""


def test_every_form(record: Path, run: Any) -> None:
    answer = json.loads(run("events", "-f", "json").out)
    assert (answer["counted"], answer["total"], len(answer["events"])) == ("events", 2, 2)
    assert [len(e["reports"]) for e in answer["events"]] == [1, 2]
    lines = [json.loads(line) for line in run("events", "-f", "jsonl").out.splitlines()]
    assert lines == answer["events"]
    cells = list(csv.DictReader(io.StringIO(run("events", "-f", "csv").out)))
    assert [(c["id"], c["type"], c["status"], c["since"]) for c in cells] == [
        (e["id"], e["best"]["type"], e["best"]["status"], e["since"] or "") for e in answer["events"]
    ]


def test_one_event_by_any_report_and_any_verb(record: Path, run: Any) -> None:
    shown = run("event", B.events[0].id[:8])
    assert shown.code == 0
    assert shown.out == run("show", B.events[0].id).out == run("explain", B.events[0].id).out
    for part in (
        "ASSAULT/heavy-weapons: Bo Ford -> Ann Lee",
        "quad 4 material conflict; about military",
        "when     2019-03-01  'on the day'",
        "where    Ferren, city, QA (12.50, 44.25)",
        "killed   5 or more",
        f"reports  2 in 2 documents: counted as {ONE}",
        "told     in The Bay Courier, 2019-03-04, news/a.txt",
        "differs  killed: 3 [The Bay Courier] | at least 5 [Gazette",
        "sure: the best score of its reports, 0.8 reaches",
    ):
        assert part in shown.out, part
    assert "\x1b" not in shown.out
    assert json.loads(run("event", ONE, "-f", "json").out)["event"]["id"] == ONE


def test_an_article_and_an_actor_show_their_events(record: Path, run: Any) -> None:
    article = run("show", "news/a.txt").out.splitlines()
    assert [line.split("\t")[1] for line in article[-2:]] == ["ASSAULT/heavy-weapons", "CONSULT/visit (future)"]
    assert "takes part in 2 events: onrecord events --who a" in run("show", "Ann Lee").out
    assert [e["id"] for e in json.loads(run("show", "news/b.txt", "-f", "json").out)["events"]] == [B.events[0].id]


def test_a_judgement_and_back(record: Path, run: Any) -> None:
    done = run("judge", ONE[:9], "correct", "--type", "COERCE", "--actors", "Di Roe", "--date", "?", "--who", "jo")
    assert done.out == f"judgement 1: correct by jo: COERCE: Di Roe -> Ann Lee: {A.events[0].evidence.text}\n"
    assert "onrecord undo 1" in done.err
    shown = run("event", ONE).out
    assert "judged   correct, actors: Di Roe, date: ?, type: COERCE by jo" in shown
    assert "reports  1 in 1 document" in shown
    assert "* Bo Ford shelled" in run("events", "--type", "COERCE").out
    assert run("undo", "1").out == f"judgement 1 undone: correct {ONE}\n"
    assert "reports  2 in 2 documents" in run("event", ONE).out
    run("judge", ONE, "reject")
    assert ONE not in run("events", "--count", "reports").out
    assert ONE in run("events", "--count", "reports", "--rejected").out


def test_status_and_verify_count_events(record: Path, run: Any) -> None:
    lines = [" ".join(line.split()) for line in run("status").out.splitlines()]
    at = lines.index("events 2")
    assert lines[at + 1 : at + 3] == ["with every report of them 3", "waiting for review 0"]
    assert "3 events checked" in run("verify").out


def test_an_export_in_polecat_columns(record: Path, run: Any) -> None:
    def types(file: str) -> list[tuple[str, str]]:
        rows = csv.DictReader(io.StringIO((record / file).read_text(encoding="utf-8-sig")))
        return [(r["Event Type"], r["Reports"]) for r in rows]

    assert run("export", "-f", "plover").out == "onrecord-events.csv\n"
    assert types("onrecord-events.csv") == [("ASSAULT", "2")]
    run("export", "-f", "plover", "--status", "all", "-o", "all.csv")
    assert len(types("all.csv")) == 2


def test_a_new_name_in_a_correction_is_told(record: Path, run: Any) -> None:
    ran = run("judge", ONE, "correct", "--actors", "Bo Ford; Bo Frod")
    assert ran.code == 0
    assert "no actor was called 'Bo Frod': this is a new name" in ran.err
    assert "'Bo Ford'" not in ran.err
    assert "new name" not in run("judge", ONE, "correct", "--actors", "?").err
    assert "new name" not in run("judge", ONE, "correct", "--date", "2019-03").err


@pytest.mark.parametrize("verb", ["events", "timeline"])
def test_an_empty_record_says_what_to_do(verb: str, tmp_path: Path, run: Any) -> None:
    Store.create(tmp_path / "empty.onrecord").close()
    ran = run(verb, "--record", str(tmp_path / "empty.onrecord"))
    assert ran.code == 0
    assert "add articles first" in ran.err
    assert "fits" in run(verb, "--since", "2020", "--record", str(tmp_path / "empty.onrecord")).err
