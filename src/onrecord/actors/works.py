"""Whose words a document's are: "a survey by the Meridian Centre", "the report", "the ministry's statement"."""

from __future__ import annotations

import re

from onrecord.actors.bodies import state_body
from onrecord.actors.lexicon import lexicon
from onrecord.actors.phrases import Phrase, names_within, parse
from onrecord.actors.pieces import Name
from onrecord.actors.role_nouns import first_lines, role
from onrecord.actors.scene import Answer, Scene

_MADE = re.compile(
    r"\b(?:by|from|of)(?: the)? \Z"
    r"|\b(?:published|issued|released|carried out|conducted|compiled|drafted|written|prepared|commissioned|made|signed)"
    r"(?: \w+){0,3} by(?: the)? \Z"
    r"|\bby the (?:\w+ ){0,3}(?:group|centre|center|institute|agency|body|charity|watchdog|firm|company|think[- ]tank"
    r"|panel|union|organi[sz]ation|foundation) \Z"
)
_CARRIED = re.compile(
    r"\b(?:carried|quoted|cited|seen|obtained|reported|relayed|viewed|leaked)(?: \w+){0,2} by(?: the)? \Z"
)
_BACK = 4
_LONGEST = 250
_LEAD = 600
_MAKERS = ("organization", "government", "parliament", "armed_group", "party", "coalition", "media", "group", "state")


def maker(scene: Scene, start: int, end: int) -> Answer | None:
    """Who made the document that text[start:end] names: said so in these words, or where it was brought up."""
    text = scene.layout.text
    head = _head(text, start, end)
    if head is None:
        return None
    named = _named(scene, start, end)
    if named is not None:
        return Answer(named, "made-by", 0.7)
    body = _of_body(scene, head, start, end) or _of_noun(scene, start, end)
    if body is not None:
        return body
    if first_lines(scene, Phrase(form="thing", start=start, end=end)):
        below = _in_the_lead(scene, head, end)
        if below is not None:
            return below
    if (
        not re.match(r"(?:the|that|this|its|it)\b", text[start:end], re.IGNORECASE)
        and text[start:end].islower() is False
    ):
        return None
    return _brought_up(scene, head, start)


def _head(text: str, start: int, end: int) -> str | None:
    """The noun of a document that heads the words: before the first "by", "of", "from" or comma."""
    core = re.split(
        r"\b(?:by|of|from|on|about|that|which|seen|published|issued|released|carried|into|in)\b|[,;(]",
        text[start:end],
        maxsplit=1,
    )[0]
    words = re.findall(r"[^\W\d_]+", core.casefold())
    return words[-1] if words and lexicon().noun(words[-1], "thing") else None


def _named(scene: Scene, start: int, end: int) -> int | None:
    """The maker that the words name: owner, or after "by"."""
    text = scene.layout.text
    inside = names_within(scene.names, scene.starts, start, end)
    made = [n for n in inside if _makes(scene, n, start) and not _CARRIED.search(text[start : n.title_start])]
    found = {n.entity for n in made if n.entity is not None}
    return (
        next(iter(found)) if len(found) == 1 and len(made) == len([n for n in made if n.entity is not None]) else None
    )


def _makes(scene: Scene, name: Name, start: int) -> bool:
    before = scene.layout.text[max(start, name.title_start - 80) : name.title_start]
    if _MADE.search(before):
        return name.kind in _MAKERS or name.kind == "person" or " by " in f" {before}"
    owns = name.possessive or (not before.strip() or before.strip().casefold() in ("the", "a", "an"))
    return owns and name.entity is not None and scene.cast.ents[name.entity].kind in _MAKERS and _near_head(scene, name)


def _near_head(scene: Scene, name: Name) -> bool:
    """ "a Foreign Ministry statement", "the Front's letter": nothing but small words up to the noun."""
    after = scene.layout.text[name.end : name.end + 60]
    m = re.match(r"(?:['’]s?)?((?: [a-z-]+){1,4})", after)
    return m is not None and any(lexicon().noun(w, "thing") for w in m.group(1).split())


def _of_body(scene: Scene, head: str, start: int, end: int) -> Answer | None:
    """ "an Ostrian foreign ministry statement": the body whose words stand before the noun."""
    m = re.search(rf"\b{re.escape(head)}\b", scene.layout.text[start:end], re.IGNORECASE)
    if m is None or m.start() < 4:
        return None
    stop = start + len(scene.layout.text[start : start + m.start()].rstrip())
    phrase = parse(scene.layout.text, start, stop, names_within(scene.names, scene.starts, start, stop))
    phrase.determiner = "the"
    return state_body(scene, phrase) if phrase.form in ("role", "group") else None


def _of_noun(scene: Scene, start: int, end: int) -> Answer | None:
    """ "the commission's own gauges": whoever the commission is."""
    phrase = parse(scene.layout.text, start, end, names_within(scene.names, scene.starts, start, end))
    if not phrase.owner_word or phrase.owner is not None or phrase.determiner != "the":
        return None
    owner = Phrase(form="role", start=start, end=end, head=phrase.owner_word, determiner="the")
    found = role(scene, owner)
    return Answer(found.entity, "made-by", 0.6) if found.entity is not None else None


def _in_the_lead(scene: Scene, head: str, end: int) -> Answer | None:
    """ "Report: dam is leaking": the maker of the document of that noun which the first lines below speak of."""
    text = scene.layout.text
    for m in re.compile(rf"\b{re.escape(head)}\b", re.IGNORECASE).finditer(text, end, end + _LEAD):
        made = _named(scene, max(end, m.start() - 40), _clause_end(text, m.end()))
        if made is not None:
            return Answer(made, "made-by-below", 0.6)
    return None


def _brought_up(scene: Scene, head: str, at: int) -> Answer | None:
    """The maker of the last document of that noun, or of any, that a paragraph or some before names one for."""
    text = scene.layout.text
    low = scene.back(at, _BACK)
    nouns = list(re.finditer(rf"\b{re.escape(head)}\b", text[low:at], re.IGNORECASE))
    for m in reversed(nouns):
        s = low + m.start()
        e = _clause_end(text, low + m.end())
        made = _named(scene, s, e)
        if made is None:
            owners = [n for n in scene.names_between(max(0, s - 60), s) if n.possessive or text[n.end : s].islower()]
            owners = [
                n
                for n in owners
                if n.entity is not None and scene.cast.ents[n.entity].kind in _MAKERS and _near_head(scene, n)
            ]
            made = owners[-1].entity if owners else None
        if made is not None:
            return Answer(made, "made-by-before", 0.6)
    return None


def _clause_end(text: str, at: int) -> int:
    m = re.compile(r"[.;:!?\n]|,\s").search(text, at, at + _LONGEST)
    return m.start() if m else min(len(text), at + _LONGEST)
