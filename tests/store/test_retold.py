"""Cues that tell of former times: every row of the table, with its counter-example."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from onrecord.model import Span
from onrecord.store.retold import cue_of, is_retold

TABLE = files("onrecord") / "data" / "retold.tsv"
ROWS = list(
    csv.DictReader([x for x in TABLE.read_text("utf-8").splitlines() if x and x[0] != "#"], delimiter="\t", quoting=3)
)


def marked(sentence: str) -> tuple[str, str]:
    """The cue in braces, and what stands before it."""
    before, _, rest = sentence.partition("{")
    return rest.partition("}")[0], before


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['place']}: {r['words']}")
def test_every_row(row: dict[str, str]) -> None:
    assert is_retold(*marked(row["example"]))
    assert not is_retold(*marked(row["counter_example"]))
    cue, before = marked(row["example"])
    assert (is_retold(cue), is_retold("", before)) == (row["place"] == "cue", row["place"] == "before")


@pytest.mark.parametrize("cue", ["", "said", "hadron", "Oncecalled", "longs for", "HAD NO", "a" * 999, "\ud800 said"])
def test_other_words(cue: str) -> None:
    assert not is_retold(cue)


def test_a_cue_in_pieces_over_lines() -> None:
    pieces = (Span(doc="d", start=0, end=4, text="had\n"), Span(doc="d", start=9, end=16, text="opposed"))
    assert cue_of(pieces) == "had opposed"
    assert is_retold(cue_of(pieces))
