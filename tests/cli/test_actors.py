"""The verbs about actors, on a copy of the sample coverage's record without its aliases."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord import Project
from onrecord.cli.render_actors import tenure

Run = Callable[..., Any]
ARTICLES = {
    "a.txt": '"We will not sign," the minister of Ostria, Yusuf al-Khatmi, said on Monday.\n',
    "b.txt": '"We may sign," the minister of Ostria, Youssef al-Khatmi, said on Tuesday.\n',
    "c.txt": 'Hamid Vantor, better known as Abu Sahl, left.\n\n"No water," Hamid Vantor said.\n',
    "d.txt": '"No peace," Abu Sahl said.\n',
    "e.txt": '"No news," Mrs Vantor said.\n',
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with the articles and their record: where it was made, and where it lies to be copied."""
    place = tmp_path_factory.mktemp("made") / "home"
    folder = place / "articles"
    folder.mkdir(parents=True)
    for name, text in ARTICLES.items():
        (folder / name).write_text(f"Dispute over the gate\n\n{text}", encoding="utf-8")
    with onrecord.open(place / "record.onrecord", project=Project(), create=True) as record:
        record.add(folder)
    return place, place.rename(place.with_name("kept"))


@pytest.fixture
def home(made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy where it was made, for a record knows its articles by where they lie."""
    place, kept = made
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(kept, place)
    monkeypatch.chdir(place)
    return place


def ids(run: Run, *args: str) -> dict[str, str]:
    return {r["actor"]["name"]: r["actor"]["id"] for r in json.loads(run("actors", *args, "-f", "json").out)}


def test_actors_lists_those_who_say_most_first_and_filters(home: Path, run: Run) -> None:
    lines = run("actors").out.splitlines()
    assert lines[0].split("\t") == ["actor", "kind", "statements", "mentions", "documents", "names", "id"]
    counts = [int(row.split("\t")[2]) for row in lines[1:]]
    assert counts == sorted(counts, reverse=True) and counts[0] == 2
    assert len(run("actors", "-n", "1").out.splitlines()) == 2
    assert {r.split("\t")[1] for r in run("actors", "--kind", "person").out.splitlines()[1:]} == {"person"}
    assert "Khatmi" in run("actors", "YOUSSEF").out
    assert run("actors", "nobody at all").err == "no actor fits\n"
    assert run("actors", "--kind", "fish").code == 2
    assert run("actors", "x", "--doubtful").code == 2
    assert len(run("actors", "-f", "jsonl").out.splitlines()) == len(run("actors", "-f", "csv").out.splitlines()) - 1


def test_doubtful_pairs_say_what_settles_them(home: Path, run: Run) -> None:
    (pair,) = [r for r in json.loads(run("actors", "--doubtful", "-f", "json").out) if r["why"] == "surname"]
    assert pair["joined"] is False and len(pair["evidence"]) == 2
    shown = run("actors", "--doubtful").out
    assert "Hamid Vantor ? Mrs Vantor" in shown or "Hamid Vantor ? Vantor" in shown
    for command in pair["settle"]:
        assert command in shown
    verb = pair["settle"][0].replace("onrecord ", "").replace("'", "").rsplit(" ", 1)
    assert run("merge", verb[0].removeprefix("merge "), verb[1]).code == 0
    assert "surname" not in run("actors", "--doubtful", "-f", "json").out


def test_explain_two_names(home: Path, run: Run) -> None:
    one = run("explain", "Abu Sahl", "Hamid Vantor")
    assert "are one actor: Hamid Vantor" in one.out
    assert "better known as Abu Sahl" in one.out and "articles/c.txt" in one.out
    two = run("explain", "Yusuf al-Khatmi", "Abu Sahl")
    assert "are two actors" in two.out and "not joined, score" in two.out
    answer = json.loads(run("explain", "Abu Sahl", "Hamid Vantor", "-f", "json").out)
    assert answer["same"] is True and answer["links"][0]["why"] == "known-as"
    assert run("explain", "Abu Sahl", "Nobody Here").code == 2


def test_merge_split_rename_undo(home: Path, run: Run) -> None:
    done = run("merge", "Abu Sahl", "Yusuf al-Khatmi", "--who", "jo", "--note", "seen")
    assert done.code == 0
    assert done.out.startswith("judgement 1: merge by jo: Hamid Vantor with Y")
    assert done.err == "take it back with: onrecord undo 1\n"
    assert "judged   1: merge Hamid Vantor with Y" in run("show", "Abu Sahl").out
    assert run("undo", "1").code == 0
    again = run("undo", "1")
    assert (again.code, "was undone already" in again.err) == (2, True)
    assert run("split", "Yusuf al-Khatmi", "--name", "Youssef al-Khatmi").code == 0
    assert len([n for n in ids(run) if "Khatmi" in n]) == 2
    assert run("split", "Hamid Vantor", "-d", "d.txt", "--into", "Yusuf al-Khatmi").code == 0
    assert "No peace" in run("said", "--by", "Yusuf al-Khatmi").out
    assert run("rename", "Hamid Vantor", "The Old Heron").code == 0
    assert "The Old Heron" in run("said", "--by", "the old heron").out
    assert "judgements rename" in run("status").out
    assert run("merge", "The Old Heron", "The Old Heron").code == 2
    assert run("split", "The Old Heron").code == 2


def test_judgements_outlive_settings_and_contradictions_are_told(home: Path, run: Run) -> None:
    run("split", "Yusuf al-Khatmi", "--name", "Youssef al-Khatmi")
    toml = '[[actor]]\nname = "Yusuf al-Khatmi"\nkind = "person"\naliases = ["Youssef al-Khatmi"]\n'
    Path("onrecord.toml").write_text(toml, encoding="utf-8")
    done = run("add", "-q", "articles")
    assert done.code == 0
    assert 'the alias "Youssef al-Khatmi" joins what judgement 1' in done.err
    assert "We may" not in run("said", "--by", "Yusuf al-Khatmi").out


def test_dossier_shows_names_with_outlets_and_links(home: Path, run: Run) -> None:
    shown = run("show", "Youssef al-Khatmi").out
    assert "names: " in shown and "Yusuf al-Khatmi (1)" in shown and "Youssef al-Khatmi (1)" in shown
    assert "link: " in shown and "score" in shown
    answer = json.loads(run("show", "Youssef al-Khatmi", "-f", "json").out)
    assert answer["documents"] == 2 and answer["links"] and answer["relations"] == []


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2019", "2021", ", 2019 to 2021"),
        ("2019", None, ", since 2019"),
        (None, "2021", ", until 2021"),
        (None, None, ""),
    ],
)
def test_tenure(since: str | None, until: str | None, said: str) -> None:
    assert tenure(since, until) == said


def test_exports_carry_links_and_aliases(home: Path, run: Run) -> None:
    assert run("export", "-f", "tables", "-o", "out").code == 0
    rows = [json.loads(row) for row in Path("out/actors.jsonl").read_text(encoding="utf-8").splitlines()]
    (khatmi,) = [r for r in rows if "Youssef al-Khatmi" in r["aliases"]]
    assert "Yusuf al-Khatmi" in khatmi["aliases"]
    (link,) = khatmi["links"]
    assert {link["a"], link["b"]} == {"Yusuf al-Khatmi", "Youssef al-Khatmi"} and link["score"] > 0.65 and link["why"]
    for form in ("csv", "parquet"):
        assert run("export", "-f", form, "-o", form).code == 0
