"""Outlets beside each other: counts with the ids behind them, copies, credits, and who is quoted where."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from store_factory import Begin, Line, fill, reading

from onrecord.errors import NotFound, UsageError
from onrecord.model import Evidence, Reading
from onrecord.store import queries, review
from onrecord.store.db import Store
from onrecord.store.outlet_rows import FEW, OutletPage, OutletRow, OutletTable, Share, share
from onrecord.store.schema import document, reprint, statement, telling

FLOOD = "Flood drowns lower town of Odrava"
STRIKE = "Tram drivers of Belport walk out over night shifts"
DAY = date(2031, 5, 2)


WATER = (
    "The river Lint broke its dyke at Odrava and the lower town drowned. Rescuers carried patients of the hospital "
    "over the water by boat. Soldiers brought pumps and sandbags to the broken dyke at Lint bend."
)


def flood(key: str, outlet: str | None, who: Sequence[Line], published: date | None = DAY) -> Reading:
    return reading(key, [*who, (None, WATER)], title=f"{FLOOD} {key}", outlet=outlet, published=published)


def strike(key: str, outlet: str, who: Sequence[Line], published: date = date(2031, 9, 1)) -> Reading:
    told = [*who, (None, "Tram drivers of the Belport depot walked out over night shifts without pay.")]
    return reading(key, told, title=f"{STRIKE} {key}", outlet=outlet, published=published)


WIRE = flood("wire", "Lint News Agency", [("Petra Holm", "We need sand."), ("Vilem Strach", "The dyke was old.")])
STATE = flood("state", "State Daily", [("Petra Holm", "We need sand.")], date(2031, 5, 4))
SITE = flood("site", "Free Valley", [("Ola Brandt", "Nobody warned us."), ("Vilem Strach", "It was old.")])
TRAM = strike("tram", "State Daily", [("Rosa Kimble", "Not one tram.")])
NAMELESS = flood("nobody", None, [("Ola Brandt", "Nobody came.")])
EVERY = [WIRE, STATE, SITE, TRAM, NAMELESS]


def credited(made: Reading, agency: str) -> Reading:
    evidence = (*made.document.evidence, Evidence(field="agency", value=agency, origin="dateline"))
    return replace(made, document=replace(made.document, evidence=evidence))


def _full(store: Store) -> None:
    fill(store, [credited(WIRE, "LNA"), credited(STATE, "LNA"), SITE, TRAM, NAMELESS])
    with store._engine.begin() as conn:  # what the record finds on its own is put aside: these rows are the tests'
        for table in (reprint, telling):
            conn.execute(sa.delete(table))


@pytest.fixture
def full(begin: Begin) -> Store:
    return begin(_full)


def copied(store: Store, made: Reading, original: Reading, kind: str = "wire", part: float = 0.5) -> None:
    with store._engine.begin() as conn:
        n = {r.id: r.n for r in conn.execute(sa.select(document.c.id, document.c.n))}
        row = {"document": n[made.document.id], "original": n[original.document.id], "kind": kind, "share": part}
        row |= {"parent": row["original"], "why": "test"}
        conn.execute(sa.insert(reprint).values({k: v for k, v in row.items() if k in reprint.c}))


def told_again(store: Store, made: Reading, first: Reading) -> None:
    """The first statements of the two tell one utterance."""
    with store._engine.begin() as conn:
        n = {r.id: r.n for r in conn.execute(sa.select(statement.c.id, statement.c.n))}
        one, other = n[made.statements[0].id], n[first.statements[0].id]
        conn.execute(sa.insert(telling).values(statement=one, utterance=other, score=1.0, why="test"))


def table(store: Store, **how: object) -> dict[str, OutletRow]:
    answer = queries.outlets(store, **how)  # type: ignore[arg-type]
    assert isinstance(answer, OutletTable)
    return {r.outlet: r for r in answer.outlets}


def page(store: Store, name: str, **how: object) -> OutletPage:
    answer = queries.outlets(store, name, **how)  # type: ignore[arg-type]
    assert isinstance(answer, OutletPage)
    return answer


# ---------------------------------------------------------------------------- counting


def test_every_number_is_of_the_ids_beside_it(full: Store) -> None:
    answer = queries.outlets(full)
    assert isinstance(answer, OutletTable)
    assert (answer.documents, answer.nameless) == (5, 1)
    assert [(r.outlet, len(r.documents)) for r in answer.outlets] == [
        ("State Daily", 2),
        ("Free Valley", 1),
        ("Lint News Agency", 1),
    ]
    state = answer.outlets[0]
    assert set(state.documents) == {STATE.document.id, TRAM.document.id}
    assert set(state.tellings) == {s.id for made in (STATE, TRAM) for s in made.statements}
    for row in answer.outlets:
        assert sum(k.share.part for k in row.kinds.values()) == row.statements
        assert all(k.share.part == len(k.statements) for k in row.kinds.values())
        assert {s for v in row.quoted for s in v.statements} <= set(row.tellings)
        assert {d for v in row.quoted for d in v.documents} <= set(row.documents)


def test_words_are_those_of_the_article(full: Store) -> None:
    [row] = [r for r in table(full).values() if r.outlet == "Free Valley"]
    text = SITE.document.text
    assert row.words == len(" ".join(text[p.start : p.end] for p in SITE.document.parts).split())


def test_an_utterance_counts_once(full: Store) -> None:
    twice = flood("late", "State Daily", [("Petra Holm", "We need sand.")], date(2031, 5, 5))
    fill(full, [twice])
    told_again(full, twice, STATE)
    row = table(full)["State Daily"]
    assert row.statements == len(row.tellings) - 1 == 5
    [holm] = [v for v in row.quoted if v.actor.name == "Petra Holm"]
    assert (holm.share.part, holm.share.whole) == (1, 5)
    assert set(holm.documents) == {STATE.document.id, twice.document.id}


def test_rejected_and_unsure_statements(full: Store) -> None:
    review.judge(full, TRAM.statements[0].id, "reject", change={}, who="me", note="")
    row = table(full)["State Daily"]
    assert TRAM.statements[0].id not in row.tellings
    assert "Rosa Kimble" not in {v.actor.name for v in row.quoted}
    assert table(full, sure=True, threshold=0.8)["State Daily"].statements == 0
    assert table(full, sure=True, threshold=0.7)["State Daily"].statements == row.statements


def test_a_window_is_of_days_of_publication(full: Store) -> None:
    fill(full, [flood("undated", "Free Valley", [("Ola Brandt", "Water.")], None)])
    assert table(full)["Free Valley"].undated == 1
    assert table(full, since="2031-05", until="2031-05").keys() == {"State Daily", "Free Valley", "Lint News Agency"}
    assert table(full, until="2031-05-03")["Free Valley"].undated == 0
    assert table(full, until="2031-06") == table(full, until="2031-06-30")
    assert table(full, since="2031-09").keys() == {"State Daily"}
    with pytest.raises(UsageError, match="nothing can lie between"):
        queries.outlets(full, since="2031-09", until="2031-05")
    with pytest.raises(UsageError, match="is no date"):
        queries.outlets(full, since="autumn")


def test_nothing_there(store: Store) -> None:
    answer = queries.outlets(store)
    assert answer == OutletTable(since=None, until=None, story=None, documents=0, nameless=0, outlets=(), stories=())
    with pytest.raises(NotFound, match="there are: none"):
        queries.outlets(store, "State Daily")


# ---------------------------------------------------------------------------- text and credits


@pytest.mark.parametrize("kind", ["exact", "near", "wire"])
def test_a_copy_is_not_text_of_its_own(full: Store, kind: str) -> None:
    copied(full, STATE, WIRE, kind, 0.5)
    rows = table(full)
    state, wire = rows["State Daily"], rows["Lint News Agency"]
    assert (state.original.part, state.original.whole) == (1, 2)
    assert state.words - state.own_words == state.copied[0].words == round(0.5 * (state.copied[0].words * 2))
    assert wire.own_words == wire.words
    [flow] = page(full, "state").taken_from
    assert (flow.outlet, [c.document.id for c in flow.copies]) == ("Lint News Agency", [STATE.document.id])
    [flow] = page(full, "Lint News Agency").taken_by
    assert (flow.outlet, [c.original.id for c in flow.copies]) == ("State Daily", [WIRE.document.id])


def test_what_is_no_copy(full: Store) -> None:
    """Parts of another text are, their words aside, the outlet's own; a quotation is; so is what it prints again."""
    copied(full, STATE, WIRE, "excerpt", 0.25)
    copied(full, SITE, WIRE, "quotation", 0.9)
    row = table(full)["State Daily"]
    assert row.original.part == row.original.whole == 2
    assert 0 < row.own_words < row.words
    site = table(full)["Free Valley"]
    assert (site.own_words, site.copied) == (site.words, ())
    again = flood("again", "Free Valley", [("Ola Brandt", "Nobody warned us.")])
    fill(full, [again])
    with full._engine.begin() as conn:
        conn.execute(sa.delete(reprint))
    copied(full, again, SITE, "exact", 1.0)
    site = table(full)["Free Valley"]
    assert (site.original.part, site.own_words) == (2, site.words)
    assert page(full, "Free Valley").taken_from == ()


