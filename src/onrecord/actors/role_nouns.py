"""Whom a role noun refers to: "the minister", "its leader", "the group", "the 45-year-old".

Somebody, or some body, the text introduced as such; two that fit make the answer None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.actors.cast import Ent
from onrecord.actors.lexicon import lexicon, listed
from onrecord.actors.names import plain
from onrecord.actors.phrases import Phrase
from onrecord.actors.scene import GROUPS, Answer, Scene

_FAR = 3


def role(scene: Scene, phrase: Phrase) -> Answer:
    """the spokesman, its leader, the ministry, the 45-year-old: one introduced as such, or nobody."""
    if phrase.apposed is not None and phrase.apposed.entity is not None:
        return Answer(phrase.apposed.entity, "apposition", phrase.apposed.score)
    if phrase.indefinite:
        return Answer(None, "indefinite")
    lex = lexicon()
    head = phrase.head.removesuffix("'s")
    if lex.noun(head, "person") or lex.noun(head, "family") or "year-old" in head:
        return _person_role(scene, phrase, head)
    if phrase.owner_pronoun in ("his", "her") or (phrase.owner is not None and phrase.owner.kind == "person"):
        return _of_person(scene, phrase, head)
    if phrase.owner is not None or phrase.owner_pronoun:
        return Answer(None, "of-another")
    if lex.noun(head, "media") and not (phrase.modifiers and phrase.capitals):
        return _only_kind(scene, phrase, ("media",), "media-role")
    named = [e for e in scene.cast.by_head.get(head, ()) if e.names and _modified(e, phrase)]
    if named:
        return _headed_by(scene, phrase, named)
    if scene.cast.by_head.get(head):
        return Answer(None, "head-word")
    if lex.noun(head, "generic"):
        return _only_kind(scene, phrase, ("armed_group", "organization", "party"), "generic")
    return Answer(None, "role")


def _of_person(scene: Scene, phrase: Phrase, head: str) -> Answer:
    """ "her party": the one she was introduced as leading; "her government": the state she speaks for."""
    if phrase.owner is not None:
        who = Answer(phrase.owner.entity if phrase.owner.possessive else None, "")
    else:
        who = Answer(phrase.owner_entity, "")
    if who.entity is None:
        return Answer(None, "of-another")
    lex = lexicon()
    found: dict[int, Ent] = {}
    for fact in scene.cast.ents[who.entity].facts:
        if fact.owner is None or fact.owner.entity is None:
            continue
        org = scene.cast.ents[fact.owner.entity]
        party = head == "party" and org.kind == "party"
        generic = (
            head != "party" and lex.noun(head, "generic") is not None and org.kind in ("organization", "armed_group")
        )
        state = (
            head == "government"
            and fact.head in listed("state_office")
            and org.kind in ("state", "unknown", "government")
        )
        if state or party or generic or head in org.key.split():
            found[org.index] = org
    return Answer(next(iter(found)), "role-of", 0.6) if len(found) == 1 else Answer(None, "of-another")


def _modified(ent: Ent, phrase: Phrase) -> bool:
    """ "the appeals court" is not the Supreme Court: each modifier must be part of the name, or say nothing."""
    words = set(plain(ent.name).split()) | {w for n in ent.names for w in n.words}
    return all(m in words or m in listed("says_nothing") or "-" in m for m in phrase.modifiers)


def _headed_by(scene: Scene, phrase: Phrase, named: Sequence[Ent]) -> Answer:
    """ "the ministry": the only one. An office known only from small words ("Trump campaign") must stand nearby."""
    i = scene.paragraph(phrase.start)
    if not any(n.why == "named-office" for e in named for n in e.names):
        answer = _one(scene, phrase, named, "head-word")
        low = scene.layout.paragraphs[max(0, i - _FAR)].start
        here = answer.entity is not None and any(
            low <= n.start for n in scene.cast.ents[answer.entity].names if n.start < phrase.start
        )
        return answer if here or _first_lines(scene, phrase) else Answer(None, "head-word")
    start = scene.layout.paragraphs[max(0, i - 1)].start
    near = [e for e in named if any(start <= n.start < phrase.start for n in e.names)]
    others = scene.layout.text.count(phrase.head, start, phrase.start)
    if len(near) == 1 and others <= sum(1 for n in near[0].names if start <= n.start < phrase.start):
        return Answer(near[0].index, "head-word-near", 0.65)
    return Answer(None, "ambiguous")


def _person_role(scene: Scene, phrase: Phrase, head: str) -> Answer:
    """Somebody the text gave that role, and the owner and modifiers named here, if any."""
    aged = [m.split("-")[0] for m in (*phrase.modifiers, head) if m.endswith("-year-old")]
    if aged:
        people = scene.ages.get(aged[0], [])
        people = people or [e for _, e in scene.roles.get(head, ()) if not any(f.age for f in e.facts)]
    else:
        people = [e for at, e in scene.roles.get(head, ()) if at < phrase.start]
        if not people and _first_lines(scene, phrase):
            people = [e for _, e in scene.roles.get(head, ())]
    people = _unique(people)
    wanted = {m for m in phrase.modifiers if not m.endswith("-year-old")}
    owner = _owner(scene, phrase)
    if owner is None:
        return Answer(None, "of-another")
    if not aged:
        people = [e for e in people if _fits_role(e, head, wanted, phrase, owner)]
    return _one(scene, phrase, people, "role")


def _owner(scene: Scene, phrase: Phrase) -> frozenset[int] | None:
    """The actor whose spokesman or minister is meant: empty when none is named, None when it is not known."""
    if phrase.owner is not None:
        return frozenset(() if phrase.owner.entity is None else (phrase.owner.entity,)) or None
    if phrase.owner_pronoun in ("its", "their"):
        named = {
            n.entity
            for n in scene.names_between(scene.layout.paragraphs[scene.paragraph(phrase.start)].start, phrase.start)
            if n.kind in GROUPS
        }
        return frozenset(e for e in named if e is not None) if len(named) == 1 and None not in named else None
    if phrase.owner_pronoun in ("his", "her"):
        return None if phrase.owner_entity is None else frozenset((phrase.owner_entity,))
    return frozenset()


def _fits_role(ent: Ent, head: str, wanted: set[str], phrase: Phrase, owner: frozenset[int]) -> bool:
    """Whether one of the person's roles is the one named here: same noun, no word that makes it another."""
    for fact in ent.facts:
        if fact.head != head:
            continue
        org = set(plain(fact.org or "").split()) | {fact.owner_word}
        if wanted - listed("says_nothing") - fact.words - org or (fact.words & listed("changing")) - wanted - {
            "former"
        }:
            continue
        if owner and (fact.owner is None or fact.owner.entity not in owner):
            continue
        if phrase.owner_word and phrase.owner_word not in fact.words | org:
            continue
        return True
    return False


