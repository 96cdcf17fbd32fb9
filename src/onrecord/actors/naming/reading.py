"""A printed name, read once for any number of comparisons."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.actors.naming.body_names import is_office, read_body
from onrecord.actors.naming.name_words import NameWords, name_words
from onrecord.actors.naming.person_names import read_person, relation_of, untitled
from onrecord.actors.naming.printed_names import BODY, MOST_WORDS, PERSON, Printed, ReadName
from onrecord.actors.naming.transliteration import latin, script_of, unmarked

LONGEST, MOST_INNER = 300, 4
_DOTTED = re.compile(r"\b(?:\w\.){2,}(?!\w)|\b(?:\w\.)+\w\b")
_INNER = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_CAMEL = re.compile(r"(?<=[a-z])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLa)(?<!\bLe)(?<!\bDi)(?=[A-Z][A-Za-z])")
_ASSIMILATED = re.compile(r"(?<=[\s-])u([srdn])-(?=\1)", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")


@lru_cache(maxsize=1 << 16)
def read_name(text: str, kind: str = "unknown") -> ReadName:
    """The name as it is compared. `kind` is one of vocabulary.ACTOR_KINDS; "unknown" lets the words decide."""
    text = text[:LONGEST]
    script = script_of(text)
    latinised = latin(text, script)
    bare = _INNER.sub(" ", latinised)
    inner = tuple((found.strip(), tuple(_words(found)[0])) for found in _INNER.findall(latinised)[:MOST_INNER])
    if kind in ("person", "unknown"):
        bare = _turned_round(bare)
    words, owner = _words(bare if _WORD.search(bare.lower()) else latinised)
    known = name_words()
    printed = Printed(text, kind, script, words, owner, inner if _WORD.search(bare.lower()) else ())
    return read_body(printed, known) if _form(kind, words, known) == BODY else read_person(printed, known)


def _turned_round(text: str) -> str:
    """ "Alvarn, Tomas" -> "Tomas Alvarn"; what stands after the comma may be no generation and no sentence."""
    last, comma, first = text.partition(",")
    words = first.split()
    if not comma or "," in first or not 0 < len(words) <= 3 or not last.strip():
        return text
    if words[0].lower().strip(".") in name_words().within("generation"):
        return text
    return f"{first} {last}"


def _words(text: str) -> tuple[list[str], int]:
    """The words in lower case, and how many of them own what follows ("Alvarn's forces": 1; 0 without 's)."""
    text = _ASSIMILATED.sub("", text)
    text = _DOTTED.sub(lambda m: m.group().replace(".", ""), _CAMEL.sub(" ", text.replace("`", "'").replace("’", "'")))
    out: list[str] = []
    owner = 0
    for found in _WORD.findall(text.lower())[:40]:
        word = found
        if word.endswith("'s"):
            word = word[:-2]
            owner = len(out) + 1
        word = unmarked(word)
        if word and len(out) < MOST_WORDS * 2:
            out.append(word)
    return out, owner if owner < len(out) else 0


def _form(kind: str, words: list[str], known: NameWords) -> str:
    if kind == "person":
        return PERSON
    if kind != "unknown":
        return BODY
    if relation_of(words, 0, known)[1] or untitled(words, known)[1]:
        return PERSON
    if len(words) > 1 and is_office(words, known):
        return BODY
    if len(words) == 2 and words[0] in known.given and words[1] not in ("government", "party", "forces"):
        return PERSON
    inner = words[1:-1]
    heads = [w for w in words if (w in known.heads or w in known.body) and w not in known.given]
    if heads or "of" in inner or "for" in inner or "and" in inner or any(w.isdigit() for w in words):
        rest = [w for w in words if w not in heads and w not in known.body]
        return PERSON if set(heads) <= set(known.body) and _owned_person(words, rest, known) else BODY
    return BODY if words and tuple(words) in known.places else PERSON


def _owned_person(words: list[str], rest: list[str], known: NameWords) -> bool:
    """ "Alvarn government": a body's word after what may be a person, and not after a people ("Verran government")."""
    if not rest or words[-1] not in known.body or any((w,) in known.places for w in rest):
        return False
    return not any(w in known.within("common") or w in known.within("direction") for w in rest)
