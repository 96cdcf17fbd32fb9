"""Arithmetic on stretches of text: slice, overlap, merge, trim, re-find, hash, UTF-16."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from onrecord.findings import Range
from onrecord.model import Document, Span

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def spans(doc: Document, ranges: Iterable[Range]) -> tuple[Span, ...]:
    """The ranges as `Span`s of `doc`, each with its text."""
    return tuple(Span(doc=doc.id, start=s, end=e, text=doc.text[s:e]) for s, e in ranges)


def overlap(a: Range, b: Range) -> int:
    """How many characters two ranges share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def merge(ranges: Iterable[Range], gap: int = 0) -> tuple[Range, ...]:
    """Sorted, disjoint ranges covering the same characters; ranges at most `gap` apart become one."""
    out: list[Range] = []
    for s, e in sorted(ranges):
        if s >= e:
            continue
        if out and s <= out[-1][1] + gap:
            out[-1] = (out[-1][0], max(out[-1][1], e))
        else:
            out.append((s, e))
    return tuple(out)


def subtract(ranges: Iterable[Range], holes: Iterable[Range]) -> tuple[Range, ...]:
    """The characters of `ranges` that lie in none of `holes`."""
    out: list[Range] = []
    cuts = merge(holes)
    for s, e in merge(ranges):
        at = s
        for hs, he in cuts:
            if he <= at or hs >= e:
                continue
            if hs > at:
                out.append((at, hs))
            at = max(at, he)
        if at < e:
            out.append((at, e))
    return tuple(out)


def trim(text: str, start: int, end: int, strip: str = "") -> Range:
    """The range without white space (and the characters of `strip`) at its edges; may be empty."""
    while start < end and (text[start].isspace() or text[start] in strip):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in strip):
        end -= 1
    return start, end


def words(text: str) -> str:
    """The text reduced to case-folded words, one space between: what two quotations have in common."""
    return " ".join(m.group().replace("’", "'") for m in _WORD.finditer(text.casefold()))


def stable_id(prefix: str, doc: str, kind: str, quotes: Sequence[str], occurrence: int) -> str:
    """An id that survives better models and better cleaning.

    Hash of the document id, the kind of row, the quoted texts reduced to words, and which of the
    equal ones in text order (0 the first). Offsets never enter.
    """
    text = "\x1f".join([doc, kind, *map(words, quotes), str(occurrence)])
    return prefix + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def refind(text: str, quote: str, near: int = 0) -> Range | None:
    """The occurrence of `quote` in `text` that starts nearest to `near`, white space taken as equal."""
    pieces = [re.escape(p) for p in quote.split()]
    if not pieces:
        return None
    best: Range | None = None
    for m in re.finditer(r"\s+".join(pieces), text):
        if best is None or abs(m.start() - near) < abs(best[0] - near):
            best = m.span()
    return best


def similarity(a: str, b: str) -> float:
    """0..1: how much of two quotations is the same, by words in order."""
    x, y = words(a).split(), words(b).split()
    if not x or not y:
        return 0.0
    return SequenceMatcher(None, x, y, autojunk=False).ratio()


class Utf16:
    """Code point offsets of one text as UTF-16 code units (JavaScript, browsers) and back."""

    def __init__(self, text: str) -> None:
        self._wide = [i for i, c in enumerate(text) if ord(c) > 0xFFFF]
        self._units = [i + k for k, i in enumerate(self._wide)]

    def to_units(self, offset: int) -> int:
        """UTF-16 code units before the code point at `offset`."""
        return offset + bisect_right(self._wide, offset - 1)

    def to_points(self, units: int) -> int:
        """The code point offset at which `units` UTF-16 code units have passed."""
        return units - bisect_right(self._units, units - 2)
