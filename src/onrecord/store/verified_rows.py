"""What `verify` answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SOURCE_STATES = ("same", "changed", "gone", "nowhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Something that is not as it was written: `where` is a document's file, or the record itself."""

    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """`verify`: what was checked and what is damaged.

    `spans` are the stretches of text that rows quote, `events` the reports of events. `placed` of the `statements`
    lead to characters of the text as read. `kept` sources have their bytes in the record. `sources` counts the
    others by what lies at their place now: "same" bytes, "changed" since, "gone", or "nowhere" on this machine
    (standard input, an address). Only sources that are the same, or kept, can be compared with the articles; the
    others are no damage.
    """

    path: str
    documents: int
    statements: int
    spans: int
    placed: int
    kept: int
    sources: Mapping[str, int]
    compared: int
    damages: tuple[Damage, ...]
    events: int = 0

    @property
    def sound(self) -> bool:
        return not self.damages
