"""The forms of an answer: cells of CSV that no spreadsheet takes for a formula."""

from __future__ import annotations

import pytest

from onrecord.forms import to_csv


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("-2", "'-2"),
        ("@sum", "'@sum"),
        (" +x", "'+x"),
        (-0.25, "-0.25"),
        (-3, "-3"),
        (2, "2"),
        (None, ""),
        ("a\nb", "a b"),
    ],
)
def test_a_cell(cell: object, written: str) -> None:
    assert to_csv(("c", "d"), [(cell, "x")]) == f"c,d\n{written},x\n"
