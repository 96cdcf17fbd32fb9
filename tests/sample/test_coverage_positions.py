"""The positions of the coverage under bench/gold: is their gold true to the articles and to the other gold?"""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from onrecord.vocabulary import STANCES, STRENGTHS

COVERAGE = Path(__file__).parents[2] / "bench" / "gold" / "coverage"
SETS = ("set1", "set2")
KEYS = ("file", "content", "actor", "issue", "stance", "strength", "condition", "said_on")


def norm(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@cache
def gold(part: str, name: str) -> tuple[dict, ...]:
    lines = (COVERAGE / part / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def article(part: str, file: str) -> str:
    return norm((COVERAGE / part / "articles" / file).read_text("utf-8"))


@cache
def issues(part: str) -> dict[str, str]:
    """Name of each issue of the set -> its statement."""
    table = tomllib.loads((COVERAGE / part / "onrecord.toml").read_text("utf-8"))
    return {issue["name"]: issue["statement"] for issue in table["issue"]}


ROWS = [(part, row) for part in SETS for row in gold(part, "positions")]


@pytest.mark.parametrize(("part", "row"), ROWS, ids=lambda v: v if isinstance(v, str) else v["actor"])
def test_row(part: str, row: dict) -> None:
    assert tuple(row) == KEYS
    assert row["issue"] in issues(part)
    assert row["stance"] in STANCES and row["strength"] in STRENGTHS
    assert row["actor"] in {a["name"] for a in gold(part, "actors")}
    said = [
        a
        for a in gold(part, "attributions")
        if (a["file"], a["content"], a["speaker"]) == (row["file"], row["content"], row["actor"])
    ]
    assert said and row["said_on"] in [a.get("said_on") for a in said], row


@pytest.mark.parametrize(("part", "row"), ROWS, ids=lambda v: v if isinstance(v, str) else v["actor"])
def test_condition_stands_in_the_words_of_the_statement(part: str, row: dict) -> None:
    assert (row["stance"] == "conditional") == bool(row["condition"]), row
    for condition in row["condition"] or ():
        assert condition == norm(condition) and condition in article(part, row["file"])
        assert any(condition in piece for piece in row["content"]), row


@pytest.mark.parametrize("part", SETS)
def test_every_issue_is_a_proposition_with_both_sides(part: str) -> None:
    assert all("should" in statement and statement.endswith(".") for statement in issues(part).values())
    assert any("should not" in statement for statement in issues(part).values())
    for issue in issues(part):
        assert {"support", "oppose"} <= {r["stance"] for r in gold(part, "positions") if r["issue"] == issue}


@pytest.mark.parametrize("part", SETS)
def test_no_row_stands_twice_and_rows_stand_in_the_order_of_the_statements(part: str) -> None:
    keys = [(r["file"], tuple(r["content"]), r["actor"], r["issue"]) for r in gold(part, "positions")]
    assert len(keys) == len(set(keys))
    statements = [(a["file"], tuple(a["content"]), a["speaker"]) for a in gold(part, "attributions")]
    places = [statements.index(key[:3]) for key in keys]
    assert places == sorted(places)


def test_counts() -> None:
    assert {r["stance"] for _, r in ROWS} == set(STANCES)
    assert {r["strength"] for _, r in ROWS} == set(STRENGTHS)
    assert len(ROWS) >= 70
