"""The queue: what waits, each row once, in a stable order, page by page; what is done or doubted leaves it."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from event_factory import Did, told
from position_factory import GATES, Model, model, settle  # noqa: F401
from store_factory import Begin, fill, reading

from onrecord.actors.names import key
from onrecord.actors.resolve import resolve
from onrecord.errors import NotFound, UsageError
from onrecord.project import Project
from onrecord.store import doubt_review, progress, queue, review, shared
from onrecord.store.db import Store
from onrecord.store.queue_filters import Asked
from onrecord.store.queue_rows import ORDERS, QueueItem
from onrecord.store.statements import said

FULL = {name: name.casefold() for name in ("Ann Lee", "Bo Ford", "Di Roe")}
PEOPLE = ("Ann Lee", "Bo Ford", "Di Roe")
COPIED = "The council shall never give the keys of the old harbour lock to the men of the upper valley."


def asked(**given: Any) -> Asked:
    return Asked(**given)


def pages(store: Store, **given: Any) -> list[list[QueueItem]]:
    found, after = [], ""
    while True:
        page = queue.queue(store, asked(after=after, **given))
        found.append(list(page.items))
        after = page.next
        if not after:
            return found


def ids(store: Store, **given: Any) -> list[str]:
    return [item.id for page in pages(store, **given) for item in page]


def words(i: int, k: int) -> str:
    """Words that no other statement has."""
    return " ".join(f"{w}{i}{'abc'[k]}" for w in ("grain", "ferry", "winter", "toll", "harvest", "bridge")) + "."


def _filled(store: Store) -> None:
    """Twelve articles of three statements each, of different scores and days; two outlets carry one of them."""
    made = []
    for i in range(12):
        lines = [(PEOPLE[(i + k) % 3], words(i, k)) for k in range(2)]
        lines.append((None, COPIED) if i < 2 else (PEOPLE[(i + 2) % 3], words(i, 2)))
        day = None if i == 5 else date(2024, 1, 1) + timedelta(days=7 * i % 5)
        one = reading(f"{i}.txt", lines, published=day, outlet=f"Outlet {i % 3}")
        scored = tuple(replace(s, score=0.4 + (5 * i + k) % 12 / 20) for k, s in enumerate(one.statements))
        made.append(replace(one, statements=scored))
    fill(store, made, same=FULL)
    shared.settle(store)


@pytest.fixture
def filled(begin: Begin) -> Store:
    return begin(_filled)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("limit", [1, 4, 500])
def test_every_row_comes_once_whatever_the_page(filled: Store, order: str, limit: int) -> None:
    found = pages(filled, order=order, limit=limit)
    every = [item.id for page in found for item in page]
    assert len(every) == len(set(every)) == queue.queue(filled, asked(order=order)).total == 35
    assert all(len(page) == limit for page in found[:-1])
    assert every == ids(filled, order=order, limit=7), "the order does not hang on the page"


def test_orders_are_as_they_say(filled: Store) -> None:
    near = [abs(item.score - 0.75) for page in pages(filled) for item in page]
    assert near == sorted(near)
    new = [item.said.on for page in pages(filled, order="newest") for item in page if item.said]
    dated = [d for d in new if d]
    assert dated == sorted(dated, reverse=True)
    assert None not in new[: len(dated)], "those without any date come last"
    first = queue.queue(filled, asked(order="consequential")).items[0]
    assert (first.said and first.said.quote, first.consequence, first.meaning) == (COPIED, 2, "documents that tell it")


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        ({"actor": "Ann Lee"}, lambda s: s.speaker is not None and s.speaker.name == "Ann Lee"),
        ({"outlet": "outlet 1"}, lambda s: s.document.outlet == "Outlet 1"),
        ({"since": "2024-01-03"}, lambda s: s.on is not None and s.on >= date(2024, 1, 3)),
        ({"until": "2024-01-02"}, lambda s: s.on is not None and s.on <= date(2024, 1, 2)),
        ({"actor": "?"}, lambda s: s.speaker is None),
    ],
)
@pytest.mark.parametrize("order", ORDERS)
def test_filters_leave_what_fits(filled: Store, given: dict[str, Any], fits: Any, order: str) -> None:
    """An utterance that several tell is listed once, by the first telling that fits, as in lists of statements."""
    filters: Any = {{"actor": "by"}.get(name, name): value for name, value in given.items()}
    answered = said(filled, **filters)
    assert all(map(fits, answered))
    wanted = {s.id for s in answered}
    found = ids(filled, order=order, limit=3, **given)
    assert (set(found), len(found)) == (wanted, len(wanted))
    assert queue.queue(filled, asked(order=order, **given)).total == len(wanted) > 0


@pytest.mark.parametrize("order", ORDERS)
def test_what_is_judged_or_doubted_leaves_and_what_others_doubt_comes_last(filled: Store, order: str) -> None:
    first, second, *rest = ids(filled, order=order)
    review.judge(filled, first, "accept", {}, "jo")
    review.judge(filled, second, "unsure", {}, "jo")
    assert ids(filled, order=order, who="jo", limit=5) == rest
    last = ids(filled, order=order, who="al", limit=5)
    assert last == [*rest, second]
    (item,) = pages(filled, order=order, who="al", limit=500)[0][-1:]
    assert (item.version, item.why.split(";")[0]) == (0, "jo unsure")
    assert queue.queue(filled, asked(order=order, who="al")).total == len(rest) + 1
    review.judge(filled, second, "reject", {}, "al")
    assert ids(filled, order=order) == rest
    review.undo(filled, 1)
    assert first in ids(filled, order=order)


def test_a_place_holds_while_rows_leave(filled: Store) -> None:
    for order in ORDERS:
        every = ids(filled, order=order)
        page = queue.queue(filled, asked(order=order, limit=4))
        done = review.judge(filled, page.items[-1].id, "accept", {}, "jo")
        assert [i.id for i in queue.queue(filled, asked(order=order, limit=4, after=page.next)).items] == every[4:8]
        review.undo(filled, done.id)


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({"kind": "article"}, UsageError, "kind"),
        ({"order": "best"}, UsageError, "order"),
        ({"limit": 0}, UsageError, "limit"),
        ({"limit": 501}, UsageError, "limit"),
        ({"actor": "Nobody Here"}, NotFound, "no actor"),
        ({"outlet": "Nowhere"}, NotFound, "no outlet"),
        ({"issue": "nothing"}, NotFound, "nothing"),
        ({"since": "2024-02-31"}, UsageError, "no such day"),
        ({"blind": True}, UsageError, "who"),
        ({"blind": True, "who": "jo", "kind": "event"}, UsageError, "blind"),
        ({"overlap": 2.0}, UsageError, "overlap"),
        ({"kind": "event", "issue": "x"}, UsageError, "of no issue"),
        ({"kind": "actor", "outlet": "x"}, UsageError, "two names"),
        ({"after": "x"}, UsageError, "no place"),
        ({"after": "é"}, UsageError, "no place"),
        ({"after": base64.urlsafe_b64encode(b"[1,2]").decode()}, UsageError, "no place"),
        ({"after": base64.urlsafe_b64encode(b'["statement","newest",{}]').decode()}, UsageError, "no place"),
        ({"after": base64.urlsafe_b64encode(b'["statement","uncertain",{"up":["a","b"]}]').decode()}, UsageError, "no"),
        ({"after": base64.urlsafe_b64encode(b'["statement","uncertain",{"up":3}]').decode()}, UsageError, "no place"),
        ({"after": base64.urlsafe_b64encode(b"[" * 9_000).decode()}, UsageError, "no place"),
    ],
)
def test_questions_that_make_no_sense(filled: Store, given: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        queue.queue(filled, asked(**given))


# ---------------------------------------------------------------------------- several coders


def test_a_second_coder_is_told_nothing_of_the_first_and_gets_the_same_share_every_time(filled: Store) -> None:
    every = ids(filled)
    for own in every[:20]:
        review.judge(filled, own, "correct", {"speaker": "Di Roe"}, "jo")
    blind = {"who": "al", "blind": True}
    half = set(ids(filled, **blind, overlap=0.5))
    assert set(ids(filled, **blind, overlap=0.0)) == set(every[20:])
    assert set(ids(filled, **blind, overlap=1.0)) == set(every)
    assert set(every[20:]) < half < set(every)
    assert set(ids(filled, **blind, overlap=0.2)) <= half == set(ids(filled, **blind, overlap=0.5, order="newest"))
    again = {i.id: i for page in pages(filled, **blind, overlap=1.0) for i in page}
    for own in every[:20]:
        item = again[own]
        assert item.said is not None
        assert (item.version, item.said.verdict, "jo" in item.why) == (None, None, False)
        names = [s.text for s in item.said.source]
        assert not names or (item.said.speaker is not None and item.said.speaker.name == names[0])
    review.judge(filled, every[0], "accept", {}, "al")
    assert every[0] not in ids(filled, **blind, overlap=1.0)


# ---------------------------------------------------------------------------- other kinds


def test_positions_wait_by_issue_and_leave_when_they_are_judged(store: Store, model: Model) -> None:  # noqa: F811
    lines = [("Ann Lee", "We welcome the gates."), ("Bo Ford", "We refuse, refuse the gates."), ("Di Roe", "Gates.")]
    fill(store, [reading("g.txt", lines)], same=FULL)
    settle(store, GATES)
    for order in ORDERS:
        found = pages(store, kind="position", order=order, limit=1, issue="gates")
        assert sorted(i.position.stance for page in found for i in page if i.position) == ["oppose", "support"]
    first, second = ids(store, kind="position")
    review.judge(store, first, "accept", {}, "jo")
    assert ids(store, kind="position") == [second]
    said = queue.queue(store, asked(kind="position")).items[0].position
    assert said is not None
    review.judge(store, said.said.id, "reject", {}, "jo")
    assert ids(store, kind="position") == [], "a statement that is rejected takes no side"


def test_events_wait_and_leave_when_they_are_judged(store: Store) -> None:
    fill(store, [told("e.txt", [Did(actor="Ann Lee", recipient="Di Roe"), Did(actor="Bo Ford", type="PROTEST")])])
    for order in ORDERS:
        first, second = ids(store, kind="event", order=order, limit=1)
    review.judge(store, first, "accept", {}, "jo")
    review.judge(store, second, "unsure", {}, "jo")
    assert (ids(store, kind="event", who="jo"), ids(store, kind="event", who="al")) == ([], [second])


def test_pairs_of_names_are_judged_by_their_ids(store: Store) -> None:
    made = [reading(f"{i}.txt", [(n, f"Word {i}.")]) for i, n in enumerate(("Vantor", "Ilmar Vantor"))]
    made = [replace(r, entities=tuple(replace(e, key=key(e.name)) for e in r.entities)) for r in made]
    store.append(store.begin_run("p", {}), made, (), *resolve([e for r in made for e in r.entities], Project()))
    found = {order: ids(store, kind="actor", order=order) for order in ORDERS}
    pair = found["uncertain"][0]
    assert all(f == found["uncertain"] for f in found.values())
    doubt_review.judge(store, pair, "unsure", "jo")
    assert pair not in ids(store, kind="actor", who="jo")
    assert pair in ids(store, kind="actor", who="al")
    done = doubt_review.judge(store, pair, "accept", "al")
    assert done.verdict == "merge"
    assert pair not in ids(store, kind="actor")
    with pytest.raises(UsageError, match="two names are accepted"):
        doubt_review.judge(store, pair, "correct", "al")
    with pytest.raises(NotFound, match="no name has the id"):
        doubt_review.judge(store, "a1+a2", "accept", "al")


def test_progress_counts_and_paces_the_last_session(filled: Store) -> None:
    from datetime import UTC, datetime

    every = ids(filled)
    begun = datetime(2024, 5, 1, 9, tzinfo=UTC)
    for i, minute in enumerate((0, 1, 20, 21, 22, 23)):  # nineteen minutes without one: a session ends
        verdict = "unsure" if i == 5 else "accept"
        review.judge(filled, every[i], verdict, {}, "jo", at=begun + timedelta(minutes=minute))
    found = progress.progress(filled, "jo")
    mine = found.kinds["statement"]
    assert (mine.judged, mine.unsure, found.session, found.per_minute) == (5, 1, 4, 1.0)
    assert (found.since, found.until) == (begun + timedelta(minutes=20), begun + timedelta(minutes=23))
    assert found.minutes_left == sum(k.waiting for k in found.kinds.values())
    assert progress.progress(filled, "al").kinds["statement"].judged == 0
    assert progress.progress(filled, "al").per_minute is None
