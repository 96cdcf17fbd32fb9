"""Who "I" is where nobody is quoted: the writer. Who answers "A:", and who "Q:" is once he has said his name."""

from __future__ import annotations

import re
from bisect import bisect_right

from onrecord.actors.cast import Ent
from onrecord.actors.names import is_name, key, split_title
from onrecord.actors.phrases import names_within
from onrecord.actors.scene import Answer, Scene, lies_in

_FEW = 400
_LEAD = 5
_NEAR = 250
_SIGNED = re.compile(
    r"(?:the )?(?:author|writer)? ?(?:\([^()\n]{1,40}\) )?(?:is|teaches|writes|works|was|served) (?:an? |the |as )?"
    r"(?:[^\s.]+ ){0,5}?(?:[\w-]*fellow|professor|lecturer|researcher|analyst|author|columnist|editor|correspondent"
    r"|historian|director|associate|scholar|playwright[\w-]*|poet|artist|lawyer|attorney|chair|president|founder|student"
    r"|journalist|writer|novelist|politics|history|law|economics|reporter|adviser|advisor)\b"
)
_QUESTION = re.compile(r"Q[.:]\s+")
_AND = re.compile(r"\s(?:and|&)\s|[;|/]|,\s(?=[A-Z][a-z]+ [A-Z])")


def author(scene: Scene, at: int) -> Answer:
    """The writer, for "I" outside every quotation: the byline's only name, or whom the last lines present."""
    if lies_in(scene.quoted, at):
        return Answer(None, "first-person")
    ent = _of_byline(scene) or _presented(scene)
    return Answer(ent.index, "author", 0.7) if ent is not None else Answer(None, "first-person")


def _of_byline(scene: Scene) -> Ent | None:
    people = [p.strip() for p in _AND.split(scene.byline or "") if p.strip()]
    if len(people) != 1:
        return None
    _, name = split_title(people[0])
    if len(name.split()) < 2 or not is_name(name):
        return None
    return scene.cast.by_key.get(key(name)) or scene.cast.person(name, key(name))


def _presented(scene: Scene) -> Ent | None:
    """ "Mira Alvarn is a fellow at the Dhow Institute." at the end of what she wrote."""
    text = scene.layout.text
    found = []
    for p in scene.layout.paragraphs[-3:]:
        for name in names_within(scene.names, scene.starts, p.start, min(p.end, p.start + _FEW)):
            opens = not text[p.start : name.title_start].strip("*_—–- \t\n")
            if name.kind in ("person", "unknown") and opens and _SIGNED.match(text, min(len(text), name.end + 1)):
                if name.entity is not None and not any(n.start < p.start for n in scene.cast.ents[name.entity].names):
                    found.append(scene.cast.ents[name.entity])
    return found[0] if len(found) == 1 else None


def turn(scene: Scene, letter: str, start: int) -> Answer:
    """Who speaks in a turn marked "A:" or "Q:"."""
    return _answering(scene) if letter == "A" else _asking(scene, start)


def _answering(scene: Scene) -> Answer:
    """The only person whom the headline names, else the first one of the lines before the first question."""
    heads = [p for p in scene.layout.paragraphs[:3] if p.label == "headline"] or scene.layout.paragraphs[:1]
    named = [n for p in heads for n in names_within(scene.names, scene.starts, p.start, min(p.end, p.start + _FEW))]
    people = {n.entity for n in named if n.entity is not None and scene.cast.ents[n.entity].kind == "person"}
    if not people:
        above = scene.layout.paragraphs[:_LEAD]
        end = min(scene.turns[0], above[-1].end) if scene.turns and above else 0
        lead = [n.entity for n in scene.names_between(0, end) if n.entity is not None and not n.possessive]
        people = {e for e in lead if scene.cast.ents[e].person}
    if len(people) == 1:
        return Answer(next(iter(people)), "interviewee", 0.7)
    return Answer(None, "interview")


def _asking(scene: Scene, start: int) -> Answer:
    """ "Q: Zeynep Alvarn, Morning Post. ...": one who says the name speaks until another does or somebody else asks.

    Only turns right after such a one, with one answer between, are the same person's: a follow-up.
    """
    text = scene.layout.text
    turns = scene.turns
    k = bisect_right(turns, start) - 1
    for i in (k, k - 1):
        if i < 0:
            break
        m = _QUESTION.search(text, turns[i])
        at = m.end() if m else turns[i]
        names = [n for n in scene.names_between(at, at + 1) if n.title_start == at or n.start == at]
        if names and text[names[0].end : names[0].end + 1] == "," and names[0].entity is not None:
            return Answer(names[0].entity, "interviewer", 0.7 if i == k else 0.6)
    return Answer(None, "interview")
