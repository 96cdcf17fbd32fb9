"""How likely two names of a record are one actor: their spelling, and what the articles say of each.

The spelling is `matching`'s; its calibrated score is moved, in log-odds, by what agrees or disagrees
beside it. What cannot be one actor (a man and a woman, a person and a body, two actors that the project
names) is told apart whatever the spelling.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from rapidfuzz.fuzz import ratio

from onrecord.actors.clustering.clusters import Edge
from onrecord.actors.clustering.facts import BODIES
from onrecord.actors.names import plain
from onrecord.actors.naming.blocking import blocking_keys
from onrecord.actors.naming.matching import ReadName, compare, read_name

MOST = 200
"""Names in one block: what so many share tells nothing, and comparing them all would take for ever."""
APART = 0.08
"""Score under which two names that look alike to blocking are two actors, for certain."""
_SAME_TITLE, _SAME_ORG, _OTHER_ORG = 1.1, 1.3, -0.7  # added log-odds
_NUMBER = re.compile(r"\d+")
_LEAST, _UNMOVED = 0.03, 0.97
_SHARED, _HOLDER, _BARE = 0.5, 0.8, 0.5
_ALIKE = 50  # percent of letters in order that spellings of a person's name share: "Bill Clinton", "William J. Clinton"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One name over the record. `family` is its key without what tells it from its namesakes.

    `holders`: of a body its offices, each with who holds it. `alone`: a bare surname of one article, which
    nothing but a person's verdict joins.
    """

    id: str
    family: str
    name: str
    kind: str
    gender: str = ""
    titles: tuple[str, ...] = ()
    orgs: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    alone: bool = False

    @property
    def known(self) -> bool:
        return self.family.startswith("known:")


