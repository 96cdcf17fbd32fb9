"""Which actor a name in words of an article means: the organization of a role is only words there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onrecord.store.rows import ActorRef, ActorView


def called(views: Iterable[ActorView]) -> Mapping[str, ActorRef]:
    """The actors by every name that is printed of them and of nobody else; ask with `key`."""
    found: dict[str, ActorRef] = {}
    several: set[str] = set()
    for view in views:
        for name in {key(view.actor.name), *(key(n.name) for n in view.names)}:
            if found.setdefault(name, view.actor).id != view.actor.id:
                several.add(name)
    return {name: actor for name, actor in found.items() if name not in several}


def key(name: str) -> str:
    """The name without case, further space and a "the" before it."""
    return " ".join(name.split()).casefold().removeprefix("the ")
