"""Hyphens and apostrophes inside names: family names of two words, small particles, members' organisations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.actors.names import key

OPENING = "It was cold in the north that day. "

ONE_ACTOR = [
    ("{Birgit Halloran-Smythe} said no. Later {Halloran-Smythe} said yes.", ["Birgit Halloran-Smythe"] * 2),
    ("{Jörg Müller-Ström} said no. {Müller-Ström} said so. {Mr Müller-Ström} left.", ["Jörg Müller-Ström"] * 3),
    ("{Mira O'Brien-Kovač} said no. Then {O’Brien-Kovač} said yes.", ["Mira O'Brien-Kovač"] * 2),
    ("{Park Min-ho} said no. Then {Min-ho} said yes.", ["Park Min-ho"] * 2),
    ("{Jean-Claude d'Arcy, U.N. envoy,} said no. {D'Arcy} left. Then {d’Arcy} said so.", ["Jean-Claude d'Arcy"] * 3),
    ("{Mira O'Brien} said no. Then {O’Brien} said yes.", ["Mira O'Brien"] * 2),
    ("{The Dockers' League} said no. {The Dockers’ League} said so. {The League} left.", ["Dockers' League"] * 3),
    ("{The Teachers’ Union} said no. {The union} said so.", ["Teachers’ Union"] * 2),
    # counter-examples: two people of the name, a shorter name of somebody else, an owner, a plain plural
    (
        "{Mira Halloran-Smythe} said no. {Tomas Halloran-Smythe} said yes. {Halloran-Smythe} said so.",
        ["Mira Halloran-Smythe", "Tomas Halloran-Smythe", None],
    ),
    (
        "{Mira Halloran} said no. {Birgit Halloran-Smythe} said yes. {Halloran} said so.",
        ["Mira Halloran", "Birgit Halloran-Smythe", "Mira Halloran"],
    ),
    ("{Farmers' leader Mira Alvarn} said no.", ["Mira Alvarn"]),
    ("{James' brother Tomas Alvarn} said no.", ["Tomas Alvarn"]),
]


@pytest.mark.parametrize(("text", "expected"), ONE_ACTOR)
def test_one_actor(passage: Callable[..., Any], text: str, expected: list[str | None]) -> None:
    assert [name for name, _ in passage(OPENING + text).speakers] == expected


def test_an_organisations_plural_possessive_is_part_of_its_name(passage: Callable[..., Any]) -> None:
    found = passage(OPENING + "{Mira Alvarn, head of the Dockers’ League,} said no.")
    assert [(r.title, r.org) for r in found.resolved.roles] == [("head", "Dockers’ League")]
    assert [(e.name, e.kind) for e in found.resolved.entities] == [
        ("Mira Alvarn", "person"),
        ("Dockers’ League", "organization"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O’Brien", "O'Brien"),
        ("O´Brien", "O'Brien"),
        ("O′Brien", "O'Brien"),
        ("N’Dour", "N'Dour"),
        ("Vékony", "Vekony"),
        ("D’Arcy", "d'Arcy"),
        ("Halloran–Smythe", "Halloran-Smythe"),
        ("the Dockers’ League", "Dockers' League"),
    ],
)
def test_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)
    assert key(key(one)) == key(one)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "The High Council for National Recovery met. {The High Council} said no.",
            "High Council for National Recovery",
        ),
        (
            "The High Council for Peace met the High Council for Recovery. {The High Council} said no.",
            "High Council",  # neither of them for sure
        ),
        ("{The High Council} said no. The High Council for Recovery left.", "High Council"),
    ],
)
def test_a_body_may_be_called_by_the_words_before_of(passage: Callable[..., Any], text: str, who: str) -> None:
    assert [name for name, _ in passage(text).speakers] == [who]
