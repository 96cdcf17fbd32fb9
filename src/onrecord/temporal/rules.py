"""The rules of `data/temporal_rules.tsv` as patterns over symbols, each with the function that reads its finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from onrecord.temporal import amounts, calendar_dates, near_days, periods
from onrecord.temporal.lexing import alphabet, rows
from onrecord.temporal.meanings import Match, Sense

Meaning = Callable[[Match], Sense | None]

SHORTHANDS: Mapping[str, str] = MappingProxyType(
    {
        "MONTHS": "MONTH|MON",
        "ORDN": "ORD|SECOND",
        "CARD": "(?:NUM|BIG)(?:DASH?(?:NUM|BIG)|AND(?:NUM|BIG)){0,6}"
        "|INT(?:INT SLASH INT|HALFSIGN)?|INT SLASH INT|DECIMAL|YEAR(?=TRADING? UNITS)",
        "COUNT": "A? COUPLE OF?|A? FEW|(?:CARD)(?:AND A HALF)?|A (?:BIG|DOZEN)|A|HALF DASH? A",
        "AMOUNT": "A? COUPLE OF?|A? FEW|(?:CARD)(?:AND A HALF)?|A (?:BIG|DOZEN)|(?<!PLURAL)(?<!PERCENT)(?<!INT)(?<!BIG)"
        "(?<!DECIMAL)(?<!YEAR)(?<!DASH)A(?!UQUARTER)|HALF DASH? A",
        "MOD": "APPROX|NEARLY|NO? (?:MORE|LESS) THAN|MORE(?=CARD|A UHOUR)|AT? (?:LEAST|MOST)|UP TO",
        "PART": "(?:EARLY|LATE|MID|EARLIER|LATER) DASH? IN?|THE? (?:BEGIN|MID|END) OF",
        "PARTX": "EARLY|LATE|EARLIER|LATER|MID DASH?",
        "WDP": "(?:(?:WEEKDAY|WD) DOT? COMMA? THE?)?",
        "UNIT": "UDAY|UWEEK|UMONTH|UQUARTER|UYEAR|UDECADE|UCENTURY|UHOUR",
        "UNITW": "UWEEK|UMONTH|UQUARTER|UYEAR|UDECADE|UCENTURY",
        "UNITQ": "UYEAR|UQUARTER|UWEEK",
        "UNITE": "UDECADE|UCENTURY|UYEAR|UMONTH|UWEEK",
        "UNITALL": "UNIT|UNITS",
        "DAYW": "UDAY",
        "QTR": "UQUARTER",
        "YEARAGO": "UYEAR DASH (?:AGO|EARLIER)",
        "YEARCTX": "(?!UNITS|PERCENT|PLURAL|COMMA INT|COLON INT)",
    }
)
_NAME = re.compile(r"[A-Z]+")
_PART = re.compile(r"\b([a-z]\w*)=\(")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pattern over symbols, and its meaning. `given`: only for spans that somebody else marked."""

    name: str
    given: bool
    pattern: re.Pattern[str]
    meaning: Meaning


def _symbols(pattern: str) -> str:
    """The class names of a pattern replaced by symbols and shorthands."""
    signs = alphabet()

    def replaced(m: re.Match[str]) -> str:
        name = m[0]
        return f"(?:{_symbols(SHORTHANDS[name])})" if name in SHORTHANDS else signs[name]

    return _NAME.sub(replaced, pattern)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the table: of two that cover the same words the first counts."""
    known: dict[str, Meaning] = {}
    for room in (calendar_dates, near_days, amounts, periods):
        known |= {n: f for n, f in vars(room).items() if callable(f) and not n.startswith("_")}
    out = []
    for name, pattern, *_ in rows("temporal_rules.tsv"):
        compiled = re.compile(_PART.sub(r"(?P<\1>", _symbols(pattern)).replace(" ", ""))
        given, meaning = name.startswith("given:"), known[name.removeprefix("given:")]
        out.append(Rule(name=name, given=given, pattern=compiled, meaning=meaning))
    return tuple(out)
