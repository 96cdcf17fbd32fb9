"""Two printed names: one actor, two, or not to be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.actors.lexicon import table
from onrecord.actors.naming.likeness import WORD_FEATURES, likeness, weights
from onrecord.actors.naming.matching import compare, read_name
from onrecord.actors.naming.name_features import BODY_FEATURES, PERSON_FEATURES
from onrecord.actors.naming.name_words import name_words
from onrecord.actors.naming.printed_names import BODY, PERSON, TITLE, ReadName
from onrecord.vocabulary import ACTOR_KINDS

SAME = """
Tomas Alvarn|TOMAS ALVARN|person
President Tomas Alvarn|Tomas Alvarn|person
Defence Minister Petar Dossen|Petar Dossen|person
US Defense Secretary Petar Dossen|Petar Dossen|unknown
UN Secretary-General Petar Dossen|Petar Dossen|unknown
Alvarn, Tomas|Tomas Alvarn|person
Tomás Alvarñ|Tomas Alvarn|person
Tomas Alvarn’s|Tomas Alvarn|person
T. Alvarn|Tomas Alvarn|person
Tomas J. Alvarn|Tomas Alvarn|person
Tomas Jorek Alvarn|Tomas Alvarn|person
Bill Dossen|William Dossen|person
Drozdov Miroslav|Miroslav Drozdov|person
SergeiKhalvorov|Sergei Khalvorov|person
Jean-Claude Merrin|Jean Claude Merrin|person
J.-C. Merrin|Jean-Claude Merrin|person
Petar Dossen Jr|Petar Dossen, Jr.|person
Ng'ang'a Mwirigi|Nganga Mwirigi|person
Sean O'Halloran|Sean OHalloran|person
Anneliese von Merhof|Anneliese Merhof|person
José María Albornoz Prieto|Jose Maria Albornoz|person
Miguel Albornos|Miguel Albornoz|person
Muammar Qadafari|Moammar Ghadafari|unknown
Hassan al-Zubaidi|Hasan Zubeidi|unknown
Omar Sahli|Omar al-Sahly|person
Abdul Rahman al-Dossari|Abdelrahman Dosari|unknown
Abd al-Karim Merruni|Abdulkarim al-Merrouni|unknown
Abudl Karim Merruni|Abdul Karim Merruni|person
Mullah Abdul Haq Zerai|Abdulhaq Zerai|person
Abdullah Dossari|Abd Allah al-Dosari|person
Abu Salim al-Verrani|Abou Salim al Verrani|unknown
Sayyid Harun Dossari|Harun al-Dossari|person
Nurullah Merwari|Noorullah Marwari|person
Yusuf bin Harun al-Dossari|Yousef ibn Haroun al Dosari|person
bin Harun Salim|Salim bin Harun|person
Harun Salim bin|Salim bin Harun|person
Samir Benmarwa|Samir Ben Marwa|person
Khürel Batsükh|Khurel Batsukh|person
Đorđe Marić|Djordje Maric|person
Oleksandr Vernenko|Aleksandr Vernenko|person
Kim Dok-su|Kim Dok Su|person
Ri Dok-su|Lee Dok Su|person
محمد الدوسري|Mohammed al-Dossari|person
Мирослав Дроздов|Miroslav Drozdov|person
Сергей Халворов|Sergei Khalvorov|person
Κώστας Μαρνής|Kostas Marnis|person
李德顺|Li Deshun|person
Li Deshun|李德順|person
გიორგი მარნელი|Giorgi Marneli|person
the Merrun Defence Front|Merrun Defense Front|organization
Merrun Defence Front (MDF)|MDF|organization
Merrun Defence Front (MDF)|Merrun Defence Front|organization
Merrun Defence Front|MDF|armed_group
14th Verran Brigade|Fourteenth Verran Brigade|armed_group
Verran Labour Organisation|Verran Labor Organization|organization
Verran Int'l Bank|Verran International Bank|organization
Dossen Aktiengesellschaft|Dossen AG|organization
Dossen Works Ltd|Dossen Works Limited|organization
Ministry of Defence of Iraq|Iraqi Defence Ministry|government
Lashkar-e-Merrun|Lashkar-i-Merrun|armed_group
al-Merrun Brigades|Al Merrun Brigade|armed_group
Haftaran's forces|the Haftaran forces|unknown
the Alvarn regime|the Alvarn government|unknown
"""
DIFFERENT = """
Tomas Alvarn|Mira Alvarn|person|first names
John Smithers|James Smithers|person|first names
Miroslav Drozdov|Yaroslav Drozdov|person|first names
Мирослав Дроздов|Ярослав Дроздов|person|first names
Hassan Dossari|Hussein Dossari|person|first names
Mahmoud Dossari|Mohammed Dossari|person|first names
محمد الدوسري|محمود الدوسري|person|first names
Umar al-Verrani|Amr al-Verrani|person|first names
Karim Dossari|Karima Dossari|person|first names
Mario Albornoz|Maria Albornoz|person|first names
Kim Dok-un|Kim Dok-il|person|other words
South Orna|South Orna's Department of Roads|organization|body of another
South Orna|South Orna Department of Roads|unknown|body of another
Tomas W. Alvarn|Tomas H. W. Alvarn|person|initials
Marie Albornoz|Mario Albornoz|person|gender
Kim Dok-su|Kim Song-il|person|other words
李德顺|李德明|person|other syllables
Petar Dossen Jr|Petar Dossen Sr|person|generation
Petar Dossen Jr|Petar Dossen|person|generation
Petar Dossen II|Petar Dossen III|person|generation
Abu Salim|Salim|person|kinship
Abu Salim al-Verrani|Salim al-Verrani|person|kinship
wife of Tomas Alvarn|Tomas Alvarn|person|kinship
Tomas Alvarn's son|Tomas Alvarn|person|kinship
Alvarn's wife|Alvarn|unknown|kinship
Alvarn's wife|Alvarn's son|unknown|kinship
Ahmad bin Hasan al-Dossari|Hasan bin Ahmad al-Dossari|person|kinship
Salim bin Harun al-Dossari|Salim bin Yunus al-Dossari|person|other words
Haftaran's forces|Haftaran|unknown|body of another
the Haftaran regime|Haftaran|unknown|body of another
Haftaran's forces|the Haftaran government|unknown|body of another
office of Tomas Alvarn|Tomas Alvarn|unknown|body of another
forces loyal to Tomas Alvarn|Tomas Alvarn|unknown|body of another
Alvarn's spokesman|Alvarn|unknown|body of another
Tomas Alvarn Foundation|Tomas Alvarn|unknown|body of another
US Vice-President|US Vice-President Petar Dossen|unknown|
National Front|National Front of Qasira|organization|modifier
National Front|National Front (Qasira)|organization|modifier
National Front|National Front of Iraq|organization|country
Ministry of Defence of Iraq|Ministry of Defence of Iran|government|country
Iraqi Army|Syrian Army|government|country
Verran Unity Party|Verran Unity Party (Reform)|party|faction
Verran Unity Party (VUP)|Verran Unity Party (VUP) (Reform)|party|faction
Merrun Youth Union|Merrun Union|organization|faction
Northern Verran Army|Southern Verran Army|armed_group|direction
Northern Verran Army|Verran Army|armed_group|direction
14th Brigade|41st Brigade|armed_group|number
14th Brigade|Brigade|armed_group|number
Dossen Fund IV|Dossen Fund V|organization|number
Islamic Front|Islamic Army|armed_group|head word only
Merrun Liberation Front|Velisar Liberation Front|armed_group|head word only
Merrun People's Party|Velisar People's Party|party|head word only
Ministry of Health|Ministry of Defence|government|head word only
Qasiran Bank|Bank of Velisar|organization|head word only
the Sheikh|Sheikh Harun Dossari|person|title only
the Sheikh|the Sheikh|person|title only
|Tomas Alvarn|person|title only
...|Tomas Alvarn|person|title only
A. Alvarn|Tomas Alvarn|person|
Merrun Party|Merrun Brigade|unknown|
Merrun Television|Merrun Radio|media|
Radio Verran|Verran Times|media|
Umm Salim|Abu Salim|person|
Viktor Orbalach|Viktor Orban|person|
"""
CANNOT_TELL = """
Tomas Alvarn|Alvarn|person|surname only
Tomas Alvarn|Tomas|person|one name only
President Alvarn|Tomas Alvarn|person|surname only
Alvarn|Alvarn|person|same word
Harun Dossari|Sami Harun Dossari|person|more words
Hassan Ali|Ali Hassan|person|other order
Alvarn University|Alvarn|unknown|more words
Dossen|Dossen Trust|organization|more words
"""


def rows(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.strip("\n").split("\n")]


@pytest.mark.parametrize(("a", "b", "kind"), rows(SAME))
def test_same(a: str, b: str, kind: str) -> None:
    found = compare(read_name(a, kind), read_name(b, kind))
    assert found.score >= 0.5, found
    assert not found.blocked


@pytest.mark.parametrize(("a", "b", "kind", "why"), rows(DIFFERENT))
def test_different(a: str, b: str, kind: str, why: str) -> None:
    found = compare(read_name(a, kind), read_name(b, kind))
    assert found.score < 0.5, found
    if why:
        assert (found.why, found.blocked) == (f"blocked: {why}", True)


@pytest.mark.parametrize(("a", "b", "kind", "why"), rows(CANNOT_TELL))
def test_not_to_be_told(a: str, b: str, kind: str, why: str) -> None:
    """Neither merged between stories nor forbidden to a caller who knows more."""
    found = compare(read_name(a, kind), read_name(b, kind))
    assert 0.02 < found.score <= 0.6
    assert not found.blocked
    assert found.why.startswith(why)


def test_kinds_that_are_known_must_agree() -> None:
    assert compare(read_name("Merrun", "person"), read_name("Merrun", "party")).why == "blocked: kinds"
    assert not compare(read_name("Merrun", "unknown"), read_name("Merrun", "party")).blocked


def test_a_surname_is_less_than_two_names_are() -> None:
    full = read_name("Tomas Alvarn", "person")
    assert compare(full, read_name("Alvarn", "person")).score < compare(full, read_name("T. Alvarn", "person")).score


def test_the_reason_names_the_words() -> None:
    found = compare(read_name("Hassan al-Zubaidi", "person"), read_name("Hassan Zubeidi", "person"))
    assert found.why == "spelling: zubaidi/zubeidi"
    assert compare(read_name("MDF", "party"), read_name("Merrun Defence Front", "party")).why == "acronym"
    assert compare(read_name("Tomas Alvarn", "person"), read_name("Mr Tomas Alvarn", "person")).why == "same words"


def test_an_acronym_the_name_gives_itself_is_surer() -> None:
    letters = read_name("MDF", "party")
    own, guessed = read_name("Merrun Defence Front (MDF)", "party"), read_name("Merrun Defence Front", "party")
    assert compare(own, letters).score > compare(guessed, letters).score


TRAITS = {
    "article": lambda n: "al" not in n.words and "sahli" in n.words,
    "assimilated": lambda n: n.words == ("jamal", "shamri"),
    "lineage": lambda n: bool(n.line),
    "parent": lambda n: bool(n.parents),
    "servant": lambda n: "abd" in n.words,
    "kin": lambda n: bool(n.relation),
    "particle": lambda n: not {"van", "der"} & set(n.words) and len(n.words) == 2 and n.words[0] == "pieter",
    "generation": lambda n: bool(n.generation),
    "honorific": lambda n: len(n.strong) < len(n.words) or n.titled,
    "connective": lambda n: n.form == BODY and not {"for", "the", "of"} & set(n.words) and len(n.words) == 3,
    "direction": lambda n: bool(n.directions),
    "faction": lambda n: bool(n.factions),
    "office_of": lambda n: n.owned == "office_of",
    "forces_of": lambda n: n.owned == "forces_of",
    "speaker_of": lambda n: n.owned == "speaker_of",
    "ordinal": lambda n: bool(n.numbers),
    "cardinal": lambda n: bool(n.numbers),
    "roman": lambda n: bool(n.numbers),
}


@pytest.mark.parametrize("row", list(table("name_words.tsv")), ids=lambda r: r[0])
def test_every_list_has_an_example_and_a_counter_example(row: list[str]) -> None:
    name, words, note, example, counter = row
    assert note
    listed = words.split()
    assert len(listed) == len(set(listed)), "a word stands twice"
    if name.startswith("legal_"):
        assert read_name(example, "organization").legal == name
        assert read_name(counter, "organization").legal != name
    elif name in TRAITS:
        assert TRAITS[name](read_name(example)), example
        assert not TRAITS[name](read_name(counter)), counter
    else:  # lists of words that weigh less: one of them stands in the example, none in the other
        assert set(read_name(example, "organization").words) & set(listed)
        assert not set(read_name(counter, "organization").words) & set(listed)


@pytest.mark.parametrize("row", list(table("name_same.tsv")), ids=lambda r: r[2])
def test_every_row_of_same_words(row: list[str]) -> None:
    _, words, example, counter = row
    first, *others = words.split()
    shown, other = (read_name(x, "person").words[-1] for x in (example, counter))
    assert shown in words.split()
    assert other not in words.split()
    for word in others:
        assert likeness(first, word) >= 0.9 or first == word


def test_the_weights_are_those_of_the_features() -> None:
    assert {model: set(found) for model, found in weights().items()} == {
        "word": set(WORD_FEATURES),
        "person": set(PERSON_FEATURES),
        "body": set(BODY_FEATURES),
    }


def test_lists_do_not_contradict_each_other() -> None:
    known = name_words()
    assert not known.within("direction") & known.within("faction")
    assert not known.within("honorific") & known.called


KINDS = st.sampled_from(ACTOR_KINDS)
WORDS = ("Tomas", "Alvarn", "al-", "bin", "Abu", "Jr.", "(MDF)", "Front", "of", "the", "Verran", "14th", "'s", "forces")
MARKS = ("Sheikh", "،", "محمد", "李德", "Дроздов", ",", "-", ".", "/", "'", "“", "”", "AG", "II")
PIECES = st.sampled_from((*WORDS, *MARKS))
NAMES = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=9).map(" ".join))


@given(NAMES, KINDS, NAMES, KINDS)
def test_any_two_texts_compare_and_the_order_is_nothing(a: str, ka: str, b: str, kb: str) -> None:
    one, other = read_name(a, ka), read_name(b, kb)
    found = compare(one, other)
    assert 0.0 <= found.score <= 1.0
    assert found.why
    assert found == compare(other, one)
    assert not found.blocked or (found.score < 0.1 and found.why.startswith("blocked: "))


@given(NAMES, KINDS)
def test_a_name_is_read_the_same_each_time_and_is_itself(text: str, kind: str) -> None:
    name = read_name(text, kind)
    assert isinstance(name, ReadName)
    assert name.form in (PERSON, BODY, TITLE)
    read_name.cache_clear()
    assert read_name(text, kind) == name
    assert hash(read_name(text, kind)) == hash(name)
    if name.form == BODY or len(name.words) > 1:
        assert name.form == TITLE or compare(name, name).score >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "()" * 5000,
        "(" * 9000,
        "A " * 9000,
        "Alvarn " * 200,
        "al-" * 3000,
        "abu " * 3000,
        "Abd al-" * 900,
        "bin Harun " * 900,
        "a" * 200_000,
        "I.I." * 4000,
        "محمد " * 900,
        "李" * 9000,
        "\ud800\udfff Alvarn",
        "ﷺ ﷺ ﷺ",
        "🙂🙂",
    ],
)
def test_hostile_names(text: str) -> None:
    name = read_name(text)
    assert len(name.words) <= 40
    assert 0.0 <= compare(name, read_name("Tomas Alvarn", "person")).score <= 1.0
    assert 0.0 <= compare(name, read_name(text[::-1], "organization")).score <= 1.0
