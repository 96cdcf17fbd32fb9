"""The tables of places, read from data/ on first use and never at import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources


def lines_of(name: str) -> list[str]:
    """The lines of a table of data/, without its notes and its head line."""
    lines = resources.files("onrecord").joinpath("data", name).read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")][1:]


def rows(name: str) -> Iterator[list[str]]:
    """The cells of each of these lines."""
    for line in lines_of(name):
        yield line.split("\t")


@lru_cache(maxsize=1)
def lists() -> Mapping[str, frozenset[str]]:
    """The lists of data/places_words.tsv by their names."""
    return {name: frozenset(words.split(",")) for name, words, *_ in rows("places_words.tsv")}


@lru_cache(maxsize=1)
def not_places() -> Mapping[str, frozenset[str]]:
    """Words of names that are no place's: `title` before a person, `calendar`, `given`, `body` of an organization,
    `opening` of a sentence. Read from the tables that the actors' names are read with."""
    title: set[str] = set()
    for role, _, words, *_ in rows("titles.tsv"):
        if role not in ("modifier", "portfolio", "surname"):
            title.update(w for w in words.split(",") if " " not in w)
    body: set[str] = set()
    for kind, words, *_ in rows("org_words.tsv"):
        if kind not in ("place", "state", "adjective") and not kind.startswith("context:"):
            body.update(words.split(","))
    found = {name: frozenset(words.split()) for name, words, *_ in rows("not_names.tsv")}
    given = frozenset(n for _, _, names in rows("given_names.tsv") for n in names.split(","))
    return {
        "title": frozenset(title),
        "body": frozenset(body),
        "given": given,
        "calendar": found["calendar"],
        "opening": found["starter"],
    }
