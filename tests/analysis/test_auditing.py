"""Samples are stratified, the same for the same seed, and nested; every stratum gets what it should."""

from __future__ import annotations

from collections import Counter, defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.analysis.auditing import BESIDE, ELSEWHERE, LEAST, Pair, drawn, stratum_of

GROUPS = ("support", "oppose", "conditional", "unclear", "none", BESIDE, ELSEWHERE)
MADE = st.lists(st.tuples(st.sampled_from(GROUPS), st.floats(0, 1)), max_size=80).map(
    lambda rows: [Pair(key=f"p{i}", group=group, score=score) for i, (group, score) in enumerate(rows)]
)


@settings(deadline=None)
@given(MADE, st.integers(1, 100), st.integers(0, 2**63 - 1))
def test_a_sample_is_of_these_pairs_each_once_with_its_chance(pairs: list[Pair], n: int, seed: int) -> None:
    found = drawn(pairs, n, seed)
    assert len(found.drawn) == min(n, len(pairs)) == sum(s.drawn for s in found.strata)
    assert len({d.key for d in found.drawn}) == len(found.drawn)
    sizes = Counter(map(stratum_of, pairs))
    counts = Counter(d.stratum for d in found.drawn)
    home = {p.key: stratum_of(p) for p in pairs}
    for s in found.strata:
        assert (s.size, s.drawn) == (sizes[s.name], counts[s.name])
    for d in found.drawn:
        assert d.stratum == home[d.key]
        assert d.chance == counts[d.stratum] / sizes[d.stratum]
    if n >= LEAST * len(sizes):
        assert all(s.drawn >= min(LEAST, s.size) for s in found.strata)


@settings(deadline=None)
@given(MADE, st.integers(1, 100), st.integers(0, 9), st.randoms())
def test_neither_the_order_nor_more_elsewhere_changes_what_is_drawn(
    pairs: list[Pair], n: int, seed: int, order: object
) -> None:
    found = drawn(pairs, n, seed)
    mixed = list(pairs)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert drawn(mixed, n, seed) == found
    more = [*pairs, *(Pair(key=f"new{i}", group="support", score=0.99) for i in range(40))]
    grown = drawn(more, n, seed)
    kept: defaultdict[str, list[str]] = defaultdict(list)
    for d in grown.drawn:
        kept[d.stratum].append(d.key)
    before: defaultdict[str, list[str]] = defaultdict(list)
    for d in found.drawn:
        before[d.stratum].append(d.key)
    for name in kept.keys() | before.keys():
        if name != "support, sure":  # of a stratum that did not grow the same ones come first, however many
            fewer, more_of_it = sorted((kept[name], before[name]), key=len)
            assert more_of_it[: len(fewer)] == fewer


def test_rare_and_doubtful_pairs_get_more_than_their_share() -> None:
    pairs = [Pair(key=f"n{i}", group="none", score=0.97) for i in range(900)]
    pairs += [Pair(key=f"d{i}", group="none", score=0.55) for i in range(60)]
    pairs += [Pair(key=f"s{i}", group="support", score=0.8) for i in range(30)]
    pairs += [Pair(key=f"c{i}", group="conditional", score=0.8) for i in range(10)]
    counts = Counter(d.stratum for d in drawn(pairs, 50, 1).drawn)
    assert counts["conditional, likely"] >= 8
    assert counts["support, likely"] >= 8
    assert counts["none, doubtful"] / 60 > 2 * counts["none, sure"] / 900


def test_any_beginning_of_a_sample_is_spread_over_the_strata() -> None:
    pairs = [Pair(key=f"{g}{i}", group=g, score=0.8) for g in ("support", "oppose", "none") for i in range(100)]
    found = drawn(pairs, 60, 3)
    for n in (15, 30, 45):
        counts = Counter(d.stratum for d in found.drawn[:n])
        for s in found.strata:
            assert abs(counts[s.name] - n * s.drawn / 60) <= 2


def test_seeds_draw_every_pair_of_a_stratum_alike() -> None:
    pairs = [Pair(key=f"p{i}", group="support", score=0.8) for i in range(20)]
    counts = Counter(d.key for seed in range(2000) for d in drawn(pairs, 5, seed).drawn)
    assert len(counts) == 20
    assert all(400 < n < 600 for n in counts.values())  # 500 expected, 19 the deviation
