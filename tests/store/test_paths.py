"""positions, changes, conditions, and what timeline and diff say of positions, asked of a record."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from position_factory import GATES, TOLL, model, settle, sided  # noqa: F401
from store_factory import Begin, fill

import onrecord
from onrecord.errors import NotFound, UsageError
from onrecord.model import When
from onrecord.project import Issue, Project
from onrecord.store import queries, review, shared
from onrecord.store.db import Store

pytestmark = pytest.mark.usefixtures("model")

OLD, NEW = date(2019, 3, 4), date(2021, 6, 1)
AGAINST, FOR = "We refuse the gates, refuse all of it here.", "We welcome the gates, welcome all of it now."
IF = "We welcome the gates, welcome all if every boat in the bay pays."
EVIL = "\x1b[31m<script>\ud800\u202e; DROP TABLE position --"


def when(day: date) -> When:
    return When(since=day, until=day)


def _full(store: Store) -> None:
    """Lee turns from against to for, Fox names a condition, Roe is retold late."""
    fill(
        store,
        [
            sided("a.txt", [("Ann Lee", AGAINST), ("Cy Fox", IF)], published=OLD, outlet="Gazette"),
            sided("b.txt", [("Ann Lee", FOR)], published=NEW, outlet="Courier"),
            sided(
                "c.txt",
                [("Di Roe", "Nobody wants boats there: I refuse gates and refuse their keys.")],
                published=NEW,
                said=when(OLD),
                outlet="Courier",
            ),
            sided(
                "d.txt",
                [
                    (None, "Most people in town welcome gates, and welcome what comes."),
                    ("Ed Orr", "They might welcome gates, and might welcome it."),
                ],
                published=NEW,
            ),
        ],
    )
    shared.settle(store)
    settle(store, GATES, TOLL)


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


def stands(store: Store, **filters: Any) -> list[tuple[str, str, str, str]]:
    found = queries.paths(store, **filters)
    return [(p.actor.name, p.issue, s.stance, str(s.since)) for p in found.paths for s in p.steps]


def test_paths(full: Store) -> None:
    assert stands(full) == [
        ("Ann Lee", "gates", "oppose", "2019-03-04"), ("Ann Lee", "gates", "support", "2021-06-01"),
        ("Cy Fox", "gates", "conditional", "2019-03-04"), ("Di Roe", "gates", "oppose", "2019-03-04"),
    ]  # fmt: skip
    found = queries.paths(full)
    assert (found.issues, found.waiting, found.statements, found.total) == (("gates", "toll"), 0, 4, 3)
    assert (found.implied, found.unclear, found.nobody) == (1, 0, 1)
    (lee,) = [p for p in found.paths if p.actor.name == "Ann Lee"]
    assert lee.steps[1].taken[0].told_on and not found.paths[2].steps[0].taken[0].told_on
    assert found.paths[1].steps[0].taken[0].condition == "if every boat in the bay pays."


@pytest.mark.parametrize(
    ("filters", "actors"),
    [
        ({"issue": "GATES"}, ["Ann Lee", "Cy Fox", "Di Roe"]),
        ({"issue": "toll"}, []),
        ({"actor": "Ann Lee"}, ["Ann Lee"]),
        ({"outlet": "gazette"}, ["Ann Lee", "Cy Fox"]),
        ({"stance": "support"}, ["Ann Lee"]),
        ({"stance": "conditional"}, ["Cy Fox"]),
        ({"since": "2021"}, ["Ann Lee"]),
        ({"until": "2020"}, ["Ann Lee", "Cy Fox", "Di Roe"]),
        ({"implied": True}, ["Ann Lee", "Cy Fox", "Di Roe", "Ed Orr"]),
        ({"limit": 1}, ["Ann Lee"]),
        ({"at": "2019-03-03"}, []),
        ({"actor": "?"}, []),
    ],
)
def test_what_narrows(full: Store, filters: dict[str, Any], actors: list[str]) -> None:
    assert [p.actor.name for p in queries.paths(full, **filters).paths] == actors


def test_where_they_stood_and_what_was_known(full: Store) -> None:
    assert [x[:1] + x[2:3] for x in stands(full, at="2020")] == [
        ("Ann Lee", "oppose"), ("Cy Fox", "conditional"), ("Di Roe", "oppose"),
    ]  # fmt: skip
    assert [x[0] for x in stands(full, at="2020", as_known="2020")] == ["Ann Lee", "Cy Fox"]
    assert queries.paths(full, at="2019-03-14").paths[0].age == 10


def test_changes(full: Store) -> None:
    found = queries.changes(full)
    (turn,) = found.reversals
    assert (turn.actor.name, turn.was, turn.became) == ("Ann Lee", "oppose", "support")
    assert (turn.before.words, turn.after.words) == (AGAINST, FOR)
    assert (found.softenings, found.hardenings, found.contradictions) == ((), (), 0)
    assert queries.changes(full, until="2020").reversals == ()
    assert queries.changes(full, as_known="2020").reversals == ()
    assert queries.changes(full, actor="Di Roe").reversals == ()


def test_judgements_count(full: Store) -> None:
    after = queries.changes(full).reversals[0].after
    review.judge(full, after.id, "reject", change={}, who="jo")
    assert queries.changes(full).reversals == ()
    assert [s.stance for s in queries.paths(full, actor="Ann Lee").paths[0].steps] == ["oppose"]


def test_a_rejected_position_is_not_taken_by_a_reprint_either(store: Store) -> None:
    lines = [("Ann Lee", AGAINST), ("Bo Ford", "Nothing else is to be told of this long day at the quay.")]
    fill(store, [sided("a.txt", lines, published=OLD), sided("b.txt", lines, published=NEW, outlet="Courier")])
    shared.settle(store)
    settle(store, GATES)
    (path,) = queries.paths(store).paths
    (taken,) = path.steps[0].taken
    assert (taken.reports, taken.outlets) == (2, ("Courier", "The Bay Courier"))
    review.judge(store, taken.id, "reject", change={}, who="jo")
    assert queries.paths(store).paths == ()


@pytest.mark.parametrize(
    ("ask", "filters", "error"),
    [
        (queries.paths, {"issue": "roads"}, NotFound),
        (queries.paths, {"actor": "Nobody Here"}, NotFound),
        (queries.paths, {"stance": "none"}, UsageError),
        (queries.paths, {"at": "soon"}, UsageError),
        (queries.paths, {"at": "2020", "since": "2019"}, UsageError),
        (queries.paths, {"since": "2021", "until": "2020"}, UsageError),
        (queries.paths, {"limit": -1}, UsageError),
        (queries.paths, {"who": "Ann Lee"}, UsageError),
        (queries.changes, {"stance": "support"}, UsageError),
        (queries.changes, {"issue": EVIL}, NotFound),
        (queries.conditions, {"effect": "joy"}, UsageError),
        (queries.conditions, {"limit": -1}, UsageError),
        (queries.conditions, {"issue": "gates"}, UsageError),
    ],
)
def test_what_cannot_be_asked(full: Store, ask: Any, filters: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        ask(full, **filters)


def test_an_empty_record_and_one_without_issues(store: Store) -> None:
    assert queries.paths(store).issues == queries.paths(store).paths == ()
    assert queries.changes(store).reversals == ()
    assert queries.conditions(store).conditions == ()
    fill(store, [sided("a.txt", [("Ann Lee", AGAINST)])])
    assert queries.paths(store) == queries.paths(store, at="2030", as_known="2030").__class__(
        issues=(), waiting=0, at=None, known=None, statements=0, implied=0, unclear=0, nobody=0, total=0, paths=()
    )


def test_hostile_names(store: Store) -> None:
    evil = Issue(name="'; DROP TABLE issue; -- <b>\u202e", words=("gates",))
    fill(store, [sided("a.txt", [("Robert'); DROP TABLE x;--", AGAINST)], outlet="<script>")])
    shared.settle(store)
    settle(store, evil)
    (path,) = queries.paths(store, issue=evil.name, outlet="<script>").paths
    assert (path.issue, path.actor.name) == (evil.name, "Robert'); DROP TABLE x;--")


# ---------------------------------------------------------------------------- conditions


def test_conditions(full: Store) -> None:
    found = queries.conditions(full)
    (one,) = found.conditions
    assert (one.actor.name if one.actor else None, one.condition, one.consequence) == (
        "Cy Fox", "if every boat in the bay pays.", "We welcome the gates, welcome all",
    )  # fmt: skip
    assert (one.marker, one.polarity, one.effect, one.told_on) == ("if", "met", "promise", True)
    assert (found.total, found.effects) == (1, (("promise", 1),))
    text = next(v for v in queries.documents(full) if v.document.id == one.sources[0].document.id).text
    assert all(text[s.start : s.end] == s.text for s in one.sources[0].spans)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"actor": "Cy Fox"}, 1), ({"actor": "Ann Lee"}, 0), ({"effect": "promise"}, 1), ({"effect": "threat"}, 0),
        ({"effect": ("threat", "promise")}, 1), ({"about": "boat"}, 1), ({"about": "plane"}, 0),
        ({"since": "2020"}, 0), ({"until": "2020"}, 1), ({"outlet": "gazette"}, 1), ({"outlet": "courier"}, 0),
    ],
)  # fmt: skip
def test_what_narrows_conditions(full: Store, filters: dict[str, Any], count: int) -> None:
    assert queries.conditions(full, **filters).total == count


def test_a_condition_that_several_articles_tell_is_one(store: Store) -> None:
    lines = [("Cy Fox", IF), ("Bo Ford", "Nothing else is to be told of this long day at the quay.")]
    fill(store, [sided("b.txt", lines, published=NEW, outlet="Courier"), sided("a.txt", lines, published=OLD)])
    shared.settle(store)
    (one,) = queries.conditions(store).conditions
    assert (one.reports, one.documents, one.since, one.outlets) == (2, 2, OLD, ("Courier", "The Bay Courier"))


# ---------------------------------------------------------------------------- timeline and diff


def test_a_timeline_of_an_issue(full: Store) -> None:
    found = queries.timeline(full, issue="gates")
    assert found.roles == 0 and found.statements == 6
    sides = {(e.words, s.stance) for e in found.entries for s in e.stances}
    assert {(AGAINST, "oppose"), (FOR, "support"), (IF, "conditional")} <= sides
    assert {s.issue for e in found.entries for s in e.stances} == {"gates"}
    assert queries.timeline(full, issue="toll").total == 0
    everything = queries.timeline(full)
    assert {e.id for e in found.entries} <= {e.id for e in everything.entries}
    with pytest.raises(UsageError):
        queries.timeline(full, issue="gates", only="role")
    with pytest.raises(NotFound):
        queries.timeline(full, issue="roads")


def test_diff_tells_changes_on_issues(full: Store) -> None:
    (change,) = queries.diff(full, "2021-01-01").positions
    assert (change.kind, change.actor.name) == ("reversal", "Ann Lee")
    assert queries.diff(full, "2021-07-01").positions == ()


def test_a_turn_on_an_issue_is_told_once(store: Store) -> None:
    against, for_ = (
        "We oppose the gates and refuse, refuse the gates.",
        "We support the gates and welcome, welcome gates.",
    )
    fill(
        store,
        [sided("a.txt", [("Ann Lee", against)], published=OLD), sided("b.txt", [("Ann Lee", for_)], published=NEW)],
    )
    shared.settle(store)
    before = queries.diff(store, "2021-01-01")
    assert (len(before.positions), len(before.reversals)) == (0, 1)
    settle(store, GATES)
    after = queries.diff(store, "2021-01-01")
    assert (len(after.positions), len(after.reversals)) == (1, 0)


# ---------------------------------------------------------------------------- Python


def test_the_record_answers_the_same(tmp_path: Path) -> None:
    path = tmp_path / "r.onrecord"
    with Store.create(path) as store:
        fill(store, [sided("a.txt", [("Ann Lee", AGAINST)]), sided("b.txt", [("Ann Lee", IF)], published=NEW)])
        shared.settle(store)
        settle(store, GATES)
        wanted = queries.paths(store), queries.changes(store), queries.conditions(store)
    with onrecord.open(path, project=Project()) as record:
        assert (record.positions(), record.changes(), record.conditions()) == wanted
        assert [c.kind for c in record.changes().softenings] == ["softening"]
