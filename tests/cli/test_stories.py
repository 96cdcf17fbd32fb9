"""The verb `story` on the sample coverage: text, JSON, CSV, what is refused, and the same answers in Python."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.forms import plain

Run = Callable[..., Any]


def answer(run: Run, *args: str) -> Any:
    done = run("story", *args, "--format", "json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_the_list_names_each_line_with_its_stories(sample: Path, run: Run) -> None:
    found = answer(run)
    text = run("story").out
    assert found["total"] == len(found["storylines"])
    assert sum(len(x["stories"]) for x in found["storylines"]) == found["stories"]
    for row in found["storylines"]:
        assert row["title"] in text
        assert all(s["id"] in text for s in row["stories"])
    sizes = [x["counts"]["documents"] for x in found["storylines"]]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) == json.loads(run("status", "--format", "json").out)["documents"]


def test_the_bridge_and_what_came_of_it_are_one_line(sample: Path, run: Run) -> None:
    page = answer(run, "killed at Merrun bridge")
    files = {Path(d["document"]["file"]).name for d in page["documents"]}
    assert files == {"sps-2022-06-bridge.txt", "merrunvoice-2022-06-funeral.html", "trumpet-2022-06-blood.html"}
    later = {x["story"]["title"] for x in page["followed_by"]}
    assert "Merrun militia splits as commander breaks away" in later
    shared = {a["name"] for x in page["followed_by"] for a in x["actors"]}
    assert "Hamid al-Zurqani" in shared


def test_an_interview_and_its_reprints_stand_under_their_outlets(sample: Path, run: Run) -> None:
    page = answer(run, "gazette-2023-02-zurqani.txt")
    assert page["story"]["counts"]["copies"] == 2
    text = run("story", "gazette-2023-02-zurqani.txt").out
    assert "of Sarrin Press Service)" in text
    assert text.count("articles/") >= 3


def test_the_project_s_issues_stand_with_the_stories_that_speak_of_them(sample: Path, run: Run) -> None:
    page = answer(run, "The Ferren accord after four weeks")
    assert page["story"]["issues"] == ["Ferren accord"]
    assert "on: Ferren accord" in run("story", page["story"]["id"]).out


def test_a_line_is_told_in_order_of_time(sample: Path, run: Run) -> None:
    line = answer(run, "The Ferren accord after four weeks", "--line")
    days = [p["story"]["since"] for p in line["pages"]]
    assert days == sorted(days)
    assert len(days) > 2
    text = run("story", "The Ferren accord after four weeks", "--line").out
    places = [text.index(p["story"]["id"]) for p in line["pages"]]
    assert places == sorted(places)
    assert "goes on from" in text
    assert "shares " in text


def test_what_happened_is_what_was_done_and_no_act_of_a_statement(sample: Path, run: Run) -> None:
    page = answer(run, "killed at Merrun bridge")
    text = run("story", "killed at Merrun bridge").out
    told = text[text.index("what happened") : text.index("went on in")]
    done = {e["id"] for e in page["events"] if e["best"]["status"] == "happened" and e["best"]["act_of"] is None}
    shown = {e["id"] for e in page["events"] if f"({e['id']})" in told}
    assert shown <= done
    assert bool(shown) == bool(done)
    if len(done) < len(page["events"]):
        assert f"{len(page['events']) - len(done)} event" in told
    days = [e["since"] or min(r["document"]["published"] or "~" for r in e["reports"]) for e in page["events"]]
    assert days == sorted(days)


def test_filters_and_limits(sample: Path, run: Run) -> None:
    by_actor = answer(run, "--actor", "Zurqani")
    assert 0 < by_actor["stories"] < answer(run)["stories"]
    assert answer(run, "-n", "1")["storylines"] == answer(run)["storylines"][:1]
    assert "1 of" in run("story", "-n", "1").out
    late = answer(run, "--since", "2025")
    assert {s["until"][:4] for x in late["storylines"] for s in x["stories"] if s["id"] in x["fits"]} == {"2025"}
    assert "more of this line do not fit" in run("story", "--since", "2025").out
    nothing = run("story", "--about", "zeppelin")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "no story fits\n")


def test_python_says_the_same(sample: Path, run: Run) -> None:
    with onrecord.open("record.onrecord") as record:
        assert plain(record.stories()) == answer(run)
        assert plain(record.stories(outlet="Merrun Voice", limit=2)) == answer(
            run, "--outlet", "Merrun Voice", "-n", "2"
        )
        assert plain(record.story("Turbines start")) == answer(run, "Turbines start")
        assert plain(record.story("Turbines start", line=True)) == answer(run, "Turbines start", "--line")


def test_csv_has_a_line_for_each_story_and_for_each_thing_of_one(sample: Path, run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("story", "--format", "csv").out)))
    assert len(rows) == answer(run)["stories"]
    assert {r["storyline"] for r in rows} <= {r["story"] for r in rows}
    page = answer(run, "Turbines start")
    parts = list(csv.DictReader(io.StringIO(run("story", "Turbines start", "--format", "csv").out)))
    sections = [r["section"].split(",")[0] for r in parts]
    assert sections.count("said") == len(page["said"])
    assert sections.count("document") == len(page["documents"])
    assert sections.count("event") == len(page["events"])
    lines = run("story", "--format", "jsonl").out.splitlines()
    assert [json.loads(x)["id"] for x in lines] == [x["id"] for x in answer(run)["storylines"]]


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["no such headline"], 2, "no story here"),
        (["Karadal", "--since", "2021"], 2, "WHAT names one story"),
        (["Karadal", "-n", "3"], 2, "WHAT names one story"),
        (["--line"], 2, "of which story"),
        (["--since", "2022", "--until", "2021"], 2, "is after"),
        (["Tarsil"], 2, "may be"),
        (["--actor", "Nobody Known"], 2, "no actor is called"),
    ],
)
def test_what_cannot_be_asked(sample: Path, run: Run, args: list[str], code: int, says: str) -> None:
    done = run("story", *args)
    assert done.code == code
    assert says in done.err
    assert done.out == ""


def test_show_says_where_a_story_is_shown(sample: Path, run: Run) -> None:
    story = answer(run)["storylines"][0]["id"]
    for what in (story, story[:8]):
        done = run("show", what)
        assert done.code == 2
        assert f"onrecord story {what}" in done.err


def test_status_counts_stories(sample: Path, run: Run) -> None:
    now = json.loads(run("status", "--format", "json").out)
    found = answer(run)
    assert (now["stories"], now["storylines"]) == (found["stories"], found["total"])


def test_the_exported_table_has_each_story(sample: Path, run: Run, tmp_path: Path) -> None:
    assert run("export", "--format", "tables", "--out", str(tmp_path)).code == 0
    rows = [json.loads(x) for x in (tmp_path / "stories.jsonl").read_text("utf-8").splitlines()]
    ids = {r["id"] for r in rows}
    assert ids == {s["id"] for x in answer(run)["storylines"] for s in x["stories"]}
    assert all(r["follows"] in ids for r in rows if r["follows"])
    documents = [json.loads(x)["id"] for x in (tmp_path / "documents.jsonl").read_text("utf-8").splitlines()]
    assert sorted(d for r in rows for d in r["documents"]) == sorted(d for d in documents if d)
