"""States, parties, institutions and groups of people over the articles of a story."""

from __future__ import annotations

from collections import defaultdict

from onrecord.actors.lexicon import listed
from onrecord.actors.story.circles import campaigner, circle_of_words
from onrecord.actors.story.facts import Facts
from onrecord.actors.story.owners import most, near_states, owner_of, states_of
from onrecord.actors.story.reading import Read
from onrecord.actors.story.scene import Actor, Scene, Spot, first
from onrecord.actors.story.words import bare, lemma, story_list

_STATE_KINDS = ("office", "body", "ruler")
_STATE_IDS = ("government:", "parliament:", "organ:")
PROMINENT = 0.04  # the share of a story's mentions from which on a party is one of its sides


def resolve_known(scene: Scene) -> None:
    """Give the mentions that are nothing but the name of a state, a party or a known body theirs."""
    for spot in scene.spots:
        read = spot.read
        if read.whole and read.kind == "state":
            _each(scene, spot, "state", read.states, 0.9, "state-name")
        elif read.whole and read.kind == "party":
            _each(scene, spot, "party", read.parties, 0.9, "party-name")
        elif read.whole:
            _each(scene, spot, "body", read.bodies, 0.9, "body-name")
    for sort in ("state", "party", "body"):
        scene.settle(sort)


def resolve_bodies(scene: Scene, facts: Facts) -> None:
    """Give the remaining mentions their states, parties, institutions and groups."""
    running = campaigner(scene)
    nouns = _nouns(scene)
    for spot in scene.spots:
        if scene.open(spot) and spot.read.states and not _land(scene, facts, spot):
            _nominal(scene, facts, spot, running)
    for sort in ("state", "body"):
        scene.settle(sort)
    for spot in scene.spots:
        if scene.open(spot) and not _land(scene, facts, spot) and not _by_noun(scene, spot, nouns):
            _nominal(scene, facts, spot, running)
    scene.settle("people")
    for spot in scene.spots:
        if scene.open(spot) and spot.read.head == "group" and spot.read.definite and not spot.read.modifiers:
            near = {a: w for sort in ("people", "party", "body") for a, w in scene.near(spot, sort).items()}
            for who in first({a: w for a, w in near.items() if not str(a[1]).startswith(_STATE_IDS)}):
                scene.give(spot, who, 0.5, "group-spoken-of")


def _each(scene: Scene, spot: Spot, sort: str, names: tuple[str, ...], score: float, why: str) -> None:
    for name in names:
        scene.give(spot, (sort, name), score, why)


def prominent(scene: Scene, party: str) -> bool:
    """Whether a party is one of the sides of the story, and not only where a politician comes from."""
    named = scene.count(("party", party))
    return named >= PROMINENT * len(scene.spots)


def _nouns(scene: Scene) -> dict[str, set[Actor]]:
    """The parties and bodies of the story by the nouns in their names: "committee" of "Verran National Committee"."""
    held: dict[str, set[Actor]] = defaultdict(set)
    for spot in scene.spots:
        if spot.read.form == "name":
            for f in scene.found.get(spot.number, ()):
                if f.actor[0] in ("party", "body"):
                    held[lemma(bare(spot.read.written.rpartition(" ")[2]))].add(f.actor)
                    for noun in story_list("kinds_of_body"):
                        held[noun].add(f.actor)
    return held


def _by_noun(scene: Scene, spot: Spot, nouns: dict[str, set[Actor]]) -> bool:
    """ "The committee": the party or body last spoken of whose name has the noun."""
    read = spot.read
    fits = nouns.get(read.head, set())
    if read.plural or not read.definite or read.states or read.parties or not fits or read.modifiers or read.owner:
        return False
    near = {a: w for sort in ("party", "body") for a, w in scene.near(spot, sort).items() if a in fits}
    for who in first(near):
        scene.give(spot, who, 0.6, "noun-of-name")
    return bool(near)


