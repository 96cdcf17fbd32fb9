"""The word lists by which printed names are read and compared, from data/ on first use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from onrecord.actors.lexicon import lexicon, table

BODIES = ("office_of", "forces_of", "speaker_of")
_LETTERED = {"us": "united states", "usa": "united states", "uk": "united kingdom", "uae": "united arab emirates"}
_SMALL = frozenset(("the", "republic", "of"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """`lists` by name; `body` word -> its class; `legal` form (a tuple of words) -> its class; `same` word -> groups;
    `called`: the given names among those, which are known to be different where they share no group."""

    lists: Mapping[str, frozenset[str]]
    body: Mapping[str, str]
    legal: Mapping[tuple[str, ...], str]
    same: Mapping[str, frozenset[int]]
    called: frozenset[str]
    numbers: Mapping[str, str]
    roman: Mapping[str, str]
    places: Mapping[tuple[str, ...], str]
    heads: frozenset[str]
    common: frozenset[str]
    given: frozenset[str]

    def within(self, name: str) -> frozenset[str]:
        """One list."""
        return self.lists[name]


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """The lists as shipped, read once a process."""
    lists = {name: found.split() for name, found, *_ in table("name_words.tsv")}
    legal = {tuple(w.split("-")): name for name, found in lists.items() if name.startswith("legal_") for w in found}
    same: dict[str, set[int]] = {}
    called: set[str] = set()
    for at, (sort, found, *_) in enumerate(table("name_same.tsv")):
        for word in found.split():
            same.setdefault(word, set()).add(at)
        if sort == "given":
            called.update(found.split())
    lex = lexicon()
    return NameWords(
        lists={name: frozenset(found) for name, found in lists.items()},
        body={word: name for name in BODIES for word in lists[name]},
        legal=legal,
        same={word: frozenset(found) for word, found in same.items()},
        called=frozenset(called),
        numbers={word: str(at) for name in ("ordinal", "cardinal") for at, word in enumerate(lists[name], start=1)},
        roman={word: str(at) for at, word in enumerate(lists["roman"], start=1)},
        places=_places(),
        common=frozenset(lex.org_kind) | lex.joining | frozenset(lists["common"]),
        heads=frozenset(w for w, kind in lex.org_kind.items() if kind != "place") | lex.joining,
        given=frozenset(lex.given),
    )


def _places() -> dict[tuple[str, ...], str]:
    """States and their peoples, as tuples of words, to one name of the state."""
    lex = lexicon()
    out = {tuple(name.split()): state.casefold() for name, state in {**lex.states, **lex.demonyms}.items()}
    out.update({(short,): state for short, state in _LETTERED.items()})
    out.update({("the", *words): state for words, state in out.items() if words[0] == "united" and len(words) > 1})
    return {tuple(w for w in words if w not in _SMALL) or words: state for words, state in out.items()}
