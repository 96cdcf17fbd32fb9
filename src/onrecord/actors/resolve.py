"""Across articles: entities with the same key are one actor. Nothing else is ever joined here."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from onrecord import __version__
from onrecord.actors.known import actor_key, check
from onrecord.actors.offices import HERE_ONLY
from onrecord.model import ACTOR_KINDS, Actor, Entity, Link
from onrecord.project import KnownActor, Project

__all__ = ["check", "resolve"]

BY = f"actors.rules/{__version__}"


def resolve(entities: Iterable[Entity], project: Project) -> tuple[list[Actor], list[Link]]:
    """The actors of these entities, and why each entity is its actor; the same in any order.

    An actor's id and key depend on the entity alone, so entities may be resolved batch by batch; its
    name, kind and names are those of the entities given.
    """
    known = {actor_key(a): a for a in project.actors}
    groups: dict[str, dict[str, Entity]] = {}
    for entity in entities:
        groups.setdefault(entity.key, {})[entity.id] = entity
    actors: list[Actor] = []
    links: list[Link] = []
    for key in sorted(groups):
        members = [groups[key][i] for i in sorted(groups[key])]
        actor = _actor(key, members, known.get(key))
        actors.append(actor)
        links.extend(_link(e, actor) for e in members)
    return actors, links


def actor_id(key: str) -> str:
    """The id of the actor with this key, in any record."""
    return "a" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _actor(key: str, members: list[Entity], known: KnownActor | None) -> Actor:
    names = Counter(e.name for e in members)
    if known is not None:
        name, kind = known.name, known.kind if known.kind != "unknown" else _kind(members)
    else:
        # the spelling most articles use; ties go to the longer, then to the alphabet
        name, kind = min(names, key=lambda n: (-names[n], -len(n), n)), _kind(members)
    return Actor(id=actor_id(key), name=name, kind=kind, key=key, names=tuple(sorted({*names, name})))


def _kind(members: list[Entity]) -> str:
    kinds = Counter(e.kind for e in members if e.kind != "unknown")
    return min(kinds, key=lambda k: (-kinds[k], ACTOR_KINDS.index(k))) if kinds else "unknown"


def _link(entity: Entity, actor: Actor) -> Link:
    if entity.key.startswith("known:"):
        why, score = "known-actor", 1.0
    elif HERE_ONLY in entity.key:
        why, score = "one-article", 0.5
    elif entity.kind in ("person", "unknown") and " " not in entity.key:
        why, score = "surname-only", 0.3
    else:
        why, score = "name", 0.9
    return Link(entity=entity.id, actor=actor.id, score=score, why=why, by=BY)
