"""The way back: from the text of a document to the characters of the page it was taken from.

Both sides are reduced to their ink, the characters that are no white space: of the page without its tags, comments,
scripts and styles, and with its character references undone. Each paragraph of the text is looked for in that ink, from
where the one before it ended, then anywhere; one that is not there whole (a link's mark was added, a caption fell
out of its middle) is looked for in shrinking pieces. What is found nowhere has no place there.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from onrecord.findings import Range

Run = tuple[int, int, int]
"""Start in the text, start in the page, length."""

_TOKEN = re.compile(
    r"<(?P<hidden>script|style|template|noscript)\b[^>]*>.*?(?:</(?P=hidden)\s*>|\Z)|<!--.*?(?:-->|\Z)"
    r"|<[a-zA-Z/!?](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|<[a-zA-Z/!?][^>]*(?:>|\Z)"
    r"|(?P<reference>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?)"
    r"|(?P<word>[^\s<&]+|[<&])",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(r"\S+")
_LEAST = 12  # characters of a piece that is looked for anywhere; less is found by chance
_LONGEST = 400  # characters of a piece that is looked for after a gap
_MISSES = 3_000  # places of one text at which nothing is found, before the rest is given up: each costs a search
_NEAR = 200  # characters after the piece before, within which a shorter one is the next


@dataclass(frozen=True, slots=True)
class _Ink:
    """Characters that are no white space, with the place of each piece of them: in the ink, in the text, whether it
    stands there as itself."""

    text: str
    at: list[int]
    places: list[int]
    plain: list[bool]


def runs(page: str, text: str) -> tuple[Run, ...]:
    """Where the characters of `text` stand in `page`: runs in the order of `text` (see `model.Document.offsets`)."""
    there = _page_ink(page)
    out: list[Run] = []
    body = bisect_left(there.places, page.find("<body"))  # the headline is there, and not the title of the window
    near = there.at[body] if body < len(there.at) else 0
    left = [_MISSES]
    for m in re.finditer(r"[^\n]+", text):
        here = _text_ink(m.group(), m.start())
        for at, found, length in _pieces(here, there.text, near, left):
            near = found + length
            out.extend(_runs(here, at, there, found, length))
    return tuple(_joined(out, text, page))


def back(offsets: tuple[Run, ...], start: int, end: int, page: str | None = None) -> Range | None:
    """The characters of the page that a range of the text was taken from; None where it has no place there.

    `offsets` are those of the document; empty means the text is the page. The range found goes from its first
    character that has a place to its last one. With `page` a character reference at its end is taken whole.
    """
    if not offsets:
        return start, end
    first = bisect_right(offsets, start, key=lambda run: run[0] + run[2])
    last = bisect_right(offsets, end - 1, key=lambda run: run[0]) - 1
    if last < first:
        return None
    s, raw, _ = offsets[first]
    begins = raw + max(0, start - s)
    s, raw, length = offsets[last]
    ends = raw + min(length, end - s)
    if page is not None and page[ends - 1 : ends] == "&":
        reference = _TOKEN.match(page, ends - 1)
        ends = reference.end() if reference else ends
    return (begins, ends) if begins < ends else None  # a paragraph that the page has elsewhere


def holds(run: Run, text: str, page: str) -> bool:
    """Whether a run has the same ink in the text and in the page: a single character may be a reference there."""
    start, there, length = run
    piece = page[there : there + length]
    if piece[:1] == "&" and (reference := _TOKEN.match(page, there)) is not None and reference["reference"]:
        piece = reference.group()
        return ink(text[start : start + length]) in _page_ink(piece).text
    return _page_ink(piece).text == ink(text[start : start + length])


def read_runs(stored: str) -> tuple[Run, ...]:
    """Runs out of the JSON they are stored as."""
    return tuple((start, there, length) for start, there, length in json.loads(stored))


def reads(page: str) -> str:
    """The ink of a piece of a page: what `back` leads to, as it compares with the ink of the text."""
    return _page_ink(page).text


def ink(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def _page_ink(page: str) -> _Ink:
    pieces: list[str] = []
    made = _Ink("", [], [], [])
    length = 0
    for m in _TOKEN.finditer(page):
        word = m["word"]
        plain = word is not None
        if word is None:
            reference = m["reference"]
            word = ink(unescape(reference)) if reference else ""
        if word:
            pieces.append(word)
            made.at.append(length)
            made.places.append(m.start())
            made.plain.append(plain)
            length += len(word)
    return _Ink("".join(pieces), made.at, made.places, made.plain)


def _text_ink(line: str, start: int) -> _Ink:
    pieces, at, places = [], [], []
    length = 0
    for m in _WORD.finditer(line):
        pieces.append(m.group())
        at.append(length)
        places.append(start + m.start())
        length += len(m.group())
    return _Ink("".join(pieces), at, places, [True] * len(at))


def _pieces(here: _Ink, page: str, near: int, left: list[int]) -> Iterator[Run]:
    """(start in the ink, start in the page's ink, length) of what is found, in order. `left`: misses still allowed."""
    ink = here.text
    at = 0
    while at < len(ink) and left[0] > 0:
        length = len(ink) if at == 0 else min(_LONGEST, len(ink) - at)
        found = _find(page, ink[at : at + length], near, whole=at == 0)
        while found < 0 and length > _LEAST:
            length = max(_LEAST, length // 2)
            found = _find(page, ink[at : at + length], near)
        if found < 0:
            left[0] -= 1
            word = bisect_right(here.at, at)
            at = here.at[word] if word < len(here.at) else len(ink)
            continue
        while at + length < len(ink) and page[found + length : found + length + 1] == ink[at + length]:
            length += 1
        yield at, found, length
        at += length
        near = found + length


def _find(page: str, piece: str, near: int, *, whole: bool = False) -> int:
    """Where a piece of a paragraph, or the whole of it, is in the page's ink; -1 where it is not."""
    if len(piece) < _LEAST and not whole:
        return page.find(piece, near, near + _NEAR)
    found = page.find(piece, near)
    return found if found >= 0 else page.find(piece)


def _runs(here: _Ink, at: int, there: _Ink, found: int, length: int) -> Iterator[Run]:
    """A stretch of equal ink as runs: cut wherever a word ends on either side."""
    done = 0
    while done < length:
        i = bisect_right(here.at, at + done) - 1
        j = bisect_right(there.at, found + done) - 1
        left = (here.at[i + 1] if i + 1 < len(here.at) else len(here.text)) - (at + done)
        right = (there.at[j + 1] if j + 1 < len(there.at) else len(there.text)) - (found + done)
        step = min(left, right, length - done)
        into = found + done - there.at[j] if there.plain[j] else 0
        yield here.places[i] + at + done - here.at[i], there.places[j] + into, step
        done += step


def _joined(found: list[Run], text: str, page: str) -> Iterator[Run]:
    """Runs that touch on both sides as one, one white space between them included."""
    now: Run | None = None
    for run in found:
        if now is not None:
            gap, there = run[0] - (now[0] + now[2]), run[1] - (now[1] + now[2])
            itself = text[run[0]] == page[run[1]] and text[now[0]] == page[now[1]]  # and no reference
            if (
                itself
                and gap == there
                and (gap == 0 or (gap == 1 and text[run[0] - 1].isspace() and page[run[1] - 1].isspace()))
            ):
                now = (now[0], now[1], now[2] + gap + run[2])
                continue
            yield now
        now = run
    if now is not None:
        yield now
