"""What the positions of a statement are read from."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.findings import Range
from onrecord.model import Condition, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A statement with its article: `text` is the whole document's, `title` its headline.

    `inner` are the contents of statements that stand within this one: what it tells of others. `speaker` is the printed
    name of who makes it, empty where it is not known.
    """

    statement: Statement
    text: str
    title: str = ""
    speaker: str = ""
    inner: tuple[Range, ...] = ()
    conditions: tuple[Condition, ...] = ()
