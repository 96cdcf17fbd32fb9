"""check and drift as a user types them, on the sample coverage."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
GUNMEN = "his gunmen would never again negotiate over the Unity Dam"
NIGHT = "They will turn for one night."


def test_an_edit_of_the_wire_interview_is_altered_and_the_wire_had_it_first(sample: Path, run: Run) -> None:
    out = run("check", GUNMEN, "--by", "Zurqani").out
    assert out.startswith("ALTERED  “his gunmen would")
    assert "[-fighters-]{+gunmen+}" in out and "[-Tarsil-]{+Unity+}" in out
    assert "first: Sarrin Press Service, undated, Hamid al-Zurqani, " in out
    assert "sps-2023-02-zurqani-interview.txt 153-213" in out
    answer = json.loads(run("check", GUNMEN, "-f", "json").out)
    assert answer["verdict"] == "altered" and answer["changed"] == 2
    assert answer["first"]["document"]["outlet"] == "Sarrin Press Service"
    outlets = {a["document"]["outlet"]: a["likeness"] for a in answer["appearances"]}
    assert outlets["Tarkhan Gazette"] == 1.0 and outlets["Sarrin Press Service"] < 1.0


@pytest.mark.parametrize(
    ("quote", "by", "verdict"),
    [
        (NIGHT, "Zurqani", "verbatim"),
        (NIGHT, "Veresh", "misattributed"),
        ("We know every pylon between here and Velisar", None, "partial"),
        ("Two years ago I asked for houses. Last year I asked for money.", None, "altered"),
        ("Last year I asked for time. They will turn for one night.", None, "spliced"),
        ("Terrorist chief rules out talks on Unity Dam", None, "text"),
        ("The moon was bought by an old umbrella seller yesterday", None, "absent"),
    ],
)
def test_verdicts_on_the_sample(sample: Path, run: Run, quote: str, by: str | None, verdict: str) -> None:
    ran = run("check", quote, *(("--by", by) if by else ()), "-f", "json")
    assert (ran.code, json.loads(ran.out)["verdict"]) == (0, verdict)


def test_a_list_is_checked_row_by_row(sample: Path, run: Run, tmp_path: Path) -> None:
    source = tmp_path / "quotes.csv"
    source.write_text(f"id,quote,speaker\na,{NIGHT},Zurqani\nb,{NIGHT},Veresh\nc,...,\n", encoding="utf-8")
    ran = run("check", "--file", source, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [(r["id"], r["verdict"]) for r in rows] == [("a", "verbatim"), ("b", "misattributed"), ("c", "unchecked")]
    assert rows[0]["first outlet"] == "Sarrin Press Service" and rows[0]["start"].isdigit()
    lines = run("check", "--file", source, "-f", "jsonl").out.splitlines()
    assert [json.loads(x)["id"] for x in lines] == ["a", "b", "c"]
    assert [x["verdict"] for x in json.loads(run("check", "--file", source, "-f", "json").out)][2] == "unchecked"
    ran = run("check", "--file", source)
    assert "3 checked: 1 verbatim, 1 misattributed, 1 unchecked" in ran.err and "[b]" in ran.out


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ((), "bring one quotation"),
        (("x", "--file", "y"), "bring one quotation"),
        (("?!",), "holds no word"),
        (("--file", "not-there.csv"), "cannot be read"),
        (("a b", "--on", "soon"), "no date"),
        (("a b", "--since", "2024", "--until", "2023"), "nothing can lie between"),
    ],
)
def test_what_makes_no_sense_says_what_to_do(sample: Path, run: Run, args: tuple[str, ...], reason: str) -> None:
    ran = run("check", *args)
    assert ran.code == 2 and reason in ran.err and "Traceback" not in ran.err


def test_drift_prints_every_form(sample: Path, run: Run) -> None:
    found = json.loads(run("drift", "-f", "json").out)
    rows = list(csv.DictReader(io.StringIO(run("drift", "-f", "csv").out)))
    assert len(rows) == sum(len(d["tellings"]) for d in found)
    assert len(run("drift", "-f", "jsonl").out.splitlines()) == len(found)
    assert "his [-fighters-]{+gunmen+} would never" in run("drift").out
    assert run("drift", "--since", "2024", "--until", "2023").code == 2


def test_no_control_character_reaches_the_terminal(sample: Path, run: Run) -> None:
    out = run("check", "They will \x1b[31m turn for one \x07 night").out
    assert "\x1b" not in out and "\x07" not in out
