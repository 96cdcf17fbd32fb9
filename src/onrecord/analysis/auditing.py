"""Which pairs of a statement and an issue a reviewer is to look at, to learn how often the machine is right.

    drawn(pairs, n, seed)   a stratified random sample, with the chance that each pair had to be in it

Strata are what the machine decided, and how sure it was. Half of the sample goes where most doubt is (Neyman, Journal
of the Royal Statistical Society 1934), half to all decisions alike, so that the rare ones count as much (Bankier, JASA
1988), in whole numbers by priorities (Wright, The American Statistician 2012), and some to every stratum first. Within
a stratum the order is a hash of the seed and the pair: the same record gives the same sample, and pairs that come in
one stratum change nothing in another but how many are drawn of it, those drawn first staying in.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BESIDE, ELSEWHERE = "not read, in an article on it", "not read, in another article"
UNREAD = (BESIDE, ELSEWHERE)
"""Groups of statements that the machine did not read with the issue: by its words they are not about it."""
BANDS = ((0.9, "sure"), (0.75, "likely"), (0.0, "doubtful"))
LEAST = 2
"""As many are drawn of every stratum, where it has them and the sample is large enough."""
_UNREAD_WRONG = {BESIDE: 0.03, ELSEWHERE: 0.005}  # how often one is about the issue, for the allocation alone
_SUREST = 0.95  # a machine's word that it is surer is not taken for that


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A statement and an issue. `group` is the stance that was decided, "none", or one of UNREAD; `score` how sure."""

    key: str
    group: str
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A part of the pairs: its name, the group of all of them, how many there are and how many were drawn."""

    name: str
    group: str
    size: int
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A pair that is in the sample, its stratum, and the chance that it had."""

    key: str
    stratum: str
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """All strata, and what was drawn: any beginning of it is spread over the strata as the whole is."""

    strata: tuple[Stratum, ...]
    drawn: tuple[Drawn, ...]


def stratum_of(pair: Pair) -> str:
    """The name of the stratum a pair is in."""
    if pair.group in UNREAD:
        return pair.group
    return f"{pair.group}, {next(name for least, name in BANDS if pair.score >= least)}"


def drawn(pairs: Iterable[Pair], n: int, seed: int) -> Sample:
    """A sample of `n` of these pairs, or all of them where there are not as many."""
    parts: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        parts[stratum_of(pair)].append(pair)
    taken = allocated(parts, n)
    strata, found = [], []
    for name in sorted(parts):
        size, some = len(parts[name]), taken[name]
        strata.append(Stratum(name=name, group=parts[name][0].group, size=size, drawn=some))
        for place, (order, key) in enumerate(sorted((_number(seed, p.key), p.key) for p in parts[name])[:some]):
            found.append(((place + order / 2**64) / some, key, Drawn(key=key, stratum=name, chance=some / size)))
    return Sample(strata=tuple(strata), drawn=tuple(d for *_, d in sorted(found, key=lambda x: x[:2])))


def allocated(parts: Mapping[str, Sequence[Pair]], n: int) -> dict[str, int]:
    """How many are drawn of each stratum."""
    weight = _weights(parts)
    taken = dict.fromkeys(parts, 0)

    def priority(name: str) -> tuple[float, str]:
        return -weight[name] / math.sqrt(taken[name] * (taken[name] + 1)), name

    for _ in range(min(n, sum(map(len, parts.values())))):
        least = [name for name in parts if taken[name] < min(LEAST, len(parts[name]))]
        if least:  # the first of every stratum, then the second, the weightiest first
            chosen = min(least, key=lambda name: (taken[name], -weight[name], name))
        else:
            chosen = min((name for name in parts if taken[name] < len(parts[name])), key=priority)
        taken[chosen] += 1
    return taken


def _weights(parts: Mapping[str, Sequence[Pair]]) -> dict[str, float]:
    """What part of the sample each stratum should have: half by doubt in all, half alike over the groups."""
    doubt = {name: len(pairs) * _spread(pairs) for name, pairs in parts.items()}
    whole = sum(doubt.values())
    of_group: defaultdict[str, float] = defaultdict(float)
    for name, pairs in parts.items():
        of_group[pairs[0].group] += doubt[name]
    return {
        name: doubt[name] / whole / 2 + doubt[name] / of_group[pairs[0].group] / len(of_group) / 2
        for name, pairs in parts.items()
    }


def _spread(pairs: Sequence[Pair]) -> float:
    """The standard deviation of being right, as the scores have it."""
    group = pairs[0].group
    right = 1 - _UNREAD_WRONG[group] if group in UNREAD else sum(p.score for p in pairs) / len(pairs)
    if group not in UNREAD:
        right = min(max(right, 0.5), _SUREST)
    return math.sqrt(right * (1 - right))


def _number(seed: int, key: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}\0{key}".encode()).digest()[:8])
