"""What looks like a statement and says nothing: "declined to comment", "the storm threatened to"."""

from __future__ import annotations

from onrecord.attribution import adverbials
from onrecord.attribution.cues import Hit
from onrecord.attribution.tokens import Tokens
from onrecord.findings import Range


def kept(t: Tokens, hit: Hit) -> bool:
    """Whether the cue only says that somebody kept silent: "declined to comment", "did not respond to"."""
    sets, low = t.lexicon.sets, t.low
    if low[hit.head] in sets["answering"]:
        return any(low[i] in sets["negation"] or low[i].endswith("n't") for i in range(hit.first, hit.head))
    if low[hit.head] not in sets["declining"]:
        return False
    i = adverbials.times(t, hit.last + 1, len(low))
    while i < len(low) and (low[i] in ("to", "be", "immediate", "further") or low[i].endswith("ly")):
        i += 1
    return i < len(low) and low[i] in sets["no_content"]


def lifeless(t: Tokens, hit: Hit, subject: Range) -> bool:
    """Whether a thing, not a speaker, "threatens" or "promises" to do something."""
    sets, low = t.lexicon.sets, t.low
    if hit.cue.act not in ("threat", "promise"):
        return False
    head = subject[0]
    while head < subject[1] and low[head + 1] not in sets["preposition"] and low[head + 1] != ",":
        head += 1
    return low[head] in sets["lifeless"]
