"""Whom a role noun refers to: "the minister", "its leader", "the group", "the 45-year-old".

Somebody, or some body, the text introduced as such; two that fit make the answer None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.actors.cast import MANY, NEAR, Ent
from onrecord.actors.lexicon import lexicon, listed
from onrecord.actors.names import plain
from onrecord.actors.phrases import Phrase
from onrecord.actors.roles import Fact
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
        return _only_kind(scene, phrase, ("armed_group", "organization", "party", "coalition"), "generic")
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
            head != "party"
            and lex.noun(head, "generic") is not None
            and org.kind in ("organization", "armed_group", "coalition")
        )
        state = (
            head in ("government", "country", "nation")
            and fact.head in listed("state_office")
            and org.kind in ("state", "unknown", "government")
        )
        if state or party or generic or head in org.key.split():
            found[org.index] = org
    return Answer(next(iter(found)), "role-of", 0.6) if len(found) == 1 else Answer(None, "of-another")


def _modified(ent: Ent, phrase: Phrase) -> bool:
    """ "the appeals court" is not the Supreme Court: each modifier must be part of the name, or say nothing."""
    words = ent.words | set(plain(ent.name).split())
    return all(m in words or m in listed("says_nothing") or "-" in m for m in phrase.modifiers)


def _headed_by(scene: Scene, phrase: Phrase, named: Sequence[Ent]) -> Answer:
    """ "the ministry": the only one. An office known only from small words ("Trump campaign") must stand nearby."""
    made = any(n.why == "named-office" for e in named for n in e.names[:1])
    start = scene.back(phrase.start, 1 if made else _FAR)
    recent = {n.entity: n for n in scene.names_between(start, phrase.start)}
    if not made:
        answer = _one(scene, phrase, named, "head-word")
        near = answer.entity in recent or first_lines(scene, phrase)
        return answer if near else Answer(None, "head-word")
    listed_near = [e for e in named if any(start <= n.start < phrase.start for n in e.names[-MANY:])]
    if len(listed_near) != 1:
        return Answer(None, "ambiguous")
    # each "campaign" in small letters since must be part of that name, or it may be another one
    said = scene.layout.text.count(phrase.head, start, phrase.start)
    own = sum(1 for n in listed_near[0].names[-MANY:] if start <= n.start < phrase.start)
    return Answer(listed_near[0].index, "head-word-near", 0.65) if said <= own else Answer(None, "ambiguous")


def _person_role(scene: Scene, phrase: Phrase, head: str) -> Answer:
    """Somebody the text gave that role, and the owner and modifiers named here, if any."""
    aged = [m.split("-")[0] for m in (*phrase.modifiers, head) if m.endswith("-year-old")]
    owner = owners(scene, phrase)
    if owner is None:
        return Answer(None, "of-another")
    if aged:
        people = scene.ages.get(aged[0], [])
        people = people or [e for e in scene.holders(head, phrase.start) if not any(f.age for f in e.facts)]
        return _one(scene, phrase, people, "role")
    people = scene.holders(head, phrase.start)
    if not people and first_lines(scene, phrase):
        people = scene.holders(head, len(scene.layout.text))
    if not people and not owner and not phrase.modifiers and not phrase.capitals:
        return _called_so(scene, phrase, head)
    facts = [(e, f) for e in people if (f := _fitting_role(e, head, phrase, owner)) is not None]
    answer = _one(scene, phrase, [e for e, _ in facts], "role")
    if answer.entity is not None and owner == frozenset() and _passed_over(scene, phrase, answer.entity, head):
        return Answer(None, "role")
    foreign = any(f.org and e.index == answer.entity for e, f in facts) and not owner and not phrase.capitals
    foreign = foreign and head not in listed("town_office")
    if foreign and not first_lines(scene, phrase):
        # "the president" may be ours, though the text only named "Ostrian President Petar Dossen", further up
        recent = {n.entity for n in scene.names_between(scene.back(phrase.start, 2), phrase.start)}
        return answer if answer.entity in recent else Answer(None, "role")
    return answer


def _passed_over(scene: Scene, phrase: Phrase, entity: int, head: str) -> bool:
    """ "the actor": not one from further up, when this paragraph has spoken of somebody else only."""
    if head in listed("state_office") | listed("town_office") or phrase.capitals:
        return False
    if scene.cast.ents[entity].first > phrase.start:
        return False  # a headline's
    here = {n.entity for n in scene.names_between(scene.back(phrase.start), phrase.start)} - {None}
    people = {e for e in here if e is not None and scene.cast.ents[e].kind == "person"}
    return bool(people) and entity not in here


def _called_so(scene: Scene, phrase: Phrase, head: str) -> Answer:
    """ "the Shaykh": the only one whom the article calls Shaykh, if it names him here or one paragraph before."""
    called = [e for e in scene.cast.ents if head in e.titles and e.names]
    if len(called) != 1 or phrase.determiner not in listed("definite"):
        return Answer(None, "role")
    near = {n.entity for n in scene.names_between(scene.back(phrase.start, 1), phrase.start)}
    return Answer(called[0].index, "title", 0.65) if called[0].index in near else Answer(None, "role")


def owners(scene: Scene, phrase: Phrase) -> frozenset[int] | None:
    """The actor whose spokesman or minister is meant: empty when none is named, None when it is not known."""
    if phrase.owner is not None:
        return frozenset(() if phrase.owner.entity is None else (phrase.owner.entity,)) or None
    if phrase.owner_pronoun in ("its", "their"):
        named = {n.entity for n in scene.names_between(scene.back(phrase.start), phrase.start) if n.kind in GROUPS}
        return frozenset(e for e in named if e is not None) if len(named) == 1 and None not in named else None
    if phrase.owner_pronoun in ("his", "her"):
        return None if phrase.owner_entity is None else frozenset((phrase.owner_entity,))
    return frozenset()


def _fitting_role(ent: Ent, head: str, phrase: Phrase, owner: frozenset[int]) -> Fact | None:
    """The one of the person's roles that is named here: same noun, no word that makes it another."""
    wanted = set(phrase.modifiers)
    for fact in ent.facts:
        if fact.head != head:
            continue
        org = set(plain(fact.org or "").split()) | {fact.owner_word}
        if any(tells(w) for w in wanted - fact.words - org):
            continue
        if (fact.words & listed("changing")) - wanted - {head} - {"former"}:
            continue
        if owner and (fact.owner is None or fact.owner.entity not in owner):
            continue
        if phrase.owner_word and phrase.owner_word not in fact.words | org:
            continue
        return fact
    return None


