"""Absolute dates as news prints them: the day, the moment where it has a zone, and the exact words."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.dates import parse

DAY = date(2019, 1, 28)
ONE = [
    "2019-01-28",
    "2019/01/28",
    "2019.01.28",
    "28 January 2019",
    "28 Jan 2019",
    "28th January 2019",
    "28th of January, 2019",
    "28-Jan-2019",
    "January 28, 2019",
    "January 28th 2019",
    "Jan. 28, 2019",
    "JAN 28, 2019",
    "Jan 28 2019",
    "Monday, January 28, 2019",
    "Mon 28 Jan 2019",
    "Monday 28 January 2019",
    "Monday، 28 January 2019",
    "28/01/2019",
    "01/28/2019",
    "28.01.2019",
    "28.1.2019",
    "28. Januar 2019",
    "28 janvier 2019",
    "28 de enero de 2019",
    "28 января 2019",
    "28 يناير 2019",
    "٢٨ يناير ٢٠١٩",
    "28 January 2019 23:30",
    "2019/01/28 | 23:30",
    "2019-01-28 23:30:15",
    "January 28, 2019 at 11:30 p.m.",
    "28 January 2019 - 23.30",
]


@pytest.mark.parametrize("text", ONE)
def test_one_day_in_many_forms(text):
    (found,) = parse(f"Published {text}; then more")
    assert found.day == DAY
    assert found.text == text
    assert f"Published {text}; then more"[found.start : found.end] == text


def at(hours, minute=30, hour=23):
    return datetime(2019, 1, 28, hour, minute, tzinfo=timezone(timedelta(hours=hours)))


MOMENTS = [
    ("2019-01-28T23:30:00Z", at(0)),
    ("2019-01-28T23:30:00+02:00", at(2)),
    ("2019-01-28T23:30:00-0500", at(-5)),
    ("2019-01-28T23:30:00.000+05:30", at(5.5)),
    ("Mon, 28 Jan 2019 23:30:00 +0000", at(0)),
    ("Mon, 28 Jan 2019 23:30:00 GMT", at(0)),
    ("28 January 2019 11:30 PM EST", at(-5)),
    ("Mon 28 Jan 2019 23.30 GMT", at(0)),
    ("28 January 2019 12:30 AM GMT", at(0, hour=0)),
    ("28 January 2019 12:30 PM GMT", at(0, hour=12)),
    ("28 January 2019 23:30", None),
    ("28 January 2019 11:30 PM IST", None),  # India, Israel or Ireland
    ("28 January 2019 25:30 GMT", None),
    ("28 January 2019", None),
]


@pytest.mark.parametrize(("text", "moment"), MOMENTS, ids=[row[0] for row in MOMENTS])
def test_moments_need_a_zone(text, moment):
    (found,) = parse(text)
    assert found.day == DAY
    assert found.at == moment


@pytest.mark.parametrize(
    "text",
    [
        "03/02/2019",  # February or March
        "3-2-2019",
        "2019-13-01",
        "2019-02-30",
        "31 April 2020",
        "January 2019",
        "28 January",
        "1.2.3.2019",
        "123-2019-01-281",
        "+49 30 1234567",
        "0001-01-01",
        "9999-12-31",
        "May 2019 and may be 3, 2020",
        "between 10 and 2,019 marched",
        "",
    ],
)
def test_no_date(text):
    assert parse(text) == ()


def test_same_day_and_month_is_not_ambiguous():
    assert [f.day for f in parse("02/02/2019")] == [date(2019, 2, 2)]


def test_several_in_order():
    found = parse("date 2019-01-28 2019/01/29 | 23:30, updated 3 February 2019")
    assert [f.day for f in found] == [DAY, date(2019, 1, 29), date(2019, 2, 3)]


@settings(max_examples=times(200), deadline=None)
@given(
    st.one_of(
        st.text(), st.text(alphabet="0123456789-/.: JanuryTZ+,|PMap"), st.dates().map(lambda d: d.strftime("%d %B %Y"))
    )
)
def test_any_text(text):
    at = 0
    for found in parse(text):
        assert at <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        at = found.end
