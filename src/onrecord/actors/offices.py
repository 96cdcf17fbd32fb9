"""Offices named by small words: "the Tarkhan foreign ministry", "the interior ministry", a body's spokesman."""

from __future__ import annotations

from onrecord.actors.lexicon import lexicon
from onrecord.actors.names import plain
from onrecord.actors.phrases import Phrase
from onrecord.actors.pieces import Name
from onrecord.actors.role_nouns import role
from onrecord.actors.scene import GROUPS, Answer, Scene
from onrecord.actors.second_look import again

HERE_ONLY = " @ "
"""Stands in the key of an office whose state the article does not name: it is never joined with another article's."""
_OFFICES = frozenset(("campaign", "administration"))
_SPOKEN_FOR = frozenset(["spokesman", "spokeswoman", "spokesperson"])
_DEPARTMENTS = frozenset(("ministry", "department"))
_COURTS = frozenset(("supreme", "constitutional"))


def office(scene: Scene, phrase: Phrase) -> Name | None:
    """ "the Tarkhan foreign ministry", "the Obama administration": a name made of a name and small words."""
    head = phrase.head
    lex = lexicon()
    if lex.org_kind.get(head) not in ("government", "parliament") and head not in _OFFICES:
        return None
    demonym = bool(phrase.capitals) and phrase.capitals[0] in lex.demonyms
    campaign = head in _OFFICES and phrase.owner is not None and phrase.owner.kind == "person"
    owned = phrase.owner is not None and (phrase.compound or phrase.owner.kind in ("state", "unknown") or campaign)
    if phrase.indefinite or not (demonym or owned) or phrase.owner_pronoun:
        return None
    text = scene.layout.text
    start = phrase.start + (len(phrase.determiner) + 1 if phrase.determiner else 0)
    kind = "organization" if head == "campaign" else lex.org_kind.get(head, "government")
    key = plain(text[start : phrase.end])
    if head in _OFFICES and phrase.owner is not None and phrase.owner.entity is not None and not phrase.modifiers:
        # "Alvarn’s campaign", "the Tomas Alvarn campaign": the campaign of that Alvarn
        key = f"{scene.cast.ents[phrase.owner.entity].key.removeprefix('known:')} {head}"
    return _named(scene, start, phrase.end, key, head, kind)


def department(scene: Scene, phrase: Phrase) -> Answer | None:
    """ "the interior ministry", no state named: an actor of this article alone."""
    lex = lexicon()
    words = phrase.modifiers
    if not words or phrase.indefinite or phrase.owner is not None or phrase.owner_pronoun or phrase.capitals:
        return None
    ministry = phrase.head in _DEPARTMENTS and all(w in lex.titles["portfolio"] | lex.joining for w in words)
    court = phrase.head == "court" and all(w in _COURTS for w in words)
    if not (ministry or court) or (scene.cast.by_head.get(phrase.head) and _known_here(scene, phrase)):
        return None
    start = phrase.start + (len(phrase.determiner) + 1 if phrase.determiner else 0)
    key = plain(scene.layout.text[start : phrase.end])
    name = _named(scene, start, phrase.end, key + HERE_ONLY + scene.document, phrase.head, "government", key)
    if name is None or name.entity is None:
        return None
    return Answer(name.entity, "department", 0.6)


def _known_here(scene: Scene, phrase: Phrase) -> bool:
    """Whether two named bodies of this article could be the one: then nobody is."""
    named = [e for e in scene.cast.by_head[phrase.head] if HERE_ONLY not in e.key]
    return sum(1 for e in named if set(phrase.modifiers) <= set(plain(e.name).split())) > 0


def spoken_for(scene: Scene, phrase: Phrase) -> Answer | None:
    """ "a spokesman for the Front": words of a body whose spokesman is not named are that body's."""
    if phrase.head not in _SPOKEN_FOR:
        return None
    owner = phrase.owner
    lex = lexicon()
    offices = [m for m in phrase.modifiers if lex.noun(m, "organization")]
    if owner is not None and not offices:
        if phrase.determiner not in ("a", "an", "one", "another") or owner.kind not in GROUPS or owner.entity is None:
            return None
        return Answer(owner.entity, "spokesman-for", 0.6)
    if owner is None and not phrase.owner_pronoun and (offices or phrase.owner_word):
        body = Phrase(
            form="role",
            start=phrase.start,
            end=phrase.end,
            head=offices[-1] if offices else phrase.owner_word,
            modifiers=tuple(m for m in phrase.modifiers if m not in offices),
        )
        body.determiner = "the"
        found = role(scene, body)
        found = again(scene, body, found) or found
        if found.entity is None or scene.cast.ents[found.entity].kind not in GROUPS:
            return None  # "the colonel's spokesman" is not the colonel
        return Answer(found.entity, "spokesman-for", 0.55)
    return None


def _named(scene: Scene, start: int, end: int, key: str, head: str, kind: str, words: str = "") -> Name | None:
    """The words text[start:end] as a name of the actor with this key."""
    found = tuple((words or key).split())
    if not found or len(found) > 6 or "of" in found:
        return None
    name = Name(
        start=start,
        end=end,
        text=scene.layout.text[start:end],
        words=found,
        kind=kind,
        title_start=start,
        paragraph=scene.paragraph(start),
    )
    ent = scene.cast.by_key.get(key)
    if ent is None:
        ent = scene.cast.add(name, kind, key=key)
        scene.cast.by_head[head].append(ent)
    scene.cast.give(name, ent, "named-office", 0.75)
    return name
