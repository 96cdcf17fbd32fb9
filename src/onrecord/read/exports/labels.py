"""Labels of fields in exports ("Length: 645 words"), and where the fields below an article's text begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord import dates
from onrecord.read.lines import Line

_WRAPPED, _PARAGRAPH = 1, 6  # what a line without a label weighs: one that goes on, one that begins a paragraph
_MAX_WEIGHT = 12
_MAX_VALUE = 20_000  # characters of a field
_SENTENCE = re.compile(r"[.!?…][\"”’'»)]*$")
_MIN_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The labels of one database: case-folded label -> field, above and below the text."""

    head: dict[str, str]
    tail: dict[str, str]
    pattern: re.Pattern[str]

    def read(self, text: str, *, tail: bool) -> tuple[str, str] | None:
        """(field, value) of a line that opens with a label."""
        m = self.pattern.match(text)
        name = (self.tail if tail else self.head).get(m["label"].casefold()) if m else None
        return (name, m["value"].strip()) if m and name else None


@cache
def labels(database: str) -> Labels:
    """The labels of a database, from data/press_labels.tsv."""
    found: dict[str, dict[str, str]] = {"head": {}, "tail": {}}
    for line in files("onrecord").joinpath("data", "press_labels.tsv").read_text("utf-8").splitlines()[2:]:
        whose, place, name, written, *_ = line.split("\t")
        if whose == database:
            for where in ("head", "tail") if place == "both" else (place,):
                found[where] |= {label.casefold(): name for label in written.split("|")}
    either = "|".join(map(re.escape, sorted({*found["head"], *found["tail"]}, key=len, reverse=True)))
    pattern = re.compile(rf"\s*(?P<label>{either})[ \xa0]?:(?P<value>.*)", re.IGNORECASE | re.DOTALL)
    return Labels(head=found["head"], tail=found["tail"], pattern=pattern)


@cache
def languages() -> dict[str, str]:
    """Case-folded names of languages -> their codes, from data/press_languages.tsv."""
    rows = files("onrecord").joinpath("data", "press_languages.tsv").read_text("utf-8").splitlines()[2:]
    pairs = (line.split("\t")[:2] for line in rows)
    return {name: code for code, names in pairs for name in names.split("|")}


def language(said: str) -> str:
    """The code of a language as a database names it ("ENGLISH", "GERMAN; DEUTSCH", "EN"); empty where it is none."""
    said = said.strip().casefold()
    if said in languages().values():
        return said
    return next((languages()[p] for p in (said, *re.split(r"\s*[;,/(]\s*", said)) if p in languages()), "")


def fields(lines: Sequence[Line], read: Callable[[str], tuple[str, str] | None]) -> dict[str, str]:
    """The fields of labelled lines; a value may go on in the lines below it. The first of a name counts."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in lines:
        got = read(line.text)
        if got:
            name = got[0] if got[0] not in found else ""
            if name:
                found[name] = [got[1]]
        elif name and line.text.strip():
            found[name].append(line.text.strip())
    return {name: " ".join(" ".join(values).split())[:_MAX_VALUE] for name, values in found.items()}


def tail_start(lines: Sequence[Line], start: int, read: Callable[[str], tuple[str, str] | None]) -> int:
    """Where the labelled fields at the end of an article begin, seen from its end; its end where there are none.

    So a paragraph of the text that only looks like a field stays text, unless it is the last.
    """
    got = [read(lines[i].text) for i in range(start, len(lines))]
    found = next((start + i for i, field in enumerate(got) if field and _is_sure(*field)), len(lines))
    weight = 0
    for i in range(found - 1, start - 1, -1):
        text = lines[i].text.strip()
        if not text:
            continue
        if got[i - start]:
            found, weight = i, 0
            continue
        begins = i == start or not lines[i - 1].text.strip()
        if begins and _SENTENCE.search(text) and text.count(" ") >= _MIN_WORDS:
            break
        weight += _PARAGRAPH if begins else _WRAPPED
        if weight > _MAX_WEIGHT:
            break
    return found


def _is_sure(name: str, value: str) -> bool:
    """Whether no paragraph of an article reads like this field."""
    if name == "loaded":
        return bool(dates.parse(value[:40])) and len(value) < 60
    if name == "language":
        return bool(language(value)) and len(value) < 60
    return name == "id" and value.strip().isdigit()
