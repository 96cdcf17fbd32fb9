"""How often the machine is right, estimated from a stratified sample that a reviewer judged.

    figures(layers, reviewed)   accuracy; precision and recall of each stance; by outlet; by how sure it must be

A figure is a ratio of two totals, each estimated stratum by stratum (what share of the judged pairs of a stratum
counts, times its size). Its interval is Wilson's (JASA 1927), with as many pairs as a simple random sample of the same
variance would have, and not more than were judged: Korn and Graubard (Survey Methodology 1998); compared with others by
Franco, Little, Louis and Slud (Journal of Survey Statistics and Methodology 2019). The variance is that of the
linearised ratio, with every stratum smoothed towards its group, and the ratio by Agresti and Coull's rule (The American
Statistician 1998): a stratum in which all judged pairs agree is not taken for one without doubt. A stratum that was
judged (nearly) whole keeps a part of its variance, for people err too: no interval is without width.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from onrecord.analysis.auditing import UNREAD
from onrecord.vocabulary import STANCES

LEVEL = 0.9
"""The share of intervals that are to hold the truth."""
SIDES = ("support", "oppose", "conditional")
DECIDED = (*STANCES, "none")
FEW = 8
"""Outlets with fewer judged pairs are put together."""
OTHERS = "(others)"
THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
SMOOTHED = 1.0
"""As much of a pair is put to the judged ones of every stratum, as those of its group and the figure itself have it."""
LEFT = 0.5
"""At least this part of a stratum's variance is left where (nearly) all of it was judged."""
_Z = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A stratum of an audit: whose group it is, and how many pairs it has. `whole`: all decisions were drawn from then,
    not some stances alone."""

    audit: int
    name: str
    group: str
    size: int
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A pair that was drawn and judged: what the machine said, how sure it was, what is right."""

    audit: int
    stratum: str
    said: str
    score: float
    right: str
    outlet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A share (None: nothing judged tells it), the bounds of its interval, and how many judged pairs it rests on."""

    share: float | None
    low: float
    high: float
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """What holds where only sides count that are at least as sure as `sure`: the share of sides that is left, and how
    many of these are right."""

    sure: float
    coverage: float
    precision: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`sides` is the precision of support, oppose and conditional together. `found` is the recall over all statements,
    those not read included; empty where none of them were drawn. `outlets` are accuracies; OTHERS is all small ones."""

    accuracy: Estimate
    sides: Estimate
    precision: Mapping[str, Estimate]
    recall: Mapping[str, Estimate]
    found: Mapping[str, Estimate]
    outlets: Mapping[str, Estimate]
    pooled: int
    thresholds: tuple[Threshold, ...]


Counts = Callable[[Reviewed], bool]


def figures(layers: Sequence[Layer], reviewed: Sequence[Reviewed], *, then: bool = True) -> Figures:
    """All figures of these audits: each counts as much as it has judged pairs.

    `then`: what was said is what the strata were made of, not what is said now.
    """
    read = [x for x in layers if x.group not in UNREAD]
    whole = [x for x in read if x.whole]
    hidden = {x.audit for x in layers if x.group in UNREAD and x.whole}
    every = [x for x in layers if x.audit in hidden]

    def precision(said: Sequence[str]) -> Estimate:
        own = [x for x in read if x.group in said] if then else read
        return ratio(own, reviewed, of=lambda r: r.said in said, right=_is_right)

    def recall(among: Sequence[Layer], stance: str) -> Estimate:
        return ratio(among, reviewed, of=lambda r: r.right == stance, right=_is_right)

    sided = [x for x in read if x.group in SIDES] if then else read
    outlets, pooled = _outlets(whole, reviewed)
    return Figures(
        accuracy=ratio(whole, reviewed, of=lambda _: True, right=_is_right),
        sides=precision(SIDES),
        precision={s: precision((s,)) for s in DECIDED},
        recall={s: recall(whole, s) for s in DECIDED},
        found={s: recall(every, s) for s in DECIDED} if every else {},
        outlets=outlets,
        pooled=pooled,
        thresholds=_thresholds(sided, reviewed),
    )