def first_lines(scene: Scene, phrase: Phrase) -> bool:
    """A headline or a first paragraph may say "the minister" before the text says who that is."""
    i = scene.paragraph(phrase.start)
    return (
        i == 0 or scene.layout.paragraphs[i].label == "headline" or scene.layout.paragraphs[i - 1].label == "headline"
    )


def _one(scene: Scene, phrase: Phrase, ents: Sequence[Ent], why: str) -> Answer:
    """The only candidate introduced before; of several, the only one this paragraph names; else nobody."""
    pool = [e for e in ents if e.first < phrase.start] or (list(ents) if first_lines(scene, phrase) else [])
    if len(pool) == 1:
        return Answer(pool[0].index, why, 0.75)
    if not pool or len(pool) > MANY:
        return Answer(None, "ambiguous" if pool else why)
    p = scene.layout.paragraphs[scene.paragraph(phrase.start)]
    here = {n.entity for n in scene.names_between(scene.back(phrase.start), min(p.end, phrase.start + NEAR))}
    near = [e for e in pool if e.index in here]
    return Answer(near[0].index, why + "-near", 0.6) if len(near) == 1 else Answer(None, "ambiguous")


def _only_kind(scene: Scene, phrase: Phrase, kinds: Sequence[str], why: str) -> Answer:
    """ "the group", "the newspaper": the only such actor this paragraph or the one before names."""
    for start in (scene.back(phrase.start), scene.back(phrase.start, 1)):
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


def tells(modifier: str) -> bool:
    """Whether a modifier makes it another role: "foreign minister", not "portly commander"."""
    lex = lexicon()
    if modifier in listed("says_nothing"):
        return False
    return bool(
        modifier in lex.nouns
        or modifier in lex.titles["portfolio"] | lex.titles["modifier"] | lex.joining
        or modifier in listed("changing")
        or modifier in lex.demonyms
        or modifier in lex.org_kind
    )
