"""Whom a trained ranker takes pronouns and descriptions for, where no rule finds anybody.

Its chains (`chains`) hold mentions of all kinds; what counts here is the fullest name in the chain, if it is one of the
article's actors and of a kind that the words can mean.
"""

from __future__ import annotations

from onrecord.actors.lexicon import lexicon
from onrecord.actors.phrases import names_within
from onrecord.actors.scene import GROUPS, Answer, Scene

LEAST = 0.5
"""Scores of the ranker below this are wrong as often as right."""
MOST = 0.65
_HE_SHE = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_IT_THEY = frozenset(("it", "its", "they", "them", "their"))
_DECIDED = frozenset(
    ("indefinite", "several", "thing", "place", "we", "you", "in-quotation", "interview", "first-person")
)


def linked(scene: Scene, start: int, end: int, head: str, answer: Answer) -> Answer | None:
    """The actor whom the ranker links these words to; None where it is not sure, or they cannot mean that actor."""
    if scene.chains is None or answer.entity is not None or answer.why in _DECIDED:
        return None
    found = scene.chains.antecedent(start, end)
    if found is None or not found.linked or found.score < LEAST or found.named is None:
        return None
    named = names_within(scene.names, scene.starts, *found.named)
    entities = {n.entity for n in named if n.entity is not None and not n.possessive}
    if len(entities) != 1:
        return None
    entity = entities.pop()
    if not _may_be(scene, entity, head):
        return None
    return Answer(entity, f"linked-{found.why}", round(min(MOST, found.score), 2))


def _may_be(scene: Scene, entity: int, head: str) -> bool:
    """Whether a pronoun or noun can mean an actor of that kind."""
    ent = scene.cast.ents[entity]
    person = ent.kind == "person" or (ent.kind == "unknown" and ent.person)
    if head in _HE_SHE:
        return person and ent.gender in ("", _HE_SHE[head])
    if head in _IT_THEY:
        return ent.kind in GROUPS
    lex = lexicon()
    if lex.noun(head, "person") or lex.noun(head, "family"):
        return person
    if lex.noun(head, "organization") or lex.noun(head, "generic") or lex.noun(head, "media"):
        return ent.kind in GROUPS
    return False
