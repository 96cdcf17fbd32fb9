"""CSV and Parquet hold what the JSON Lines hold; no cell of a CSV is a formula."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export import export
from onrecord.export.schema import TABLES, Type
from onrecord.export.spreadsheet import FORMULA, cell


def jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in path.read_text("utf-8").split("\n") if row]


def uncell(text: str, kind: Type) -> Any:
    """A CSV cell read back."""
    if text == "":
        return None
    if kind.nested:
        return json.loads(text)
    if kind.name in ("number", "count"):
        return float(text)
    return text[1:] if text[0] == "'" and text[1:].startswith(FORMULA) else text


def plain(value: Any, kind: Type) -> Any:
    """A value from Parquet as JSON has it."""
    if value is None or kind.name not in ("date", "list", "struct"):
        return value
    if kind.name == "date":
        return value.isoformat()
    if kind.name == "list" and kind.of:
        return [plain(v, kind.of) for v in value]
    made = {name: plain(value[name], member) for name, member in kind.members}
    return list(made.values()) if set(made) == {"file", "start", "end"} else made


def test_csv_round_trip(record: Any, tmp_path: Path) -> None:
    export(record, "tables", tmp_path)
    export(record, "csv", tmp_path)
    for name, fields in TABLES.items():
        raw = (tmp_path / f"{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        header, *rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True)))
        assert header == list(fields)
        back = [{f: uncell(c, fields[f]) for f, c in zip(header, row, strict=True)} for row in rows]
        wanted = [{k: None if v == "" else v for k, v in r.items()} for r in jsonl(tmp_path / f"{name}.jsonl")]
        assert back == wanted


def test_parquet_round_trip(record: Any, tmp_path: Path) -> None:
    export(record, "tables", tmp_path)
    export(record, "parquet", tmp_path)
    for name, fields in TABLES.items():
        table = pq.read_table(tmp_path / f"{name}.parquet")
        assert table.column_names == list(fields)
        back = [{k: plain(v, fields[k]) for k, v in row.items()} for row in table.to_pylist()]
        assert back == jsonl(tmp_path / f"{name}.jsonl")


def test_parquet_columns_are_typed(record: Any, tmp_path: Path) -> None:
    export(record, "parquet", tmp_path)
    schema = pq.read_schema(tmp_path / "attributions.parquet")
    assert str(schema.field("content").type) == "list<element: list<element: int64>>"
    assert str(schema.field("published").type) == "date32[day]"
    assert str(schema.field("score").type) == "double"
    assert "file: string" in str(pq.read_schema(tmp_path / "actors.parquet").field("mentions").type)


@pytest.mark.parametrize("first", FORMULA)
def test_a_formula_is_defused(first: str) -> None:
    assert cell(first + "cmd|' /C calc'!A0") == "'" + first + "cmd|' /C calc'!A0"


@given(st.text())
def test_no_text_becomes_a_formula(text: str) -> None:
    made = cell(text)
    assert isinstance(made, str)
    assert not made.startswith(FORMULA)
    made.encode("utf-8")


def test_numbers_and_lists_stay_what_they_are() -> None:
    assert cell(-1) == -1
    assert cell(0.5) == 0.5
    assert cell(None) == ""
    assert json.loads(str(cell([[1, 2], [3, 4]]))) == [[1, 2], [3, 4]]


def test_surrogates_do_not_stop_an_export(record: Any, tmp_path: Path) -> None:
    view = record.views[0]
    record.views[0] = replace(view, document=replace(view.document, title="broken \udcff title"))
    for form in ("tables", "csv", "parquet"):
        export(record, form, tmp_path)
    assert "broken � title" in (tmp_path / "documents.csv").read_text("utf-8-sig")
    assert jsonl(tmp_path / "documents.jsonl")[0]["title"] == "broken \udcff title"
