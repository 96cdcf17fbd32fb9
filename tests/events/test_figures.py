"""Numbers in reports of events: what they count, at least and at most."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.events import figures
from onrecord.events.words import rows
from onrecord.vocabulary import FIGURE_KINDS
from tests.events.conftest import article


def told(text: str) -> list[tuple[str, float | None, float | None]]:
    return [(f.kind, f.least, f.most) for f, _ in figures.figures(article(text), text, (0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 27 people were killed when troops opened fire.", [("killed", 27, None)]),
        ("The blast killed three soldiers and wounded 11 others.", [("killed", 3, 3), ("injured", 11, 11)]),
        ("Eleven people had been detained since Saturday.", [("arrested", 11, 11)]),
        ("Up to 40 hostages were taken.", [("abducted", None, 40)]),
        ("About 200 people protested outside the bank.", [("participants", 200, 200)]),
        ("Tens of thousands marched on the palace.", [("participants", 20_000, None)]),
        ("Dozens of teachers were kidnapped.", [("abducted", 24, None)]),
        ("The bank signed a loan of 640 million crowns.", [("money", 640e6, 640e6)]),
        ("It pledged $1.2 billion.", [("money", 1.2e9, 1.2e9)]),
        ("More than 4,300 people were displaced.", [("displaced", 4300, None)]),
        ("Twenty-five officers were injured.", [("injured", 25, 25)]),
        ("The accord of 2021 was signed in June 2019.", []),
        ("A man was seen near the bridge.", []),
        ("Inflation rose to 12% in 2022.", []),
        ("It lies 300 kilometres from the sea.", []),
    ],
)
def test_what_a_number_counts(text: str, expected: list[tuple[str, float | None, float | None]]) -> None:
    assert told(text) == expected


def test_rows_hold_their_examples() -> None:
    for kind, _, _, example, counter in rows("event_figures.tsv"):
        assert kind in FIGURE_KINDS
        assert [k for k, _, _ in told(example.replace("{", "").replace("}", ""))] == [kind], example
        assert kind not in [k for k, _, _ in told(counter.replace("{", "").replace("}", ""))], counter


@given(st.text(alphabet="0123456789.,- $killed people an hundred thousand of tens", max_size=80))
def test_any_text_gives_figures_that_slice_true(text: str) -> None:
    for figure, (start, end) in figures.figures(article(text), text, (0, len(text))):
        assert text[start:end] == figure.span.text
        assert figure.least is None or figure.most is None or figure.least <= figure.most
