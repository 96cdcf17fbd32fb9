"""Expressions of time in running text, as intervals seen from the day of publication."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.dates import resolve

THURSDAY = date(2022, 6, 16)

# (sentence, words taken, first day, last day), all seen from Thursday 16 June 2022
TABLE = [
    ("He said on Monday he would go.", "Monday", "2022-06-13", "2022-06-13"),
    ("He said on Thursday he would go.", "Thursday", "2022-06-16", "2022-06-16"),
    ("He said on Friday he would go.", "Friday", "2022-06-10", "2022-06-10"),
    ("He said last Thursday he would go.", "last Thursday", "2022-06-09", "2022-06-09"),
    ("They meet next Monday.", "next Monday", "2022-06-20", "2022-06-20"),
    ("They meet next Thursday.", "next Thursday", "2022-06-23", "2022-06-23"),
    ("They meet this Saturday.", "this Saturday", "2022-06-18", "2022-06-18"),
    ("He left yesterday.", "yesterday", "2022-06-15", "2022-06-15"),
    ("He left last night.", "last night", "2022-06-15", "2022-06-15"),
    ("He left today.", "today", "2022-06-16", "2022-06-16"),
    ("He left this morning.", "this morning", "2022-06-16", "2022-06-16"),
    ("He leaves tomorrow.", "tomorrow", "2022-06-17", "2022-06-17"),
    ("He leaves the day after tomorrow.", "the day after tomorrow", "2022-06-18", "2022-06-18"),
    ("He left the day before yesterday.", "the day before yesterday", "2022-06-14", "2022-06-14"),
    ("It fell last week.", "last week", "2022-06-06", "2022-06-12"),
    ("It falls this week.", "this week", "2022-06-13", "2022-06-19"),
    ("It falls next week.", "next week", "2022-06-20", "2022-06-26"),
    ("It fell last month.", "last month", "2022-05-01", "2022-05-31"),
    ("It fell last year.", "last year", "2021-01-01", "2021-12-31"),
    ("It falls next year.", "next year", "2023-01-01", "2023-12-31"),
    ("It fell two days ago.", "two days ago", "2022-06-14", "2022-06-14"),
    ("It fell two days earlier.", "two days earlier", "2022-06-14", "2022-06-14"),
    ("It fell 3 weeks ago.", "3 weeks ago", "2022-05-23", "2022-05-29"),
    ("It fell a month ago.", "a month ago", "2022-05-01", "2022-05-31"),
    ("It fell six months ago.", "six months ago", "2021-12-01", "2021-12-31"),
    ("It fell ten years ago.", "ten years ago", "2012-01-01", "2012-12-31"),
    ("It falls in two weeks.", "two weeks", "2022-06-27", "2022-07-03"),
    ("It falls within three days.", "three days", "2022-06-16", "2022-06-19"),
    ("It fell in March.", "March", "2022-03-01", "2022-03-31"),
    ("It falls in August.", "August", "2022-08-01", "2022-08-31"),
    ("It fell in December.", "December", "2021-12-01", "2021-12-31"),
    ("It fell in March 2021.", "March 2021", "2021-03-01", "2021-03-31"),
    ("It fell in early March 2021.", "early March 2021", "2021-03-01", "2021-03-10"),
    ("It fell in mid-April.", "mid-April", "2022-04-11", "2022-04-20"),
    ("It fell in early May.", "early May", "2022-05-01", "2022-05-10"),
    ("It fell in late 2017.", "late 2017", "2017-09-01", "2017-12-31"),
    ("It fell in early 2017.", "early 2017", "2017-01-01", "2017-04-30"),
    ("It fell in 2017.", "2017", "2017-01-01", "2017-12-31"),
    ("It fell on 10 March.", "10 March", "2022-03-10", "2022-03-10"),
    ("It fell on March 10.", "March 10", "2022-03-10", "2022-03-10"),
    ("It fell on Dec. 24 in rain.", "Dec. 24", "2021-12-24", "2021-12-24"),
    ("It fell on Thursday, March 10.", "Thursday, March 10", "2022-03-10", "2022-03-10"),
    ("It fell on Friday 10 June in rain.", "Friday 10 June", "2022-06-10", "2022-06-10"),
    ("It fell last September.", "last September", "2021-09-01", "2021-09-30"),
    ("It fell last May.", "last May", "2022-05-01", "2022-05-31"),
    ("It falls this September.", "this September", "2022-09-01", "2022-09-30"),
    ("It falls next May.", "next May", "2023-05-01", "2023-05-31"),
    ("It fell on the 10th of March.", "10th of March", "2022-03-10", "2022-03-10"),
    ("It fell on 28 January 2019.", "28 January 2019", "2019-01-28", "2019-01-28"),
    ("It fell over the weekend.", "the weekend", "2022-06-11", "2022-06-12"),
    ("It falls next weekend.", "next weekend", "2022-06-18", "2022-06-19"),
    ("It grew over the past two years.", "the past two years", "2020-06-16", "2022-06-16"),
    ("It will grow in the coming weeks.", "the coming weeks", "2022-06-17", "2022-07-28"),
]


@pytest.mark.parametrize(("sentence", "words", "since", "until"), TABLE, ids=[row[1] + " / " + row[2] for row in TABLE])
def test_expressions(sentence, words, since, until):
    ((start, end), when), *more = resolve(sentence, THURSDAY)
    assert not more
    assert sentence[start:end] == words == when.text
    assert (when.since.isoformat(), when.until.isoformat()) == (since, until)


@pytest.mark.parametrize(
    "sentence",
    [
        "It fell on the same day.",
        "It fell the following week.",
        "Two weeks later it fell.",
        "Protesters may march on the palace.",
        "He had 2 may have died.",
        "The Daily Mail said so.",
        "Mark Sunday was there? No.".replace("Sunday", "Sundae"),
        "It fell on 31 June.",
        "Room 2017 was empty.",
    ],
)
def test_left_out(sentence):
    assert resolve(sentence, THURSDAY) == []


def test_weekend_seen_from_a_weekend():
    saturday = date(2022, 6, 18)
    assert [(w.since.day, w.until.day) for _, w in resolve("over the weekend", saturday)] == [(18, 19)]
    assert [(w.since.day, w.until.day) for _, w in resolve("last weekend", saturday)] == [(11, 12)]


def test_in_order_and_apart():
    found = resolve("On Monday he said that in March 2021, two days ago and on 10 May 2020 it fell.", THURSDAY)
    spans = [span for span, _ in found]
    assert [w.text for _, w in found] == ["Monday", "March 2021", "two days ago", "10 May 2020"]
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))


@settings(max_examples=times(200), deadline=None)
@given(
    st.lists(st.sampled_from([row[1] for row in TABLE] + ["and", "in", "999 years ago", "0 days ago"]), max_size=8),
    st.dates(),
)
def test_any_order_on_any_day(words, anchor):
    text = " ".join(words)
    at = 0
    for (start, end), when in resolve(text, anchor):
        assert at <= start < end <= len(text)
        assert when.since <= when.until
        assert when.text == text[start:end]
        at = end
