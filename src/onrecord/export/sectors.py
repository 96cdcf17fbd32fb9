"""Who an actor is in PLOVER's terms: its sectors and its country, by its kind, its name and the titles it is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from onrecord.actors.gazetteer import gazetteer

UNKNOWN = "UNK"
_PERSON = "person"


class Rule(NamedTuple):
    """A row of data/sectors.tsv."""

    sector: str
    by: str  # name, title or kind
    words: tuple[str, ...]
    example: str
    counter_example: str

    def fits(self, text: str) -> bool:
        """Whether one of the words stands in this text; of kinds, whether it is one of them."""
        if self.by == "kind":
            return text in self.words
        return bool(_pattern(self.words).search(text.casefold().replace("’", "'")))


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The table, in its order."""
    lines = (resources.files("onrecord") / "data" / "sectors.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return tuple(
        Rule(sector, by, tuple(words.split(",")), example, counter) for sector, by, words, example, counter in cells
    )


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")


def sectors(kind: str, names: Iterable[str], titles: Iterable[str] = ()) -> tuple[str, ...]:
    """The sectors of an actor, the primary one first; ("UNK",) where nothing says any.

    A person is judged by the titles that articles give it ("energy minister of Tarkhania"), anything else by its names;
    the kind decides where these do not.
    """
    found = list(_found("title", titles) if kind == _PERSON else _found("name", names))
    found = found or list(_found("kind", [kind]))
    return tuple(dict.fromkeys(found)) or (UNKNOWN,)


def _found(by: str, texts: Iterable[str]) -> Iterator[str]:
    every = list(texts)
    for rule in rules():
        if rule.by == by and any(rule.fits(text) for text in every):
            yield rule.sector


def country(names: Iterable[str], orgs: Iterable[str] = ()) -> str | None:
    """The state (ISO 3166-1 alpha-3) that the names of an actor name, else that of the bodies it holds an office of:
    "Iraqi army" -> "IRQ". None where they name none, or one that is not in the gazetteer."""
    known = gazetteer()
    for text in (*names, *orgs):
        entry = known.find(text)
        code = (entry.state if entry else None) or known.state_in(text)
        if code:
            return code.partition("-")[0]
    return None
