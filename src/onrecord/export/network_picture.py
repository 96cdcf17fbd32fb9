"""What there is to draw of a network: nodes, ties, groups, and what of them stands in each window.

    picture(found, camps)   of a `RecordNetwork`; `camps` are those of the project, by name

Ids are hashes of labels, so a node or a tie has the same one in every file and after every run.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from onrecord.analysis.networks.coded import Coded, Ints
from onrecord.export.network_groups import Groups, groups

if TYPE_CHECKING:
    from onrecord.analysis.networks.network import Edge
    from onrecord.analysis.networks.windows import Window
    from onrecord.store.networks import RecordNetwork

AGREE, DISAGREE, BOTH, PLAIN = "agree", "disagree", "both", "plain"
COMBINED = {1.0: AGREE, 2.0: DISAGREE, 3.0: BOTH}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A label of the network. `side` is 1 for the columns of a two-mode network; `group` a place in the groups."""

    id: str
    label: str
    kind: str
    side: int
    statements: int
    first: date | None
    last: date | None
    group: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two nodes by their places. `form` says what the weight means: agree, disagree, both, or plain where sides do not
    count. `weight` is that of the whole time, which may be 0 where a window has one."""

    id: str
    a: int
    b: int
    weight: float
    form: str
    expected: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def strength(self) -> float:
        """How much there is of it, whatever its sign."""
        return abs(self.weight) or abs(self.expected or 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The rows of the statements that make a tie, and their first and last day."""

    rows: tuple[int, ...]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A window: how many statements its nodes have, and the weights of its ties, by their places."""

    window: Window
    told: str
    statements: Mapping[int, int]
    weights: Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A network with its windows. `rows` gives for every row that counts the place of its node; `left_out` ties of the
    whole time are weaker than all that are in it."""

    found: RecordNetwork
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    left_out: int
    groups: Groups
    views: tuple[View, ...]
    rows: Mapping[int, int]

    @property
    def two_mode(self) -> bool:
        return self.found.options.type == "two-mode"

    def form(self, weight: float) -> str:
        """What a weight of this network means."""
        return _form(self.found, weight)


def picture(found: RecordNetwork, camps: Mapping[str, str] | None = None, *, most: int | None = None) -> Picture:
    """The network as it is drawn and written; ties in the order of the labels, with `most` the strongest alone."""
    divided = groups(found.network, camps or {})
    nodes = tuple(_nodes(found, divided))
    places = {(n.side, n.label): i for i, n in enumerate(nodes)}
    other = int(found.options.type == "two-mode")
    whole = {(places[0, e.a], places[other, e.b]): e for e in found.network.edges(most)}
    left_out = found.network.ties() - len(whole)
    parts = [_weights(w, places, other, whole if left_out else None) for w in found.windows]
    pairs = sorted(whole.keys() | {pair for part in parts for pair in part})
    ties = tuple(_tie(found, nodes, pair, whole.get(pair)) for pair in pairs)
    number = {pair: i for i, pair in enumerate(pairs)}
    coded = found.network.coded
    return Picture(
        found=found,
        nodes=nodes,
        ties=ties,
        left_out=left_out,
        groups=divided,
        views=tuple(
            View(
                window=w.window,
                told=w.describe(),
                statements=_counts(w.network.coded, len(found.rows) if other else None),
                weights={number[pair]: weight for pair, weight in sorted(part.items()) if weight},
            )
            for w, part in zip(found.windows, parts, strict=True)
            if w.window
        ),
        rows=dict(zip(coded.row.tolist(), coded.node.tolist(), strict=True)),
    )


def _weights(
    window: RecordNetwork, places: Mapping[tuple[int, str], int], other: int, only: Collection[tuple[int, int]] | None
) -> dict[tuple[int, int], float]:
    """The weights of a window by the places of the ends; of `only` these, where they are told."""
    found = (((places[0, e.a], places[other, e.b]), e.weight) for e in window.edges())
    return {pair: weight for pair, weight in found if only is None or pair in only}


def _counts(coded: Coded, columns_from: int | None) -> Mapping[int, int]:
    """Statements by the place of the node; `columns_from` where concepts are nodes, too."""
    found = Counter(coded.node.tolist())
    if columns_from is not None:
        found.update((coded.concept + columns_from).tolist())
    return dict(sorted(found.items()))


def _nodes(found: RecordNetwork, divided: Groups) -> Iterator[Node]:
    coded, options = found.network.coded, found.options
    sides: list[tuple[Sequence[str], Ints, str]] = [(found.rows, coded.node, options.nodes)]
    if options.type == "two-mode":
        sides.append((found.columns, coded.concept, options.via))
    for side, (labels, codes, kind) in enumerate(sides):
        order = np.argsort(codes, kind="stable")
        begins = np.searchsorted(codes[order], np.arange(len(labels) + 1))
        for i, label in enumerate(labels):
            own = order[begins[i] : begins[i + 1]]
            first, last = _span(coded.day[own])
            yield Node(
                id=_hash("n", kind, label), label=label, kind=kind, side=side, statements=len(own), first=first,
                last=last, group=None if side else divided.of.get(label),
            )  # fmt: skip


def _tie(found: RecordNetwork, nodes: Sequence[Node], pair: tuple[int, int], edge: Edge | None) -> Tie:
    a, b = nodes[pair[0]], nodes[pair[1]]
    weight = edge.weight if edge else 0.0
    return Tie(
        id=_hash("e", a.id, b.id), a=pair[0], b=pair[1], weight=weight, form=_form(found, weight),
        expected=edge.expected if edge else None, low=edge.low if edge else None, high=edge.high if edge else None,
    )  # fmt: skip


def behind(of: Picture, ties: Iterable[int]) -> dict[int, Behind]:
    """What makes these ties, by their places."""
    out = {}
    for i in ties:
        a, b = of.nodes[of.ties[i].a], of.nodes[of.ties[i].b]
        rows = of.found.network.statements(a.label, b.label)
        days = [on for row in rows if (on := of.found.sources[row].on)]
        out[i] = Behind(rows=rows, first=min(days, default=None), last=max(days, default=None))
    return out


def _form(found: RecordNetwork, weight: float) -> str:
    match found.options.aggregate:
        case "combine":
            return COMBINED.get(weight, PLAIN)
        case "conflict":
            return DISAGREE
        case "ignore":
            return PLAIN
    return DISAGREE if weight < 0 else AGREE


def _span(days: Ints) -> tuple[date | None, date | None]:
    known = days[days >= 0]
    if not len(known):
        return None, None
    return date.fromordinal(int(known.min())), date.fromordinal(int(known.max()))


def _hash(prefix: str, *parts: str) -> str:
    text = "\x1f".join(parts)
    return prefix + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