def _nominal(scene: Scene, facts: Facts, spot: Spot, running: Actor | None) -> None:
    read = spot.read
    kind = read.sort.kind if read.sort is not None else ""
    around = circle_of_words(scene, facts, spot, running)
    if around is not None:
        if read.plural or read.kind != "person":
            scene.give(spot, around, 0.6, "circle")
    elif read.parties and (kind not in _STATE_KINDS or prominent(scene, read.parties[0])):
        _each(scene, spot, "party", read.parties, 0.7, "party-words")
    elif kind == "party" or "party" in read.modifiers:
        for party in first(scene.near(spot, "party")):
            scene.give(spot, party, 0.55, "party-spoken-of")
    elif kind == "private" and read.plural and (_ruled(scene, facts, spot) or read.states):
        _people_of(scene, facts, spot)
    elif (kind == "people" or (kind == "private" and read.plural)) and read.sort is not None:
        scene.give(spot, ("people", read.sort.name, *sorted(read.states)), 0.6, "group-noun")
    elif read.sort is not None and (kind == "body" or (kind in ("office", "ruler") and read.plural)):
        _of_state(scene, facts, spot)
    elif read.kind == "group" or (read.states and (read.kind == "organization" or _of_people(read))):
        _people_of(scene, facts, spot)


def _ruled(scene: Scene, facts: Facts, spot: Spot) -> tuple[str, ...]:
    """The state that whoever a group belongs to heads: "Alvarn's scientists"."""
    owner = owner_of(scene, facts, spot)
    state = most(facts.states(owner)) if owner is not None and facts.rules(owner) else ""
    return (state,) if state else ()


def _of_people(read: Read) -> bool:
    """Whether an unknown plural is of people, by its ending: "athletes", "settlers", not "tests"."""
    return read.kind == "other" and read.plural and read.head.endswith(tuple(story_list("agent_ending")))


def _people_of(scene: Scene, facts: Facts, spot: Spot) -> None:
    """Groups that a state, or who heads it, is named with: "Verran athletes", "Alvarn's scientists"."""
    read = spot.read
    for state in read.states or _ruled(scene, facts, spot):
        scene.give(spot, ("office", state, read.head), 0.5, "state-words")


def _of_state(scene: Scene, facts: Facts, spot: Spot) -> None:
    """The institutions and the staff of a state: "the Alvarn administration", "Verran officials"."""
    read = spot.read
    sort = read.sort.name if read.sort is not None else ""
    owner = owner_of(scene, facts, spot)
    if (
        sort == "government"
        and owner is not None
        and facts.rules(owner)
        and not facts.in_office(owner, scene.home(spot.article))
    ):
        scene.give(spot, ("body", "government", *owner[1:]), 0.7, "government-of-owner")
        return
    if read.bodies and not read.states:
        for body in read.bodies:
            scene.give(spot, ("staff", body, sort if sort != "body" else read.head), 0.6, "body-words")
        return
    states, why = states_of(scene, facts, spot)
    special = {w for w in read.modifiers if w not in listed("says_nothing")} if sort == "body" else set()
    head = (read.head, *sorted(special)) if special else (sort if sort != "body" else read.head,)
    for state in states:
        actor: Actor = ("body", f"government:{state}") if sort == "government" else ("office", state, *head)
        scene.give(spot, actor, 0.7, why)


def _land(scene: Scene, facts: Facts, spot: Spot) -> bool:
    """ "The country", "his nation", "the two countries"."""
    read = spot.read
    if read.sort is None or read.sort.kind != "land":
        return False
    if read.states:
        shared = [n for w in read.text.split() for k, n in scene.shared.items() if bare(w).startswith(k)]
        _each(scene, spot, "state", shared[0] if shared else read.states, 0.8, "state-words")
    elif read.several or read.plural:
        _each(scene, spot, "state", _names(first(near_states(scene, facts, spot), 2)), 0.55, "states-spoken-of")
    elif set(read.owner) & {"our", "my"}:
        _each(scene, spot, "state", tuple(filter(None, (scene.home(spot.article),))), 0.5, "home-state")
    elif (owner := owner_of(scene, facts, spot)) is not None and (state := most(facts.states(owner))):
        scene.give(spot, ("state", state), 0.7, "state-of-owner")
    elif read.definite:
        _each(scene, spot, "state", _names(first(near_states(scene, facts, spot))), 0.55, "state-spoken-of")
    return True


def _names(states: list[Actor]) -> tuple[str, ...]:
    return tuple(str(s[1]) for s in states)
