"""The word lists of actor resolution, read from data/ on first use and never at import."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

TITLE_ROLES = ("honorific", "office", "surname", "regnal", "compound", "modifier", "portfolio")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A common noun that may head the words naming a source: what it stands for, and of which gender."""

    role: str
    gender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All lists, in lower case. `titles` by their role in a title; `gender` of titles and given names."""

    titles: Mapping[str, frozenset[str]]
    title_gender: Mapping[str, str]
    given: Mapping[str, str]
    nouns: Mapping[str, tuple[Noun, ...]]
    org_kind: Mapping[str, str]
    org_context: Mapping[str, str]
    joining: frozenset[str]
    states: Mapping[str, str]
    demonyms: Mapping[str, str]
    capitals: Mapping[str, str]
    words: Mapping[str, frozenset[str]]

    def noun(self, word: str, role: str) -> Noun | None:
        """The word as a noun of that role, if it is one."""
        return next((n for n in self.nouns.get(word, ()) if n.role == role), None)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lists as shipped, read once a process."""
    titles: dict[str, set[str]] = {role: set() for role in TITLE_ROLES}
    title_gender: dict[str, str] = {}
    for role, gender, found, _, _ in table("titles.tsv"):
        folded = fold(found).split(",")
        titles[role].update(folded)
        title_gender.update((w, gender) for w in folded if gender)
    nouns: dict[str, list[Noun]] = {}
    for role, gender, found, _, _ in table("roles.tsv"):
        for word in dict.fromkeys(found.split(",")):
            nouns.setdefault(word, []).append(Noun(role=role, gender=gender))
    org_kind: dict[str, str] = {}
    org_context: dict[str, str] = {}
    joining: frozenset[str] = frozenset()
    for kind, found, _, _ in table("org_words.tsv"):
        if kind == "adjective":
            joining = frozenset(found.split(","))
        elif kind.startswith("context:"):
            org_context.update((w, kind.removeprefix("context:")) for w in found.split(","))
        else:
            for word in found.split(","):
                org_kind.setdefault(word, kind)
    words = {name: frozenset(found.split()) for name, found, *_ in (*table("not_names.tsv"), *table("grammar.tsv"))}
    states, demonyms, capitals = _states()
    return Lexicon(
        titles={role: frozenset(found) for role, found in titles.items()},
        title_gender=title_gender,
        given=_given(),
        nouns={word: tuple(found) for word, found in nouns.items()},
        org_kind=org_kind,
        org_context=org_context,
        joining=joining,
        states=states,
        demonyms=demonyms,
        capitals=capitals,
        words=words,
    )


def fold(words: str) -> str:
    """A list without diacritics and hyphens, as the words of a text are compared."""
    plain = unicodedata.normalize("NFD", words.replace("-", " "))
    return "".join(c for c in plain if not unicodedata.combining(c))


def listed(name: str) -> frozenset[str]:
    """One list of data/grammar.tsv or data/not_names.tsv."""
    return lexicon().words[name]


def table(name: str) -> Iterator[list[str]]:
    """The rows of a word list below its head line; lines that start with "#" are comments."""
    lines = resources.files("onrecord").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    yield from rows[1:]


def _given() -> dict[str, str]:
    """Given name -> "m" or "f"; a name found on both lists is no evidence of gender: ""."""
    out: dict[str, str] = {}
    for gender, _, found in table("given_names.tsv"):
        for name in fold(found).split(","):
            out[name] = gender if out.get(name, gender) == gender else ""
    return out


def _states() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Name, demonym and capital (lower case) -> the state's name."""
    states: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for state, peoples, cities in table("states.tsv"):
        states[state.casefold()] = state
        demonyms.update((d, state) for d in peoples.split(",") if d)
        capitals.update((c.casefold(), state) for c in cities.split(",") if c)
    return states, demonyms, capitals
