"""timeline: what happened and what was said, each once, in order of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from itertools import groupby, permutations
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from event_factory import Did, told
from hypothesis import given
from hypothesis import strategies as st
from store_factory import fill, reading

from onrecord.errors import NotFound, UsageError
from onrecord.model import Reading, When
from onrecord.store import queries, same_events, storylines
from onrecord.store.db import Store
from onrecord.store.schema import document
from onrecord.store.timeline_order import STEPS, label, overlaps, period, place, precision
from onrecord.store.turns import wide

SHELLED = Did(on=date(2019, 3, 2), place="Ferren", killed=(3, 3))
MADE = [
    told("a.txt", [SHELLED, Did(act="met", type="CONSULT", mode="visit", recipient=None, status="future",
                                on=date(2019, 5, 1), until=date(2019, 5, 31))]),
    told("b.txt", [replace(SHELLED, killed=(5, 5))], outlet="Lake Post", published=date(2019, 3, 5)),
    told("c.txt", [Did(act="threatened", type="THREATEN", mode=None, own_act=True, actor="Cy Fox")],
         published=date(2019, 3, 9)),
    reading("d.txt", [("Ann Lee", "It rained."), (None, "So it did.")], published=date(2019, 5, 1)),
    reading("e.txt", [("Ann Lee", "It was dry.")], published=date(2019, 6, 1), outlet="Lake Post",
            said=When(since=date(2018, 1, 1), until=date(2018, 12, 31), text="in 2018")),
    reading("f.txt", [("Dan Roe", "Who knows.")], published=None, outlet=None),
]  # fmt: skip


def made(path: Path, batches: Sequence[Sequence[Reading]]) -> Store:
    store = Store.create(path)
    for batch in batches:
        fill(store, batch)
    same_events.settle(store)
    return store


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with made(tmp_path_factory.mktemp("s") / "r", [MADE]) as store:
        yield store


def shown(store: Store, **how: Any) -> list[tuple[str, str, str, str]]:
    """Of each entry its days, kind, what it is and whose it is."""
    return [
        (f"({days})" if e.told_on else days, e.kind, e.what, ", ".join(p.name for p in e.who))
        for e in queries.timeline(store, **how).entries
        for days in [label(e.since, e.until)]
    ]


def test_what_happened_and_was_said_in_order(full: Store) -> None:
    assert shown(full) == [
        ("2018", "statement", "assertion", "Ann Lee"),
        ("2019-03-02", "event", "ASSAULT/heavy-weapons", "Bo Ford"),
        ("(2019-03-09)", "statement", "assertion", "Cy Fox"),
        ("2019-05", "event", "CONSULT/visit", "Bo Ford"),
        ("(2019-05-01)", "statement", "assertion", "Ann Lee"),
        ("(2019-05-01)", "statement", "assertion", ""),
        ("undated", "statement", "assertion", "Dan Roe"),
    ]


def test_an_event_stands_once_with_all_its_reports(full: Store) -> None:
    (e,) = queries.timeline(full, mode="heavy-weapons").entries
    assert (e.reports, e.documents, e.outlets) == (2, 2, ("Lake Post", "The Bay Courier"))
    assert [p.name for p in e.whom] == ["Ann Lee"]
    assert (e.type, e.quad, e.status, e.place and e.place.name) == ("ASSAULT", 4, "happened", "Ferren")
    assert [d.field for d in e.disagreements] == ["killed"]
    texts = {m.document.id: m.document.text for m in MADE}
    for source in e.sources:
        for span in source.spans:
            assert texts[source.document.id][span.start : span.end] == span.text


def test_a_statement_and_the_event_that_it_is_are_one(full: Store) -> None:
    (e,) = queries.timeline(full, type="THREATEN").entries
    assert (e.kind, e.act, e.type, e.words) == (
        "statement",
        "assertion",
        "THREATEN",
        "Cy Fox threatened Ann Lee there.",
    )
    assert e.event
    assert e.event != e.id
    assert e.id == e.sources[0].id
    every = queries.timeline(full)
    assert (every.total, every.events, every.statements, every.roles) == (7, 2, 5, 0)
    assert every.events + every.acts == queries.events(full).total, "what is said and done is counted as said"
    for only in ("event", "statement"):
        assert e in queries.timeline(full, only=only).entries


def test_every_statement_and_event_has_its_entry(full: Store) -> None:
    entries = queries.timeline(full).entries
    assert {e.id for e in entries if e.kind == "statement"} == {s.id for s in queries.said(full)}
    assert {e.event for e in entries if e.type} == {e.id for e in queries.events(full).events}


@pytest.mark.parametrize(
    ("filters", "days"),
    [
        ({"only": "event"}, ["2019-03-02", "(2019-03-09)", "2019-05"]),
        ({"only": ("role",)}, []),
        ({"who": "Ann Lee"}, ["2018", "2019-03-02", "(2019-03-09)", "(2019-05-01)", "(2019-05-01)"]),
        ({"by": "Ann Lee"}, ["2018", "(2019-05-01)"]),
        ({"by": "?"}, ["(2019-05-01)"]),
        ({"recipient": "Ann Lee"}, ["2019-03-02", "(2019-03-09)"]),
        ({"text": "rained"}, ["(2019-05-01)"]),
        ({"text": "shelled"}, ["2019-03-02"]),
        ({"outlet": "Lake Post"}, ["2018", "2019-03-02"]),
        ({"since": "2019-05-15"}, ["2019-05"]),
        ({"until": "2018-06-30"}, ["2018"]),
        ({"since": "2019-03", "until": "2019-03-02"}, ["2019-03-02"]),
        ({"status": "future"}, ["2019-05"]),
        ({"quad": 4}, ["2019-03-02"]),
        ({"place": "Ferren"}, ["2019-03-02"]),
        ({"country": "QA", "outlet": "Lake Post"}, ["2019-03-02"]),
        ({"kind": "direct", "since": "2019-05"}, ["(2019-05-01)", "(2019-05-01)"]),
        ({"act": "assertion", "type": "THREATEN"}, ["(2019-03-09)"]),
        ({"sure": True, "only": "event"}, ["2019-03-02", "(2019-03-09)", "2019-05"]),
        ({"sure": False}, []),
        ({"min_score": 0.8}, ["2019-03-02", "(2019-03-09)", "2019-05"]),
    ],
)
def test_filters(full: Store, filters: dict[str, Any], days: list[str]) -> None:
    assert [row[0] for row in shown(full, **filters)] == days


@pytest.mark.parametrize(
    ("filters", "error", "says"),
    [
        ({"who": "Zed"}, NotFound, "no actor is called 'Zed'"),
        ({"only": "song"}, UsageError, "there are: event, statement, role"),
        ({"only": "role", "type": "ASSAULT"}, UsageError, "type: that is asked of events, and only role is wanted"),
        ({"only": "event", "act": "threat"}, UsageError, "act: that is asked of statements"),
        ({"since": "May"}, UsageError, "since: 'May' is no date"),
        ({"since": "2019-05", "until": "2019-04"}, UsageError, "nothing can lie between"),
        ({"sure": 0.5}, UsageError, "neither True"),
        ({"colour": "red"}, UsageError, "no such filter: colour; there are: only"),
        ({"story": "no such thing"}, NotFound, "no story"),
        ({"step": "week"}, UsageError, "day, month, year"),
        ({"top": -1}, UsageError, "from 0"),
    ],
)
def test_what_cannot_be_asked(full: Store, filters: dict[str, Any], error: type, says: str) -> None:
    with pytest.raises(error, match=says):
        queries.timeline(full, **filters)


def test_steps_top_and_limit(full: Store) -> None:
    assert [e.period for e in queries.timeline(full, step="month").entries] == [
        "2018", "2019-03", "2019-03", "2019-05", "2019-05", "2019-05", "undated",
    ]  # fmt: skip
    assert {e.period for e in queries.timeline(full).entries} == {""}
    top = queries.timeline(full, top=1)
    assert [(e.what, len(e.outlets)) for e in top.entries] == [("ASSAULT/heavy-weapons", 2)]
    assert top.total == 7
    every = queries.timeline(full).entries
    assert queries.timeline(full, limit=2, offset=1).entries == every[1:3]
    assert queries.timeline(full, limit=0).entries == ()


def test_the_order_in_which_articles_come_changes_nothing(tmp_path: Path) -> None:
    some = MADE[:4]
    answers = []
    for i, order in enumerate([*list(permutations(some))[::7], some[::-1]]):
        with made(tmp_path / f"{i}", [[r] for r in order]) as store:
            answers.append([asdict(e) for e in queries.timeline(store).entries])
    assert all(a == answers[0] for a in answers)


def test_of_a_story(tmp_path: Path) -> None:
    with made(tmp_path / "r", [MADE]) as store:
        storylines.settle(store)
        d = document.c
        with store.read() as conn:
            n = conn.scalar(sa.select(d.n).where(d.file == "news/e.txt"))
            (story,) = [s for s in storylines.kept(conn) or [] if n in s.documents]
            files = set(conn.scalars(sa.select(d.file).where(d.n.in_(story.documents))))
        found = queries.timeline(store, story=story.id).entries
        every = queries.timeline(store).entries
        assert found
        assert list(found) == [e for e in every if any(s.document.file in files for s in e.sources)]
        assert queries.timeline(store, story="news/e.txt").entries == found


def test_an_empty_record_has_an_empty_timeline(tmp_path: Path) -> None:
    with Store.create(tmp_path / "r") as store:
        assert queries.timeline(store).entries == ()


# ---------------------------------------------------------------------------- offices


def test_turns_of_office(tmp_path: Path) -> None:
    one = reading("a.txt", [("Ann Lee", "Ann Lee was chair of the Board since May 2017.")])
    role = replace(one.roles[0], title="chair", org="Board", since=date(2017, 5, 1), until=date(2018, 6, 3))
    other = reading("b.txt", [("Ann Lee", "She was the chair from 2017 on.")], outlet="Lake Post")
    wider = replace(other.roles[0], title="Chair", org="board", since=date(2017, 1, 1))
    with Store.create(tmp_path / "r") as store:
        fill(store, [replace(one, roles=(role,)), replace(other, roles=(wider,))])
        found = queries.timeline(store, only="role").entries
        assert [(label(e.since, e.until), e.what, e.reports, len(e.outlets)) for e in found] == [
            ("2017-05", "becomes chair", 2, 2),
            ("2018-06-03", "ceases to be chair", 1, 1),
        ]
        assert [p.name for e in found for p in (*e.who, *e.whom)] == ["Ann Lee", "Board"] * 2
        assert shown(store, only="role", since="2018")[0][2] == "ceases to be chair"
        assert shown(store, only="role", text="board chair", who="Lee", outlet="Lake Post")[0][2] == "becomes chair"
        assert shown(store, only="role", by="?") == shown(store, only="role", text="rain") == []


@pytest.mark.parametrize(
    ("at", "near", "last", "days"),
    [
        (date(2017, 5, 1), "chair since May 2017", False, ("2017-05")),
        (date(2017, 1, 1), "chair since 2017", False, "2017"),
        (date(2017, 1, 1), "took office on 1 January 2017", False, "2017-01-01"),
        (date(2017, 1, 1), "the chair", False, "2017"),
        (date(2017, 5, 1), "the chair", False, "2017-05"),
        (date(2017, 5, 9), "the chair", False, "2017-05-09"),
        (date(2018, 12, 31), "chair until 2018", True, "2018"),
        (date(2018, 2, 28), "the chair", True, "2018-02"),
        (date.max, "the chair", True, "9999"),
    ],
)
def test_a_turn_is_as_wide_as_its_words(at: date, near: str, last: bool, days: str) -> None:
    assert label(*wide(at, near, date(2019, 3, 4), last=last)) == days


# ---------------------------------------------------------------------------- order

DAYS = st.dates(date(2018, 12, 20), date(2020, 3, 5))
STRETCHES = st.one_of(
    DAYS.map(lambda d: (d, d)),
    st.tuples(DAYS, st.integers(1, 500)).map(lambda x: (x[0], x[0] + timedelta(days=x[1]))),
    st.sampled_from([2018, 2019, 2020]).map(lambda y: (date(y, 1, 1), date(y, 12, 31))),
    st.sampled_from([(date(2019, m, 1), date(2019, m + 1, 1) - timedelta(days=1)) for m in range(1, 12)]),
    st.just((None, None)),
)


@given(st.lists(STRETCHES), st.sampled_from(STEPS))
def test_sorted_days_stand_under_headings_that_come_once_and_in_order(found: list[Any], step: str) -> None:
    ordered = sorted(found, key=lambda x: place(*x))
    headings = [k for k, _ in groupby(period(*x, step) for x in ordered)]
    assert len(headings) == len(set(headings))
    dated = [h for h in headings if h != "undated"]
    assert headings == sorted(dated) + ["undated"] * (len(headings) - len(dated))


@given(STRETCHES, STRETCHES)
def test_a_whole_year_or_month_comes_before_all_that_lies_in_it(a: Any, b: Any) -> None:
    if precision(*a) in ("year", "month") and b[0] and a[0] <= b[0] and b[1] <= a[1] and precision(*b) != "year":
        assert place(*a) <= place(*b)


@given(STRETCHES, DAYS, DAYS)
def test_overlap_is_a_day_in_both(a: Any, first: date, last: date) -> None:
    mine = set() if a[0] is None else {a[0] + timedelta(days=i) for i in range((a[1] - a[0]).days + 1)}
    first, last = sorted((first, last))
    theirs = {first + timedelta(days=i) for i in range((last - first).days + 1)}
    assert overlaps(*a, first, last) == bool(mine & theirs)


@pytest.mark.parametrize(
    ("since", "until", "wide_", "says"),
    [
        (None, None, "undated", "undated"),
        (date(2022, 5, 3), date(2022, 5, 3), "day", "2022-05-03"),
        (date(2022, 5, 3), None, "day", "2022-05-03"),
        (date(2022, 5, 2), date(2022, 5, 8), "week", "2022-05-02..2022-05-08"),
        (date(2022, 5, 3), date(2022, 5, 9), "days", "2022-05-03..2022-05-09"),
        (date(2022, 2, 1), date(2022, 2, 28), "month", "2022-02"),
        (date(2024, 2, 1), date(2024, 2, 28), "days", "2024-02-01..2024-02-28"),
        (date(2022, 1, 1), date(2022, 12, 31), "year", "2022"),
        (date(9999, 12, 1), date.max, "month", "9999-12"),
    ],
)
def test_precision(since: date | None, until: date | None, wide_: str, says: str) -> None:
    assert (precision(since, until), label(since, until)) == (wide_, says)
