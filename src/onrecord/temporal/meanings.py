"""What a matched rule means: the reading itself, the words of a match, and what all kinds share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from onrecord.daywords import months
from onrecord.temporal.expression import Against, Expression, Flag, Kind
from onrecord.temporal.lexing import Tokens, alphabet, numbers
from onrecord.temporal.passage import Passage
from onrecord.temporal.values import Interval, at_grain, moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """A reading before the expression is made: `days` where they are not those of the value."""

    kind: Kind = "DATE"
    value: str
    mod: str = ""
    days: Interval | None = None
    against: Against = ""
    beside: Expression | None = None
    tense: str = ""
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's find: the tokens of the whole and of its named parts, with the passage it stands in."""

    tokens: Tokens
    found: re.Match[str]
    passage: Passage

    def has(self, part: str) -> bool:
        """Whether a part is there."""
        return self.found.groupdict().get(part) is not None

    def words(self, part: str) -> list[str]:
        """The words of a part, lower case."""
        if not self.has(part):
            return []
        return [self.tokens.lower(i) for i in range(*self.found.span(part))]

    def word(self, part: str) -> str:
        """A part as one string, lower case, single spaces; empty where it is missing."""
        return " ".join(self.words(part))

    def code(self, part: str) -> str:
        """The unit or code a part stands for."""
        return numbers().get(self.word(part), "")

    def whole(self) -> list[str]:
        """All words of the find, lower case."""
        return [self.tokens.lower(i) for i in range(*self.found.span())]

    def after(self, name: str) -> bool:
        """Whether the find follows a token of this class."""
        at = self.found.start()
        return at > 0 and self.tokens.symbols[at - 1] == alphabet()[name]

    @property
    def tense(self) -> str:
        """The tense of the verb nearest to the find."""
        return self.passage.tense(self.found.start(), self.found.end() - 1)


def undated(value: str, mod: str = "", kind: Kind = "DATE") -> Sense:
    """What is seen from a day that is not known."""
    return Sense(kind=kind, value=value, mod=mod, flags=("undated",))


def part(m: Match) -> str:
    """START, MID or END by the words before a date."""
    words = set(m.words("part"))
    if words & {"early", "earlier", "beginning", "start", "outset"}:
        return "START"
    if words & {"mid", "middle"}:
        return "MID"
    return "END" if words & {"late", "later", "end", "close"} else ""


def month_number(word: str) -> int:
    """The number of a month's name."""
    return months()[word]


def day_number(words: list[str]) -> int:
    """A day of the month in digits, as "8th" or in words."""
    word = words[-1]
    if word.isdigit():
        return int(word)
    lead = int(numbers().get(words[0], "0")) if len(words) > 1 else 0
    return lead + int(numbers().get(word) or word[:-2] or 0)


def shifted(base: date, count: int, unit: str, grain: str) -> str:
    """The value `count` units from a day at a grain; empty outside the calendar."""
    try:
        return at_grain(moved(base, count, unit), grain)
    except (OverflowError, ValueError):
        return ""