def traits(node: Node) -> str:
    """A node as text: equal for two states of it that compare alike."""
    return json.dumps(
        [node.name, node.kind, node.gender, node.titles, node.orgs, node.holders, int(node.alone)],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def of_traits(id_: str, family: str, text: str) -> Node:
    """The node that `traits` wrote."""
    name, kind, gender, titles, orgs, holders, alone = json.loads(text)
    return Node(
        id=id_, family=family, name=name, kind=kind, gender=gender, titles=tuple(titles), orgs=tuple(orgs),
        holders=tuple(holders), alone=bool(alone),
    )  # fmt: skip


class Comparing:
    """Compares nodes, each name read once."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        self.nodes = nodes
        self._read: dict[tuple[str, str], ReadName] = {}
        self._blocks: dict[str, frozenset[str]] = {}
        self._against: dict[tuple[str, str], bool] = {}

    def read(self, node: Node) -> ReadName:
        kind = node.kind if node.kind in BODIES or node.kind == "person" else "unknown"
        found = self._read.get((node.name, kind))
        if found is None:
            found = self._read[node.name, kind] = read_name(node.name, kind)
        return found

    def blocks(self, node: Node) -> frozenset[str]:
        """The keys under which names that may be this one are looked for."""
        if node.alone:
            return frozenset()
        found = self._blocks.get(node.id)
        if found is None:
            found = self._blocks[node.id] = frozenset(blocking_keys(self.read(node)))
        return found

    def edge(self, one: str, other: str) -> Edge | None:
        """How likely these nodes are one actor, and why; None where they are not worth a word."""
        a, b = self.nodes[one], self.nodes[other]
        if a.alone or b.alone or contrary(a, b):
            return None
        if a.kind == b.kind == "person" and _unlike(self.read(a), self.read(b)):
            return None
        match = compare(self.read(a), self.read(b))
        if match.blocked or match.score < _LEAST:
            return _same_holder(a, b, self.read(a), self.read(b))
        score, told = moved(match.score, a, b)
        state = "state" in (a.kind, b.kind) and match.why == "same words"  # "Republic of Ostria", and "Ostria"
        bare = 1 in (len(self.read(a).words), len(self.read(b).words)) and not {a.kind, b.kind} <= BODIES
        if bare and not state:
            score = min(score, _BARE)  # a bare surname is never joined by what else is said of it
        return Edge(a=min(one, other), b=max(one, other), score=round(score, 4), why="; ".join((match.why, *told)))

    def against(self, one: str, other: str) -> bool:
        """Whether these nodes cannot be one actor: what two groups must not hold between them."""
        pair = (one, other) if one < other else (other, one)
        found = self._against.get(pair)
        if found is None:
            found = self._against[pair] = self._speaks_against(self.nodes[one], self.nodes[other])
        return found

    def _speaks_against(self, a: Node, b: Node) -> bool:
        if contrary(a, b):
            return True
        if a.alone or b.alone or self.blocks(a).isdisjoint(self.blocks(b)):
            return False  # names that share nothing: an alias may still make them one
        one, other = self.read(a), self.read(b)
        if 1 in (len(one.words), len(other.words)) or _same_holder(a, b, one, other) is not None:
            return False  # letters, or one word, beside a whole name: only what articles say tells
        match = compare(one, other)
        return bool(match.blocked) or moved(match.score, a, b)[0] < APART

    def contrary(self, one: str, other: str) -> bool:
        """Whether something beside the spelling rules it out that these nodes are one."""
        return contrary(self.nodes[one], self.nodes[other])


def _unlike(one: ReadName, other: ReadName) -> bool:
    """Whether the names of two persons have so few letters in common that no spelling of one gives the other.

    Blocking brings names together that share the sound of one word, which most such pairs do by chance.
    """
    return ratio(one.joined, other.joined) < _ALIKE


def contrary(a: Node, b: Node) -> bool:
    """Whether something beside the spelling rules it out that the two are one."""
    if a.family == b.family or (a.known and b.known):
        return True  # namesakes that were told apart; actors that the project tells apart
    if (mine := _numbers(a.name)) and (others := _numbers(b.name)) and mine != others:
        return True  # "Unit 1" and "Unit 2"
    if a.gender and b.gender and a.gender != b.gender:
        return True
    return {a.kind, b.kind} & BODIES != set() and "person" in (a.kind, b.kind)


@lru_cache(maxsize=65536)
def _numbers(name: str) -> tuple[str, ...]:
    return tuple(_NUMBER.findall(name))


def moved(score: float, a: Node, b: Node) -> tuple[float, list[str]]:
    """The score after what the articles say of both, and what that is."""
    if not _LEAST <= score <= _UNMOVED:
        return score, []
    odds, told = math.log(score / (1 - score)), []
    if titles := set(a.titles) & set(b.titles):
        odds += _SAME_TITLE
        told.append("both " + min(titles, key=lambda t: (-len(t), t)))
    if orgs := set(a.orgs) & set(b.orgs):
        odds += _SAME_ORG
        told.append("both of " + min(orgs, key=lambda o: (-len(o), o)))
    elif a.orgs and b.orgs:
        odds += _OTHER_ORG
        told.append(f"one of {a.orgs[0]}, one of {b.orgs[0]}")
    return 1 / (1 + math.exp(-odds)), told


def _same_holder(a: Node, b: Node, one: ReadName, other: ReadName) -> Edge | None:
    """Two bodies of mostly the same words with one person in the same office: a name in another translation."""
    offices = set(a.holders) & set(b.holders)
    words = set(one.words), set(other.words)
    if not offices or len(words[0] & words[1]) < _SHARED * len(words[0] | words[1]):
        return None
    ends = sorted((a.id, b.id))
    return Edge(a=ends[0], b=ends[1], score=_HOLDER, why=f"nearly the same words; both have {min(offices)}")


def title(text: str) -> str:
    """A title or organisation as two are compared."""
    return plain(text)


def alias_edge(target: str, alias: str, documents: int, of: int, why: str) -> Edge:
    """What articles say of a second name: `documents` of them give it to `target`, of all `of` that explain it."""
    score = documents / of * (1 - 0.1 / documents)
    return Edge(a=target, b=alias, score=round(score, 4), why=why, alias=True, documents=documents)


def likely(comparing: Comparing, nodes: Iterable[str], least: float, share: tuple[int, int] = (0, 1)) -> Iterator[Edge]:
    """Every edge of at least this score between nodes that share a block which is not too full.

    `share` (which, of how many) is for several processes: each takes its part of the blocks.
    """
    blocks: defaultdict[str, list[str]] = defaultdict(list)
    for node in sorted(nodes):
        for key in comparing.blocks(comparing.nodes[node]):
            blocks[key].append(node)
    full = {key for key, members in blocks.items() if len(members) > MOST}
    for key in sorted(blocks.keys() - full)[share[0] :: share[1]]:
        for one, other in combinations(blocks[key], 2):
            shared = comparing.blocks(comparing.nodes[one]) & comparing.blocks(comparing.nodes[other])
            if key == min(shared - full):  # once, under the first of the keys they share
                edge = comparing.edge(one, other)
                if edge is not None and edge.score >= least:
                    yield edge
