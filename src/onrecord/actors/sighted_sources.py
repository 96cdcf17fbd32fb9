"""Sources that words alone do not resolve, where a tagger sees one person in them.

"The engineer of the Roads and Highways Division, Shahnaz Chowdhury," is one person, not several; "the
ex-trawlerman" is somebody, though no list has the noun: the only person a pronoun could stand for there.
"""

from __future__ import annotations

import re

from onrecord.actors.lexicon import lexicon
from onrecord.actors.phrases import Phrase, names_within
from onrecord.actors.pieces import Name
from onrecord.actors.pronouns import person
from onrecord.actors.scene import GROUPS, Answer, Scene
from onrecord.span import trim

_DASH = re.compile(r"\s?[—–]\s|\s-{1,2}\s")
_PLACE_END = re.compile(r"[,(]")
_LONGEST_DATELINE = 80
_SURE = 0.5
"""Below it, nouns of things and bodies ("the army", "a count") are taken for persons, too."""
_MEMORY = 20_000
_AFTER = re.compile(r"[,;:]|\Z")
_UNDECIDED = ("ambiguous", "unsure")


def past_dateline(scene: Scene, start: int, end: int) -> int:
    """Where the source begins without "VELISAR (SPS) — ", which a tagger leaves on it and the rules do not."""
    text = scene.layout.text
    paragraphs = scene.layout.paragraphs
    if not paragraphs or paragraphs[scene.paragraph(start)].start != start:
        return start
    dash = _DASH.search(text, start, min(end, start + _LONGEST_DATELINE))
    if dash is None or not text[dash.end() : dash.end() + 1].isupper():
        return start
    place = _PLACE_END.split(text[start : dash.start()], 1)[0].strip()
    return dash.end() if place.isupper() and len(place) > 2 else start


def closing_name(scene: Scene, start: int, end: int, found: Answer) -> Answer | None:
    """The person whose name ends what is sighted as one person, where a body named before it was taken, or nobody."""
    if found.entity is None:
        if found.why not in ("no-actor", "several"):
            return None
    elif found.why != "apposition" or scene.cast.ents[found.entity].kind not in GROUPS:
        return None
    start, end = trim(scene.layout.text, start, end, ",;:")
    whole = scene.sighted.whole(start, min(end, start + 1))
    if whole is None or whole.kind != "person":
        return None
    end = min(end, whole.end)
    last = [n for n in names_within(scene.names, scene.starts, start, end) if n.end == end]
    if not last or not _named_so(scene.layout.text, start, last[-1]):
        return None
    return Answer(last[-1].entity, "sighted-name", 0.65)


def _named_so(text: str, start: int, name: Name) -> bool:
    """Whether the name says who was described: after a comma or a person's noun, not "residents of Elm Hill"."""
    if name.entity is None or name.kind != "person" or len(name.words) < 2 or name.possessive:
        return False
    before = text[max(start, name.title_start - 40) : name.title_start]
    words = before.split()
    return before.endswith(", ") or (bool(words) and lexicon().noun(words[-1].casefold(), "person") is not None)


def described(scene: Scene, phrase: Phrase, end: int) -> Answer | None:
    """ "the ex-trawlerman": whom "he" or "she" would mean here, where both could mean one person only.

    Not where the noun stood before ("a relative" was brought in, so "the relative" is that one), and not where
    the description goes on: what follows may say who is meant.
    """
    text = scene.layout.text
    whole = scene.sighted.whole(phrase.start, phrase.end)
    if whole is None or whole.kind != "person" or whole.score < _SURE:
        return None
    if phrase.determiner != "the" or phrase.capitals or phrase.owner is not None or phrase.owner_word:
        return None
    if not _AFTER.match(text, phrase.end, max(end, phrase.end)):
        return None
    if re.search(rf"\b{re.escape(phrase.head)}\b", text[max(0, phrase.start - _MEMORY) : phrase.start], re.IGNORECASE):
        return None
    he, she = person(scene, phrase.start, "m"), person(scene, phrase.start, "f")
    if any(a.why in _UNDECIDED for a in (he, she)):
        return None
    who = {a.entity for a in (he, she)} - {None}
    return Answer(who.pop(), "sighted-person", 0.55) if len(who) == 1 else None
