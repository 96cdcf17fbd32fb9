"""The measures of the bench, against values computed by hand."""

from __future__ import annotations

import importlib.util
import sys
from itertools import permutations
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times

BENCH = Path(__file__).parents[2] / "bench/coreference.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("coreference_bench", BENCH)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["coreference_bench"] = module
    spec.loader.exec_module(module)
    return module


def clusters(*named: str) -> list[list[tuple[int, int]]]:
    """Clusters of letters as clusters of spans."""
    return [[(ord(c), ord(c) + 1) for c in name] for name in named]


# The worked example of Pradhan et al. (ACL 2014), "Scoring coreference partitions of predicted mentions": key
# {a,b,c} {d,e,f,g}, response {a,b} {c,d} {f,g,h,i}. Recall, precision by hand:
#   MUC: (1 + 1) / (2 + 3) links kept of the key, the cut between e (missing) and the rest counted; 2 / (1 + 1 + 3)
#   B3: key (4 + 1) / 3 + (1 + 4) / 4 = 35 / 12 of 7; response (4 / 2 + 2 / 2 + 4 / 4) = 4 of 8
#   CEAF-e: best match abc-ab 4/5 and defg-fghi 4/8 = 1.3 of 2 and of 3
EXAMPLE = (clusters("abc", "defg"), clusters("ab", "cd", "fghi"))


@pytest.mark.parametrize(
    ("measure", "recall", "precision"),
    [
        ("muc", 2 / 5, 2 / 5),
        ("b3", 35 / 12 / 7, 4 / 8),
        ("ceafe", 1.3 / 2, 1.3 / 3),
        ("mentions", 6 / 7, 6 / 8),
    ],
)
def test_the_worked_example(bench: ModuleType, measure: str, recall: float, precision: float) -> None:
    got = bench.conll([EXAMPLE])[measure]
    assert got["recall"] == pytest.approx(recall)
    assert got["precision"] == pytest.approx(precision)
    assert got["f1"] == pytest.approx(2 * recall * precision / (recall + precision))


def test_conll_is_the_mean_of_three(bench: ModuleType) -> None:
    got = bench.conll([EXAMPLE])
    assert got["conll"] == pytest.approx((got["muc"]["f1"] + got["b3"]["f1"] + got["ceafe"]["f1"]) / 3)


@pytest.mark.parametrize(
    ("gold", "found", "muc", "b3", "ceafe"),
    [
        (("abc", "de"), ("abc", "de"), 1.0, 1.0, 1.0),
        (("abc", "de"), (), 0.0, 0.0, 0.0),
        (("ab", "cd"), ("abcd",), 0.8, 2 / 3, 4 / 9),
        (("abcd",), ("ab", "cd"), 0.8, 2 / 3, 4 / 9),
        (("ab",), ("cd",), 0.0, 0.0, 0.0),
    ],
)
def test_plain_cases(
    bench: ModuleType, gold: tuple[str, ...], found: tuple[str, ...], muc: float, b3: float, ceafe: float
) -> None:
    got = bench.conll([(clusters(*gold), clusters(*found))])
    assert [got[m]["f1"] for m in ("muc", "b3", "ceafe")] == pytest.approx([muc, b3, ceafe])


def test_documents_are_summed_before_the_means(bench: ModuleType) -> None:
    empty = (clusters("xy"), clusters())
    got = bench.conll([EXAMPLE, empty])
    assert got["muc"]["recall"] == pytest.approx(2 / 6)
    assert got["muc"]["precision"] == pytest.approx(2 / 5)


@settings(max_examples=times(150), deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_the_best_match_is_the_best(bench: ModuleType, rows: int, columns: int, data: st.DataObject) -> None:
    flat = data.draw(st.lists(st.integers(0, 9), min_size=rows * columns, max_size=rows * columns))
    worth = np.array(flat, dtype=float).reshape(rows, columns)
    w = worth if rows <= columns else worth.T
    best = max(sum(w[i, p[i]] for i in range(len(w))) for p in permutations(range(w.shape[1]), len(w)))
    assert bench.best_match(worth) == pytest.approx(best)


def test_a_pronoun_counts_where_its_antecedent_is_of_its_entity(bench: ModuleType) -> None:
    from onrecord.actors.chains import chains
    from onrecord.findings import Candidate, Coreferent

    text = "Alvarn met Oruk. She left. She cried."
    name, first, second = (0, 6), (17, 20), (27, 30)
    found = [
        Coreferent(
            start=17,
            end=20,
            form="pronoun",
            chain=0,
            score=0.9,
            linked=True,
            rivals=(Candidate(start=0, end=6, score=0.9),),
        ),
        Coreferent(
            start=27,
            end=30,
            form="pronoun",
            chain=1,
            score=0.9,
            linked=True,
            rivals=(Candidate(start=11, end=15, score=0.9),),
        ),
    ]
    counts = bench.pronouns(text, [[name, first, second]], chains(text, found))
    assert counts["he, she"] == (1, 2)
    assert counts["they"] == (0, 0)
    assert bench.pronouns(text, [[first, second]], chains(text, found))["he, she"] == (0, 0)
