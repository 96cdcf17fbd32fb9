"""PLOVER's table of event types: quad classes, modes, required recipients (openeventdata/PLOVER, manual)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One of PLOVER's types of events."""

    name: str
    quad: int
    modes: tuple[str, ...]
    needs_recipient: bool


@lru_cache(maxsize=1)
def types() -> dict[str, EventType]:
    """The sixteen types by name, in the manual's order."""
    lines = (resources.files("onrecord") / "data" / "plover.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {
        name: EventType(name=name, quad=int(quad), modes=tuple(modes.split()), needs_recipient=recipient == "yes")
        for name, quad, modes, recipient in rows
    }


def quad(name: str) -> int:
    """The quad class of a type, 1 to 4. Raises KeyError for what is no type."""
    return types()[name].quad
