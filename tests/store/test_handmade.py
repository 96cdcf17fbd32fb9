"""Statements in people's words: seen by every question, kept through analyses, taken back whole."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from position_factory import GATES, Model, count, model, settle  # noqa: F401
from store_factory import Begin, check_sound, fill, reading

from effort import times
from onrecord.errors import Conflict, NotFound, UsageError
from onrecord.model import Reading
from onrecord.project import Project
from onrecord.store import bulk_review, handmade_review, merging, queries, review, schema, shared
from onrecord.store.columns import metadata
from onrecord.store.db import Store
from onrecord.store.handmade_review import Words
from onrecord.store.rows import Explanation
from onrecord.store.standing import derive_in

FULL = {name: name.casefold() for name in ("Ann Lee", "Bo Ford", "Di Roe")}
LINES = [("Ann Lee", "We will sign if the gates stay open."), ("Bo Ford", "No deal.")]
MADE = reading("a.txt", LINES)
TEXT = MADE.document.text
FIRST, SECOND = MADE.statements


def at(words: str, text: str = TEXT) -> str:
    return f"{text.index(words)}-{text.index(words) + len(words)}"


def _filled(store: Store) -> None:
    fill(store, [MADE], same=FULL)


@pytest.fixture
def filled(begin: Begin) -> Store:
    return begin(_filled)


def told(store: Store) -> list[tuple[Any, ...]]:
    return sorted((s.quote, s.speaker.name if s.speaker else "", s.verdict, s.by) for s in queries.said(store))


def reworded(store: Store, words: str = "We will sign", who: str = "jo", **more: str) -> str:
    return review.judge(store, FIRST.id, "correct", {"content": at(words), **more}, who).made


# ---------------------------------------------------------------------------- corrected words


def test_corrected_words_take_the_machines_place_in_every_answer(filled: Store) -> None:
    own = reworded(filled)
    assert told(filled) == [
        ("No deal.", "Bo Ford", None, "test/1"), ("We will sign", "Ann Lee", "accept", "person:jo")
    ]  # fmt: skip
    assert [h.id for h in queries.find(filled, "sign").hits if h.kind == "statement"] == [own]
    assert not [h for h in queries.find(filled, "gates").hits if h.kind == "statement"]
    explained = queries.explain(filled, own)
    assert isinstance(explained, Explanation)
    assert (explained.said.score, explained.said.why, explained.sure) == (1.0, f"jo corrected {FIRST.id}", True)
    assert queries.count_said(filled, by="Ann Lee") == 1
    left = next(s for s in queries.said(filled, include_rejected=True) if s.id == FIRST.id)
    assert (left.quote, left.verdict) == (LINES[0][1], "reject"), "the machine's row stays as it was"
    assert filled.check() == []


def test_conditions_are_found_in_corrected_words(filled: Store) -> None:
    own = reworded(filled, "sign if the gates stay open")
    (found,) = queries.stated(filled)
    assert (found.said.id, found.spans[0].text) == (own, "if the gates stay open")


def test_pieces_source_cue_and_kind_are_corrected_too(filled: Store) -> None:
    where = f"{at('We will')},{at('gates stay')}"
    own = reworded(filled, "We will", content=where, source="?", cue="?", kind="indirect", act="demand")
    said = queries.explain(filled, own)
    assert isinstance(said, Explanation)
    one = said.said
    assert [s.text for s in one.content] == ["We will", "gates stay"]
    assert (one.source, one.cue, one.kind, one.act) == ((), (), "indirect", "demand")
    again = review.judge(filled, own, "correct", {"source": at("Ann Lee")}, "al")
    assert (again.target, again.made) == (FIRST.id, own), "what was corrected before stays"
    said = queries.explain(filled, own)
    assert isinstance(said, Explanation)
    assert [s.text for s in (*said.said.source, *said.said.content)] == ["Ann Lee", "We will", "gates stay"]


def test_a_corrected_speaker_is_kept_when_words_are_corrected_and_the_other_way_round(filled: Store) -> None:
    review.judge(filled, FIRST.id, "correct", {"speaker": "Di Roe"}, "jo")
    own = reworded(filled)
    assert ("We will sign", "Di Roe", "correct", "person:jo") in told(filled)
    review.judge(filled, own, "correct", {"speaker": "Bo Ford"}, "al")
    assert ("We will sign", "Bo Ford", "correct", "person:jo") in told(filled)
    reworded(filled, "We will sign if", who="cy")
    assert ("We will sign if", "Bo Ford", "correct", "person:cy") in told(filled)
    review.judge(filled, own, "accept", {}, "jo")
    assert ("We will sign if", "Bo Ford", "correct", "person:cy") in told(filled)
    review.judge(filled, own, "reject", {}, "jo")
    assert [quote for quote, *_ in told(filled)] == ["No deal."]


def test_a_row_that_takes_the_place_of_one_that_goes_has_what_stands_for_it(filled: Store) -> None:
    reworded(filled)
    later = review.judge(filled, FIRST.id, "accept", {}, "jo")
    handmade_review.add(filled, "a.txt", Words(content=at("We will sign")), "", "jo")
    review.undo(filled, later.id)
    assert ("We will sign", "Ann Lee", "accept", "person:jo") in told(filled)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"content": "x"}, "no list of characters"),
        ({"content": "3-"}, "no list of characters"),
        ({"content": "5-5"}, "is empty"),
        ({"content": "9-5"}, "is empty"),
        ({"content": f"0-{len(TEXT) + 1}"}, f"not in the article, which has {len(TEXT)}"),
        ({"content": "20-30,10-15"}, "in order"),
        ({"content": "20-30,25-40"}, "in order"),
        ({"content": f"{TEXT.index(chr(10))}-{TEXT.index(chr(10)) + 2}"}, "white space"),
        ({"content": "?"}, "no list of characters"),
        ({"content": "1" * 30 + "-2"}, "no list of characters"),
        ({"content": at(LINES[0][1])}, "has these words already"),
        ({"content": at("No deal.")}, f"{SECOND.id} has these very words"),
        ({"content": at("We will"), "kind": "oral"}, "no kind is called"),
        ({"content": at("We will"), "act": "song"}, "no act is called"),
        ({"content": at("We will"), "stance": "oppose"}, "cannot be corrected"),
    ],
)
def test_words_that_make_no_sense(filled: Store, change: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        review.judge(filled, FIRST.id, "correct", change, "jo")
    assert review.judgements(filled) == []


def test_words_are_found_again_when_the_article_changes_and_orphaned_where_they_are_gone(filled: Store) -> None:
    own = reworded(filled)
    longer = reading("a.txt", [("Cy Zed", "New words at the top."), *LINES])
    fill(filled, [longer], same=FULL)
    (mine,) = [s for s in queries.said(filled) if s.by == "person:jo"]
    assert (mine.id, mine.document.id) == (own, longer.document.id)
    assert longer.document.text[mine.content[0].start : mine.content[0].end] == "We will sign"
    (line,) = review.judgements(filled)
    assert (line.state, line.made) == ("moved", own)
    fill(filled, [reading("a.txt", [("Bo Ford", "No deal.")])], same=FULL)
    assert [s.by for s in queries.said(filled)] == ["test/1"]
    assert [j.state for j in review.judgements(filled)] == ["orphaned"]
    fill(filled, [longer], same=FULL)
    assert [s.id for s in queries.said(filled) if s.by == "person:jo"] == [own]


def test_words_outlive_a_better_model_that_finds_the_statement_no_more_or_in_these_words(filled: Store) -> None:
    own = reworded(filled, speaker="Di Roe")
    fill(filled, [replace(MADE, statements=(SECOND,))], same=FULL, project="finds less")
    assert ("We will sign", "Di Roe", "correct", "person:jo") in told(filled)
    assert [j.state for j in review.judgements(filled)] == ["moved"]
    start = TEXT.index("We will sign")
    words = replace(FIRST.content[0], start=start, end=start + 12, text=TEXT[start : start + 12])
    better = replace(FIRST, id="s" + "0" * 16, content=(words,))
    fill(filled, [replace(MADE, statements=(better, replace(SECOND, within=None)))], same=FULL, project="better")
    assert [s.id for s in queries.said(filled) if s.quote == "We will sign"] == [own], "nothing stands twice"
    review.undo(filled, 1)
    assert [s.id for s in queries.said(filled) if s.quote == "We will sign"] == [better.id]


def test_positions_are_read_of_corrected_words_and_what_was_judged_of_them_stays(store: Store, model: Model) -> None:  # noqa: F811
    one = reading("g.txt", [("Ann Lee", "I refuse. We welcome the gates.")])
    fill(store, [one], same=FULL)
    settle(store, GATES)
    (machine,) = queries.positions(store, implied=True, stance=("unclear", "support", "oppose"))
    review.judge(store, machine.id, "correct", {"stance": "support"}, "jo")
    said = one.statements[0]
    where = at("We welcome the gates.", one.document.text)
    own = review.judge(store, said.id, "correct", {"content": where}, "jo").made
    handmade_review.read(store, 0.6)
    (now,) = queries.positions(store, implied=True)
    assert (now.said.id, now.stance, now.verdict) == (own, "support", "correct")
    before = count(store)
    review.undo(store, 2)
    (back,) = queries.positions(store, implied=True)
    assert (back.id, back.stance, back.verdict) == (machine.id, "support", "correct")
    assert count(store) == before - 1


# ---------------------------------------------------------------------------- added statements


def test_a_statement_that_was_missed_is_added_and_taken_out(filled: Store) -> None:
    made = handmade_review.add(filled, "a.txt", Words(content=at("News of a.txt")), "Bo Ford", "jo", "seen")
    assert (made.verdict, made.target, made.made, made.score) == ("add", made.target, made.target, None)
    assert ("News of a.txt", "Bo Ford", "correct", "person:jo") in told(filled)
    assert [h.id for h in queries.find(filled, "news").hits if h.kind == "statement"] == [made.target]
    review.judge(filled, made.target, "correct", {"content": at("News"), "speaker": "?"}, "al")
    assert ("News", "", "correct", "person:al") in told(filled)
    review.judge(filled, made.target, "accept", {}, "jo")
    assert ("News", "", "correct", "person:al") in told(filled)
    with pytest.raises(UsageError, match="has these very words"):
        handmade_review.add(filled, "a.txt", Words(content=at("News")), "", "jo")
    fill(filled, [replace(MADE, statements=())], same=FULL, project="finds nothing")
    assert [quote for quote, *_ in told(filled)] == ["News"]
    for j in review.judgements(filled):
        review.undo(filled, j.id)
    assert told(filled) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [("We will sign if the gates stay open.", "direct"), ("Ann Lee said: “We will", "mixed"), ("Ann Lee", "indirect")],
)
def test_kind_is_as_the_quotation_marks_say(store: Store, words: str, kind: str) -> None:
    fill(store, [replace(MADE, statements=())], same=FULL)
    made = handmade_review.add(store, MADE.document.id, Words(content=at(words), said="2019-03-01"), "", "jo")
    (one,) = queries.said(store)
    assert (one.id, one.kind, one.speaker, str(one.on)) == (made.target, kind, None, "2019-03-01")


@pytest.mark.parametrize(
    ("what", "words", "who", "error", "says"),
    [
        ("b.txt", Words(content="0-4"), "jo", NotFound, "no document"),
        ("a.txt", Words(content=""), "jo", UsageError, "which characters"),
        ("a.txt", Words(content="0-4"), " ", UsageError, "say who"),
        ("a.txt", Words(content="0-4", said="soon"), "jo", UsageError, "no day"),
        ("a.txt", Words(content="0-4", kind="oral"), "jo", UsageError, "no kind"),
        ("a.txt", Words(content=at("No deal.")), "jo", UsageError, "these very words"),
    ],
)
def test_statements_that_cannot_be_added(
    filled: Store, what: str, words: Words, who: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        handmade_review.add(filled, what, words, "", who)


# ---------------------------------------------------------------------------- two records


def test_another_record_brings_its_words_and_what_was_judged_of_them(tmp_path: Path, filled: Store) -> None:
    with Store.create(tmp_path / "other.onrecord") as other:
        fill(other, [MADE], same=FULL)
        own = reworded(other, speaker="Di Roe", who="al")
        added = handmade_review.add(other, "a.txt", Words(content=at("News of a.txt")), "Bo Ford", "al").target
        review.judge(other, added, "accept", {}, "cy")
        review.judge(other, own, "correct", {"speaker": "Bo Ford"}, "cy")
        wanted = told(other)
        done = merging.merge(filled, tmp_path / "other.onrecord", Project())
        assert (done.taken, done.elsewhere, done.conflicts) == (4, 0, ())
        assert told(filled) == wanted
        assert merging.merge(filled, tmp_path / "other.onrecord", Project()).taken == 0
        review.undo(other, 1)
        merging.merge(filled, tmp_path / "other.onrecord", Project())
        assert told(filled) == told(other)
    assert filled.check() == []


# ---------------------------------------------------------------------------- any course of judging

PEOPLE = st.sampled_from(["jo", "al"])
SPANS = st.sampled_from(["We will sign", "will sign if", "the gates stay open.", "No deal", "News of"])
NAMES = st.sampled_from(["Ann Lee", "Bo Ford", "Di Roe", "?"])
PICK = st.integers(0, 5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("judge"), PICK, st.sampled_from(["accept", "reject", "unsure"]), PEOPLE),
        st.tuples(st.just("speaker"), PICK, NAMES, PEOPLE),
        st.tuples(st.just("words"), PICK, SPANS, PEOPLE),
        st.tuples(st.just("add"), PICK, SPANS, PEOPLE),
        st.tuples(st.just("bulk"), PICK, st.sampled_from(["accept", "reject"]), PEOPLE),
        st.tuples(st.just("settle"), PICK, st.sampled_from(["accept", "reject"]), PEOPLE),
        st.tuples(st.just("undo"), st.integers(1, 12), st.none(), PEOPLE),
        st.tuples(st.just("undo bulk"), st.integers(1, 3), st.none(), PEOPLE),
        st.tuples(st.just("anew"), st.integers(0, 3), st.none(), PEOPLE),
    ),
    max_size=10,
)
_DERIVED = ("statement", "via", "condition", "standing", "handmade", "telling", "same", "wording", "position")
COPY = reading("b.txt", LINES, outlet="The Hill Times")


def dump(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows that judging may touch, with their numbers."""
    with store.read() as conn:
        tables = metadata.tables
        return {t: sorted(map(tuple, conn.execute(sa.select(tables[t]))), key=repr) for t in _DERIVED}


