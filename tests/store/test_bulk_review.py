"""Many rows in one go, two people at one row, doubt, adjudication, the score of the time, what learning changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from position_factory import GATES, Model, model, settle, state  # noqa: F401
from store_factory import MADE, Begin, fill, reading

from onrecord.errors import Conflict, NotFound, UsageError
from onrecord.store import bulk_review, learning, queries, review, review_log
from onrecord.store.db import Store

FULL = {name: name.casefold() for name in ("Ann Lee", "Bo Ford")}
ONE, TWO = (s.id for s in MADE.statements)


def _filled(store: Store) -> None:
    fill(store, [MADE], same=FULL)


@pytest.fixture
def filled(begin: Begin) -> Store:
    return begin(_filled)


def verdicts(store: Store) -> dict[str, str | None]:
    return {s.id: s.verdict for s in queries.said(store, include_rejected=True)}


def test_many_are_judged_in_one_go_and_undone_as_one(filled: Store) -> None:
    done = bulk_review.judge_all(filled, [ONE, TWO, ONE, "snone"], "reject", who="jo", note="all of it")
    assert [(j.target, j.verdict, j.note, j.bulk) for j in done.judgements] == [
        (ONE, "reject", "all of it", 1), (TWO, "reject", "all of it", 1)
    ]  # fmt: skip
    assert [(r.id, "no statement has the id" in r.why) for r in done.refused] == [("snone", True)]
    assert verdicts(filled) == {ONE: "reject", TWO: "reject"}
    review.undo(filled, 1)
    back = bulk_review.undo_bulk(filled, 1)
    assert [j.id for j in back.judgements] == [2], "what was undone already is not undone again"
    assert verdicts(filled) == {ONE: None, TWO: None}
    with pytest.raises(UsageError, match="undone already"):
        bulk_review.undo_bulk(filled, 1)
    with pytest.raises(NotFound, match="no bulk"):
        bulk_review.undo_bulk(filled, 2)
    assert bulk_review.judge_all(filled, ["snone"], "accept", who="jo").number == 0
    assert bulk_review.judge_all(filled, [ONE], "accept", who="jo").number == 2


def test_a_bulk_that_makes_no_sense_writes_nothing(filled: Store) -> None:
    for verdict, who, change in (("maybe", "jo", {}), ("accept", " ", {}), ("accept", "jo", {"speaker": "X"})):
        with pytest.raises(UsageError):
            bulk_review.judge_all(filled, [ONE], verdict, change, who=who)
    assert review.judgements(filled) == []


def test_who_judges_against_what_they_saw_is_told_of_what_came_since(filled: Store) -> None:
    first = review.judge(filled, ONE, "accept", {}, "jo", against=0)
    with pytest.raises(Conflict, match=r"jo judged s\w+ meanwhile: accept, .* \(judgement 1\)") as caught:
        review.judge(filled, ONE, "reject", {}, "al", against=0)
    assert (caught.value.exit_code, caught.value.http_status) == (1, 409)
    assert verdicts(filled)[ONE] == "accept"
    review.judge(filled, ONE, "unsure", {}, "cy")
    review.judge(filled, ONE, "reject", {}, "al", against=first.id)  # doubt is no judgement that one could miss
    review.judge(filled, ONE, "accept", {}, "al", against=0)  # jo's is older than what al saw of their own
    done = bulk_review.judge_all(filled, [ONE, TWO], "reject", who="jo", against={ONE: 1, TWO: 0})
    assert ([j.target for j in done.judgements], [r.id for r in done.refused]) == ([TWO], [ONE])
    for j in review.judgements(filled):
        review.undo(filled, j.id)
    review.judge(filled, ONE, "reject", {}, "di", against=0)


def test_a_bulk_sent_again_is_known_by_what_it_says(filled: Store) -> None:
    review.judge(filled, TWO, "accept", {}, "al")
    told = {"who": "jo", "note": "n", "against": {ONE: 0, TWO: 0}}
    first = bulk_review.judge_all(filled, [ONE, TWO], "reject", **told)
    assert ([j.target for j in first.judgements], [r.id for r in first.refused]) == ([ONE], [TWO])
    same = bulk_review.judge_all(filled, [ONE, TWO], "reject", **told, again=True)
    assert (same.number, same.judgements, [r.id for r in same.refused]) == (first.number, first.judgements, [TWO])
    assert len(review.judgements(filled)) == 2
    others = (
        ([ONE, TWO], "accept", told),
        ([ONE, TWO], "reject", {**told, "who": "cy"}),
        ([ONE, TWO], "reject", {**told, "note": "other"}),
        ([TWO], "reject", told),
        ([ONE, TWO], "reject", {**told, "against": {ONE: 9, TWO: 9}}),
    )
    for rows, verdict, said in others:
        done = bulk_review.judge_all(filled, rows, verdict, **said, again=True)
        assert done.number != first.number and first.number not in {j.bulk for j in done.judgements}


def test_doubt_changes_no_answer(filled: Store) -> None:
    review.judge(filled, ONE, "correct", {"speaker": "Bo Ford"}, "jo")
    before = queries.said(filled)
    review.judge(filled, ONE, "unsure", {}, "al")
    review.judge(filled, TWO, "unsure", {}, "al")
    assert queries.said(filled) == before
    with pytest.raises(UsageError, match="belongs to the verdict"):
        review.judge(filled, ONE, "unsure", {"speaker": "X"}, "al")


def test_an_adjudication_stands_over_what_coders_say_until_it_is_undone(filled: Store) -> None:
    review.judge(filled, ONE, "reject", {}, "jo")
    settled = review.judge(filled, ONE, "accept", {}, "al", role="adjudication")
    review.judge(filled, ONE, "reject", {}, "cy")
    assert (settled.role, verdicts(filled)[ONE]) == ("adjudication", "accept")
    review.undo(filled, settled.id)
    assert verdicts(filled)[ONE] == "reject"
    with pytest.raises(UsageError, match="no role"):
        review.judge(filled, ONE, "accept", {}, "al", role="king")


def test_a_line_keeps_the_score_that_was_judged(filled: Store) -> None:
    judged = review.judge(filled, ONE, "accept", {}, "jo")
    assert (judged.score, judged.by) == (0.75, "test/1")


def test_the_log_is_read_newest_first_page_by_page(filled: Store) -> None:
    begun = datetime(2024, 5, 1, 9, tzinfo=UTC)
    for i in range(7):
        review.judge(filled, (ONE, TWO)[i % 2], "accept", {}, ("jo", "al")[i % 2], at=begun + timedelta(hours=i))
    review.undo(filled, 3)
    seen, after = [], ""
    while True:
        page = review_log.log(filled, limit=3, after=after)
        assert page.total == 7
        seen += [j.id for j in page.lines]
        after = page.next
        if not after:
            break
    assert seen == [7, 6, 5, 4, 3, 2, 1]
    assert [j.id for j in review_log.log(filled, who="al").lines] == [6, 4, 2]
    assert [j.id for j in review_log.log(filled, since="2024-05-01T13:00").lines] == [7, 6, 5]
    assert [j.id for j in review_log.log(filled, since=datetime(2024, 5, 2, tzinfo=UTC)).lines] == []
    for given in ({"after": "x"}, {"limit": 0}, {"since": "then"}):
        with pytest.raises(UsageError):
            review_log.log(filled, **given)  # type: ignore[arg-type]


# ---------------------------------------------------------------------------- what learning changed


def _sided(store: Store) -> None:
    same = "We welcome the gates."
    fill(store, [reading(f"{i}.txt", [("Ann Lee", f"{same} {i}.")]) for i in range(4)], same=FULL)
    settle(store, GATES)


@pytest.fixture
def sided(begin: Begin, model: Model) -> Store:  # noqa: F811
    return begin(_sided)


def test_a_judgement_says_what_it_taught_and_undoing_it_the_same_backwards(sided: Store) -> None:
    first, *others = sorted(p.id for p in queries.positions(sided, implied=True))
    before = state(sided)
    done = review.judge(sided, first, "correct", {"stance": "oppose"}, "jo")
    (taught,) = done.learnt
    assert (taught.issue, taught.labels) == ("gates", 1)
    assert [(c.id, c.before, c.after) for c in taught.changed] == [(p, "support", "oppose") for p in others]
    assert learning.learnt(sided, done.id) == done.learnt
    assert review.judge(sided, first, "unsure", {}, "al").learnt == ()
    back = review.undo(sided, done.id)
    assert [(c.id, c.before, c.after) for c in back.learnt[0].changed] == [(p, "oppose", "support") for p in others]
    assert learning.learnt(sided, done.id) == back.learnt
    after = state(sided)
    assert (after["position"], after["stands"]) == (before["position"], before["stands"])
    with pytest.raises(NotFound):
        learning.learnt(sided, 99)


def test_a_bulk_learns_once(sided: Store) -> None:
    first, second, *others = sorted(p.id for p in queries.positions(sided, implied=True))
    done = bulk_review.judge_all(sided, [first, second], "correct", {"stance": "oppose"}, who="jo")
    (taught,) = done.learnt
    assert (taught.labels, [c.id for c in taught.changed]) == (2, others)
    (back,) = bulk_review.undo_bulk(sided, done.number).learnt
    assert (back.labels, [(c.id, c.after) for c in back.changed]) == (0, [(p, "support") for p in others])
