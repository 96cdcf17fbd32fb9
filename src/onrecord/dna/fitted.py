"""Text as DNA can hold it: composed (NFC), lines ended by "\\n" alone, a placeholder for each character that takes two
UTF-16 units, so that characters and units are the same; labels cut to their length."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from onrecord.dna.tables import LONGEST

PLACEHOLDER = "\N{WHITE SQUARE}"
"""What stands for a character beyond the basic plane."""
_PLAIN = re.compile(r"[^\r\x00\ud800-\udfff\U00010000-\U0010ffff]*\Z")
_PIECE = re.compile(r"\r\n?|[\x00\ud800-\udfff\U00010000-\U0010ffff]")
_HASH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A text as DNA holds it, and the way there: where each piece began that is not the same, before and after."""

    text: str
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the text as it was, in the text as it is now; it is never less than what was meant."""
        return self._at(start, last=False), self._at(end, last=True)

    def _at(self, offset: int, *, last: bool) -> int:
        """Where an offset leads: within a piece that became another, to its beginning or its end."""
        if not self.before:
            return offset
        i = bisect_right(self.before, offset) - 1
        if self.before[i] == offset:
            return self.after[i]
        if i + 1 < len(self.before):
            width, became = self.before[i + 1] - self.before[i], self.after[i + 1] - self.after[i]
            if width != became:
                return self.after[i + 1] if last else self.after[i]
        return min(self.after[i] + offset - self.before[i], len(self.text))


def fitted(text: str) -> Fitted:
    """A text as DNA holds it."""
    if _PLAIN.match(text) and unicodedata.is_normalized("NFC", text):
        return Fitted(text=text)
    made: list[str] = []
    before, after = [0], [0]
    length = 0
    for start, end in _pieces(text):
        piece = _fit(text[start:end])
        made.append(piece)
        if end - start != len(piece):
            if before[-1] != start:
                before.append(start)
                after.append(length)
            before.append(end)
            after.append(length + len(piece))
        length += len(piece)
    return Fitted(text="".join(made), before=tuple(before), after=tuple(after))


def _pieces(text: str) -> list[tuple[int, int]]:
    """Stretches that can be composed each by itself: signs that are replaced, and letters with what joins them."""
    cuts = {0, len(text)}
    for m in _PIECE.finditer(text):
        cuts.update(m.span())
    joins = _joining()
    held = {i for i, c in enumerate(text) if ord(c) > 0x2FF and (unicodedata.combining(c) or c in joins)}
    for i, c in enumerate(text):
        if ord(c) < 0x80:
            continue
        if i in held:
            if i - 1 not in held and i:
                cuts.add(i - 2 if text[max(0, i - 2) : i] == "\r\n" else i - 1)  # the letter that it joins
            cuts.add(i + 1)
        elif not unicodedata.is_normalized("NFC", c):
            cuts.update((i, i + 1))
    edges = sorted(c for c in cuts if c not in held or c == 0)
    return [(a, b) for a, b in pairwise(edges) if a < b]


def _fit(piece: str) -> str:
    return unicodedata.normalize("NFC", _PIECE.sub(_replacement, piece))


def _replacement(found: re.Match[str]) -> str:
    return {"\r": "\n", "\x00": " "}.get(found[0][0], PLACEHOLDER)


@lru_cache(maxsize=1)
def _joining() -> frozenset[str]:
    """Letters that compose with the one before them although they are no combining marks: vowels of Hangul and kin."""
    found = {chr(c) for c in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    for code in range(0xA0, 0x10000):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            second = chr(int(parts[1], 16))
            if not unicodedata.combining(second):
                found.add(second)
    return frozenset(found)


def label(value: str) -> str:
    """A value as a label: one line of at most `LONGEST` characters; a cut one ends on a hash of the whole."""
    line = " ".join(fitted(value).text.split())
    if len(line) <= LONGEST:
        return line
    mark = hashlib.sha256(line.encode("utf-8")).hexdigest()[:_HASH]
    tail = f" [...{mark}]"
    return line[: LONGEST - len(tail)].rstrip() + tail


__all__ = ["PLACEHOLDER", "Fitted", "fitted", "label"]
