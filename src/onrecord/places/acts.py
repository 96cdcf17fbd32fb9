"""Where an act took place: which of the places of its sentence, of the passage, or the dateline.

The place of an act stands with it: after the words that name the act, in their own clause ("shot nine people in
Velmond"), or at the head of the sentence ("In Velmond, soldiers shot ..."). Where somebody is from or speaks
("officials in Toresk said that soldiers ...") is no place of what they tell. Without one the passage may say it ("on
the bridge", "there"), then, for acts that can be seen and not for mere words, the sentence before and the dateline.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from onrecord import plover
from onrecord.findings import Range
from onrecord.model import Place
from onrecord.places.runs import before
from onrecord.places.tables import lists

_APART = re.compile(
    r"\b(?:who|whom|which|that|whether|where|after|before|while|when|as|because|although|though|since|until|if|unless|"
    r"amid|said|says|saying|told|accus\w+|condemn\w+|denounc\w+|warn\w+|demand\w*|claim\w+|alleg\w+|and|but|over|"
    r"according)\b|[;:]|[“”\"]|\. "
)
_AND_NOUN = re.compile(r"\band (?:the |a |an |its |his |her |their |\w+ (?:in|of|at|near)\b|[^\W\d_a-z])")
_TO_DO = re.compile(r"\bto (?!the\b|a\b|an\b|his\b|her\b|its\b|their\b)[a-z]+\b")
_THERE = re.compile(
    r"\b(?:in|on|at|near|outside|inside|across|over|off|from|along)\s+(?:the|this|that)\s+(?:\w+\s)?(?P<noun>[a-z]+)\b|\b(?P<there>there)\b(?!\s+(?:is|are|was|were|will|would|had|has|have|can|could|should|may|might|be)\b)"
)
_WORD = re.compile(r"[^\W_]+")
_TOLD = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT"})
_LEAST, _CLAUSE = 0.25, 0.5
_STRENGTH = {"near": 1.0, "on": 0.95, "reach": 0.95, "to": 0.75, "from": 0.5, "between": 0.9, "of": 0.3}
LOOKED_BACK = 40
"""Places before a sentence that "there" or "in the town" may mean: what lies farther back nobody has in mind."""
_STOCK = frozenset({"government", "time", "day", "year", "week", "agreement"})


def place_of(
    text: str,
    sentence: Range,
    trigger: Range,
    found: Sequence[Place],
    *,
    type: str = "",  # noqa: A002
    dateline: Place | None = None,
) -> Place | None:
    """The place of the act that `trigger` names in `sentence`, among the places found in the text; None: not said.

    `type` is PLOVER's; without one the act is taken for one that can be seen. The score is that of the place, less what
    its place in the text leaves open.
    """
    first, last = (bisect_left(found, at, key=_begin) for at in sentence)
    here = [p for p in found[first:last] if p != dateline]
    told = 0.8 if type in _TOLD else 0.0  # what is asked, threatened, blamed has places of its own
    weighed = [
        (
            _attached(text, sentence, trigger, p)
            - (0.0 if p.span.start < trigger[0] and _opening(text[sentence[0] : p.span.start]) else told),
            -abs(p.span.start - trigger[0]),
            i,
        )
        for i, p in enumerate(here)
    ]
    if weighed:
        strength, _, best = max(weighed)
        if strength >= _LEAST:
            return _taken(here[best], strength, "in the clause of the act")
    near = [p for p in found[max(0, first - LOOKED_BACK) : first] if p.span.end <= sentence[0]]
    earlier = [p for p in near if p != dateline]
    again = _again(text, sentence, trigger, earlier)
    if again is not None:
        return _taken(again, 0.6, "named before, and meant here by its noun")
    if here and any(p.span.start < trigger[0] for p in here):
        return None
    return _from_passage(text, sentence, earlier, type, dateline)


def _begin(place: Place) -> int:
    return place.span.start


def _from_passage(
    text: str, sentence: Range, earlier: Sequence[Place], kind: str, dateline: Place | None
) -> Place | None:
    """What the sentences before say, and at last where the report was filed."""
    seen = not kind or plover.quad(kind) in (2, 4)
    paragraph = text.rfind("\n", 0, sentence[0]) + 1
    if seen:
        near = [p for p in earlier if p.span.start >= paragraph and not _sender(text, p)]
        if near:
            return _taken(near[-1], 0.45, "the place named before it in the paragraph")
    if dateline is not None and dateline.span.start <= sentence[0]:
        filed = text.find("\n", dateline.span.end, sentence[0]) < 0  # in the paragraph of the dateline
        first = filed if seen else sentence[0] <= dateline.span.end + 40
        if first:
            return _taken(dateline, 0.5, "the dateline")
    return None


def _sender(text: str, place: Place) -> bool:
    words = before(text, place.span.start, 0)
    return bool(words) and words[-1][0].lower() in ("from", "to")


def _taken(place: Place, strength: float, why: str) -> Place:
    return replace(place, score=round(min(1.0, strength) * place.score, 3), why=f"{place.why}; {why}")


def _attached(text: str, sentence: Range, trigger: Range, place: Place) -> float:
    """How firmly a place hangs on the act, 0 to 1."""
    strength = _STRENGTH[_preposition(text, sentence, place)]
    if trigger[0] <= place.span.start < trigger[1]:
        return strength
    after = place.span.start >= trigger[1]
    if after and place.span.start - trigger[1] < 6 and not text[trigger[1] : place.span.start].strip(" the"):
        return 1.1  # what was seized, shelled, visited
    between = text[trigger[1] : place.span.start] if after else text[place.span.end : trigger[0]]
    apart = len(_APART.findall(between)) - len(_AND_NOUN.findall(between))
    apart += len(_TO_DO.findall(between)) if after else 0
    far = 0.0015 * len(between)
    if after:
        return strength - _CLAUSE * max(0, apart) - far
    if between.strip() == "and":
        return strength * 0.9  # "flew to Velmond and met"
    opens = place.span.start - sentence[0] < 25 and text[place.span.end : place.span.end + 1] == ","
    if opens and _opening(text[sentence[0] : place.span.start]):
        return strength * 0.9 - 0.25 * max(0, apart) - far
    aside = text[place.span.end : place.span.end + 1] == ","
    return strength * (0.7 if aside else 0.6) - _CLAUSE * max(0, apart) - far


def _opening(words: str) -> bool:
    return words.lstrip(" “\"'‘").lower().startswith(("in ", "at ", "near ", "on ", "outside ", "across ", "inside "))


def _preposition(text: str, sentence: Range, place: Place) -> str:
    """How the place is introduced; "reach": it is what was seized or shelled, "of": of what it is said."""
    words, of = lists(), False
    found = before(text, place.span.start, sentence[0])
    while found:
        low = found[-1][0].lower()
        whose = low in words["settlement"] or low in words["region"] or low in words["part"]
        if of and not whose:
            if low not in words["adjective"]:
                return "near" if low in words["done_to"] else "of"
        of = low == "of"
        if not of and not whose and low not in words["adjective"] and low not in words["compass"]:
            break
        found.pop()
    low = found[-1][0].lower() if found else ""
    if low in ("between", "from"):
        return low
    if low in ("to", "towards", "toward", "for", "into"):
        return "to"
    return "on" if low in words["on"] else "reach" if low in words["reach"] else "near"


def _again(text: str, sentence: Range, trigger: Range, earlier: Sequence[Place]) -> Place | None:
    """The earlier place that "on the bridge", "in the town", "there" mean: the last whose words have the noun."""
    words = lists()
    for found in _THERE.finditer(text, *sentence):
        noun = found["noun"]
        if found["there"]:
            if earlier:
                return earlier[-1]
            continue
        if noun in _STOCK or abs(found.start() - trigger[1]) > 80:
            continue
        for place in reversed(earlier):
            if noun in {w.lower() for w in _WORD.findall(place.span.text)[1:]}:
                return place
        if noun in words["settlement"] and noun != "capital":
            town = next((p for p in reversed(earlier) if p.kind in ("city", "capital", "unknown")), None)
            if town is not None:
                return town
    return None
