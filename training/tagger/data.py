"""Corpora -> articles of words with tags, links and mentions, in the form the network learns from."""

from __future__ import annotations

import gzip
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.attribution.passages import passages
from onrecord.encoder.pieces import WordPieces
from onrecord.encoder.sheet import Sheet, make_sheet
from onrecord.layout import lay_out

ROLES = ("source", "cue", "content")
KINDS = ("person", "organization", "place")
IGNORE = -100


@dataclass(slots=True)
class Example:
    """One article: its words as strings and sheet, a tag a word, links between first words of spans.

    `cue_of`: content piece -> its cue; `source_of`: cue -> its source or -1. `names` and `mentions`
    are tags too; a layer of nothing but IGNORE was not annotated.
    """

    words: list[str]
    sheet: Sheet
    tags: list[int]
    cue_of: dict[int, int] = field(default_factory=dict)
    source_of: dict[int, int] = field(default_factory=dict)
    names: list[int] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def attributions(path: Path, vocabulary: WordPieces) -> list[Example]:
    """PolNeAR's articles. Attributions nested in another's content are left to the outer one."""
    return [_attributed(row, vocabulary) for row in rows(path)]


def _sheet(text: str, vocabulary: WordPieces) -> tuple[Sheet, list[str]]:
    page = lay_out(text)
    sheet = make_sheet(page.text, passages(page), vocabulary)
    return sheet, [page.text[s:e] for s, e in zip(sheet.start, sheet.end, strict=True)]


def _attributed(row: dict[str, Any], vocabulary: WordPieces) -> Example:
    sheet, words = _sheet(row["text"], vocabulary)
    empty = [IGNORE] * len(words)
    out = Example(words, sheet, [0] * len(words), names=empty, mentions=empty)
    taken = [False] * len(words)
    longest_first = sorted(row["attributions"], key=lambda a: -sum(e - s for s, e in a["content"]))
    for a in longest_first:
        spans = {r: [w for piece in a[r] for w in _words(sheet, piece)] for r in ROLES}
        flat = [range(*w) for w in spans["content"]]
        if not flat or not spans["cue"] or any(taken[i] for w in flat for i in w):
            continue
        if any(taken[i] and out.tags[i] > 4 for w in spans["cue"] + spans["source"] for i in range(*w)):
            continue
        for k, role in enumerate(ROLES):
            for first, last in spans[role]:
                for i in range(first, last):
                    out.tags[i] = 2 * k + (1 if i == first else 2)
                    taken[i] = True
        cue = spans["cue"][0][0]
        out.source_of[cue] = spans["source"][0][0] if spans["source"] else -1
        out.cue_of.update((first, cue) for first, _ in spans["content"])
    return out


def _words(sheet: Sheet, piece: list[int]) -> list[tuple[int, int]]:
    """The words that a range of characters touches, one run a paragraph."""
    first, last = bisect_right(sheet.end, piece[0]), bisect_left(sheet.start, piece[1])
    out = []
    for a, b in sheet.paragraphs:
        s, e = max(a, first), min(b, last)
        if s < e:
            out.append((s, e))
    return out


def entities(path: Path, vocabulary: WordPieces, leave_out: tuple[str, ...] = ("letter",)) -> list[Example]:
    """GUM's documents: names and outermost mentions of persons, organizations and places."""
    return [_with_mentions(row, vocabulary) for row in rows(path) if row["genre"] not in leave_out]


def _with_mentions(row: dict[str, Any], vocabulary: WordPieces) -> Example:
    text = row["text"]
    sheet, words = _sheet(text, vocabulary)
    out = Example(words, sheet, [IGNORE] * len(words), names=[0] * len(words), mentions=[0] * len(words))
    found = sorted((s, -e, KINDS.index(x["type"])) for x in row["entities"] if x["type"] in KINDS for s, e in x["m"])
    covered = -1
    for s, minus_e, kind in found:
        for first, last in _words(sheet, [s, -minus_e]):
            if s >= covered:
                _mark(out.mentions, first, last, kind)
            name = _name(words, first, last)
            if name:
                _mark(out.names, *name, kind)  # an inner name overwrites the outer one's words
        covered = max(covered, -minus_e)
    return out


def _mark(tags: list[int], first: int, last: int, kind: int) -> None:
    for i in range(first, last):
        tags[i] = 2 * kind + (1 if i == first else 2)
    if last < len(tags) and tags[last] and tags[last] % 2 == 0:
        tags[last] -= 1  # what is left of a name cut in two begins anew


_JOINS = {"of", "de", "la", "del", "al", "el", "bin", "van", "von", "der", "the", "for", "and", "-", ".", "'", "’", "&"}


def _name(words: list[str], first: int, last: int) -> tuple[int, int] | None:
    """The run of capitalised words that heads a mention, if a name heads it."""
    while first < last and not words[first][:1].isupper():
        first += 1
    while first < last and words[first].lower() in _PRONOUNS:
        first += 1
    stop = first
    for i in range(first, last):
        if words[i][:1].isupper() or words[i][:1].isdigit():
            stop = i + 1
        elif words[i].lower() not in _JOINS:
            break
    if stop < last and words[stop].isalpha() and words[stop].lower() not in _STOPS:
        return None  # "Syrian rebels": the head is no name
    return (first, stop) if stop > first else None


_PRONOUNS = {"i", "he", "she", "it", "we", "you", "they", "my", "his", "her", "its", "our", "your", "their", "the", "a"}
_STOPS = {"of", "in", "who", "which", "that", "on", "at", "from", "for", "and", "or", "with", "as", "is", "was", "to"}
