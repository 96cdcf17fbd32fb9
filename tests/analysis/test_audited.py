"""Estimates are right on average, and their intervals hold the truth as often as they say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.analysis.audited import (
    DECIDED,
    FEW,
    OTHERS,
    SIDES,
    Estimate,
    Figures,
    Layer,
    Reviewed,
    figures,
    ratio,
)
from onrecord.analysis.auditing import ELSEWHERE, Pair, drawn

OUTLETS = ("Gazette", "Courier", "Post")
SHARES = (0.15, 0.15, 0.05, 0.1, 0.55)


class Corpus:
    """Pairs as a machine might decide them: right as often as it is sure, wrong in any way."""

    def __init__(self, rng: np.random.Generator, n: int, hidden: int = 0) -> None:
        self.said = [DECIDED[i] for i in rng.choice(len(DECIDED), n, p=SHARES)] + ["none"] * hidden
        self.score = [*rng.uniform(0.5, 1, n), *[0.0] * hidden]
        self.right = list(self.said)
        for i in range(n):
            if rng.uniform() > self.score[i]:
                self.right[i] = str(rng.choice([s for s in DECIDED if s != self.said[i]]))
        for i in range(n, n + hidden):
            if rng.uniform() < 0.05:
                self.right[i] = "support"
        self.pairs = [
            Pair(key=str(i), group=self.said[i] if i < n else ELSEWHERE, score=self.score[i]) for i in range(n + hidden)
        ]
        self.read = n

    def audited(self, n: int, seed: int) -> Figures:
        found = drawn(self.pairs, n, seed)
        layers = [Layer(audit=1, name=s.name, group=s.group, size=s.size) for s in found.strata]
        return figures(layers, [self.reviewed(int(d.key), d.stratum) for d in found.drawn])

    def reviewed(self, i: int, stratum: str) -> Reviewed:
        return Reviewed(
            audit=1, stratum=stratum, said=self.said[i], score=self.score[i], right=self.right[i], outlet=OUTLETS[i % 3]
        )

    def truth(self) -> dict[str, float]:
        said, right = np.array(self.said), np.array(self.right)
        good, read = said == right, np.arange(len(said)) < self.read
        sides = np.isin(said, SIDES)
        found = {"right": good[read].mean(), "sides": good[sides].mean(), "surer": 0.0}
        found["surer"] = good[sides & (np.array(self.score) >= 0.8)].mean()
        found["outlet"] = good[read & (np.arange(len(said)) % 3 == 0)].mean()
        for stance in DECIDED:
            found[f"precision of {stance}"] = good[read & (said == stance)].mean()
            found[f"recall of {stance}"] = good[read & (right == stance)].mean()
        found["found support"] = good[right == "support"].mean()
        return {name: float(x) for name, x in found.items()}


def told(found: Figures) -> dict[str, Estimate]:
    every = {"right": found.accuracy, "sides": found.sides}
    every["surer"] = next(t.precision for t in found.thresholds if t.sure == 0.8)
    every["outlet"] = found.outlets[OUTLETS[0]]
    every |= {f"precision of {s}": e for s, e in found.precision.items()}
    every |= {f"recall of {s}": e for s, e in found.recall.items()}
    return every | ({"found support": found.found["support"]} if found.found else {})


@pytest.mark.parametrize(("n", "hidden"), [(60, 0), (120, 400)])
def test_intervals_hold_the_truth_as_often_as_they_say(n: int, hidden: int) -> None:
    rng = np.random.default_rng(7)
    held, errors = defaultdict(list), defaultdict(list)
    for seed in range(times(150, 100)):
        corpus = Corpus(rng, 900, hidden)
        truth = corpus.truth()
        for name, e in told(corpus.audited(n, seed)).items():
            if e.share is not None:
                held[name].append(e.low <= truth[name] <= e.high)
                errors[name].append(e.share - truth[name])
    assert 0.86 <= np.mean(held["right"] + held["sides"]) <= 0.94
    precise = [name for name in held if "recall" not in name and "found" not in name]
    assert 0.87 <= np.mean([np.mean(held[name]) for name in precise]) <= 0.95
    for name, found in held.items():  # one of few pairs is rather too wide than too narrow
        assert np.mean(found) >= 0.85, name
    for name in precise:
        error = np.array(errors[name])
        assert abs(error.mean()) < 3.5 * error.std() / len(error) ** 0.5, name


def test_judging_by_choice_would_be_wrong_and_weights_put_it_right() -> None:
    """Half of the sample is doubtful pairs: the plain share of right ones is far off, the estimate is not."""
    layers = [Layer(audit=1, name=n, group="support", size=size) for n, size in (("sure", 990), ("doubtful", 10))]
    judged = [_one("sure", i != 0) for i in range(10)] + [_one("doubtful", i < 2) for i in range(10)]
    found = ratio(layers, judged, of=lambda _: True, right=lambda r: r.said == r.right)
    assert found.share == pytest.approx(0.99 * 0.9 + 0.01 * 0.2)


def _one(stratum: str, good: bool, audit: int = 1, outlet: str | None = None) -> Reviewed:
    right = "support" if good else "none"
    return Reviewed(audit=audit, stratum=stratum, said="support", score=0.8, right=right, outlet=outlet)


def test_few_pairs_that_agree_are_no_proof() -> None:
    for n in (1, 2, 5, 20):
        layers = [Layer(audit=1, name="a", group="support", size=max(n, 10))]
        found = figures(layers, [_one("a", True)] * n).precision["support"]
        assert found.share == 1
        assert found.high == 1
        assert found.low < 1 - 0.5 / (n + 1)
    alone = figures([Layer(audit=1, name="a", group="support", size=1)], [_one("a", True)]).precision["support"]
    assert alone.low < 0.8


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 2), st.sampled_from("abcd"), st.sampled_from(DECIDED), st.sampled_from(DECIDED)),
        max_size=30,
    ),
    st.lists(st.integers(30, 500), min_size=8, max_size=8),
)
def test_any_figure_is_a_share_within_its_interval(rows: list[tuple[int, str, str, str]], sizes: list[int]) -> None:
    groups = dict(zip("abcd", DECIDED, strict=False))
    layers = [
        Layer(audit=audit, name=name, group=groups[name], size=sizes[4 * (audit - 1) + i])
        for audit in (1, 2)
        for i, name in enumerate("abcd")
    ]
    judged = [
        Reviewed(audit=audit, stratum=name, said=said, score=0.9, right=right) for audit, name, said, right in rows
    ]
    drawn_so = [replace(r, said=groups[r.stratum]) for r in judged]
    for found in (figures(layers, drawn_so), figures(layers, judged, then=False)):
        every = [found.accuracy, found.sides, *found.precision.values(), *found.recall.values()]
        for e in (*every, *(t.precision for t in found.thresholds)):
            assert 0 <= e.low < e.high <= 1
            assert e.share is None or e.low - 1e-9 <= e.share <= e.high + 1e-9
            assert (e.share is None) == (e.pairs == 0)


def test_audits_count_by_their_judged_pairs_and_parts_without_any_are_left_out() -> None:
    layers = [Layer(audit=a, name="a", group="support", size=100 * a) for a in (1, 2)]
    layers.append(Layer(audit=1, name="none", group="none", size=10_000))
    judged = [_one("a", True)] * 30 + [_one("a", False, audit=2)] * 10
    assert figures(layers, judged).accuracy.share == pytest.approx(0.75)


def test_a_stratum_without_judged_pairs_is_taken_for_others_of_its_group() -> None:
    layers = [Layer(audit=1, name=f"{g}{i}", group=g, size=50) for g in ("support", "oppose") for i in range(2)]
    judged = [_one("support0", True)] * 5 + [_one("oppose0", False)] * 5 + [_one("oppose1", False)] * 5
    assert figures(layers, judged).accuracy.share == pytest.approx(0.5)


def test_audits_of_some_stances_tell_of_these_alone() -> None:
    layers = [Layer(audit=1, name="a", group="support", size=100, whole=False)]
    found = figures(layers, [_one("a", True)] * 5)
    assert found.precision["support"].share == 1
    assert found.accuracy.share is None
    assert found.recall["support"].share is None


def test_outlets_with_few_pairs_are_one() -> None:
    layers = [Layer(audit=1, name="a", group="support", size=100)]
    judged = [_one("a", i % 2 == 0, outlet="Gazette") for i in range(FEW)]
    judged += [_one("a", True, outlet=f"small {i}") for i in range(3)] + [_one("a", True)]
    found = figures(layers, judged)
    assert list(found.outlets) == ["Gazette", OTHERS]
    assert (found.outlets["Gazette"].share, found.outlets[OTHERS].pairs, found.pooled) == (0.5, 3, 3)
