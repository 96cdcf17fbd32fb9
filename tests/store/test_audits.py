"""Audits: drawn once, judged in any way, and reported of what was drawn alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from position_factory import GATES, TOLL, model, settle, sided  # noqa: F401
from store_factory import Begin, fill

from effort import times
from onrecord.analysis.audited import Estimate
from onrecord.errors import NotFound, UsageError
from onrecord.model import Reading
from onrecord.store import issues, positions_reading, queries, removal, review, shared
from onrecord.store.audit import audit
from onrecord.store.audit_report import audit_report
from onrecord.store.audit_rows import Audit
from onrecord.store.db import Store

pytestmark = pytest.mark.usefixtures("model")

SAYS = (
    "We welcome open gates, and welcome them on day {}.",
    "I refuse the gates, and refuse them on day {}.",
    "The gates have number {}.",
    "We welcome the gates on day {}.",
    "They might welcome gates, and might welcome number {}.",
)

ARTICLES = times(12, 6)


def article(i: int, lines: int = 6, outlet: str = "Gazette") -> Reading:
    said = [(f"Speaker {i}", SAYS[(i + k) % 5].format(10 * i + k)) for k in range(lines)]
    return sided(f"{i}.txt", [*said, (f"Speaker {i}", f"The weather of day {i} is fine.")], outlet=outlet)


def _full(store: Store) -> None:
    fill(store, [article(i, outlet=("Gazette", "Courier", "Post")[i % 3]) for i in range(ARTICLES)])
    settle(store, GATES)


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


def ids(found: Audit) -> list[str]:
    return [item.id for item in found.items]


def judge(store: Store, found: Audit, right: dict[str, str] | None = None, most: int = 10_000) -> list[int]:
    """Accept what was decided, but for statements with one of these words, which are so."""
    made = []
    for item in found.items[:most]:
        assert item.said is not None
        stance = next((s for word, s in (right or {}).items() if word in item.said.quote), item.stance)
        change = {"stance": stance} if item.read else {"stance": stance, "issue": found.issue}
        made.append(review.judge(store, item.id, "correct", change, who="jo").id)
    return made


def test_the_same_question_has_the_same_answer(full: Store) -> None:
    first = audit(full, "gates", n=12)
    assert first.fresh
    assert len(first.items) == 12
    again = audit(full, "GATES", n=12)
    assert (again.fresh, ids(again), again.number) == (False, ids(first), first.number)
    assert sum(s.drawn for s in first.strata) == 12
    assert all(0 < item.chance <= 1 and item.said is not None for item in first.items)
    sizes = {s.name: s.pairs for s in first.strata}
    drawn = {s.name: s.drawn for s in first.strata}
    assert all(item.chance == pytest.approx(drawn[item.stratum] / sizes[item.stratum]) for item in first.items)
    assert {"support", "oppose", "none"} == {item.stance for item in first.items}


def test_a_record_made_in_another_order_draws_the_same(full: Store, tmp_path: Path) -> None:
    with Store.create(tmp_path / "other.onrecord") as other:
        for i in reversed(range(ARTICLES)):
            fill(other, [article(i, outlet=("Gazette", "Courier", "Post")[i % 3])])
        settle(other, TOLL, GATES)
        assert ids(audit(other, "gates", n=9, seed=4)) == ids(audit(full, "gates", n=9, seed=4))


def test_another_sample_has_no_pair_of_the_first(full: Store) -> None:
    first, second = audit(full, "gates", n=12), audit(full, "gates", n=12, seed=1)
    assert not {*ids(first)} & {*ids(second)}
    assert second.pairs == first.pairs - 12


def test_what_was_judged_by_choice_is_not_drawn_and_counts_for_nothing(full: Store) -> None:
    everything = audit(full, "gates", n=1000).items
    chosen = everything[0].id
    with full.write() as conn:
        conn.exec_driver_sql("DELETE FROM audit_item")
        conn.exec_driver_sql("DELETE FROM audit")
    number = review.judge(full, chosen, "reject", who="jo").id
    found = audit(full, "gates", n=1000)
    assert chosen not in ids(found)
    assert len(found.items) == len(everything) - 1
    assert (audit_report(full, "gates").judged, audit_report(full, "gates").elsewhere) == (0, 1)
    review.undo(full, number)
    assert ids(audit(full, "gates", n=5, seed=3)) == [chosen]


def holds(e: Estimate, share: float) -> bool:
    return e.share is not None and e.share == pytest.approx(share) and e.low < e.share < e.high


def test_a_report_tells_what_was_judged_of_what_was_drawn(full: Store) -> None:
    found = audit(full, "gates", n=1000)
    judge(full, found, {"refuse": "none"})
    told = audit_report(full, "gates")
    wrong = sum("refuse" in item.said.quote for item in found.items if item.said)
    assert (told.drawn, told.judged, told.gone, told.missing) == (len(found.items), len(found.items), 0, ())
    assert told.then.accuracy.share == pytest.approx(1 - wrong / len(found.items))
    assert told.then.precision["oppose"].share == 0
    assert told.then.recall["oppose"].share is None
    assert told.then.precision["support"].share == 1
    assert told.then.precision["support"].low < 1
    assert told.now.accuracy.share == 1  # the model of these tests learns by heart
    assert told.learnt == told.judged
    assert told.then.outlets.keys() == {"Gazette", "Courier", "Post"}
    assert told.then.found == {}


def test_undone_judgements_count_no_more(full: Store) -> None:
    found = audit(full, "gates", n=10)
    made = judge(full, found)
    assert audit_report(full, "gates").judged == 10
    for number in made[:4]:
        review.undo(full, number)
    told = audit_report(full, "gates")
    assert told.judged == 6
    assert audit(full, "gates", n=10).judged == 6


def test_audits_add_up(full: Store) -> None:
    judge(full, audit(full, "gates", n=10))
    judge(full, audit(full, "gates", n=10, seed=1))
    told = audit_report(full, "gates")
    assert (told.audits, told.drawn, told.judged) == ((1, 2), 20, 20)
    assert told.then.accuracy.pairs == 20


def test_an_utterance_that_several_articles_tell_is_drawn_once(full: Store) -> None:
    before = audit(full, "gates", n=1000, implied=True, unread=True)
    fill(full, [sided(f"copy{i}.txt", lines_of(article(i)), outlet="Mirror") for i in range(3)])
    settle(full)
    copies = audit(full, "gates", n=1000, implied=True, unread=True, seed=1)
    assert len(copies.items) == 3 * 7
    assert not {*ids(before)} & {*ids(copies)}
    with full.write() as conn:
        conn.exec_driver_sql("DELETE FROM audit_item")
        conn.exec_driver_sql("DELETE FROM audit")
    shared.settle(full)
    assert len(audit(full, "gates", n=1000, implied=True, unread=True).items) < len(before.items)


def lines_of(made: Reading) -> list[tuple[str | None, str]]:
    return [(s.source[0].text, s.content[0].text) for s in made.statements]


def test_statements_that_were_not_read_tell_what_the_words_left_out(full: Store) -> None:
    found = audit(full, "gates", n=1000, unread=True)
    hidden = [item for item in found.items if not item.read]
    assert len(hidden) == ARTICLES
    assert all(item.said and item.id == item.said.id and "weather" in item.said.quote for item in hidden)
    judge(full, found, {"weather of day 3": "support"})
    told = audit_report(full, "gates")
    supports = sum(item.stance == "support" for item in found.items)
    assert told.then.found["support"].share == pytest.approx(supports / (supports + 1))
    assert told.then.recall["support"].share == 1
    assert told.now.found["support"].share == pytest.approx(supports / (supports + 1))  # words leave it out today, too
    assert audit(full, "gates", n=1000, unread=True).judged == len(found.items)


def test_stances_and_implied_ones(full: Store) -> None:
    some = audit(full, "gates", n=8, stance=("oppose", "none"))
    assert {item.stance for item in some.items} == {"oppose", "none"}
    judge(full, some)
    told = audit_report(full, "gates").then
    assert told.precision["oppose"].share == 1
    assert told.accuracy.share is None
    assert not any(item.strength == "implied" and item.stance != "none" for item in some.items)
    assert any(item.strength == "implied" for item in audit(full, "gates", n=500, implied=True).items)
    with pytest.raises(NotFound, match="no audit of 'toll'"):
        settle(full, GATES, TOLL)
        audit_report(full, "toll")


def test_a_judgement_stays_with_what_was_drawn_when_the_article_is_read_anew(full: Store) -> None:
    found = audit(full, "gates", n=1000)
    judge(full, found, {"refuse": "none"})
    before = audit_report(full, "gates")
    fill(full, [article(i, outlet=("Gazette", "Courier", "Post")[i % 3]) for i in range(ARTICLES)], project="other")
    settle(full)
    assert audit_report(full, "gates").then == before.then
    changed = article(3)
    lines = [(who, words.replace("day", "Day")) for who, words in lines_of(changed)]
    fill(full, [sided("3.txt", lines, outlet="Gazette")], project="other")
    settle(full)
    assert audit_report(full, "gates").then == before.then


def test_what_went_before_it_was_judged_is_said(full: Store) -> None:
    found = audit(full, "gates", n=1000)
    mine = [item for item in found.items if item.said and item.said.document.file == "news/4.txt"]
    judge(full, audit(full, "gates", n=1000), most=3)
    removal.remove(full, "4.txt", "jo")
    told = audit_report(full, "gates")
    assert told.gone + sum(item.id in ids(found)[:3] for item in mine) == len(mine)
    assert told.judged == 3


def test_new_documents_do_not_change_an_audit(full: Store) -> None:
    found = audit(full, "gates", n=12)
    judge(full, found)
    before = audit_report(full, "gates")
    fill(full, [article(i) for i in range(20, 24)])
    settle(full)
    assert audit_report(full, "gates").then == before.then
    assert audit(full, "gates", n=12, seed=1).pairs > found.pairs - 12


def test_an_issue_that_goes_and_comes_keeps_its_audits(store: Store) -> None:
    fill(store, [article(i) for i in range(4)])
    issues.add(store, GATES)
    settle(store)
    judge(store, audit(store, "gates", n=10))
    before = audit_report(store, "gates")
    issues.remove(store, "gates")
    with pytest.raises(NotFound):
        audit_report(store, "gates")
    issues.add(store, GATES)
    positions_reading.settle(store, 0.6)
    assert audit_report(store, "gates").then == before.then


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"n": 0}, "at least one"),
        ({"seed": -1}, "a seed is"),
        ({"seed": 2**63}, "a seed is"),
        ({"stance": "for"}, "no stance is called 'for'"),
        ({"stance": "oppose", "unread": True}, "was not read has no stance"),
    ],
)
def test_what_makes_no_sense_is_said(full: Store, how: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        audit(full, "gates", **how)


def test_an_issue_that_nobody_speaks_of_has_nothing_to_draw(full: Store) -> None:
    settle(full, GATES, TOLL)
    with pytest.raises(UsageError, match="nothing on 'toll' is left"):
        audit(full, "toll")
    with pytest.raises(NotFound, match="no issue is called 'tolls'"):
        audit(full, "tolls")
    assert queries.issues(full)[1].labels == 0
