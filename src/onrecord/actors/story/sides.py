"""For whom somebody acts: an institution or an official for a state, a member or an organ for a party.

Heads of states and the main persons of a story act for themselves, but for those who hold an office of a party
that is one of the story's sides: they speak for it.
"""

from __future__ import annotations

import re
from collections import Counter

from onrecord.actors.story.bodies import PROMINENT, prominent
from onrecord.actors.story.circles import campaigner, circle_of_person, circle_of_role, circle_of_words
from onrecord.actors.story.facts import Facts
from onrecord.actors.story.owners import most, states_of
from onrecord.actors.story.scene import Actor, Scene, Spot
from onrecord.actors.story.words import seats

MAIN = 0.08  # the share of a story's mentions of persons from which on a person is a main one
_ANYBODY = frozenset(("child", "family", "person"))  # sorts of people that any group may consist of
_CITIZENS = frozenset(("voter", "person"))
_ACTING = ("office", "body")
_STATE_MEDIA = re.compile(
    r"\bstate(?: ?- ?)?(?: ?media| news| ?run| ?owned| ?controlled| broadcaster| television| tv)\b", re.IGNORECASE
)
Side = tuple[Actor, str]


def sides(scene: Scene, facts: Facts) -> dict[Actor, Side]:
    """Per actor, the actor it acts for and the rule that says so."""
    people: Counter[Actor] = Counter()
    for found in scene.found.values():
        people.update(f.actor for f in found if f.actor[0] == "person")
    least = MAIN * people.total()
    main = {w for w, n in people.items() if n >= least}
    running = campaigner(scene)
    crowd = _crowd(scene)
    out: dict[Actor, Side] = {}
    for spot in scene.spots:
        for f in scene.found.get(spot.number, ()):
            if f.actor not in out:
                side = _side(scene, facts, spot, f.actor, running) or _in_crowd(f.actor, crowd)
                if side is not None and side[0] != f.actor and (f.actor not in main or side[1] == "party-office"):
                    out[f.actor] = side
    unseen = sorted({side[0] for side in out.values() if side[0][0] == "circle"} - set(out), key=repr)
    for actor in unseen:  # of circles that no mention names, as well
        if (side := _of_circle(facts, actor, running)) is not None:
            out[actor] = side
    return out


def _side(scene: Scene, facts: Facts, spot: Spot, actor: Actor, running: Actor | None) -> Side | None:
    if actor[0] == "person":
        return None if facts.rules(actor) else _of_person(scene, facts, spot, actor, running)
    if actor[0] == "office":
        return ("state", actor[1]), "institution"
    if actor[0] == "staff":
        return ("body", actor[1]), "institution"
    if actor[0] == "body":
        return _of_body(scene, spot, actor)
    if actor[0] == "circle":
        return _of_circle(facts, actor, running)
    if actor[0] == "people" and len(actor) > 2 and actor[1] in _CITIZENS:
        return ("state", actor[2]), "people-of-state"
    if actor[0] == "people" and len(actor) > 2:
        return actor[:2], "part-of-group"
    if actor[0] == "alone":
        return _of_words(scene, facts, spot, running)
    return None


def _of_body(scene: Scene, spot: Spot, actor: Actor) -> Side | None:
    """The state an institution belongs to, by the gazetteer or by its words; the party whose organ it is."""
    body, read = str(actor[1]), spot.read
    if body == "government":
        return ("person", *actor[2:]), "government-of"
    if body.startswith(("government:", "parliament:")):
        return ("state", body.partition(":")[2][:3]), "institution"
    if body.startswith("media:") and seats().get(body):
        around = scene.before(spot, 30) + read.text + scene.after(spot, 50)
        return (("state", seats()[body]), "state-media") if _STATE_MEDIA.search(around) else None
    if read.states and (read.whole or not read.bodies):
        return ("state", read.states[0]), "institution"
    return (("party", read.parties[0]), "party-organ") if read.parties else None


def _crowd(scene: Scene) -> Actor | None:
    """The group of people that the story is about, if it is about one: migrants, protesters."""
    groups: Counter[Actor] = Counter()
    for found in scene.found.values():
        groups.update(f.actor[:2] for f in found if f.actor[0] == "people" and f.actor[1] not in _ANYBODY)
    if not groups:
        return None
    best = min(groups, key=lambda a: (-groups[a], repr(a)))
    return best if groups[best] >= PROMINENT * len(scene.spots) else None


def _in_crowd(actor: Actor, crowd: Actor | None) -> Side | None:
    """ "The families" and "the children" of a story about migrants are of them."""
    if crowd is None or actor[0] != "people" or actor[1] not in _ANYBODY or len(actor) > 2:
        return None
    return crowd, "part-of-crowd"


def _of_circle(facts: Facts, actor: Actor, running: Actor | None) -> Side | None:
    """Those around somebody who is of another's circle are of it, too; a candidate's campaign is the party's."""
    person: Actor = ("person", *actor[1:])
    around, _ = circle_of_person(facts, person, running)
    if around is not None and around != actor:
        return around, "circle"
    party = most(facts.parties(person))
    return (("party", party), "campaign-of-party") if party and person == running else None


def _of_person(scene: Scene, facts: Facts, spot: Spot, actor: Actor, running: Actor | None) -> Side | None:
    """The state whose office somebody holds, the party they are of, or whom they are around: what is said most."""
    roles = facts.roles.get(actor, {})
    party = most(facts.parties(actor))
    if party and prominent(scene, party):
        chief = any(f.parties and f.sort is not None and f.sort.kind == "office" for f in roles)
        return ("party", party), "party-office" if chief else "party-member"
    office = sum(
        n
        for f, n in roles.items()
        if f.sort is not None
        and f.sort.kind in _ACTING
        and not f.former
        and circle_of_role(facts, f, actor, running) is None
    )
    around, votes = circle_of_person(facts, actor, running)
    if around is not None and votes > office:
        return around, "circle"
    bodies = Counter(b for f, n in roles.items() for b in f.bodies * n if not f.states)
    if office and bodies and not facts.states(actor):
        return ("body", most(bodies)), "office-holder"
    if office:
        state = most(facts.states(actor)) or scene.home(spot.article)
        if state:
            return ("state", state), "office-holder"
    return (("party", party), "party-member") if party else None


def _of_words(scene: Scene, facts: Facts, spot: Spot, running: Actor | None) -> Side | None:
    read = spot.read
    around = circle_of_words(scene, facts, spot, running)
    if around is not None:
        return around, "circle"
    if read.parties and prominent(scene, read.parties[0]):
        return ("party", read.parties[0]), "party-words"
    if read.sort is not None and read.sort.kind in _ACTING and not read.former:
        states, why = states_of(scene, facts, spot)
        if states:
            return ("state", states[0]), why
    if read.kind in ("person", "group", "organization") and read.states and not read.former:
        return ("state", read.states[0]), "state-words"
    return (("party", read.parties[0]), "party-words") if read.parties else None
