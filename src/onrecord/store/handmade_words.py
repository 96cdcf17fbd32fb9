"""The words that a person says a statement has: checked against the article, kept in the log, found again in its text.

parsed("120-180,190-200", ...)   characters of a text as a person writes them
kept(...)                        what the log keeps of them
placed(text, kept)               where they stand in a text as it is now, or None
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.errors import UsageError
from onrecord.findings import Range
from onrecord.span import refind, similarity

CONTEXT = 120  # characters kept before and after
NOTHING = "?"  # as a source or cue: no words of the article are one
ROLES = ("content", "source", "cue")
MOST = 50  # pieces of one text
_RANGE = re.compile(r"\s*(\d{1,9})\s*-\s*(\d{1,9})\s*")


def parsed(written: str, role: str, text: str) -> tuple[Range, ...]:
    """Characters of `text` out of "120-180,190-200": the first counted from 0, the last not counted.

    Raises UsageError where they are no such list, are out of order, empty, or not in the text.
    """
    if written.strip() == NOTHING and role != "content":
        return ()
    found: list[Range] = []
    for part in written.split(","):
        match = _RANGE.fullmatch(part)
        if match is None:
            raise UsageError(f"{role}: {written!r} is no list of characters; write 120-180 or 120-180,190-200")
        start, end = int(match[1]), int(match[2])
        if start >= end:
            raise UsageError(f"{role}: {start}-{end} is empty: the second number is the first character left out")
        if end > len(text):
            raise UsageError(f"{role}: {start}-{end} is not in the article, which has {len(text)} characters")
        if found and start < found[-1][1]:
            raise UsageError(f"{role}: {start}-{end} begins before {found[-1][1]}; give the pieces in order")
        if not text[start:end].strip():
            raise UsageError(f"{role}: {start}-{end} is white space alone")
        found.append((start, end))
    if len(found) > MOST:
        raise UsageError(f"{role}: {len(found)} pieces; more than {MOST} are no statement")
    return tuple(found)


def written(ranges: Sequence[Range]) -> str:
    """Characters as a person writes them."""
    return ",".join(f"{start}-{end}" for start, end in ranges) or NOTHING


def kept(text: str, roles: Mapping[str, Sequence[Range]], facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the log keeps: the words of each role with their characters, what stands around, and `facts` of the row."""
    start, end = roles["content"][0][0], roles["content"][-1][1]
    pieces = {role: [[s, e, text[s:e]] for s, e in roles.get(role, ())] for role in ROLES}
    around = {"before": text[max(0, start - CONTEXT) : start], "after": text[end : end + CONTEXT]}
    return {**facts, **pieces, **around}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where the words of a person's statement stand in a text."""

    content: tuple[Range, ...]
    source: tuple[Range, ...]
    cue: tuple[Range, ...]


def placed(text: str, words: Mapping[str, Any]) -> Placed | None:
    """Where these words stand: at their characters, else where they are printed in like surroundings. None: nowhere.

    Words of a source or cue that are gone are left out: the content is what was said.
    """
    content = _content(text, words)
    if content is None:
        return None
    moved = content[0][0] - words["content"][0][0]
    source, cue = (_near(text, words[role], moved) for role in ("source", "cue"))
    return Placed(content=content, source=source, cue=cue)


def _content(text: str, words: Mapping[str, Any]) -> tuple[Range, ...] | None:
    pieces = words["content"]
    first = pieces[0]
    if all(text[s:e] == quote for s, e, quote in pieces) and _around(text, first, pieces[-1], words) == 1.0:
        return tuple((s, e) for s, e, _ in pieces)
    best: tuple[float, int, tuple[Range, ...]] | None = None
    for start in _starts(text, first[2]):
        found = _from(text, pieces, start)
        if found is None:
            continue
        like = _around(text, found[0], found[-1], words)
        rank = (-like, abs(start - first[0]), found)
        best = rank if best is None or rank[:2] < best[:2] else best
    return best[2] if best else None


def _around(text: str, first: Sequence[Any], last: Sequence[Any], words: Mapping[str, Any]) -> float:
    """How much the surroundings are those that were kept (0..1)."""
    before, after = text[max(0, first[0] - CONTEXT) : first[0]], text[last[1] : last[1] + CONTEXT]
    if (before, after) == (words["before"], words["after"]):
        return 1.0
    return (similarity(words["before"], before) + similarity(words["after"], after)) / 2


def _starts(text: str, quote: str) -> list[int]:
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    return [m.start() for m in re.finditer(pattern, text)] if pattern else []


def _from(text: str, pieces: Sequence[Sequence[Any]], start: int) -> tuple[Range, ...] | None:
    """The pieces one after the other from here on, each as near to its old distance as may be."""
    found: list[Range] = []
    for s, _, quote in pieces:
        near = start + s - pieces[0][0]
        at = refind(text, quote, near)
        if at is None or (found and at[0] < found[-1][1]) or (not found and at[0] != start):
            return None
        found.append(at)
    return tuple(found)


def _near(text: str, pieces: Sequence[Sequence[Any]], moved: int) -> tuple[Range, ...]:
    found = [at for s, _, quote in pieces if (at := refind(text, quote, s + moved)) is not None]
    kept_order = all(a[1] <= b[0] for a, b in zip(found, found[1:], strict=False))
    return tuple(found) if kept_order else ()


__all__ = ["CONTEXT", "NOTHING", "ROLES", "Placed", "kept", "parsed", "placed", "written"]
