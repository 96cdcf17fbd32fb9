"""Another coder's judgements taken in: nothing lost, nothing twice, and what contradicts left for a person."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from event_factory import Did, told
from position_factory import GATES, TOLL, model, settle, sided  # noqa: F401
from store_factory import Fill, check_sound, fill, reading

sys.path.insert(0, str(Path(__file__).parents[1] / "dna"))

from dna_factory import MAX, USUAL, made, written

from onrecord import record
from onrecord.errors import NotFound, RecordError, UsageError
from onrecord.project import Issue
from onrecord.record import Record
from onrecord.store import actor_log, issues, queries, review
from onrecord.store.db import Store

pytestmark = pytest.mark.usefixtures("model")

LINES = [("Ann Lee", "We refuse the gates, refuse all of it."), ("Bo Ford", "We welcome the toll, welcome it all.")]
PLAIN = [("Ann Lee", "The river will rise."), ("Bo Ford", "It will not."), ("Cy Fox", "Boats are late.")]


def _both(store: Store) -> None:
    """Three articles: what both coders begin with."""
    fill(store, [sided("a.txt", LINES), reading("b.txt", PLAIN), told("e.txt", [Did()])])
    settle(store, GATES, TOLL)


@pytest.fixture
def two(made_once: Callable[[Fill], Path], tmp_path: Path) -> Iterator[tuple[Record, Record]]:
    for name in ("mine", "other"):
        shutil.copyfile(made_once(_both), tmp_path / f"{name}.onrecord")
    with record.open(tmp_path / "mine.onrecord") as mine, record.open(tmp_path / "other.onrecord") as other:
        yield mine, other


def said(here: Record) -> list[str]:
    return [s.id for s in sorted(queries.said(here.store), key=lambda s: (s.document.file, s.content[0].start))]


def log(here: Record) -> list[tuple[str, str, str, bool]]:
    return [(j.target, j.verdict, j.who, j.undone_at is not None) for j in review.judgements(here.store)]


def merged(mine: Record, other: Record) -> tuple[int, int, int, int, int]:
    done = mine.merge_record(other.store.path)
    check_sound(mine.store)
    return done.taken, done.already, done.undone, done.elsewhere, len(done.conflicts)


def test_everything_comes_with_its_author_and_time_once(two: tuple[Record, Record]) -> None:
    mine, other = two
    ids = said(other)
    event = next(iter(other.events().events)).id
    position = next(p.id for p in queries.positions(other.store) if p.issue == "gates")
    other.judge(ids[2], "accept", who="bo", note="clear")
    other.judge(ids[3], "correct", speaker="Cy Fox", who="bo")
    other.judge(event, "reject", who="bo")
    other.judge(position, "correct", stance="support", who="bo")
    other.undo(other.judge(ids[4], "reject", who="bo").id)
    actor_log.merge(other.store, "Ann Lee", "Bo Ford", "bo")
    assert merged(mine, other) == (6, 0, 0, 0, 0)
    assert log(mine) == log(other)
    strip = [(j.at, j.note, dict(j.change)) for j in review.judgements(mine.store)]
    assert strip == [(j.at, j.note, dict(j.change)) for j in review.judgements(other.store)]
    assert queries.position(mine.store, position).stance == "support"
    assert [s.verdict for s in mine.said(by="Cy Fox")] == ["correct", None]
    assert {a.actor.name for a in mine.actors()} == {a.actor.name for a in other.actors()}
    assert merged(mine, other) == (0, 6, 0, 0, 0)
    assert merged(other, mine) == (0, 6, 0, 0, 0)


def test_what_contradicts_is_listed_and_left(two: tuple[Record, Record]) -> None:
    mine, other = two
    ids = said(mine)
    mine.judge(ids[2], "accept", who="ann")
    other.judge(ids[2], "reject", who="bo", note="no statement")
    other.judge(ids[3], "reject", who="bo")
    assert merged(mine, other) == (1, 0, 0, 0, 1)
    (one,) = mine.merge_conflicts()
    assert (one.target, one.record, one.what) == (ids[2], "other.onrecord", "The river will rise.")
    assert (one.here.verdict, one.here.who, one.there.verdict, one.there.who, one.there.note) == (
        "accept", "ann", "reject", "bo", "no statement",
    )  # fmt: skip
    assert [s.verdict for s in mine.said(text="river")] == ["accept"]
    assert merged(mine, other) == (0, 2, 0, 0, 1)
    mine.judge(ids[2], "reject", who="lead")
    assert mine.merge_conflicts() == [] and merged(mine, other) == (0, 2, 0, 0, 0)


@pytest.mark.parametrize(
    ("here", "there", "agree"),
    [
        ({"verdict": "accept"}, {"verdict": "accept"}, True),
        ({"verdict": "accept"}, {"verdict": "reject"}, False),
        ({"verdict": "reject"}, {"verdict": "correct", "stance": "none"}, True),
        ({"verdict": "correct", "stance": "support"}, {"verdict": "correct", "stance": "support"}, True),
        ({"verdict": "correct", "stance": "support"}, {"verdict": "correct", "stance": "conditional"}, False),
        ({"verdict": "accept"}, {"verdict": "correct", "stance": "oppose"}, True),  # what was accepted is "oppose"
    ],
)
def test_positions_agree_where_they_leave_the_same_side(
    two: tuple[Record, Record], here: dict[str, str], there: dict[str, str], agree: bool
) -> None:
    mine, other = two
    (position,) = (p.id for p in queries.positions(mine.store) if p.issue == "gates" and p.stance == "oppose")
    mine.judge(position, **here, who="ann")  # type: ignore[arg-type]
    other.judge(position, **there, who="bo")  # type: ignore[arg-type]
    before = queries.position(mine.store, position).stance
    assert merged(mine, other) == ((1, 0, 0, 0, 0) if agree else (0, 0, 0, 0, 1))
    assert queries.position(mine.store, position).stance == before


def test_speakers_and_actors_that_contradict(two: tuple[Record, Record]) -> None:
    mine, other = two
    target = said(mine)[2]
    mine.judge(target, "correct", speaker="Bo Ford", who="ann")
    other.judge(target, "correct", speaker="Cy Fox", who="bo")
    mine.merge("Ann Lee", "Cy Fox", who="ann")
    other.split("Ann Lee", name="Cy Fox", who="bo")
    done = mine.merge_record(other.store.path)
    assert done.taken == 0 and len(done.conflicts) == 2
    assert {c.there.verdict for c in done.conflicts} == {"correct", "split"}
    assert len(mine.merge_conflicts()) == 2


def test_what_its_author_takes_back_is_taken_back(two: tuple[Record, Record]) -> None:
    mine, other = two
    target = said(mine)[2]
    mine.judge(said(mine)[3], "accept", who="ann")
    numbers = [other.judge(target, "reject", who="bo").id, other.judge(said(mine)[3], "reject", who="bo").id]
    assert merged(mine, other) == (1, 0, 0, 0, 1)
    for number in numbers:
        other.undo(number)
    assert merged(mine, other) == (0, 2, 1, 0, 0)
    assert [s.verdict for s in mine.said(text="river")] == [None]


def test_the_issue_comes_with_its_judgements(two: tuple[Record, Record]) -> None:
    mine, other = two
    own = Issue(name="boats", statement="More boats.", words=("boats", "river"))
    issues.add(other.store, own)
    settle(other.store)
    other.judge(said(other)[2], "correct", issue="boats", stance="oppose", who="bo")
    done = mine.merge_record(other.store.path)
    assert (done.issues, done.taken) == (("boats",), 1)
    assert [(i.name, i.statement, i.words) for i in mine.issues()][-1] == ("boats", "More boats.", ("boats", "river"))
    assert [(p.issue, p.stance) for p in queries.positions(mine.store, issue="boats")] == [("boats", "oppose")]


def test_articles_from_another_folder_are_found_by_their_text(tmp_path: Path) -> None:
    with Store.create(tmp_path / "mine.onrecord") as store:
        fill(store, [reading("here/b.txt", PLAIN, title="News"), reading("x.txt")])
    with Store.create(tmp_path / "other.onrecord") as store:
        fill(store, [reading("there/b.txt", PLAIN, title="News"), reading("y.txt", [("Di Ray", "Nothing.")])])
    with record.open(tmp_path / "mine.onrecord") as mine, record.open(tmp_path / "other.onrecord") as other:
        for text in ("river", "Boats", "Nothing"):
            other.judge(next(s.id for s in other.said(text=text)), "reject", who="bo")
        assert merged(mine, other) == (2, 0, 0, 1, 0)
        assert {s.verdict for s in mine.said(include_rejected=True)} == {"reject", None}
        assert merged(mine, other) == (0, 2, 0, 1, 0)
        fill(mine.store, [reading("y.txt", [("Di Ray", "Nothing.")])])
        assert merged(mine, other) == (1, 2, 0, 0, 0)


def test_hand_coded_files_come_with_a_record(tmp_path: Path) -> None:
    for name, coded in (("mine", USUAL[0]), ("other", USUAL[1])):
        (tmp_path / name).mkdir()
        with record.open(tmp_path / f"{name}.onrecord", create=True) as here:
            here.import_dna(written(tmp_path / name / "a.dna", made([coded])))
    with record.open(tmp_path / "mine.onrecord") as mine, record.open(tmp_path / "other.onrecord") as other:
        done = mine.merge_record(other.store.path)
        assert done.files == ("a.dna",) and done.conflicts == () and done.elsewhere == 0
        assert [(r.coder, r.stance) for r in queries.codings(mine.store)] == [("Jo", "support"), (MAX, "oppose")]
        once = log(mine)
        assert mine.merge_record(other.store.path).files == () and log(mine) == once
        check_sound(mine.store)


def test_records_that_cannot_be_taken_in(two: tuple[Record, Record], tmp_path: Path) -> None:
    mine, _ = two
    with Store.create(tmp_path / "else.onrecord") as store:
        fill(store, [reading("z.txt", [("Di Ray", "Nothing.")])])
    with pytest.raises(UsageError, match=r"a record of other articles: none of its 1 documents is among the 3"):
        mine.merge_record(tmp_path / "else.onrecord")
    with pytest.raises(UsageError, match="the record itself"):
        mine.merge_record(mine.store.path)
    with pytest.raises(NotFound, match="no such record"):
        mine.merge_record(tmp_path / "none.onrecord")
    (tmp_path / "text.onrecord").write_text("no record")
    with pytest.raises(RecordError, match="not an OnRecord record"):
        mine.merge_record(tmp_path / "text.onrecord")
    assert log(mine) == []
