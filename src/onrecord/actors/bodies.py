"""Bodies of states called by common words: "the government", "Ostria's armed forces", "the Ostrian interior ministry".

Every state has one of each, so such words name somebody only together with the state. That is named beside them, or
was with such a body before, or is the only one whose offices the article names; else nobody is meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.actors.cast import Ent, enter
from onrecord.actors.lexicon import lexicon, listed, table
from onrecord.actors.names import plain
from onrecord.actors.phrases import Phrase
from onrecord.actors.pieces import Name
from onrecord.actors.scene import Answer, Scene

_MINISTRIES = frozenset(("ministry", "department"))
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body: how it is named with its state, its kind, and whether a city may have one."""

    name: str
    kind: str
    local: bool


@lru_cache(maxsize=1)
def bodies() -> Mapping[str, Body]:
    """Words in lower case -> the body they are."""
    found: dict[str, Body] = {}
    for name, kind, owner, words, _, _ in table("state_bodies.tsv"):
        found.update((w, Body(name, kind, owner == "place")) for w in words.split(","))
    return found


def body_of(words: Sequence[str]) -> Body | None:
    """The body that these words (lower case, without article and state) are, if they are one and nothing else."""
    said = [w for w in words if w not in listed("says_nothing") or len(words) == 1]
    found = bodies().get(" ".join(said))
    if found is not None or not said:
        return found
    titles = lexicon().titles["portfolio"] | lexicon().joining
    if said[-1] in _MINISTRIES and len(said) > 1 and all(w in titles for w in said[:-1]):
        return Body(f"{' '.join(said[:-1])} ministry", "government", local=False)
    if said[0] in _MINISTRIES and len(said) > 2 and said[1] in ("of", "for"):
        subject = [w for w in said[2:] if w != "the"]
        if subject and all(w in titles | {"and", "affairs"} for w in subject):
            return Body(f"{' '.join(subject)} ministry", "government", local=False)
    return None


def state_body(scene: Scene, phrase: Phrase) -> Answer | None:
    """Whom "the army", "Ostria's foreign ministry", "the government of Ostria" mean."""
    if phrase.indefinite or phrase.owner_pronoun:
        return None
    states = scene.states
    words = [*phrase.modifiers, phrase.head]
    owner: str | None = None
    if phrase.owner is not None:
        owner = states.named(phrase.owner)
        if owner is None and phrase.compound:
            owner = states.of_adjective(phrase.owner.text)
        if owner is None:
            local = body_of(words)
            if local is None or not local.local or phrase.owner.kind not in ("unknown", "state"):
                return None
            owner = phrase.owner.text
    for word in phrase.capitals:
        state = states.of_adjective(word)
        if state is not None and word in words:
            owner = owner or state
            words.remove(word)
    if phrase.owner_word and not phrase.owner:
        if phrase.head not in _MINISTRIES:
            return None
        words += ["of", phrase.owner_word]
    body = body_of(words)
    if body is None:
        return None
    if owner is None and _own_name(scene, phrase):
        return None
    return _answer(scene, body, owner, phrase.start, phrase.end)


def _own_name(scene: Scene, phrase: Phrase) -> bool:
    """Whether the article names a body of its own with that head: "the National Police", then "the police"."""
    named = scene.cast.by_head.get(phrase.head, ())
    return any(e.names and e.first < phrase.start and body_of(e.key.split()) is None for e in named)


def _answer(scene: Scene, body: Body, owner: str | None, start: int, end: int) -> Answer | None:
    """The body of that state; where none is named, the one such body that the article has named with its state.

    The state that an article is about says nothing: at home it is hardly ever named ("the government", in Ostria's own
    papers), and a foreign one that is named often is not whose government is meant. One whose ministries or ministers
    speak ("an Ostrian foreign ministry official") is, where no other state's do.
    """
    if owner is not None:
        return Answer(_entity(scene, body, owner, start, end).index, "state-body", 0.75)
    before = [e for e in scene.bodies.get(body.name, ()) if e.first < start]
    if before:
        return Answer(before[0].index, "state-body-again", 0.7) if len(before) == 1 else None
    adjective = scene.states.only_office
    if adjective is None or body.name not in ("government", "parliament"):
        return None
    state = scene.states.of_adjective(adjective)
    if state is not None:
        return Answer(_entity(scene, body, state, start, end).index, "home-state", 0.55)
    return Answer(_entity(scene, body, "", start, end, f"{adjective} {body.name}").index, "home-state", 0.5)


def _entity(scene: Scene, body: Body, owner: str, start: int, end: int, called: str = "") -> Ent:
    name = called or f"{body.name[:1].upper()}{body.name[1:]} of {owner}"
    key = plain(name)
    ent = scene.cast.by_key.get(key)
    text = scene.layout.text
    article = _ARTICLE.match(text, start, end)
    made = Name(
        start=article.end() if article else start,
        end=end,
        text=text[start:end],
        words=tuple(key.split()),
        kind=body.kind,
        title_start=start,
        paragraph=scene.paragraph(start),
    )
    if ent is None:
        ent = scene.cast.add(made, body.kind, key=key)
        ent.name = name
        enter(scene.bodies.setdefault(body.name, []), ent)
    return ent


def name_bodies(scene: Scene) -> None:
    """Give bodies named in capitals with no state ("the Foreign Ministry") the article's; make keys of the rest alike.

    "Ostrian Foreign Ministry" and "Foreign Ministry of Ostria" are one key.
    """
    for ent in list(scene.cast.ents):
        if ent.known is not None or ent.kind == "person" or not ent.names:
            continue
        words = ent.key.split()
        owner: str | None = None
        body = body_of(words)
        if body is None:
            body, owner = _with_state(scene, words, ent)
        elif ent.names[0].possessive:
            continue
        if body is None or owner is None:
            continue
        name = f"{body.name[:1].upper()}{body.name[1:]} of {owner}"
        key = plain(name)
        if key in scene.cast.by_key:
            continue
        scene.cast.by_key.pop(ent.key, None)
        scene.cast.by_key[key] = ent
        ent.key, ent.kind = key, body.kind
        enter(scene.bodies.setdefault(body.name, []), ent)


def _with_state(scene: Scene, words: list[str], ent: Ent) -> tuple[Body | None, str | None]:
    """ "ostrian foreign ministry", "foreign ministry of ostria": the body, and its state."""
    first = ent.names[0].text.split()[0]
    state = scene.states.of_adjective(first)
    if state is not None and len(words) > 1:
        return body_of(words[1:]), state
    if "of" in words[1:-1]:
        at = len(words) - 1 - words[::-1].index("of")
        tail = " ".join(words[at + 1 :]).removeprefix("the ")
        state = scene.states.called(tail)
        if state is not None:
            return body_of(words[:at]), state
    return None, None
