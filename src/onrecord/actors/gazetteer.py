"""States, governments, parliaments, organisations of states and media that the whole world knows, by their names.

The tables in data/ are read on the first look-up. Facts about the world, never required: a project may switch them off
(`Project.gazetteer`), and its own actors and aliases are asked before. A capital ("Baghdad") is a place unless it acts:
`Entry.how` says by which kind of name an entry was found, so that the caller may decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord.actors.lexicon import table
from onrecord.actors.names import plain

HOWS = ("name", "acronym", "metonym", "capital", "demonym")
"""By which kind of name an entry is found; where one word is several, the first of these is what it is."""
_LONGEST = 120
_WORD = re.compile(r"[^\W_]+(?:['’.&/+-][^\W_]+)*\.?")
_ACRONYM = re.compile(r"(?=(?:.*[^\W\d_]){2})[^\W_a-z]+(?:[./+-][^\W_a-z]+)*\+?")
_LETTERS = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
_ARTICLES = ("the ", "a ", "an ")
_WITH_ARTICLE = re.compile(
    r"\A(?:United|Democratic|Republic|Soviet|Czech|Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Seychelles"
    r"|Vatican|Kurdistan Region)\b|(?:Republic|Islands|Union)\Z"
)
_GOVERNMENT = ("government", "govt")
_PARLIAMENT = ("parliament", "legislature")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a name stands for.

    `id` is "state:IRQ", "government:IRQ", "parliament:IRQ", "igo:UN", "media:AFP" ...; `kind` one of
    `vocabulary.ACTOR_KINDS`; `state` the ISO 3166-1 alpha-3 code of the state it is, belongs to or is at home in
    ("" where there is none); `how` one of `HOWS`. `others` are the ids of what else in the gazetteer has the name,
    `also` what else in the world does.
    """

    id: str
    name: str
    kind: str
    state: str
    how: str
    also: str = ""
    others: tuple[str, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether the name alone does not say who is meant: Georgia, Congo, Jordan."""
        return bool(self.also or self.others)

    @property
    def place(self) -> bool:
        """Whether the words name a place, which is an actor only where it acts: "Baghdad said", not "in Baghdad"."""
        return self.how == "capital"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text an entry is named."""

    start: int
    end: int
    entry: Entry


class Gazetteer:
    """The entries by their names, as `names.plain` makes them."""

    def __init__(self, claims: Mapping[str, Entry], capitals_only: frozenset[tuple[str, str]]) -> None:
        self._claims = claims
        self._capitals_only = capitals_only
        self._first: dict[str, int] = {}
        for key in claims:
            first = key.partition(" ")[0]
            self._first[first] = max(self._first.get(first, 0), key.count(" ") + 1)

    def __len__(self) -> int:
        return len(self._claims)

    def find(self, text: str) -> Entry | None:
        """What this name, as a whole and as it is written, stands for; None where the tables do not say.

        "the Kremlin" and "KREMLIN" are found, "kremlin" is not: in small letters a name is a common word
        ("turkey", "china", "who") more often than not.
        """
        if not text or len(text) > _LONGEST or (text.upper() != text.lower() and not any(c.isupper() for c in text)):
            return None
        key = _key(text)
        return self._named(key, text) or self._composed(key)

    def state_of(self, adjective: str) -> str | None:
        """The state's code that the adjective, or the people's name, belongs to: "Iraqi" -> "IRQ".

        None where it belongs to none, or to more than one ("Congolese", "Korean"). The case of letters does not
        matter, but in abbreviations.
        """
        entry = self._named(_key(adjective), adjective) if len(adjective) <= _LONGEST else None
        if entry is None or entry.how not in ("demonym", "acronym", "name") or entry.others:
            return None
        return entry.state or None

    def within(self, text: str) -> list[Place]:
        """The names in a text from left to right, the longest where several begin; words in small letters are none."""
        tokens = [(m.start(), m.end(), plain(m.group())) for m in _WORD.finditer(text)]
        out: list[Place] = []
        past = 0
        for i, (start, _, word) in enumerate(tokens):
            if i < past or not word:
                continue
            for size in range(min(self._first.get(word.partition(" ")[0], 0), len(tokens) - i), 0, -1):
                end = tokens[i + size - 1][1]
                if not text[start].isupper() and text[start].upper() != text[start]:
                    break
                entry = self._named(" ".join(t[2] for t in tokens[i : i + size]), text[start:end])
                if entry is not None:
                    out.append(Place(start, end, entry))
                    past = i + size
                    break
        return out

    def state_in(self, phrase: str) -> str | None:
        """The code of the state that a phrase names first: "Russia's ambassador to Poland" -> "RUS".

        What stands for one thing only goes before what may be another ("Jordan", "Washington").
        """
        found = [p.entry for p in self.within(phrase) if p.entry.state]
        sure = [e for e in found if not e.ambiguous]
        return next((e.state for e in (*sure, *found)), None)

    def _named(self, key: str, written: str) -> Entry | None:
        entry = self._claims.get(key)
        if entry is None or (key, entry.id) not in self._capitals_only:
            return entry
        bare = written.strip(" \t\n.'’\"“”()")
        letters = bare.removesuffix("'s").removesuffix("’s")
        return entry if letters == letters.upper() or letters.casefold().startswith("the ") else None

    def _composed(self, key: str) -> Entry | None:
        """ "the Iraqi government", "government of Iraq", "Iraqi parliament": by habit of naming."""
        words = key.split()
        for nouns, kind in ((_GOVERNMENT, "government"), (_PARLIAMENT, "parliament")):
            if len(words) < 2:
                break
            whose = " ".join(words[:-1]) if words[-1] in nouns else ""
            if words[0] in nouns and words[1] == "of":
                whose = " ".join(words[3:] if words[2:3] == ["the"] else words[2:])
            entry = self._claims.get(whose)
            if entry is not None and entry.id.startswith(("state:", "government:")):
                return _body(entry, kind)
        return None


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer as shipped, read once a process."""
    claims: dict[str, list[Entry]] = {}
    abbreviated: set[tuple[str, str]] = set()
    spelled: set[tuple[str, str]] = set()
    for written, entry in _all():
        key = _key(written)
        held = claims.setdefault(key, [])
        same = next((i for i, e in enumerate(held) if e.id == entry.id), None)
        if same is None:
            held.append(entry)
        elif HOWS.index(entry.how) < HOWS.index(held[same].how):
            held[same] = entry
        (abbreviated if entry.how == "acronym" else spelled).add((key, entry.id))
    also: dict[str, list[str]] = {}
    for what, words, *_ in table("gazetteer_ambiguous.tsv"):
        for word in dict.fromkeys(words.split(",")):
            also.setdefault(word, []).append(what)
    return Gazetteer(
        {k: _first_of(v, "; ".join(also.get(k, ()))) for k, v in claims.items()}, frozenset(abbreviated - spelled)
    )


def _key(text: str) -> str:
    key = text.casefold() if _LETTERS.fullmatch(text) else plain(text)  # the same, and sooner
    for article in _ARTICLES:
        if key.startswith(article):
            return key.removeprefix(article)
    return key


def _first_of(held: Sequence[Entry], also: str) -> Entry:
    """The likeliest of those that share a name: what it is the name of, then the order of the tables."""
    first = min(held, key=lambda e: HOWS.index(e.how))
    others = tuple(e.id for e in held if e.id != first.id and e.state != first.state)
    return replace(first, also=also, others=others) if also or others else first


def _body(entry: Entry, kind: str) -> Entry:
    code = entry.id.partition(":")[2]
    name = entry.name if entry.id.startswith("state:") else entry.name.removeprefix("Government of ")
    name = f"the {name}" if _WITH_ARTICLE.search(name) else name
    return replace(entry, id=f"{kind}:{code}", name=f"{kind.title()} of {name}", kind=kind, how="name")


def _all() -> Iterator[tuple[str, Entry]]:
    """Every name with what it stands for, the likeliest first."""
    states: dict[str, Entry] = {}
    bodies: dict[str, Entry] = {}
    by_code: dict[str, Entry] = {}
    rows = list(table("gazetteer_states.tsv"))
    for code, _, name, *_ in rows:
        states[plain(name)] = by_code[code] = Entry(
            id=f"state:{code}", name=name, kind="state", state=code[:3], how="name"
        )
    for code, _, _, names, *_ in rows:
        for other in filter(None, names.split(",")):
            states.setdefault(_key(other), by_code[code])
    bodies_rows = list(table("gazetteer_bodies.tsv"))
    for made, kind, state, names in bodies_rows:
        shown = names.split(",")[0]
        bodies[plain(shown)] = Entry(id=made, name=shown, kind=kind, state=state[:3], how="name")
    yield from _of_states(rows, by_code)
    for _, _, _, names in bodies_rows:
        body = bodies[plain(names.split(",")[0])]
        for written in names.split(","):
            yield written, _by_name(written, body)
    yield from _of_peoples(states, bodies)
    for code, _, _, _, demonyms, *_ in rows:
        for written in filter(None, demonyms.split(",")):
            yield written, replace(by_code[code], how="demonym")
    for code, *elsewhere in table("gazetteer_names.tsv"):
        for written in filter(None, elsewhere):
            yield written, by_code[code]


def _of_states(rows: Sequence[Sequence[str]], by_code: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """The names, capitals and other seats, and the legislatures of each state."""
    for code, _, name, names, _, capitals, metonyms, houses in rows:
        state = by_code[code]
        government, parliament = _body(state, "government"), _body(state, "parliament")
        yield name, state
        for written in filter(None, names.split(",")):
            yield written, _by_name(written, state)
        for written in filter(None, capitals.split(",")):
            yield written, replace(government, how="capital")
        for written in filter(None, metonyms.split(",")):
            yield written, replace(government, how="metonym")
        for i, written in enumerate(filter(None, houses.split(","))):
            yield written, replace(parliament, name=houses.split(",")[0]) if i else replace(parliament, name=written)


def _of_peoples(states: Mapping[str, Entry], bodies: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """The adjectives, peoples and capitals of data/states.tsv."""
    for name, demonyms, capitals in table("states.tsv"):
        state = states.get(plain(name)) or bodies[plain(name)]
        for written in filter(None, demonyms.split(",")):
            if len(written) > 2:  # "us" and "uk" are abbreviations, and stand among the names
                yield written, replace(state, how="demonym")
        for written in filter(None, capitals.split(",")):
            yield written, replace(_body(state, "government") if state.kind == "state" else state, how="capital")


def _by_name(written: str, entry: Entry) -> Entry:
    return replace(entry, how="acronym") if written.upper() == written and _ACRONYM.fullmatch(written) else entry
