"""The judgement log: what stands, is undone, moves to a new version or is orphaned, and that nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError
from store_factory import Begin, cluster, fill, reading

from onrecord.errors import NotFound, RecordError, UsageError
from onrecord.model import Reading
from onrecord.store import queries, review
from onrecord.store.db import Store

AT = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)
OLD = reading("a.txt", [("Ann Lee", "We will sign the treaty in May."), ("Bo Ford", "No deal."), ("Ann Lee", "Well.")])


def ids(made: Reading) -> list[str]:
    return [s.id for s in made.statements]


def _judged(store: Store) -> None:
    fill(store, [OLD, reading("b.txt", [("Cy Fox", "Rain.")])])


@pytest.fixture
def judged(begin: Begin) -> Store:
    return begin(_judged)


def test_judgement_comes_back_and_shows(judged: Store) -> None:
    made = review.judge(judged, ids(OLD)[0], "accept", who=" jo ", note="checked", at=AT)
    assert (made.id, made.target, made.verdict, made.who, made.note) == (1, ids(OLD)[0], "accept", "jo", "checked")
    assert (made.at, made.undone_at, made.state, made.change) == (AT, None, "attached", {})
    assert review.judgements(judged) == [made]
    explained = queries.explain(judged, ids(OLD)[0])
    assert (explained.said.verdict, explained.judgements) == ("accept", (made,))
    assert queries.status(judged).judgements == {"accept": 1, "reject": 0, "correct": 0}


def test_rejected_statements_are_hidden_by_default_and_kept(judged: Store) -> None:
    review.judge(judged, ids(OLD)[1], "reject", who="jo")
    assert "No deal." not in [s.quote for s in queries.said(judged)]
    assert [s.verdict for s in queries.said(judged, include_rejected=True)].count("reject") == 1
    assert queries.count_said(judged) == 3
    assert queries.count_said(judged, include_rejected=True) == 4
    assert [h.kind for h in queries.find(judged, "deal").hits] == ["article"]
    assert queries.show(judged, "Bo Ford").statements == 0
    assert [s.verdict for s in queries.show(judged, "news/a.txt").said] == [None, "reject", None]
    assert queries.status(judged).statements == 3
    assert sum(p.count for p in queries.periods(judged)) == 3
    assert len(list(queries.statements(judged))) == 3


def test_newest_judgement_stands_and_undoing_brings_back_the_one_before(judged: Store) -> None:
    first = review.judge(judged, ids(OLD)[0], "reject", who="jo")
    second = review.judge(judged, ids(OLD)[0], "accept", who="mo")
    assert queries.explain(judged, ids(OLD)[0]).said.verdict == "accept"
    undone = review.undo(judged, second.id, at=AT)
    assert undone.undone_at == AT
    assert review.undo(judged, second.id) == undone
    assert queries.explain(judged, ids(OLD)[0]).said.verdict == "reject"
    review.undo(judged, first.id)
    assert queries.explain(judged, ids(OLD)[0]).said.verdict is None
    assert [j.verdict for j in review.judgements(judged)] == ["reject", "accept"]


def test_corrected_speaker(judged: Store) -> None:
    made = review.judge(judged, ids(OLD)[0], "correct", {"speaker": "bo ford"}, "jo")
    assert made.change["speaker"] == "Bo Ford"
    assert {s.quote for s in queries.said(judged, by="Bo Ford")} == {"No deal.", "We will sign the treaty in May."}
    assert {s.quote for s in queries.said(judged, by="Ann Lee")} == {"Well."}
    assert queries.show(judged, "Bo Ford").statements == 2
    review.undo(judged, made.id)
    assert queries.count_said(judged, by="Ann Lee") == 2


def test_speaker_nobody_has_becomes_an_actor_until_undone(judged: Store) -> None:
    made = review.judge(judged, ids(OLD)[0], "correct", {"speaker": "Di  Roe"}, "jo")
    ref = queries.actor(judged, "di roe")
    assert (ref.name, ref.kind) == ("Di  Roe", "unknown")
    assert queries.said(judged, by="Di Roe")[0].speaker == ref
    review.undo(judged, made.id)
    with pytest.raises(NotFound):
        queries.actor(judged, "di roe")


def test_speaker_may_be_an_id_or_nobody(judged: Store) -> None:
    ford = queries.actor(judged, "bo ford")
    review.judge(judged, ids(OLD)[0], "correct", {"speaker": ford.id}, "jo")
    assert queries.explain(judged, ids(OLD)[0]).said.speaker == ford
    review.judge(judged, ids(OLD)[0], "correct", {"speaker": "?"}, "jo")
    assert queries.explain(judged, ids(OLD)[0]).said.speaker is None
    assert [s.id for s in queries.said(judged, by="?")] == ids(OLD)[:1]


def test_name_of_two_actors_must_be_told_apart(judged: Store) -> None:
    fill(judged, [reading("c.txt", [("Bo Ford", "Mine.")], kind="organization")], same={"Bo Ford": "another"})
    with pytest.raises(UsageError, match=r"name of 2 actors; give an id: Bo Ford \(a"):
        review.judge(judged, ids(OLD)[0], "correct", {"speaker": "Bo Ford"}, "jo")


@pytest.mark.parametrize(
    ("target", "verdict", "change", "who", "error", "says"),
    [
        ("snone", "accept", {}, "jo", NotFound, "no statement has the id"),
        (None, "maybe", {}, "jo", UsageError, "is no verdict"),
        (None, "accept", {}, " ", UsageError, "say who"),
        (None, "correct", {}, "jo", UsageError, "give the speaker"),
        (None, "correct", {"stance": "oppose"}, "jo", UsageError, "cannot be corrected"),
        (None, "correct", {"kind": "oral"}, "jo", UsageError, "no kind is called 'oral'; there are: direct"),
        (None, "reject", {"speaker": "X"}, "jo", UsageError, "belongs to the verdict"),
    ],
)
def test_judgements_that_make_no_sense(
    judged: Store, target: str | None, verdict: str, change: dict[str, str], who: str, error: type, says: str
) -> None:
    with pytest.raises(error, match=says):
        review.judge(judged, target or ids(OLD)[0], verdict, change, who)
    assert review.judgements(judged) == []


def test_unknown_judgement_and_state(judged: Store) -> None:
    with pytest.raises(NotFound):
        review.undo(judged, 7)
    with pytest.raises(UsageError):
        review.judgements(judged, state="lost")


def test_log_refuses_to_be_rewritten(judged: Store) -> None:
    review.judge(judged, ids(OLD)[0], "accept", who="jo")
    for sql in ("DELETE FROM judgement", "UPDATE judgement SET who = 'mo'", "UPDATE judgement SET at = ''"):
        with pytest.raises((IntegrityError, RecordError), match="judgements are never"), judged.write() as conn:
            conn.exec_driver_sql(sql)


# ---------------------------------------------------------------------------- new versions


def test_same_words_in_the_new_version_carry_the_judgement(judged: Store) -> None:
    made = review.judge(judged, ids(OLD)[0], "correct", {"speaker": "Bo Ford"}, "jo")
    new = reading("a.txt", [("Cy Fox", "Rain."), ("Ann Lee", "We will sign the treaty in May.")])
    fill(judged, [new])
    [moved] = review.judgements(judged)
    assert (moved.state, moved.target, moved.id) == ("moved", ids(new)[1], made.id)
    said = queries.explain(judged, ids(new)[1]).said
    assert (said.verdict, said.speaker.name) == ("correct", "Bo Ford")
    assert [v.actor.name for v in queries.actors(judged)] == ["Ann Lee", "Bo Ford", "Cy Fox"]
    assert review.judgements(judged, target=ids(OLD)[0]) == [moved]
    with pytest.raises(UsageError, match="older version"):
        review.judge(judged, ids(OLD)[0], "accept", who="jo")


def test_nearly_the_same_words_carry_it(judged: Store) -> None:
    review.judge(judged, ids(OLD)[0], "reject", who="jo")
    new = reading("a.txt", [("Ann Lee", "We will sign the treaty in early May."), ("Ann Lee", "Well, no.")])
    fill(judged, [new])
    assert review.judgements(judged, state="moved")[0].target == ids(new)[0]
    assert "treaty" not in " ".join(s.quote for s in queries.said(judged))


def test_other_words_orphan_it_visibly_and_a_later_version_takes_it_up(judged: Store) -> None:
    review.judge(judged, ids(OLD)[0], "reject", who="jo")
    fill(judged, [reading("a.txt", [("Ann Lee", "All is open.")])])
    [orphan] = queries.status(judged).orphaned
    assert (orphan.state, orphan.target, orphan.verdict) == ("orphaned", ids(OLD)[0], "reject")
    assert queries.count_said(judged) == queries.count_said(judged, include_rejected=True)
    newest = reading("a.txt", [("Ann Lee", "We will sign the treaty in May.")])
    fill(judged, [newest])
    assert queries.status(judged).orphaned == ()
    assert queries.explain(judged, ids(newest)[0]).said.verdict == "reject"


def test_version_that_comes_back_has_its_judgements_again(judged: Store) -> None:
    before = review.judge(judged, ids(OLD)[0], "reject", who="jo")
    for words in ("All is open.", "We will sign the treaty in May or June."):
        fill(judged, [reading("a.txt", [("Ann Lee", words)])])
        fill(judged, [OLD])
        assert review.judgements(judged) == [before]
        assert queries.explain(judged, ids(OLD)[0]).said.verdict == "reject"


def test_equal_words_are_told_apart_by_what_stands_around(store: Store) -> None:
    old = reading("a.txt", [("Ann Lee", "Yes."), ("Bo Ford", "The port stays shut."), ("Ann Lee", "Yes.")])
    fill(store, [old])
    review.judge(store, ids(old)[2], "reject", who="jo")
    new = reading(
        "a.txt",
        [("Di Roe", "Good day."), ("Ann Lee", "Yes."), ("Bo Ford", "The port stays shut."), ("Ann Lee", "Yes.")],
    )
    fill(store, [new])
    assert review.judgements(store)[0].target == ids(new)[3]


def test_two_judged_statements_never_land_on_one(store: Store) -> None:
    old = reading("a.txt", [("Ann Lee", "Yes we can go."), ("Bo Ford", "Yes we can go.")])
    fill(store, [old])
    for target in ids(old):
        review.judge(store, target, "accept", who="jo")
    fill(store, [reading("a.txt", [("Ann Lee", "Yes we can go.")], title="Other")])
    assert sorted(j.state for j in review.judgements(store)) == ["moved", "orphaned"]


def test_undone_judgements_stay_where_they_were(judged: Store) -> None:
    made = review.judge(judged, ids(OLD)[0], "reject", who="jo")
    undone = review.undo(judged, made.id)
    fill(judged, [reading("a.txt", [("Ann Lee", "All is open.")])])
    assert review.judgements(judged) == [undone]
    assert queries.status(judged).orphaned == ()


def test_relink_keeps_corrections_and_follows_a_name_that_became_known(judged: Store) -> None:
    review.judge(judged, ids(OLD)[0], "correct", {"speaker": "Di Roe"}, "jo")
    made = [OLD, reading("b.txt", [("Cy Fox", "Rain.")])]
    judged.relink(*cluster(made))
    assert queries.said(judged, by="Di Roe")[0].quote.startswith("We will sign")
    judged.relink(*cluster(made, {"Bo Ford": "known:Bo B. Ford"}, known=("Di Roe",)))
    assert {s.quote[:7] for s in queries.said(judged, by="Bo B. Ford")} == {"No deal", "We will"}
