"""Coded statements as columns: what a network is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from onrecord.errors import UsageError

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
UNKNOWN = -1
"""Of a day, a document and a reprint group: none is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """The levels that a statement may have, from `low` to `high` as declared, whether they occur or not. `boolean`
    ones are 0 (disagree) and 1 (agree)."""

    low: int
    high: int
    boolean: bool = False

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise UsageError(f"the lowest level ({self.low}) is above the highest ({self.high})")
        if self.boolean and (self.low, self.high) != (0, 1):
            raise UsageError(f"a boolean qualifier has the levels 0 and 1, not {self.low} to {self.high}")

    @property
    def range(self) -> int:
        """R: how far the highest level is from the lowest."""
        return self.high - self.low


BOOLEAN = Qualifier(low=0, high=1, boolean=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One coded statement. `node` is who it counts for, `concept` what it is about; `day` a date's ordinal; `reprint`
    the statements that tell one utterance; `probability` that the row is right; `row` leads back to the statement."""

    node: str
    concept: str
    level: int = 0
    document: str | int | None = None
    day: int = UNKNOWN
    reprint: int = UNKNOWN
    probability: float = 1.0
    row: int = UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coded:
    """The rows as columns of one length; `node` and `concept` are places in the sorted lists of labels.

    `qualifier` None: no level was coded, and all are 0. `unlabelled` rows had an empty label and are left out.
    """

    nodes: tuple[str, ...]
    concepts: tuple[str, ...]
    node: Ints
    concept: Ints
    level: Ints
    document: Ints
    day: Ints
    reprint: Ints
    probability: Floats
    row: Ints
    qualifier: Qualifier | None
    unlabelled: int = 0

    def __len__(self) -> int:
        return len(self.node)

    def take(self, rows: Ints | NDArray[np.bool_] | slice, probability: Floats | None = None) -> Coded:
        """These rows, in this order, with all labels; `probability` of them, if it is to be another."""
        return replace(
            self,
            node=self.node[rows],
            concept=self.concept[rows],
            level=self.level[rows],
            document=self.document[rows],
            day=self.day[rows],
            reprint=self.reprint[rows],
            probability=self.probability[rows] if probability is None else probability,
            row=self.row[rows],
        )

    def trimmed(self) -> Coded:
        """The same rows, without the labels that no row has."""
        nodes, node = _used(self.nodes, self.node)
        concepts, concept = _used(self.concepts, self.concept)
        return replace(self, nodes=nodes, node=node, concepts=concepts, concept=concept)


_COLUMNS = ("node", "concept", "level", "document", "day", "reprint", "probability", "row")


def from_rows(rows: Iterable[Row], qualifier: Qualifier | None = BOOLEAN) -> Coded:
    """The columns of these rows."""
    nodes: dict[str, int] = {}
    concepts: dict[str, int] = {}
    documents: dict[str | int, int] = {}
    numbers: list[tuple[int, int, int, int, int, int, int]] = []
    probability: list[float] = []
    for r in rows:
        numbers.append(
            (
                nodes.setdefault(r.node, len(nodes)),
                concepts.setdefault(r.concept, len(concepts)),
                r.level,
                UNKNOWN if r.document is None else documents.setdefault(r.document, len(documents)),
                r.day,
                r.reprint,
                r.row,
            )
        )
        probability.append(r.probability)
    table = np.array(numbers, dtype=np.int64).reshape(-1, 7).T
    return from_arrays(
        nodes=tuple(nodes),
        concepts=tuple(concepts),
        node=table[0],
        concept=table[1],
        level=table[2],
        document=table[3],
        day=table[4],
        reprint=table[5],
        probability=probability,
        row=table[6],
        qualifier=qualifier,
    )


def from_arrays(
    *,
    nodes: Sequence[str],
    concepts: Sequence[str],
    node: ArrayLike,
    concept: ArrayLike,
    level: ArrayLike | None = None,
    document: ArrayLike | None = None,
    day: ArrayLike | None = None,
    reprint: ArrayLike | None = None,
    probability: ArrayLike | None = None,
    row: ArrayLike | None = None,
    qualifier: Qualifier | None = BOOLEAN,
) -> Coded:
    """The columns given as arrays; labels in any order. Columns left out are unknown (`row`: its place; level: 0)."""
    first = np.asarray(node, dtype=np.int64)
    count = len(first)

    def column(given: ArrayLike | None, default: int = UNKNOWN) -> Ints:
        return np.full(count, default, dtype=np.int64) if given is None else np.asarray(given, dtype=np.int64)

    def labelled(labels: Sequence[str], codes: Ints) -> tuple[tuple[str, ...], Ints]:
        if len(codes) and not 0 <= int(codes.min()) <= int(codes.max()) < len(labels):
            raise UsageError("a row names a label that is not in the list of labels")
        order = tuple(sorted(set(labels) - {""}))
        place = {label: i for i, label in enumerate(order)}
        return order, np.array([place.get(label, UNKNOWN) for label in labels], dtype=np.int64)[codes]

    node_labels, node_codes = labelled(nodes, first)
    concept_labels, concept_codes = labelled(concepts, column(concept))
    whole = Coded(
        nodes=node_labels,
        concepts=concept_labels,
        node=node_codes,
        concept=concept_codes,
        level=column(level if qualifier else None, 0),
        document=column(document),
        day=column(day),
        reprint=column(reprint),
        probability=np.ones(count) if probability is None else np.asarray(probability, dtype=np.float64),
        row=np.arange(count, dtype=np.int64) if row is None else column(row),
        qualifier=qualifier,
    )
    _check(whole)
    good = (whole.node >= 0) & (whole.concept >= 0)
    return replace(whole.take(good), unlabelled=int(count - good.sum())).trimmed()


def _check(coded: Coded) -> None:
    if len({len(getattr(coded, name)) for name in _COLUMNS}) > 1:
        raise UsageError("the columns of coded statements must all have one length")
    if not len(coded):
        return
    if not ((coded.probability >= 0) & (coded.probability <= 1)).all():
        raise UsageError("a probability must be from 0 to 1")
    if (q := coded.qualifier) and not q.low <= int(coded.level.min()) <= int(coded.level.max()) <= q.high:
        raise UsageError(f"a level is outside of the declared range, {q.low} to {q.high}")


def _used(labels: tuple[str, ...], codes: Ints) -> tuple[tuple[str, ...], Ints]:
    """The labels that occur, and the codes among them."""
    there = np.bincount(codes, minlength=len(labels)) > 0
    kept = tuple(label for label, used in zip(labels, there.tolist(), strict=True) if used)
    return kept, (np.cumsum(there) - 1)[codes]
