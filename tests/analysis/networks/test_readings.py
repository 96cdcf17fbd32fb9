"""What is read off networks: polarization, communities, backbone, changes between windows."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import product
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sparse
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.analysis.networks import communities as grouping
from onrecord.analysis.networks import polarization as polarizing
from onrecord.analysis.networks.backbone import backbone
from onrecord.analysis.networks.coded import Coded, Row, from_rows
from onrecord.analysis.networks.communities import communities, modularity
from onrecord.analysis.networks.network import count_pairs, network, windows
from onrecord.analysis.networks.options import Options
from onrecord.analysis.networks.phases import changes, grouped, rand
from onrecord.analysis.networks.polarization import polarization, polarizations
from onrecord.errors import NotFound, UsageError

FIRST = 737_000


def matrices(n: int, seed: int) -> tuple[sparse.csr_array, sparse.csr_array]:
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.integers(0, 4, (2, n, n)) * (rng.random((2, n, n)) < 0.4), 1)
    a, b = (sparse.csr_array((m + m.T).astype(float)) for m in upper)
    return a, b


def names(n: int) -> list[str]:
    return [f"n{i:03}" for i in range(n)]


@settings(deadline=None, max_examples=times(40))
@given(st.integers(0, 7), st.integers(0, 10_000))
def test_polarization_is_the_best_of_all_divisions(n: int, seed: int) -> None:
    a, b = matrices(n, seed)
    found = polarization(a, b, names(n))
    total = (a + b).sum()
    values = [sum((a - b).toarray()[i, j] * s[i] * s[j] for i, j in product(range(n), repeat=2))
              for s in product((1, -1), repeat=n)]  # fmt: skip
    assert found.value == pytest.approx(max(values) / total if total else 0)
    assert -1 <= found.value <= 1
    assert found.exact
    assert sorted((*found.camps[0], *found.camps[1], *found.apart)) == names(n)


def test_two_camps_that_agree_within_and_disagree_across() -> None:
    rows = [Row(node=n, concept="x", level=int(n in "ACE"), row=i) for i, n in enumerate("ABCDE")]
    a, b = (network(from_rows(rows), Options(aggregate=g)) for g in ("congruence", "conflict"))
    found = polarization(a.matrix, b.matrix, a.rows)
    assert (found.value, found.camps, found.apart) == (1, (("A", "C", "E"), ("B", "D")), ())


def test_all_at_odds_on_three_sides_is_less_than_one() -> None:
    conflict = sparse.csr_array(np.ones((3, 3)) - np.eye(3))
    assert polarization(sparse.csr_array((3, 3)), conflict, names(3)).value == pytest.approx(1 / 3)


def test_the_search_finds_what_trying_all_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(12):
        a, b = matrices(14, seed)
        exact = polarization(a, b, names(14))
        with monkeypatch.context() as m:
            m.setattr(polarizing, "EXHAUSTIVE", 0)
            searched = polarization(a, b, names(14))
        assert not searched.exact
        assert searched.value == pytest.approx(exact.value)


def test_the_search_finds_planted_camps_and_the_same_ones_again() -> None:
    rng = np.random.default_rng(5)
    n = 120
    side = rng.integers(0, 2, n)
    same = side[:, None] == side[None, :]
    good = np.triu(rng.random((n, n)) < 0.85, 1)
    good = (good | good.T) == same
    off = ~np.eye(n, dtype=bool)
    a, b = sparse.csr_array((good & off).astype(float)), sparse.csr_array((~good & off).astype(float))
    found = polarization(a, b, names(n))
    assert set(found.camps[0]) == {names(n)[i] for i in np.flatnonzero(side == side[0])}
    assert polarization(a, b, names(n)) == found


def turning() -> Coded:
    """A and B against C and D for 200 days; then A and C against B and D."""
    rows = []
    for d in range(0, 400, 5):
        agree = "AB" if d < 200 else "AC"
        rows += [
            Row(node=n, concept=f"c{d % 3}", level=int(n in agree), day=FIRST + d, row=4 * d + i)
            for i, n in enumerate("ABCD")
        ]
    return from_rows(rows)


def test_polarization_over_time() -> None:
    found = list(polarizations(turning(), Options(window="41d", step="60d", normalize="average")))
    assert [p.camps[0] for _, p in found] == [("A", "B")] * 3 + [("A", "C")] * 3
    whole = [p.value == pytest.approx(1) for _, p in found]
    assert whole == [not w.first < FIRST + 200 <= w.last for w, _ in found]  # the window over the turn has both
    assert whole.count(False) == 1


def test_a_change_of_camps_is_where_it_was() -> None:
    networks = list(windows(turning(), Options(aggregate="subtract", window="41d", step="40d")))
    found = changes(networks)
    assert len(found) == len(networks) - 1
    (turn,) = [c for c in found if c.large]
    assert turn.before.middle < FIRST + 200 <= turn.after.last
    assert turn.switched == pytest.approx(max(c.switched or 0 for c in found))
    assert {c.switched for c in found if abs(c.after.middle - FIRST - 200) > 60} == {0}


def test_changes_of_other_networks_have_no_camps() -> None:
    options = Options(type="two-mode", aggregate="subtract", window="41d", step="40d")
    assert {c.switched for c in changes(windows(turning(), options))} == {None}
    with pytest.raises(UsageError, match="windows"):
        changes([network(turning(), Options())] * 2)


def test_steady_windows_have_no_large_change() -> None:
    rows = [Row(node=n, concept="x", level=1, day=FIRST + d) for d in range(60) for n in "AB"]
    assert not any(c.large for c in changes(windows(from_rows(rows), Options(window="9d", step="5d"))))
    assert changes([]) == ()


RAND = [
    ("aabb", "aabb", 1.0),
    ("aabb", "bbaa", 1.0),
    ("aabb", "abab", -0.5),
    ("aaaa", "aaaa", 1.0),
    ("aaab", "aabb", 0.0),
    ("aabbcc", "aabbbc", 0.4444444444444444),
]


@pytest.mark.parametrize(("before", "after", "index"), RAND)
def test_the_adjusted_rand_index(before: str, after: str, index: float) -> None:
    first, second = ({str(i): ord(c) for i, c in enumerate(s)} for s in (before, after))
    assert rand(first, second) == pytest.approx(index)
    assert rand(first, {"0": 1, "z": 2}) is None


def camps() -> Coded:
    """Two circles of four that agree within, and one voice of its own."""
    rows = [Row(node=n, concept=c, level=1) for group, c in (("ABCD", "x"), ("EFGH", "y")) for n in group]
    rows += [
        Row(node="D", concept="z", level=1),
        Row(node="E", concept="z", level=1),
        Row(node="I", concept="w", level=1),
    ]
    return from_rows(rows)


@pytest.mark.parametrize("method", ["louvain", "greedy"])
def test_communities(method: str) -> None:
    net = network(camps(), Options())
    found = communities(net, method=method)
    assert found.groups == (("A", "B", "C", "D"), ("E", "F", "G", "H"))
    assert found.apart == ("I",)
    assert found.modularity == pytest.approx(modularity(net, found.groups))
    assert modularity(net, ["ABCDEFGH"]) == pytest.approx(0)
    with pytest.raises(UsageError, match="one of the groups"):
        modularity(net, ["ABCD"])


def test_of_too_many_ties_the_strongest_are_looked_at_and_every_node_keeps_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    net = network(camps(), Options())
    whole = communities(net)
    monkeypatch.setattr(grouping, "MOST_TIES", 4)
    found = communities(net)
    assert (whole.left_out, found.left_out) == (0, 13 - 8)  # 4, and one for each of four nodes that these do not hold
    assert {n for g in found.groups for n in g} == {n for g in whole.groups for n in g}
    assert found.apart == whole.apart
    assert found.modularity == pytest.approx(modularity(net, found.groups))
    monkeypatch.setattr(grouping, "MOST_TIES", 13)
    assert communities(net) == whole


def test_the_weight_between_two_is_that_of_their_tie() -> None:
    for options in (Options(), Options(type="two-mode", aggregate="subtract")):
        net = network(camps(), options)
        told = {(e.a, e.b): e.weight for e in net.edges()}
        assert told
        for a, b in product(net.rows, net.columns):
            assert net.weight(a, b) == told.get((a, b), told.get((b, a), 0.0))
    with pytest.raises(NotFound):
        net.weight("A", "nobody")


def test_pairs_are_counted_window_by_window() -> None:
    """Two nodes on one concept in a window are a pair, however often they speak of it."""
    days = {"A": (0, 4), "B": (0, 4), "C": (4,)}
    rows = [
        Row(node=n, concept="x", day=FIRST + d, row=i) for i, (n, d) in enumerate((n, d) for n in days for d in days[n])
    ]
    rows.append(Row(node="C", concept="y", day=FIRST + 4, row=9))
    often = Options(window="1d", duplicates=("include",))
    assert count_pairs(from_rows(rows), often) == 1 + 3  # A and B on the first day, all three on the last
    assert count_pairs(from_rows(rows), Options(window="5d", duplicates=("include",))) == 3
    assert count_pairs(from_rows(rows), Options(duplicates=("include",))) == 0
    two = Options(window="1d", duplicates=("include",), type="two-mode", aggregate="subtract")
    assert count_pairs(from_rows(rows), two) == 2 + 4


def test_changes_by_communities_that_are_known_are_the_same() -> None:
    networks = list(windows(turning(), Options(aggregate="subtract", window="41d", step="40d")))
    assert changes(networks, divided=[grouped(n, 1) for n in networks]) == changes(networks)


def test_communities_need_ties_that_hold_together() -> None:
    for chosen in ({"aggregate": "conflict"}, {"type": "two-mode", "aggregate": "ignore"}):
        with pytest.raises(UsageError, match="agreement"):
            communities(network(camps(), Options(**chosen)))
    with pytest.raises(UsageError, match="louvain"):
        communities(network(camps(), Options()), method="leiden")
    assert communities(network(from_rows([]), Options())).groups == ()


def test_communities_do_not_depend_on_how_python_hashes() -> None:
    code = (
        "import random; from onrecord.analysis.networks import communities, coded, network, options\n"
        "rng = random.Random(1)\n"
        "rows = [coded.Row(node=f'n{rng.randrange(40)}', concept=f'c{rng.randrange(30)}', level=rng.randrange(2))"
        " for _ in range(300)]\n"
        "net = network.network(coded.from_rows(rows), options.Options(duplicates=('include',)))\n"
        "told = repr(communities.communities(net))"
    )
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\nprint(told, end='')"],
        capture_output=True,
        check=True,
        text=True,
        env={"PYTHONHASHSEED": seed},
    )
    here: dict[str, Any] = {}
    exec(code, here)
    assert ran.stdout == here["told"]


def test_the_disparity_filter_by_hand() -> None:
    """A has strength 10 in three ties: (1 - 8/10)^2 = 0.04, (1 - 1/10)^2 = 0.81; each other end has one tie alone."""
    star = np.array([[0, 8, 1, 1], [8, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]], dtype=float)
    assert backbone(sparse.csr_array(star), 0.05).toarray().tolist() == [[0, 8, 0, 0], [8, 0, 0, 0], [0] * 4, [0] * 4]
    assert backbone(sparse.csr_array(star), 0.03).nnz == 0
    assert backbone(sparse.csr_array(star), 0.82).nnz == 6
    assert backbone(sparse.csr_array(-star), 0.05).toarray()[0].tolist() == [0, -8, 0, 0]
    assert backbone(sparse.csr_array(star[:1]), 0.05).toarray().tolist() == [[0, 8, 0, 0]]
