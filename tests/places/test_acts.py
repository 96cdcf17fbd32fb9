"""Sentence and trigger -> where the act took place."""

from __future__ import annotations

import pytest

from onrecord.places import dateline_of, find, place_of

ROWS = [
    ("Gunmen killed four men in the village of Orsk.", "killed", "Orsk"),
    ("In Kelda, dockers walked out.", "walked", "Kelda"),
    ("Officials in Toresk said that soldiers had shot nine people in Velmond.", "shot", "Velmond"),
    ("A hospital in Velmond said troops had fired on miners.", "fired", None),
    ("Police arrested eight men near Lonnick who had come from Toresk.", "arrested", "Lonnick"),
    ("The army moved two brigades from Toresk to Lonnick.", "moved", "Lonnick"),
    ("The militia shelled Lonnick from the hills near Berrin.", "shelled", "Lonnick"),
    ("Thousands marched in Velmond to demand the release of monks jailed in Lhasa.", "marched", "Velmond"),
    ("The envoy flew to Velmond and met his colleague.", "met", "Velmond"),
    ("The minister, speaking in Velmond, rejected the offer.", "rejected", "Velmond"),
    ("The refugees from Toresk were beaten on the Brennik bridge.", "beaten", "Brennik bridge"),
    ("Nobody was there.", "was", None),
]


@pytest.mark.parametrize("text, trigger, wanted", ROWS, ids=[r[0][:40] for r in ROWS])
def test_place_of(text, trigger, wanted):
    start = text.index(trigger)
    got = place_of(text, (0, len(text)), (start, start + len(trigger)), find(text))
    assert (got.name if got else None) == wanted


def _second(text: str, trigger: str, **more):
    start = text.index(trigger)
    begin = text.rfind(". ", 0, start) + 2
    found = find(text)
    return place_of(text, (begin, len(text)), (start, start + len(trigger)), found, **more)


def test_the_sentence_before():
    text = "Rebels overran Toresk on Friday. They burned the mill."
    got = _second(text, "burned")
    assert got is not None and got.name == "Toresk"
    assert got.score < next(iter(find(text))).score, "less sure than a place in the sentence"
    assert _second(text, "burned", type="REJECT") is None, "words are said anywhere"


def test_what_is_blamed_or_asked_has_places_of_its_own():
    text = "Officials in Toresk condemned the killings in Velmond."
    assert place_of(text, (0, len(text)), (20, 29), find(text), type="ACCUSE") is None
    text = "In Toresk, officials condemned the killings in Velmond."
    got = place_of(text, (0, len(text)), (21, 30), find(text), type="ACCUSE")
    assert got is not None and got.name == "Toresk"


def test_the_noun_leads_back():
    text = "Crowds met on the Merrun bridge and in Toresk. Troops fired on the bridge."
    got = _second(text, "fired", type="ASSAULT")
    assert got is not None and got.name == "Merrun bridge"


def test_a_later_place_is_not_asked():
    text = "Rebels kidnapped a priest. He was taken near Toresk."
    assert place_of(text, (0, 26), (7, 16), find(text)) is None


def test_the_dateline():
    text = "KELDA (SPS) - A court fined nine bakers.\n\nGunmen abducted a judge.\n\nA judge thanked them."
    found = find(text)
    line = dateline_of(text, found)
    assert line is not None and line.name == "Kelda"
    start = text.index("fined")
    opening = place_of(text, (14, 40), (start, start + 5), found, type="SANCTION", dateline=line)
    assert opening is not None and opening.name == "Kelda"
    start = text.index("abducted")
    assert place_of(text, (42, 66), (start, start + 8), found, type="ASSAULT", dateline=line) is None, "told later on"


def test_two_datelines_are_none():
    text = "KELDA (SPS) - Snow fell.\n\nTORESK (SPS) - Rain fell."
    assert dateline_of(text, find(text)) is None