def answers(store: Store) -> list[Any]:
    found = queries.said(store, include_rejected=True, every=True)
    return sorted(
        (s.id, s.quote, s.speaker.name if s.speaker else "", s.verdict or "", s.by, s.why, s.kind, s.told, s.counted_as)
        for s in found
    )


def take(store: Store, step: tuple[Any, ...], n: int) -> None:
    what, which, how, who = step
    there = sorted(queries.said(store, include_rejected=True, every=True), key=lambda s: s.id)
    one = there[which % len(there)]
    text = store_text(store, one.document.id)
    if what in ("judge", "settle"):
        review.judge(store, one.id, how, {}, who, role="adjudication" if what == "settle" else "")
    elif what == "speaker":
        review.judge(store, one.id, "correct", {"speaker": how}, who)
    elif what == "words":
        review.judge(store, one.id, "correct", {"content": at(how, text)}, who)
    elif what == "add":
        handmade_review.add(store, one.document.id, Words(content=at(how, text)), "", who)
    elif what == "bulk":
        bulk_review.judge_all(store, [s.id for s in there[: which + 1]], how, who=who)
    elif what == "undo":
        review.undo(store, which)
    elif what == "undo bulk":
        bulk_review.undo_bulk(store, which)
    else:
        kept = tuple(s for i, s in enumerate(MADE.statements) if which >> i & 1)
        fill(store, [replace(MADE, statements=tuple(replace(s, within=None) for s in kept))], same=FULL, project=str(n))
        shared.settle(store)


