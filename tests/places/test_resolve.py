"""Which place of its name a document means: the same words, another document, another place."""

from __future__ import annotations

import pytest

from onrecord.places import find

PAIRS = [
    ("Tripoli", "Libya closed its ports. Guards fought in Tripoli.", "LY"),
    ("Tripoli", "Lebanon sent troops north. Lebanese gunmen fought in Tripoli.", "LB"),
    ("Tripoli", "They fought in Tripoli, in northern Lebanon.", "LB"),
    ("Cordoba", "Argentina exports soya. Farmers met in Cordoba.", "AR"),
    ("Cordoba", "Farmers met in Cordoba and in Seville. Spain pays them.", "ES"),
    ("Georgia", "Russia has kept soldiers in Georgia.", "GE"),
    ("Georgia", "Ballots were counted in Georgia and in Atlanta.", "US"),
    ("Georgia", "He lost in the state of Georgia.", "US"),
    ("Hyderabad", "Pakistani police fired in Hyderabad.", "PK"),
    ("Hyderabad", "India's coders went on strike in Hyderabad.", "IN"),
    ("Santiago", "Chile recalled its consul from a clinic in Santiago.", "CL"),
    ("Santiago", "Pilgrims arrived in Santiago de Compostela, Spain.", "ES"),
    ("Athens", "Seamen marched in Athens. Greece is an old state.", "GR"),
    ("Athens", "The college in Athens, Georgia, closed.", "US"),
    ("Odessa", "Ships left Odessa. Ukraine counted them.", "UA"),
    ("Odessa", "A rig burned down in Odessa, Texas.", "US"),
]


@pytest.mark.parametrize("words, text, country", PAIRS, ids=[f"{w} {c} {n}" for n, (w, _, c) in enumerate(PAIRS)])
def test_country(words, text, country):
    place = next(p for p in find(text) if p.span.text.startswith(words))
    assert place.country == country, place.why
    assert 0 < place.score <= 1 and place.why


def test_the_larger_place_printed_once_holds_for_all_of_the_document():
    text = "A bomb went off in Tripoli, Lebanon, on Monday. Nobody died in Tripoli."
    assert [p.country for p in find(text)] == ["LB", "LB"]


def test_a_name_that_may_be_several_stays_a_name():
    (place,) = find("Police in Springfield arrested nine strikers.")
    assert place.latitude is None and place.name == "Springfield"


def test_a_small_town_without_its_country_stays_a_name_and_with_it_is_known():
    (alone,) = find("Fishermen in Safira mended their nets.")
    assert (alone.name, alone.country, alone.latitude) == ("Safira", None, None)
    told = find("Syria has rationed bread. Syrian bakers met in Safira and in Aleppo.")
    assert told[0].country == "SY"


def test_an_invented_world_stays_unresolved():
    text = "VELISAR (SPS) - Troops met in Safira. They met in Merrun, in Kelda, in Ferren and near Tarsil."
    assert {p.country for p in find(text)} == {None}


def test_the_outlet_is_a_hint():
    text = "Bakers met in Valencia."
    assert {find(text, home="VE")[0].country, find(text, home="ES")[0].country} == {"VE", "ES"}


def test_the_capital_is_that_of_the_country_named_most():
    text = "Iraq closed its airspace. Iraqi crowds marched in the capital, and Iraq's premier left."
    place = next(p for p in find(text) if p.span.text == "the capital")
    assert (place.name, place.country) == ("Baghdad", "IQ")
    assert place.score < 0.9


def test_a_country_in_dispute_lies_where_the_tables_say():
    (place,) = find("Snow fell in Abkhazia.")
    assert (place.kind, place.country) == ("region", "GE")
