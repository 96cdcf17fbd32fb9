"""What a meaning may ask of the text around an expression: the day it is seen from, the date spoken of, the tense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from onrecord.temporal.expression import Against, Anchor, Expression
from onrecord.temporal.lexing import Tokens, alphabet
from onrecord.temporal.values import unit_of

LOOK_BACK, LOOK_ON = 14, 12
_NEAR = 3


@dataclass(slots=True)
class Passage:
    """A text being read from its start: its anchor and the dates spoken of so far, the latest of each grain."""

    tokens: Tokens
    anchor: Anchor
    spoken: dict[str, Expression] = field(default_factory=dict)
    latest: Expression | None = None

    @property
    def day(self) -> date | None:
        """The day that "today" is."""
        return self.anchor.day

    @property
    def source(self) -> Against:
        """Where that day comes from."""
        return "dateline" if self.anchor.dateline else "published"

    def heard(self, found: Expression) -> None:
        """Take note of a date for the expressions that lean on it."""
        unit = unit_of(found.value) if found.kind in ("DATE", "TIME") else ""
        if unit == "Q" and found.beside and "Q" in self.spoken:
            return  # "the year-ago quarter" is a look aside: the story is still about the quarter it named
        if unit and found.since is not None:
            self.spoken[unit] = found
            self.latest = found

    def spoken_of(self, units: str) -> Expression | None:
        """The latest date spoken of whose grain is one of `units`."""
        found = [self.spoken[u] for u in units if u in self.spoken]
        return max(found, key=lambda x: x.start, default=None)

    def tense(self, first: int, last: int) -> str:
        """ "past" or "future" by the nearest verb that tells, in the sentence of the tokens `first` to `last`."""
        symbols, signs = self.tokens.symbols, alphabet()
        back = _verb(symbols, range(first - 1, max(-1, first - 1 - LOOK_BACK), -1))
        ahead = _verb(symbols, range(last + 1, min(len(symbols), last + 1 + LOOK_ON)), plans=False)
        if first and symbols[first - 1] in (signs["BY"], signs["AS"]) and not (back and back[1] == "past"):
            return "future"
        found = back or ahead
        if back and ahead and ahead[1] == "future" and ahead[0] < 2 and not (back[1] == "past" and back[0] < 2):
            found = ahead
        if back and last + 1 < len(symbols) and symbols[last + 1] == signs["POSS"]:
            return "past"  # "Wednesday's ruling"
        return found[1] if found else ""


def _verb(symbols: str, places: Sequence[int], *, plans: bool = True) -> tuple[int, str] | None:
    """The first verb on the way and how far off; a participle behind "to", "will", "be" is theirs.

    `plans`: "scheduled", "expected", "set for" count: before a date they are about it, behind it they need not be.
    """
    signs = alphabet()
    seen: tuple[int, str] | None = None
    for n, i in enumerate(places):
        sign = symbols[i]
        if sign in (signs["PARA"], signs["STOP"]) or _ends(symbols, i):
            break
        if sign == signs["WILL"] or (plans and _is_plan(symbols, i)):
            return n, "future"
        if seen and n - seen[0] > _NEAR:
            break
        if sign == signs["WAS"] and seen is None:
            return n, "past"
        if sign == signs["PASTVERB"] and seen is None:
            if n + 1 < len(places) and symbols[places[n + 1]] == signs["TO"]:
                continue
            seen = n, "past"
    return seen


def _is_plan(symbols: str, i: int) -> bool:
    """Whether token `i` says that something is to come: "scheduled", "set for", "are to"."""
    signs = alphabet()
    after = symbols[i + 1 : i + 2]
    if symbols[i] == signs["PLAN"]:
        return True
    return (symbols[i] == signs["PLANSET"] and after in (signs["TO"], signs["FOR"])) or (
        symbols[i] == signs["IS"] and after == signs["TO"]
    )


def _ends(symbols: str, i: int) -> bool:
    """Whether token `i` is the full stop of a sentence: a capital follows, and no abbreviation stands before."""
    table = alphabet()
    if symbols[i] != table["DOT"] or i + 1 >= len(symbols):
        return False
    before = symbols[i - 1] if i else ""
    if before in (table["MON"], table["WD"], table["MONTH"]):
        return False
    return symbols[i + 1] not in (table["WORD"], table["INT"], table["COMMA"])
