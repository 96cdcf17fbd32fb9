"""What stands before a name: whether a text names a place there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from onrecord.places.folding import fold
from onrecord.places.gazetteer import gazetteer
from onrecord.places.runs import before
from onrecord.places.tables import lists

_BETWEEN = re.compile(
    r"(?:, and|, or|,| and| or| &|/)[ \xa0]?(?:the )?(?:[a-z-]*(?:north|south|east|west|central)[a-z]* )*"
)

_HINTS = {"capital": "capital", "republic": "country", "kingdom": "country", "island": "", "islands": ""}
_KINDS = {
    "capital": "capital", "town": "city", "city": "city", "village": "city", "port": "city", "suburb": "city",
    "province": "region", "region": "region", "district": "region", "island": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """`how` is the kind of words before a name ("": none of a place), `start` where its own first word stands
    ("northern" Iraq), `hint` what kind of place they say, `people` the country of an adjective among them. `joined`: it
    follows "and" in a list. `word` is the preposition."""

    how: str
    start: int
    hint: str = ""
    people: str | None = None
    article: bool = False
    joined: bool = False
    word: str = ""


def position(text: str, start: int, base: int, previous: int) -> Position:
    """Where the name that begins at `start` stands; `previous` is the end of the place named before it, or -1."""
    words, found = lists(), before(text, start, base)
    begin, article, owner = start, False, None
    while found:
        word, at = found[-1]
        low = word.lower()
        if low in words["compass"] and low == word:
            begin = at
        elif low == "the":
            article = True
        elif word.endswith(("'s", "’s")) and gazetteer().find(fold(word[:-2]), word[:-2]):
            owner = next((k.country for k in gazetteer().find(fold(word[:-2])) if k.kind == "country"), None)
            if owner is None:
                break
        elif low not in words["adjective"] and not ("-" in low and low.rpartition("-")[2] in words["held"]):
            break
        found.pop()
    if 0 <= previous <= begin and begin - previous < 30:
        between = text[previous:start]
        if between.strip() and _BETWEEN.fullmatch(between):
            return Position(
                how="list", start=begin, article=article, joined=bool(re.search(r"\b(?:and|or)\b", between))
            )
    if not found:
        return Position(how="", start=begin, article=article)
    stands = _by_words(found, begin, article)
    return replace(stands, people=owner) if owner else stands


def _by_words(found: list[tuple[str, int]], begin: int, article: bool) -> Position:
    words = lists()
    low = found[-1][0].lower()
    noun = found[-2][0].lower() if len(found) > 1 else ""
    if low == "of" and noun != "capital":
        for name, how in (("settlement", "kind"), ("region", "kind"), ("part", "part"), ("done_to", "done to")):
            if noun in words[name]:
                hint = _HINTS.get(noun) or {"settlement": "city", "region": "region"}.get(name, "")
                return Position(how=how, start=begin, hint=hint, people=_people(found[:-2]), article=article)
    if low == "of":
        return Position(how="of", start=begin, article=article)
    if low == "," and noun in ("capital", "town", "city", "village") and len(found) > 2:
        hint = _HINTS.get(noun, "city")
        return Position(how="capital", start=begin, hint=hint, people=_people(found[:-2]), article=article)
    if low in _KINDS:
        return Position(how="kind", start=begin, hint=_KINDS[low], people=_people(found[:-1]), article=article)
    if low in words["motion"] and _on_the_way(found):
        return Position(how="journey", start=begin, article=article, word=low)
    if low in words["on"] and noun in words["attack_on"]:
        return Position(how="reach", start=begin, article=article, word=low)
    for how in ("near", "on", "motion", "overrun", "reach"):
        if low in words[how]:
            return Position(how=how, start=begin, article=article, word=low)
    if low == "and" and _after_between(found):
        return Position(how="motion", start=begin, article=article)
    return Position(how="", start=begin, article=article)


def _on_the_way(found: list[tuple[str, int]]) -> bool:
    """Whether something moves: "moved two brigades from", "flights to"; another preposition between ends it."""
    words = lists()
    for word, _ in reversed(found[-8:-1]):
        if word.lower() in words["journey"]:
            return True
        if word.lower() in words["near"] or word in (",", "on", "with", "for"):
            return False
    return False


def _after_between(found: list[tuple[str, int]]) -> bool:
    return any(w.lower() == "between" for w, _ in found[-5:])


def _people(found: list[tuple[str, int]]) -> str | None:
    """The country of the adjective within the three words before: "the northern Syrian border town of"."""
    peoples = gazetteer().peoples
    for word, _ in reversed(found[-3:]):
        if word[:1].isupper() and fold(word.removesuffix("'s").removesuffix("’s")) in peoples:
            return peoples[fold(word)]
    return None
