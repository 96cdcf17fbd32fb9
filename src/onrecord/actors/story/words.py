"""The word tables of story resolution: sorts of nouns, parties, and what stands for a state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.actors.gazetteer import Entry, gazetteer
from onrecord.actors.lexicon import lexicon, table
from onrecord.actors.names import plain

WORD = re.compile(r"[^\W_](?:[\w.'’&]|-(?=\w))*|[^\w\s]")
_HYPHEN = re.compile(r"(?:(?<=\bex)|(?<=\bthen)|(?<=\bnon)|(?<=\banti))-(?=[A-Z])|-(?=led\b)")
LONGEST_PHRASE = 6
_IRREGULAR = {"men": "man", "women": "woman", "people": "people", "children": "child", "wives": "wife"}
_UPPER_ONLY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """A class of nouns and its kind (see data/story_nouns.tsv)."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A noun of the table: what it is compared as ("pm" as "prime minister"), and its sort."""

    head: str
    sort: Sort


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Tokens `first` to `last` (end exclusive) name something.

    `sort` is "state" (its name, its people or its capital), "body" (an institution) or "party"; `name` the code of a
    state, the gazetteer's id of a body, the name of a party; `state` the code of the state a body belongs to.
    """

    first: int
    last: int
    sort: str
    name: str
    state: str = ""


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words, *_ in table("story_lists.tsv")}


def story_list(name: str) -> frozenset[str]:
    """One list of data/story_lists.tsv."""
    return _lists()[name]


@lru_cache(maxsize=1)
def nouns() -> Mapping[str, Noun]:
    """The nouns of data/story_nouns.tsv."""
    out: dict[str, Noun] = {}
    for name, kind, found, _, _ in table("story_nouns.tsv"):
        for entry in found.split(","):
            word, _, same = entry.partition("=")
            out[plain(word)] = Noun(head=plain(same or word), sort=Sort(name=name, kind=kind))
    return out


@lru_cache(maxsize=1)
def parties() -> Mapping[str, str]:
    """What names a party beside its own name: "tories" -> "Conservative Party"."""
    return {plain(w): party for party, found, _, _ in table("story_parties.tsv") for w in found.split(",")}


@lru_cache(maxsize=1)
def state_names() -> Mapping[str, str]:
    """The states' names by their codes."""
    return {row[0]: row[2] for row in table("gazetteer_states.tsv")}


@lru_cache(maxsize=1)
def body_names() -> Mapping[str, str]:
    """The names of the gazetteer's bodies, by their ids."""
    return {row[0]: row[3].partition(",")[0] for row in table("gazetteer_bodies.tsv")}


@lru_cache(maxsize=1)
def seats() -> Mapping[str, str]:
    """The states in which the gazetteer's bodies are at home, by their ids: media, too."""
    return {row[0]: row[2][:3] for row in table("gazetteer_bodies.tsv")}


def tokens_of(text: str) -> list[str]:
    """Words and marks; hyphens with spaces around them ("Min - ho") are joined first, "ex-" and "-led" cut off."""
    return WORD.findall(_HYPHEN.sub(" ", re.sub(r"(?<=\w) ?- ?(?=\w)", "-", text)))


@lru_cache(maxsize=65536)
def bare(token: str) -> str:
    """A token as tables hold it: lower case, without dots, accents and possessive."""
    return plain(token)


@lru_cache(maxsize=65536)
def lemma(word: str) -> str:
    """The singular of a lower-case noun, by its ending: officials -> official, agencies -> agency."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in story_list("unchanging") or word.endswith(("ss", "us", "is")) or len(word) < 4 or not word.endswith("s"):
        return word[:-3] + "man" if word.endswith("men") and len(word) > 4 else word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


def plural(word: str) -> bool:
    """Whether a lower-case noun is written as a plural, or means several."""
    return lemma(word) != word or word in ("people", "police", "staff", "press", "media")


def sort_of(words: Sequence[str]) -> tuple[str, Sort | None]:
    """The noun that ends these lower-case words and its sort: (["special", "counsel"]) -> "special counsel"."""
    known = nouns()
    for size in (3, 2, 1):
        if len(words) >= size:
            phrase = " ".join([*words[-size:-1], lemma(words[-1])])
            if phrase in known:
                return known[phrase].head, known[phrase].sort
    return (lemma(words[-1]) if words else ""), None


@lru_cache(maxsize=8192)
def hits(tokens: tuple[str, ...]) -> tuple[Hit, ...]:
    """The states, institutions and parties that the tokens name, left to right, the longest first."""
    text = " ".join(tokens)
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = 0
    for i, token in enumerate(tokens):
        starts[at] = i
        at += len(token)
        for over in (0, 1, 2, 3):  # a hit may leave out a full stop or a possessive
            ends.setdefault(at - over, i + 1)
        at += 1
    found = list(_parties(tokens))
    taken = {i for h in found for i in range(h.first, h.last)}
    for place in gazetteer().within(text):
        first, last = starts.get(place.start), ends.get(place.end)
        if first is None:  # "ex-British", "Verran-American"
            first = max((i for s, i in starts.items() if s <= place.start), default=None)
        if first is None or last is None or first >= last or taken & set(range(first, last)):
            continue
        hit = _hit(place.entry, first, last)
        if hit is not None and not _part_of_name(place.entry, tokens, first, last):
            found.append(hit)
    return tuple(sorted(found, key=lambda h: h.first))


def _hit(entry: Entry, first: int, last: int) -> Hit | None:
    if entry.kind == "state" or entry.how == "capital":
        return Hit(first=first, last=last, sort="state", name=entry.state, state=entry.state) if entry.state else None
    if entry.kind == "party":
        return Hit(first=first, last=last, sort="party", name=entry.name)
    ours = entry.kind in ("government", "parliament")
    return Hit(first=first, last=last, sort="body", name=entry.id, state=entry.state if ours else "")


def _parties(tokens: Sequence[str]) -> Iterator[Hit]:
    """Members and organs of parties, the longest words first."""
    low = [bare(t) for t in tokens]
    at = 0
    while at < len(tokens):
        for size in range(min(LONGEST_PHRASE, len(tokens) - at), 0, -1):
            name = parties().get(" ".join(low[at : at + size]))
            letters = tokens[at].replace(".", "").removesuffix("'s")
            if (
                name
                and tokens[at][:1].isupper()
                and (len(letters) > _UPPER_ONLY or size > 1 or not letters[1:].islower())
            ):
                word = low[at + size] if at + size < len(tokens) else ""
                size += word in ("party", "parties")
                yield Hit(first=at, last=at + size, sort="party", name=name)
                at += size
                break
        else:
            at += 1


def _part_of_name(entry: Entry, tokens: Sequence[str], first: int, last: int) -> bool:
    """Whether a hit is only a part of another name: Anna *Jordan*, North *Pole*, National *Security Council*."""
    before = tokens[first - 1] if first else ""
    after = tokens[last] if last < len(tokens) else ""
    named = before[:1].isupper() and bare(before) not in ("the", "a", "an") and not hits((before,))
    if "surname" in entry.also:
        given = bare(before) in lexicon().given or bare(before) in lexicon().titles["honorific"]
        if given or (after[:1].isupper() and sort_of([bare(after)])[1] is None):
            return True
    whole = entry.kind == "organization" or entry.id.startswith("organ:")
    return named and (whole or "thing" in entry.also)
