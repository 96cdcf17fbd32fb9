"""The ranker of antecedents over one article's mentions, and the chains that follow from its scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from onrecord.encoder.blocks import Group
from onrecord.encoder.decode import Floats
from onrecord.encoder.pairs import OWN, TOLD, Ints, Table, features, own_features
from onrecord.encoder.referring import FORMS, Mention

VECTOR, HIDDEN = 128, 128
RIVALS = 3
FAINT = 0.005
"""Antecedents less likely are forgotten."""
Ranker = Callable[[Mapping[str, Any], Sequence[str]], Sequence[Any]]
"""Named inputs and the outputs wanted -> the outputs: see `Judge`."""


class Choice(NamedTuple):
    """The rows of a mention's likelier antecedents with their probabilities, best first; `alone`: of having none."""

    rivals: tuple[tuple[int, float], ...]
    alone: float


class Judge:
    """The ranker over one article's mentions: first what each is alone, then pairs of them."""

    def __init__(self, ranker: Ranker, t: Table, vectors: Floats, later: Floats, earlier: Floats, bias: float) -> None:
        self.ranker, self.t, self.vectors, self.later, self.earlier = ranker, t, vectors, later, earlier
        inputs = {"vectors": vectors, "forms": t.form, "own": own_features(t), **_NO_PAIRS}
        self.ask, self.answer, alone = ranker(inputs, ("ask", "answer", "alone"))
        self.alone = alone + np.float32(bias)

    def choices(self, m: Ints, a: Ints, first: int, last: int) -> Iterator[Choice]:
        """The choice of each mention [first, last), from the pairs (sorted by mention) that are of them."""
        scores = self.scores(m, a)
        cuts = np.searchsorted(m, np.arange(first, last + 1))
        for k in range(first, last):
            here = scores[cuts[k - first] : cuts[k - first + 1]]
            rows = a[cuts[k - first] : cuts[k - first + 1]]
            top = max(float(self.alone[k]), float(here.max(initial=-np.inf)))
            mass = np.exp(here - top)
            alone = float(np.exp(self.alone[k] - top))
            total = float(mass.sum()) + alone
            likely = np.flatnonzero(mass > FAINT * total)
            best = likely[np.argsort(-here[likely], kind="stable")].tolist()
            yield Choice(tuple((int(rows[i]), float(mass[i]) / total) for i in best), alone / total)

    def scores(self, m: Ints, a: Ints) -> Floats:
        """How well mention and antecedent of each pair go together."""
        t = self.t
        inputs = {
            "known": self.ask[m] + self.answer[a],
            "both": t.form[m] * len(FORMS) + t.form[a],
            "product": self.vectors[m] * self.vectors[a],
            "told": features(t, m, a),
        }
        (score,) = self.ranker({**_NOBODY, **inputs}, ("pair",))
        return np.asarray(score + self.later[m] + self.earlier[a], dtype=np.float32)


_NO_PAIRS = {
    "known": np.zeros((0, HIDDEN), dtype=np.float32),
    "both": np.zeros(0, dtype=np.int64),
    "product": np.zeros((0, VECTOR), dtype=np.float32),
    "told": np.zeros((0, TOLD), dtype=np.float32),
}
_NOBODY = {
    "vectors": np.zeros((0, VECTOR), dtype=np.float32),
    "forms": np.zeros(0, dtype=np.int64),
    "own": np.zeros((0, OWN), dtype=np.float32),
}


class Place(NamedTuple):
    """The chain of a mention (the row of its first), and what it may refer to: chains by their best antecedent."""

    chain: int
    rivals: tuple[tuple[int, float], ...]
    alone: float


def places(t: Table, mentions: Sequence[Mention], choices: Iterable[Choice]) -> list[Place]:
    """Where each mention belongs, in order: to the chain whose mentions are together likeliest, if that can take it.

    The probability of a chain is the sum of its mentions', as it was learnt.
    """
    out: list[Place] = []
    groups: list[Group] = []
    for k, (m, c) in enumerate(zip(mentions, choices, strict=True)):
        total: dict[int, float] = {}
        best: dict[int, int] = {}
        for a, p in c.rivals:
            chain = out[a].chain
            total[chain] = total.get(chain, 0.0) + p
            best.setdefault(chain, a)
        person = float(t.kind[k, 0])
        ordered = [chain for chain in sorted(total, key=lambda x: (-total[x], x)) if groups[chain].takes(m, person)]
        linked = bool(ordered) and total[ordered[0]] > c.alone
        to = ordered[0] if linked else k
        out.append(Place(to, tuple((best[x], total[x]) for x in ordered[:RIVALS]), c.alone))
        groups.append(Group())
        groups[to].add(m, person)
    return out
