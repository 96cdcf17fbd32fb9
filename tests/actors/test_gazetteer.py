"""What the whole world knows by name: complete, found as it is written, and honest where a name is two things."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources

import pytest
from babel.core import Locale
from hypothesis import given
from hypothesis import strategies as st

from onrecord.actors.gazetteer import HOWS, Gazetteer, gazetteer
from onrecord.actors.lexicon import table
from onrecord.actors.names import plain
from onrecord.vocabulary import ACTOR_KINDS

# What CLDR lists that is no state, nor one of the bodies that act as one: dependent islands, regions, stand-ins.
NO_STATES = frozenset(
    [
        *("AC", "AI", "AQ", "AS", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CP", "CQ", "CW", "CX", "DG", "EA", "EU"),
        *("EZ", "FK", "FO", "GF", "GG", "GI", "GL", "GP", "GS", "GU", "HK", "HM", "IC", "IM", "IO", "JE", "KY", "MF"),
        *("MO", "MP", "MQ", "MS", "NC", "NF", "PF", "PM", "PN", "PR", "QO", "RE", "SH", "SJ", "SX", "TA", "TC", "TF"),
        *("TK", "UM", "UN", "VG", "VI", "WF", "XA", "XB", "YT", "ZZ"),
    ]
)


def known() -> Gazetteer:
    return gazetteer()


def test_every_member_of_the_united_nations_and_both_observers() -> None:
    status = [row[1] for row in table("gazetteer_states.tsv")]
    assert status.count("member") == 193
    assert status.count("observer") == 2


def test_every_state_that_cldr_lists() -> None:
    territories = Locale("en").territories
    for code, name in territories.items():
        if len(code) == 2 and code.isalpha() and code not in NO_STATES:
            found = known().find(name)
            assert found is not None, name
            assert found.kind == "state", name


@pytest.mark.parametrize("name", ["Kosovo", "Taiwan", "Palestine", "Western Sahara", "Northern Cyprus", "Abkhazia"])
def test_what_acts_as_a_state_is_there(name: str) -> None:
    found = known().find(name)
    assert found is not None
    assert (found.kind, found.how) == ("state", "name")


@pytest.mark.parametrize(
    ("text", "made", "how"),
    [
        ("Iraq", "state:IRQ", "name"),
        ("Republic of Iraq", "state:IRQ", "name"),
        ("IRAQ", "state:IRQ", "name"),
        ("Iraq’s", "state:IRQ", "name"),
        ("the Netherlands", "state:NLD", "name"),
        ("Côte d’Ivoire", "state:CIV", "name"),
        ("Ivory Coast", "state:CIV", "name"),
        ("U.S.", "state:USA", "acronym"),
        ("the UK", "state:GBR", "acronym"),
        ("DPRK", "state:PRK", "acronym"),
        ("Iraqis", "state:IRQ", "demonym"),
        ("French", "state:FRA", "demonym"),
        ("Baghdad", "government:IRQ", "capital"),
        ("Kiev", "government:UKR", "capital"),
        ("the Kremlin", "government:RUS", "metonym"),
        ("the White House", "government:USA", "metonym"),
        ("Downing Street", "government:GBR", "metonym"),
        ("Foggy Bottom", "government:USA", "metonym"),
        ("the Élysée", "government:FRA", "metonym"),
        ("the Iraqi government", "government:IRQ", "name"),
        ("Government of the Netherlands", "government:NLD", "name"),
        ("the Knesset", "parliament:ISR", "name"),
        ("Verkhovna Rada", "parliament:UKR", "name"),
        ("the Majlis", "parliament:IRN", "name"),
        ("the Iraqi parliament", "parliament:IRQ", "name"),
        ("European Parliament", "igo:EU-PARLIAMENT", "name"),
        ("United Nations", "igo:UN", "name"),
        ("the U.N.", "igo:UN", "acronym"),
        ("Nato", "igo:NATO", "name"),
        ("OPEC+", "igo:OPEC", "name"),
        ("WHO", "igo:WHO", "acronym"),
        ("the Red Cross", "ngo:ICRC", "name"),
        ("Reuters", "media:REUTERS", "name"),
        ("AFP", "media:AFP", "acronym"),
        ("العراق", "state:IRQ", "name"),
        ("ایران", "state:IRN", "name"),
        ("Украина", "state:UKR", "name"),
        ("Україна", "state:UKR", "name"),
        ("中国", "state:CHN", "name"),
        ("中國", "state:CHN", "name"),
        ("Deutschland", "state:DEU", "name"),
        ("Allemagne", "state:DEU", "name"),
        ("Türkiye", "state:TUR", "name"),
        ("ישראל", "state:ISR", "name"),
    ],
)
def test_found(text: str, made: str, how: str) -> None:
    found = known().find(text)
    assert found is not None
    assert (found.id, found.how) == (made, how)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "the",
        "turkey",  # a bird
        "china",
        "us",
        "Us",
        "who",
        "Who",
        "un",
        "the pentagon",  # five sides
        "white house",
        "Tarkhania",
        "Iraq Avenue",
        "Mira Alvarn",
        "Iraq " * 100,
        "government",
        "government of",
        "parliament of the",
        "Tarkhan government",
    ],
)
def test_not_found(text: str) -> None:
    assert known().find(text) is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Georgia", "state:GEO"),
        ("Jordan", "state:JOR"),
        ("Chad", "state:TCD"),
        ("Turkey", "state:TUR"),
        ("Guinea", "state:GIN"),
        ("Dominica", "state:DMA"),
        ("American", "state:USA"),
        ("Washington", "government:USA"),
        ("Congress", "parliament:USA"),
        ("Island", "state:ISL"),  # as Germans call Iceland
        ("Guardian", "media:GUARDIAN"),
    ],
)
def test_an_ambiguous_name_says_what_else_it_is(text: str, first: str) -> None:
    found = known().find(text)
    assert found is not None
    assert found.id == first
    assert found.ambiguous
    assert found.also


@pytest.mark.parametrize(
    ("text", "first", "other"),
    [
        ("Congo", "state:COD", "state:COG"),
        ("Korea", "state:KOR", "state:PRK"),
        ("Dominican", "state:DOM", "state:DMA"),
        ("Congolese", "state:COD", "state:COG"),
        ("Brussels", "government:BEL", "igo:EU"),
    ],
)
def test_two_of_one_name_name_each_other(text: str, first: str, other: str) -> None:
    found = known().find(text)
    assert found is not None
    assert found.ambiguous
    assert {found.id, *found.others} == {first, other}


def test_what_is_plain_is_not_ambiguous() -> None:
    for text in ("Iraq", "Baghdad", "the Kremlin", "Iraqi", "United Nations", "Equatorial Guinea", "South Korea"):
        found = known().find(text)
        assert found is not None
        assert not found.ambiguous, text


def test_a_capital_is_a_place_until_it_acts() -> None:
    capital, seat, state = (known().find(t) for t in ("Baghdad", "the Kremlin", "Iraq"))
    assert capital and capital.place
    assert seat and not seat.place
    assert state and not state.place


@pytest.mark.parametrize(
    ("adjective", "code"),
    [
        ("Iraqi", "IRQ"),
        ("iraqi", "IRQ"),
        ("US", "USA"),
        ("us", None),
        ("South Korean", "KOR"),
        ("Korean", None),
        ("Congolese", None),
        ("Dominican", None),
        ("Nigerian", "NGA"),
        ("Nigerien", "NER"),
        ("Tarkhan", None),
        ("European", None),
        ("Baghdad", None),
        ("", None),
    ],
)
def test_state_of(adjective: str, code: str | None) -> None:
    assert known().state_of(adjective) == code


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("four Iraqi men", "IRQ"),
        ("a US destroyer", "USA"),
        ("Norway’s ambassador to Poland", "NOR"),
        ("Petar Jordan of the United States", "USA"),
        ("the interior minister", None),
        ("the Merrun Defence Front", None),
        ("UN officials", None),
    ],
)
def test_state_in(phrase: str, code: str | None) -> None:
    assert known().state_in(phrase) == code


def test_names_in_a_text_are_the_longest_and_stand_where_they_say() -> None:
    text = "Equatorial Guinea’s envoy told the UN Security Council in New York that Guinea and the us agreed."
    found = known().within(text)
    assert [(text[p.start : p.end].removesuffix("’s"), p.entry.id) for p in found] == [
        ("Equatorial Guinea", "state:GNQ"),
        ("UN Security Council", "igo:UN-SC"),
        ("Guinea", "state:GIN"),
    ]


def test_rows_are_in_order() -> None:
    ids = [row[0] for row in table("gazetteer_bodies.tsv")]
    codes = [row[0] for row in table("gazetteer_states.tsv")]
    assert len(set(ids)) == len(ids)
    assert len(set(codes)) == len(codes)
    for made, kind, state, names in table("gazetteer_bodies.tsv"):
        assert kind in ACTOR_KINDS
        assert ":" in made
        assert not state or state in codes, made
        for name in names.split(","):
            assert name == name.strip() != "", made
    for row in table("gazetteer_states.tsv"):
        assert len(row) == 8, row[0]
        assert row[1] in ("member", "observer", "other", "part", "former")
    for row in table("gazetteer_names.tsv"):
        assert len(row) == 13, row[0]
        assert row[0] in codes


def test_every_name_of_every_row_is_found() -> None:
    for made, _, _, names in table("gazetteer_bodies.tsv"):
        for name in names.split(","):
            found = known().find(name)
            assert found is not None, name
            assert made in (found.id, *found.others) or found.ambiguous, name
    for code, _, state, names, _, capitals, metonyms, houses in table("gazetteer_states.tsv"):
        for name in (state, *names.split(","), *capitals.split(","), *metonyms.split(","), *houses.split(",")):
            found = known().find(name) if name else None
            assert not name or found is not None, name
            assert found is None or found.state == code[:3] or found.others or found.ambiguous, name


def test_every_ambiguous_word_is_one_of_the_gazetteer() -> None:
    for _, words, example, counter in table("gazetteer_ambiguous.tsv"):
        assert example != counter
        for word in words.split(","):
            shown = word.upper() if known().find(word.title()) is None else word.title()
            found = known().find(shown)
            assert found is not None, word
            assert found.also, word


def test_every_row_of_states_leads_somewhere() -> None:
    for name, demonyms, capitals in table("states.tsv"):
        assert known().find(name) is not None, name
        for demonym in filter(None, demonyms.split(",")):
            assert demonym in ("us", "uk") or known().find(demonym.title()) is not None, demonym
        for capital in filter(None, capitals.split(",")):
            assert plain(capital) == capital.casefold(), "as names are compared"
            assert known().find(capital) is not None, capital


def test_the_shipped_tables_are_small() -> None:
    data = resources.files("onrecord").joinpath("data")
    sizes = [len(f.read_bytes()) for f in data.iterdir() if f.name.startswith("gazetteer") or f.name == "states.tsv"]
    assert len(sizes) >= 5
    assert sum(sizes) < 400_000


def test_nothing_is_read_before_it_is_asked() -> None:
    code = "import onrecord.actors.speakers; from onrecord.actors.gazetteer import gazetteer as g; "
    code += "assert g.cache_info().currsize == 0; g().find('Iraq'); assert g.cache_info().currsize == 1"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_licence_of_the_names_is_with_them() -> None:
    data = resources.files("onrecord").joinpath("data")
    assert "UNICODE LICENSE V3" in data.joinpath("gazetteer_names.LICENSE").read_text(encoding="utf-8")
    assert "gazetteer_names.LICENSE" in data.joinpath("gazetteer_names.tsv").read_text(encoding="utf-8").split("\n")[0]


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    for found in (known().find(text), *(p.entry for p in known().within(text))):
        if found is not None:
            assert found.kind in ACTOR_KINDS
            assert found.how in HOWS
    assert all(text[p.start : p.end].strip() for p in known().within(text))
    state = known().state_of(text)
    assert state is None or len(state) == 3
