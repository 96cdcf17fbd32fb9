"""Every row of the cleaner's word lists: its example is caught, its counter-example is not."""

from __future__ import annotations

import re
import time

import pytest

from onrecord import dates
from onrecord.clean import byline, dateline
from onrecord.clean.rules import (
    HEAD,
    TAIL,
    agencies,
    expand,
    is_button_bar,
    is_related_heading,
    is_section,
    match,
    outlet_words,
    rules,
    table,
)
from onrecord.vocabulary import ARTICLE_LABELS, PART_LABELS

ROWS = rules()
IDS = [f"{r.label}: {r.name}" for r in ROWS]


def _zones(zone: str) -> tuple[str, ...]:
    return {"any": ("any",), "edge": (HEAD, TAIL), "head": (HEAD,), "tail": (TAIL,)}[zone]


@pytest.mark.parametrize("rule", ROWS, ids=IDS)
def test_example_is_caught_with_its_label(rule):
    for zone in _zones(rule.zone):
        found = match(rule.example, zone)
        assert found is not None, rule.example
        assert found.label == rule.label, (found.name, rule.example)
    assert re.compile(expand(rule.pattern), re.IGNORECASE).fullmatch(rule.example)


@pytest.mark.parametrize("rule", ROWS, ids=IDS)
def test_counter_example_is_left_alone_everywhere(rule):
    for zone in ("any", HEAD, TAIL):
        found = match(rule.counter, zone)
        assert found is None, (found and found.name, rule.counter)


@pytest.mark.parametrize("rule", ROWS, ids=IDS)
def test_row_is_well_formed(rule):
    assert rule.label in PART_LABELS
    assert rule.label not in ARTICLE_LABELS
    assert rule.zone in ("any", "edge", "head", "tail")
    assert "(?P<" not in rule.pattern, "named groups are the matcher's own"
    assert re.compile(expand(rule.pattern)).groups == 0, "use (?:...): the matcher counts groups"


@pytest.mark.parametrize("row", table("related.tsv"), ids=lambda row: row[0])
def test_related_headings(row):
    assert is_related_heading(row[2])
    assert not is_related_heading(row[3])


@pytest.mark.parametrize("row", table("sections.tsv"), ids=lambda row: row[0])
def test_sections(row):
    assert is_section(row[1])
    assert not is_section(row[2])


@pytest.mark.parametrize("row", table("agencies.tsv"), ids=lambda row: row[0])
def test_agencies(row):
    assert any(form in row[3] for form in row[1].split("|"))
    assert row[4].casefold() not in agencies()
    assert all(agencies()[form.casefold()] == row[0] for form in row[1].split("|"))


@pytest.mark.parametrize("row", table("buttons.tsv"), ids=lambda row: row[0])
def test_buttons(row):
    assert is_button_bar(row[2])
    assert not is_button_bar(row[3])


@pytest.mark.parametrize("row", table("months.tsv"), ids=lambda row: row[0])
def test_months(row):
    found = dates.parse(row[2] if re.search(r"\d{4}", row[2]) else row[2] + " 2020")
    assert [hit.day.month for hit in found] == [int(row[0])]
    assert dates.parse(row[3]) == ()


@pytest.mark.parametrize("row", table("outlet_words.tsv"), ids=lambda row: row[0])
def test_outlet_words(row):
    assert row[0] in outlet_words()
    assert row[0] in row[1].lower().split()
    assert outlet_words().isdisjoint(row[2].lower().split())


NASTY = (
    "post " * 80,
    "share this " * 38,
    "- | " * 100,
    "a |" * 130,
    "a › " * 100,
    "x/" * 200,
    "A b /" * 70,
    "1 " * 200,
    "1 2-3(4) " * 45,
    "advertisement " * 28,
    "@a " * 130,
    "#a #b " * 60,
    "Getty / " * 50,
    "(" * 200 + ")" * 200,
    "[Reuters/" * 45,
    "copyright © " * 34,
    "." * 400,
    " " * 400 + "!",
    "comments on this " * 24,
    "most read on the " * 24,
    "By A, " * 65,
    "Jan 1 " * 65,
    "sign up " * 50,
    "a view in browser " * 23,
    "Reporting by A; " * 26,
    "A B, " * 80,
    "0:00 " * 84,
    "AAA/Bb " * 60,
    "Bb is bb " * 46,
    "1.2k comments " * 30,
    "flash: " + "a | " * 100,
    "A. " * 130,
    "ABC " * 100,
    "[ subscribe " * 30,
    "i agree to e-mail " * 22,
    "licence no. 1 newspaper " * 17,
)


@pytest.mark.parametrize("line", NASTY, ids=lambda line: line[:8])
def test_no_line_takes_long(line):
    """The patterns are tried on whatever stands in a file: none may blow up (a pattern that does takes minutes)."""
    start = time.process_time()
    for zone in ("any", HEAD, TAIL):
        for text in (line, line + "§", "§" + line):
            match(text, zone)
    is_button_bar(line)
    is_related_heading(line[:60])
    byline.is_byline(line, near=True)
    dates.parse(line)
    dateline.find(line)
    assert time.process_time() - start < 20
