"""An event in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.findings import Incident, Range
from onrecord.model import Statement, When

Named = tuple[Range, str | None]
"""Words that name who took part, and the entity they mean, or None."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """An event before its place, date and figures are read. `found` is the incident of the tagger, if it is one;
    `struck`: it turned out to be no act."""

    trigger: Range
    type: str
    mode: str | None
    status: str
    score: float
    why: str
    by: str
    contexts: tuple[str, ...] = ()
    actors: list[Named] = field(default_factory=list)
    recipients: list[Named] = field(default_factory=list)
    act_of: Statement | None = None
    within: Statement | None = None
    when: When | None = None
    found: Incident | None = None
    struck: bool = False
