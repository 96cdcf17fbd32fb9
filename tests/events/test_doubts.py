"""Dates that cannot be: kept, flagged, never a crash."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord import events
from onrecord.actors.speakers import resolve_document
from onrecord.project import Project
from tests.events.conftest import article


def doubts(text: str, **fields: object) -> list[tuple[str, str]]:
    document = article(text, **fields)
    told = events.read(document, [], resolve_document(document, [], Project()))
    for e in told.doubts:
        assert e.start is None or text[e.start : e.end] == e.value
    return [(e.value, e.origin) for e in told.doubts]


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("The bridge was shelled on 31 February 2021.", "31 February 2021", "no such day"),
        ("The accord was signed on 5 May 20018.", "20018", "no such day or year"),
        ("The accord was signed on 3 April 2024.", "3 April 2024", "after the day of publication"),
        ("It was signed on 03/02/2019.", "03/02/2019", "could be swapped"),
    ],
)
def test_told(text: str, words: str, why: str) -> None:
    found = doubts(text)
    assert any(words in value and why in origin for value, origin in found), found


def test_a_dateline_after_the_publication_is_told() -> None:
    (found,) = doubts("Rain fell.", dateline="MERRUN, 20 March 2023", published=date(2023, 3, 15))
    assert "later than the day of publication" in found[1]


@pytest.mark.parametrize(
    "text", ["وقع الهجوم في ٣١/٠٢/٢٠٢١.", "On ٣١ February ٢٠٢١ it rained.", "On 99/99/9999 it rained."]
)
def test_other_digits_crash_nothing(text: str) -> None:
    doubts(text)


def test_sound_dates_are_no_doubt() -> None:
    assert doubts("The bridge was shelled on 3 March 2023, and again on Monday.") == []
