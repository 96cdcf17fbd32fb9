"""Phrases cut to one actor each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.events.participants import pieces, taking_part
from onrecord.findings import Incident
from tests.events.conftest import at


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Selim Karadal and Yusuf al-Khatmi", ["Selim Karadal", "Yusuf al-Khatmi"]),
        ("France, Germany and the United Kingdom", ["France", "Germany", "the United Kingdom"]),
        ("the Ministry of Trade and Industry", ["the Ministry of Trade and Industry"]),
        ("men and women", ["men and women"]),
        ("three soldiers and a driver", ["three soldiers and a driver"]),
        ("President Mira Alvarn", ["President Mira Alvarn"]),
        ("the", []),
    ],
)
def test_lists(phrase: str, expected: list[str]) -> None:
    assert [phrase[s:e] for s, e in pieces(phrase, (0, len(phrase)))] == expected


def test_another_sentence_counts_only_where_this_one_names_nobody() -> None:
    text = "Pell arrived. Alvarn left."
    far, near, left = at(text, "Pell"), at(text, "Alvarn"), at(text, "left")
    both = Incident(trigger=left, type="RETREAT", actors=(far, near))
    one = Incident(trigger=left, type="RETREAT", actors=(far,))
    assert taking_part(text, lambda _: (14, 26), both)[0] == [near]
    assert taking_part(text, lambda _: (14, 26), one)[0] == [far]


@given(st.text(alphabet="AB ab,&and the", max_size=40))
def test_pieces_lie_in_the_phrase_in_order(text: str) -> None:
    found = pieces(text, (0, len(text)))
    assert found == sorted(found)
    assert all(0 <= s < e <= len(text) for s, e in found)
    assert all(a[1] <= b[0] for a, b in zip(found, found[1:], strict=False))