def test_credits_and_whose_they_are(full: Store) -> None:
    rows = table(full)
    [credit] = rows["State Daily"].credits
    assert (credit.agency, credit.own, credit.documents) == ("LNA", False, (STATE.document.id,))
    assert rows["Lint News Agency"].credits[0].own
    assert rows["Free Valley"].credits == ()


# ---------------------------------------------------------------------------- against the others


def test_left_out_and_only_here(full: Store) -> None:
    answer = page(full, "State Daily")
    assert [set(c.story.outlets) for c in answer.stories] == [{"Free Valley", "Lint News Agency", "State Daily"}]
    left = {row.actor.name: row for row in answer.left_out}
    assert left.keys() == {"Ola Brandt", "Vilem Strach"}
    assert answer.left_out[0].actor.name == "Vilem Strach"  # two outlets quote him, one quotes her
    assert {q.document.outlet for q in left["Vilem Strach"].by} == {"Free Valley", "Lint News Agency"}
    assert {s for q in left["Ola Brandt"].by for s in q.statements} == {SITE.statements[0].id}
    assert answer.only_here == ()  # Kimble is quoted on a story that no other outlet carries
    assert [r.actor.name for r in page(full, "Free Valley").only_here] == ["Ola Brandt"]
    assert (answer.outlet.voices.part, answer.outlet.voices.whole) == (1, 3)


