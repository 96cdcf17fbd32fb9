"""Whether the words that mark a statement tell of former times ("had opposed", "once called"): `data/retold.tsv`.

Where an article gives no day for such a statement, the day of publication is not the day it was said.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib.resources import files

from onrecord.model import Span

LEAD = 40
"""Of the text before a cue so many characters are enough."""


def is_retold(cue: str, lead: str = "") -> bool:
    """Whether this cue tells of former times, or the words right before it do."""
    words, before = " ".join(cue.split()), " ".join(lead.split())
    return any(p.search(words) for p in _patterns("cue")) or any(p.search(before) for p in _patterns("before"))


def cue_of(spans: tuple[Span, ...]) -> str:
    """The words of a cue in pieces, on one line."""
    return " ".join(" ".join(s.text.split()) for s in spans)


@lru_cache(maxsize=2)
def _patterns(place: str) -> tuple[re.Pattern[str], ...]:
    table = (files("onrecord") / "data" / "retold.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader([x for x in table if x and x[0] != "#"], delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(_pattern(row) for row in rows if row["place"] == place)


def _pattern(row: dict[str, str]) -> re.Pattern[str]:
    before = "".join(rf"(?<!\b{re.escape(w)} )" for w in _words(row["not_after"]))
    behind = "|".join(map(re.escape, _words(row["not_before"])))
    follows = rf"(?! (?:{behind})\b)" if behind else ""
    end = "$" if row["place"] == "before" else ""
    return re.compile(rf"\b{before}{re.escape(row['words'])}\b{follows}{end}", re.IGNORECASE)


def _words(cell: str) -> list[str]:
    return [w for w in cell.split(",") if w]


__all__ = ["LEAD", "cue_of", "is_retold"]
