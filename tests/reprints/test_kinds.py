"""What an article is of another: copy, excerpt, quotation, or nothing."""

from __future__ import annotations

from datetime import date

import pytest
from engine import BACKGROUND, OTHER, QUOTED, WIRE, Article, compared, edited, invented

LEAD, VOICE, CREWS, COST, *_ = WIRE.split("\n\n")
EARLY, LATE = date(2024, 3, 4), date(2024, 3, 6)
TRANSCRIPT = "“" + " ".join(f"and then I said to the board number {k} that it must yield" for k in range(9)) + "”"


def kind(original: str, copy: str, **facts: str | None) -> str | None:
    found = compared(
        [
            Article(original, published=EARLY, outlet="Gull News Service", agency=facts.get("agency")),
            Article(copy, published=LATE, outlet=facts.get("outlet", "The Tidings")),
        ]
    )
    return found.kinds.get((0, 1))


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        (WIRE, "exact"),
        (WIRE.replace("”", '"').replace("“", '"').upper(), "exact"),  # marks and capitals are no words
        (WIRE.replace("hasty", "rash"), "near"),
        ("Quay to close\n\n" + WIRE, "near"),  # a headline of its own
        ("\n\n".join([LEAD, VOICE]), "near"),  # cut at its end
        (edited(WIRE, 0.2), "near"),
        ("\n\n".join([COST, VOICE, LEAD]), "near"),  # in another order
        (f"{OTHER}\n\n{CREWS}\n\n{COST}", "excerpt"),
        (OTHER + "\n\n" + invented(3) + "\n\n" + WIRE, "excerpt"),  # all of it within much more
        (QUOTED, "quotation"),
        (OTHER, None),
        ("", None),
        ("12", None),
    ],
)
def test_kinds(copy: str, expected: str | None) -> None:
    assert kind(WIRE, copy) == expected


def test_a_copy_with_an_agency_in_either_is_wire() -> None:
    assert kind(WIRE, edited(WIRE, 0.1), agency="GNS") == "wire"
    assert kind(WIRE, WIRE, agency="GNS") == "exact"
    assert kind(WIRE, edited(WIRE, 0.1), agency="GNS", outlet="Gull News Service") == "near"  # its own update
    assert kind(WIRE, QUOTED, agency="GNS") == "quotation"


def test_two_reports_of_one_speech_share_a_quotation() -> None:
    one = f"{OTHER}\n\n{TRANSCRIPT} she said.\n\n{invented(5)}"
    other = f"{invented(6)}\n\nAs she put it: {TRANSCRIPT}"
    assert kind(one, other) == "quotation"


def test_a_stock_phrase_is_nothing() -> None:
    phrase = "who spoke on condition of anonymity because he was not authorised to speak to the press"
    assert kind(f"{OTHER} An aide, {phrase}.", f"{invented(8)} An official, {phrase}.") is None


def test_background_of_one_outlet_makes_no_reprints() -> None:
    own = [Article(f"{invented(k)}\n\n{BACKGROUND}", outlet="The Tidings", published=EARLY) for k in range(12)]
    assert compared(own).kinds == {}
    taken = Article(f"{invented(99)}\n\n{BACKGROUND}", outlet="Coast Radio", published=LATE)
    assert compared([own[0], taken]).kinds == {(0, 1): "excerpt"}  # once, elsewhere: somebody took it over


def test_updates_of_one_story_by_one_outlet_are_copies_all_the_same() -> None:
    updates = [Article(f"{WIRE}\n\nUpdate {k}: {invented(k, 20)}", outlet="The Tidings") for k in range(8)]
    found = compared(updates)
    assert len(found.descents) == 7
    assert {d.kind for d in found.descents} == {"near"}


def test_a_note_of_an_outlet_with_many_articles_is_no_excerpt_where_they_share_a_quotation() -> None:
    said = "“We have listened to every captain on this coast, and none of them wants to moor there again,” she said."
    own = [Article(f"{invented(k)}\n\n{BACKGROUND}", outlet="The Tidings") for k in range(10)]
    two = [Article(f"{invented(k)}\n\n{said}\n\n{BACKGROUND}", outlet="The Tidings") for k in (50, 51)]
    assert set(compared([*own, *two]).kinds.values()) == {"quotation"}


def test_pages_of_boilerplate_alone_are_told_apart_from_nothing() -> None:
    page = "Please log in to read this."
    assert compared([page] * 30).kinds == {}  # too short to be an article
    assert compared([Article(invented(k, 12), outlet="X") for k in range(30)]).kinds == {}
