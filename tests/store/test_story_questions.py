"""Stories as they are answered: lists and filters, one story whole, its line, and which one is meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from event_factory import Did, plainly, told  # noqa: F401 - plainly is for every test here
from store_factory import Begin, fill, reading
from story_corpus import add, corpus, flood, inquiry

from onrecord.errors import NotFound, UsageError
from onrecord.store import queries, removal, review, shared
from onrecord.store.db import Store
from onrecord.store.schema import document, reprint, statement, telling
from onrecord.store.story_rows import StorylinePage, StoryPage


def _full(store: Store) -> None:
    add(store, corpus())
    shared.settle(store)


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


def page(store: Store, what: str) -> StoryPage:
    answer = queries.story(store, what)
    assert isinstance(answer, StoryPage)
    return answer


def numbers(store: Store, table: Any) -> dict[str, int]:
    with store.read() as conn:
        return {r.id: r.n for r in conn.execute(sa.select(table.c.id, table.c.n))}


# ---------------------------------------------------------------------------- the list


def test_lines_with_the_most_documents_come_first_with_their_stories_in_time(full: Store) -> None:
    answer = queries.stories(full)
    assert (answer.total, answer.stories) == (2, 3)
    first, second = answer.storylines
    assert [s.title.split(",")[0] for s in first.stories] == [
        "Flood drowns lower town of Odrava as dyke breaks",
        "Dyke inquiry hears keeper of Lint gauge",
    ]
    assert (first.since, first.until) == (date(2031, 5, 2), date(2031, 9, 3))
    assert first.id == first.stories[0].id == first.stories[1].follows
    assert first.fits == tuple(s.id for s in first.stories)
    assert first.title in [s.title for s in first.stories]
    assert (first.counts.documents, second.counts.documents) == (5, 2)
    assert first.counts.outlets == ("Lint News Agency", "State Daily", "Free Valley")
    assert [a.actor.name for a in first.counts.actors[:2]] == ["Petra Holm", "Vilem Strach"]
    assert [len(queries.stories(full, limit=n).storylines) for n in (0, 1, 5)] == [0, 1, 2]


def test_counts_are_those_of_current_statements_each_once(full: Store) -> None:
    answer = queries.stories(full)
    every = queries.count_said(full)
    assert sum(row.counts.statements for row in answer.storylines) == every
    first = answer.storylines[0]
    assert first.counts.statements == sum(s.counts.statements for s in first.stories)
    one = corpus()[3].statements[0]  # no other document tells it
    review.judge(full, one.id, "reject", who="jo")
    assert queries.stories(full).storylines[0].counts.statements == first.counts.statements - 1


@pytest.mark.parametrize(
    ("filters", "fitting"),
    [
        ({"text": "sandbags gauge"}, ["Dyke"]),
        ({"text": '"lower town"'}, ["Flood"]),
        ({"actor": "Petra Holm"}, ["Flood", "Dyke"]),
        ({"actor": "Kimble"}, ["Tram"]),
        ({"outlet": "Lint News Agency"}, ["Flood"]),
        ({"outlet": "free valley"}, ["Dyke", "Tram"]),
        ({"since": "2031-09-02"}, ["Dyke", "Tram"]),
        ({"since": date(2031, 5, 3), "until": "2031-06"}, ["Flood"]),
        ({"until": "2031-09-01"}, ["Flood", "Dyke"]),
        ({"text": "dyke", "outlet": "Free Valley"}, ["Dyke"]),
        ({"text": "nothing of that kind"}, []),
        ({"text": None, "actor": None}, ["Flood", "Dyke", "Tram"]),
    ],
)
def test_filters_leave_lines_of_which_a_story_fits(full: Store, filters: dict[str, Any], fitting: list[str]) -> None:
    answer = queries.stories(full, **filters)
    kept = [s.title.split()[0] for row in answer.storylines for s in row.stories if s.id in row.fits]
    assert kept == fitting
    assert answer.stories == len(fitting)
    assert answer.total == len(answer.storylines)


@pytest.mark.parametrize(
    ("filters", "error"),
    [
        ({"since": "soon"}, UsageError),
        ({"since": "2031-06", "until": "2031-05"}, UsageError),
        ({"actor": "Nobody Known"}, NotFound),
        ({"outlet": "No Such Paper"}, NotFound),
        ({"text": "!"}, UsageError),
        ({"colour": "red"}, UsageError),
        ({"limit": -1}, UsageError),
    ],
)
def test_what_cannot_be_asked_is_refused(full: Store, filters: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        queries.stories(full, **filters)


def test_a_record_that_was_never_compared_has_no_stories(store: Store) -> None:
    fill(store, corpus())
    assert queries.stories(store).total == 0
    assert list(queries.story_views(store)) == []
    with pytest.raises(NotFound, match="not compared yet"):
        queries.story(store, "news/wire.txt")


# ---------------------------------------------------------------------------- one story


def test_a_page_holds_the_documents_and_what_they_say(full: Store) -> None:
    found = page(full, "flood drowns")
    assert [d.document.file for d in found.documents][-1] == "news/state.txt"
    assert {d.document.file for d in found.documents} == {"news/wire.txt", "news/site.txt", "news/state.txt"}
    made = {s.id for r in corpus()[:3] for s in r.statements}
    assert {x.said.id for x in found.said} <= made
    assert len(found.said) == found.story.counts.statements
    assert found.follows is None
    [later] = found.followed_by
    assert later.story.id == page(full, "inquiry").story.id
    assert page(full, "inquiry").follows == replace(
        later, story=replace(later.story, id=found.story.id, title=found.story.title,
                             since=found.story.since, until=found.story.until)
    )  # fmt: skip
    assert {a.name for a in later.actors} == {"Petra Holm", "Vilem Strach"}
    assert (found.line.id, found.line_stories) == (found.story.id, 2)
    assert found.titled_by.title == found.story.title


def test_a_statement_that_several_documents_tell_stands_once_and_first(full: Store) -> None:
    with full.write() as conn:
        conn.execute(sa.delete(telling))
        n = {r.id: r.n for r in conn.execute(sa.select(statement.c.id, statement.c.n))}
        wire, state = (r.statements[0].id for r in corpus()[:2])
        conn.execute(sa.insert(telling).values(statement=n[state], utterance=n[wire], score=1.0, why="test"))
    found = page(full, "flood drowns")
    assert (found.said[0].said.id, found.said[0].documents) == (wire, 2)
    assert found.said[0].outlets == ("Lint News Agency", "State Daily")
    assert state not in {x.said.id for x in found.said}
    assert found.story.counts.statements == len(found.said)


def test_a_reprint_of_the_story_is_counted_as_one(full: Store) -> None:
    n = numbers(full, document)
    wire, state, _, hearing = (n[r.document.id] for r in corpus()[:4])
    with full.write() as conn:
        conn.execute(sa.delete(reprint))
        for copy, original, kind in ((state, wire, "wire"), (hearing, wire, "near")):
            row = {"document": copy, "parent": original, "original": original, "kind": kind, "share": 0.9, "why": ""}
            conn.execute(sa.insert(reprint).values(row))
    found = page(full, "flood drowns")
    copies = {d.document.file: (d.copy_of.file if d.copy_of else None, d.kind) for d in found.documents}
    assert copies["news/state.txt"] == ("news/wire.txt", "wire")
    assert copies["news/wire.txt"] == (None, "")
    assert found.story.counts.copies == 1
    assert page(full, "inquiry").story.counts.copies == 0  # its original is of another story
    assert queries.stories(full).storylines[0].counts.copies == 2  # which is of the same line


def test_an_event_that_several_documents_tell_stands_once_in_order_of_time(store: Store) -> None:
    shelled = Did(on=date(2019, 3, 3), place="Ferren", killed=(3, 3))
    left = Did(actor="Ann Lee", act="left", recipient="Bo Ford", type="RETREAT", mode="withdraw", on=date(2019, 3, 4))
    title = "Bo Ford shelled Ann Lee at Ferren bridge"
    add(store, [told("one.txt", [left, shelled], title=title), told("two.txt", [shelled], title=title)])
    shared.settle(store)
    found = page(store, "Ferren bridge")
    assert len(found.documents) == 2
    assert [(e.best.type, e.documents) for e in found.events] == [("ASSAULT", 2), ("RETREAT", 1)]
    assert found.story.counts.events == 2
    review.judge(store, found.events[1].id, "reject", who="jo")
    assert [e.best.type for e in page(store, "Ferren bridge").events] == ["ASSAULT"]
    assert page(store, "Ferren bridge").story.counts.events == 1


def test_a_line_holds_its_stories_whole_in_order_of_time(full: Store) -> None:
    answer = queries.story(full, "inquiry", line=True)
    assert isinstance(answer, StorylinePage)
    assert [p.story.title.split()[0] for p in answer.pages] == ["Flood", "Dyke"]
    assert answer.pages == tuple(page(full, p.story.id) for p in answer.pages)
    assert answer.line == queries.stories(full).storylines[0]
    alone = queries.story(full, "tram", line=True)
    assert isinstance(alone, StorylinePage)
    assert [p.story.id for p in alone.pages] == [alone.line.id]


def test_exports_are_given_every_story(full: Store) -> None:
    views = list(queries.story_views(full))
    assert [v.story.id for v in views] == [s.id for row in queries.stories(full).storylines for s in row.stories]
    assert sorted(d.id for v in views for d in v.documents) == sorted(r.document.id for r in corpus())
    assert [v.follows.story.id if v.follows else None for v in views] == [v.story.follows for v in views]


def test_what_was_removed_is_in_no_answer_before_it_is_compared_anew(full: Store, monkeypatch: Any) -> None:
    monkeypatch.setattr(shared, "settle", lambda *_: False)
    for r in corpus()[5:]:
        removal.remove(full, r.document.file, "me")
    removal.remove(full, "news/wire.txt", "me")
    answer = queries.stories(full)
    assert (answer.total, answer.stories) == (1, 2)
    assert answer.storylines[0].counts.documents == 4
    assert "news/wire.txt" not in {d.document.file for d in page(full, "flood drowns").documents}
    assert queries.status(full).stories == 2
    with pytest.raises(NotFound):
        queries.story(full, "tram")


# ---------------------------------------------------------------------------- which one


def test_a_story_is_meant_by_its_id_its_title_or_a_document(full: Store) -> None:
    wanted = page(full, "flood drowns").story
    first = corpus()[1].document
    asked = (
        wanted.id,
        wanted.id[:8],
        wanted.title.upper(),
        "ODRAVA flood",
        first.id,
        first.file,
        "state.txt",
        first.title,
    )
    for what in asked:
        assert page(full, str(what)).story.id == wanted.id


@pytest.mark.parametrize(
    ("what", "error", "says"),
    [
        ("dyke", NotFound, "may be"),
        ("Belgrade summit", NotFound, "no story here"),
        ("  ", UsageError, "say which story"),
        ("st0000000000", NotFound, "no story here"),
        ("%", NotFound, "no story here"),
    ],
)
def test_what_means_no_story_or_several_is_answered_with_what_to_do(
    full: Store, what: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        queries.story(full, what)


def test_an_older_version_is_of_no_story(full: Store) -> None:
    old = corpus()[0].document.id
    add(full, [inquiry("wire.txt", "Lint News Agency", "I was never asked.")])
    shared.settle(full)
    with pytest.raises(NotFound, match="older version"):
        queries.story(full, old)


def test_links_name_actors_as_they_are_called_now(full: Store) -> None:
    from onrecord.store import actor_log

    actor_log.rename(full, "Petra Holm", "Petra Holm-Vasa", "me")
    assert "Petra Holm-Vasa" in {a.name for a in page(full, "flood drowns").followed_by[0].actors}


def test_titles_with_signs_of_queries_are_text(store: Store) -> None:
    titles = ('100% "sure" _x_', "a\u202e\x1bb")
    made = [reading(f"{k}.txt", [("Ann Lee", "No.")], title=t) for k, t in enumerate(titles)]
    add(store, [*made, flood("wire.txt", "X", "Yes.")])
    shared.settle(store)
    assert "news/0.txt" in {d.document.file for d in page(store, '100% "sure"').documents}
