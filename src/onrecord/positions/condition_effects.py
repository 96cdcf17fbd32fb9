"""What a statement says would follow from its condition: a threat, a promise, a demand ..."""

from __future__ import annotations

from onrecord.positions.condition_words import effects, lowered

_OF_ACTS = {
    "threat": "threat",
    "demand": "demand",
    "order": "demand",
    "support": "support",
    "opposition": "refusal",
    "promise": "promise",
}

_BEFORE_ACT = {"promise": ("threat", "refusal"), "threat": ("warning",)}
_WARNING = "warn"


def effect(act: str, cue: str, consequence: str) -> str:
    """The effect (`CONDITION_EFFECTS`), by the act of the statement, then by the words of the consequence and the cue.

    What is promised may be a threat ("vowed to close the road"), and what sounds like a threat a warning.
    """
    said = _by_words(consequence)
    if said in _BEFORE_ACT.get(act, ()):
        return said
    warned = "warning" if _WARNING in lowered(cue) and said != "threat" else ""
    return _OF_ACTS.get(act) or warned or said or _by_words(cue) or "other"


def _by_words(text: str) -> str:
    low = " ".join(lowered(text).split())
    return next((e.name for e in effects() if e.pattern.search(low)), "")
