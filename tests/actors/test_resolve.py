"""Across articles: the same key is the same actor, known actors are the project's, contradictions are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.actors.resolve import check, kind_of, resolve
from onrecord.errors import ProjectError
from onrecord.model import Entity
from onrecord.project import KnownActor, Project

KNOWN = Project(
    actors=(
        KnownActor(name="Tomas Alvarn", kind="person", aliases=("Alvarn", "Abu Tomas")),
        KnownActor(name="Merrun Defence Front", kind="armed_group", aliases=("the Front", "river rebels")),
        KnownActor(name="Interior Ministry of Verran", kind="government", aliases=("interior ministry",)),
    )
)


def entity(id: str, name: str, key: str, kind: str = "person") -> Entity:  # noqa: A002
    return Entity(id=id, doc="d" + id, name=name, key=key, kind=kind)


def test_same_key_same_actor() -> None:
    rows = [entity("1", "Tomas Alvarn", "tomas alvarn"), entity("2", "TOMAS ALVARN", "tomas alvarn", "unknown")]
    actors, links = resolve(rows, Project())
    assert [(a.name, a.kind, a.names) for a in actors] == [("TOMAS ALVARN", "person", ("TOMAS ALVARN", "Tomas Alvarn"))]
    assert {x.entity: x.why for x in links} == {"1": "name", "2": "name"}


def test_a_bare_surname_is_an_actor_of_its_own() -> None:
    actors, links = resolve([entity("1", "Tomas Alvarn", "tomas alvarn"), entity("2", "Alvarn", "alvarn")], Project())
    assert len(actors) == 2
    alone = next(x for x in links if x.entity == "2")
    assert alone.why == "one-article"
    assert alone.score <= 0.5


def test_known_actors_carry_the_projects_name_and_kind() -> None:
    actors, links = resolve([entity("1", "Abu Tomas", "known:tomas alvarn", "unknown")], KNOWN)
    assert (actors[0].name, actors[0].kind, actors[0].key) == ("Tomas Alvarn", "person", "known:tomas alvarn")
    assert links[0].why == "known-actor"


def test_contradicting_aliases_are_refused_by_name() -> None:
    check(KNOWN)
    project = Project(actors=(KnownActor(name="Ala", aliases=("Bo",)), KnownActor(name="Cara", aliases=("the Bo",))))
    with pytest.raises(ProjectError, match=r"'bo'.*'Ala'.*'Cara'"):
        check(project)
    with pytest.raises(ProjectError, match="one name"):
        check(Project(actors=(KnownActor(name="Minister Ala"), KnownActor(name="Ala"))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{Abu Tomas} said no.", "Tomas Alvarn"),
        ("In the end {Alvarn} said no.", "Tomas Alvarn"),
        ("{Tomas Alvarn} said no.", "Tomas Alvarn"),
        ("{The Front} said no.", "Merrun Defence Front"),
        ("{River rebels} said no.", "Merrun Defence Front"),
        ("{The interior ministry} said no.", "Interior Ministry of Verran"),
        ("{The National Front} said no.", "National Front"),
        ("{Mira Alvarn} said no.", "Mira Alvarn"),
        ("{Mrs Alvarn} said no.", "Alvarn"),
        ("Mira Alvarn came. {Alvarn} said no.", "Tomas Alvarn"),
        ("{Tomas Alvarn} said no. {He} said so again.", "Tomas Alvarn"),
    ],
)
def test_known_actors_win(text: str, expected: str, passage: Callable[..., Any]) -> None:
    assert passage(text, KNOWN).speakers[-1][0] == expected


def test_an_office_without_a_state_is_never_joined_across_articles(passage: Callable[..., Any]) -> None:
    entities = passage("{The interior ministry} said no.").resolved.entities
    (office,) = entities
    assert "d1" in office.key
    _, links = resolve(entities, Project())
    assert links[0].why == "one-article"


@pytest.mark.parametrize(
    ("counts", "kind"),
    [
        ({"organization": 5, "armed_group": 1}, "armed_group"),
        ({"organization": 20, "party": 1}, "organization"),  # one slip in twenty tells nothing
        ({"organization": 5, "party": 1, "armed_group": 2}, "armed_group"),
        ({"person": 5, "party": 4}, "person"),
        ({"unknown": 9, "state": 1}, "state"),
        ({"unknown": 9}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_the_kind_that_says_most(counts: dict[str, int], kind: str) -> None:
    assert kind_of(counts) == kind
