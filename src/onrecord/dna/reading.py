"""The bytes of a `.dna` file into a `DnaFile`, or the reason why not, with what to do.

The file is read into memory first: nothing is written beside it, and DNA may have it open. What a hostile file could
have SQLite do is not done: views and triggers are not read, and the schema is not trusted.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from onrecord.dna.tables import TABLES, DnaFile, Row, Value
from onrecord.errors import NotFound, UsageError

MAGIC = b"SQLite format 3\x00"
MOST_BYTES = 2_000_000_000
_OLD = ("ATTRIBUTES", "STATEMENTLINKS", "CODERPERMISSIONS")  # tables that DNA 2 had and DNA 3 has not
_NEEDED = ("CODERS", "DOCUMENTS", "STATEMENTTYPES", "VARIABLES", "STATEMENTS", "ENTITIES", "DATASHORTTEXT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A file that was read: its rows, and the hash of its bytes."""

    file: DnaFile
    sha: str


def read(path: Path) -> Read:
    """Read a file of DNA 3. Raises NotFound or UsageError, which say what it is and what to do."""
    data = _bytes(path)
    sha = hashlib.sha256(data).hexdigest()
    # A file in WAL mode cannot be read out of memory; all of it is in the one file, as `_bytes` made sure.
    whole = data[:18] + b"\x01\x01" + data[20:]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        try:
            db.deserialize(whole)
            return Read(file=_read(db, path), sha=sha)
        except (sqlite3.Error, UnicodeDecodeError, OverflowError) as e:
            raise UsageError(f"{path}: a damaged database ({e}); restore it from a copy, or open it in DNA") from None


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UsageError(f"{path}: a folder; name the .dna file")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UsageError(f"{path}: {size:,} bytes are more than is read at once")
        for side in ("-wal", "-journal"):
            beside = path.with_name(path.name + side)
            if beside.exists() and beside.stat().st_size:
                raise UsageError(f"{path}: DNA has not written all of it yet ({beside.name}): close the file in DNA")
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"{path}: there is no such file") from None
    except OSError as e:
        raise UsageError(f"{path}: cannot be read: {e.strerror or e}") from None
    if not data:
        raise UsageError(f"{path}: an empty file; a .dna file is a database that DNA 3 wrote")
    if not data.startswith(MAGIC):
        raise UsageError(
            f"{path}: no SQLite database: it may be encrypted, packed or something else; give the .dna file as DNA 3 "
            "saved it"
        )
    return data


def _read(db: sqlite3.Connection, path: Path) -> DnaFile:
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA query_only = ON")
    listed = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    there = {name.upper(): name for (name,) in listed}
    _check_kind(there, path)
    problem = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if problem != "ok":
        raise UsageError(f"{path}: a damaged database ({problem}); restore it from a copy")
    _check_version(db, there, path)
    rows = {name: tuple(_rows(db, there[name], name, path)) for name in TABLES if name in there}
    _check_references(DnaFile(rows=rows), path)
    return DnaFile(rows=rows, ignored=tuple(sorted(there[n] for n in there.keys() - TABLES.keys())))


def _check_kind(there: dict[str, str], path: Path) -> None:
    if not there:
        raise UsageError(f"{path}: an empty database; a .dna file has documents and statements")
    if "ENTITIES" not in there and {"STATEMENTS", "DOCUMENTS"} <= there.keys() and set(_OLD) & there.keys():
        raise UsageError(
            f"{path}: a file of DNA 2, whose tables are others; bring its data into a new file of DNA 3 "
            "(leifeld-lab/dna), and import that"
        )
    if "ALEMBIC_VERSION" in there:
        raise UsageError(f"{path}: an OnRecord record, not a .dna file; onrecord merge takes in another record")
    missing = [name for name in _NEEDED if name not in there]
    if missing:
        raise UsageError(f"{path}: a database, but not one of DNA 3: it has no table {', '.join(missing)}")


def _check_version(db: sqlite3.Connection, there: dict[str, str], path: Path) -> None:
    if "SETTINGS" not in there:
        return
    row = db.execute("SELECT Value FROM SETTINGS WHERE Property = 'version'").fetchone()
    version = str(row[0]) if row else "3"
    if not version.startswith("3"):
        raise UsageError(f"{path}: written by DNA {version[:20]}; this reads the files of DNA 3")


def _rows(db: sqlite3.Connection, own: str, name: str, path: Path) -> list[Row]:
    quoted = own.replace('"', '""')
    found = db.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - a name of the database's own, quoted
    called = {c.name.upper(): c.name for c in TABLES[name].columns}
    columns = [called.get(d[0].upper(), d[0]) for d in found.description]
    needed = [c.name for c in TABLES[name].columns if c.needed and c.default is None]
    missing = sorted(set(needed) - set(columns))
    if missing:
        raise UsageError(f"{path}: the table {name} has no column {', '.join(missing)}: not a file of DNA 3")
    rows: list[Row] = []
    for cells in found:
        row = dict(zip(columns, map(_value, cells), strict=True))
        for column in TABLES[name].columns:
            _check_cell(row.get(column.name, 0), column.kind, f"{path}: {name}.{column.name}")
        empty = [c for c in needed if row[c] is None]
        if empty:
            raise UsageError(f"{path}: damaged: a row of {name} has no {empty[0]}")
        rows.append(row)
    return rows


def _value(cell: object) -> Value:
    if cell is None or isinstance(cell, int | str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return bytes(cell).hex() if isinstance(cell, bytes) else str(cell)


def _check_cell(value: Value, kind: str, where: str) -> None:
    if value is not None and kind == "INTEGER" and not isinstance(value, int):
        raise UsageError(f"{where}: damaged: {str(value)[:40]!r} is no number")


def _check_references(file: DnaFile, path: Path) -> None:
    ids = {name: {row.get("ID") for row in file[name]} for name in TABLES}
    for name, table in TABLES.items():
        if len(ids[name] - {None}) != len(file[name]) and table.columns[0].name == "ID":
            raise UsageError(f"{path}: damaged: two rows of {name} have one number")
        for column in (c for c in table.columns if c.to):
            for row in file[name]:
                if row.get(column.name) is not None and row[column.name] not in ids[column.to]:
                    raise UsageError(
                        f"{path}: damaged: row {row.get('ID')} of {name} refers to {column.to} {row[column.name]}, "
                        "which is not there; repair or restore the file"
                    )


__all__ = ["Read", "read"]
