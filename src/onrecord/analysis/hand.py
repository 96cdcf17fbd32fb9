"""How well a machine's coding agrees with a person's of the same documents.

Both are units: a passage, who speaks, the concept, the stance. Units of one document are matched one to one:

    passage   they share at least half of the words of the shorter passage
    actor     ... and the speaker is the same
    concept   ... and the concept
    stance    ... and the stance

A unit is matched where most agrees: first with one of the same actor and concept (of several the one whose passage is
nearest, whatever its stance), then of the same actor, then by its passage alone. Precision is the share of the
machine's units that are matched so far, recall that of the person's. Alpha is Krippendorff's, nominal, over the stances
of units that agree in passage, actor and concept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.analysis.agreement import Figure, match
from onrecord.analysis.alpha import nominal

Agrees = Callable[["Unit", "Unit"], bool]
LEVELS = ("passage", "actor", "concept", "stance")
KINDS = ("stance", "concept", "actor", "missed", "added")
HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One coded statement. `words` are the places of its words in the document; `actors` all names or ids by which its
    speaker is known, so that two units have the same one where they share any. `id` is how it is found again."""

    id: str
    document: str
    words: frozenset[int]
    actors: frozenset[str]
    actor: str
    concept: str
    stance: str
    passage: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a difference: who, on what, which stance, in which words."""

    id: str
    actor: str
    concept: str
    stance: str
    passage: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What the two codings do not agree on (`KINDS`): the first field that differs, or a unit that only the person
    (missed) or only the machine (added) has."""

    kind: str
    document: str
    hand: Side | None
    machine: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandAgreement:
    """The figures by level, alpha over stances (None where it cannot be told) with the number of pairs it rests on, and
    the differences by document. `documents` were compared; `missing` are those of the file that the record lacks,
    `concepts` those that no issue here is called. `notes` tell of passages that are not in the article as it is here.
    """

    file: str
    coders: tuple[str, ...]
    documents: int
    figures: Mapping[str, Figure]
    alpha: float | None
    pairs: int
    differences: tuple[Difference, ...]
    missing: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Pairs of units and what is left over."""

    pairs: tuple[tuple[str, Unit, Unit], ...]
    missed: tuple[Unit, ...]
    added: tuple[Unit, ...]


def matched(hand: Sequence[Unit], machine: Sequence[Unit]) -> Matched:
    """The units of both, one to one, each pair with the level up to which it agrees."""
    by_document: defaultdict[str, tuple[list[Unit], list[Unit]]] = defaultdict(lambda: ([], []))
    for side, units in enumerate((hand, machine)):
        for unit in units:
            by_document[unit.document][side].append(unit)
    pairs: list[tuple[str, Unit, Unit]] = []
    missed: list[Unit] = []
    added: list[Unit] = []
    for mine, theirs in by_document.values():
        left, over = list(mine), list(theirs)
        for level, agrees in _TIERS:
            for a, b in _tier(left, over, agrees):
                pairs.append(("stance" if level == "concept" and a.stance == b.stance else level, a, b))
                left.remove(a)
                over.remove(b)
        missed += left
        added += over
    return Matched(pairs=tuple(pairs), missed=tuple(missed), added=tuple(added))


def _same_actor(a: Unit, b: Unit) -> bool:
    return bool(a.actors & b.actors)


def _same_concept(a: Unit, b: Unit) -> bool:
    return _same_actor(a, b) and a.concept == b.concept


def _any(_one: Unit, _other: Unit) -> bool:
    return True


_TIERS: tuple[tuple[str, Agrees], ...] = (("concept", _same_concept), ("actor", _same_actor), ("passage", _any))


def _tier(hand: Sequence[Unit], machine: Sequence[Unit], agrees: Agrees) -> list[tuple[Unit, Unit]]:
    edges: dict[int, list[int]] = {}
    for i, a in enumerate(hand):
        near = [(-_likeness(a, b), j) for j, b in enumerate(machine) if agrees(a, b) and _overlap(a, b) >= HALF]
        edges[i] = [j for _, j in sorted(near)]
    return [(hand[i], machine[j]) for i, j in sorted(match(edges).items())]


def _overlap(a: Unit, b: Unit) -> float:
    shorter = min(len(a.words), len(b.words))
    return len(a.words & b.words) / shorter if shorter else 0.0


def _likeness(a: Unit, b: Unit) -> float:
    return len(a.words & b.words) / len(a.words | b.words)


def figures(found: Matched) -> dict[str, Figure]:
    """Precision and recall at each level."""
    gold, predicted = len(found.pairs) + len(found.missed), len(found.pairs) + len(found.added)
    right = {level: sum(LEVELS.index(got) >= i for got, _, _ in found.pairs) for i, level in enumerate(LEVELS)}
    return {
        level: Figure(gold=gold, gold_right=n, predicted=predicted, predicted_right=n) for level, n in right.items()
    }


def stances(found: Matched) -> list[tuple[str, str]]:
    """The stances of the units that agree in all else."""
    return [(a.stance, b.stance) for level, a, b in found.pairs if level in ("concept", "stance")]


def alpha(found: Matched) -> float | None:
    """Krippendorff's alpha over `stances`."""
    return nominal(stances(found))


def differences(found: Matched) -> list[Difference]:
    """What is to be looked at, document by document in the order of the text."""
    out = [
        Difference(kind=_KIND[level], document=a.document, hand=_side(a), machine=_side(b))
        for level, a, b in found.pairs
        if level != "stance"
    ]
    out += [Difference(kind="missed", document=a.document, hand=_side(a), machine=None) for a in found.missed]
    out += [Difference(kind="added", document=b.document, hand=None, machine=_side(b)) for b in found.added]
    return sorted(out, key=_order)


_KIND = {"concept": "stance", "actor": "concept", "passage": "actor"}  # the level that is reached -> what differs


def _order(one: Difference) -> tuple[str, int, int, int, str]:
    side = one.hand or one.machine
    assert side is not None  # noqa: S101 - a difference has a side
    return one.document, side.start, side.end, KINDS.index(one.kind), side.id


def _side(unit: Unit) -> Side:
    return Side(
        id=unit.id, actor=unit.actor, concept=unit.concept, stance=unit.stance, passage=unit.passage,
        start=unit.start, end=unit.end,
    )  # fmt: skip


__all__ = [
    "KINDS", "LEVELS", "Difference", "HandAgreement", "Matched", "Side", "Unit", "alpha", "differences", "figures",
    "matched", "stances",
]  # fmt: skip
