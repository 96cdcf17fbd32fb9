"""What judging answers besides a `Judgement`: many made in one go, and pages of the log."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Judgement, Learnt


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that was not judged with the others, and why."""

    id: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """Judgements made in one go, and undone as one by `number` (0 where every row was refused)."""

    number: int
    judgements: tuple[Judgement, ...]
    refused: tuple[Refused, ...] = ()
    learnt: tuple[Learnt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Lines of the log, newest first, undone ones too; `next` is what the next page is asked for with, "" on the last.

    `total` are all lines as asked.
    """

    lines: tuple[Judgement, ...]
    total: int
    next: str
