"""The events of the coverage under bench/gold: is their gold true to the articles?"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from onrecord.vocabulary import EVENT_CONTEXTS, EVENT_STATUSES, EVENT_TYPES, FIGURE_KINDS

ROOT = Path(__file__).parents[2]
COVERAGE = ROOT / "bench" / "gold" / "coverage"
SETS = ("set1", "set2")
KEYS = (
    *("file", "quote", "trigger", "type", "mode", "contexts", "actors"),
    *("recipients", "date", "status", "location", "figures", "cluster"),
)
TWO_TYPES: set[str] = set()  # clusters of more than one type


@cache
def modes() -> dict[str, tuple[tuple[str, ...], bool]]:
    """By type: its modes, and whether a recipient is required."""
    lines = (ROOT / "src" / "onrecord" / "data" / "plover.tsv").read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {c[0]: (tuple(c[2].split()), c[3] == "yes") for c in cells}


def norm(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@cache
def gold(part: str, name: str) -> tuple[dict, ...]:
    lines = (COVERAGE / part / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def article(part: str, file: str) -> str:
    return norm((COVERAGE / part / "articles" / file).read_text("utf-8"))


def spans(text: str, line: str) -> list[tuple[int, int]]:
    return [(m.start(), m.start() + len(line)) for m in re.finditer(re.escape(line), text)]


ROWS = [(part, row) for part in SETS for row in gold(part, "events")]


@pytest.mark.parametrize(("part", "row"), ROWS, ids=lambda v: v if isinstance(v, str) else v["cluster"])
def test_row(part: str, row: dict) -> None:
    text = article(part, row["file"])
    assert tuple(row) == KEYS
    assert row["quote"] == norm(row["quote"]) and text.count(row["quote"]) == 1, row["quote"]
    assert row["quote"].count(row["trigger"]) == 1 and 1 <= len(row["trigger"].split()) <= 4, row
    assert row["type"] in EVENT_TYPES
    assert row["mode"] is None or row["mode"] in modes()[row["type"]][0], row
    assert row["recipients"] or not modes()[row["type"]][1], row
    assert row["status"] in EVENT_STATUSES
    assert set(row["contexts"]) <= set(EVENT_CONTEXTS) and len(set(row["contexts"])) == len(row["contexts"]), row
    names = {r["name"] for r in gold(part, "actors")}
    for name in row["actors"] + row["recipients"]:
        assert name in names or name in text, name
    assert row["location"] is None or row["location"] in text, row
    for figure in row["figures"]:
        assert list(figure) == ["kind", "least", "most"] and figure["kind"] in FIGURE_KINDS
        assert figure["most"] is None or figure["least"] is None or figure["least"] <= figure["most"]
    if row["date"]:
        assert date.fromisoformat(row["date"]["from"]) <= date.fromisoformat(row["date"]["to"])
        published = next(r["published"] for r in gold(part, "documents") if r["file"] == row["file"])
        assert row["status"] != "happened" or published is None or row["date"]["from"] <= published


@pytest.mark.parametrize(("part", "row"), ROWS, ids=lambda v: v if isinstance(v, str) else v["cluster"])
def test_no_event_of_junk(part: str, row: dict) -> None:
    text = article(part, row["file"])
    begin = text.index(row["quote"])
    end = begin + len(row["quote"])
    document = next(r for r in gold(part, "documents") if r["file"] == row["file"])
    for line in map(norm, document["junk"]):
        if len(line.split()) > 2:  # "Lithium" and "Share" stand in the text as words, too
            assert all(end <= s or begin >= e for s, e in spans(text, line)), (row["quote"], line)


@pytest.mark.parametrize("part", SETS)
def test_every_article_has_events_and_no_row_stands_twice(part: str) -> None:
    rows = gold(part, "events")
    assert {r["file"] for r in rows} == {r["file"] for r in gold(part, "documents")}
    keys = [(r["file"], r["quote"], r["trigger"]) for r in rows]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("part", SETS)
def test_a_cluster_is_of_one_type(part: str) -> None:
    types = defaultdict(set)
    for row in gold(part, "events"):
        assert row["cluster"]
        types[row["cluster"]].add(row["type"])
    assert {cluster for cluster, found in types.items() if len(found) > 1} <= TWO_TYPES


def test_counts() -> None:
    assert {r["status"] for _, r in ROWS} == set(EVENT_STATUSES)
    assert {r["type"] for _, r in ROWS} >= set(EVENT_TYPES) - {"COOPERATE"}
    assert len(ROWS) >= 300
