"""Whose a body, a country or a group of people is: by its words, its owner, who is spoken of, or the story's home."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from onrecord.actors.story.facts import MANY, Facts
from onrecord.actors.story.scene import NEXT, Actor, Scene, Spot, first

_BOTH = re.compile(r"\b(?:both|two) (?:sides|countries|nations|governments|states)\b")
_HIS = frozenset(("his", "her"))
_ITS = frozenset(("its", "their", "our"))
_PRONOUNS = _HIS | _ITS | {"my", "your"}


def most(counts: Mapping[str, int]) -> str:
    """The name with the highest count, or ""."""
    return min(counts, key=lambda s: (-counts[s], s)) if counts else ""


def surnames(scene: Scene) -> dict[str, Actor]:
    """Who is meant by a surname alone, as most mentions have it."""
    held: dict[str, Counter[Actor]] = defaultdict(Counter)
    for spot in scene.spots:
        if spot.read.form == "name" and spot.read.words and (who := scene.actor_of(spot, "person")):
            held[spot.read.words[-1]][who] += 1
    return {w: min(c, key=lambda a: (-c[a], repr(a))) for w, c in held.items()}


def named_in(scene: Scene, words: Iterable[str]) -> Actor | None:
    """The person of the story whose surname is among these words."""
    return next((scene.surnames[w] for w in words if w in scene.surnames), None)


def owner_of(scene: Scene, facts: Facts, spot: Spot) -> Actor | None:
    """The person somebody or something is said to belong to: "Alvarn's aide", "the president's aide", "his aide"."""
    who = named_in(scene, (*(w for w in spot.read.owner if w not in _PRONOUNS), *sorted(spot.read.modifiers)))
    if who is None and set(spot.read.owner) & _HIS:
        return next(iter(first(scene.near(spot, "person", NEXT))), None)
    if who is None and spot.read.owner and (held := facts.by_head.get(spot.read.owner[-1])):
        return max(held[:MANY], key=lambda w: (scene.told(spot.article, w), repr(w)))
    return who


def states_of(scene: Scene, facts: Facts, spot: Spot) -> tuple[tuple[str, ...], str]:
    """The states that an institution or its staff belong to, and by which rule."""
    read = spot.read
    if read.states:
        return read.states, "state-words"
    if _BOTH.search(read.text):
        return tuple(str(w[1]) for w in first(near_states(scene, facts, spot), 2)), "states-spoken-of"
    owner = owner_of(scene, facts, spot)
    if owner is not None and (state := most(facts.states(owner))):
        return (state,), "state-of-owner"
    if set(read.owner) & (_ITS - {"our"}):
        near = first(near_states(scene, facts, spot, NEXT))
        if near:
            return (str(near[0][1]),), "state-spoken-of"
    home = scene.home(spot.article)
    return ((home,), "home-state") if home else ((), "")


def near_states(scene: Scene, facts: Facts, spot: Spot, fade: float | None = None) -> dict[Actor, float]:
    """The states spoken of before a mention, by their names and by those who head them."""
    reach = () if fade is None else (fade,)
    near = dict(scene.near(spot, "state", *reach))
    for who, weight in scene.near(spot, "person", *reach).items():
        if facts.rules(who) and (state := most(facts.states(who))):
            near[("state", state)] = near.get(("state", state), 0.0) + weight
    for body, weight in scene.near(spot, "body", *reach).items():
        sort, _, code = str(body[1]).partition(":")
        if sort in ("government", "parliament") and code:
            near[("state", code[:3])] = near.get(("state", code[:3]), 0.0) + weight
    return near
