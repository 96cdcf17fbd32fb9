"""The verbs as a user types them: answers, forms, exit codes, and advice when something is wrong."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import onrecord as package

Run = Callable[..., Any]


def article_in(folder: Path) -> None:
    (folder / "in").mkdir(parents=True)
    (folder / "in/one.txt").write_text(
        "Dam gates to stay open\n\nBy Ana Ruiz\n\n9 March 2024\n\n"
        'MIRNA — "The gates stay open," President Bo Lund told '
        "reporters on Friday.\n\nLund said the commission had never asked for more.\n",
        encoding="utf-8",
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory with one article to add."""
    monkeypatch.chdir(tmp_path)
    article_in(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder in which the article was added: where it was made, and where it lies to be copied."""
    place = tmp_path_factory.mktemp("made") / "folder"
    article_in(place)
    with pytest.MonkeyPatch.context() as own:
        own.chdir(place)
        with package.open("record.onrecord", create=True) as record:
            assert record.add("in").added == 1
    return place, place.rename(place.with_name("kept"))


@pytest.fixture
def added(made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy where it was made, for a record knows its articles by where they lie."""
    place, kept = made
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(kept, place)
    monkeypatch.chdir(place)
    return place


# ---------------------------------------------------------------- a first session


def test_a_first_session(folder: Path, run: Run) -> None:
    assert run("init").code == 0
    added = run("add", "in")
    assert added.code == 0
    assert "1 document added" in added.out
    (row, *_) = json.loads(run("said", "--kind", "direct", "--format", "json").out)
    assert row["speaker"]["name"] == "Bo Lund"
    text = (folder / "in/one.txt").read_text(encoding="utf-8")
    for span in (*row["source"], *row["cue"], *row["content"]):
        assert text[span["start"] : span["end"]] == span["text"]
    explained = run("explain", row["id"][:9])
    assert "attribution.neural/" in explained.out
    assert "President Bo Lund" in explained.out
    shown = run("show", "Bo Lund")
    assert "2 statements" in shown.out
    assert run("show", "in/one.txt").out.startswith("Dam gates to stay open")


def test_adding_again_changes_nothing(added: Path, run: Run) -> None:
    before = run("said", "-f", "jsonl").out
    again = run("add", "in")
    assert (again.code, "0 documents added, 1 unchanged" in again.out) == (0, True)
    assert run("said", "-f", "jsonl").out == before


def test_a_changed_source_is_a_new_version(added: Path, run: Run) -> None:
    path = added / "in/one.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("stay open,", "will stay open,"), encoding="utf-8")
    assert "1 in a new version" in run("add", "in").out
    status = json.loads(run("status", "-f", "json").out)
    assert (status["documents"], status["superseded"]) == (1, 1)
    quotes = [
        json.loads(x)["content"][0]["text"] for x in run("said", "-f", "jsonl", "--kind", "direct").out.splitlines()
    ]
    assert quotes == ['"The gates will stay open,"']


def test_judgements_win_and_can_be_undone(added: Path, run: Run) -> None:
    first = json.loads(run("said", "-f", "json", "--kind", "direct").out)[0]["id"]
    assert run("judge", first, "reject", "--who", "mk", "--note", "test").code == 0
    assert first not in run("said").out
    assert first in run("said", "--rejected").out
    assert run("undo", 1).code == 0
    assert first in run("said").out
    run("judge", first, "correct", "--speaker", "Mira Alvarn")
    assert json.loads(run("said", "-f", "json", "--by", "Mira Alvarn").out)[0]["id"] == first
    assert "mk" in run("explain", first).out


def test_standard_input_and_output(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.write(write, (folder / "in/one.txt").read_bytes())
    os.close(write)
    with os.fdopen(read) as piped:
        monkeypatch.setattr(sys, "stdin", piped)
        assert run("add", "-").code == 0
    rows = run("export", "-f", "jsonl", "-o", "-").out.splitlines()
    assert any("The gates stay open" in row for row in rows)


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize("verb", [["said"], ["find", "dam"], ["timeline"], ["status"], ["show", "{doc}"]])
def test_every_answer_has_machine_forms(sample: Path, run: Run, verb: list[str]) -> None:
    doc = json.loads(run("said", "-f", "json", "-n", "1").out)[0]["document"]["id"]
    args = [a.format(doc=doc) for a in verb]
    assert json.loads(run(*args, "-f", "json").out)
    assert [json.loads(line) for line in run(*args, "-f", "jsonl").out.splitlines()]
    table = list(csv.reader(io.StringIO(run(*args, "-f", "csv").out)))
    assert len(table) > 1
    assert {len(row) for row in table} == {len(table[0])}
    assert run(*args).out.strip()


def test_filters_narrow(sample: Path, run: Run) -> None:
    def count(*args: str) -> int:
        return len(json.loads(run("said", "-f", "json", *args).out))

    every = count()
    assert every > 100
    assert count("--limit", "7") == 7
    kinds = [count("--every", "--kind", k) for k in ("direct", "mixed", "indirect")]
    assert sum(kinds) == count("--every") > every and min(kinds) > 0
    assert 0 < count("--since", "2023") < every
    assert count("--since", "2023") + count("--until", "2022") <= every
    assert 0 < count("--about", "dam") < every
    outlets = {r["document"]["outlet"] for r in json.loads(run("said", "-f", "json").out)}
    assert sum(count("--every", "--outlet", o) for o in outlets if o) == count("--every")


def test_printing_cannot_drive_the_terminal(folder: Path, run: Run) -> None:
    (folder / "in/two.txt").write_text("Bo Lund said the \x1b[31mgates\x07 would open.\n", encoding="utf-8")
    run("add", "in")
    assert "\x1b[31m" not in run("said").out + run("find", "gates").out + run("show", "two.txt").out


# ---------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["said"], 2, "onrecord add FOLDER"),
        (["add", "nowhere"], 2, "nowhere"),
        (["add"], 2, "name a file, folder"),
        (["said", "--since", "soon"], 2, "2024-03-09"),
        (["said", "--kind", "loud"], 2, "direct"),
        (["nonsense"], 2, "nonsense"),
        (["attribute", "nowhere.jsonl"], 2, "nowhere.jsonl"),
        (["score", "--gold", "nowhere"], 2, "nowhere"),
        (["status", "--record", "-"], 2, "file"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(folder: Path, run: Run, args: list[str], code: int, says: str) -> None:
    ran = run(*args)
    assert ran.code == code
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert not list(folder.glob("*.onrecord")), "a failed call must not leave a record behind"


def test_a_file_that_is_no_record(folder: Path, run: Run) -> None:
    (folder / "x.onrecord").write_text("hello, I am a letter, not a database, and long enough to be read as one\n" * 90)
    ran = run("status", "--record", "x.onrecord")
    assert ran.code == 1
    assert "x.onrecord" in ran.err and "Traceback" not in ran.err


def test_asking_for_what_is_not_there(sample: Path, run: Run) -> None:
    ran = run("show", "Zzyzx Qwerty")
    assert (ran.code, "Zzyzx Qwerty" in ran.err) == (2, True)
    assert run("find", "zzyzxqwerty").code == 0
    assert run("find", "!!!").code == 2


def test_rejected_sources_are_listed_and_end_with_3(folder: Path, run: Run) -> None:
    (folder / "in/empty.txt").write_bytes(b"")
    (folder / "in/zip.txt").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 8)
    added = run("add", "in")
    assert added.code == 3
    assert "1 document added" in added.out
    assert "empty.txt" in added.err and "zip.txt" in added.err
    reasons = json.loads(run("status", "--rejected", "-f", "json").out)
    assert {r["file"]: bool(r["reason"]) for r in reasons} == {"in/empty.txt": True, "in/zip.txt": True}


def test_a_wrong_project_file_is_named(folder: Path, run: Run) -> None:
    (folder / "onrecord.toml").write_text("[projekt]\n")
    ran = run("add", "in")
    assert (ran.code, "projekt" in ran.err) == (2, True)


def test_init_does_not_overwrite(folder: Path, run: Run) -> None:
    run("init")
    assert run("init").code == 2


# ---------------------------------------------------------------- bulk, sample, doctor, start-up

ARTICLES = [
    {"id": "a", "text": '"We will not sign," Ana Ruiz said.'},
    {"id": "b", "text": "Nothing is said here."},
    {"id": 3, "text": "Bo Lund said the dam was safe. \ud800"},
]


@pytest.mark.parametrize("jobs", [1, 2])
def test_attribute_in_bulk_keeps_order_and_offsets(folder: Path, run: Run, jobs: int) -> None:
    lines = [json.dumps(a) for a in ARTICLES]
    with gzip.open("in.jsonl.gz", "wt") as f:
        f.write("\n".join([lines[0], "not json", '{"text": "no id"}', *lines[1:]]) + "\n")
    ran = run("attribute", "in.jsonl.gz", "-o", "out.jsonl", "-j", jobs)
    assert ran.code == 3
    assert "line 2" in ran.err and "line 3" in ran.err
    out = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert [o["id"] for o in out] == ["a", "b", 3]
    (found,) = out[0]["attributions"]
    text = ARTICLES[0]["text"]
    assert [text[s:e] for s, e in found["content"]] == ['"We will not sign,"']
    assert [text[s:e] for s, e in found["source"]] == ["Ana Ruiz"]
    assert found["kind"] == "direct"
    assert not list(Path().glob(".*.part"))


def test_score_of_whole_articles_needs_no_record(folder: Path, run: Run) -> None:
    row = {"source": [[20, 28]], "cue": [[29, 33]], "content": [[0, 19]]}
    Path("gold.jsonl").write_text(json.dumps({**ARTICLES[0], "attributions": [row]}) + "\n")
    scores = json.loads(run("score", "--gold", "gold.jsonl", "--json").out)["scores"]
    assert scores["all"]["complete"]["f1"] == 1.0


def test_the_sample_is_made_once_and_whole(
    sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("sample", "lake").code == 0
    assert run("sample", "lake").code == 2
    made = {p.relative_to("lake"): p.read_bytes() for p in Path("lake").rglob("*") if p.is_file()}
    assert made == {p: (sample_home / p).read_bytes() for p in made}
    assert {p.parts[0] for p in made} >= {"articles", "gold", "onrecord.toml"}
    monkeypatch.chdir(tmp_path / "lake")
    assert run("add", "articles/*-zurqani.txt", "-j", 2).code == 0


def test_score(sample: Path, run: Run) -> None:
    result = json.loads(run("score", "--gold", "gold", "--json").out)
    assert result["missing"] == []
    assert result["right_actor"] > 0.3


def test_doctor(folder: Path, run: Run) -> None:
    ran = run("doctor", "--json")
    assert ran.code == 0, ran.out
    assert all(check["ok"] for check in json.loads(ran.out))
    Path("record.onrecord").write_text("no record" * 200)
    assert run("doctor").code == 1


def test_start_up_imports_nothing_heavy() -> None:
    code = "import sys; from onrecord.cli import cli; import onrecord.record; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {
        "sqlalchemy",
        "alembic",
        "trafilatura",
        "lxml",
        "pyarrow",
        "feedparser",
        "py3langid",
        "rich",
        "jinja2",
        "numpy",
    }
    assert heavy.isdisjoint(loaded)


def test_public_names() -> None:
    assert [n for n in package.__all__ if getattr(package, n, None) is None] == []
    assert set(package.__all__) == {*package._HOME_OF, "__version__"}


# ---------------------------------------------------------------- nothing of the user's is lost or hidden


def onrecord(*args: object, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "onrecord", *map(str, args)], capture_output=True, **more)


@pytest.mark.parametrize("form", ["brief", "jsonl"])
def test_an_export_never_writes_over_a_record(added: Path, run: Run, form: str) -> None:
    before = Path("record.onrecord").read_bytes()
    ran = run("export", "-f", form, "-o", "record.onrecord")
    assert (ran.code, "is a record" in ran.err) == (2, True)
    assert Path("record.onrecord").read_bytes() == before


def test_bulk_never_writes_over_what_it_reads(folder: Path, run: Run) -> None:
    Path("a.jsonl").write_text(json.dumps(ARTICLES[0]) + "\n")
    Path("same.jsonl").symlink_to("a.jsonl")
    assert run("attribute", "a.jsonl", "-o", "same.jsonl").code == 2
    assert json.loads(Path("a.jsonl").read_text()) == ARTICLES[0]


def test_a_link_stays_a_link_and_a_pipe_is_written_to(added: Path, run: Run) -> None:
    Path("real.html").write_text("old")
    Path("latest.html").symlink_to("real.html")
    assert run("export", "-f", "brief", "-o", "latest.html").code == 0
    assert Path("latest.html").is_symlink() and "<html" in Path("real.html").read_text(encoding="utf-8")
    through = onrecord("export", "-f", "jsonl", "-o", "/dev/stdout")
    assert through.returncode == 0 and b"gates" in through.stdout


def test_settings_are_those_beside_the_record(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("onrecord.toml").write_text('[[actor]]\nname = "The President"\naliases = ["Bo Lund"]\n')
    run("add", "in")
    (folder / "else").mkdir()
    monkeypatch.chdir(folder / "else")
    again = run("add", "../in", "--record", "../record.onrecord")
    assert "1 unchanged" in again.out
    rows = json.loads(run("said", "--record", "../record.onrecord", "-f", "json").out)
    assert {r["speaker"]["name"] for r in rows if r["speaker"]} == {"The President"}


def test_damaged_gzip_is_told(folder: Path, run: Run) -> None:
    whole = gzip.compress("".join(json.dumps({**ARTICLES[0], "id": str(i)}) + "\n" for i in range(399)).encode())
    Path("cut.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    ran = run("attribute", "cut.jsonl.gz", "-o", "out.jsonl")
    assert (ran.code, "damaged or cut short" in ran.err) == (3, True)
    assert len(Path("out.jsonl").read_text().splitlines()) > 10


def test_a_closed_pipe_is_no_error(sample: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -m onrecord said -f jsonl | head -1"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)


def test_any_script_reaches_a_pipe_of_any_encoding(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "in/two.txt").write_text("Žofia Đorđević said 水 was \U0001f30a high.\n", encoding="utf-8")
    with os.fdopen(os.dup(1), "w", encoding="cp1252") as narrow, monkeypatch.context() as own:
        own.setattr(sys, "stdout", narrow)
        assert run("add", "in").code == 0
    said = onrecord("said", env={**os.environ, "PYTHONIOENCODING": "cp1252"})
    assert said.returncode == 0 and "水 was \U0001f30a".encode() in said.stdout


def test_a_place_that_cannot_be_written_is_told_in_a_line(folder: Path) -> None:
    if Path("/dev/full").exists():
        full = subprocess.run(["bash", "-c", f"{sys.executable} -m onrecord --help >/dev/full"], capture_output=True)
        assert full.returncode == 1 and b"Traceback" not in full.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["export", "-f", "tables", "--title", "x"], "only a brief"),
        (["export", "-f", "csv", "--by", "Lund"], "always the whole record"),
        (["said", "--since", "2024", "--until", "2023"], "is after"),
        (["said", "--since", "23"], "2024-03-09"),
    ],
)
def test_options_that_make_no_sense_are_refused(added: Path, run: Run, args: list[str], says: str) -> None:
    ran = run(*args)
    assert (ran.code, says in ran.err) == (2, True), ran.err


def test_an_empty_answer_keeps_its_header(added: Path, run: Run) -> None:
    ran = run("said", "--since", "2030")
    assert (ran.code, ran.out.split("\t")[0], "no statement fits" in ran.err) == (0, "date", True)


def test_python_takes_one_path_or_many(folder: Path) -> None:
    with package.open("r.onrecord", create=True) as record:
        assert record.add("in").added == 1
        assert record.add([Path("in")]).unchanged == 1
        assert record.said(limit=1)[0].speaker is not None
    assert len(list(package.run(Path("in")))) == 1


def test_a_removed_document_leaves_and_comes_back(added: Path, run: Run) -> None:
    assert run("remove", "in/one.txt").code == 0
    status = json.loads(run("status", "-f", "json").out)
    assert (status["documents"], status["removed"], status["statements"]) == (0, 1, 0)
    run("add", "in")
    assert json.loads(run("status", "-f", "json").out)["documents"] == 1


def test_init_takes_a_folder_of_any_name(folder: Path, run: Run) -> None:
    assert run("init", 'a\\b "c" Žofia').code == 0
    assert run("status", "--record", 'a\\b "c" Žofia/record.onrecord').code == 0


def test_init_puts_the_record_where_it_is_told(folder: Path, run: Run) -> None:
    assert run("init", "proj", "--record", 'kept "here".onrecord').code == 0
    assert Path('kept "here".onrecord').exists() and not Path("proj/record.onrecord").exists()
    assert 'record = "../kept \\"here\\".onrecord"' in Path("proj/onrecord.toml").read_text(encoding="utf-8")
