"""The exchange tables as Parquet or Arrow, with typed nested columns, made in batches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from onrecord.errors import MissingExtra, UsageError
from onrecord.export.schema import TABLES, Row, Table, Type
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


def arrow(source: Source, name: str) -> Any:
    """One of the tables as a `pyarrow.Table`, whole in memory. Raises UsageError for a name there is not."""
    if name not in TABLES:
        raise UsageError(f"no table is called {name!r}; there are: {', '.join(TABLES)}")
    pa, _ = _pyarrow()
    table = next(table for table in tables(source) if table.name == name)
    schema = _schema(pa, table)
    return pa.concat_tables([schema.empty_table(), *_batches(pa, table, schema)])


def _schema(pa: Any, table: Table) -> Any:
    return pa.schema([pa.field(name, _arrow(pa, kind)) for name, kind in table.fields.items()])


def _batches(pa: Any, table: Table, schema: Any) -> Iterator[Any]:
    while batch := list(islice(table.rows, BATCH)):
        columns = {name: [_value(row[name], kind) for row in batch] for name, kind in table.fields.items()}
        yield pa.table(columns, schema=schema)


def _table(table: Table, out: Any) -> int:
    pa, pq = _pyarrow()
    schema = _schema(pa, table)
    count = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in _batches(pa, table, schema):
            writer.write_table(batch)
            count += batch.num_rows
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
