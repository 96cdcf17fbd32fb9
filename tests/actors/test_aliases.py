"""The project's aliases in articles: the date decides whose a name is, and what is more than the alias is not it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import times
from onrecord.actors.known import known
from onrecord.actors.speakers import resolve_document
from onrecord.alias_table import Alias
from onrecord.findings import Attribution
from onrecord.project import KnownActor, Project

FIRST = KnownActor(
    name="Mira Alvarn",
    kind="person",
    dated=(
        Alias("the interior minister", date(2019, 5, 1), date(2021, 3, 31)),
        Alias("the Heron", None, date(2020, 12, 31)),
        Alias("Lake Party leader", date(2018, 1, 1), None),
        Alias("Old Grey"),
    ),
)
SECOND = KnownActor(
    name="Petar Dossen",
    kind="person",
    aliases=("Piet",),
    dated=(Alias("the interior minister", date(2021, 4, 1), None), Alias("the Heron", date(2022, 1, 1), None)),
)
PROJECT = Project(actors=(FIRST, SECOND))


def speaker(make_document: Callable[..., Any], text: str, on: date | None, project: Project = PROJECT) -> str | None:
    """Who says "... said no" in the text."""
    end = text.index(" said no")
    start = max(text.rfind(". ", 0, end) + 1, 0)
    start += len(text[start:]) - len(text[start:].lstrip())
    given = Attribution(source=((start, end),), cue=(), content=((end, len(text)),), kind="indirect")
    _, entities, _, (statement,), *_ = resolve_document(make_document(text, published=on), [given], project)
    return next((e.name for e in entities if e.id == statement.speaker), None)


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("The interior minister said no.", date(2019, 4, 30), None),
        ("The interior minister said no.", date(2019, 5, 1), "Mira Alvarn"),
        ("The interior minister said no.", date(2021, 3, 31), "Mira Alvarn"),
        ("The interior minister said no.", date(2021, 4, 1), "Petar Dossen"),
        ("The interior minister said no.", date(2099, 1, 1), "Petar Dossen"),
        ("In the evening the Interior Minister said no.", date(2020, 1, 1), "Mira Alvarn"),
        ("The Heron said no.", date(2020, 12, 31), "Mira Alvarn"),
        ("The Heron said no.", date(2021, 6, 1), "Heron"),
        ("The Heron said no.", date(2022, 1, 1), "Petar Dossen"),
        ("Old Grey said no.", date(1990, 1, 1), "Mira Alvarn"),
        ("Piet said no.", date(1990, 1, 1), "Petar Dossen"),
        # no date: whose it is at some time is nobody's where two had it
        ("The interior minister said no.", None, None),
        ("Lake Party leader said no.", None, "Mira Alvarn"),
        ("Old Grey said no.", None, "Mira Alvarn"),
        # more than the alias
        ("The former interior minister said no.", date(2020, 1, 1), None),
        ("Ostria’s interior minister said no.", date(2020, 1, 1), None),
        ("A interior minister said no.", date(2020, 1, 1), None),
        ("The interior minister Tomas Quor said no.", date(2020, 1, 1), "Tomas Quor"),
        ("Interior Minister Tomas Quor said no.", date(2020, 1, 1), "Tomas Quor"),
        ("The interior ministers said no.", date(2020, 1, 1), None),
    ],
)
def test_the_date_decides(text: str, on: date | None, expected: str | None, make_document: Callable[..., Any]) -> None:
    found = speaker(make_document, text, on)
    if expected is None:
        assert found not in (FIRST.name, SECOND.name)
    else:
        assert found == expected


def test_without_a_date_an_alias_with_dates_is_less_sure() -> None:
    dated, always = (known(PROJECT).holder(t) for t in ("lake party leader", "old grey"))
    now = known(PROJECT, date(2020, 1, 1)).holder("lake party leader")
    assert dated and always and now
    assert dated.score < now.score == always.score
    assert dated.why != now.why


def test_one_actor_may_have_an_alias_twice() -> None:
    twice = (Alias("chair", None, date(2001, 1, 1)), Alias("chair", date(2010, 1, 1), None))
    project = Project(actors=(KnownActor(name="Ala Quor", dated=twice),))
    assert known(project).holder("chair") is not None
    assert known(project, date(2005, 1, 1)).holder("chair") is None
    found = known(project, date(2010, 1, 1)).holder("chair")
    assert found is not None
    assert found.actor.name == "Ala Quor"


def test_thousands_of_aliases_are_looked_up_not_searched(make_document: Callable[..., Any]) -> None:
    """By the words of the name: aliases that share their first word are one look-up for each length, not a list."""
    many = tuple(
        KnownActor(
            name=f"Abu Quor{i}",
            dated=tuple(Alias(f"abu nom{i}x{j} of Verran", date(2000, 1, 1), None) for j in range(9)),
        )
        for i in range(times(5000, 1000))
    )
    project = Project(actors=many)
    found = known(project, date(2020, 1, 1))
    assert len(found.claims) == 10 * len(many)
    assert list(found.sizes["abu"]) == [4, 2]
    text = "In the end Abu nom987x7 of Verran said no."
    assert speaker(make_document, text, date(2020, 1, 1), project) == "Abu Quor987"
    copy = pickle.loads(pickle.dumps(project))
    assert copy == project
    assert hash(copy) == hash(project)
    assert known(copy, date(2020, 1, 1)).claims is found.claims, "another process's copy is the same project"


_DAYS = st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2003, 1, 1))


@given(st.lists(st.tuples(st.sampled_from("ABC"), _DAYS, _DAYS), max_size=6), _DAYS)
def test_an_alias_is_only_ever_one_actors(claims: list[tuple[str, date | None, date | None]], on: date | None) -> None:
    actors = tuple(
        KnownActor(name=f"{who} Quor", dated=tuple(Alias("chair", s, u) for w, s, u in claims if w == who))
        for who in "ABC"
    )
    found = known(Project(actors=actors), on).holder("chair")
    if on is None:
        fit = {w for w, *_ in claims}
    else:
        fit = {w for w, s, u in claims if (s is None or s <= on) and (u is None or on <= u)}
    assert (found.actor.name if found else None) == (f"{next(iter(fit))} Quor" if len(fit) == 1 else None)
