"""The invented sentences that the stance network learns from: marks and labels can be read, and no side is favoured."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from onrecord.encoder.prompt import CONTENT, CONTEXT, CUE, SOURCE

marked = pytest.importorskip("training.stance.marked", reason="a source distribution holds no training data")

FILES = sorted(marked.FOLDER.glob("*.txt"))


def test_marks_become_parts() -> None:
    text = "Then {the mayor} <said> [no, ((if the tax stays))], we heard."
    assert marked.parse(text) == (
        (
            ("Then ", CONTEXT),
            ("the mayor", SOURCE),
            (" ", CONTEXT),
            ("said", CUE),
            (" ", CONTEXT),
            ("no, if the tax stays", CONTENT),
            (", we heard.", CONTEXT),
        ),
        ("if the tax stays",),
    )


@pytest.mark.parametrize("bad", ["{x <said> [y]", "x} <said> [y]", "{x} <said> y", "{x} <said> [y ((z]", "<x} [y]"])
def test_marks_that_make_no_sense_are_named(bad: str) -> None:
    with pytest.raises(marked.MarkError, match="here"):
        marked.parse(bad, "here")


ARTICLE = """=== Base
1: Troops should leave.
@ The base
_ | The army came in 2019.
1+ | "[Out with them]," {she} <said>.
& . | "Out with them," she said, and {her aide} <laughed> [at it].
. | {He} <thanked> [the cooks].
=== Toll
1: The toll should go.
1- | {He} <wants> [it to stay].
"""


def test_in_an_article_the_line_before_leads(tmp_path: Path) -> None:
    path = tmp_path / "news-x.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    said = '"Out with them," she said, and her aide laughed at it.'
    assert [(r.side, r.lead) for r in marked.read(path)] == [
        ("support", "The army came in 2019."),
        ("none", "The army came in 2019."),
        ("none", said),
        ("oppose", ""),
    ]


@cache
def lines(path: Path) -> tuple[Any, ...]:
    return tuple(marked.read(path))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_line_can_be_read(path: Path) -> None:
    rows = lines(path)
    sides = Counter(r.side for r in rows)
    assert len(rows) > 1000
    assert 0.7 < sides["support"] / sides["oppose"] < 1.4
    assert sides["none"] > 50
    assert all(r.condition or r.side != "conditional" for r in rows) or "news" not in path.stem


def test_all_lines_together_take_either_side_as_often() -> None:
    sides = Counter(r.side for path in FILES for r in lines(path))
    assert 0.9 < sides["support"] / sides["oppose"] < 1.1
