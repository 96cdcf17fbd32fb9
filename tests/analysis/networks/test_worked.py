"""The worked example, to the last digit, and the sums of the Discourse Network Analyzer's own sample."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from onrecord.analysis.networks.coded import Row, from_rows
from onrecord.analysis.networks.network import Network, network
from onrecord.analysis.networks.options import Options

A, B, C = "A", "B", "C"
SAID = ((A, "c1", 1), (A, "c1", 1), (A, "c2", 0), (B, "c1", 1), (B, "c2", 1), (C, "c1", 0))
SAMPLE = Path(__file__).parents[4] / "shared/data/dna/sample.dna"


def made(**options: object) -> Network:
    rows = [Row(node=n, concept=c, level=k, row=100 + i) for i, (n, c, k) in enumerate(SAID)]
    return network(from_rows(rows), Options(duplicates=("include",), **options))  # type: ignore[arg-type]


ONE_MODE = [
    ("congruence", "no", 2, 0, 0),
    ("conflict", "no", 1, 2, 1),
    ("subtract", "no", 1, -2, -1),
    ("ignore", "no", 3, 2, 1),
    ("subtract", "average", 0.4, -1, -2 / 3),
    ("subtract", "jaccard", 0.25, -0.5, -1 / 3),
    ("subtract", "cosine_dna", 1 / 6, -2 / 3, -0.5),
    ("subtract", "cosine", 1 / 10**0.5, -2 / 5**0.5, -1 / 2**0.5),
    ("ignore", "cosine", 3 / 10**0.5, 2 / 5**0.5, 1 / 2**0.5),
]


@pytest.mark.parametrize(("aggregate", "normalize", "ab", "ac", "bc"), ONE_MODE)
def test_one_mode(aggregate: str, normalize: str, ab: float, ac: float, bc: float) -> None:
    found = made(aggregate=aggregate, normalize=normalize)
    assert (found.rows, found.columns) == ((A, B, C), (A, B, C))
    np.testing.assert_allclose(found.dense(), [[0, ab, ac], [ab, 0, bc], [ac, bc, 0]], atol=1e-9)


TWO_MODE = [
    ("ignore", "no", [[2, 1], [1, 1], [1, 0]]),
    ("subtract", "no", [[2, -1], [1, 1], [-1, 0]]),
    ("subtract", "activity", [[2 / 3, -1 / 3], [0.5, 0.5], [-1, 0]]),
    ("subtract", "prominence", [[0.5, -0.5], [0.25, 0.5], [-0.25, 0]]),
    ("combine", "no", [[1, 2], [1, 1], [2, 0]]),
    ("combine", "prominence", [[0.25, 1], [0.25, 0.5], [0.5, 0]]),
]


@pytest.mark.parametrize(("aggregate", "normalize", "expected"), TWO_MODE)
def test_two_mode(aggregate: str, normalize: str, expected: list[list[float]]) -> None:
    found = made(type="two-mode", aggregate=aggregate, normalize=normalize)
    assert (found.rows, found.columns) == ((A, B, C), ("c1", "c2"))
    np.testing.assert_allclose(found.dense(), expected, atol=1e-9)


TIES = [
    ("one-mode", "congruence", A, B, (100, 101, 103)),
    ("one-mode", "conflict", A, B, (102, 104)),
    ("one-mode", "subtract", A, B, (100, 101, 102, 103, 104)),
    ("one-mode", "conflict", C, A, (100, 101, 105)),
    ("one-mode", "congruence", A, C, ()),
    ("one-mode", "ignore", A, A, ()),
    ("two-mode", "subtract", A, "c1", (100, 101)),
    ("two-mode", "ignore", C, "c2", ()),
]


@pytest.mark.parametrize(("type_", "aggregate", "a", "b", "rows"), TIES)
def test_a_tie_opens_its_statements(type_: str, aggregate: str, a: str, b: str, rows: tuple[int, ...]) -> None:
    assert made(type=type_, aggregate=aggregate).statements(a, b) == rows


def sample(column: str) -> list[Row]:
    """The statements of the sample, read by a query."""
    if not SAMPLE.is_file():
        pytest.skip(f"the sample of the Discourse Network Analyzer is not here: {SAMPLE}")
    query = """
        WITH named AS (
            SELECT t.StatementId, v.Variable, e.Value
            FROM DATASHORTTEXT t JOIN ENTITIES e ON e.ID = t.Entity JOIN VARIABLES v ON v.ID = t.VariableId)
        SELECT s.ID, s.DocumentId, d.Date, b.Value,
            (SELECT Value FROM named WHERE StatementId = s.ID AND Variable = ?),
            (SELECT Value FROM named WHERE StatementId = s.ID AND Variable = 'concept')
        FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId JOIN DATABOOLEAN b ON b.StatementId = s.ID
        WHERE s.StatementTypeId = 1 ORDER BY d.Date, s.ID"""
    with closing(sqlite3.connect(f"file:{SAMPLE}?mode=ro", uri=True)) as conn:
        return [
            Row(node=n, concept=c, level=k, document=d, day=719163 + seconds // 86400, row=i)
            for i, d, seconds, k, n, c in conn.execute(query, (column,))
        ]


@pytest.mark.parametrize("column", ["person", "organization"])
@pytest.mark.parametrize(
    ("type_", "aggregate", "total"),
    [
        ("two-mode", "ignore", 40),
        ("one-mode", "ignore", 276),
        ("one-mode", "congruence", 160),
        ("one-mode", "conflict", 116),
        ("one-mode", "subtract", 44),
    ],
)
def test_the_sample_sums(column: str, type_: str, aggregate: str, total: int) -> None:
    coded = from_rows(sample(column))
    found = network(coded, Options(nodes=column, type=type_, aggregate=aggregate, duplicates=("include",)))
    assert found.matrix.sum() == total
    assert len(found.coded) == 40
