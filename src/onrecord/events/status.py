"""Whether what is told has happened: rules beside the tagger's reading.

PLOVER names historical, future, hypothetical and negation as auxiliary modes; here they are the status of an event.
An act of speech that was made has happened, whatever it speaks of.
"""

from __future__ import annotations

import re
from datetime import date

from onrecord.events.draft import Draft
from onrecord.model import Statement, When

_NOT = re.compile(r"\b(?:not|never|no|no longer|refused to|declined to|stopped short of)\b|n't\b")
_WILL = re.compile(r"\b(?:will|shall|is to|are to|is due to|plans? to|is expected to|is set to)\b|'ll\b")
_IF = re.compile(r"\b(?:if|unless|provided|on condition|only when)\b")
_WOULD = re.compile(r"\b(?:would|could|may|might)\b")


def of_speech(s: Statement) -> str:
    """The status of an act of speech, by the auxiliaries in its cue: "did not demand", "will demand".

    A promise on a condition is hypothetical; a threat on a condition has been made.
    """
    cue = " ".join(c.text for c in s.cue).lower().replace("’", "'")
    if _NOT.search(cue):
        return "negated"
    if _WILL.search(cue):
        return "future"
    said = " ".join(c.text for c in s.content).lower()
    if s.act == "promise" and _IF.search(said):
        return "hypothetical"
    return "hypothetical" if _WOULD.search(cue) else "happened"


def settle(d: Draft, when: When | None, published: date | None) -> str:
    """The status of an event once its days are known: what lies ahead has not happened."""
    if (
        d.act_of is None
        and d.status == "happened"
        and when is not None
        and published is not None
        and when.since > published
    ):
        return "future"
    return d.status
