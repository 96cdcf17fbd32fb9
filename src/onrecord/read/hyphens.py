"""Words that a line filler divided, put together; compounds keep their hyphen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_END = re.compile(r"([^\W\d_]+)-$")
_START = re.compile(r"[^\W\d_]+")
_LONGEST = 60  # characters of a word
_SIGNS = ".,;:!?\"“”‘’'()[]"


def knit(before: str, after: str, words: Counter[str], *, divided: bool = False) -> str:
    """Two pieces of one paragraph as one. A hyphen at the break goes where it only filled the line.

    `words` is the document's `vocabulary`, which decides where it can; `divided`: the file itself marks the hyphen
    as the line filler's.
    """
    end = _END.search(before[-_LONGEST:]) if before.endswith("-") else None
    start = _START.match(after)
    if not end or not start:
        return f"{before}{'' if before.endswith('-') and after[:1].isalpha() else ' '}{after}"
    whole = f"{end[1]}{start[0]}".casefold()
    compound = f"{end[1]}-{start[0]}".casefold()
    if words[whole] or words[compound]:
        keep = words[compound] >= words[whole]
    else:
        chained = "-" in before[:-1][-_LONGEST:].rpartition(" ")[2]  # "state-of-the-"
        keep = chained or not start[0].islower() or (start[0] in _seconds() and not divided)
    return f"{before if keep else before[:-1]}{after}"


def vocabulary(lines: Iterable[str]) -> Counter[str]:
    """Which words, and which compounds with a hyphen, stand inside lines."""
    found: Counter[str] = Counter()
    for line in lines:
        tokens = line.casefold().split()
        found.update(t.strip(_SIGNS) for t in (tokens[:-1] if line.endswith("-") else tokens))
    return found


@cache
def _seconds() -> frozenset[str]:
    """Second halves of compounds whose hyphen is their own."""
    rows = files("onrecord").joinpath("data", "compounds.tsv").read_text("utf-8").splitlines()
    return frozenset([row.split("\t")[0] for row in rows if row and not row.startswith("#")][1:])
