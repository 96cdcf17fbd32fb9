"""Where onrecord.toml and judgements on actors contradict each other. The judgement stands; the user is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from onrecord.actors.clustering.facts import bare
from onrecord.actors.clustering.sides import family
from onrecord.actors.names import key
from onrecord.project import KnownActor, Project
from onrecord.store import rulings
from onrecord.store.rulings import MERGE, SPLIT, Ruling

if TYPE_CHECKING:
    from onrecord.store.db import Store


def conflicts(store: Store, project: Project) -> list[str]:
    """A sentence for each alias that joins what a judgement took apart, and each merge of two actors of the project."""
    if not project.actors:
        return []
    with store.read() as conn:
        found = rulings.rulings(conn)
    return [sentence for one in found for sentence in _against(one, project.actors)]


def _against(one: Ruling, actors: Iterable[KnownActor]) -> Iterator[str]:
    own, others = _names(one.keys), _names(one.others)
    if one.verdict == SPLIT and not one.documents:
        for actor in actors:
            names = {key(n): n for n in (actor.name, *actor.aliases)}
            joined = own & names.keys()
            if joined and others & names.keys():
                alias = names[min(joined)]
                yield (
                    f'onrecord.toml: [[actor]] "{actor.name}": the alias "{alias}" joins what judgement {one.number}'
                    f" (split, by {one.who}) took apart; the judgement stands. Take the alias out of the file, or:"
                    f" onrecord undo {one.number}"
                )
    elif one.verdict == MERGE:
        mine = {n for n in actors if _is(n, own)}
        theirs = {n for n in actors if _is(n, others)} - mine
        for a in sorted(mine, key=lambda x: x.name):
            for b in sorted(theirs, key=lambda x: x.name):
                yield (
                    f'onrecord.toml: [[actor]] "{a.name}" and [[actor]] "{b.name}" are two, but judgement {one.number}'
                    f" (merge, by {one.who}) made them one; the judgement stands. Write them as one in the file, or:"
                    f" onrecord undo {one.number}"
                )


def _names(keys: Iterable[str]) -> set[str]:
    return {family(bare(k)) for k in keys}


def _is(actor: KnownActor, keys: set[str]) -> bool:
    return any(key(name) in keys for name in (actor.name, *actor.aliases))


__all__ = ["conflicts"]
