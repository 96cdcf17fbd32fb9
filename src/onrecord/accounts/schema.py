"""The tables of accounts. Moments are seconds since 1970; of secrets only hashes stand here."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Integer, MetaData, Text

VERSION = 1
APPLICATION_ID = 0x4F6E5573  # "OnUs": tells this file from any other of SQLite

metadata = MetaData()

about = sa.Table("about", metadata, Column("version", Integer, nullable=False), Column("secret", Text, nullable=False))

user = sa.Table(
    "account",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("made", sa.REAL, nullable=False),
    Column("last_in", sa.REAL),
)

session = sa.Table(
    "session",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("user", Text, nullable=False, index=True),
    Column("made", sa.REAL, nullable=False),
    Column("seen", sa.REAL, nullable=False),
)

token = sa.Table(
    "token",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("user", Text, nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("made", sa.REAL, nullable=False),
)

# Wrong passwords by whom they were given for and from where, under a hash of either.
attempt = sa.Table(
    "attempt",
    metadata,
    Column("key", Text, primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("last", sa.REAL, nullable=False),
)

log_in = sa.Table(
    "log_in",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", sa.REAL, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("what", Text, nullable=False),
)

__all__ = ["APPLICATION_ID", "VERSION", "about", "attempt", "log_in", "metadata", "session", "token", "user"]
