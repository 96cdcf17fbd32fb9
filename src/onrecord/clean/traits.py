"""What the line model is told of each block: its shape, its place, its neighbours' verdicts, and its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log

from onrecord.clean.lines import Block

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ADDRESS = ("http:", "https:", "www.", ".com", ".org", ".net")
_HANDLE = re.compile(r"(?:^|[\s(])[@#]\w")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_ROW = re.compile(r"\S ?[|·•›»/] ?\S")
_ORNAMENT = re.compile(r"[©®™‹›«»■●\u2190-\u21ff\u2580-\u27bf\U0001f300-\U0001faff]")
_SIGNS, _MONEY, _CODE, _QUOTES = (frozenset(x) for x in ("|·•›»/", "$€£¥₹", "{}[]<>=\\^~_", '“”"«„'))
_SMALL = (
    "the a an of in on at to for from by with and or but as is was are were be been has have had that this it its not "
    "which who will would could can may than after before when while if there"
)
_SPOKEN = (
    "he she they him her them his their hers theirs himself herself",
    "i me my mine we us our ours",
    "you your yours",
    "said says told tells asked added replied wrote called warned argued insisted admitted",
)
_FUNCTION = frozenset(_SMALL.split())
_THEY, _SELF, _YOU, _SAYS = (frozenset(x.split()) for x in _SPOKEN)
_OPENS, _CLOSES = "“\"‘'«„", "”\"’'»“"
_GROUP = {
    "": 0, "headline": 1, "byline": 2, "date": 2, "caption": 3, "related": 4, "widget": 5, "notice": 6, "repeat": 8,
}  # fmt: skip
_GROUPS = 9
MOST_WORDS = 16  # of a line that are looked up
_CUT = 200  # characters of a line that are looked at


def words_of(line: str) -> list[str]:
    """The words that are looked up, as they stand."""
    return _WORD.findall(line[:_CUT])[:MOST_WORDS]


def traits(found: Sequence[Block], said: Sequence[Sequence[str]]) -> list[list[float]]:
    """One row of numbers a block; `said`: its words, by `words_of`."""
    places = _places(found)
    return [_shape(b, w) + _verdict(b) + place for b, w, place in zip(found, said, places, strict=True)]


def _shape(b: Block, said: Sequence[str]) -> list[float]:
    line = b.line[:_CUT]
    signs = set(line)
    end = line[-1:]
    return [
        log(b.count) / 3,
        log(len(line) or 1) / 5,
        b.count == 1,
        b.count <= 3,
        b.count <= 6,
        b.count >= 15,
        b.final,
        b.bullet,
        b.linked,
        min(b.columns, 5) / 5,
        end == ":",
        end == "?",
        end == "!",
        end == ".",
        end in _CLOSES,
        line.endswith(("...", "…")),
        line[:1] in _OPENS,
        not _QUOTES.isdisjoint(signs),
        line[:1].isdigit(),
        line[:1].islower(),
        *_letters(line, said, signs),
        "(" in signs,
        "%" in signs,
        ": " in line,
        "," in signs,
        line.count(",") / (len(said) or 1),
        " – " in line or " — " in line,
        "&" in signs,
        "+" in signs,
    ]


def _letters(line: str, said: Sequence[str], signs: set[str]) -> list[float]:
    """Digits, capitals, small words, and the signs of addresses, prices and layout."""
    size, count = len(line) or 1, len(said) or 1
    lower = [w.lower() for w in said]
    known = set(lower)
    digits = sum(map(str.isdigit, line)) if any(map(str.isdigit, signs)) else 0
    shouted = sum(w.isupper() and len(w) > 1 for w in said)
    functions = sum(map(_FUNCTION.__contains__, lower))
    small = sum(map(str.islower, said))
    plain = line.isascii()
    return [
        digits > 0,
        digits / size,
        sum(map(len, said)) / size,
        not said,
        1 - small / count,
        shouted / count,
        max(0, small - functions) / count,
        functions / count,
        functions > 0,
        not known.isdisjoint(_THEY),
        not known.isdisjoint(_SELF),
        not known.isdisjoint(_YOU),
        not known.isdisjoint(_SAYS),
        sum(w.endswith("ed") for w in lower) / count,
        sum(w.endswith("ing") for w in lower) / count,
        any(x in line for x in _ADDRESS),
        ("@" in signs or "#" in signs) and _HANDLE.search(line) is not None,
        digits > 0 and _CLOCK.search(line) is not None,
        not _MONEY.isdisjoint(signs),
        not _SIGNS.isdisjoint(signs) and _ROW.search(line) is not None,
        not _CODE.isdisjoint(signs),
        not plain and _ORNAMENT.search(line) is not None,
        not plain and any(c > "\u024f" and c.isalpha() for c in signs),
    ]


def _verdict(b: Block) -> list[float]:
    row = [0.0] * _GROUPS
    row[_GROUP.get(b.label, 7)] = 1.0
    return row


def _places(found: Sequence[Block]) -> list[list[float]]:
    """Where each block stands between the paragraphs and the furniture, and what kind of text it stands in."""
    n = len(found)
    solid = [b.open and b.solid for b in found]
    first = next((i for i, s in enumerate(solid) if s), n)
    last = max((i for i, s in enumerate(solid) if s), default=-1)
    known = sum(not b.open and b.label not in ("headline", "repeat") for b in found) / n
    text = [
        log(n) / 4,
        sum(solid) / n,
        known,
        known == 0.0,
        sum(b.count <= 6 and not b.final for b in found) / n,
    ]
    below = _since(list(reversed(solid)))[::-1]
    above = _since(solid)
    runs = _runs(found)
    seen: set[str] = set()
    out = []
    for i, b in enumerate(found):
        again = b.same in seen
        seen.add(b.same)
        out.append(
            [
                i / n,
                log(1 + i) / 4,
                log(n - i) / 4,
                i < first,
                i > last,
                log(1 + above[i]) / 3,
                log(1 + below[i]) / 3,
                above[i] <= 1 and below[i] <= 1,
                log(1 + runs[i]) / 3,
                b.gap,
                i + 1 < n and found[i + 1].gap,
                again,
                *text,
            ]
        )
    return out


def _since(marks: Sequence[bool]) -> list[int]:
    """How many blocks ago the last mark was; as many as there are where there was none."""
    out, at = [], len(marks)
    for mark in marks:
        at = 0 if mark else at + 1
        out.append(min(at, len(marks)))
    return out


def _runs(found: Sequence[Block]) -> list[int]:
    """How many short lines without a final stop stand together here."""
    out = [0] * len(found)
    i = 0
    while i < len(found):
        end = i
        while end < len(found) and found[end].count <= 12 and not found[end].final:
            end += 1
        out[i:end] = [end - i] * (end - i)
        i = max(end, i + 1)
    return out
