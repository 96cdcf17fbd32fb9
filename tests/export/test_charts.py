"""The strip of when: steps that fit the range, bars that fit the drawing, links to lists that exist."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.charts import fragment, strip


@pytest.mark.parametrize(
    ("first", "last", "step"),
    [
        (date(2031, 3, 3), date(2031, 3, 3), "day"),
        (date(2031, 3, 3), date(2031, 5, 3), "day"),
        (date(2031, 3, 3), date(2031, 5, 4), "month"),
        (date(2021, 3, 3), date(2031, 2, 3), "month"),
        (date(2021, 3, 3), date(2031, 3, 3), "year"),
    ],
)
def test_the_step_fits_the_range(first: date, last: date, step: str) -> None:
    made = strip([first, last])
    assert made
    assert made.step == step


@given(st.lists(st.dates(), min_size=1, max_size=30))
def test_bars_fit_the_drawing_and_lead_to_lists(dates: list[date]) -> None:
    made = strip(dates)
    assert made
    days = {fragment(d, "day") for d in dates} | {fragment(d, "month") for d in dates}
    for bar in made.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= 1001
        assert 0 < bar.height <= made.height
        assert bar.href in days
    assert max(b.height for b in made.bars) == made.height


def test_no_dates_no_strip() -> None:
    assert strip([]) is None


def test_a_range_too_long_to_draw_says_so() -> None:
    made = strip([date(1, 1, 1), date(9999, 12, 31)])
    assert made
    assert made.gaps
    assert len(made.bars) == 2


def test_importing_the_exports_imports_nothing_heavy() -> None:
    code = "import sys, onrecord.export; print([m for m in ('jinja2', 'pyarrow', 'sqlalchemy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
