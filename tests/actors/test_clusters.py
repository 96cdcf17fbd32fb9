"""Names in groups: in falling score, never against what forbids it, the newest verdict winning, in any order."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.actors.clustering.clusters import JOIN, Edge, Groups, Verdict, chain, cluster, components, ruled
from onrecord.actors.clustering.edges import Comparing, Node, alias_edge, likely, of_traits, traits
from onrecord.actors.clustering.sides import side, sides
from onrecord.actors.names import key
from onrecord.actors.resolve import actor_id

NONE = ruled(())


def never(a: str, b: str) -> bool:
    return False


def partition(groups: Groups) -> set[frozenset[str]]:
    return {frozenset(m) for m in groups.members.values()}


def parts(*groups: str) -> set[frozenset[str]]:
    return {frozenset(g) for g in groups}


def edge(pair: str, score: float = 0.9, alias: bool = False, documents: int = 0) -> Edge:
    return Edge(a=pair[0], b=pair[1], score=score, why="x", alias=alias, documents=documents)


@pytest.mark.parametrize(
    ("edges", "against", "expected"),
    [
        ([edge("ab"), edge("bc")], (), ("abc", "d")),
        ([edge("ab", JOIN - 0.01)], (), ("a", "b", "c", "d")),
        ([edge("ab", 0.95), edge("bc", 0.7)], ("ac",), ("ab", "c", "d")),
        ([edge("ab", 0.7), edge("bc", 0.95)], ("ac",), ("bc", "a", "d")),
        # b fits a and c, who are two, equally well: it is neither's
        ([edge("ab", 0.9), edge("bc", 0.88)], ("ac",), ("a", "b", "c", "d")),
        # an alias that nearly all articles give to one, and one that they do not agree on
        ([edge("ab", 0.9, True, 9), edge("cb", 0.1, True, 1)], (), ("ab", "c", "d")),
        ([edge("ab", 0.5, True, 5), edge("cb", 0.5, True, 5)], (), ("a", "b", "c", "d")),
        ([edge("ab", 0.5, True, 5), edge("cb", 0.5, True, 5), edge("ac", 0.9)], (), ("abc", "d")),
        # what an article says outweighs the letters of the two names, not of others in their groups
        ([edge("ab", 0.9, True, 1)], ("ab",), ("ab", "c", "d")),
        ([edge("ab", 0.9, True, 1), edge("bc", 0.95)], ("ab", "ac"), ("a", "bc", "d")),
    ],
)
def test_groups(edges: list[Edge], against: tuple[str, ...], expected: tuple[str, ...]) -> None:
    forbidden = {frozenset(p) for p in against}

    def apart(a: str, b: str) -> bool:
        return frozenset((a, b)) in forbidden

    for order in (edges, edges[::-1]):
        groups = cluster("abcd", order, apart, NONE, never)
        assert partition(groups) == parts(*expected)


def test_what_even_an_article_cannot_make_one() -> None:
    groups = cluster("ab", [edge("ab", 0.9, True, 3)], never, NONE, lambda a, b: True)
    assert partition(groups) == parts("a", "b")


def verdict(number: int, same: bool, nodes: str, others: str = "") -> Verdict:
    return Verdict(number=number, same=same, nodes=frozenset(nodes), others=frozenset(others))


@pytest.mark.parametrize(
    ("verdicts", "edges", "expected"),
    [
        ([verdict(1, True, "ab")], [], ("ab", "c")),
        ([verdict(1, False, "a", "b")], [edge("ab", 0.99)], ("a", "b", "c")),
        ([verdict(1, False, "a", "bc")], [edge("ab"), edge("bc")], ("a", "bc")),
        ([verdict(1, True, "ab"), verdict(2, False, "a", "b")], [], ("a", "b", "c")),
        ([verdict(1, False, "a", "b"), verdict(2, True, "ab")], [], ("ab", "c")),
        # the newer merges contradict the older split through a third name
        ([verdict(1, False, "a", "c"), verdict(2, True, "ab"), verdict(3, True, "bc")], [], ("abc",)),
        ([verdict(1, True, "ab"), verdict(2, True, "bc"), verdict(3, False, "a", "c")], [], ("bc", "a")),
        ([verdict(1, True, "abc"), verdict(2, False, "a", "bc")], [edge("ab")], ("a", "bc")),
    ],
)
def test_newest_verdict_stands(verdicts: list[Verdict], edges: list[Edge], expected: tuple[str, ...]) -> None:
    for order in (verdicts, verdicts[::-1]):
        assert partition(cluster("abc", edges, never, ruled(order))) == parts(*expected)


def test_chain_leads_from_name_to_name() -> None:
    used = [edge("ab"), edge("bc"), edge("cd"), edge("be")]
    assert [e.a + e.b for e in chain(used, "a", "d")] == ["ab", "bc", "cd"]
    assert chain(used, "a", "a") == []
    assert chain(used, "a", "z") == []


EDGES = st.lists(
    st.builds(
        Edge,
        a=st.sampled_from("abcdefgh"),
        b=st.sampled_from("abcdefgh"),
        score=st.sampled_from([0.3, 0.66, 0.7, 0.9, 0.95]),
        why=st.just("x"),
        alias=st.booleans(),
        documents=st.integers(1, 3),
    ),
    max_size=20,
    unique_by=lambda e: (*e.pair, e.alias),
)
PAIRS = st.frozensets(st.sampled_from([frozenset(p) for p in combinations("abcdefgh", 2)]), max_size=8)


@given(EDGES, PAIRS, st.randoms())
@settings(max_examples=times(150), deadline=None)
def test_order_and_parts_do_not_matter(
    edges: list[Edge], forbidden: frozenset[frozenset[str]], rnd: random.Random
) -> None:
    def apart(a: str, b: str) -> bool:
        return frozenset((a, b)) in forbidden

    whole = partition(cluster("abcdefgh", edges, apart, NONE))
    shuffled = list(edges)
    rnd.shuffle(shuffled)
    assert partition(cluster("hgfedcba", shuffled, apart, NONE)) == whole
    apart_parts = set()
    for some in components("abcdefgh", edges, NONE):
        apart_parts |= partition(cluster(some, edges, apart, NONE))
    assert apart_parts == whole
    for group in whole:  # what is forbidden is never in one group, unless an article says so of the very two
        said = {frozenset(e.pair) for e in edges if e.alias}
        assert not any(frozenset(p) in forbidden - said for p in combinations(sorted(group), 2))


# ---------------------------------------------------------------------------- edges


def node(name: str, kind: str = "person", **told: object) -> Node:
    return Node(id=actor_id(key(name)), family=key(name), name=name, kind=kind, **told)  # type: ignore[arg-type]


def compared(a: Node, b: Node) -> tuple[Edge | None, bool]:
    comparing = Comparing({a.id: a, b.id: b})
    return comparing.edge(a.id, b.id), comparing.against(a.id, b.id)


def test_what_articles_say_moves_the_score() -> None:
    plain = compared(node("Qais Draskova"), node("Kais Draschkowa"))[0]
    titled = compared(node("Qais Draskova", titles=("minister",)), node("Kais Draschkowa", titles=("minister",)))[0]
    other = compared(node("Qais Draskova", orgs=("one",)), node("Kais Draschkowa", orgs=("two",)))[0]
    assert plain is not None and titled is not None and other is not None
    assert titled.score >= plain.score >= other.score
    assert "both minister" in titled.why or plain.score > 0.97


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (node("Alex Vantor", gender="f"), node("Alex Vantor Roe", gender="m")),
        (node("Ilmar Vantor"), node("Ilmar Vantor House", "organization")),
        (
            Node(id="a1", family="known:ilmar vantor", name="Ilmar Vantor", kind="person"),
            Node(id="a2", family="known:ilmar b vantor", name="Ilmar B. Vantor", kind="person"),
        ),
        (node("Vantor Brigade 17", "armed_group"), node("Vantor Brigade 18", "armed_group")),
    ],
    ids=["gender", "kind", "known", "number"],
)
def test_what_is_never_one_actor(a: Node, b: Node) -> None:
    assert compared(a, b) == (None, True)


@pytest.mark.parametrize(
    ("a", "b", "likely"),
    [
        ("Gabor Fakai", "Kibira Vufek", False),  # the bones of the words are alike, the letters are not
        ("Bill Vantor", "William J. Vantor", True),
        ("Hamid al-Zurqani", "Hameed Zorghani", True),
    ],
)
def test_names_of_few_common_letters_are_not_even_doubtful(a: str, b: str, likely: bool) -> None:
    found = compared(node(a), node(b))[0]
    assert (found is not None and found.score >= JOIN) == likely
    assert (found is None) == (not likely)


def test_bare_surnames_are_never_joined_by_the_machine() -> None:
    alone = Node(id="a1", family="vantor", name="Vantor", kind="person", alone=True)
    assert compared(alone, node("Ilmar Vantor"))[0] is None
    said = {"titles": ("minister",), "orgs": ("ostria",)}
    found = compared(node("Vantor", "unknown", **said), node("Ilmar Vantor", **said))[0]
    assert found is None or found.score < JOIN


def test_body_in_another_translation_with_the_same_envoy() -> None:
    one = node("Vantor Basin Organisation", "organization", holders=("envoy ilmar roe",))
    other = node("Organisation of Vantor Basin States", "organization", holders=("envoy ilmar roe",))
    found, against = compared(one, other)
    assert found is not None and found.score >= JOIN and not against
    stranger = node("Organisation of Vantor Basin States", "organization", holders=("envoy bo lund",))
    found, _ = compared(one, stranger)
    assert found is None or found.score < JOIN


def test_names_that_share_no_block_are_never_compared_and_traits_come_back() -> None:
    people = [node(n, titles=("a",), orgs=("b",)) for n in ("Ilmar Vantor", "Bo Lund", "Ilmar Vantorr")]
    nodes = {p.id: p for p in people}
    assert all(of_traits(p.id, p.family, traits(p)) == p for p in people)
    every = list(likely(Comparing(nodes), nodes, 0.0))
    halves = [e for i in (0, 1) for e in likely(Comparing(nodes), nodes, 0.0, (i, 2))]
    assert sorted(e.pair for e in halves) == sorted(e.pair for e in every)
    assert not any(people[1].id in e.pair for e in every)


def test_alias_edge_is_surer_the_more_articles_agree() -> None:
    scores = [alias_edge("a", "b", n, of, "x").score for n, of in ((5, 5), (1, 1), (3, 4), (1, 4))]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("counts", "word", "surname", "expected"),
    [
        ({"p": 5}, False, False, ""),
        ({"f!": 1, "m!": 1}, False, False, "f,m"),
        ({"f": 1, "m": 1}, False, False, ""),
        ({"f": 2, "m": 6}, False, False, "m,f"),
        ({"f": 2, "m": 60}, False, False, ""),
        ({"p": 3, "b": 9}, False, False, ""),
        ({"p!": 3, "b": 9}, False, False, "b,p"),
        ({"p!": 1, "b": 9}, False, False, ""),
        ({"f!": 2, "m!": 1, "b": 1}, False, False, "f,b,m"),
        ({"": 3}, True, True, "here"),
        ({"": 3}, True, False, ""),
        ({"b": 1}, True, True, ""),
    ],
)
def test_sides_of_namesakes(counts: dict[str, int], word: bool, surname: bool, expected: str) -> None:
    assert sides(counts, word, surname) == expected


@pytest.mark.parametrize(
    ("divided", "sort", "expected"),
    [
        ("", "f", ""),
        ("f,m", "f!", ""),
        ("f,m", "m", " / m"),
        ("f,m", "", ""),
        ("b,p", "p!", " / p"),
        ("b,p", "m", " / p"),
        ("b,p", "", ""),
        ("f,b,m", "p", ""),
        ("here", "", " / here d1"),
        ("here", "b", ""),
    ],
)
def test_side_of_an_entity(divided: str, sort: str, expected: str) -> None:
    assert side(divided, sort, "d1") == expected
