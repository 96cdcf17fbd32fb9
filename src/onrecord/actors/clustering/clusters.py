"""Which names of a record are one actor: from likenesses of pairs to groups, under what people decided.

The nodes are names (all entities of one key are one node), the edges pairs of them that may be one
actor. Edges are taken in falling score, so far as nothing speaks against the union (correlation
clustering with constraints, after Bansal, Blum, Chawla 2004, done greedily): a pair that cannot be one
actor keeps its two groups apart, and a name that fits two actors equally well is given to neither.

Everything is a function of the nodes, edges and verdicts alone, never of the order they came in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

JOIN = 0.65
"""Score from which two names are one actor."""
DOUBT = 0.2
"""Score from which two names that are not joined are worth a person's look."""
MARGIN = 0.12
"""A name with two rivals whose scores are closer than this is given to neither."""
NAMES = 64
"""The most names that spelling makes one actor of: beyond these it is a pattern ("Unit 1", "Unit 2"), no actor."""
MAJORITY = 0.75
"""Share of the articles that explain an alias which must mean one actor, where they mean several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Two nodes that may be one actor. `alias`: an article says so, and `b` is the second name."""

    a: str
    b: str
    score: float
    why: str
    alias: bool = False
    documents: int = 0

    @property
    def pair(self) -> tuple[str, str]:
        return (self.a, self.b) if self.a < self.b else (self.b, self.a)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person decided about names: that `nodes` are one actor, or that `nodes` are none of `others`."""

    number: int
    same: bool
    nodes: frozenset[str]
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ruled:
    """The verdicts that stand, newest first where they contradict each other."""

    same: Mapping[tuple[str, str], int]
    apart: Mapping[tuple[str, str], int]


@dataclass(slots=True)
class Groups:
    """Nodes in groups, and the edges that made them."""

    of: dict[str, str]
    members: dict[str, list[str]]
    used: list[Edge] = field(default_factory=list)

    @classmethod
    def alone(cls, nodes: Iterable[str]) -> Groups:
        every = sorted(nodes)
        return cls({n: n for n in every}, {n: [n] for n in every})

    def join(self, edge: Edge) -> None:
        kept, gone = sorted((self.of[edge.a], self.of[edge.b]), key=lambda g: (-len(self.members[g]), g))
        for node in self.members.pop(gone):
            self.of[node] = kept
            self.members[kept].append(node)
        self.used.append(edge)

    def full(self, a: str, b: str) -> bool:
        """Whether the two groups together would have more names than an actor has."""
        return len(self.members[self.of[a]]) + len(self.members[self.of[b]]) > NAMES

    def pairs(self, a: str, b: str) -> Iterator[tuple[str, str]]:
        """Every node of a's group with every node of b's."""
        return ((x, y) for x in self.members[self.of[a]] for y in self.members[self.of[b]])


Against = Callable[[str, str], bool]
"""Whether two nodes cannot be one actor."""


def ruled(verdicts: Iterable[Verdict]) -> Ruled:
    """Verdicts as pairs. The newest wins: one that a newer one contradicts, directly or through others, is void."""
    same: dict[tuple[str, str], int] = {}
    apart: dict[tuple[str, str], int] = {}
    group: dict[str, set[str]] = {}

    def one(node: str) -> set[str]:
        return group.setdefault(node, {node})

    def forbidden(a: str, b: str) -> bool:
        return any(_pair(x, y) in apart for x in one(a) for y in one(b))

    for verdict in sorted(verdicts, key=lambda v: -v.number):
        if verdict.same:
            for a, b in combinations(sorted(verdict.nodes), 2):
                if b in one(a) or not forbidden(a, b):
                    same.setdefault((a, b), verdict.number)
                    whole = one(a) | one(b)
                    group.update((n, whole) for n in whole)
        else:
            for a in sorted(verdict.nodes):
                for b in sorted(verdict.others):
                    if b not in one(a):
                        apart.setdefault(_pair(a, b), verdict.number)
    return Ruled(same, apart)


def cluster(
    nodes: Iterable[str], edges: Iterable[Edge], against: Against, verdicts: Ruled, contrary: Against | None = None
) -> Groups:
    """The groups of these nodes. Edges under JOIN, and those whose nodes are not among these, are left out.

    `against` is what forbids a pair by all that is known, `contrary` what forbids even what an article says.
    """
    contrary = contrary or against
    groups = Groups.alone(nodes)
    mine = [e for e in edges if e.a in groups.of and e.b in groups.of and e.a != e.b]
    for (a, b), number in sorted(verdicts.same.items(), key=lambda item: (item[1], item[0])):
        if a in groups.of and b in groups.of and groups.of[a] != groups.of[b]:
            groups.join(Edge(a=a, b=b, score=1.0, why=f"judgement {number}"))

    def apart(a: str, b: str) -> bool:
        pair = _pair(a, b)
        return pair in verdicts.apart or (pair not in verdicts.same and against(a, b))

    spelled = sorted((e for e in mine if not e.alias and e.score >= JOIN and not apart(e.a, e.b)), key=_order)
    doubtful = ambiguous(spelled, apart)
    for edge in spelled:
        if edge.pair not in doubtful and groups.of[edge.a] != groups.of[edge.b]:
            if not groups.full(edge.a, edge.b) and not any(apart(x, y) for x, y in groups.pairs(edge.a, edge.b)):
                groups.join(edge)
    # what an article says outweighs what the letters say of the two, but not what is known of others in their groups
    said = {e.pair for e in mine if e.alias}
    for edge in sorted(_explained(groups, [e for e in mine if e.alias]), key=_order):
        if groups.of[edge.a] != groups.of[edge.b] and not groups.full(edge.a, edge.b):
            pairs = [_pair(x, y) for x, y in groups.pairs(edge.a, edge.b)]
            if not any(p in verdicts.apart or (contrary if p in said else apart)(*p) for p in pairs):
                groups.join(edge)
    return groups


def ambiguous(edges: Sequence[Edge], apart: Against) -> set[tuple[str, str]]:
    """Edges of names that fit two actors, who are not each other, about equally well: "A. Alvarn"."""
    found: set[tuple[str, str]] = set()
    of: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for edge in edges:
        of[edge.a].append((edge.score, edge.b))
        of[edge.b].append((edge.score, edge.a))
    for node, candidates in of.items():
        candidates.sort(key=lambda c: (-c[0], c[1]))
        best, first = candidates[0]
        rivals = [other for score, other in candidates[1:] if score > best - MARGIN and apart(first, other)]
        if rivals:
            found.update(_pair(node, other) for other in (first, *rivals))
    return found


def _explained(groups: Groups, edges: Sequence[Edge]) -> Iterator[Edge]:
    """Aliases that (nearly) all articles which explain them give to one group."""
    targets: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        targets[edge.b].append(edge)
    for found in targets.values():
        counts: defaultdict[str, int] = defaultdict(int)
        for edge in found:
            counts[groups.of[edge.a]] += edge.documents
        most = min(counts, key=lambda g: (-counts[g], g))
        if counts[most] >= MAJORITY * sum(counts.values()):
            yield from (e for e in found if groups.of[e.a] == most)


def components(nodes: Iterable[str], edges: Iterable[Edge], verdicts: Ruled) -> Iterator[list[str]]:
    """Nodes that clustering may join, directly or through others: what can be clustered on its own."""
    beside: dict[str, list[str]] = {n: [] for n in nodes}
    for a, b in [*((e.a, e.b) for e in edges if e.alias or e.score >= JOIN), *verdicts.same]:
        if a in beside and b in beside:
            beside[a].append(b)
            beside[b].append(a)
    seen: set[str] = set()
    for node in sorted(beside):
        if node in seen:
            continue
        whole, waiting = [], [node]
        seen.add(node)
        while waiting:
            here = waiting.pop()
            whole.append(here)
            fresh = [n for n in beside[here] if n not in seen]
            seen.update(fresh)
            waiting += fresh
        yield whole


def chain(used: Iterable[Edge], start: str, end: str) -> list[Edge]:
    """The edges that lead from one node of a group to another; empty where they are not joined."""
    beside: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in used:
        beside[edge.a].append(edge)
        beside[edge.b].append(edge)
    came: dict[str, Edge | None] = {start: None}
    waiting = [start]
    while waiting and end not in came:
        here = waiting.pop(0)
        for edge in beside[here]:
            there = edge.b if edge.a == here else edge.a
            if there not in came:
                came[there] = edge
                waiting.append(there)
    path: list[Edge] = []
    while (step := came.get(end)) is not None:
        path.append(step)
        end = step.a if step.b == end else step.b
    return path[::-1]


def _order(edge: Edge) -> tuple[float, tuple[str, str]]:
    return -edge.score, edge.pair


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
