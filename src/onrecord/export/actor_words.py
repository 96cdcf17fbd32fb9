"""How actors are spoken of: what one is to another, why two names are one, what was judged."""

from __future__ import annotations

from onrecord.forms import shown_cell
from onrecord.model import Judgement

_RELATIONS = {
    # kind: what it is to the other, what the other is to it
    "part_of": ("part of", "has as part"),
    "backed_by": ("backed by", "backs"),
    "allied_with": ("allied with", "allied with"),
    "opposed_to": ("opposed to", "opposed to"),
}
_WHY = {
    "acronym": "an article gives the letters for the name",
    "second-name": "an article gives both names",
    "spelling": "an article spells it both ways",
    "known-as": "an article says it is known so",
    "surname": "has that surname, and the article does not say whose",
}


def relation(kind: str, *, of_other: bool) -> str:
    """What an actor is to the other: "backed by"; with `of_other` the other way round: "backs"."""
    return _RELATIONS.get(kind, (kind, f"{kind}, of it"))[of_other]


def why(text: str) -> str:
    """A reason as a sentence, where it is one word of the program."""
    return _WHY.get(text, text)


def change(judged: Judgement) -> str:
    """What a judgement on actors changes: " with Hameed Zorghani"."""
    words = {"with": " with ", "name": " as " if judged.verdict == "rename" else " without ", "documents": " in "}
    words["into"] = " into "
    told = sorted(judged.change.items(), reverse=True)
    return "".join(f"{words[k]}{shown_cell(v)}" for k, v in told if k in words)


__all__ = ["change", "relation", "why"]
