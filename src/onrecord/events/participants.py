"""Who took part: the tagger's phrases, cut to one actor each and kept to where the act is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from onrecord.findings import Incident, Range

_JOINT = re.compile(r",\s+and\s+|\s+and\s+|,\s+|\s+as well as\s+|\s+&\s+")
_NAME = re.compile(r"(?:the |The |its |their |his |her )?(?:[\w’'.-]+ ){0,4}?[A-ZÀ-ÞА-Я0-9]")
_TITLE = re.compile(
    r"\b(?:minister|secretary|ministry|department|committee|commission|council|chief|leader)\b", re.IGNORECASE
)
_EMPTY = re.compile(r"(?:the|a|an|its|their|his|her|this|that|those|these|of|to|and|in)?\W*", re.IGNORECASE)


def pieces(text: str, at: Range) -> list[Range]:
    """A phrase as the actors it lists: "France and Germany" are two, "the Ministry of Trade and Industry" is one."""
    start, end = at
    out: list[Range] = []
    low = start
    for m in _JOINT.finditer(text, start, end):
        if _NAME.match(text, m.end(), end) and not _TITLE.search(text, low, m.start()):
            out.append((low, m.start()))
            low = m.end()
    out.append((low, end))
    named = all(_NAME.match(text, *piece) for piece in out)
    return [p for p in (out if named else [at]) if not _EMPTY.fullmatch(text, *p)]


def taking_part(text: str, sentence: Callable[[int], Range], incident: Incident) -> tuple[list[Range], list[Range]]:
    """Actors and recipients of an incident. Phrases of other sentences count only where its own has none."""
    low, high = sentence(incident.trigger[0])

    def near(some: Sequence[Range]) -> list[Range]:
        here = [r for r in some if low <= r[0] < high]
        return [piece for r in (here or some) for piece in pieces(text, r)]

    return near(incident.actors), near(incident.recipients)
