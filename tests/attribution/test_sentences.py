"""Sentence -> expected rows, alone and between other paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.attribution.rules import Rules
from onrecord.findings import Attribution, Range

BEFORE = "The market opened late in the old town.\n\n"
AFTER = "\n\nThe rain went on for most of the week."
COLUMNS = 8


def _cases() -> dict[str, list[tuple[str, ...]]]:
    cases: dict[str, list[tuple[str, ...]]] = {}
    lines = Path(__file__).with_name("sentences.tsv").read_text(encoding="utf-8").splitlines()
    for line in [x for x in lines if not x.startswith("#")][1:]:
        text, *row = line.split("\t")
        assert len(row) == COLUMNS - 1, line
        rows = cases.setdefault(text.replace("¶", "\n\n"), [])
        if any(row):
            rows.append(tuple(row))
    return cases


CASES = _cases()


def _row(text: str, a: Attribution) -> tuple[str, ...]:
    def words(ranges: tuple[Range, ...]) -> str:
        return " | ".join(text[s:e] for s, e in ranges)

    return (
        words(a.source),
        words(a.cue),
        words(a.content),
        a.kind,
        a.act,
        words(a.addressee),
        words(a.via),
    )


def test_the_table_is_large() -> None:
    assert len(CASES) >= 120


@pytest.mark.parametrize("text", CASES, ids=lambda t: t[:60])
def test_alone(text: str) -> None:
    assert [_row(text, a) for a in Rules().attribute(text)] == CASES[text]


@pytest.mark.parametrize("text", CASES, ids=lambda t: t[:60])
def test_between_other_paragraphs(text: str) -> None:
    whole = BEFORE + text + AFTER
    assert [_row(whole, a) for a in Rules().attribute(whole)] == CASES[text]
