"""Statements of one occasion take its date."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.actors.speakers import resolve_document
from onrecord.attribution.rules import Rules
from onrecord.project import Project
from tests.actors.conftest import document as make

MONDAY = date(2023, 3, 13)
FIRST = "Mira Alvarn told parliament on Monday that the gates would stay open. "


@pytest.mark.parametrize(
    ("then", "dated"),
    [
        ("“It is our water,” she said.", True),
        ("She added that nobody would close them.", True),
        ("“It is our water,” she has often said.", False),
        ("“It is our water,” she said in 2019.", False),
        ("“It is our water,” Petar Dossen said.", False),
        (
            "Petar Dossen was silent.\n\nRain fell.\n\nThe lake rose.\n\nThe road shut.\n\n“It is ours,” Alvarn said.",
            False,
        ),
    ],
)
def test_the_date_holds_while_the_occasion_does(then: str, dated: bool) -> None:
    article = make(FIRST + then, published=date(2023, 3, 15))
    said = resolve_document(article, Rules().attribute(article.text), Project()).statements
    assert said[0].said is not None and said[0].said.since == MONDAY
    assert (said[-1].said is not None and said[-1].said.since == MONDAY) is dated


def test_nothing_is_dated_without_a_day_of_publication() -> None:
    article = make(FIRST + "“It is our water,” she said.", published=None)
    said = resolve_document(article, Rules().attribute(article.text), Project()).statements
    assert [s.said for s in said] == [None, None]
