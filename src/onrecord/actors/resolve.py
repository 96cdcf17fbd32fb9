"""Across articles: entities with the same key are one name of the record; `clusters` says which names are one actor.

Only a bare surname is not joined even with itself: each article's "Alvarn" is its own until the article,
or a person, says whose it is.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from onrecord import __version__
from onrecord.actors.clustering.sides import HERE, MARK
from onrecord.actors.known import actor_key, check
from onrecord.actors.offices import HERE_ONLY
from onrecord.actors.vacancies import is_post
from onrecord.model import Actor, Entity, Link
from onrecord.project import KnownActor, Project
from onrecord.vocabulary import ACTOR_KINDS

__all__ = ["check", "resolve"]

PRECISE = frozenset(("government", "parliament", "armed_group", "party", "coalition", "media"))
SOME = 0.15
BY = f"actors.rules/{__version__}"


def resolve(
    entities: Iterable[Entity], project: Project, story: Callable[[str], str] = str
) -> tuple[list[Actor], list[Link]]:
    """The names of these entities as actors, and why each entity is its actor; the same in any order.

    `story` gives the story that a document is part of: within one, a bare surname is one actor's. Without
    stories each document is its own.

    An actor's id and key depend on the entity alone, so entities may be resolved batch by batch; its
    name, kind and names are those of the entities given.
    """
    known = {actor_key(a): a for a in project.actors}
    groups: dict[str, dict[str, Entity]] = {}
    for entity in entities:
        if is_post(entity.key):
            continue  # nobody, until the record finds a holder
        groups.setdefault(node_key(entity, story), {})[entity.id] = entity
    actors: list[Actor] = []
    links: list[Link] = []
    for key in sorted(groups):
        members = [groups[key][i] for i in sorted(groups[key])]
        actor = _actor(key, members, known.get(key))
        actors.append(actor)
        links.extend(_link(replace(e, key=key), actor) for e in members)
    return actors, links


def actor_id(key: str) -> str:
    """The id of the actor with this key, in any record."""
    return "a" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def node_key(entity: Entity, story: Callable[[str], str] = str) -> str:
    """The key of the name this entity goes by over the record: its own, or for a bare surname one of this article."""
    if entity.kind == "person" and " " not in entity.key and not entity.key.startswith("known:"):
        return entity.key + HERE + story(entity.doc)
    return entity.key


def _actor(key: str, members: list[Entity], known: KnownActor | None) -> Actor:
    names = Counter(e.name for e in members)
    if known is not None:
        name, kind = known.name, known.kind if known.kind != "unknown" else _kind(members)
    else:
        # the spelling most articles use; ties go to the longer, then to the alphabet
        name, kind = min(names, key=lambda n: (-names[n], -len(n), n)), _kind(members)
    return Actor(id=actor_id(key), name=name, kind=kind, key=key, names=tuple(sorted({*names, name})))


def _kind(members: list[Entity]) -> str:
    return kind_of(Counter(e.kind for e in members))


def kind_of(counts: Mapping[str, int]) -> str:
    """The kind most documents take an actor for. "organization" says the least: a kind of organization that some tell
    (`SOME` of those that tell any) is what the others only left out."""
    told = {kind: n for kind, n in counts.items() if kind != "unknown" and n > 0}
    if not told:
        return "unknown"
    best = min(told, key=lambda k: (-told[k], ACTOR_KINDS.index(k) if k in ACTOR_KINDS else len(ACTOR_KINDS), k))
    precise = {k: n for k, n in told.items() if k in PRECISE}
    if best == "organization" and sum(precise.values()) >= SOME * sum(told.values()):
        best = min(precise, key=lambda k: (-precise[k], ACTOR_KINDS.index(k)))
    return best


def _link(entity: Entity, actor: Actor) -> Link:
    why, score = reason(entity.key, entity.kind)
    return Link(entity=entity.id, actor=actor.id, score=score, why=why, by=BY)


def reason(key: str, kind: str) -> tuple[str, float]:
    """Why an entity is the name with this key, and how sure that is."""
    if key.startswith("known:"):
        return "known-actor", 1.0
    if HERE_ONLY in key or HERE in key:
        return "one-article", 0.5
    if MARK in key:
        return "namesake", 0.7
    if kind == "unknown" and " " not in key:
        return "one-word", 0.6
    return "name", 0.9
