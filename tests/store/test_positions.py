"""Positions: read once, kept as documents and issues come and go, and answered as they stand."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from position_factory import GATES, SURE, TOLL, Model, count, model, settle, sided, state  # noqa: F401
from store_factory import Begin, check_sound, fill

from effort import times
from onrecord.errors import NotFound, RecordError, UsageError
from onrecord.model import Reading, When
from onrecord.project import Issue
from onrecord.store import (
    issues,
    position_facts,
    position_paths,
    positions_reading,
    queries,
    removal,
    review,
    schema,
    shared,
)
from onrecord.store.db import Store
from onrecord.store.position_rows import PositionRow
from onrecord.store.verify import verify

pytestmark = pytest.mark.usefixtures("model")

LINES = [
    ("Ann Lee", "We welcome open gates, and welcome them today."),
    ("Bo Ford", "I refuse the gates."),
    ("Ann Lee", "We would welcome the gates if every boat pays."),
    ("Bo Ford", "The weather is fine."),
    ("Cy Fox", "They might welcome gates, and might welcome a toll."),
    ("Cy Fox", "There are gates."),
]
A = sided("a.txt", LINES)
B = sided("b.txt", [("Di Roe", "I refuse a toll.")], published=date(2019, 4, 1), outlet="Gazette")


def taken(store: Store, **filters: Any) -> list[PositionRow]:
    with store.read() as conn:
        return list(position_facts.taken(conn, **filters))


def told(rows: list[PositionRow]) -> list[tuple[str, str, str, str]]:
    return [(r.actor.name if r.actor else "?", r.issue, r.stance, r.strength) for r in rows]


def _full(store: Store) -> None:
    fill(store, [A, B])
    shared.settle(store)
    settle(store, GATES, TOLL)


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


# ---------------------------------------------------------------------------- conditions


def test_conditions_come_back_as_they_were_appended(store: Store) -> None:
    assert A.conditions
    pieces = replace(A.conditions[0], id="cx", spans=A.conditions[0].spans * 2, consequence=())
    whole = replace(A, conditions=(*A.conditions, pieces))
    fill(store, [whole, B])
    assert store.reading(A.document.id) == whole
    assert store.reading(B.document.id) == B
    quoted = sum(len(r.mentions) + len(r.roles) + 3 * len(r.statements) + 2 * len(r.conditions) for r in (whole, B))
    assert (verify(store).spans, verify(store).sound) == (quoted, True)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"statement": "s0"}, "is of a statement that the document does not have"),
        ({"score": 1.5}, "a score is 1.5"),
        ({"spans": (replace(A.conditions[0].spans[0], text="other"),)}, "is not what the text says there"),
    ],
)
def test_a_condition_that_contradicts_its_article_is_refused(store: Store, change: dict[str, Any], says: str) -> None:
    bad = replace(A, conditions=(replace(A.conditions[0], **change),))
    assert says in fill(store, [bad]).refused[0].detail
    twice = replace(A, conditions=(A.conditions[0],) * 2)
    assert "two conditions have the same id" in fill(store, [twice]).refused[0].detail


# ---------------------------------------------------------------------------- reading


def test_each_statement_that_names_the_issue_is_read_and_decided(full: Store) -> None:
    assert told(taken(full, issue="gates", implied=True)) == [
        ("Ann Lee", "gates", "support", "explicit"),
        ("Bo Ford", "gates", "oppose", "explicit"),
        ("Ann Lee", "gates", "conditional", "explicit"),
        ("Cy Fox", "gates", "support", "implied"),
    ]
    assert told(taken(full, issue="toll")) == [("Di Roe", "toll", "oppose", "explicit")]
    assert [r.stance for r in taken(full, stance="none")] == ["none"]
    assert count(full) == 7
    (row,) = taken(full, stance="conditional")
    assert [s.text for s in row.condition] == ["if every boat pays."]
    assert (row.marker, row.said.quote) == ("if", "We would welcome the gates if every boat pays.")
    assert (row.by, row.found, row.why, row.verdict) == ("test/1", "named", "words", None)


def test_what_was_read_is_not_read_again(full: Store, model: Model) -> None:  # noqa: F811
    before, read = state(full), model.read
    assert not settle(full)
    assert not settle(full, GATES, TOLL)
    assert (model.read, state(full)) == (read, before)
    fill(full, [sided("c.txt", [("Ann Lee", "We refuse the gates.")])])
    assert settle(full)
    assert model.read == read + 1


def test_another_model_reads_all_anew_and_another_threshold_nothing(store: Store, model: Model) -> None:  # noqa: F811
    _full(store)
    read = model.read
    assert settle(store, sure=0.8)
    assert model.read == read > 0
    assert [r.stance for r in taken(store, issue="gates")] == ["support", "unclear", "unclear"]
    assert settle(store)
    before = state(store)
    model.version = "test/2"
    assert settle(store)
    assert model.read == 2 * read
    assert {r[-2] for r in state(store)["position"]} == {"test/2"}
    model.version = "test/1"
    settle(store)
    assert state(store) == before


def test_neither_order_nor_batches_change_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [sided(f"{k}.txt", [LINES[k % 6], LINES[(k * 5 + 1) % 6], LINES[2]]) for k in range(12)]
    both, found = [GATES, TOLL], []
    for seed in range(times(6, 4)):
        rnd = random.Random(seed)
        rnd.shuffle(made)
        monkeypatch.setattr(positions_reading, "DOCUMENTS", rnd.randrange(1, 9))
        monkeypatch.setattr(positions_reading, "PAIRS", rnd.randrange(1, 9))
        with Store.create(tmp_path / f"{seed}.onrecord") as store:
            if seed % 2:
                issues.note(store, [GATES])
            for at in range(0, 12, cut := rnd.randrange(1, 12)):
                fill(store, made[at : at + cut])
                if rnd.random() < 0.5:
                    settle(store)
            settle(store, *both)
            found.append(state(store))
            check_sound(store)
            assert store.check() == []
    assert all(f == found[0] for f in found)
    assert len(found[0]["position"]) > 20


def test_what_a_statement_tells_of_others_is_its_inner_part(store: Store) -> None:
    made = sided("n.txt", [("Ann Lee", "Bo says we refuse the gates."), ("Bo Ford", "I refuse the gates.")])
    one, other = made.statements
    at = one.content[0].start + one.content[0].text.index("we refuse")
    inside = replace(other.content[0], start=at, end=one.content[0].end, text="we refuse the gates.")
    made = replace(made, statements=(one, replace(other, content=(inside,), within=one.id)))
    fill(store, [made])
    settle(store, GATES)
    assert told(taken(store, stance=("oppose", "none"))) == [
        ("Ann Lee", "gates", "none", "explicit"),
        ("Bo Ford", "gates", "oppose", "explicit"),
    ]


# ---------------------------------------------------------------------------- issues


def test_an_issue_in_other_words_is_read_anew_and_alone(full: Store, model: Model) -> None:  # noqa: F811
    tolls = [r for r in state(full)["position"] if r[2] == "toll"]
    settle(full, replace(GATES, parent="toll"), TOLL)
    read = model.read
    assert settle(full, replace(GATES, oppose=("weather",), words=("weather",)), TOLL)
    assert model.read == read + 1
    assert [r for r in state(full)["position"] if r[2] == "toll"] == tolls
    assert settle(full, GATES, TOLL)
    assert len(taken(full, issue="gates")) == 3


def test_an_issue_that_goes_takes_its_positions_along(full: Store, model: Model) -> None:  # noqa: F811
    before = state(full)
    settle(full, TOLL)
    assert {r[2] for r in state(full)["position"]} == {"toll"}
    assert full.check() == []
    with pytest.raises(NotFound, match="no issue is called 'gates'; there are: 'toll'"):
        taken(full, issue="gates")
    settle(full, GATES, TOLL)
    assert state(full) == before


def test_issues_of_the_record_survive_those_of_the_project(full: Store) -> None:
    lock = issues.worded(" night  lock", "The lock should close at night.", [], ["x"], ["lock"], "gates")
    assert issues.add(full, lock) == issues.add(full, lock) == lock
    settle(full)
    settle(full, TOLL)
    assert [(r.name, r.origin, r.parent) for r in queries.issues(full)] == [
        ("toll", "project", ""),
        ("night lock", "record", "gates"),
    ]
    assert issues.remove(full, "Night  LOCK") == lock
    with pytest.raises(UsageError, match=r"'toll' is an issue of onrecord\.toml: take it out there"):
        issues.remove(full, "toll")
    issues.add(full, replace(lock, parent=""))
    settle(full, TOLL, replace(lock, parent="toll"))
    assert [(r.name, r.origin, r.parent) for r in queries.issues(full)][1:] == [("night lock", "project", "toll")]


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (Issue(name="GATES"), r"'gates' is an issue of onrecord\.toml: change it there"),
        (Issue(name="fees"), r"'Fees' is an issue of onrecord\.toml"),
        (Issue(name="Night", statement="other"), "'night' is an issue of this record already, in other words"),
        (Issue(name="x", parent="nowhere"), "parent: no issue is called 'nowhere'; there are: 'gates', 'toll', 'Fees'"),
        (Issue(name="x", parent="x"), "parent: no issue is called 'x'"),
    ],
)
def test_an_issue_that_cannot_be_added(full: Store, one: Issue, says: str) -> None:
    issues.add(full, Issue(name="night", parent="gates"))
    with pytest.raises(UsageError, match=says):
        issues.add(full, one, [Issue(name="Fees")])


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (("  ", "", [], [], [], ""), "needs a name"),
        (("\n\t?!", "", [], [], [], ""), "needs a name"),
        (("x" * 5_000, "", [], [], [], ""), "5000 characters"),
        (("x", "", [" "], [], [], ""), "support: an empty text"),
        (("x", "", [], [], ["a", ""], ""), "words: an empty text"),
    ],
)
def test_an_issue_that_says_nothing(what: Any, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        issues.worded(*what)


def test_a_parent_is_not_taken_from_under_its_parts(store: Store) -> None:
    issues.add(store, Issue(name="a"))
    issues.add(store, Issue(name="b", parent="a"))
    with pytest.raises(UsageError, match="'a' is the parent of 'b'"):
        issues.remove(store, "a")
    issues.remove(store, "b")
    issues.remove(store, "a")
    assert queries.issues(store) == []


HOSTILE = [
    'it\'s "so"; DROP TABLE issue; --',
    "two\nlines\tand\r\na bell \x07",
    "gates " + "n" * 5_000,
    "قضية البوابات \u202egates\u202c",
    "half a pair \ud800",
    "%_\\",
    "gates",
    "Gates",
    "gates?",
]


def test_hostile_names_are_names(full: Store) -> None:
    made = [Issue(name=name, statement=name, words=("gates",), support=(name,)) for name in HOSTILE]
    settle(full, *made)
    kept = [r.name for r in queries.issues(full)]
    assert kept == [n.replace("\ud800", "\ufffd") for n in HOSTILE]
    assert {sum(r.positions.values()) for r in queries.issues(full)} == {4}
    assert len({r.id for r in taken(full, implied=True)}) == 4 * len(HOSTILE)
    for name in kept:
        assert {r.issue for r in taken(full, issue=name)} == {name}
    for row in taken(full)[:3]:
        review.judge(full, row.id, "reject", who="jo")
    assert full.check() == []
    settle(full, GATES)
    assert full.check() == []
    assert not settle(full, GATES)


# ---------------------------------------------------------------------------- documents


def test_positions_of_older_versions_and_of_what_was_taken_out_are_not_answered(full: Store) -> None:
    newer = sided("a.txt", [("Ann Lee", "We refuse the gates, and refuse them now.")])
    fill(full, [newer])
    settle(full)
    assert told(taken(full, issue="gates")) == [("Ann Lee", "gates", "oppose", "explicit")]
    fill(full, [A])  # the older version is back, and was read
    assert not settle(full)
    assert len(taken(full, issue="gates")) == 3
    removal.remove(full, "a.txt", "jo")
    assert taken(full, issue="gates") == []
    assert queries.issues(full)[0].positions == {"support": 0, "oppose": 0, "conditional": 0, "unclear": 0}
    fill(full, [A])
    assert len(taken(full, issue="gates")) == 3


def test_an_older_version_that_comes_back_after_the_issue_changed_is_read_anew(full: Store, model: Model) -> None:  # noqa: F811
    fill(full, [sided("a.txt", [("Ann Lee", "Nothing.")])])
    settle(full, replace(GATES, words=("boat",)), TOLL)
    read = model.read
    fill(full, [A])
    assert settle(full)
    assert model.read == read + 1
    assert told(taken(full, issue="gates")) == [("Ann Lee", "gates", "conditional", "explicit")]


def test_an_article_that_is_analysed_anew_is_read_anew(full: Store) -> None:
    better = replace(A, statements=A.statements[:2], conditions=())
    fill(full, [better], project="other")
    assert full.check() == []
    assert taken(full, issue="gates") == []
    assert [r.waiting for r in queries.issues(full)] == [1, 1]
    assert settle(full)
    assert [r.stance for r in taken(full, issue="gates")] == ["support", "oppose"]
    fill(full, [A], project="third")
    settle(full)
    assert len(taken(full, issue="gates")) == 3


def test_what_changes_while_it_is_read_is_left_to_the_next_round(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.positions import reading

    better, calls, read = replace(A, statements=A.statements[:1], conditions=()), [], reading.read

    def meanwhile(spoken: Any, issue: Issue) -> Any:
        if not calls:
            calls.append(1)
            fill(full, [better], project="other")
        return read(spoken, issue)

    monkeypatch.setattr(reading, "read", meanwhile)
    settle(full, replace(GATES, statement="Open the gates."), TOLL)
    assert calls
    assert told(taken(full)) == [
        ("Ann Lee", "gates", "support", "explicit"),
        ("Di Roe", "toll", "oppose", "explicit"),
    ]
    assert not settle(full)


def test_progress_is_told_and_ends_at_the_whole(store: Store) -> None:
    fill(store, [A, B])
    issues.note(store, [GATES, TOLL])
    seen: list[tuple[str, int, int]] = []
    positions_reading.settle(store, SURE, lambda *x: seen.append(x))
    assert seen == [("reading positions", 0, 2), ("reading positions", 2, 2)]


def test_a_reader_asks_and_does_not_write(full: Store) -> None:
    before = queries.issues(full)
    (row,) = taken(full, issue="toll")
    with Store.open(full.path) as reader:
        assert queries.issues(reader) == before
        assert queries.position(reader, row.id[:8]) == row
        assert not settle(reader)
        with pytest.raises(RecordError, match="reading only"):
            issues.add(reader, Issue(name="x"))
        with pytest.raises(RecordError, match="reading only"):
            review.judge(reader, row.id, "accept", who="jo")
        fill(full, [sided("z.txt", LINES[:1])])
        with pytest.raises(RecordError, match="reading only"):
            settle(reader)


def test_damage_is_found(full: Store) -> None:
    with full.write() as conn:
        conn.exec_driver_sql("UPDATE position SET vector = x'00' WHERE n = 1")
        conn.exec_driver_sql("UPDATE condition SET spans = 'If every boat pays!'")
    problems = " ".join(full.check())
    assert "what was read of it is damaged" in problems
    assert "spans of condition" in problems


# ---------------------------------------------------------------------------- questions


def test_filters(full: Store) -> None:
    assert told(taken(full, actor="Ann Lee")) == told(taken(full, actor="Lee")) != []
    assert {r.actor.name for r in taken(full, actor="Ann Lee", issue="gates") if r.actor} == {"Ann Lee"}
    assert len(taken(full, since="2019-04")) == 1 == len(taken(full, outlet="gazette"))
    assert len(taken(full, until="2019-03")) == 3 == len(taken(full, document="a.txt"))
    assert len(taken(full, until=date(2019, 3, 31), implied=True)) == 5
    assert [r.stance for r in taken(full, stance=["oppose"])] == ["oppose", "oppose"]
    assert taken(full, actor="?") == []
    assert [r.on for r in taken(full)] == sorted(r.on for r in taken(full) if r.on)


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        ({"stance": "for"}, "no stance is called 'for'; there are: support, oppose, conditional, unclear, none"),
        ({"outlet": "Nowhere"}, "no outlet is called"),
        ({"actor": "Nobody Known"}, "Nobody Known"),
        ({"since": "soon"}, "since: 'soon' is no date"),
        ({"document": "zzz.txt"}, "no document here is called"),
        ({"colour": "red"}, "no such filter: colour"),
    ],
)
def test_filters_that_make_no_sense(full: Store, filters: dict[str, Any], says: str) -> None:
    with pytest.raises((UsageError, NotFound), match=says):
        taken(full, **filters)


def test_an_utterance_that_two_articles_tell_counts_once(store: Store) -> None:
    words = "We welcome the open gates of the upper lake, and we welcome every boat that comes through them by day."
    day = When(since=date(2019, 3, 1), until=date(2019, 3, 1), text="on Friday")
    made: list[Reading] = [
        sided(f"{k}.txt", [("Ann Lee", words)], outlet=f"Paper {k}", published=date(2019, 3, 4 + k), said=day)
        for k in range(3)
    ]
    fill(store, made)
    shared.settle(store)
    settle(store, GATES)
    rows = taken(store)
    assert (len(rows), len({r.said.counted_as for r in rows}), rows[0].said.told) == (3, 1, 3)
    assert {r.on for r in rows} == {date(2019, 3, 1)}
    (told,), nobody = position_paths.taken(rows)
    assert (told.sources[0].id, told.reports, nobody) == (rows[0].said.counted_as, 3, 0)
    other = next(r for r in rows if r.said.id != r.said.counted_as)
    review.judge(store, other.id, "accept", who="jo")
    (told,), _ = position_paths.taken(taken(store))
    assert (told.id, told.reports) == (other.id, 3)


def test_a_statement_that_was_rejected_takes_no_side(full: Store) -> None:
    (row,) = taken(full, issue="toll")
    review.judge(full, row.said.id, "reject", who="jo")
    assert taken(full, issue="toll") == []
    review.undo(full, 1)
    assert taken(full, issue="toll") == [row]


def test_a_corrected_speaker_takes_it(full: Store) -> None:
    (row,) = taken(full, issue="toll")
    review.judge(full, row.said.id, "correct", {"speaker": "Ann Lee"}, "jo")
    assert [r.issue for r in taken(full, actor="Ann Lee", since="2019-04")] == ["toll"]


def test_counts_of_rows_agree(full: Store) -> None:
    assert count(full, schema.position_read) == 4
    rows = queries.issues(full)
    assert [(r.documents, r.waiting, r.labels) for r in rows] == [(2, 0, 0)] * 2
    assert [sum(r.positions.values()) for r in rows] == [4, 2]
