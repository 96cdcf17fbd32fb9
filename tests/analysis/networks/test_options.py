"""What can be chosen, what cannot go together, and how a choice is printed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest

from onrecord.analysis.networks.coded import BOOLEAN, Coded, Qualifier, Row, from_arrays, from_rows
from onrecord.analysis.networks.network import network, windows
from onrecord.analysis.networks.options import Options
from onrecord.errors import UsageError

WRONG = [
    ({"type": "three-mode"}, "three-mode"),
    ({"aggregate": "combine"}, "one-mode"),
    ({"type": "two-mode", "aggregate": "congruence"}, "ignore, subtract, combine"),
    ({"normalize": "activity"}, "average, jaccard"),
    ({"type": "two-mode", "aggregate": "ignore", "normalize": "cosine"}, "activity, prominence"),
    ({"duplicates": ("day",)}, "day"),
    ({"duplicates": ("week", "month")}, "one period"),
    ({"duplicates": ("include", "reprints")}, "one period"),
    ({"duplicates": ()}, "one rule"),
    ({"kernel": "uniform"}, "window"),
    ({"step": "3d"}, "window"),
    ({"window": "soon"}, "90d"),
    ({"window": "9d", "kernel": "cosine"}, "cosine"),
    ({"qualifier": None}, "congruence"),
    ({"threshold": 1.5}, "threshold"),
    ({"backbone": -0.1}, "backbone"),
    ({"minimum_node": 0}, "at least 1"),
    ({"confidence": "guessed"}, "expected"),
    ({"type": "two-mode", "aggregate": "combine", "confidence": "expected"}, "combine"),
    ({"since": date(2020, 1, 2), "until": date(2020, 1, 1)}, "2020-01-01"),
]


@pytest.mark.parametrize(("chosen", "said"), WRONG)
def test_what_cannot_be(chosen: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Options(**chosen)  # type: ignore[arg-type]


def test_every_choice_is_in_the_line_below_the_figure() -> None:
    base = Options(window="90d")
    others = {
        "nodes": "organization",
        "via": "actor",
        "type": "two-mode",
        "qualifier": "position",
        "aggregate": "subtract",
        "normalize": "jaccard",
        "duplicates": ("week", "reprints"),
        "window": "80d",
        "step": "30d",
        "kernel": "gaussian",
        "since": date(2020, 1, 1),
        "until": date(2021, 1, 1),
        "minimum_node": 3,
        "minimum_concept": 3,
        "threshold": 0.7,
        "confidence": "expected",
        "backbone": 0.05,
    }
    drawn = Options(window="90d", confidence="expected")
    told = {base.describe(), drawn.describe(), replace(drawn, seed=9).describe(), replace(drawn, draws=9).describe()}
    assert set(others) | {"seed", "draws"} == {f.name for f in fields(Options)}
    for name, value in others.items():
        start = replace(base, aggregate="subtract") if name == "type" else base
        told.add(replace(start, **{name: value}).describe())
    assert len(told) == 4 + len(others) - 1  # confidence is the one that was drawn
    assert all("\n" not in line for line in told)


def test_the_line_reads_well() -> None:
    chosen = Options(duplicates=("week", "reprints"), window="90d", step="30d", kernel="triangular", minimum_node=3)
    assert chosen.describe() == (
        "person via concept, one-mode, congruence by agreement; not normalized; duplicates: once a week, once however "
        "many outlets report it; window 90d, step 30d, kernel triangular; at least 3 statements each person, 1 each "
        "concept; all rows"
    )


def test_what_is_asked_must_fit_what_is_coded() -> None:
    rows = [Row(node="A", concept="x"), Row(node="B", concept="x")]
    plain = from_rows(rows, None)
    with pytest.raises(UsageError, match="no level was coded"):
        network(plain, Options())
    assert network(plain, Options(aggregate="ignore", qualifier=None)).matrix.sum() == 2
    with pytest.raises(UsageError, match="agree or disagree"):
        network(from_rows(rows, Qualifier(low=-1, high=1)), Options(type="two-mode", aggregate="combine"))
    with pytest.raises(UsageError, match="windows"):
        network(plain, Options(aggregate="ignore", window="9d"))
    with pytest.raises(UsageError, match="length"):
        list(windows(plain, Options(aggregate="ignore")))


BAD = [
    ({"level": [0, 2]}, "0 to 1"),
    ({"level": [-1, 0]}, "0 to 1"),
    ({"probability": [0.5, 1.1]}, "from 0 to 1"),
    ({"probability": [0.5, float("nan")]}, "from 0 to 1"),
    ({"concept": [0]}, "one length"),
    ({"node": [0, 7]}, "list of labels"),
    ({"node": [0, -1]}, "list of labels"),
]


@pytest.mark.parametrize(("columns", "said"), BAD)
def test_bad_columns(columns: dict[str, list[float]], said: str) -> None:
    given: dict[str, object] = {"nodes": ["A", "B"], "concepts": ["x"], "node": [0, 1], "concept": [0, 0]}
    with pytest.raises(UsageError, match=said):
        from_arrays(**given | columns)  # type: ignore[arg-type]


@pytest.mark.parametrize("levels", [(0, 2, True), (2, 1, False)])
def test_bad_qualifiers(levels: tuple[int, int, bool]) -> None:
    with pytest.raises(UsageError):
        Qualifier(low=levels[0], high=levels[1], boolean=levels[2])


def test_labels_are_sorted_by_code_point_and_empty_ones_dropped() -> None:
    names = ["b", "É", "", "A", "\U0001f4f0", "a"]
    rows = [Row(node=n, concept=c, level=1, row=i) for i, (n, c) in enumerate(zip(names, "yyxx x", strict=True))]
    coded = from_rows([*rows, Row(node="A", concept="", level=1)])
    assert coded.nodes == ("A", "a", "b", "É", "\U0001f4f0")
    assert coded.concepts == (" ", "x", "y")
    assert coded.unlabelled == 2
    assert coded.row.tolist() == [0, 1, 3, 4, 5]


def test_one_label_given_twice_is_one() -> None:
    coded = from_arrays(nodes=["B", "A", "B"], concepts=["x"], node=[0, 1, 2], concept=[0, 0, 0], level=[1, 1, 1])
    assert coded.nodes == ("A", "B")
    assert network(coded, Options(duplicates=("include",))).matrix.sum() == 4


def test_nothing_coded_is_an_empty_network() -> None:
    empty: Coded = from_rows([], BOOLEAN)
    for type_, aggregate in (("one-mode", "congruence"), ("one-mode", "ignore"), ("two-mode", "combine")):
        found = network(empty, Options(type=type_, aggregate=aggregate, backbone=0.1))
        assert (found.rows, found.columns, list(found.edges())) == ((), (), [])
        assert found.to_csv() == '""\n'
    assert list(network(empty, Options(confidence="expected")).edges()) == []


def test_minimum_frequencies_count_after_duplicates() -> None:
    rows = [Row(node=n, concept=c, level=1, document=d) for n, c, d in (
        ("A", "x", 0), ("A", "x", 0), ("A", "y", 0), ("B", "x", 0), ("B", "x", 1), ("C", "x", 1),
    )]  # fmt: skip
    found = network(from_rows(rows), Options(duplicates=("document",), minimum_node=2))
    assert found.rows == ("A", "B")
    assert (found.left_out.duplicates, found.left_out.rare) == (1, 1)
    fewer = network(from_rows(rows), Options(duplicates=("document",), minimum_concept=2))
    assert fewer.coded.concepts == ("x",)
    assert fewer.left_out.counted == 4


def test_a_time_leaves_out_what_lies_outside_and_what_has_no_date() -> None:
    rows = [Row(node=n, concept="x", level=1, day=d) for n in "AB" for d in (-1, 700_000, 700_001, 700_002)]
    since, until = date.fromordinal(700_001), date.fromordinal(700_002)
    found = network(from_rows(rows), Options(since=since, until=until, duplicates=("include",)))
    assert found.left_out.outside == 4
    assert found.matrix.sum() == 8
    assert network(from_rows(rows), Options(until=since, duplicates=("include",))).left_out.outside == 4


def test_choosing_imports_nothing_heavy() -> None:
    code = (
        "import sys, onrecord, onrecord.record, onrecord.analysis.networks.options\n"
        "print([m for m in ('numpy', 'scipy', 'networkx', 'igraph') if m in sys.modules])\n"
        "import onrecord.analysis.networks.network\n"
        "print([m for m in ('networkx', 'igraph') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]


def test_arrays_and_rows_give_the_same() -> None:
    rows = [
        Row(node=n, concept="x", level=k, document="d", day=9, row=i) for i, (n, k) in enumerate([("B", 1), ("A", 0)])
    ]
    a = from_rows(rows)
    b = from_arrays(
        nodes=("A", "B"), concepts=("x",), node=[1, 0], concept=[0, 0], level=[1, 0], document=[0, 0], day=[9, 9]
    )
    for name in ("node", "concept", "level", "document", "day", "reprint", "probability", "row"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name))
