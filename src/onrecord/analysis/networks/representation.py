"""Whom an outlet quotes more or less than the others do on the same stories.

On every story that others cover too, an outlet's statements are held against the actor's share of what the others
printed of it: with n statements of the outlet on a story and a share p of the others' there, n p are to be expected,
with the variance n p (1 - p) of as many draws. Sums run over the stories; what an outlet has alone tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from onrecord.analysis.networks.coded import Coded, Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Represented:
    """How often an outlet quotes an actor, and how often it would if it quoted as the others do on the same stories.

    `stories` are those of them on which either does. `deviation` is the difference in standard deviations, 0 where
    nothing could have been otherwise.
    """

    outlet: str
    actor: str
    statements: int
    expected: float
    deviation: float
    stories: int

    @property
    def ratio(self) -> float | None:
        """Statements over what was to be expected; None where nothing was."""
        return self.statements / self.expected if self.expected else None


def representation(coded: Coded, story: Ints) -> list[Represented]:
    """Every outlet (node) and actor (concept) that has statements, or could have; the most unusual first.

    `story` is that of each row, below 0 where there is none. Only stories count that two outlets have statements on.
    """
    told = story >= 0
    outlet, actor = coded.node[told], coded.concept[told]
    _, place = np.unique(story[told], return_inverse=True)
    outlets, actors, stories = len(coded.nodes), len(coded.concepts), int(place.max(initial=-1)) + 1
    ones = np.ones(len(place))
    on = sparse.csr_array((ones, (place, outlet)), shape=(stories, outlets))
    of = sparse.csr_array((ones, (place, actor)), shape=(stories, actors))
    whole = np.asarray(of.sum(axis=1)).ravel()
    found: list[Represented] = []
    for own in range(outlets):
        mine = sparse.csr_array((ones[outlet == own], (place[outlet == own], actor[outlet == own])), shape=of.shape)
        n = np.asarray(on[:, [own]].todense()).ravel()
        common = (n > 0) & (whole > n)
        found += _of_outlet(coded, own, mine[common], (of - mine)[common], n[common])
    return sorted(found, key=lambda r: (-abs(r.deviation), r.outlet, r.actor))


def _of_outlet(
    coded: Coded, own: int, mine: sparse.csr_array, others: sparse.csr_array, n: Floats
) -> list[Represented]:
    share = sparse.diags_array(1 / np.asarray(others.sum(axis=1)).ravel()) @ others
    expected = np.asarray((sparse.diags_array(n) @ share).sum(axis=0)).ravel()
    variance = expected - np.asarray((sparse.diags_array(n) @ share.multiply(share)).sum(axis=0)).ravel()
    observed = np.asarray(mine.sum(axis=0)).ravel()
    either: NDArray[np.int64] = np.asarray(((mine + others) > 0).sum(axis=0)).ravel()
    spread = np.sqrt(np.maximum(variance, 0.0))
    apart = np.divide(observed - expected, spread, out=np.zeros_like(spread), where=spread > 1e-9)
    return [
        Represented(
            outlet=coded.nodes[own],
            actor=coded.concepts[a],
            statements=int(observed[a]),
            expected=float(expected[a]),
            deviation=float(apart[a]),
            stories=int(either[a]),
        )
        for a in np.flatnonzero((observed > 0) | (expected > 0)).tolist()
    ]
