"""Articles as a user types it: the list and one of them, in every form of print."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_forms_agree(sample: Path, run: Run) -> None:
    whole = json.loads(run("articles", "-f", "json").out)
    lines = [json.loads(x) for x in run("articles", "-f", "jsonl").out.splitlines()]
    assert whole["articles"] == lines
    assert whole["total"] == len(lines) == len(run("articles", "-f", "csv").out.splitlines()) - 1
    days = [x["document"]["published"] or "" for x in lines]
    assert days == sorted(days, reverse=True)


def test_a_part_says_how_many_there_are(sample: Path, run: Run) -> None:
    out = run("articles", "--outlet", "tarkhan gazette", "-n", 1).out.splitlines()
    assert len(out) == 3
    assert out[-1].startswith("1 of ")


def test_one_article_by_its_file(sample: Path, run: Run) -> None:
    out = run("article", "articles/sps-2023-02-zurqani-interview.txt").out
    assert "gazette-2023-02-zurqani.txt (wire)" in out
    copied = json.loads(run("article", "articles/gazette-2023-02-zurqani.txt", "-f", "json").out)
    assert copied["taken_from"]["parent"]["outlet"] == "Sarrin Press Service"


@pytest.mark.parametrize(
    "args", [("articles", "--outlet", "No Such"), ("article", "nothing"), ("articles", "--story", "no")]
)
def test_what_is_wrong_is_said(sample: Path, run: Run, args: tuple[str, ...]) -> None:
    ran = run(*args)
    assert ran.code != 0
    assert ran.err.startswith("error: ")
