"""How the tables of a record are written down: STRICT, of few types, referring to each other by number."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Text
from sqlalchemy.sql.schema import SchemaItem

metadata = MetaData(naming_convention={"ix": "%(table_name)s_%(column_0_N_name)s"})


def table(name: str, *items: SchemaItem, with_rowid: bool = True) -> sa.Table:
    return sa.Table(name, metadata, *items, sqlite_strict=True, sqlite_with_rowid=with_rowid)


def text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def key() -> Column[int]:
    return Column("n", Integer, primary_key=True)


def to(name: str, other: str, *, optional: bool = False, primary_key: bool = False) -> Column[int]:
    target = ForeignKey(f"{other}.{'id' if other in ('run', 'judgement') else 'n'}")
    return Column(name, Integer, target, nullable=optional, primary_key=primary_key)
