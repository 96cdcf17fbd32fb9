"""A `DnaFile` as the bytes of a file that DNA 3 opens."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import lru_cache

from onrecord.dna.tables import TABLES, Column, DnaFile, Table, defaults


def to_bytes(file: DnaFile) -> bytes:
    """The file whole; the same rows give the same bytes. Raises ValueError where a row breaks a rule of the format."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = OFF")  # an entity may come before the one it is a child of
        db.execute("BEGIN")
        for table in TABLES.values():
            db.execute(create(table))
            _fill(db, table, file)
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise ValueError(f"{len(broken)} rows refer to nothing, the first in {broken[0][0]}")
        db.execute("COMMIT")
        return db.serialize()


def _fill(db: sqlite3.Connection, table: Table, file: DnaFile) -> None:
    marks = ", ".join("?" for _ in table.columns)
    rows = (tuple(defaults(table, row).values()) for row in file[table.name])
    try:
        db.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)  # noqa: S608 - names of our own
    except sqlite3.Error as e:
        raise ValueError(f"{table.name}: {e}") from None


@lru_cache(maxsize=32)
def create(table: Table) -> str:
    """The statement that makes a table."""
    parts = [_column(c) for c in table.columns]
    if table.unique:
        parts.append(f"UNIQUE ({', '.join(table.unique)})")
    parts += [f"CHECK ({check})" for check in table.checks]
    parts += [f"FOREIGN KEY({c.name}) REFERENCES {c.to}(ID) ON DELETE CASCADE" for c in table.columns if c.to]
    return f"CREATE TABLE {table.name}({', '.join(parts)})"


def _column(c: Column) -> str:
    words = [c.name, c.kind]
    if c.key:
        words.append("PRIMARY KEY")
    if c.needed:
        words.append("NOT NULL")
    if c.default is not None:
        words.append(f"DEFAULT {c.default}" if isinstance(c.default, int) else f"DEFAULT '{c.default}'")
    words += [f"CHECK ({rule})" for rule in _rules(c)]
    return " ".join(words)


def _rules(c: Column) -> list[str]:
    rules = []
    if c.short:
        rules.append(f"LENGTH({c.name}) < 191")
    if c.least is not None:
        rules.append(f"{c.name} >= {c.least}" if c.most is None else f"{c.name} BETWEEN {c.least} AND {c.most}")
    if c.among:
        rules.append(f"{c.name} IN ({', '.join(repr(x) for x in c.among)})")
    return rules


__all__ = ["create", "to_bytes"]