def test_named_without_being_quoted(full: Store) -> None:
    fill(full, [flood("more", "State Daily", [("Petra Holm", "Ola Brandt knew.")], date(2031, 5, 4))])
    with full._engine.begin() as conn:  # an article that speaks of her: the same entity, no statement
        conn.exec_driver_sql(
            "INSERT INTO entity(id, document, name, key, kind) SELECT 'eX', n, 'Ola Brandt', 'ola brandt', 'person'"
            " FROM document WHERE key = 'more'"
        )
        conn.exec_driver_sql(
            "INSERT INTO link(entity, actor, score, why, by) SELECT (SELECT n FROM entity WHERE id = 'eX'),"
            " (SELECT n FROM actor WHERE name = 'Ola Brandt' AND n = root), 1, 'test', 'test/1'"
        )
    [row] = [r for r in page(full, "State Daily").left_out if r.actor.name == "Ola Brandt"]
    assert [d.file for d in row.named] == ["news/more"]


def test_a_bare_name_is_the_full_one_of_the_story(full: Store) -> None:
    fill(full, [flood("bare", "Hill Post", [("Strach", "Old, and cracked.")])], same={"Strach": "only strach"})
    answer = page(full, "Hill Post")
    assert "Vilem Strach" not in {r.actor.name for r in answer.left_out}
    assert answer.only_here == ()


def test_who_was_first_and_how_late(full: Store) -> None:
    rows = table(full)
    assert (rows["State Daily"].lag, rows["State Daily"].first.part) == (2, 0)
    assert rows["State Daily"].lags[0].document == STATE.document.id
    assert (rows["Free Valley"].lag, rows["Free Valley"].first.part) == (0, 1)
    [carried] = page(full, "State Daily").stories
    assert set(carried.first) == {"Free Valley", "Lint News Agency"}


