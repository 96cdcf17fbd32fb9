"""timeline and diff on the command line."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord import project

TEXTS = {
    "one.txt": ("4 March 2024", "Ann Lee opposed the toll outright.", '"The ferry is late," Bo Ford said.'),
    "two.txt": ("9 April 2024", "Ann Lee now supports the toll.", '"We will close the pier," Bo Ford threatened.'),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with the articles and their record: where it was made, and where it lies to be copied."""
    place = tmp_path_factory.mktemp("made") / "home"
    (place / "in").mkdir(parents=True)
    (place / "onrecord.toml").write_text('[backends]\nattribution = "attribution.rules"\n')
    for name, (day, *lines) in TEXTS.items():
        text = f"The harbour toll\n\nBy Jo Roe\n\n{day}\n\n" + "\n\n".join(lines) + "\n"
        (place / "in" / name).write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        with onrecord.open("record.onrecord", project=project.load(Path("onrecord.toml")), create=True) as record:
            assert record.add("in").added == len(TEXTS)
    return place, place.rename(place.with_name("kept"))


@pytest.fixture
def home(made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy where it was made, for a record knows its articles by where they lie."""
    place, kept = made
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(kept, place)
    monkeypatch.chdir(place)
    return place


def rows(run: Any, *args: str) -> Any:
    ran = run(*args)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_entries_as_json(home: Path, run: Any) -> None:
    found = rows(run, "timeline", "-f", "json")
    assert found["total"] == len(found["entries"]) == found["events"] + found["statements"] + found["roles"]
    days = [e["since"] for e in found["entries"]]
    assert days == sorted(days)
    for e in found["entries"]:
        for source in e["sources"]:
            text = Path(source["document"]["file"]).read_text("utf-8")
            for span in source["spans"]:
                assert text[span["start"] : span["end"]] == span["text"]


def test_text_has_a_line_each_and_headings_with_a_step(home: Path, run: Any) -> None:
    plain = run("timeline")
    assert plain.out.splitlines()[0].split("\t")[:3] == ["date", "what", "who"]
    assert "statement" in plain.err
    grouped = run("timeline", "--step", "month")
    assert [x.split("  ")[0] for x in grouped.out.splitlines() if x.startswith("2024-0") and "\t" not in x] == [
        "2024-03", "2024-04",
    ]  # fmt: skip
    assert len(plain.out.splitlines()) == len(grouped.out.splitlines()) - 3  # two headings, and a table head more


def test_csv_and_jsonl_have_a_row_for_each(home: Path, run: Any) -> None:
    total = rows(run, "timeline", "-f", "json")["total"]
    table = list(csv.DictReader(io.StringIO(run("timeline", "-f", "csv").out)))
    assert len(table) == total
    assert {"since", "kind", "what", "words", "file", "id"} <= table[0].keys()
    assert len(run("timeline", "-f", "jsonl").out.splitlines()) == total
    assert len(rows(run, "timeline", "-f", "json", "--top", "1")["entries"]) == 1
    assert len(rows(run, "timeline", "-f", "json", "-n", "2")["entries"]) == 2


def test_an_actor_and_filters(home: Path, run: Any) -> None:
    mine = rows(run, "timeline", "Ann Lee", "-f", "json", "--since", "2024-04")
    assert [e["words"] for e in mine["entries"]] == ["the toll"]
    assert rows(run, "timeline", "--only", "role", "-f", "json")["entries"] == []
    assert run("timeline", "--about", "zeppelin").err == "nothing fits\n"


def test_counts_are_the_old_view(home: Path, run: Any) -> None:
    periods = rows(run, "timeline", "--counts", "-f", "json")
    assert [p["label"] for p in periods] == ["2024-03", "2024-04"]
    assert all(p["count"] == len(p["said"]) for p in periods)
    lines = run("timeline", "--counts", "--step", "year").out.splitlines()
    assert [x.split("\t")[0] for x in lines] == ["period", "2024"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["timeline", "--counts", "--type", "ASSAULT"], "--counts counts statements: leave out --type"),
        (["timeline", "--counts", "-n", "3"], "leave out --limit"),
        (["timeline", "Ann Lee", "--counts", "--by", "Bo Ford"], "name the actor once"),
        (["timeline", "--only", "role", "--act", "threat"], "only role is wanted"),
        (["timeline", "--since", "2025", "--until", "2024"], "nothing can lie between"),
        (["diff", "--since", "2025", "--until", "2024"], "nothing can lie between"),
        (["diff"], "Missing option '--since'"),
        (["diff", "--since", "soon"], "is no date"),
        (["diff", "--since", "2024-02-31"], "the calendar has no such day as '2024-02-31'"),
    ],
)
def test_what_cannot_be_asked(home: Path, run: Any, args: list[str], says: str) -> None:
    ran = run(*args)
    assert ran.code == 2
    assert says in ran.err


def test_diff_says_who_turned(home: Path, run: Any) -> None:
    text = run("diff", "--since", "2024-04").out
    assert "Ann Lee: against, then for (toll)" in text
    assert "(2024-03-04)  the toll outright" in text
    found = rows(run, "diff", "--since", "2024-04", "--json")
    (turned,) = found["reversals"]
    assert [turned[x]["sources"][0]["document"]["file"] for x in ("before", "after")] == ["in/one.txt", "in/two.txt"]
    assert found["documents"] == 1


def test_diff_of_a_time_in_which_nothing_was(home: Path, run: Any) -> None:
    assert "nothing is new" in run("diff", "--since", "2030").out
    every = rows(run, "diff", "--since", "2020", "--added", "--json")
    assert every["documents"] == 2
    assert len(every["entries"]) == rows(run, "timeline", "-f", "json")["total"]
