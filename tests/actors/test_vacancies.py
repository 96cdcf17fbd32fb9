"""Posts without a holder in their article: the key they get, and whose they were that day by other articles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from onrecord.actors.holders import Claim
from onrecord.actors.lexicon import table
from onrecord.actors.vacancies import holder, is_post, keys_of, wanted
from onrecord.model import Role, Span

DAY = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("The Merrun Defence Front left. {Its spokesman} said no.", "post:spokesman||merrun defence front"),
        ("The Merrun Defence Front left. {The Front’s leader} said no.", "post:leader||merrun defence front"),
        ("Ostria's army left. {The Ostrian president} said no.", "post:president||ostria"),
        ("{The energy minister} said no.", "post:minister|energy|"),
        ("{The new prime minister} said no.", "post:prime minister||"),
        ("{The French ambassador} said no.", "post:ambassador||france"),
        ("{A minister} said no.", None),
        ("{The minister} said no.", None),  # of what?
        ("{The former energy minister} said no.", None),
        ("{The deputy energy minister} said no.", None),
        ("{The ministers} said no.", None),
        ("{The farmer} said no.", None),
        ("{Its spokesman} said no.", None),
        ("Tomas Alvarn left. {Alvarn's spokesman} said no.", None),  # of a person, not of a body
    ],
)
def test_what_is_vacant(passage: Callable[..., Any], text: str, key: str | None) -> None:
    found = passage(text).resolved
    (statement,) = found.statements
    keys = [e.key for e in found.entities if e.id == statement.speaker]
    assert [k for k in keys if is_post(k)] == ([key] if key else [])


def claim(actor: str, title: str, org: str, told: date, since: date | None = None, until: date | None = None) -> Claim:
    span = Span(doc="d1", start=0, end=1, text="x")
    role = Role(id=f"{actor}-{told}", entity="e", title=title, org=org or None, evidence=span, since=since, until=until)
    return Claim(actor=actor, role=role, published=told)


def who(key: str, *claims: Claim, on: date = DAY) -> str | None:
    asked = wanted("e1", key, on)
    assert asked is not None
    found = holder(asked, claims)
    return found.actor if found else None


A = claim("alvarn", "energy minister", "", date(2024, 2, 1))
B = claim("dossen", "energy minister", "", date(2024, 5, 1))


@pytest.mark.parametrize(
    ("key", "claims", "expected"),
    [
        ("post:minister|energy|", [A], "alvarn"),
        ("post:minister|energy|", [A, claim("alvarn", "energy minister", "", date(2024, 4, 1)), B], "alvarn"),
        ("post:minister|energy|", [A, B], None),  # one before, another after: which of them by then?
        ("post:minister|energy|", [claim("alvarn", "energy minister", "", DAY), B], "alvarn"),  # told that day
        ("post:minister|energy|", [claim("alvarn", "energy minister", "", date(2020, 1, 1))], None),  # long ago
        (
            "post:minister|energy|",
            [claim("alvarn", "energy minister", "", date(2026, 1, 1), since=date(2023, 1, 1))],
            "alvarn",
        ),
        ("post:minister|energy|", [claim("alvarn", "energy minister", "", DAY, since=date(2024, 6, 1))], None),
        ("post:minister|energy|", [claim("alvarn", "energy minister", "", DAY, until=date(2024, 1, 1))], None),
        ("post:minister|energy|", [claim("alvarn", "former energy minister", "", DAY)], None),
        ("post:minister|energy|", [claim("alvarn", "deputy energy minister", "", DAY)], None),
        ("post:minister|energy|", [claim("alvarn", "prime minister", "", DAY)], None),
        ("post:minister|energy|", [claim("alvarn", "interior minister", "", DAY)], None),
        ("post:prime minister||", [claim("alvarn", "prime minister", "ostria", DAY)], "alvarn"),
        ("post:premier||ostria", [claim("alvarn", "Prime Minister", "ostria", DAY)], "alvarn"),
        ("post:premier||karvia", [claim("alvarn", "Prime Minister", "ostria", DAY)], None),
        ("post:leader||merrun defence front", [claim("alvarn", "leader", "front", DAY)], "alvarn"),
        ("post:leader||merrun defence front", [claim("alvarn", "leader", "reform party", DAY)], None),
        ("post:leader||kataib al nour", [claim("alvarn", "leader", "kata'ib al-noor", DAY)], "alvarn"),
        ("post:leader||northern front", [claim("alvarn", "leader", "southern front", DAY)], None),
        ("post:president||tarkhan", [claim("alvarn", "president", "tarkhania", DAY)], "alvarn"),
        ("post:ambassador||france", [claim("alvarn", "ambassador", "french", DAY)], "alvarn"),
        ("post:minister|energy|", [], None),
        # of whoever leads a state, where nobody is called its leader
        ("post:leader||ostrian", [claim("alvarn", "prime minister", "ostria", DAY)], "alvarn"),
        (
            "post:leader||ostrian",
            [claim("alvarn", "prime minister", "ostria", DAY), claim("dossen", "president", "ostria", DAY)],
            None,
        ),
        # a claim that names no body, of one who holds no such post elsewhere
        ("post:president||tarkhan", [claim("alvarn", "president", "", DAY)], "alvarn"),
        (
            "post:president||tarkhan",
            [claim("alvarn", "president", "", DAY), claim("alvarn", "president", "ostria", date(2023, 1, 1))],
            None,
        ),
    ],
)
def test_whose_it_was(key: str, claims: list[Claim], expected: str | None) -> None:
    assert who(key, *claims) == expected
    assert who(key, *reversed(claims)) == expected


def test_a_body_named_makes_it_surer() -> None:
    told = claim("alvarn", "leader", "merrun defence front", DAY)
    bare, named = wanted("e1", "post:leader||", DAY), wanted("e1", "post:leader||merrun defence front", DAY)
    assert bare is not None
    assert named is not None
    first, second = holder(bare, [told]), holder(named, [told])
    assert first is not None
    assert second is not None
    assert first.score < second.score


def test_only_posts_are_asked_for() -> None:
    assert wanted("e1", "tomas alvarn", DAY) is None
    assert wanted("e1", "post:", DAY) is None


def test_every_noun_is_found_in_its_title() -> None:
    for words, state, example, counter in table("single_posts.tsv"):
        assert state in ("", "state")
        for word in words.split(","):
            assert word in keys_of(f"deputy {word} of the council")
        assert example != counter