def _first_lines(scene: Scene, phrase: Phrase) -> bool:
    """A headline or a first paragraph may say "the minister" before the text says who that is."""
    i = scene.paragraph(phrase.start)
    return (
        i == 0 or scene.layout.paragraphs[i].label == "headline" or scene.layout.paragraphs[i - 1].label == "headline"
    )


def _unique(ents: Sequence[Ent]) -> list[Ent]:
    return list({e.index: e for e in ents}.values())


def _one(scene: Scene, phrase: Phrase, ents: Sequence[Ent], why: str) -> Answer:
    """The only candidate introduced before; of several, the only one this paragraph names; else nobody."""
    pool = [e for e in ents if e.first < phrase.start] or (list(ents) if _first_lines(scene, phrase) else [])
    if len(pool) == 1:
        return Answer(pool[0].index, why, 0.75)
    if not pool:
        return Answer(None, why)
    p = scene.layout.paragraphs[scene.paragraph(phrase.start)]
    here = {n.entity for n in scene.names_between(p.start, p.end)}
    near = [e for e in pool if e.index in here]
    return Answer(near[0].index, why + "-near", 0.6) if len(near) == 1 else Answer(None, "ambiguous")


def _only_kind(scene: Scene, phrase: Phrase, kinds: Sequence[str], why: str) -> Answer:
    """ "the group", "the newspaper": the only such actor this paragraph or the one before names."""
    i = scene.paragraph(phrase.start)
    paragraphs = scene.layout.paragraphs
    for start in (paragraphs[i].start, paragraphs[max(0, i - 1)].start):
        found = {
            n.entity
            for n in scene.names_between(start, phrase.start)
            if n.entity is not None and scene.cast.ents[n.entity].kind in kinds
        }
        if found:
            only = next(iter(found))
            # another "group" in small letters since then may be the one that is meant
            last = max(n.end for n in scene.names_between(start, phrase.start) if n.entity == only)
            another = re.search(rf"\b{re.escape(phrase.head)}\b", scene.layout.text[last : phrase.start])
            sure = len(found) == 1 and another is None
            return Answer(only, why, 0.6) if sure else Answer(None, "ambiguous")
    return Answer(None, why)
