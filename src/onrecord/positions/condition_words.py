"""The tables that conditions are read by, from `data/condition*.tsv`, read once a process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

KINDS = ("clause", "verbal", "phrase", "noun", "inversion", "never")
"""What follows the words of a marker; "never": words that only look like one."""
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Words that make what stands with them a condition: a row of `conditions.tsv`."""

    phrases: tuple[str, ...]
    kind: str
    polarity: str
    main: str
    score: float
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A sentence that is a condition and what follows from it: a row of `condition_patterns.tsv`."""

    phrases: tuple[str, ...]
    rule: str
    pattern: re.Pattern[str]
    polarity: str
    score: float
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A pattern with its name: a row of `condition_words.tsv` or `condition_effects.tsv`."""

    name: str
    pattern: re.Pattern[str]
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Where words of the tables stand: in one row of markers, or in the shapes that begin with them."""

    start: int
    end: int
    marker: Marker | None
    shapes: tuple[Shape, ...] = ()


@lru_cache(maxsize=1)
def markers() -> tuple[Marker, ...]:
    """The rows of `conditions.tsv`."""
    return tuple(
        Marker(
            phrases=tuple(phrases.split("|")),
            kind=kind,
            polarity=polarity,
            main=main,
            score=float(score) if kind != "never" else 0.0,
            before=re.compile(before) if before else None,
            after=re.compile(after) if after else None,
            example=example,
            counter_example=counter,
        )
        for phrases, kind, polarity, main, score, before, after, example, counter in _rows("conditions.tsv")
    )


@lru_cache(maxsize=1)
def shapes() -> tuple[Shape, ...]:
    """The rows of `condition_patterns.tsv`."""
    return tuple(
        Shape(
            phrases=tuple(phrases.split("|")),
            rule=rule,
            pattern=re.compile(pattern),
            polarity=polarity,
            score=float(score),
            example=example,
            counter_example=counter,
        )
        for phrases, rule, pattern, polarity, score, example, counter in _rows("condition_patterns.tsv")
    )


@lru_cache(maxsize=1)
def lists() -> dict[str, Words]:
    """The rows of `condition_words.tsv` by their names."""
    return {
        name: Words(name=name, pattern=re.compile(pattern), example=example, counter_example=counter)
        for name, pattern, _, example, counter in _rows("condition_words.tsv")
    }


@lru_cache(maxsize=1)
def effects() -> tuple[Words, ...]:
    """The rows of `condition_effects.tsv`."""
    return tuple(
        Words(name=name, pattern=re.compile(pattern), example=example, counter_example=counter)
        for name, pattern, example, counter in _rows("condition_effects.tsv")
    )


def words(name: str) -> re.Pattern[str]:
    """A list of `condition_words.tsv`."""
    return lists()[name].pattern


def lowered(text: str) -> str:
    """The text in lower case with straight apostrophes, of the same length."""
    low = text.lower()
    if len(low) != len(text):  # "İ" becomes two
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return low.replace("’", "'")


def hits(low: str) -> Iterator[Hit]:
    """Where words of the tables stand in a text of `lowered`, in order, the longest at each place."""
    known = _by_first_word()
    done = 0
    for m in _WORD.finditer(low):
        found = known.get(m.group())
        if (
            found is None
            or m.start() < done
            or (m.start() and (low[m.start() - 1].isalnum() or low[m.start() - 1] in "-_'"))
        ):
            continue
        whole = found[0].match(low, m.start())
        if whole:
            row = found[1][" ".join(whole.group().split())]
            done = whole.end()
            yield Hit(whole.start(), done, *row)


_Row = tuple[Marker | None, tuple[Shape, ...]]


@lru_cache(maxsize=1)
def _by_first_word() -> dict[str, tuple[re.Pattern[str], dict[str, _Row]]]:
    """For the first word of all phrases: a pattern of those that begin with it, and their rows."""
    rows: dict[str, dict[str, _Row]] = {}
    for marker in markers():
        for phrase in marker.phrases:
            rows.setdefault(phrase.partition(" ")[0].rstrip(",:"), {})[phrase] = marker, ()
    for shape in shapes():
        for phrase in shape.phrases:
            group = rows.setdefault(phrase.partition(" ")[0], {})
            marker_, others = group.get(phrase, (None, ()))
            group[phrase] = marker_, (*others, shape)
    out = {}
    for first, group in rows.items():
        longest = sorted(group, key=len, reverse=True)
        pattern = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in longest)
        out[first] = re.compile(rf"(?:{pattern})(?![\w-])"), group
    return out


def _rows(name: str) -> list[list[str]]:
    """The rows of a table, without comments and heading."""
    lines = (resources.files("onrecord") / "data" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
