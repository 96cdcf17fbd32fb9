"""Which is the original, and which copy was taken from which, whatever order they come in."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from engine import OTHER, WIRE, Article, compared, edited
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.reprints.lineage import Paper, ordered, reason

DAY = date(2024, 3, 5)


def paper(**facts: object) -> Paper:
    return Paper(**{"id": "x", "words": 100, "outlet": "The Tidings"} | facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (paper(published=DAY), paper(published=date(2024, 3, 7)), "published 2 days earlier"),
        (
            paper(published=date(2024, 3, 6), outlet="Gull News Service", agency="GNS"),
            paper(published=DAY.replace(day=6)),
            "the agency's own report (GNS)",
        ),
        (
            paper(published=DAY.replace(day=6), outlet="Gull News Service", agency="GNS"),
            paper(published=DAY),
            "the agency's own report (GNS)",
        ),  # its clock is another
        (paper(outlet="GNS", agency="GNS"), paper(published=DAY), "the agency's own report (GNS)"),
        (paper(published=DAY), paper(), "dated, and the copy is not"),
        (paper(published=DAY, agency="GNS"), paper(published=DAY), "same day; credits an agency (GNS)"),
        (
            paper(published=DAY, published_at=datetime(2024, 3, 5, 8, tzinfo=UTC)),
            paper(published=DAY, published_at=datetime(2024, 3, 5, 9, tzinfo=UTC)),
            "published earlier that day",
        ),
        (paper(words=300), paper(words=200), "no date tells; the fuller text (300 words against 200)"),
        (paper(id="a"), paper(id="b"), "nothing tells them apart; first by id"),
    ],
)
def test_order_and_reason(first: Paper, second: Paper, why: str) -> None:
    assert ordered([first, second]) == [0, 1]
    assert ordered([second, first]) == [1, 0]
    assert reason(first, second) == why


@pytest.mark.parametrize(
    ("outlet", "agency", "own"),
    [
        ("Gull News Service", "GNS", True),
        ("GNS", "Gull News Service", True),
        ("The Gull News Service", "Gull News Service", True),
        ("GNS Online", "GNS", True),
        ("G.N.S.", "GNS", True),
        ("The Tidings", "GNS", False),
        ("Gull Island Post", "Gull News Service", False),
        (None, "GNS", False),
        ("GNS", None, False),
    ],
)
def test_an_agencys_own_outlet(outlet: str | None, agency: str | None, own: bool) -> None:
    assert paper(outlet=outlet, agency=agency).own is own


def test_two_days_later_is_no_other_clock() -> None:
    wire = paper(published=date(2024, 3, 7), outlet="GNS", agency="GNS")
    assert ordered([wire, paper(published=DAY)]) == [1, 0]


def chain() -> list[Article]:
    """An original, a copy with edits, a copy of that copy with more, and a copy of the original."""
    once = edited(WIRE, 0.15, seed=3)
    twice = edited(once, 0.1, seed=4)
    return [
        Article(WIRE, "d0", "Gull News Service", DAY, "GNS"),
        Article(once, "d1", "The Tidings", date(2024, 3, 6)),
        Article(twice, "d2", "Coast Radio", date(2024, 3, 7)),
        Article(edited(WIRE, 0.1, seed=5), "d3", "The Lamp", date(2024, 3, 8)),
        Article(OTHER, "d4", "The Lamp", date(2024, 3, 8)),
        Article(once, "d5", "Bay Post", date(2024, 3, 9)),  # the very words of the first copy
    ]


def told(articles: list[Article]) -> set[tuple[str, str, str, str]]:
    ids = [a.id for a in articles]
    return {(ids[d.document], ids[d.parent], ids[d.original], d.kind) for d in compared(articles).descents}


EXPECTED = {
    ("d1", "d0", "d0", "wire"),
    ("d2", "d1", "d0", "near"),
    ("d3", "d0", "d0", "wire"),
    ("d5", "d1", "d0", "exact"),
}


def test_copies_of_copies_chain() -> None:
    assert told(chain()) == EXPECTED


@settings(max_examples=times(20), deadline=None)
@given(st.permutations(chain()))
def test_the_order_of_arrival_does_not_matter(articles: list[Article]) -> None:
    assert told(articles) == EXPECTED


def test_many_copies_have_one_original_and_cost_little() -> None:
    articles = [Article(edited(WIRE, 0.08, seed=k), f"d{k:04}", f"Outlet {k}") for k in range(150)]
    articles.append(Article(WIRE, "a", "Gull News Service", DAY, "GNS"))
    found = compared(articles)
    assert {d.original for d in found.descents} == {150}
    assert len(found.descents) == 150
    assert found.candidates < 16 * len(articles)  # and not 75 each


def test_a_quotation_does_not_pass_a_lineage_on() -> None:
    quote = "“The quay will be rebuilt in stone or not at all, and no sooner than the spring.”"
    articles = [
        Article(f"{OTHER}\n\n{quote}", "d0", "A", DAY),
        Article(f"{WIRE}\n\n{quote}", "d1", "B", date(2024, 3, 6)),
        Article(f"{WIRE}\n\n{quote}\n\nCopied.", "d2", "C", date(2024, 3, 7)),
    ]
    assert told(articles) == {("d1", "d0", "d0", "quotation"), ("d2", "d1", "d1", "near")}
