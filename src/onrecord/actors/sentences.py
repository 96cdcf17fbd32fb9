"""Where the sentences of a paragraph begin and end, as far as the points of abbreviations allow."""

from __future__ import annotations

import re

from onrecord.actors.lexicon import listed

_STOP = re.compile(r"[.!?;:\n][\"”’)\]]*\s+")


def sentence_start(text: str, floor: int, at: int) -> int:
    """Where the sentence of an offset begins, as far back as `floor`."""
    low = floor
    for m in _STOP.finditer(text, floor, at):
        if ends_sentence(text, m.start()):
            low = m.end()
    return low


def ends_sentence(text: str, stop: int) -> bool:
    """Whether the mark ends a sentence: not the point of "Gen." or of an initial."""
    word = text[max(0, stop - 12) : stop].rpartition(" ")[2]
    return text[stop] != "." or not (word.casefold() in listed("abbreviated") or (len(word) == 1 and word.isupper()))
