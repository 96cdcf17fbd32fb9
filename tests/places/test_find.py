"""Text -> the places it names: words, name, kind, country."""

from __future__ import annotations

import pytest

from onrecord.places import find

ROWS = [
    ("The bomb went off in Aleppo.", [("Aleppo", "Aleppo", "city", "SY")]),
    ("Shells fell near the town of Kelda.", [("Kelda", "Kelda", "city", None)]),
    ("They clashed on the Merrun bridge.", [("Merrun bridge", "Merrun bridge", "unknown", None)]),
    ("He was held in Manbij, Syria, for a week.", [("Manbij, Syria", "Manbij", "city", "SY")]),
    ("Fighting went on in northern Iraq.", [("northern Iraq", "northern Iraq", "region", "IQ")]),
    ("Rockets landed on the Golan Heights.", [("Golan Heights", "Golan Heights", "region", "SY")]),
    ("They met in Springfield, Ill., at noon.", [("Springfield, Ill.", "Springfield", "city", "US")]),
    ("They met in Springfield, Sangamon County, Illinois.",
     [("Springfield, Sangamon County, Illinois", "Springfield", "city", "US")]),
    ("They were held in Orsk Harun, Syria.", [("Orsk Harun, Syria", "Orsk Harun", "unknown", "SY")]),
    ("The Syrian town of Orsk Harun was shelled. They died in the Syrian town of Orsk Harun.",
     [("Orsk Harun", "Orsk Harun", "city", "SY")] * 2),
    ("A drone fell in Syrian airspace.", [("Syrian airspace", "Syria", "country", "SY")]),
    ("He was arrested in the Syrian capital.", [("the Syrian capital", "Damascus", "capital", "SY")]),
    ("He was arrested in the capital of Yemen.", [("the capital of Yemen", "Sanaa", "capital", "YE")]),
    ("Protesters marched in the capital.", [("the capital", "the capital", "capital", None)]),
    ("MERRUN (SPS) - At least 11 people were killed.", [("MERRUN", "Merrun", "unknown", None)]),
    ("BEIRUT, Lebanon (AP) — A silo fell.", [("BEIRUT, Lebanon", "Beirut", "capital", "LB")]),
    ("They met in Bosnia and in New York.",
     [("Bosnia", "Bosnia and Herzegovina", "country", "BA"), ("New York", "New York City", "city", "US")]),
    ("They fired in Syria's Manbij.", [("Manbij", "Manbij", "city", "SY")]),
    ("Nine died in Niger State, Nigeria.", [("Niger State, Nigeria", "Niger State", "region", "NG")]),
    ("Pirates were seen in the Strait of Hormuz.", [("Strait of Hormuz", "Strait of Hormuz", "region", None)]),
]  # fmt: skip

NONE = [
    "Paris Hilton met Georgia Pell.",
    "The Bank of England raised its rate.",
    "The Washington Post said so.",
    "He spoke with the Jordan family.",
    "Damascus rejected the plan.",
    "They met in October and in Arabic they spoke.",
    "In Mr Karadal's view the truce is dead.",
    "The bill was read in the Sobra.",
    "She posted it on Twitter.",
    "It is otherwise in US courts.",
    "He sits in the House of Lords.",
    "",
    "in",
    "In",
]

SPELLINGS = [
    ("Kiev", "UA"), ("Kyiv", "UA"), ("Raqqa", "SY"), ("Rakka", "SY"), ("al-Raqqah", "SY"), ("Hodeidah", "YE"),
    ("Hudaydah", "YE"), ("al-Hodeida", "YE"), ("Sana'a", "YE"), ("Sanaa", "YE"), ("Deir ez-Zor", "SY"),
    ("Bogotá", "CO"), ("Bogota", "CO"), ("São Paulo", "BR"), ("Sao Paulo", "BR"), ("Bombay", "IN"), ("Saigon", "VN"),
]  # fmt: skip


@pytest.mark.parametrize("text, wanted", ROWS, ids=[r[0][:40] for r in ROWS])
def test_places(text, wanted):
    assert [(p.span.text, p.name, p.kind, p.country) for p in find(text)] == wanted


@pytest.mark.parametrize("text", NONE)
def test_no_places(text):
    assert find(text) == ()


@pytest.mark.parametrize("name, country", SPELLINGS)
def test_spellings(name, country):
    people = {"YE": "Yemeni", "SY": "Syrian", "VN": "Vietnamese"}.get(country, "Some")
    (place,) = find(f"{people} officials met in {name}.")
    assert (place.span.text, place.country) == (name, country)


def test_ranges_and_barred_words_are_kept():
    text = "Snow fell in Kelda. Snow fell in Aleppo."
    assert [p.span.text for p in find(text, [(0, 19)])] == ["Kelda"]
    start = text.index("Kelda")
    assert [p.span.text for p in find(text, barred=[(start, start + 5)])] == ["Aleppo"]
    assert find(text, []) == ()


def test_a_name_seen_as_a_place_is_one_after_a_weaker_word():
    text = "They talked to Kelda. {}"
    assert find(text.format("")) == ()
    assert [p.span.start for p in find(text.format("Snow fell in Kelda."))] == [15, 35]