def store_text(store: Store, doc: str) -> str:
    found: Reading | None = store.reading(doc)
    assert found is not None
    return found.document.text


def alone(store: Store, folder: Path) -> list[Any]:
    """The answers of a record that has the same articles, and of the log only the lines that are not undone."""
    store.backup(folder / "alone")
    with Store.open(folder / "alone", write=True) as other:
        with other.write() as conn:
            j = schema.judgement
            alive = list(conn.scalars(sa.select(j.c.id).where(j.c.undone_at.is_(None))))
            every = list(conn.scalars(sa.select(schema.document.c.n)))
            conn.execute(sa.update(j).values(undone_at="2000-01-01"))
            derive_in(conn, every)
            conn.execute(sa.update(j).where(j.c.id.in_(alive)).values(undone_at=None))
            derive_in(conn, every)
        return answers(other)


@given(STEPS)
@settings(max_examples=times(15), deadline=None)
def test_what_stands_is_what_the_lines_that_are_not_undone_say(steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder, "r")) as store:
        fill(store, [MADE, COPY], same=FULL)
        shared.settle(store)
        anew = False
        machine = dump(store)
        for n, step in enumerate(steps):
            try:
                take(store, step, n)
            except (UsageError, Conflict):
                continue
            anew |= step[0] == "anew"
        assert answers(store) == alone(store, Path(folder))
        check_sound(store)
        assert store.check() == []
        for j in review.judgements(store):
            review.undo(store, j.id)
        if not anew:
            assert dump(store) == machine, "undoing everything gives the machine's record back, row for row"
        else:
            assert all(not s[4].startswith("person:") and not s[3] for s in answers(store))
        check_sound(store)
