"""Outlets as a user types it: the sample's outlets differ as the sample says they do, in every form of print."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def answer(run: Run, *args: str) -> Any:
    ran = run("outlets", *args, "-f", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def rows(run: Run, *args: str) -> list[dict[str, str]]:
    ran = run("outlets", *args, "-f", "csv")
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def quoted(page: Any) -> dict[str, int]:
    return {v["actor"]["name"]: v["share"]["part"] for v in page["outlet"]["quoted"]}


def test_every_outlet_has_a_line(sample: Path, run: Run) -> None:
    ran = run("outlets")
    assert ran.code == 0
    for name, documents in (("Sarrin Press Service", "8"), ("Merrun Voice", "3"), ("Tarkhan Gazette", "3")):
        [line] = [x for x in ran.out.splitlines() if x.startswith(f"{name}\t")]
        assert line.split("\t")[1] == documents
    assert "killed at Merrun bridge" in ran.out


def test_forms_agree(sample: Path, run: Run) -> None:
    whole = answer(run)["outlets"]
    lines = [json.loads(x) for x in run("outlets", "-f", "jsonl").out.splitlines()]
    table = rows(run)
    assert lines == whole
    for row, line in zip(whole, table, strict=True):
        assert line["outlet"] == row["outlet"]
        assert int(line["documents"]) == len(row["documents"])
        assert int(line["statements"]) == row["statements"]
        assert int(line["tellings"]) == len(row["tellings"])
        assert [int(line[k]) for k in row["kinds"]] == [k["share"]["part"] for k in row["kinds"].values()]
        assert int(line["voices"]) == row["voices"]["part"]


def test_state_daily_and_opposition_site_quote_different_people(sample: Path, run: Run) -> None:
    state, site = quoted(answer(run, "gazette")), quoted(answer(run, "voice"))
    assert max(state, key=lambda k: state[k]) == "Selim Karadal"
    assert max(site, key=lambda k: site[k]) == "Hamid al-Zurqani"
    assert "Samira Tolan" in site
    assert "Samira Tolan" not in state
    assert state["Selim Karadal"] > 4 * site["Selim Karadal"]


def test_sample_stories_and_who_is_left_out(sample: Path, run: Run) -> None:
    stories = {tuple(sorted(d["file"] for d in s["documents"])) for s in answer(run)["stories"]}
    bridge = ("merrunvoice-2022-06-funeral.html", "sps-2022-06-bridge.txt", "trumpet-2022-06-blood.html")
    interview = ("gazette-2023-02-zurqani.txt", "sps-2023-02-zurqani-interview.txt", "trumpet-2023-02-one-night.html")
    named = {tuple(sorted(Path(f).name for f in files)) for files in stories}
    assert {bridge, interview} <= named
    left = {(row["title"], row["actor"]["name"]) for row in answer(run, "gazette")["left_out"]}
    assert ("Turbines start at disputed Tarsil Dam", "Hamid al-Zurqani") in left


def test_the_edited_reprints_are_the_agencys_text(sample: Path, run: Run) -> None:
    for name in ("gazette", "trumpet"):
        page = answer(run, name)
        assert page["outlet"]["original"]["part"] == 2
        [flow] = page["taken_from"]
        assert flow["outlet"] == "Sarrin Press Service"
    taken = answer(run, "SPS")["taken_by"]
    assert {f["outlet"] for f in taken} == {"Tarkhan Gazette", "The Daily Trumpet"}


def test_every_id_can_be_shown(sample: Path, run: Run) -> None:
    page = answer(run, "voice")
    ids = {s for row in page["left_out"] + page["only_here"] for q in row["by"] for s in q["statements"]}
    ids |= {q["document"]["id"] for row in page["left_out"] for q in row["by"]}
    ids |= set(page["outlet"]["documents"])
    for id_ in sorted(ids)[::5]:
        assert run("show", id_).code == 0


def test_page_as_text_and_lines(sample: Path, run: Run) -> None:
    ran = run("outlets", "Merrun Voice")
    assert ran.code == 0
    for words in ("Merrun Voice\n", "3 documents", "quotes 16 actors", "left out", "only here", "Samira Tolan"):
        assert words in ran.out
    page, lines = answer(run, "Merrun Voice"), rows(run, "Merrun Voice")
    left = [x for x in lines if x["section"] == "left out"]
    assert len(left) == sum(len(r["by"]) for r in page["left_out"])
    assert {x["actor"] for x in left} == {r["actor"]["name"] for r in page["left_out"]}


def test_a_story_and_a_window(sample: Path, run: Run) -> None:
    ran = run("outlets", "--story", "bridge")
    assert ran.code == 0
    assert "only the story: At least 11 killed" in ran.out
    assert {r["outlet"] for r in rows(run, "--story", "bridge")} == {
        "Merrun Voice",
        "Sarrin Press Service",
        "The Daily Trumpet",
    }
    assert {r["outlet"] for r in rows(run, "--since", "2025-03")} == {"Basin Notes", "Meridian World"}
    alone = run("outlets", "--until", "2021-03")
    assert alone.code == 0
    assert "no story here is carried by more than one outlet" in alone.out
    lonely = run("outlets", "gazette", "--until", "2021-03")
    assert "a single document" in lonely.out
    assert "it cannot be compared" in lonely.out


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("nobody",), 2, "there are: Basin Notes"),
        (("--story", "earthquake"), 2, "no story here"),
        (("--since", "2025", "--until", "2024"), 2, "nothing can lie between"),
        (("--since", "spring"), 2, "is no date"),
    ],
)
def test_what_is_wrong_is_said(sample: Path, run: Run, args: tuple[str, ...], code: int, words: str) -> None:
    ran = run("outlets", *args)
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err


def test_documents_that_name_no_outlet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    Path("onrecord.toml").write_text('[backends]\nattribution = "attribution.rules"\n')
    Path("a.txt").write_text('The dam\n\n"The gates stay open," Bo Lund said.\n')
    assert run("add", "a.txt").code == 0
    ran = run("outlets")
    assert ran.code == 0
    assert "no document here names its outlet" in ran.err
