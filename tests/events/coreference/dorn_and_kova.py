"""Reports of invented events, made of a sentence and the words in it that name the act."""

from __future__ import annotations

from datetime import date
from typing import Any

from onrecord.events.same import EventReport

DAY = date(2031, 5, 4)


def report(name: str, sentence: str, trigger: str, **fields: Any) -> EventReport:
    at = sentence.index(trigger)
    given: dict[str, Any] = {"doc": f"d-{name}", "told": DAY, **fields}
    return EventReport(id=name, sentence=sentence, trigger=(at, at + len(trigger)), **given)


SHELLING: dict[str, Any] = {
    "type": "ASSAULT",
    "mode": "heavy-weapons",
    "status": "happened",
    "since": DAY,
    "until": DAY,
}
PACT: dict[str, Any] = {"type": "AGREE", "status": "happened", "since": DAY, "until": DAY, "actors": ("kova", "dorn")}


def coverage() -> list[EventReport]:
    """Two events in seven reports: the shelling of Brelin, and the pact of Kova and Dorn; and one that is denied."""
    return [
        report("a1", "Dorn's guns shelled the port of Brelin on Sunday, killing nine.", "shelled",
               actors=("dorn",), place="Brelin", **SHELLING),
        report("a2", "The shelling of Brelin port killed at least nine people.", "shelling",
               actors=("dorn",), place="Brelin", **SHELLING),
        report("a3", "Brelin was pounded by the guns of Dorn for an hour.", "pounded",
               actors=("dorn",), place="Brelin", **SHELLING),
        report("b1", "Kova and Dorn signed a pact on the strait.", "signed", **PACT),
        report("b2", "The accord over the strait was sealed by Kova and Dorn.", "accord", **PACT),
        report("c1", "Dorn denied that it had shelled Brelin.", "shelled",
               type="ASSAULT", status="negated", actors=("dorn",), place="Brelin", since=DAY),
        report("d1", "Dorn's guns shelled the port of Vell in winter.", "shelled",
               type="ASSAULT", mode="heavy-weapons", status="happened", actors=("dorn",), place="Vell"),
    ]  # fmt: skip