def ratio(layers: Sequence[Layer], reviewed: Sequence[Reviewed], *, of: Counts, right: Counts) -> Estimate:
    """The share of the pairs counted by `of` that `right` counts too.

    A stratum that cannot hold any pair counted by `of`, by how it was made, must not be among `layers`.
    """
    parts = _parts(layers, reviewed)
    pairs = sum(1 for p in parts for r in p.judged if of(r))
    if not pairs:
        return Estimate(share=None, low=0.0, high=1.0, pairs=0)
    cells = [(sum(of(r) and right(r) for r in p.judged), sum(map(of, p.judged)), len(p.judged)) for p in parts]
    whole = sum(p.size * x / n for p, (_, x, n) in zip(parts, cells, strict=True))
    share = sum(p.size * y / n for p, (y, _, n) in zip(parts, cells, strict=True)) / whole
    near = (pairs * share + _Z * _Z / 2) / (pairs + _Z * _Z)
    held = _counted(parts, of)
    spread = 0.0
    for p, (y, x, n) in zip(parts, cells, strict=True):
        a = (y + SMOOTHED * held[p.group] * near) / (n + SMOOTHED)
        b = (x - y + SMOOTHED * held[p.group] * (1 - near)) / (n + SMOOTHED)
        slope = a * (1 - near) - b * near
        spread += p.left * (p.size / whole) ** 2 * (a * (1 - near) ** 2 + b * near**2 - slope**2) / n
    left = sum(p.size * p.left for p in parts) / sum(p.size for p in parts)
    low, high = _wilson(share, min(near * (1 - near) / spread, pairs / left))
    return Estimate(share=share, low=low, high=high, pairs=pairs)


@dataclass(frozen=True, slots=True)
class _Part:
    """A stratum with its judged pairs.

    Its size is in shares of all pairs of all audits; `left` is the part of its variance that is left although some of
    its pairs are known.
    """

    group: str
    size: float
    left: float
    judged: Sequence[Reviewed]


def _parts(layers: Sequence[Layer], reviewed: Sequence[Reviewed]) -> list[_Part]:
    """The strata that have a judged pair. One without is taken to be as others of its group; a group without is left
    out."""
    names = {(x.audit, x.name) for x in layers}
    judged: defaultdict[tuple[int, str], list[Reviewed]] = defaultdict(list)
    for r in reviewed:
        if (r.audit, r.stratum) in names:
            judged[r.audit, r.stratum].append(r)
    pairs = Counter(r.audit for some in judged.values() for r in some)
    groups: Counter[tuple[int, str]] = Counter()
    told: Counter[tuple[int, str]] = Counter()
    for x in layers:
        groups[x.audit, x.group] += x.size
        told[x.audit, x.group] += x.size * ((x.audit, x.name) in judged)
    sizes: Counter[int] = Counter()
    for (audit, group), size in groups.items():
        sizes[audit] += size * bool(told[audit, group])
    return [
        _Part(
            group=x.group,
            size=x.size * groups[x.audit, x.group] / told[x.audit, x.group] / sizes[x.audit] * pairs[x.audit],
            left=max(1 - len(judged[x.audit, x.name]) / x.size, LEFT),
            judged=judged[x.audit, x.name],
        )
        for x in layers
        if (x.audit, x.name) in judged
    ]


def _counted(parts: Sequence[_Part], of: Counts) -> dict[str, float]:
    """What share of the judged pairs of each group is counted, half a pair more, so that it is never none."""
    held: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for p in parts:
        held[p.group] += sum(map(of, p.judged))
        every[p.group] += len(p.judged)
    return {group: min(1.0, (held[group] + 0.5) / (n + 0.5)) for group, n in every.items()}


def _wilson(share: float, n: float) -> tuple[float, float]:
    middle = (share * n + _Z * _Z / 2) / (n + _Z * _Z)
    half = _Z * math.sqrt(share * (1 - share) * n + _Z * _Z / 4) / (n + _Z * _Z)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def _outlets(layers: Sequence[Layer], reviewed: Sequence[Reviewed]) -> tuple[dict[str, Estimate], int]:
    """The accuracy by outlet, those with the most judged pairs first, and how many small ones are one together."""
    names = {(x.audit, x.name) for x in layers}
    counts = Counter(r.outlet for r in reviewed if r.outlet and (r.audit, r.stratum) in names)
    large = [name for name, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])) if n >= FEW]
    small = counts.keys() - set(large)
    found = {name: ratio(layers, reviewed, of=_carried({name}), right=_is_right) for name in large}
    if small:
        found[OTHERS] = ratio(layers, reviewed, of=_carried(small), right=_is_right)
    return found, len(small)


def _carried(names: Collection[str]) -> Counts:
    return lambda r: r.outlet in names


def _thresholds(layers: Sequence[Layer], reviewed: Sequence[Reviewed]) -> tuple[Threshold, ...]:
    found = []
    for least in THRESHOLDS:
        kept = _surer(least)
        coverage = ratio(layers, reviewed, of=lambda r: r.said in SIDES, right=kept).share
        if coverage is not None:
            precision = ratio(layers, reviewed, of=kept, right=_is_right)
            found.append(Threshold(sure=least, coverage=coverage, precision=precision))
    return tuple(found)


def _surer(least: float) -> Counts:
    return lambda r: r.said in SIDES and r.score >= least


def _is_right(r: Reviewed) -> bool:
    return r.said == r.right
