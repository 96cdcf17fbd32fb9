"""A role noun that fits nobody by its own word: the same person or body under another noun, or as last spoken of.

"The premier" is the prime minister named before, "the panel" the committee, "the spokesman" the one quoted two
paragraphs up. Asked only where `role_nouns` and `offices` find nobody.
"""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.actors.cast import MANY, Ent
from onrecord.actors.lexicon import lexicon, listed, table
from onrecord.actors.names import plain
from onrecord.actors.phrases import Phrase
from onrecord.actors.role_nouns import first_lines, owners, tells
from onrecord.actors.roles import Fact
from onrecord.actors.salience import salient
from onrecord.actors.scene import GROUPS, Answer, Scene

_SHORT = {"rep": "representative", "sen": "senator", "gov": "governor", "gen": "general", "amb": "ambassador"}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LEAD = 600
_STATE_HEADS = frozenset(("president", "king", "queen", "emperor", "sultan", "emir", "shah"))
_HEADED = 2.0
_OPEN = frozenset(("role", "no-actor", "of-another", "head-word", "generic", "media-role"))


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    """Noun -> the nouns that the same person or body may be called by, itself among them."""
    found: dict[str, set[str]] = {}
    for _, words, _, _ in table("role_groups.tsv"):
        row = words.split(",")
        for word in row:
            found.setdefault(word, {word}).update(row)
    return {word: frozenset(row) for word, row in found.items()}


def again(scene: Scene, phrase: Phrase, answer: Answer) -> Answer | None:
    """Somebody for a role phrase that `answer` leaves unresolved, or None."""
    if phrase.head == "campaign" and answer.entity is None and phrase.determiner == "the" and phrase.owner is None:
        return _campaign(scene, phrase)
    if answer.entity is not None or answer.why not in _OPEN or phrase.form not in ("role", "none"):
        return None
    head = phrase.head.removesuffix("'s")
    lex = lexicon()
    bare = not phrase.determiner and first_lines(scene, phrase)
    if phrase.indefinite or any("year-old" in w for w in (head, *phrase.modifiers)):
        return None
    if lex.noun(head, "person") or lex.noun(head, "family"):
        if phrase.determiner or bare or phrase.owner is not None:
            found = _said_before(scene, phrase, head) or _person(scene, phrase, head)
            return found or (_lead_speaker(scene, phrase, head) if bare else None)
        return None
    if (lex.noun(head, "organization") or lex.noun(head, "generic") or lex.noun(head, "media")) and (
        phrase.determiner in listed("definite") or bare
    ):
        return _body(scene, phrase, head)
    return None


def _campaign(scene: Scene, phrase: Phrase) -> Answer | None:
    """ "The campaign": that of the candidate the text has just been about, where his or hers is named somewhere."""

    def fits(ent: Ent) -> float | None:
        return 0.0 if _campaign_of(scene, ent) is not None else None

    found = salient(scene, phrase.start, fits, "campaign-likeliest", 1)
    own = _campaign_of(scene, scene.cast.ents[found.entity]) if found and found.entity is not None else None
    return Answer(own.index, "campaign-likeliest", 0.55) if own is not None else None


def _campaign_of(scene: Scene, ent: Ent) -> Ent | None:
    return scene.cast.by_key.get(f"{ent.key.removeprefix('known:')} campaign") if ent.kind == "person" else None


def _said_before(scene: Scene, phrase: Phrase, head: str) -> Answer | None:
    """ "the spokesman": whoever a source with the same noun was, in this paragraph or the three before."""
    if phrase.owner is not None or phrase.owner_pronoun or phrase.determiner not in listed("definite"):
        return None
    low = scene.back(phrase.start, 3)
    for spoken in reversed(scene.spoken_between(low, phrase.start)[-MANY:]):
        words = _WORD.findall(scene.layout.text[spoken.start : spoken.end])  # as written: not "Mr. Justice"
        if head in words and spoken.end <= phrase.start and spoken.entity is not None:
            return Answer(spoken.entity, "same-source", 0.6)
    return None


def of_state(phrase: Phrase) -> bool:
    """Whether "of State", in small letters or capitals, follows the noun."""
    return phrase.owner_word == "state" or (phrase.owner is not None and phrase.owner.key == "state")


def _nouns(head: str) -> frozenset[str]:
    return _groups().get(head, frozenset((head,)))


