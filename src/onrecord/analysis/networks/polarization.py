"""How far the nodes fall into two camps that agree within and disagree across: signed balance.

For a division into two camps, S = sum over pairs of (congruence - conflict) s / sum of (congruence + conflict), with
s = 1 for a pair in one camp and -1 for one across. Polarization is the greatest S of any division: 1 where all agree
within their camp and disagree with the other. (One camp alone can do this, too: then all agree with all.) All
divisions are tried for up to 20 nodes; for more, single nodes change camps as long as it helps, from many beginnings
drawn with a fixed seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sparse

from onrecord.analysis.networks.coded import Coded, Floats
from onrecord.analysis.networks.matrices import Matrix
from onrecord.analysis.networks.network import windows
from onrecord.analysis.networks.options import Options
from onrecord.analysis.networks.windows import Window

EXHAUSTIVE = 20
"""So many nodes, and all divisions are tried."""
BEGINNINGS = 32
_CHUNK = 2**14
_LEAST_GAIN = 1e-12  # of the sum of all weights: less is rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Polarization:
    """`value` is S, 0 where there is no tie; the first camp has the first label. `apart` are nodes without any tie;
    `exact`: all divisions were tried."""

    value: float
    camps: tuple[tuple[str, ...], tuple[str, ...]]
    apart: tuple[str, ...]
    exact: bool


def polarization(
    congruence: Matrix, conflict: Matrix, labels: Sequence[str], *, seed: int = 1, beginnings: int = BEGINNINGS
) -> Polarization:
    """The division of these nodes with the greatest S."""
    weight = np.asarray((congruence + conflict).sum(axis=1)).ravel()
    tied = np.flatnonzero(weight)
    apart = tuple(labels[i] for i in np.flatnonzero(weight == 0).tolist())
    if not len(tied):
        return Polarization(value=0.0, camps=((), ()), apart=apart, exact=True)
    balance = sparse.csr_array(sparse.csr_array(congruence - conflict)[tied][:, tied])
    exact = len(tied) <= EXHAUSTIVE
    total = float(weight.sum())
    side = _every(balance.toarray(), total) if exact else _searched(balance, total, seed, beginnings)
    side = side * side[0]
    camps = [tuple(labels[i] for i in tied[side == s].tolist()) for s in (1, -1)]
    return Polarization(
        value=float(side @ (balance @ side)) / total, camps=(camps[0], camps[1]), apart=apart, exact=exact
    )


def polarizations(coded: Coded, options: Options) -> Iterator[tuple[Window, Polarization]]:
    """Polarization in each moving window (see `network.windows`), with the options' normalization."""
    plain = replace(options, type="one-mode", confidence="as-coded", backbone=None)
    both = (windows(coded, replace(plain, aggregate=a)) for a in ("congruence", "conflict"))
    for congruence, conflict in zip(*both, strict=True):
        if congruence.window:
            found = polarization(congruence.matrix, conflict.matrix, congruence.rows, seed=options.seed)
            yield congruence.window, found


def _every(balance: Floats, total: float) -> Floats:
    """The best of all divisions, the first node staying where it is; of equals the first."""
    n = len(balance)
    best, value = np.ones(n), -np.inf
    bits = np.arange(n - 1)
    for first in range(0, 2 ** (n - 1), _CHUNK):
        codes = np.arange(first, min(first + _CHUNK, 2 ** (n - 1)))
        sides = np.ones((len(codes), n))
        sides[:, 1:] -= 2 * ((codes[:, None] >> bits) & 1)
        values = ((sides @ balance) * sides).sum(axis=1)
        i = int(values.argmax())
        if values[i] > value + _LEAST_GAIN * total:
            best, value = sides[i], float(values[i])
    return best


def _searched(balance: Matrix, total: float, seed: int, beginnings: int) -> Floats:
    """The best division found from these beginnings: all in one camp, then drawn ones."""
    rng = np.random.default_rng(seed)
    n = balance.shape[0]
    best, value = np.ones(n), -np.inf
    for beginning in range(beginnings):
        side = np.ones(n) if not beginning else rng.integers(0, 2, n) * 2.0 - 1
        _climb(balance, side, total)
        reached = float(side @ (balance @ side))
        if reached > value + _LEAST_GAIN * total:
            best, value = side, reached
    return best


def _climb(balance: Matrix, side: Floats, total: float) -> None:
    """Let the node change camps that gains most by it, until none gains."""
    pull = balance @ side
    while True:
        gain = -side * pull
        i = int(gain.argmax())
        if gain[i] <= _LEAST_GAIN * total:
            return
        side[i] = -side[i]
        own = slice(balance.indptr[i], balance.indptr[i + 1])
        pull[balance.indices[own]] += 2 * side[i] * balance.data[own]
