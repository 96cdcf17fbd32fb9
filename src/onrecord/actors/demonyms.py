"""The state that an adjective stands for, if the article has it as an actor: "Ostrian" -> Ostria."""

from __future__ import annotations

from onrecord.actors.cast import Cast, Ent
from onrecord.actors.lexicon import lexicon
from onrecord.actors.names import plain

_ENDINGS = ("n", "an", "ian", "ean", "i", "ese", "ish", "ite", "er", "ic")
_LOST = ("", "a", "e", "o", "y", "ia")
_SHORTEST = 3
_KINDS = ("unknown", "state", "government")


def state_of(cast: Cast, word: str) -> Ent | None:
    """The actor whose people or adjective the word is: by the list of states, else by the endings of English."""
    low = plain(word)
    known = lexicon().demonyms.get(low)
    if known is not None:
        return cast.by_key.get(plain(known))
    if " " in low:
        return None
    for ending in _ENDINGS:
        stem = low.removesuffix(ending)
        if stem == low or len(stem) < _SHORTEST:
            continue
        for lost in _LOST:
            ent = cast.by_key.get(stem + lost)
            if ent is not None and ent.kind in _KINDS and not ent.person and ent.key != low:
                return ent
    return None
