"""What holds for any text and any day: spans slice true, the same again, no crash, dates written are dates read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.temporal import Anchor, find, normalise
from onrecord.temporal.expression import FLAGS
from onrecord.temporal.lexing import rows

PIECES = sorted(
    {r[3].split("|")[0] for r in rows("temporal_rules.tsv")}
    | {w for r in rows("temporal_words.tsv") for w in r[1].split()}
    | {"31 February", "May 20018", "99/99/2019", "²", "٣", "1/0 years", "9" * 30, "0 days ago", "999999 years ago", "-",
       "\n\n", ".", ",", "$", "Feb. 29", "12:99 a.m.", "29 February last year", "Q4", "the 0th century"}
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=80)
ANCHORS = st.builds(
    Anchor,
    published=st.none() | st.dates(),
    datelines=st.lists(st.dates(), max_size=2).map(tuple),
    order=st.sampled_from([None, "day", "month"]),
)


@settings(max_examples=times(400), deadline=None)
@given(TEXTS, ANCHORS)
def test_any_text_on_any_day(text, anchor):
    found = find(text, anchor)
    at = 0
    for x in found:
        assert at <= x.start < x.end <= len(text)
        assert x.text == text[x.start : x.end]
        assert (x.since is None) == (x.until is None) == (x.precision == "")
        assert x.since is None or x.since <= x.until
        assert set(x.flags) <= set(FLAGS)
        assert not (x.since and "undated" in x.flags)
        at = x.end
    assert found == find(text, anchor)
    given_ = normalise(text, [(x.start, x.end) for x in found], anchor)
    assert len(given_) == len(found)
    assert all(y is None or y.text == x.text for x, y in zip(found, given_, strict=True))


FORMS = ("{d} {m} {y}", "{m} {d}, {y}", "{d}th of {m} {y}", "{y}-{n:02d}-{d:02d}", "{d}.{n}.{y}")
NAMES = [date(2000, n, 1).strftime("%B") for n in range(1, 13)]


@settings(max_examples=times(300), deadline=None)
@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)), st.sampled_from(FORMS))
def test_a_date_written_is_the_date_read(day, form):
    written = form.format(d=day.day, m=NAMES[day.month - 1], n=day.month, y=day.year)
    (found,) = find(f"It happened on {written}.", Anchor())
    assert (found.text, found.since, found.until) == (written, day, day)


@settings(max_examples=times(200), deadline=None)
@given(st.dates(min_value=date(1900, 1, 8), max_value=date(2100, 1, 1)), st.integers(1, 400))
def test_days_ago(day, count):
    (found,) = find(f"It fell {count} days ago.", Anchor(published=day))
    assert (day - found.since).days == count


ENDLESS = ["1", "one ", "twenty-", "Monday ", "a ", "1,000", "\n", "\n ", "1/", "2019-", "May ", "the ", "and ", "'"]


@pytest.mark.parametrize("piece", ENDLESS)
def test_endless_repetition_ends(piece):
    text = piece * times(20_000, 5_000)
    found = find(text, Anchor(published=date(2022, 6, 16)))
    assert all(x.text == text[x.start : x.end] for x in found)
