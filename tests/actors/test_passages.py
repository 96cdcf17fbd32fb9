"""Invented passages -> who each marked source is, and by which rule. None: the honest answer is nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

A, D, M = "Tomas Alvarn", "Petar Dossen", "Mira Alvarn"
FRONT = "Merrun Defence Front"

NAMES = [
    ("{Tomas Alvarn} said the port was closed.", [A], "full-name"),
    ("Tomas Alvarn spoke. {Alvarn} said the port was closed.", [A], "surname"),
    ("Tomas Alvarn spoke. {President Alvarn} said the port was closed.", [A], "title-surname"),
    ("President Tomas Alvarn spoke. {Mr Alvarn} said so.", [A], "title-surname"),
    ("President Tomas Alvarn spoke. {Tomas Alvarn}, 61, said so.", [A], "full-name"),
    ("Tomas Alvarn came. {ALVARN} said so.", [A], "surname"),
    ("Tomás Alvarn came. {Alvárn} said so.", ["Tomás Alvarn"], "surname"),
    ("Tomas J. Alvarn came. {Tomas Alvarn} said so.", ["Tomas J. Alvarn"], "spelling"),
    ("Omar al-Sahli came. {Omar el-Sahli} said so.", ["Omar al-Sahli"], "spelling"),
    ("Omar al-Sahli came. {Sahli} said so.", ["Omar al-Sahli"], "surname"),
    ("Omar al-Sahli came. {Al-Sahli} said so.", ["Omar al-Sahli"], "surname"),
    ("Omar Sahli came. {Al-Sahli} said so.", ["Omar Sahli"], "surname"),
    ("Bill de Brasio came. {de Brasio} said so.", ["Bill de Brasio"], "surname"),
    ("Bill de Brasio came. {De Brasio} said so.", ["Bill de Brasio"], "surname"),
    ("Kim Dok-su came. {Kim} said so.", ["Kim Dok-su"], "first-name"),
    ("Kim Dok-su came. {Kim Dok Su} said so.", ["Kim Dok-su"], "full-name"),
    ("Kim Dok-su met Kim Yo-rin. Later {Kim} said so.", [None], "ambiguous"),
    ("Wanjiru Ng'ang'a came. {Ng’ang’a} said so.", ["Wanjiru Ng'ang'a"], "surname"),
    ("Mairead O'Dossen came. {O’Dossen} said so.", ["Mairead O'Dossen"], "surname"),
    ("Tomas Alvarn came. {Tomas} said so.", [A], "first-name"),
    ("Tomas Alvarn met Tomas Barran. {Tomas} said so.", [None], "ambiguous"),
    ("In the end {Suhartono} said so.", ["Suhartono"], "own-name"),
    ("It was {Suhartono}, a farmer, who said so.", ["Suhartono"], "own-name"),
    # the same family name twice
    ("Tomas Alvarn met Mira Alvarn.\n\n{Alvarn} said no.", [None], "ambiguous"),
    ("Tomas Alvarn met Mira Alvarn.\n\n{Mr Alvarn} said no.", [A], "title-surname"),
    ("Tomas Alvarn met Mira Alvarn.\n\n{Ms Alvarn} said no.", [M], "title-surname"),
    ("Tomas Alvarn met Mira Alvarn.\n\n{Mira} said no.", [M], "first-name"),
    ("Tomas Alvarn won.\n\n{Alvarn} said no.\n\nHis wife, Mira Alvarn, wept.", [A], "surname"),
    ("Tomas Alvarn met Mira Alvarn.\n\nMira Alvarn left. {Alvarn} said no.", [M], "surname-near"),
    ("President Tomas Alvarn met Senator Mira Alvarn.\n\n{Senator Alvarn} said no.", [M], "title-surname"),
    ("Tomas Alvarn spoke. {Mrs Alvarn} said no.", ["Alvarn"], "own-name"),
    ("Michelle Dossen left. Mr. Dossen stayed. {President Dossen} said no.", [None], "ambiguous"),
    # somebody else's things
    ("Tomas Alvarn left. {Alvarn’s office} said no.", [None], "of-another"),
    ("Tomas Alvarn left. {Alvarn's spokesman} said no.", [None], "role"),
    ("Tomas Alvarn left. {A spokesman for Alvarn} said no.", [None], "indefinite"),
    ("Tomas Alvarn left. {a source close to Alvarn} said no.", [None], "group"),
    ("{Alvarn and Dossen} said no.", [None], "several"),
    ("{Tomas Alvarn, Petar Dossen and others} said no.", [None], "several"),
    # places and people
    ("In Paris, {Washington} said it would go.", ["Washington"], "own-name"),
    ("George Washington was a general. {Washington} said it would go.", [None], "place-or-person"),
    ("George Washington was a general. {Mr Washington} said he would go.", ["George Washington"], "title-surname"),
    ("{Theresa May} said no. {May} said no again.", ["Theresa May", "Theresa May"], "surname"),
    # known openers are no names
    ("Tomas Alvarn left. But {Alvarn} said no.", [A], "surname"),
    ("Yesterday Tomas Alvarn left. {Alvarn} said no.", [A], "surname"),
    ("Republican nominee Tomas Alvarn left. {Alvarn} said no.", [A], "surname"),
    ("Secretary of State Tomas Alvarn left. {Alvarn} said no.", [A], "surname"),
    ("Warlord Tomas Alvarn left. {Alvarn} said no.", [A], "surname"),
    ("{Defence Minister Petar Dossen} said no.", [D], "full-name"),
    ("{Ostrian Foreign Minister Petar Dossen} said no.", [D], "full-name"),
    ("{Petar Dossen, the minister, who left,} said no.", [D], "full-name"),
    ("{The leader of the bloc, Mira Alvarn,} said no.", [M], "apposition"),
    ("{One of his ministers, Petar Dossen,} said no.", [D], "apposition"),
    ("{rice grower Petar Dossen} said no.", [D], "full-name"),
]

ORGANISATIONS = [
    ("The Merrun Defence Front (MDF) met. {The MDF} said no.", [FRONT], "acronym"),
    ("The Merrun Defence Front met. {The MDF} said no.", [FRONT], "acronym"),
    ("The Merrun Defence Front met. {The Front} said no.", [FRONT], "short-name"),
    ("The Front for Renewal met. {The Front} said no.", ["Front for Renewal"], "short-name"),
    ("The Front for Renewal met the Merrun Defence Front. {The Front} said no.", [None], "ambiguous"),
    ("Hizb al-Dar, or the House Party, met. {The House Party} said no.", ["Hizb al-Dar"], "second-name"),
    ("The United Reform Party (URP) and the Union of Rice Planters (URP) met. {The URP} said no.", [None], "ambiguous"),
    ("Tomas Alvarn (UPD) left. {The UPD} said no.", ["UPD"], "own-name"),
    ("The Ministry of Defence met. {The ministry} said no.", ["Ministry of Defence"], "head-word"),
    ("The Defence Ministry met the Finance Ministry. {The ministry} said no.", [None], "ambiguous"),
    ("The Supreme Court met. {The appeals court} said no.", [None], "head-word"),
    ("{The interior ministry} said no. Later {the ministry} said yes.", ["interior ministry", "interior ministry"], ""),
    ("{The Ostrian foreign ministry} said no.", ["Ostrian foreign ministry"], "named-office"),
    ("{The government} said no.", [None], "role"),
    ("The Merrun Defence Front met. {The group} said no.", [FRONT], "generic"),
    ("The Merrun Defence Front met the Union of Rice Planters. {The group} said no.", [None], "ambiguous"),
    ("{A spokesman for the Merrun Defence Front} said no.", [FRONT], "spokesman-for"),
    ("The Harbour Gazette wrote it first. {The newspaper} said no.", ["Harbour Gazette"], "media-role"),
    ("{Verrani officials} said no.", [None], "group"),
    ("{Officials} said no.", [None], "group"),
    ("{Some analysts} said no.", [None], "group"),
    ("{Critics} said no.", [None], "group"),
    ("{Republicans} said no.", [None], "group"),
    ("{The statement} said no.", [None], "thing"),
    (
        "{Centre for Strategic and International Studies} said no.",
        ["Centre for Strategic and International Studies"],
        "",
    ),
    ("{The Northern Command of the Merrun Defence Front} said no.", ["Northern Command"], "full-name"),
]

ROLES = [
    ("Petar Dossen, the spokesman, sat down. {The spokesman} said no.", [D], "role"),
    ("Defence Minister Petar Dossen sat down. {The minister} said no.", [D], "role"),
    ("Defence Minister Petar Dossen sat down. {The defence minister} said no.", [D], "role"),
    ("Defence Minister Petar Dossen sat down. {The foreign minister} said no.", [None], "post"),
    ("Prime Minister Petar Dossen sat down. {The minister} said no.", [None], "role"),
    ("Prime Minister Petar Dossen sat down. {The prime minister} said no.", [D], "role"),
    ("Deputy Minister Petar Dossen sat down. {The minister} said no.", [None], "role"),
    (
        "Defence Minister Petar Dossen met Finance Minister Tomas Alvarn.\n\n{The minister} said no.",
        [None],
        "ambiguous",
    ),
    (
        "Defence Minister Petar Dossen met Finance Minister Tomas Alvarn.\n\n{The finance minister} said no.",
        [A],
        "role",
    ),
    ("Verran President Tomas Alvarn sat down. {The Ostrian president} said no.", [None], "post"),
    ("The Merrun Defence Front’s leader, Omar Sahli, left. {The Front’s leader} said no.", ["Omar Sahli"], "role"),
    ("Omar Sahli, 45, leader of the Front, left. {The 45-year-old} said no.", ["Omar Sahli"], "role"),
    ("Omar Sahli, 45, leader of the Front, left. {The 46-year-old leader} said no.", [None], "role"),
    ("{A minister} said no.", [None], "indefinite"),
    ("Petar Dossen, the spokesman, sat down. {Another spokesman} said no.", [None], "indefinite"),
    # whoever speaks for a person is somebody else, and so is whom "he" then means
    ("Colonel Petar Dossen won. {The colonel's spokesman} denied it.", [None], "role"),
    ("Colonel Petar Dossen won. {The colonel's spokesman} denied it. {He} said no.", [None, None], "ambiguous"),
    ("Mira Alvarn, leader of the Reform Party, left. {Her party} said no.", ["Reform Party"], "role-of"),
    ("{The minister} said no.\n\nOne day later Defence Minister Petar Dossen left.", [D], "role"),
    ("We met.\n\nIt rained.\n\n{The minister} said no.\n\nDefence Minister Petar Dossen left.", [None], "role"),
]

PRONOUNS = [
    ("{Tomas Alvarn} said no. {He} added that it rained.", [A, A], "pronoun-only"),
    ("{Tomas Alvarn} said no. {She} added that it rained.", [A, None], "pronoun"),
    ("Tomas Alvarn met Petar Dossen. {He} said no.", ["Tomas Alvarn"], "pronoun-likeliest"),
    ("Tomas Alvarn met Mira Dossen. {She} said no.", ["Mira Dossen"], "pronoun-only"),
    ("{Tomas Alvarn} said Petar Dossen had lied.\n\n{He} added that it rained.", [A, A], "pronoun-before-source"),
    ("{Tomas Alvarn} said no.\n\n{He} added that it rained.", [A, A], "pronoun-before-only"),
    ("{Tomas Alvarn} said no.\n\nIt rained.\n\n{He} added that it rained.", [A, A], "pronoun-likeliest"),
    ("{Tomas Alvarn} said: <“Petar Dossen lied.”> {He} added that it rained.", [A, A], "pronoun-only"),
    ("<“I saw Petar Dossen,”> {he} said.", [None], "pronoun"),
    ("Campaigning against Tomas Alvarn, {he} said no.", [None], "ambiguous"),
    ("Tomas Alvarn left. The minister was tired. {He} said no.", [None], "ambiguous"),
    ("Tomas Alvarn, a former minister, left. {He} said no.", [A], "pronoun-only"),
    ("Mr Alvarn left. {He} said no.", ["Alvarn"], "pronoun-only"),
    ("The spokeswoman, Milan Dossen, left. {He} said no.", [None], "pronoun"),
    ("{Tomas Alvarn}, {who} said no, left.", [A, A], "relative"),
    ("{The Merrun Defence Front} said no. {It} added that it rained.", [FRONT, FRONT], "pronoun-group"),
    ("{The Merrun Defence Front} met the Reform Party. {It} said no.", [FRONT, FRONT], "pronoun-likeliest"),
    ("Tomas Alvarn left. {It} said no.", [None], "pronoun-group"),
    ("Tomas Alvarn met Petar Dossen. {They} said no.", [None], "pronoun-group"),
    ("{We} said no.", [None], "we"),
    ("{I} said no.", [None], "first-person"),
    ("{This reporter} said no.", [None], "role"),
]


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [*NAMES, *ORGANISATIONS, *ROLES, *PRONOUNS],
    ids=lambda v: v[:60] if isinstance(v, str) else "",
)
def test_passage(text: str, expected: list[str | None], why: str, passage: Callable[..., Any]) -> None:
    found = passage(text)
    assert [name for name, _ in found.speakers] == expected
    if why:
        assert found.speakers[-1][1] == why


def test_there_are_enough_rows() -> None:
    assert len([*NAMES, *ORGANISATIONS, *ROLES, *PRONOUNS]) >= 80
