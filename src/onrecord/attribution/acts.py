"""What an attribution does (asserts, denies, asks ...): the cue's act, or what the words make of
it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from onrecord.attribution.lexicon import lexicon
from onrecord.model import Range

_OPPOSITE = {"support": "opposition", "opposition": "support"}


def act_of(text: str, cue: Sequence[Range], content: Sequence[Range], act: str) -> str:
    """The act of an attribution, given the act of its cue word."""
    marked = " ".join(text[s:e] for s, e in cue).lower().replace("’", "'")
    said = " ".join(text[s:e] for s, e in content).replace("’", "'")
    words = set(re.findall(r"[a-z']+", marked))
    negated = any(w in ("not", "never") or w.endswith("n't") for w in words)
    if negated:
        act = _OPPOSITE.get(act, act)
    if act == "opposition" and _pattern("charge_word").match(said.lower().lstrip("\"“'‘ ")):
        return "denial"
    if act != "assertion":
        return act
    low = said.lower()
    if _threat(low):
        return "threat"
    if _pattern("promise_phrase").search(low):
        return "promise"
    if _pattern("demand_phrase").search(low):
        return "demand"
    if low.rstrip(" \"”'’»").endswith("?") and low[:1] in "\"“'‘«„`":
        return "question"
    return act


def _threat(low: str) -> bool:
    """First person, a condition, and a hostile consequence: "if they enter, we will strike"."""
    if not re.search(r"\b(?:if|unless)\b", low):
        return False
    return bool(_pattern("hostile").search(low))


@lru_cache(maxsize=8)
def _pattern(name: str) -> re.Pattern[str]:
    """One pattern of a word list: its words, with "_" for a space, at word edges."""
    lead = r"(?:(?:the|any|all|those|these|such|as|his|her|its|their)\s+)*" if name == "charge_word" else ""
    if name == "hostile":
        lead = r"\b(?:we|i)(?: will|'ll| shall) (?:\w+ ){0,2}"
    return re.compile(rf"{lead}\b(?:{'|'.join(_alternatives(name))})\b")


@lru_cache(maxsize=8)
def _alternatives(name: str) -> tuple[str, ...]:
    return tuple(re.escape(w.replace("_", " ")) for w in sorted(lexicon().sets[name]))
