"""What questions about issues answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRow:
    """An issue, and how far it is read.

    `origin` is "project" (onrecord.toml) or "record" (`onrecord issue add`). `documents` are the current ones that were
    read with it, `waiting` those that were not, or with other wordings or by another version. `positions` counts its
    positions by stance, as judged, and `labels` how many of them a reviewer judged.
    """

    name: str
    statement: str
    support: tuple[str, ...]
    oppose: tuple[str, ...]
    words: tuple[str, ...]
    parent: str
    origin: str
    documents: int
    waiting: int
    positions: Mapping[str, int]
    labels: int
