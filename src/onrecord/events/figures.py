"""Numbers that a report gives of an event: how many were killed, arrested, marched, paid.

A figure is a number with the words that say of what: "at least 27 people were killed" is 27 or more killed. What the
reports of one event say differently is kept beside each other, each with its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from onrecord.events.words import rows
from onrecord.findings import Range
from onrecord.model import Document, Figure
from onrecord.span import spans

_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "bn": 10**9, "m": 10**6, "dozen": 12}
_VAGUE = {
    "dozens": (24, None),
    "scores": (40, None),
    "hundreds": (200, None),
    "thousands": (2000, None),
    "tens of thousands": (20_000, None),
    "hundreds of thousands": (200_000, None),
    "dozens of thousands": (24_000, None),
    "millions": (2_000_000, None),
}
_AT_LEAST = re.compile(
    r"(?:at least|more than|over|no fewer than|not less than|upwards of|above|exceeding)\s+\Z", re.IGNORECASE
)
_AT_MOST = re.compile(
    r"(?:up to|at most|fewer than|less than|under|as many as|no more than|nearly|almost)\s+\Z", re.IGNORECASE
)
_LONGEST = 90
_MOST_DIGITS = 16
"""Of a figure: what has more is a code or an account, and no number of people or crowns."""
FITS = {
    "killed": ("ASSAULT",),
    "injured": ("ASSAULT", "PROTEST"),
    "abducted": ("ASSAULT",),
    "arrested": ("COERCE", "SANCTION"),
    "displaced": ("ASSAULT", "COERCE"),
    "participants": ("PROTEST",),
    "money": ("AID", "AGREE", "SANCTION", "COOPERATE", "REQUEST", "COERCE"),
}
"""The types of events that a kind of figure may belong to."""


@lru_cache(maxsize=1)
def _numbers() -> dict[str, int]:
    return {word: int(value) for word, value, *_ in rows("quotation_numbers.tsv")}


@lru_cache(maxsize=1)
def _number() -> re.Pattern[str]:
    simple = "|".join(sorted((w for w, v in _numbers().items() if v < 100), key=len, reverse=True))
    scale = "|".join(sorted(_SCALES, key=len, reverse=True))
    digits = r"\d{1,3}(?:[,. ]\d{3})+(?!\d)|\d+(?:\.\d+)?"
    word = rf"(?:(?:{simple}|an?)(?:[- ](?:{simple}))?)"
    return re.compile(
        rf"(?<![\w.,$€£-])(?P<money>[$€£]|US\$)?(?:(?P<digits>{digits})|(?P<word>{word}))(?:\s+(?P<scale>{scale})\b"
        rf"(?:\s+(?P<scale2>thousand|million))?)?(?![\w%])"
        r"|\b(?P<vague>(?:tens|dozens|hundreds) of thousands|dozens|scores|hundreds|thousands|millions)\b",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Kind, what stands before the number, what stands behind it."""
    return tuple(
        (kind, re.compile(before or r"(?!)", re.IGNORECASE), re.compile(after or r"(?!)", re.IGNORECASE))
        for kind, before, after, *_ in rows("event_figures.tsv")
    )


def figures(document: Document, text: str, sentence: Range) -> tuple[tuple[Figure, Range], ...]:
    """The figures of a sentence with their ranges, in order; `text` is the document's with its lines unwrapped."""
    return tuple(_read(document, text, sentence))


def _read(document: Document, text: str, sentence: Range) -> Iterator[tuple[Figure, Range]]:
    low, high = sentence
    for m in _number().finditer(text, low, high):
        value = _value(m)
        if value is None:
            continue
        kind = _kind(text, m.start(), m.end(), low, high, money=bool(m["money"]))
        if kind is None:
            continue
        least, most = _bounds(text[max(low, m.start() - 24) : m.start()], value)
        (span,) = spans(document, [(m.start(), m.end())])
        yield Figure(kind=kind, least=least, most=most, span=span), (m.start(), m.end())


def _value(m: re.Match[str]) -> tuple[float, float | None] | None:
    """The number as least and most."""
    if m["vague"]:  # without regard to case "ſ" is an s and "ı" an i, which no table has
        return _VAGUE.get(m["vague"].lower())
    scale = _SCALES.get((m["scale"] or "").lower(), 1) * _SCALES.get((m["scale2"] or "").lower(), 1)
    if m["digits"]:
        if len(m["digits"]) > _MOST_DIGITS:
            return None
        plain = (
            re.sub(r"[, ]", "", m["digits"])
            if not re.fullmatch(r"\d{1,3}(?:\.\d{3})+", m["digits"])
            else m["digits"].replace(".", "")
        )
        try:
            value = float(plain) * scale
        except ValueError:
            return None
        year = scale == 1 and not m["money"] and re.fullmatch(r"(?:1[89]|20)\d\d", m["digits"])
        return None if year else (value, value)
    parts = re.split(r"[- ]", m["word"].lower())
    known = _numbers()
    if parts[0] in ("a", "an"):
        return (float(scale), float(scale)) if scale > 1 and len(parts) == 1 else None
    if any(p not in known for p in parts):
        return None
    total = float(sum(known[p] for p in parts))
    return total * scale, total * scale


def _bounds(before: str, value: tuple[float, float | None]) -> tuple[float | None, float | None]:
    least, most = value
    if _AT_LEAST.search(before):
        return least, None
    if _AT_MOST.search(before):
        return None, most
    return least, most


def _kind(text: str, start: int, end: int, low: int, high: int, *, money: bool) -> str | None:
    """What the number counts, by the nearest words around it that say so."""
    before = text[max(low, start - _LONGEST) : start]
    after = text[end : min(high, end + _LONGEST)]
    found: list[tuple[int, str]] = []
    for kind, ahead, behind in _kinds():
        led, followed = ahead.search(before), behind.match(after)
        if led or followed:
            found.append((len(led.group()) if led else len(followed.group()) if followed else 0, kind))
    return min(found)[1] if found else "money" if money else None
