"""Batches: nothing doubled, new versions in place of old ones, rejects that come and go."""

from __future__ import annotations

import sqlalchemy as sa
from store_factory import cluster, fill, reading, rejected

from onrecord.model import Reading
from onrecord.store import queries, schema
from onrecord.store.db import Known, Store
from onrecord.store.renew import Analysis

OLD = reading("a.txt", [("Ann Lee", "We will sign."), ("Bo Ford", "No deal.")])
NEW = reading("a.txt", [("Ann Lee", "We will sign soon.")])
NEWER = reading("a.txt", [("Cy Fox", "Nobody signs.")])


def counts(done: object) -> tuple[int, ...]:
    return done.added, done.updated, done.unchanged, done.statements


def known_as(made: Reading, raw_sha: str | None = None) -> Known:
    document = made.document
    sha = document.raw_sha if raw_sha is None else raw_sha
    analysis = Analysis.of("project", {"onrecord": "test"})
    return Known(doc=document.id, raw_sha=sha, key=document.key, analysis=analysis)


def files(store: Store) -> list[str]:
    return sorted(v.document.id for v in queries.documents(store))


def test_same_document_again_is_ignored_and_counted(store: Store) -> None:
    assert counts(fill(store, [OLD, OLD])) == (1, 0, 1, 2)
    assert counts(fill(store, [OLD])) == (0, 0, 1, 0)
    assert queries.count_said(store) == 2


def test_known_tells_what_lies_where(store: Store) -> None:
    assert store.known("/news/a.txt") is None
    fill(store, [OLD])
    known = known_as(OLD)
    assert store.known("/news/a.txt") == known
    assert store.known_locations() == {"/news/a.txt": known}
    assert store.known_document(OLD.document.id) == known
    assert store.known_document("dnone") is None


def test_new_version_supersedes_and_hides_the_old(store: Store) -> None:
    fill(store, [OLD])
    assert counts(fill(store, [NEW])) == (0, 1, 0, 1)
    assert files(store) == [NEW.document.id]
    assert [s.quote for s in queries.said(store)] == ["We will sign soon."]
    assert queries.find(store, "deal").total == 0
    status = queries.status(store)
    assert (status.documents, status.superseded, status.statements) == (1, 1, 1)
    assert [v.actor.name for v in queries.actors(store)] == ["Ann Lee"]
    assert store.known("/news/a.txt") == known_as(NEW)
    old = queries.show(store, OLD.document.id)
    assert old.superseded_by == NEW.document.id
    assert len(old.said) == 2
    assert {v.document.id for v in queries.documents(store, superseded=True)} == {OLD.document.id, NEW.document.id}


def test_several_versions_in_one_batch(store: Store) -> None:
    assert counts(fill(store, [OLD, NEW, NEWER])) == (1, 2, 0, 4)
    assert files(store) == [NEWER.document.id]
    assert queries.show(store, OLD.document.id).superseded_by == NEW.document.id


def test_older_version_comes_back(store: Store) -> None:
    fill(store, [OLD])
    fill(store, [NEW])
    assert counts(fill(store, [OLD])) == (0, 1, 0, 0)
    assert files(store) == [OLD.document.id]
    assert queries.find(store, "deal").total == 2
    assert queries.find(store, "soon").total == 0
    assert {v.actor.name for v in queries.actors(store)} == {"Ann Lee", "Bo Ford"}
    assert queries.show(store, NEW.document.id).superseded_by == OLD.document.id


def test_back_and_forth_within_one_batch(store: Store) -> None:
    fill(store, [OLD])
    fill(store, [NEW, OLD])
    assert files(store) == [OLD.document.id]


def test_copy_at_another_place_keeps_a_version_current(store: Store) -> None:
    copy = reading("a.txt", [("Ann Lee", "We will sign."), ("Bo Ford", "No deal.")], location="/copy/a.txt")
    assert copy.document.id == OLD.document.id
    fill(store, [OLD])
    assert counts(fill(store, [copy])) == (0, 0, 1, 0)
    assert store.known("/copy/a.txt") == store.known("/news/a.txt")
    fill(store, [NEW])
    assert files(store) == sorted([OLD.document.id, NEW.document.id])
    new_copy = reading("a.txt", [("Ann Lee", "We will sign soon.")], location="/copy/a.txt")
    assert counts(fill(store, [new_copy])) == (0, 1, 0, 0)
    assert files(store) == [NEW.document.id]


def test_same_bytes_at_the_same_place_under_another_key_are_the_same(store: Store) -> None:
    fill(store, [OLD])
    other = reading("sub/a.txt", [("Ann Lee", "We will sign."), ("Bo Ford", "No deal.")], title="News of a.txt")
    assert other.document.raw_sha == OLD.document.raw_sha
    moved = reading("sub/a.txt", [("Ann Lee", "We will sign."), ("Bo Ford", "No deal.")], title="News of a.txt",
                    location="/news/a.txt")  # fmt: skip
    assert counts(fill(store, [moved])) == (0, 0, 1, 0)


def test_rejects_are_not_doubled(store: Store) -> None:
    for _ in range(2):
        assert fill(store, [], [rejected()]).rejected == 1
    [row] = queries.status(store).rejected
    assert (row.file, row.reason, row.detail, row.run) == ("news/bad.txt", "empty", "no text", 1)
    fill(store, [], [rejected(reason="encrypted")])
    [row] = queries.status(store).rejected
    assert (row.reason, row.run) == ("encrypted", 3)


def test_rejected_source_that_reads_later_is_no_longer_rejected(store: Store) -> None:
    fill(store, [], [rejected("a.txt"), rejected("b.txt")])
    fill(store, [OLD])
    assert [r.file for r in queries.status(store).rejected] == ["news/b.txt"]


def test_document_that_is_rejected_later_is_kept_and_the_reject_shows(store: Store) -> None:
    fill(store, [OLD])
    fill(store, [], [rejected("a.txt")])
    [row] = queries.status(store).rejected
    assert row.kept == OLD.document.id
    assert row.detail == "no text; the version read before is kept"
    assert files(store) == [OLD.document.id]
    # the place no longer shows those bytes: a source restored since must be read again, and clears the reject
    assert store.known("/news/a.txt") == known_as(OLD, raw_sha="")
    assert counts(fill(store, [OLD])) == (0, 0, 1, 0)
    assert queries.status(store).rejected == ()


def test_rejects_without_a_place_are_told_apart_by_file(store: Store) -> None:
    one, two = (rejected(x) for x in ("x", "y"))
    fill(store, [], [type(one)(file=r.file, location="", reason="r") for r in (one, two)])
    assert len(queries.status(store).rejected) == 2


def test_links_of_unknown_entities_and_actors_are_left_out(store: Store) -> None:
    actors, links = cluster([OLD, NEWER])
    run = store.begin_run("p", {})
    store.append(run, [OLD], [], actors[:1], links)
    with store.read() as conn:
        assert conn.scalar(sa.select(sa.func.count()).select_from(schema.link)) == 1
        assert conn.scalar(sa.select(sa.func.count()).select_from(schema.actor)) == 1
    assert queries.count_said(store, by="?") == 1
