"""The measure of stories: perfect answers score 1, and what is given away is not what is asked."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

BENCH = Path(__file__).parents[2] / "bench/newswcl.py"
TEXT = "President Mira Alvarn of France met Tomas Dossen. Alvarn left. Mr. Dossen stayed in France."
MENTIONS = [
    ("President Mira Alvarn", "9_FRA_Alvarn_ACTOR", "ACTOR"),
    ("Alvarn left", "9_FRA_Alvarn_ACTOR", "ACTOR"),
    ("Tomas Dossen", "9_Dossen_ACTOR", "ACTOR"),
    ("Mr. Dossen", "9_Dossen_ACTOR", "ACTOR"),
    ("France met", "9_FRA_COUNTRY", "COUNTRY"),
    ("France.", "9_FRA_COUNTRY", "COUNTRY"),
    ("met Tomas", "9_Meeting_EVENT", "EVENT"),
]


@pytest.fixture
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("newswcl", BENCH)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["newswcl"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = []
    for words, chain, kind in MENTIONS:
        start = TEXT.index(words)
        end = start + len(words.removesuffix(" left").removesuffix(" met").removesuffix("."))
        rows.append([start, end, chain, kind])
    path = tmp_path / "stories.jsonl"
    row = {"id": "9_L", "topic": 9, "outlet": "L", "text": TEXT, "mentions": rows}
    path.write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    return path


def test_a_story_that_is_told_apart_scores_one(bench: ModuleType, data: Path) -> None:
    figures = bench.measure(data, tagger=False)
    assert figures["stories"] == 1
    assert (figures["persons_mentions"], figures["all_mentions"]) == (4, 6)
    assert figures["persons"] == figures["persons_precision"] == figures["persons_recall"] == 1
    assert figures["all"] == figures["all_conll"] == 1
    assert figures["persons_exact"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["persons_last_word"] == 1


def test_the_resolver_is_told_neither_chains_nor_types(bench: ModuleType, data: Path) -> None:
    row = json.loads(data.read_text(encoding="utf-8"))
    given = bench.article(row, None)
    assert len(given.mentions) == len(MENTIONS)
    assert all(m.kind == "" and m.form == "" for m in given.mentions)
    assert not any(chain in repr(given) for _, chain, _ in MENTIONS)


def test_scores_of_known_clusterings(bench: ModuleType) -> None:
    a, b, c, d = (("x", i, i + 1, 0) for i in range(4))
    same = bench.scores([([[a, b], [c]], [[c], [b, a]])])
    assert same == {"precision": 1, "recall": 1, "f1": 1, "conll": 1}
    merged = bench.scores([([[a, b], [c, d]], [[a, b, c, d]])])
    assert (merged["precision"], merged["recall"]) == (0.5, 1)
    split = bench.scores([([[a, b, c, d]], [[a, b], [c, d]])])
    assert (split["precision"], split["recall"]) == (1, 0.5)
    # MUC finds 2 of 3 links; CEAF-e one cluster of two, like 2/3
    assert split["conll"] == pytest.approx((0.8 + 2 / 3 + 2 * (1 / 3) * (2 / 3) / (1 / 3 + 2 / 3)) / 3)
    assert bench.scores([])["conll"] == 0


@pytest.mark.parametrize(
    ("worth", "most"),
    [([[1, 2], [3, 5]], 6), ([[1, 9, 2]], 9), ([[4], [7]], 7), ([[5, 5], [5, 0]], 10)],
)
def test_best_match(bench: ModuleType, worth: list[list[float]], most: float) -> None:
    assert bench.best_match(np.array(worth, dtype=float)) == most
    assert bench.best_match(np.zeros((0, 3))) == 0


def test_a_span_of_two_chains_goes_to_both(bench: ModuleType) -> None:
    pair, left, right = ("d", 0, 9), ("d", 10, 11), ("d", 12, 13)
    gold = {left: ["A"], right: ["B"], pair: ["A", "B"]}
    given = {left: ["x"], right: ["y"], pair: ["y", "x"]}
    assert {(chain, cluster) for _, chain, cluster in bench.pairs(gold, given)} == {("A", "x"), ("B", "y")}


def test_absent_data_is_said(bench: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--data", str(tmp_path / "none.jsonl")]) == 0
    assert "nothing measured" in capsys.readouterr().out


def test_misses_are_shown(bench: ModuleType, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = json.loads(data.read_text(encoding="utf-8"))
    row["mentions"][1][2] = "9_Other_ACTOR"
    data.write_text(json.dumps(row), encoding="utf-8")
    assert bench.main(["--data", str(data), "--no-tagger", "--misses", "5"]) == 0
    out = capsys.readouterr().out
    assert "9_Other_ACTOR" in out
    assert "[[Alvarn]]" in out
