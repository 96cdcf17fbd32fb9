"""What is read from a printed name: the words it is compared by, and the marks that tell namesakes apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from onrecord.actors.naming.transliteration import forms

MOST_WORDS = 14
PERSON, BODY, TITLE = "person", "body", "title"


class Printed(NamedTuple):
    """A printed name taken apart into lower-case words in Latin letters.

    `owner`: how many words own what follows ("Alvarn's forces": 1), 0 without 's. `inner`: what stands in brackets,
    as printed and as words.
    """

    text: str
    kind: str
    script: str
    words: list[str]
    owner: int
    inner: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadName:
    """`words` are what is compared, in order, in Latin letters, without titles, articles and small words.

    `form`: a person's, a body's, or a title and nothing else. `weak` words tell nobody apart, `strong` ones do.
    `joined`, `ordered`: all letters, as printed and with the words in alphabetical order. `skeletons` are of the
    words. The rest are marks: two names that differ in one are not of one actor.
    """

    text: str
    kind: str
    form: str
    script: str
    words: tuple[str, ...]
    weak: frozenset[str] = frozenset()
    titled: bool = False
    generation: str = ""
    relation: str = ""
    owned: str = ""
    parents: frozenset[str] = frozenset()
    line: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    directions: frozenset[str] = frozenset()
    factions: frozenset[str] = frozenset()
    tail: frozenset[str] = frozenset()
    legal: str = ""
    acronyms: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    joined: str = ""
    ordered: str = ""
    skeletons: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()


def made(*, words: list[str], weak: frozenset[str] = frozenset(), **fields: Any) -> ReadName:
    """The record of a name with these words, and all that follows from them."""
    kept = tuple(words)
    return ReadName(
        words=kept, weak=weak, joined="".join(kept), ordered="".join(sorted(kept)),
        skeletons=tuple(forms(w).skeleton for w in kept), strong=tuple(w for w in kept if w not in weak), **fields,
    )  # fmt: skip
