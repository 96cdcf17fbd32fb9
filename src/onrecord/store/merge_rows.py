"""What taking in another record's judgements answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What somebody judged: the verdict, and what it says is right."""

    verdict: str
    change: Mapping[str, str]
    who: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What two coders judged differently of one thing. `here` stands until somebody judges it anew.

    `target` is its id here, `what` its words or names, `record` the record that `there` came from.
    """

    target: str
    what: str
    record: str
    here: Verdict
    there: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge did. `documents` of the other record are here, too; `lines` are the judgements it has.

    `taken` came in now, `already` were here, and `undone` of these were taken back there since; `elsewhere` are about
    articles or rows that this record lacks: they come in with another merge when these are there. `files` are
    hand-coded files that came with it, `issues` those that came with judgements on them. `conflicts` are all that wait
    for a person, from this merge and from earlier ones.
    """

    record: str
    documents: int
    lines: int
    taken: int
    already: int
    undone: int
    elsewhere: int
    files: tuple[str, ...]
    issues: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
