"""The tables of words that events are read by, from `data/event_*.tsv`, read once a process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechRule:
    """The act of a statement, with its cue and what is said, as type and mode; `type` is empty for what is no event.

    `mode` "?" is read from what is said.
    """

    act: str
    cue: re.Pattern[str] | None
    said: re.Pattern[str] | None
    type: str
    mode: str | None
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRule:
    """A name that is given where the words hold a pattern, for a type of event or ("*") for any."""

    type: str
    name: str
    pattern: re.Pattern[str]
    example: str
    counter_example: str


@lru_cache(maxsize=1)
def speech_rules() -> tuple[SpeechRule, ...]:
    """Which acts of speech are which events."""
    return tuple(
        SpeechRule(
            act=act,
            cue=None if cue == "*" else re.compile(cue),
            said=None if said == "*" else re.compile(said),
            type=kind.strip("-"),
            mode=mode or None,
            example=example,
            counter_example=counter,
        )
        for act, cue, said, kind, mode, example, counter in rows("event_speech.tsv")
    )


def speech_rule(act: str, cue: str, said: str) -> SpeechRule | None:
    """The row for an act of speech, where it is an event."""
    marked, told = (" ".join(x.lower().replace("’", "'").split()) for x in (cue, said))
    fits = (
        r
        for r in speech_rules()
        if r.act == act and (r.cue is None or r.cue.search(marked)) and (r.said is None or r.said.search(told))
    )
    found = next(fits, None)
    return found if found is not None and found.type else None


@lru_cache(maxsize=8)
def word_rules(table: str) -> tuple[WordRule, ...]:
    """The rows of a table of (type, name, pattern, example, counter-example)."""
    return tuple(
        WordRule(type=kind, name=name, pattern=re.compile(pattern), example=example, counter_example=counter)
        for kind, name, pattern, example, counter in rows(table)
    )


def named(table: str, kind: str, words: str) -> str | None:
    """The name of the first row of a table that fits these words; None where none does."""
    low = " ".join(words.lower().replace("’", "'").split())
    return next((r.name for r in word_rules(table) if r.type in (kind, "*") and r.pattern.search(low)), None)


def rows(name: str) -> list[list[str]]:
    """The rows of a table of data/, without comments and heading; a missing last cell is empty."""
    lines = (resources.files("onrecord") / "data" / name).read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [[*row, *[""] * (len(table[0]) - len(row))] for row in table[1:]]
