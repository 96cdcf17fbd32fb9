"""Networks of a record: what counts for whom, how often, and which statements make a tie."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from position_factory import GATES, TOLL, model, settle, sided  # noqa: F401
from store_factory import Begin, fill

from onrecord.errors import NotFound, UsageError
from onrecord.model import Role
from onrecord.project import Issue, KnownActor, Project
from onrecord.store import affiliations, coded, queries, review, shared
from onrecord.store.affiliations import Affiliation, organization_on
from onrecord.store.db import Store

pytestmark = pytest.mark.usefixtures("model")

PROJECT = Project(
    actors=(
        KnownActor(name="Ann Lee", kind="person", camp="River"),
        KnownActor(name="Bo Ford", kind="person", camp="Hill"),
    )
)
A = sided(
    "a.txt",
    [
        ("Ann Lee", "We welcome open gates, and welcome them today."),
        ("Bo Ford", "I refuse the gates, I refuse them."),
        ("Cy Fox", "We welcome gates, welcome them."),
        ("Cy Fox", "We refuse a toll, refuse it."),
        ("Ann Lee", "We would welcome the gates, welcome them, if every boat pays."),
        ("Bo Ford", "The weather is fine."),
    ],
)
B = sided(
    "b.txt",
    [("Di Roe", "I refuse a toll, I refuse it."), ("Bo Ford", "I refuse the gates, I refuse them.")],
    published=date(2019, 4, 1),
    outlet="Gazette",
)


def _full(store: Store) -> None:
    fill(store, [A, B])
    shared.settle(store)
    settle(store, GATES, TOLL)


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


def ties(store: Store, project: Project = PROJECT, **choices: Any) -> dict[tuple[str, str], float]:
    found = queries.network(store, project, **choices)
    return {(e.a, e.b): e.weight for e in found.edges()}


def test_who_takes_the_same_side_is_tied(full: Store) -> None:
    assert ties(full) == {("Ann Lee", "Cy Fox"): 1, ("Cy Fox", "Di Roe"): 1}


def test_who_takes_the_other_side_is_in_conflict(full: Store) -> None:
    found = {("Ann Lee", "Bo Ford"): 1, ("Bo Ford", "Cy Fox"): 1}
    assert ties(full, kind="conflict") == found
    assert ties(full, kind="conflict", duplicates="include") == dict.fromkeys(found, 2)


def test_what_outlets_reprint_counts_once_unless_all_count(full: Store) -> None:
    rows = {("Bo Ford", "gates"): -1, ("Ann Lee", "gates"): 1, ("Cy Fox", "gates"): 1}
    rows |= {("Cy Fox", "toll"): -1, ("Di Roe", "toll"): -1}
    assert ties(full, type="two-mode") == rows
    assert ties(full, type="two-mode", duplicates="include") == rows | {("Bo Ford", "gates"): -2}


def test_a_tie_opens_the_statements_that_make_it(full: Store) -> None:
    found = queries.network(full, PROJECT, kind="conflict")
    made = found.statements("Ann Lee", "Bo Ford")
    assert [(s.actor, s.stance, s.words) for s in made] == [
        ("Ann Lee", "support", "We welcome open gates, and welcome them today."),
        ("Bo Ford", "oppose", "I refuse the gates, I refuse them."),
    ]
    with pytest.raises(NotFound, match="Zed"):
        found.statements("Ann Lee", "Zed")


def test_conditions_have_a_place_between_for_and_against(full: Store) -> None:
    found = queries.network(full, PROJECT, type="two-mode", kind="subtract")
    assert found.without_level["conditional"] == 1
    assert "1 conditional" in found.describe()
    by_position = queries.network(full, PROJECT, qualifier="position", kind="congruence")
    weights = {(e.a, e.b): e.weight for e in by_position.edges()}
    assert weights["Ann Lee", "Bo Ford"] == 0.5  # a condition is half way to either side
    assert weights["Ann Lee", "Cy Fox"] == 1.5


def test_issues_that_are_named_count_with_those_below(full: Store) -> None:
    assert ties(full, issue="toll") == {("Cy Fox", "Di Roe"): 1}
    assert ties(full, issue=["toll", "gates"]) == ties(full)
    with pytest.raises(NotFound, match="taxes"):
        ties(full, issue="taxes")


def test_below_an_issue(store: Store) -> None:
    fill(store, [A])
    shared.settle(store)
    settle(store, Issue(name="river", statement="The river should be free."), replace(GATES, parent="river"))
    assert ties(store, issue="river") == {("Ann Lee", "Cy Fox"): 1}


def test_camps_are_those_of_the_project(full: Store) -> None:
    assert ties(full, nodes="camp", kind="conflict") == {("Hill", "River"): 1}


def test_a_judgement_decides(full: Store) -> None:
    bo = next(s for s in queries.said(full) if s.quote.startswith("I refuse the gates"))
    review.judge(full, bo.id, "correct", {"issue": "gates", "stance": "support"}, "jo")
    assert ("Ann Lee", "Bo Ford") in ties(full)
    review.judge(full, bo.id, "correct", {"issue": "gates", "stance": "none"}, "jo")
    assert all("Bo Ford" not in tie for tie in ties(full, kind="ignore"))


def test_outlets_are_tied_to_whom_they_quote(full: Store) -> None:
    found = ties(full, nodes="outlet", via="actor", duplicates="include")
    assert found["The Bay Courier", "Ann Lee"] == 2
    assert found["Gazette", "Bo Ford"] == 1
    with pytest.raises(UsageError, match="every statement"):
        ties(full, nodes="outlet", via="actor", issue="gates")


def test_outlets_are_held_against_the_others_on_the_same_stories(full: Store) -> None:
    assert len(set(coded.stories(full).values())) == 1
    found = {(r.outlet, r.actor): r for r in queries.representation(full, PROJECT)}
    assert (found["Gazette", "Di Roe"].statements, found["Gazette", "Di Roe"].expected) == (1, 0.0)
    bo = found["Gazette", "Bo Ford"]
    assert (bo.statements, bo.stories) == (1, 1)
    assert bo.expected == pytest.approx(2 * 2 / 6)
    assert {r.outlet for r in queries.representation(full, PROJECT, outlet="Gazette")} == {"Gazette"}


def test_windows_have_the_ties_of_their_days(full: Store) -> None:
    found = queries.network(full, PROJECT, kind="ignore", window="7d", step="1d")
    assert all(w.window for w in found.windows)
    assert {e.a for w in found.windows for e in w.edges()} <= set(found.rows)


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        ({"nodes": "planet"}, "planet"),
        ({"nodes": "actor", "via": "actor"}, "by something else"),
        ({"qualifier": "mood"}, "mood"),
        ({"shape": "round"}, "no such choice: shape"),
        ({"kind": "combine"}, "combine"),
        ({"step": "3d"}, "window"),
    ],
)
def test_choices_that_make_no_sense_are_named(full: Store, choices: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        ties(full, **choices)


# ---------------------------------------------------------------------------- whom a person speaks for


def held(org: str, since: date | None = None, until: date | None = None, told: date | None = None) -> Affiliation:
    return Affiliation(organization=org, since=since, until=until, told=told)


@pytest.mark.parametrize(
    ("some", "on", "expected"),
    [
        ([], date(2020, 1, 1), ""),
        ([held("Bank")], None, "Bank"),
        ([held("Bank", until=date(2019, 1, 1)), held("Union", since=date(2019, 1, 2))], date(2020, 1, 1), "Union"),
        ([held("Bank", until=date(2019, 1, 1)), held("Union", since=date(2019, 1, 2))], date(2018, 1, 1), "Bank"),
        ([held("Bank", told=date(2018, 1, 1)), held("Union", told=date(2020, 1, 1))], date(2019, 11, 1), "Union"),
        ([held("Bank", told=date(2018, 1, 1)), held("Union", told=date(2020, 1, 1))], date(2018, 3, 1), "Bank"),
        ([held("Bank", since=date(2015, 1, 1)), held("Union", told=date(2020, 1, 1))], date(2020, 1, 1), "Bank"),
        ([held("Bank", since=date(2021, 1, 1))], date(2020, 1, 1), ""),
    ],
)
def test_the_organization_is_that_of_the_day(some: list[Affiliation], on: date | None, expected: str) -> None:
    assert organization_on(some, on) == expected
    assert organization_on(some[::-1], on) == expected


def test_a_person_counts_for_the_organization_of_his_role(store: Store) -> None:
    ann = next(e for e in A.entities if e.name == "Ann Lee")
    words = A.statements[0].source[0]
    role = Role(id="r1", entity=ann.id, title="chair", org="River League", evidence=words, by="test")
    fill(store, [replace(A, roles=(role,)), B])
    shared.settle(store)
    settle(store, GATES, TOLL)
    with store.read() as conn:
        assert [a.organization for some in affiliations.affiliations(conn).values() for a in some] == ["River League"]
    assert ties(store, nodes="organization", type="two-mode") == {("River League", "gates"): 1}