def test_nobody_is_first_where_the_original_has_no_date(full: Store) -> None:
    undated = flood("undated", "Hill Post", [("Petra Holm", "We need sand.")], None)
    fill(full, [undated])
    copied(full, STATE, undated)
    assert [r.lag for r in table(full).values()] == [None] * 4


def test_differences_are_claimed_of_enough_documents_only(full: Store) -> None:
    def more(n: int, outlet: str, who: str) -> list[Reading]:
        return [flood(f"{outlet}{i}{n}", outlet, [(who, f"Words {i}."), (who, f"More {i}.")]) for i in range(n)]

    assert all(c.differs == "" for c in page(full, "State Daily").compared)
    fill(full, [*more(6, "State Daily", "Petra Holm"), *more(6, "Free Valley", "Ola Brandt")])
    state = {c.actor.name: c.differs for c in page(full, "State Daily").compared}
    site = {c.actor.name: c.differs for c in page(full, "Free Valley").compared}
    assert (state["Petra Holm"], state["Ola Brandt"], state["Vilem Strach"]) == ("more", "less", "")
    assert (site["Petra Holm"], site["Ola Brandt"]) == ("less", "more")


def test_one_story_alone(full: Store) -> None:
    by_words = page(full, "State Daily", story="lower town")
    assert by_words.story is not None
    assert by_words.outlet.documents == (STATE.document.id,)
    for asked in (by_words.story.id, by_words.story.id[:8], WIRE.document.id, "news/site"):
        assert page(full, "State Daily", story=asked).story == by_words.story
    with pytest.raises(NotFound, match="no story here"):
        queries.outlets(full, story="earthquake")
    with pytest.raises(NotFound, match="write the id"):
        queries.outlets(full, story="o")


@pytest.mark.parametrize("asked", ["State Daily", " state  daily ", "state", "SD"])
def test_which_outlet_is_meant(full: Store, asked: str) -> None:
    assert page(full, asked).outlet.outlet == "State Daily"


def test_which_outlet_is_not_clear(full: Store) -> None:
    with pytest.raises(NotFound, match="there are: Free Valley, Lint News Agency, State Daily"):
        queries.outlets(full, "Gazette")
    with pytest.raises(NotFound, match="may be Free Valley, Lint News Agency"):
        queries.outlets(full, "e")


def test_order_of_arrival_changes_nothing(full: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    from onrecord.forms import to_json

    with Store.create(tmp_path_factory.mktemp("other") / "r.onrecord") as other:
        for made in reversed([credited(WIRE, "LNA"), credited(STATE, "LNA"), SITE, TRAM, NAMELESS]):
            fill(other, [made])
        with other._engine.begin() as conn:
            for name in (reprint, telling):
                conn.execute(sa.delete(name))
        for name in ("", "State Daily", "Free Valley"):
            one, two = (json.loads(to_json(queries.outlets(s, name))) for s in (full, other))
            assert _sorted(one) == _sorted(two)


def _sorted(value: object) -> object:
    """Without the order of lists of ids, which is that of arrival."""
    if isinstance(value, dict):
        return {k: _sorted(v) for k, v in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(v) for v in value), key=lambda v: json.dumps(v, sort_keys=True))
    return value


# ---------------------------------------------------------------------------- shares


@given(st.integers(0, 400), st.integers(0, 400))
def test_an_interval_holds_its_share(a: int, b: int) -> None:
    part, whole = min(a, b), max(a, b)
    made = share(part, whole)
    assert 0 <= made.low <= made.high <= 1
    assert made.value is None or made.low - 1e-4 <= made.value <= made.high + 1e-4
    assert made.few == (whole < FEW)


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        (share(80, 100), share(20, 100), "more"),
        (share(20, 100), share(80, 100), "less"),
        (share(50, 100), share(45, 100), ""),
        (share(9, 9), share(0, 100), ""),  # too few
        (share(0, 0), share(50, 100), ""),
    ],
)
def test_what_differs(one: Share, other: Share, says: str) -> None:
    assert one.differs(other) == says


def test_wilson_as_published() -> None:
    """Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662, 0 of 20 is 0 to 0.1611."""
    assert (share(81, 263).low, share(81, 263).high) == (0.2553, 0.3662)
    assert (share(0, 20).low, share(0, 20).high) == (0.0, 0.1611)
