"""What people decided about actors, read from the log: which names are one, are not, and what one is called.

A judgement names the names that it is about by their ids, which hash their keys: it holds wherever these
names are printed, now or later, and whatever the analysis makes of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from onrecord.actors.clustering.clusters import Ruled, Verdict, ruled
from onrecord.actors.clustering.facts import bare
from onrecord.actors.clustering.sides import JUDGED
from onrecord.store.naming import KNOWN
from onrecord.store.put import chunks
from onrecord.store.schema import actor, judgement
from onrecord.store.standing import actor_id

MERGE, SPLIT, RENAME = "merge", "split", "rename"
ACTOR_VERDICTS = (MERGE, SPLIT, RENAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One judgement on actors that is not undone.

    `keys` are of the names it moves, `others` of those they were taken from or put to; with `documents`
    (ids, and the places where they lay) it moves those documents' entities only.
    """

    number: int
    verdict: str
    target: str
    who: str
    name: str = ""
    keys: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    documents: frozenset[str] = frozenset()
    locations: frozenset[str] = frozenset()

    def covers(self, document: str, location: str) -> bool:
        """Whether it moves the entities of this document, or of a version of one that it names."""
        return document in self.documents or location in self.locations

    @property
    def moved(self) -> tuple[str, ...]:
        """The keys of the names it makes: its own where it moves whole names."""
        if not self.documents:
            return self.keys
        return tuple(f"{key}{JUDGED}{self.number}" for key in self.keys)


def rulings(conn: sa.Connection) -> list[Ruling]:
    """Every judgement on actors that is not undone, newest first."""
    c = judgement.c
    query = sa.select(judgement).where(c.verdict.in_(ACTOR_VERDICTS), c.undone_at.is_(None)).order_by(c.id.desc())
    return [ruling(row) for row in conn.execute(query)]


def ruling(row: Any) -> Ruling:
    """A line of the log as a ruling."""
    kept = json.loads(row.snapshot)
    return Ruling(
        number=row.id, verdict=row.verdict, target=row.target, who=row.who, name=kept.get("name", ""),
        keys=tuple(kept.get("keys", ())), others=tuple(kept.get("others", ())), into=tuple(kept.get("into", ())),
        documents=frozenset(kept.get("documents", ())), locations=frozenset(kept.get("locations", ())),
    )  # fmt: skip


def verdicts(found: Sequence[Ruling]) -> Ruled:
    """Merges and splits as pairs of nodes, the newest winning."""
    made: list[Verdict] = []
    for one in found:
        if one.verdict == RENAME:
            continue
        nodes = _ids(one.moved)
        if one.verdict == MERGE:
            made.append(Verdict(number=one.number, same=True, nodes=nodes | _ids(one.others)))
            continue
        made.append(Verdict(number=one.number, same=False, nodes=nodes, others=_ids(one.others) - nodes))
        if one.into or len(one.moved) > 1:
            made.append(Verdict(number=one.number, same=True, nodes=nodes | _ids(one.into)))
    return ruled(made)


def _ids(keys: Iterable[str]) -> frozenset[str]:
    """Nodes by their keys, whether the project knows the actor by now or not."""
    return frozenset(actor_id(k) for key in keys for k in twins(key))


def twins(key: str) -> tuple[str, str]:
    """A key as that of a name that was found, and of one that the project gives."""
    return bare(key), KNOWN + bare(key)


def names(found: Iterable[Ruling]) -> dict[str, tuple[int, str]]:
    """What people call actors: id of a node -> judgement and name; the newest first come."""
    given: dict[str, tuple[int, str]] = {}
    for one in found:
        if one.verdict == RENAME:
            for key in one.keys:
                for k in twins(key):
                    given.setdefault(actor_id(k), (one.number, one.name))
    return given


def about(one: Ruling) -> frozenset[str]:
    """The ids of all nodes that a ruling speaks of."""
    return _ids((*one.keys, *one.others, *one.into, *one.moved))


def numbers(conn: sa.Connection, ids: Iterable[str]) -> set[int]:
    """The nodes with these ids that the record has."""
    found: set[int] = set()
    for some in chunks(sorted(set(ids))):
        found.update(conn.scalars(sa.select(actor.c.n).where(actor.c.id.in_(some))))
    return found
