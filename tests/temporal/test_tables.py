"""Every row of the tables of words, rules and holidays does what its example says."""

from __future__ import annotations

import re
from datetime import date

import pytest

from onrecord.temporal import Anchor, find, holidays, normalise
from onrecord.temporal.lexing import alphabet, rows, tokens

THURSDAY = Anchor(published=date(2022, 6, 16))
RULES = rows("temporal_rules.tsv")


@pytest.mark.parametrize("row", RULES, ids=[f"{n} {r[0]} {r[3]}" for n, r in enumerate(RULES)])
def test_rules(row):
    meaning, _pattern, example, found, counter = row
    words, kind, value = found.split("|")
    start = example.rindex(words)
    if meaning.startswith("given:"):
        (got,) = normalise(example, [(start, start + len(words))], THURSDAY)
    else:
        got = next(x for x in find(example, THURSDAY) if x.start == start)
    assert (got.text, got.kind, got.value) == (words, kind, value)
    assert words not in [x.text for x in find(counter, THURSDAY)]


@pytest.mark.parametrize("row", rows("temporal_words.tsv"), ids=lambda r: r[0])
def test_words(row):
    name, words, _, example, counter = row
    held = [set(re.findall(r"[\w.'’]+", text.lower())) for text in (example, counter)]
    sign = alphabet()[name]
    assert name in ("AMPM", "OCLOCK") or sign in tokens(example).symbols
    assert not held[1] & set(words.split()) or name == "CENTURYMARK"


@pytest.mark.parametrize("row", rows("temporal_holidays.tsv"), ids=lambda r: r[0])
def test_holidays(row):
    name, rule, example = row
    (found,) = find(example, THURSDAY)
    assert found.text.lower() == name
    assert (found.when is None) == (rule == "")
    assert found.flags == (() if rule else ("moving",))


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [("Easter", 2024, "2024-03-31"), ("Easter", 2000, "2000-04-23"), ("Thanksgiving", 2022, "2022-11-24"),
     ("Memorial Day", 2023, "2023-05-29"), ("Election Day", 2020, "2020-11-03"), ("Good Friday", 2021, "2021-04-02"),
     ("Easter Week", 2000, "2000-W16")],
)  # fmt: skip
def test_days_of_holidays(name, year, day):
    assert holidays.value(name, year) == day
