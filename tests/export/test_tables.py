"""The exchange tables keep their contract: names, offsets, nothing lost, one object a line."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import UsageError
from onrecord.export import FORMATS, Exported, export
from onrecord.export.schema import TABLES
from onrecord.export.tables import attribution, line, stream
from onrecord.vocabulary import ARTICLE_LABELS

CONTRACT = {
    "documents": "id file outlet title published byline language non_body text_sha rejected_reason",
    "attributions": "id file source cue content speaker speaker_id via kind act said_on score by",
    "actors": "id name kind aliases mentions roles",
    "positions": "file attribution content actor issue stance strength condition said_on score by",
    "conditions": "id file attribution condition marker polarity consequence effect score by",
    "events": "id file span type mode context actors recipients date status location cluster score by",
    "links": "kind a b score",
    "stories": "id title since until documents files outlets",
}


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in path.read_text("utf-8").split("\n") if row]


@pytest.fixture
def folder(record: Any, tmp_path: Path) -> Path:
    export(record, "tables", tmp_path / "out")
    return tmp_path / "out"


def test_every_table_is_written_even_when_empty(folder: Path) -> None:
    assert sorted(p.name for p in folder.iterdir()) == sorted(f"{n}.jsonl" for n in CONTRACT)
    assert (folder / "positions.jsonl").read_bytes() == b""


@pytest.mark.parametrize("name", CONTRACT)
def test_the_fields_of_the_contract_come_first_and_in_order(name: str) -> None:
    wanted = CONTRACT[name].split()
    assert list(TABLES[name])[: len(wanted)] == wanted


@pytest.mark.parametrize("name", ["documents", "attributions", "actors"])
def test_rows_have_exactly_the_fields_of_the_schema(folder: Path, name: str) -> None:
    rows = read(folder / f"{name}.jsonl")
    assert rows
    for row in rows:
        assert list(row) == list(TABLES[name])


def test_offsets_slice_true(record: Any, folder: Path) -> None:
    texts = {v.document.file: v.text for v in record.views}
    carried = {d["file"]: d["text"] for d in read(folder / "documents.jsonl") if d["text"]}
    assert carried, "an HTML document carries its text"
    for row in read(folder / "attributions.jsonl"):
        text = carried.get(row["file"], texts[row["file"]])
        for role in ("source", "cue", "content"):
            assert " ... ".join(text[s:e] for s, e in row[role]) == row[f"{role}_text"]
    for row in read(folder / "actors.jsonl"):
        printed = {texts[f][s:e] for f, s, e in row["mentions"]}
        assert printed <= set(row["aliases"])
        for role in row["roles"]:
            start, end = role["span"]
            assert texts[role["file"]][start:end] == role["text"]


def test_documents_carry_their_text_only_where_the_file_is_not_the_text(record: Any, folder: Path) -> None:
    formats = {v.document.file: v.format for v in record.views}
    for row in read(folder / "documents.jsonl"):
        if row["rejected_reason"] is None:
            assert (row["text"] is None) == (formats[row["file"]] == "text")


def test_non_body_is_what_is_not_article(record: Any, folder: Path) -> None:
    rows = {r["file"]: r for r in read(folder / "documents.jsonl")}
    for view in record.views:
        other = [[p.start, p.end] for p in view.parts if p.label not in ARTICLE_LABELS]
        assert rows[view.document.file]["non_body"] == other
        assert rows[view.document.file]["text_sha"] == hashlib.sha256(view.text.encode()).hexdigest()


def test_rejected_sources_are_listed_with_their_reason(folder: Path) -> None:
    rows = [r for r in read(folder / "documents.jsonl") if r["rejected_reason"]]
    assert [(r["file"], r["rejected_reason"]) for r in rows] == [
        ("valley-post/cookie-wall.html", "no-article"),
        ("scans/page-4.pdf", "unknown-format"),
    ]


def test_said_on_is_an_interval_or_null(record: Any) -> None:
    said = next(record.statements())
    row = attribution(replace(said, said_since=date(2031, 3, 1), said_until=None))
    assert row["said_on"] == {"from": "2031-03-01", "to": "2031-03-01"}
    assert attribution(replace(said, said_since=None, said_until=None))["said_on"] is None


@pytest.mark.parametrize("text", ["a\u2028b", "a\x85b", "a\nb", "a\rb", "lone \ud800 surrogate", "\0"])
def test_a_row_is_one_line_whatever_it_holds(text: str) -> None:
    written = line({"x": text})
    assert len(written.decode("utf-8").splitlines()) == 1
    assert json.loads(written) == {"x": text}


def test_stream_is_the_attributions(record: Any, folder: Path, tmp_path: Path) -> None:
    out = io.BytesIO()
    assert stream(record, out) == len(list(record.statements()))
    assert out.getvalue() == (folder / "attributions.jsonl").read_bytes()
    export(record, "jsonl", tmp_path / "one.jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == out.getvalue()


def test_dash_is_standard_output(record: Any, capfdbinary: Any) -> None:
    done = export(record, "jsonl", "-")
    assert done.files == ()
    assert len(capfdbinary.readouterr().out.splitlines()) == done.counts["-"]
    with pytest.raises(UsageError, match="only jsonl"):
        export(record, "brief", "-")


def test_export_says_what_it_wrote(record: Any, tmp_path: Path) -> None:
    done = export(record, "tables", tmp_path)
    assert isinstance(done, Exported)
    assert all(p.is_file() for p in done.files)
    assert done.counts["attributions.jsonl"] == len(list(record.statements()))
    assert done.counts["links.jsonl"] == 0


def test_unknown_format_names_those_there_are(record: Any, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'docx'.*" + ", ".join(FORMATS)):
        export(record, "docx", tmp_path)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_record_gives_the_same_bytes(record: Any, tmp_path: Path, form: str) -> None:
    def written(name: str) -> dict[str, bytes]:
        done = export(record, form, tmp_path / name / "out")
        return {p.name: p.read_bytes() for p in done.files}

    assert written("a") == written("b")
