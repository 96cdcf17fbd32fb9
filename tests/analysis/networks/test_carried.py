"""Networks in other forms: CSV, networkx, igraph."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import replace

import pytest

from onrecord.analysis.networks.carried import number
from onrecord.analysis.networks.coded import Coded, Row, from_rows
from onrecord.analysis.networks.network import network, windows
from onrecord.analysis.networks.options import Options
from onrecord.errors import MissingExtra, NotFound, UsageError

FIRST = 737_000


def coded() -> Coded:
    said = [
        ("A", "x", 1, 0),
        ("A, Inc.", "x", 1, 3),
        ('"B"', "x", 0, 9),
        ("Post", "Post", 1, 9),
        ("C", "y", 1, -FIRST - 1),
    ]
    return from_rows(
        Row(node=n, concept=c, level=k, day=FIRST + d, probability=0.5, row=i) for i, (n, c, k, d) in enumerate(said)
    )


@pytest.mark.parametrize(
    ("value", "text"), [(2.0, "2"), (-0.0, "0"), (1 / 3, "0.3333333333333333"), (-1.5, "-1.5"), (1e-17, "1e-17")]
)
def test_numbers_are_whole_or_in_full_precision(value: float, text: str) -> None:
    assert number(value) == text
    assert float(text) == value


def test_csv_has_the_labels_as_they_are() -> None:
    found = network(coded(), Options(aggregate="subtract", normalize="average"))
    table = list(csv.reader(io.StringIO(found.to_csv())))
    assert table[0] == ["", '"B"', "A", "A, Inc.", "C", "Post"]
    assert [line[0] for line in table] == table[0]
    assert table[1] == ['"B"', "0", "-1", "-1", "0", "0"]
    assert network(coded(), Options(type="two-mode", aggregate="subtract")).to_csv() == (
        ',Post,x,y\n"""B""",0,-1,0\nA,0,1,0\n"A, Inc.",0,1,0\nC,0,0,1\nPost,1,0,0\n'
    )


def test_csv_of_what_is_expected() -> None:
    found = network(coded(), Options(confidence="expected"))
    assert found.to_csv("expected").splitlines()[2] == "A,0,0,0.25,0,0"
    assert found.to_csv("low").splitlines()[2] == "A,0,0,0,0,0"
    assert found.to_csv("high").splitlines()[2] == "A,0,0,1,0,0"
    with pytest.raises(UsageError, match="expected"):
        network(coded(), Options()).to_csv("low")
    with pytest.raises(UsageError, match="row"):
        found.to_csv("row")


def test_networkx_has_all_that_is_known() -> None:
    found = network(coded(), Options(aggregate="conflict", confidence="expected"))
    graph = found.to_networkx()
    assert list(graph.nodes) == list(found.rows)
    assert graph.nodes["A"] == {
        "label": "A", "kind": "person", "bipartite": 0, "statements": 1,
        "first_day": "2018-11-02", "last_day": "2018-11-02",
    }  # fmt: skip
    assert "first_day" not in graph.nodes["C"]
    assert graph.edges['"B"', "A"] == {"weight": 1.0, "expected": 0.25, "low": 0.0, "high": 1.0}
    assert graph.number_of_edges() == 2
    assert graph.graph["aggregate"] == "conflict"
    assert graph.graph["duplicates"] == "reprints"
    assert graph.graph["description"] == found.describe()


def test_a_label_of_a_row_and_a_column_is_two_nodes() -> None:
    graph = network(coded(), Options(type="two-mode", aggregate="ignore")).to_networkx()
    assert graph.nodes["Post"]["bipartite"] == 0
    assert graph.nodes["Post (concept)"]["bipartite"] == 1
    assert graph.nodes["Post (concept)"]["label"] == "Post"
    assert graph.edges["Post", "Post (concept)"]["weight"] == 1


def test_a_window_is_named_in_the_graph() -> None:
    (found,) = windows(coded(), Options(window="9d", step="9d"))
    assert found.to_networkx().graph["first_day"] == "2018-11-02"
    assert found.to_networkx().graph["last_day"] == "2018-11-10"


def test_igraph_has_the_same() -> None:
    pytest.importorskip("igraph")
    found = network(coded(), Options(aggregate="conflict", confidence="expected"))
    graph, other = found.to_igraph(), found.to_networkx()
    assert graph.vs["name"] == list(other.nodes)
    assert graph.es["weight"] == [w for *_, w in other.edges(data="weight")]
    assert graph["description"] == found.describe()


def test_without_igraph_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "igraph", None)
    with pytest.raises(MissingExtra, match=r"pip install 'onrecord\[igraph\]'"):
        network(coded(), Options()).to_igraph()


def test_who_is_not_in_the_network_has_no_statements() -> None:
    found = network(coded(), Options())
    for pair in (("A", "Z"), ("Z", "A"), ("A", "")):
        with pytest.raises(NotFound, match="not in this network"):
            found.statements(*pair)


def test_a_backbone_is_a_choice() -> None:
    rows = [Row(node=n, concept="x", level=1, row=i) for i, n in enumerate("AABBCDEFG")]
    whole = network(from_rows(rows), Options(confidence="expected"))
    found = network(from_rows(rows), replace(whole.options, backbone=0.3))
    assert {(e.a, e.b) for e in found.edges()} < {(e.a, e.b) for e in whole.edges()}
    assert "alpha 0.3" in found.describe()
    assert found.rows == whole.rows
