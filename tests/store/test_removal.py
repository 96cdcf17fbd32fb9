"""A document a person took out leaves every question and count, keeps its judgements, and comes back when added."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from store_factory import Begin, cluster, fill, reading

from onrecord.errors import NotFound, UsageError
from onrecord.store import queries, removal, review
from onrecord.store.db import Store

AT = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)
A = reading("a.txt", [("Ann Lee", "We will sign the treaty."), ("Bo Ford", "No deal.")])
B = reading("b.txt", [("Cy Fox", "Rain.")])


def _full(store: Store) -> None:
    fill(store, [A, B])


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


def answers(store: Store) -> list[object]:
    status = queries.status(store)
    return [
        [v.document.id for v in queries.documents(store, superseded=True)],
        [s.id for s in queries.statements(store, include_rejected=True)],
        [(v.actor, v.names, v.mentions, v.roles) for v in queries.actors(store)],
        queries.find(store, "said").total,
        queries.periods(store),
        (status.documents, status.superseded, status.statements, status.actors, status.outlets, status.speakers),
    ]


@pytest.mark.parametrize("what", [A.document.id, "news/a.txt", "a.txt", "News of a.txt", A.document.id[:8]])
def test_document_leaves_every_question_and_comes_back(full: Store, what: str) -> None:
    before = answers(full)
    ref = queries.show(full, A.document.id).document
    assert removal.remove(full, what, " jo ", at=AT) == ref
    assert [v.document.id for v in queries.documents(full, superseded=True)] == [B.document.id]
    assert [s.quote for s in queries.said(full)] == ["Rain."]
    assert [v.actor.name for v in queries.actors(full)] == ["Cy Fox"]
    assert queries.find(full, "treaty").total == 0
    assert queries.find(full, "rain").total == 2
    status = queries.status(full)
    assert (status.documents, status.superseded, status.removed, status.statements) == (1, 0, 1, 1)
    for ask in (A.document.id, A.statements[0].id, A.statements[0].id[:8]):
        with pytest.raises(NotFound, match=r"news/a.txt was taken out by jo on 2024-05-06; add it again"):
            queries.show(full, ask)
    with pytest.raises(NotFound):
        queries.show(full, "news/a.txt")
    with pytest.raises(NotFound):
        removal.remove(full, what, "jo")
    assert full.known("/news/a.txt") is None
    assert full.check() == []
    full.relink(*cluster([A, B]))
    assert [v.actor.name for v in queries.actors(full)] == ["Cy Fox"]

    done = fill(full, [A])
    assert (done.added, done.updated, done.unchanged) == (1, 0, 0)
    assert answers(full) == before
    assert (queries.status(full).removed, full.check()) == (0, [])
    assert full.reading(A.document.id) == A


@pytest.mark.parametrize("project", ["project", "other settings"])
def test_judgements_are_orphaned_and_stand_again(full: Store, project: str) -> None:
    review.judge(full, A.statements[0].id, "correct", {"speaker": "Di Noon"}, who="jo")
    undone = review.judge(full, A.statements[1].id, "reject", who="jo")
    review.undo(full, undone.id)
    log = review.judgements(full)
    removal.remove(full, "a.txt", "jo")
    assert [v.actor.name for v in queries.actors(full)] == ["Cy Fox"], "nobody is credited by what was taken out"
    assert [(j.id, j.state, j.target) for j in queries.status(full).orphaned] == [(1, "orphaned", A.statements[0].id)]
    with pytest.raises(UsageError, match="was taken out; add its file again"):
        review.judge(full, A.statements[1].id, "accept", who="jo")
    fill(full, [A], project=project)
    assert review.judgements(full) == log
    assert [s.speaker.name for s in queries.said(full, by="Di Noon") if s.speaker] == ["Di Noon"]
    assert queries.status(full).orphaned == ()


def test_judgement_undone_while_its_document_is_out_stays_undone(full: Store) -> None:
    made = review.judge(full, A.statements[0].id, "reject", who="jo")
    removal.remove(full, "a.txt", "jo")
    review.undo(full, made.id)
    fill(full, [A])
    assert queries.count_said(full) == 3


def test_changed_file_is_a_new_document(full: Store) -> None:
    removal.remove(full, "a.txt", "jo")
    new = reading("a.txt", [("Ann Lee", "Other words.")])
    assert fill(full, [new]).added == 1
    assert (queries.status(full).documents, queries.status(full).removed) == (2, 1)


def test_older_versions_stay_and_are_not_taken_out(full: Store) -> None:
    new = reading("a.txt", [("Ann Lee", "Other words.")])
    fill(full, [new])
    with pytest.raises(UsageError, match="older version"):
        removal.remove(full, A.document.id, "jo")
    removal.remove(full, new.document.id, "jo")
    assert queries.show(full, A.document.id).superseded_by == new.document.id
    assert fill(full, [A]).updated == 1
    assert queries.show(full, "news/a.txt").document.id == A.document.id


def test_what_cannot_be_taken_out(full: Store) -> None:
    with pytest.raises(NotFound, match="no document here is called 'nothing'"):
        removal.remove(full, "nothing", "jo")
    with pytest.raises(NotFound, match=r"may be news/a.txt, news/b.txt"):
        removal.remove(full, ".txt", "jo")
    with pytest.raises(UsageError, match="say who"):
        removal.remove(full, "a.txt", " ")
    assert queries.status(full).documents == 2
