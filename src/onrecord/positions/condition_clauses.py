"""How far the words of a condition go, in a text of `condition_words.lowered`."""

from __future__ import annotations

import re

from onrecord.findings import Range
from onrecord.positions.condition_words import words
from onrecord.span import trim

_STOP = re.compile(r"(?<!\d),|,(?!\d)|[;:?!()…]|\.{3}|[\"“”«»]|\s--?\s|[—–]")
_EDGE = ' \t.,;:!?…"“”«»'
_OPENS = "\"“«'‘"
_CLOSES = "\"”»'’"
_QUOTES = '"“”«»'


def begins(low: str, floor: int, start: int) -> bool:
    """Whether what begins at `start` stands before the clause that it is the condition of: nothing does before it."""
    before = low[floor:start].rstrip(" \t\"“‘'«(*")
    return (
        not before or before[-1] in ",;:.—–-?!…" or before.rpartition(" ")[2] in ("that", "but", "because", "so", "and")
    )


def end_of(low: str, at: int, ceiling: int, *, front: bool, kind: str, turned: bool) -> int:
    """Where the condition ends whose marker ends at `at`.

    `front`: its main clause follows; `kind` is the marker's; `turned`: the main clause has its verb first, as after
    "only if".
    """
    end = _marked_end(low, at, ceiling, front, kind)
    if not front:
        found = words("joined_clause").search(low, at, end) if kind != "noun" else None
        return found.start() if found else end
    for name in ("main_inside", *(("main_turned",) if turned else ()), *(("bare_main",) if kind == "phrase" else ())):
        for m in words(name).finditer(low, at, end):
            if len(low[at : m.start()].split()) >= (1 if kind == "phrase" else 3):
                end = m.start()
                break
    return end


def _marked_end(low: str, at: int, ceiling: int, front: bool, kind: str) -> int:
    """Where a mark ends the condition, or `ceiling`."""
    skip, spare, weak = at, -1, -1
    for m in _STOP.finditer(low, at, ceiling):
        i, mark = m.start(), m.group().strip()
        if i < skip:
            continue
        if mark in _QUOTES:
            if not _opening(low, i):
                return i
            skip = _closing(low, i, ceiling)
        elif mark == "(":
            skip = low.find(")", i, ceiling) + 1 or ceiling
        elif mark == ",":
            if kind == "noun":
                continue
            after = low[i + 1 : ceiling].lstrip(" \"“”«»'‘")
            if not front:
                if words("second_clause").match(after):
                    return i
            elif _main(low[at:i], after, kind):
                return i
            elif spare < 0 and words("modal").search(after.partition(",")[0]):
                spare = i
            elif weak < 0 and not words("no_subject").match(after) and len(low[at:i].split()) > 2:
                weak = i
        elif not (mark == ":" and kind == "noun"):
            return i
    return next((i for i in (spare, weak) if i >= 0), ceiling)


def _main(condition: str, after: str, kind: str) -> bool:
    """Whether a main clause begins after a comma behind these words of a condition."""
    if words("subject").match(after):
        return bool(condition.strip())
    if kind == "phrase":
        return not after.startswith(("and ", "or "))
    if words("no_subject").match(after) or len(condition.split()) < 2:
        return False
    if words("commanding").match(after):
        return True
    clause, comma, _ = after.partition(",")
    return not comma or bool(words("modal").search(clause) or words("present").search(clause))


def _opening(low: str, i: int) -> bool:
    """Whether a quotation begins with the mark at `i`."""
    return low[i] in "“«" or (low[i] == '"' and (i == 0 or low[i - 1] in " \t(—–-"))


def _closing(low: str, i: int, ceiling: int) -> int:
    """Behind the mark that closes the quotation that `i` opens."""
    found = low.find({"“": "”", "«": "»"}.get(low[i], '"'), i + 1, ceiling)
    return found + 1 if found >= 0 else ceiling


def trimmed(low: str, start: int, end: int) -> Range:
    """The condition without marks at its edges, and with its quotation marks where all of it is quoted."""
    start, end = trim(low, start, end, _EDGE)
    if start and low[start - 1] in _OPENS:
        behind = end
        while behind < len(low) and low[behind] in ".,;:!?" and behind - end < 2:
            behind += 1
        if behind < len(low) and low[behind] in _CLOSES:
            return start - 1, behind + 1
    return (start, end) if low.count("“", start, end) == low.count("”", start, end) else _quoted(low, start, end)


def _quoted(low: str, start: int, end: int) -> Range:
    """The range with the mark that closes the quotation within it."""
    return (start, end + 1) if end < len(low) and low[end] == "”" else (start, end)
