"""Documents into stories: the right ones together, whatever the order, whatever the text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from story_texts import BEGUN, EVENTS, documents, event

from effort import times
from onrecord.errors import UsageError
from onrecord.stories.grouping import Shelf, cluster
from onrecord.stories.records import Group, StoryDocument

PLAIN = documents()
DATED = documents(dated=True)
TEXTS = st.text(st.sampled_from("ab AB.\n1é中ก\u200b’'"), max_size=60)
MADE = st.lists(st.tuples(TEXTS, TEXTS, st.none() | st.dates()), max_size=12)


def parts(groups: tuple[Group, ...]) -> set[frozenset[str]]:
    return {frozenset(g.documents) for g in groups}


@pytest.mark.parametrize("given_documents", [PLAIN, DATED], ids=["undated", "dated"])
def test_each_event_is_a_story(given_documents: list[StoryDocument]) -> None:
    groups = cluster(given_documents)
    assert [len({event(d) for d in g.documents}) for g in groups] == [1] * len(EVENTS)
    assert len(groups) == len(EVENTS)


def test_two_events_of_one_kind_are_two_stories() -> None:
    floods = [d for d in PLAIN if d.id.startswith("flood")]
    assert {event(d) for g in cluster(floods) for d in g.documents[:1]} == {"flood in Odrava", "flood in Kessal"}
    assert all(len({event(d) for d in g.documents}) == 1 for g in cluster(floods))


@settings(max_examples=times(25), deadline=None)
@given(st.permutations(DATED))
def test_order_of_documents_changes_nothing(some: list[StoryDocument]) -> None:
    assert cluster(some) == cluster(DATED)


@settings(max_examples=times(60), deadline=None)
@given(MADE, st.randoms(use_true_random=False))
def test_whatever_the_texts_each_document_is_in_one_story(
    made: list[tuple[str, str, date | None]], rnd: object
) -> None:
    some = [StoryDocument(id=f"d{i}", title=t, text=x, published=p) for i, (t, x, p) in enumerate(made)]
    groups = cluster(some)
    assert sorted(d for g in groups for d in g.documents) == sorted(d.id for d in some)
    assert all(0 <= g.likeness <= 1 for g in groups)
    rnd.shuffle(some)  # type: ignore[attr-defined]
    assert cluster(some) == groups


@settings(max_examples=times(25), deadline=None)
@given(st.sets(st.integers(0, len(DATED) - 1)), st.sets(st.integers(0, len(DATED) - 1)))
def test_a_shelf_answers_for_what_is_on_it(first: set[int], gone: set[int]) -> None:
    shelf = Shelf()
    for i in sorted(first | gone):
        shelf.add(DATED[i])
        shelf.groups()
    for i in gone - first:
        shelf.remove(DATED[i].id)
    assert shelf.groups() == cluster([DATED[i] for i in first])
    assert len(shelf) == len(first)


def test_one_text_years_apart_is_two_stories() -> None:
    same = [d for d in PLAIN if d.id.startswith("strike")]
    first = [replace(d, id=f"a{i}", published=BEGUN + timedelta(days=i)) for i, d in enumerate(same)]
    again = [replace(d, id=f"b{i}", published=BEGUN + timedelta(days=900 + i)) for i, d in enumerate(same)]
    others = [d for d in DATED if not d.id.startswith("strike")]
    found = parts(cluster([*first, *again, *others]))
    assert frozenset(d.id for d in first) in found
    assert frozenset(d.id for d in again) in found


FACTS = (
    "The river Lint broke its dyke at Odrava in the night.",
    "The hospital of the lower town was emptied by boat.",
    "Soldiers brought pumps and sandbags to Lint bend.",
    "Some 3400 people slept in the gymnasium of Odrava.",
)
CASTS = (
    "Mayor Petra Holm praised Colonel Boris Dunn. Holm thanked Dunn again. Dunn saluted Holm.",
    "Farmer Ola Brandt blamed engineer Vilem Strach. Brandt sued Strach again. Strach shunned Brandt.",
)


@pytest.mark.parametrize(("outlets", "stories"), [(("A", "B"), 1), (("A", "A"), 2), ((None, None), 2)])
def test_whom_outlets_quote_does_not_part_a_story(outlets: tuple[str | None, str | None], stories: int) -> None:
    """One event, two casts: each told by an outlet of its own it is one story; told by the same one it may be two."""
    some = [
        StoryDocument(
            id=f"{side}{i}", text="\n".join([*FACTS[:i], *FACTS[i + 1 :], cast]), outlet=outlet, published=BEGUN
        )
        for side, (cast, outlet) in enumerate(zip(CASTS, outlets, strict=True))
        for i in range(6)
    ]
    others = [d for d in DATED if not d.id.startswith("flood")]
    found = [g for g in cluster([*some, *others]) if g.documents[0] in {d.id for d in some}]
    assert len(found) == stories


def test_actors_bring_together_what_words_leave_apart() -> None:
    """Two short reports in different words of one event, among others: their actors decide."""
    texts = ("Premier hails accord.", "River deal signed at last, rivals dine together.")
    pair = [StoryDocument(id=f"p{i}", text=t, published=BEGUN) for i, t in enumerate(texts)]
    others = [d for d in DATED if not d.id.startswith("flood")]
    apart = parts(cluster([*pair, *others]))
    joined = parts(cluster([*(replace(d, actors=("holm", "tamuri")) for d in pair), *others]))
    assert frozenset({"p0", "p1"}) not in apart
    assert frozenset({"p0", "p1"}) in joined


def test_other_scripts_are_grouped_too() -> None:
    """Without capitals, and without spaces between words."""
    flood = "河水在欧德拉瓦冲垮堤坝淹没下城区"
    strike = "贝尔港电车司机因夜班停工要求加薪"
    some = [StoryDocument(id=f"{n}{i}", text=t * 2) for n, t in (("f", flood), ("s", strike)) for i in range(3)]
    assert parts(cluster(some)) == {frozenset({"f0", "f1", "f2"}), frozenset({"s0", "s1", "s2"})}


def test_story_says_when_and_keeps_its_id() -> None:
    strike = [d for d in DATED if d.id.startswith("strike")]
    early = cluster([d for d in DATED if d not in strike[-2:]])
    every = cluster(DATED)
    [before] = [g for g in early if event(g.documents[0]) == "strike"]
    [after] = [g for g in every if event(g.documents[0]) == "strike"]
    assert before.id == after.id
    assert after.since == BEGUN + timedelta(days=80)
    assert after.until == BEGUN + timedelta(days=82)
    assert [d for d in every if d.since is not None] == sorted(every, key=lambda g: str(g.since))


def test_empty_and_single() -> None:
    assert cluster([]) == ()
    [only] = cluster([StoryDocument(id="a", text="")])
    assert (only.documents, only.title, only.likeness) == (("a",), "", 1.0)


def test_an_id_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="two documents have this id"):
        cluster([PLAIN[0], PLAIN[0]])