def _lead_speaker(scene: Scene, phrase: Phrase, head: str) -> Answer | None:
    """ "Mediator says no": the first person quoted below the headline, where the words there have such a noun."""
    nouns = _nouns(head)
    end = scene.layout.paragraphs[scene.paragraph(phrase.start)].end
    for spoken in scene.spoken_between(end, end + _LEAD):
        if spoken.entity is None or scene.cast.ents[spoken.entity].kind not in ("person", "unknown"):
            continue
        ent = scene.cast.ents[spoken.entity]
        words = {w.casefold() for w in _WORD.findall(scene.layout.text[spoken.start : spoken.end])}
        held = {f.head for f in ent.facts} | {_SHORT.get(t, t) for t in ent.titles}
        return Answer(spoken.entity, "lead-speaker", 0.55) if (words | held) & nouns else None
    return None


def _person(scene: Scene, phrase: Phrase, head: str) -> Answer | None:
    """The only person whom the article gives this role by another noun of the same group."""
    owner: frozenset[int] | None = frozenset() if of_state(phrase) else owners(scene, phrase)
    if owner is None or scene.holders(head, phrase.start):
        return None  # those with this very noun were looked at, and none was meant
    nouns = _STATE_HEADS if head == "head" and of_state(phrase) else _nouns(head)
    pool = [
        ent
        for ent in _holders(scene, nouns)
        if any(_fits(fact, owner, nouns, phrase) for fact in ent.facts)
        or (not owner and not phrase.modifiers and any(_SHORT.get(t, t) in nouns for t in ent.titles))
    ]
    before = [e for e in pool if e.first < phrase.start]
    if not before and first_lines(scene, phrase):
        before = [e for e in pool if e.first < phrase.start + _LEAD]
    if len(before) == 1:
        return Answer(before[0].index, "role-by-another-noun", 0.6)
    if not before:
        return None
    chosen = {e.index for e in before}
    return salient(scene, phrase.start, lambda e: 0.0 if e.index in chosen else None, "role-likeliest")


def _holders(scene: Scene, nouns: frozenset[str]) -> list[Ent]:
    """The people with a role or title among these nouns."""
    found: dict[int, Ent] = {}
    for noun in sorted(nouns):
        found.update((e.index, e) for _, e in scene.roles.get(noun, ())[:MANY])
    for title in sorted(nouns | {short for short, whole in _SHORT.items() if whole in nouns}):
        found.update((e.index, e) for e in scene.titled.get(title, ()))
    return [e for _, e in sorted(found.items()) if e.kind in ("person", "unknown") and e.names]


def _fits(fact: Fact, owner: frozenset[int], nouns: frozenset[str], phrase: Phrase) -> bool:
    """Whether a role that the text gives somebody may be the one that is meant."""
    if fact.head not in nouns:
        return False
    if (fact.words & listed("changing")) - set(phrase.modifiers) - {"former"}:
        return False  # "Deputy Minister Alvarn" is not "the minister"
    said = set(plain(fact.org or "").split()) | fact.words
    if any(tells(m) and m not in said and m not in nouns for m in phrase.modifiers):
        return False
    if owner:
        return fact.owner is not None and fact.owner.entity in owner
    return not phrase.owner_word or phrase.owner_word in said or of_state(phrase)


def _body(scene: Scene, phrase: Phrase, head: str) -> Answer | None:
    """The body that is likeliest meant by "the panel", "the company": named so, or by a noun of the same group."""
    nouns = _nouns(head)
    generic = any(lexicon().noun(n, "generic") for n in nouns)
    if phrase.owner is not None or phrase.owner_pronoun or phrase.owner_word:
        return None
    if any(m not in listed("says_nothing") for m in phrase.modifiers):
        return _modified(scene, phrase, nouns)

    def fits(ent: Ent) -> float | None:
        if ent.kind not in GROUPS or ent.kind == "state":
            return None
        words = ent.words | set(plain(ent.name).split())
        if words & nouns:
            return _HEADED
        return 0.0 if generic and ent.kind in ("organization", "armed_group", "party", "coalition", "group") else None

    return salient(scene, phrase.start, fits, "body-likeliest", 3)


def _modified(scene: Scene, phrase: Phrase, nouns: frozenset[str]) -> Answer | None:
    """ "House panel": the only body of the lead whose name has the modifiers and a noun of the group."""
    found = []
    for ent in {e.index: e for n in sorted(nouns) for e in scene.cast.by_head.get(n, ())}.values():
        words = ent.words | set(plain(ent.name).split())
        near = ent.first < phrase.start or (first_lines(scene, phrase) and ent.first < phrase.start + _LEAD)
        if ent.kind in GROUPS and ent.names and near and words & nouns:
            if all(m in words or m in listed("says_nothing") for m in phrase.modifiers):
                found.append(ent)
    return Answer(found[0].index, "body-by-another-noun", 0.6) if len(found) == 1 else None
