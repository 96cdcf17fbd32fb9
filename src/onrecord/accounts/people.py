"""Users and what is told of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from onrecord.errors import UsageError

ROLES = ("reader", "coder", "admin")
"""Each may what those before it may: read; judge; change what is not one's own, see the log-ins."""
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks: the name that stands on judgements, and the role."""

    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A user as the list of users shows one; `tokens` are the labels of the programs that may ask in this name."""

    name: str
    role: str
    made: datetime
    last_in: datetime | None
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A log-in that succeeded: who it is, and the secret that the browser keeps."""

    person: Person
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogIn:
    """A line of the list of log-ins. `what` is "in", "out", "wrong" (name or password) or "wait" (told to).

    The name is empty where no user has it: people type passwords into the field for names.
    """

    at: datetime
    name: str
    address: str
    what: str


def key(name: str) -> str:
    """What tells users apart: names that look alike or differ in case only are one."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def fit_name(name: str) -> str:
    """The name as it is kept. Raises UsageError where it cannot be one."""
    kept = unicodedata.normalize("NFC", name).strip()
    if not kept or len(kept) > LONGEST_NAME:
        raise UsageError(f"a user's name has 1 to {LONGEST_NAME} characters")
    if not kept.isprintable() or ":" in kept:
        raise UsageError("a user's name is written in letters, digits, spaces and signs, without a colon")
    return kept


def fit_role(role: str) -> str:
    """The role, if it is one. Raises UsageError."""
    if role not in ROLES:
        raise UsageError(f"{role!r} is no role; there are {', '.join(ROLES)}")
    return role


__all__ = ["LONGEST_NAME", "ROLES", "Entry", "LogIn", "Person", "User", "fit_name", "fit_role", "key"]
