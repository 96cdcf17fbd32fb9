"""The exchange tables as Parquet, with typed nested columns, written in batches."""

from __future__ import annotations

from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from onrecord.errors import MissingExtra
from onrecord.export.schema import Row, Table, Type
from onrecord.export.source import Source
from onrecord.export.tables import tables
from onrecord.output import encodable, replacing

BATCH = 5_000  # rows in memory at once


def write(source: Source, folder: Path) -> dict[Path, int]:
    """Write each table as NAME.parquet in `folder`; gives each file with its number of rows."""
    done = {}
    for table in tables(source):
        path = folder / f"{table.name}.parquet"
        with replacing(path) as file:
            done[path] = _table(table, file)
    return done


def _table(table: Table, out: Any) -> int:
    pa, pq = _pyarrow()
    schema = pa.schema([pa.field(name, _arrow(pa, kind)) for name, kind in table.fields.items()])
    count = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(table.rows, BATCH)):
            columns = {name: [_value(row[name], kind) for row in batch] for name, kind in table.fields.items()}
            writer.write_table(pa.table(columns, schema=schema))
            count += len(batch)
        if not count:
            writer.write_table(schema.empty_table())
    return count


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as e:
        raise MissingExtra(f"Parquet needs pyarrow, which is not installed: pip install pyarrow ({e})") from e
    return pa, pq


def _arrow(pa: Any, kind: Type) -> Any:
    """The Arrow type of a field."""
    if kind.name == "list":
        assert kind.of is not None  # noqa: S101 - a list type is written with its element
        return pa.list_(_arrow(pa, kind.of))
    if kind.name == "struct":
        return pa.struct([pa.field(name, _arrow(pa, member)) for name, member in kind.members])
    return {"text": pa.string(), "date": pa.date32(), "number": pa.float64(), "count": pa.int64()}[kind.name]


def _value(value: Any, kind: Type) -> Any:
    """A value of a JSON row as pyarrow takes it."""
    if value is None:
        return None
    if kind.name == "text":
        return encodable(value)
    if kind.name == "date":
        return date.fromisoformat(value)
    if kind.name == "list" and kind.of is not None:
        return [_value(v, kind.of) for v in value]
    if kind.name == "struct":
        return _struct(value, kind)
    return value


def _struct(value: Any, kind: Type) -> Row:
    """A structure from its JSON object, or from the JSON list of its members in order."""
    if isinstance(value, dict):
        return {name: _value(value[name], member) for name, member in kind.members}
    return {name: _value(v, member) for (name, member), v in zip(kind.members, value, strict=True)}
