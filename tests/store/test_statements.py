"""said, count_said, periods and the names they are asked by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from store_factory import fill, reading

from onrecord.actors.names import key as names_key
from onrecord.errors import NotFound, UsageError
from onrecord.model import When
from onrecord.store import queries
from onrecord.store.db import Store

MADE = [
    reading("a.txt", [("Ann Lee", "We will sign."), ("Bo Ford", "No deal."), (None, "Rain.")]),
    reading("b.txt", [("Lee", "Never.")], published=date(2019, 3, 5), outlet="Lake Post"),
    reading(
        "c.txt", [("Ann Lee", "It was so.")], published=date(2020, 1, 1),
        said=When(since=date(2018, 12, 1), until=date(2018, 12, 31), text="in December 2018"),
    ),
    reading("d.txt", [("Cy Fox", "Who knows.")], published=None, outlet=None),
]  # fmt: skip


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.create(tmp_path_factory.mktemp("s") / "r") as store:
        fill(store, MADE)
        yield store


def test_newest_first_and_undated_last(full: Store) -> None:
    assert [(s.on, s.quote) for s in queries.said(full)] == [
        (date(2019, 3, 5), "Never."),
        (date(2019, 3, 4), "We will sign."),
        (date(2019, 3, 4), "No deal."),
        (date(2019, 3, 4), "Rain."),
        (date(2018, 12, 1), "It was so."),
        (None, "Who knows."),
    ]


def test_spans_are_the_articles_text(full: Store) -> None:
    texts = {m.document.id: m.document.text for m in MADE}
    for s in queries.said(full):
        for span in (*s.source, *s.cue, *s.content):
            assert span.text == texts[span.doc][span.start : span.end] != ""


@pytest.mark.parametrize(
    ("filters", "quotes"),
    [
        ({"by": "Ann Lee"}, ["Never.", "We will sign.", "It was so."]),
        ({"by": "lee"}, ["Never.", "We will sign.", "It was so."]),
        ({"by": "?"}, ["Rain."]),
        ({"text": "sign"}, ["We will sign."]),
        ({"text": "ford"}, []),
        ({"text": "wi* sign"}, ["We will sign."]),
        ({"outlet": "lake  POST"}, ["Never."]),
        ({"since": date(2019, 3, 5)}, ["Never."]),
        ({"since": "2019-03-05", "until": "2019"}, ["Never."]),
        ({"until": "2018-12"}, ["It was so."]),
        ({"until": datetime(2018, 12, 1, 5, tzinfo=UTC)}, ["It was so."]),
        ({"act": "promise"}, ["We will sign."]),
        ({"kind": "indirect"}, []),
        ({"kind": "direct", "by": "Bo Ford"}, ["No deal."]),
        ({"min_score": 0.76}, []),
        ({"min_score": 0.75, "by": "cy fox"}, ["Who knows."]),
        ({"by": None, "text": None, "outlet": None, "since": None, "include_rejected": False, "act": "promise"},
         ["We will sign."]),
    ],
)  # fmt: skip
def test_filters(full: Store, filters: dict[str, Any], quotes: list[str]) -> None:
    assert [s.quote for s in queries.said(full, **filters)] == quotes
    assert queries.count_said(full, **filters) == len(quotes)
    assert sorted(s.quote for s in queries.statements(full, **filters)) == sorted(quotes)
    assert sum(p.count for p in queries.periods(full, **filters)) == len(quotes)


@pytest.mark.parametrize(
    ("filters", "error", "says"),
    [
        ({"by": "Zed"}, NotFound, "no actor is called 'Zed'"),
        ({"outlet": "Zed"}, NotFound, "there are: Lake Post, The Bay Courier"),
        ({"since": "March"}, UsageError, "since: 'March' is no date; write 2024"),
        ({"until": "2019-02-30"}, UsageError, "the calendar has no such day"),
        ({"kind": "spoken"}, UsageError, "there are: direct, indirect, mixed"),
        ({"act": "song"}, UsageError, "there are: accusation"),
        ({"who": "x"}, UsageError, "no such filter: who; there are: by, text"),
        ({"limit": -1}, UsageError, "from 0"),
    ],
)
def test_filters_that_cannot_match(full: Store, filters: dict[str, Any], error: type, says: str) -> None:
    with pytest.raises(error, match=says):
        queries.said(full, **filters)


def test_limit_and_offset(full: Store) -> None:
    every = queries.said(full)
    assert queries.said(full, limit=2) == every[:2]
    assert queries.said(full, limit=2, offset=3) == every[3:5]
    assert queries.said(full, offset=4) == every[4:]
    assert queries.said(full, limit=0) == []


@pytest.mark.parametrize(
    ("step", "periods"),
    [
        ("year", [("2018", 1), ("2019", 4), ("undated", 1)]),
        ("month", [("2018-12", 1), ("2019-03", 4), ("undated", 1)]),
        ("day", [("2018-12-01", 1), ("2019-03-04", 3), ("2019-03-05", 1), ("undated", 1)]),
    ],
)
def test_steps_of_periods(full: Store, step: str, periods: list[tuple[str, int]]) -> None:
    found = queries.periods(full, step=step)
    assert [(p.label, p.count) for p in found] == periods
    assert (found[-1].since, found[-1].until) == (None, None)
    bounds = {
        "year": (date(2018, 1, 1), date(2018, 12, 31)),
        "month": (date(2018, 12, 1), date(2018, 12, 31)),
        "day": (date(2018, 12, 1), date(2018, 12, 1)),
    }
    assert (found[0].since, found[0].until) == bounds[step]


def test_periods_count_speakers_and_keeps_order(full: Store) -> None:
    march = queries.periods(full)[1]
    assert [(n.name, n.count) for n in march.speakers] == [("Ann Lee", 2), ("Bo Ford", 1)]
    assert [s.quote for s in march.said] == ["We will sign.", "No deal.", "Rain.", "Never."]
    with pytest.raises(UsageError, match="day, month, year"):
        queries.periods(full, step="week")


# ---------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    "asked", ["Ann Lee", "ann  LEE", "Lee", " lee ", "Ann", "ann l", "LEE", "Ánn Lée", "Ann Lee’s", "Dr. Lee"]
)
def test_names_that_mean_one_actor(full: Store, asked: str) -> None:
    found = queries.actor(full, asked)
    assert found.name == "Ann Lee"
    assert queries.actor(full, found.id) == found


def test_name_that_is_nearly_one_suggests_it(full: Store) -> None:
    with pytest.raises(NotFound, match="did you mean Ann Lee"):
        queries.actor(full, "Anne Lee")
    with pytest.raises(NotFound, match="did you mean Bo Ford"):
        queries.actor(full, "Bo Fjord")
    with pytest.raises(NotFound, match=r"no actor is called '%'; list them with: actors$"):
        queries.actor(full, "%")


@pytest.mark.parametrize("asked", ["an", "a", "bo"])
def test_beginning_of_less_than_three_letters_is_no_name(store: Store, asked: str) -> None:
    fill(store, [reading("a.txt", [("Annika Lee", "Yes."), ("Boris Ford", "No.")])])
    with pytest.raises(NotFound, match=rf"no actor is called '{asked}'; list them with: actors$"):
        queries.actor(store, asked)
    assert queries.actor(store, "ann").name == "Annika Lee"


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("O’Brien", "Sean O'Brien"),
        ("O'Brien", "Sean O'Brien"),
        ("sean o‘brien", "Sean O'Brien"),
        ("Vekony", "Jan Vékony"),
        ("JAN VE\u0301KONY", "Jan Vékony"),
        ("President Vékony", "Jan Vékony"),
        ("al Zurqani", "Ali al-Zurqani"),
        ("Lukasz Wisla", "Łukasz Wisła"),
    ],
)
def test_accents_apostrophes_hyphens_and_titles_do_not_count(store: Store, asked: str, name: str) -> None:
    names = ("Sean O'Brien", "Jan Vékony", "Ali al-Zurqani", "Łukasz Wisła")
    keys = {n: names_key(n) for n in names} | {"Jan Vékony": "vekony"}
    fill(store, [reading(f"{i}.txt", [(n, f"Words {i}.")]) for i, n in enumerate(names)], same=keys)
    assert queries.actor(store, asked).name == name
    assert queries.said(store, by=asked)


def test_of_names_that_differ_in_accents_the_one_as_written_is_meant(store: Store) -> None:
    kinds = {"Jan Vékony": "person", "Jan Vekony": "organization"}  # two actors, whatever their names
    names = tuple(kinds)
    made = [reading(f"{i}.txt", [(n, f"Words {i}.")], kind=kinds[n]) for i, n in enumerate(names)]
    fill(store, made, same={n: n for n in names})
    for name in names:
        assert queries.actor(store, name.upper()).name == name
    with pytest.raises(NotFound, match=r"may be Jan V[eé]kony, Jan V[eé]kony; write"):
        queries.actor(store, "vèkony")


@pytest.mark.parametrize(
    ("asked", "hint"), [("Brnadt", "Willy Brandt"), ("Bredt", "Willy Brandt"), ("Fodr", "Bo Ford")]
)
def test_misspelled_single_word_suggests_the_name(store: Store, asked: str, hint: str) -> None:
    fill(store, [reading("a.txt", [("Willy Brandt", "Yes."), ("Bo Ford", "No.")])])
    with pytest.raises(NotFound, match=rf"no actor is called '{asked}'; did you mean {hint}\?"):
        queries.actor(store, asked)


def test_name_of_several_lists_up_to_eight(store: Store) -> None:
    people = [
        f"{first} Moor"
        for first in ("Anna", "Boris", "Clara", "Diego", "Elena", "Felix", "Gita", "Hugo", "Ines", "Jan")
    ]
    made = [reading(f"{i}.txt", [(p, "Yes.")]) for i, p in enumerate(people)]
    fill(store, made, same={p: p for p in people})
    with pytest.raises(NotFound, match=r"may be Anna Moor, Boris Moor, .* Hugo Moor, ...; write the full name"):
        queries.actor(store, "moor")
    with pytest.raises(NotFound, match="may be"):
        queries.said(store, by="Moor")


def test_full_name_beats_alias_and_the_known_beats_both(store: Store) -> None:
    made = [reading("a.txt", [("Lee", "One.")]), reading("b.txt", [("Ann Lee", "Two."), ("Lee", "Three.")])]
    fill(store, made[:1], same={"Lee": "lee"})
    fill(store, made[1:], same={"Lee": "ann", "Ann Lee": "ann"})
    assert [s.quote for s in queries.said(store, by="lee")] == ["One."]
    third = reading("c.txt", [("Lee", "Four.")])
    fill(store, [third], same={"Lee": "known:Lee"})
    assert [s.quote for s in queries.said(store, by="lee")] == ["Four."]


def test_record_without_anything(tmp_path: Path) -> None:
    with Store.create(tmp_path / "r") as empty:
        status = queries.status(empty)
        assert (status.documents, status.statements, status.first, status.changed) == (0, 0, None, None)
        assert queries.said(empty) == []
        assert queries.periods(empty) == []
        assert queries.find(empty, "word").hits == ()
        assert list(queries.documents(empty)) == list(queries.actors(empty)) == list(queries.statements(empty)) == []
        for ask in (queries.show, queries.explain, queries.actor):
            with pytest.raises(NotFound):
                ask(empty, "nothing")
        with pytest.raises(NotFound, match="there are: none"):
            queries.said(empty, outlet="X")


# ---------------------------------------------------------------------------- a surname of several


def _printed(store: Store, times: dict[str, int], same: dict[str, str] | None = None) -> None:
    """Articles in which each of these people is named in full once, and by the last word of the name so often."""
    made = []
    for i, (name, count) in enumerate(times.items()):
        last = name.split()[-1].split("-")[-1]
        one = reading(f"{i}.txt", [(name, "Yes."), *((last, f"No {k}.") for k in range(count))])
        [first, *others] = one.entities
        rest = {e.id for e in others}
        mentions = tuple(replace(m, entity=first.id) if m.entity in rest else m for m in one.mentions)
        made.append(replace(one, entities=(first,), mentions=mentions, statements=one.statements[:1]))
    fill(store, made, same=same or {name: name for name in times})


def test_surname_printed_for_several_is_no_ones(store: Store) -> None:
    _printed(store, {"Hamid Zurqani": 4, "Ali al-Zurqani": 1})
    with pytest.raises(NotFound, match=r"may be Ali al-Zurqani \(1 mention\), Hamid Zurqani \(4 mentions\); write the"):
        queries.said(store, by="Zurqani")
    with pytest.raises(NotFound, match="may be"):
        queries.show(store, "zurqani")
    assert queries.actor(store, "hamid zurqani").name == "Hamid Zurqani"


def test_surname_that_nearly_always_means_one_is_that_ones(store: Store) -> None:
    _printed(store, {"Hamid Zurqani": 5, "Ali al-Zurqani": 1, "Mo Zurqani": 0})
    assert queries.actor(store, "Zurqani").name == "Hamid Zurqani"


def test_surname_of_a_known_actor_is_that_ones(store: Store) -> None:
    names = {"Hamid Zurqani": 9, "Ali al-Zurqani": 1}
    _printed(store, names, same={"Hamid Zurqani": "hamid", "Ali al-Zurqani": "known:Ali al-Zurqani"})
    assert queries.actor(store, "Zurqani").name == "Ali al-Zurqani"


def test_whose_whole_name_it_is_comes_first(store: Store) -> None:
    _printed(store, {"Hamid Zurqani": 9, "Zurqani": 1})
    assert queries.actor(store, "Zurqani").name == "Zurqani"


def test_part_after_a_hyphen_finds_the_name(store: Store) -> None:
    _printed(store, {"Ali al-Zurqani": 0, "Bo Lund": 0})
    assert queries.actor(store, "zurqani").name == "Ali al-Zurqani"
