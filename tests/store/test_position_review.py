"""Judgements on positions: what stands, what is learnt from it, and that both are undone and found again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from position_factory import GATES, SURE, TOLL, Model, count, model, patch, settle, sided, state  # noqa: F401
from store_factory import Begin, fill

from effort import times
from onrecord.errors import NotFound, UsageError
from onrecord.model import Reading
from onrecord.store import position_facts, position_heads, queries, removal, review, shared
from onrecord.store.db import Store
from onrecord.store.position_rows import PositionRow
from onrecord.store.schema import position

pytestmark = pytest.mark.usefixtures("model")

A = sided(
    "a.txt",
    [
        ("Ann Lee", "We welcome the gates."),
        ("Bo Ford", "I refuse the gates."),
        ("Cy Fox", "There are gates."),
        ("Di Roe", "Boats cost more if they wait."),
        ("Ann Lee", "We welcome the gates, if it rains."),
    ],
)
B = sided("b.txt", [("Ann Lee", "Again, we welcome the gates."), ("Bo Ford", "They refuse the gates, refuse all.")])
BOATS = A.statements[3].id


def _full(store: Store) -> None:
    fill(store, [A, B])
    shared.settle(store)
    settle(store, GATES, TOLL)


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


def sides(store: Store, **filters: Any) -> dict[str, str]:
    """The stance of each statement by its words."""
    with store.read() as conn:
        asked = {"stance": ("support", "oppose", "conditional", "unclear", "none"), "implied": True, **filters}
        return {r.said.quote: r.stance for r in position_facts.taken(conn, **asked)}


def at(store: Store, words: str) -> PositionRow:
    with store.read() as conn:
        rows = position_facts.taken(conn, stance=("support", "oppose", "conditional", "unclear", "none"), implied=True)
        return next(r for r in rows if r.said.quote == words)


def labels(store: Store) -> dict[str, int]:
    return {row.name: row.labels for row in queries.issues(store)}


def test_what_is_judged_stands_and_is_learnt_from(full: Store, model: Model) -> None:  # noqa: F811
    before, read = state(full), model.read
    one = at(full, "We welcome the gates.")
    done = review.judge(full, one.id, "correct", {"stance": "oppose"}, "jo", note="ironic")
    assert (done.target, done.change, done.note, done.state) == (one.id, {"stance": "oppose"}, "ironic", "attached")
    now = at(full, "We welcome the gates.")
    assert (now.stance, now.strength, now.verdict, now.sure) == ("oppose", "explicit", "correct", True)
    other = at(full, "Again, we welcome the gates.")
    assert (other.stance, other.why, other.verdict) == ("oppose", "as 1 judged", None)
    assert model.read == read, "no text is read for it"
    assert review.judgements(full, one.id) == [done]
    review.undo(full, done.id)
    assert state(full) == before
    assert at(full, "We welcome the gates.") == one


def test_a_rejected_position_is_none(full: Store) -> None:
    one = at(full, "I refuse the gates.")
    review.judge(full, one.id, "reject", who="jo")
    assert at(full, "I refuse the gates.").stance == "none"
    assert "I refuse the gates." not in sides(full, stance=None)


def test_an_accepted_position_stays_whatever_is_decided_later(full: Store) -> None:
    one, like = at(full, "We welcome the gates."), at(full, "Again, we welcome the gates.")
    review.judge(full, one.id, "accept", who="jo")
    for _ in range(2):
        review.judge(full, like.id, "correct", {"stance": "oppose"}, "mo")
    assert at(full, "We welcome the gates.").stance == "support"
    review.judge(full, like.id, "accept", who="jo")  # what is shown: the correction
    review.undo(full, 2)
    review.undo(full, 3)
    assert at(full, "Again, we welcome the gates.").stance == "oppose"


def test_a_strength_is_corrected_and_its_stance_stays(full: Store) -> None:
    one = at(full, "I refuse the gates.")
    done = review.judge(full, one.id, "correct", {"strength": "implied"}, "jo")
    assert done.change == {"stance": "oppose", "strength": "implied"}
    assert "I refuse the gates." not in sides(full, implied=False)
    assert (at(full, one.said.quote).stance, at(full, one.said.quote).strength) == ("oppose", "implied")
    review.judge(full, one.id, "accept", who="mo")
    assert at(full, one.said.quote).strength == "implied"


def test_a_position_made_conditional_hangs_on_the_statements_condition(full: Store) -> None:
    assert at(full, "We welcome the gates, if it rains.").stance == "conditional"
    review.judge(full, BOATS, "correct", {"issue": "toll", "stance": "conditional"}, "jo")
    row = at(full, "Boats cost more if they wait.")
    assert [s.text for s in row.condition] == ["if they wait."]
    review.judge(full, row.id, "correct", {"stance": "support"}, "jo")
    assert at(full, "Boats cost more if they wait.").condition == ()


def test_a_statement_without_a_position_gets_one_and_loses_it(full: Store, model: Model) -> None:  # noqa: F811
    before, read = state(full), model.read
    assert (labels(full), count(full)) == ({"gates": 0, "toll": 0}, 6)
    done = review.judge(full, BOATS, "correct", {"issue": "Toll", "stance": "support"}, "jo")
    row = at(full, "Boats cost more if they wait.")
    assert (done.target, row.id, row.issue, row.stance) == (row.id, row.id, "toll", "support")
    assert (labels(full), model.read, count(full)) == ({"gates": 0, "toll": 1}, read + 1, 7)
    assert not settle(full)
    review.judge(full, BOATS, "correct", {"issue": "toll", "stance": "oppose"}, "mo")
    assert count(full) == 7
    review.undo(full, 1)
    assert at(full, row.said.quote).stance == "oppose"
    review.undo(full, 2)
    assert state(full) == before


def test_another_model_reads_what_was_judged_too(full: Store, model: Model) -> None:  # noqa: F811
    review.judge(full, BOATS, "correct", {"issue": "toll", "stance": "support"}, "jo")
    review.judge(full, at(full, "We welcome the gates.").id, "reject", who="jo")
    before = sides(full)
    model.version = "test/2"
    assert settle(full)
    assert (sides(full), labels(full)) == (before, {"gates": 1, "toll": 1})
    assert [x[1] for x in state(full)["head"]] == [1, 1]


@pytest.mark.parametrize(
    ("target", "verdict", "change", "says"),
    [
        ("p", "correct", {}, "a correction says what is right: give the stance, or the strength"),
        ("p", "correct", {"stance": "for"}, "no stance is called 'for'; there are: support, oppose, conditional"),
        ("p", "correct", {"strength": "strong"}, "no strength is called 'strong'; there are: explicit, implied"),
        ("p", "correct", {"stance": "none", "strength": "implied"}, "takes no side has no strength"),
        ("p", "correct", {"speaker": "Ann Lee"}, "'speaker' of a position cannot be corrected"),
        ("p", "reject", {"stance": "oppose"}, "a change belongs to the verdict 'correct'"),
        ("p", "correct", {"stance": "oppose", "issue": "gates"}, "no statement has the id"),
        ("s", "correct", {"issue": "gates"}, "give the stance"),
        ("s", "correct", {"issue": "boats", "stance": "oppose"}, "no issue is called 'boats'; there are: 'gates', 'to"),
        ("s", "correct", {"stance": "oppose"}, "'stance' of a statement cannot be corrected"),
        ("nothing", "accept", {}, "no statement has the id nothing, and no event or position"),
    ],
)
def test_what_makes_no_sense(full: Store, target: str, verdict: str, change: dict[str, str], says: str) -> None:
    before = state(full)
    ids = {"p": at(full, "I refuse the gates.").id, "s": BOATS}
    with pytest.raises((UsageError, NotFound), match=says):
        review.judge(full, ids.get(target, target), verdict, change, "jo")
    assert (state(full), review.judgements(full)) == (before, [])


def test_an_older_version_is_not_judged(full: Store) -> None:
    one = at(full, "I refuse the gates.")
    fill(full, [sided("a.txt", [("Ann Lee", "Nothing.")])])
    for target, change in ((one.id, {}), (BOATS, {"issue": "toll"})):
        with pytest.raises(UsageError, match="an older version of its article"):
            review.judge(full, target, "correct", {"stance": "support", **change}, "jo")
    removal.remove(full, "b.txt", "jo")
    with pytest.raises(UsageError, match="was taken out"):
        review.judge(full, B.statements[0].id, "correct", {"stance": "support", "issue": "toll"}, "jo")


# ---------------------------------------------------------------------------- articles and issues that change


def moved(made: Reading, first: str) -> Reading:
    """The same article with a line before, and one of its statements in slightly other words."""
    return sided(
        "a.txt",
        [
            ("Ann Lee", first),
            ("Ann Lee", "We do welcome the gates."),
            *((s, w) for s, w in (("Bo Ford", "I refuse the gates."), ("Di Roe", "Boats cost more if they wait."))),
        ],
    )


def test_judgements_go_along_with_an_article(full: Store) -> None:
    log = [
        review.judge(full, at(full, "I refuse the gates.").id, "correct", {"stance": "unclear"}, "jo"),
        review.judge(full, BOATS, "correct", {"issue": "toll", "stance": "support"}, "jo"),
        review.judge(full, BOATS, "correct", {"issue": "gates", "stance": "oppose"}, "jo"),
        review.judge(full, at(full, "There are gates.").id, "accept", who="jo"),
        review.judge(full, BOATS, "correct", {"speaker": "Ann Lee"}, "jo"),
    ]
    fill(full, [moved(A, "A new line.")])
    settle(full)
    now = review.judgements(full)
    assert [j.state for j in now] == ["moved", "moved", "moved", "orphaned", "moved"]
    assert labels(full) == {"gates": 2, "toll": 1}
    assert at(full, "I refuse the gates.").stance == "unclear"
    assert {q: s for q, s in sides(full, issue="toll").items() if q.startswith("Boats")} == {
        "Boats cost more if they wait.": "support"
    }
    assert len({j.target for j in now} - {j.target for j in log}) == 4
    fill(full, [A])
    settle(full)
    assert full.check() == []
    assert review.judgements(full) == log


def test_judgements_survive_an_analysis_anew(full: Store) -> None:
    review.judge(full, at(full, "I refuse the gates.").id, "reject", who="jo")
    review.judge(full, BOATS, "correct", {"issue": "toll", "stance": "support"}, "jo")
    review.undo(full, review.judge(full, at(full, "There are gates.").id, "accept", who="jo").id)
    before, log = state(full), review.judgements(full)
    fill(full, [A], project="other")
    settle(full)
    assert (state(full), review.judgements(full)) == (before, log)
    fill(full, [replace(A, statements=A.statements[:1], conditions=())], project="third")
    settle(full)
    assert [j.state for j in review.judgements(full)] == ["orphaned", "orphaned", "orphaned"]
    assert labels(full) == {"gates": 0, "toll": 0}
    fill(full, [A], project="fourth")
    settle(full)
    assert (state(full), review.judgements(full)) == (before, log)


def test_a_document_that_is_taken_out_teaches_nothing(full: Store) -> None:
    plain = state(full)
    one = at(full, "We welcome the gates.")
    review.judge(full, one.id, "correct", {"stance": "oppose"}, "jo")
    review.judge(full, BOATS, "correct", {"issue": "gates", "stance": "oppose"}, "jo")
    taught = state(full)
    removal.remove(full, "a.txt", "jo")
    assert sides(full)["Again, we welcome the gates."] == "support"
    assert [j.state for j in review.judgements(full)] == ["orphaned", "orphaned"]
    fill(full, [A])
    settle(full)
    assert state(full) == taught
    for number in (1, 2):
        review.undo(full, number)
    assert state(full) == plain


def test_judgements_wait_for_an_issue_that_went(full: Store) -> None:
    review.judge(full, at(full, "We welcome the gates.").id, "correct", {"stance": "oppose"}, "jo")
    review.judge(full, BOATS, "correct", {"issue": "gates", "stance": "oppose"}, "jo")
    before, log = state(full), review.judgements(full)
    settle(full, TOLL)
    assert [(j.id, j.state) for j in review.judgements(full)] == [(1, "orphaned"), (2, "orphaned")]
    assert full.check() == []
    assert not state(full)["stands"]
    settle(full, GATES, TOLL)
    assert (state(full), review.judgements(full)) == (before, log)
    settle(full, TOLL)
    review.undo(full, 1)
    settle(full, GATES, TOLL)
    assert labels(full) == {"gates": 1, "toll": 0}


def test_what_another_model_learnt_is_not_used(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.positions import heads

    review.judge(full, at(full, "We welcome the gates.").id, "correct", {"stance": "oppose"}, "jo")

    class Other(heads.Head):
        @classmethod
        def from_bytes(cls, data: bytes) -> Any:
            raise ValueError("a head of another model")

    judged = at(full, "We welcome the gates.").id
    with full.read() as conn:
        n, vector = conn.execute(sa.select(position.c.issue, position.c.vector).where(position.c.id == judged)).one()
        alike = [position_heads.vector_of(vector)]
        (learnt,) = position_heads.decided(conn, n, alike, [False], 0.6)
        monkeypatch.setattr(heads, "Head", Other)
        (general,) = position_heads.decided(conn, n, alike, [False], 0.6)
    assert (learnt.stance, general.stance) == ("oppose", "support")


STEPS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["accept", "reject", "support", "oppose", "undo"])), max_size=12
)


@settings(max_examples=times(15, 3), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, cut=st.integers(0, 12))
def test_what_stands_says_all(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str]], cut: int) -> None:
    """Whatever was judged and undone, before or after documents came, the same judgements give the same record."""
    patch()
    folder = tmp_path_factory.mktemp("r")
    with Store.create(folder / "late") as late, Store.create(folder / "once") as once:
        fill(late, [A])
        settle(late, GATES)
        ids = [s.id for s in A.statements]
        stands: dict[int, tuple[str, dict[str, str]]] = {}
        for k, (who, what) in enumerate(steps):
            if k == cut:
                fill(late, [B])
                settle(late)
            said = ids[who % len(ids)]
            if what == "undo":
                if stands:
                    number = sorted(stands)[who % len(stands)]
                    review.undo(late, number)
                    del stands[number]
                continue
            change = {"issue": "gates", "stance": what if what in ("support", "oppose") else "none"}
            done = review.judge(late, said, "correct", change, "jo")
            stands[done.id] = said, change
        fill(late, [B])
        settle(late)
        fill(once, [B, A])
        settle(once, GATES)
        for _, (said, change) in sorted(stands.items()):
            review.judge(once, said, "correct", change, "jo")
        assert state(late) == state(once)
        with once.write() as conn:
            position_heads.renew_all(conn)
        assert state(late) == state(once)
        assert not settle(late, sure=SURE)
