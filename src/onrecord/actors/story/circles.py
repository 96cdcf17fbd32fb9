"""The people around a person: campaign staff, lawyers, family, associates.

They are one group of people to the story ("Alvarn's associates"), and nobody of them is the person.
"""

from __future__ import annotations

import re
from collections import Counter

from onrecord.actors.names import plain
from onrecord.actors.story.facts import Fact, Facts
from onrecord.actors.story.owners import named_in, owner_of
from onrecord.actors.story.reading import Read
from onrecord.actors.story.scene import Actor, Scene, Spot

_CAMPAIGN = re.compile(r"\b([A-Z][\w’'-]{1,40}?)(?:['’]s)?(?: \d{4})?(?: presidential| election)? campaign\b")
_AROUND = frozenset(("associate", "lawyer", "campaign", "team"))
_STAFF = frozenset(("official",))


def circle(person: Actor) -> Actor:
    """The actor that the people around a person are."""
    return ("circle", *person[1:])


def campaigner(scene: Scene) -> Actor | None:
    """The person whose campaign the story writes of most, for "the campaign" without a name."""
    counts: Counter[Actor] = Counter()
    for article in scene.articles:
        for m in _CAMPAIGN.finditer(article.text):
            who = named_in(scene, (plain(m.group(1)),))
            if who is not None:
                counts[who] += 1
    return min(counts, key=lambda a: (-counts[a], repr(a))) if counts else None


def circle_of_words(scene: Scene, facts: Facts, spot: Spot, running: Actor | None) -> Actor | None:
    """The circle that a common noun names: "Alvarn's lawyers", "his associates", "campaign aides"."""
    read = spot.read
    if read.kind not in ("person", "group", "organization") or read.bodies or (read.states and not read.tail):
        return None
    owner = owner_of(scene, facts, spot)
    if read.sort is not None and read.sort.name in _AROUND and owner is not None:
        return circle(owner)
    if of_campaign(read.modifiers, read):
        return circle(owner) if owner is not None else circle(running) if running is not None else None
    if read.sort is not None and read.sort.name in _STAFF and owner is not None and not facts.rules(owner):
        return circle(owner)
    return None


def of_campaign(modifiers: frozenset[str], read: Read | Fact) -> bool:
    """Whether the words name somebody of a campaign."""
    words = modifiers.union(read.tail)
    return "campaign" in words or (read.sort is not None and read.sort.kind == "campaign")


def circle_of_role(facts: Facts, fact: Fact, actor: Actor, running: Actor | None) -> Actor | None:
    """The circle that a role puts somebody into: "Alvarn's lawyer", "campaign aide"."""
    owner = fact.of if fact.of != actor else None
    sort = fact.sort.name if fact.sort is not None else ""
    if of_campaign(fact.modifiers, fact):
        owner = owner or running
    elif sort in _STAFF and (owner is None or fact.states or fact.bodies or facts.rules(owner)):
        return None  # an adviser of who heads a state is the state's
    elif sort not in _AROUND | _STAFF:
        return None
    return circle(owner) if owner is not None and owner != actor else None


def circle_of_person(facts: Facts, actor: Actor, running: Actor | None) -> tuple[Actor | None, int]:
    """The circle that most of somebody's roles put them into, and how many mentions of roles say so."""
    votes: Counter[Actor] = Counter()
    for fact, n in facts.roles.get(actor, {}).items():
        around = circle_of_role(facts, fact, actor, running)
        if around is not None:
            votes[around] += n
    if not votes:
        return None, 0
    best = min(votes, key=lambda a: (-votes[a], repr(a)))
    return best, votes[best]
