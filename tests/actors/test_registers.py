"""Invented passages from many countries and registers -> who each marked source is. None: nobody can say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

READ = [
    # titles and what stands before a name
    ("Doña Remedios Quisbert Apaza wept. {Doña Remedios} said the salt was theirs.", ["Remedios Quisbert Apaza"]),
    ("{Chief Constable Alun Prothero} said no. {Prothero} said so twice.", ["Alun Prothero", "Alun Prothero"]),
    ("{Suldaan Cabdi Xirsi} said the road was closed.", ["Cabdi Xirsi"]),
    ("{Alhaji Sani Dankwambo} said the market was shut.", ["Sani Dankwambo"]),
    ("{Engr. Chukwudi Nwosu} said the grid had failed.", ["Chukwudi Nwosu"]),
    ("{Atty. Lorna Macaraig} said the case was weak.", ["Lorna Macaraig"]),
    ("{Datuk Azlan Rahmat} said the bill was ready.", ["Azlan Rahmat"]),
    ("{Baroness Wyke} told peers the map was old. {She} added that it was torn.", ["Wyke", "Wyke"]),
    ("The junior minister, {Baroness Wyke}, said no.", ["Wyke"]),
    ("Faarax Jirde closed the road. The garaad was firm. {Garaad Faarax Jirde} said no.", ["Faarax Jirde"]),
    (
        "Temur Qoraev spoke. The boyar went home. At dusk {Boyar Temur Qoraev} said no.",
        ["Temur Qoraev"],
    ),
    ("{President Hassan Sheikh Warfaa} said no. {Warfaa} left.", ["Hassan Sheikh Warfaa", "Hassan Sheikh Warfaa"]),
    # acronyms, offices and places before a name
    ("As {the official representative of the MFA Saule Abenova} noted, all is well.", ["Saule Abenova"]),
    ("{PM Arben Dushku} said the border would stay open.", ["Arben Dushku"]),
    (
        "Canals in Qarshan are dry. {The Minister of Agriculture of Qarshan Rustam Hojaev} said no.",
        ["Rustam Hojaev"],
    ),
    ("{The head of the Border Service of Velia, Ilir Muka,} said no.", ["Ilir Muka"]),
    ("{SEETHING Isle of Wrack boss Ted Hoskyn} vowed to fight on.", ["Ted Hoskyn"]),
    ("FURIOUS Ted Hoskyn lashed out. {Hoskyn} said it was war.", ["Ted Hoskyn"]),
    ("FUMING Ted Hoskyn lashed out.\n\n{DEFIANT Hoskyn} said it was war.", ["Ted Hoskyn"]),
    ("{The Head of State's adviser on water, academician Bolat Nurpeisov,} said no.", ["Bolat Nurpeisov"]),
    ("{Butcher Kev Tregeagle — the boss's brother —} said no. {Tregeagle} laughed.", ["Kev Tregeagle"] * 2),
    ("{Vela Foods CEO Arta Krasniqi} said no. {Krasniqi} left.", ["Arta Krasniqi"] * 2),
    ("{John Constable} said no. Chief Constable Ron Trewin came.", ["John Constable"]),
    # abbreviations and initials in names
    ("{Professor Maria Luisa Sto. Domingo of the University of Lumay} said no.", ["Maria Luisa Sto. Domingo"]),
    ("Maria Luisa Sta. Ana spoke. {Sta. Ana} said no.", ["Maria Luisa Sta. Ana"]),
    ("Aigerim Serkebaeva spoke. {A. Serkebaeva} said no.", ["Aigerim Serkebaeva"]),
    ("{R. Hojaev} said no. Rustam Hojaev is the minister.", ["Rustam Hojaev"]),
    ("Ramon Villaruz Jr. spoke. {Villaruz} said no.", ["Ramon Villaruz Jr."]),
    ("Ahmad bin Yusof came. {Ahmad bin Yusof} said no. {Ahmad} left.", ["Ahmad bin Yusof"] * 2),
    ("J. P. Okafor came. {Okafor} said no.", ["J. P. Okafor"]),
    # transcripts
    ("Suldaan Cabdi Xirsi spoke to us.\n\n{CABDI XIRSI}: Tomorrow there is a wedding.", ["Cabdi Xirsi"]),
    ("Suldaan Cabdi Xirsi spoke to us.\n\n{XIRSI}: The camels are many.", ["Cabdi Xirsi"]),
    ("Park Min-ho spoke to us.\n\n{PARK}: We will not sign.", ["Park Min-ho"]),
    # families and pairs
    (
        "President Irakli Sanikidze pledged to stay. His sister and defence minister, Tamar Sanikidze, is thought to "
        "be softer. {She} told a weekly that maps last.",
        ["Tamar Sanikidze"],
    ),
    (
        "President Irakli Sanikidze left. The defence minister, Tamar Sanikidze, stayed.\n\n"
        "{The defence minister} said no.",
        ["Tamar Sanikidze"],
    ),
    ("Nguyen Van Thanh met Tran Thi Hoa. {Mr. Thanh} said no.", ["Nguyen Van Thanh"]),
    ("Bakir Softic met Amra Softic. {Mrs Softic} said no.", ["Amra Softic"]),
    # pronouns
    (
        "Speaker Mahmud al-Halbusi confirmed it.\n\nFaleh al-Kinani led his bloc out, Kinani's ally said. "
        "<The text was changed,> {he} complained.",
        ["Faleh al-Kinani"],
    ),
    ("The vote failed. {Leyla Demirbag} said it was a trick. {She} left.", ["Leyla Demirbag"] * 2),
    ("{Zohreh Mokri} said no.\n\n<“We are tired,”> {she} said.", ["Zohreh Mokri"] * 2),
    ("{Governor Nelia Ocampos} said no. {She} would not send the police.", ["Nelia Ocampos"] * 2),
    ("The union is split, says {Ramiro Toledo}, its secretary, {who} fears a strike.", ["Ramiro Toledo"] * 2),
    ("{Milica Jovović}, {who} heads the bar, said no.", ["Milica Jovović"] * 2),
    ("{Lalo Ocampos} spoke during the Elm Grove Breakfast near Chez Vachot. {He} said no.", ["Lalo Ocampos"] * 2),
    ("In {Mr Condori}’s view, all is well.", ["Condori"]),
    # roles
    ("Mayor Marko Vujadin stayed.\n\nIt rained.\n\nPolice came.\n\n{The mayor} said no.", ["Marko Vujadin"]),
    (
        "Marko Vujadin, the mayor of the mainly Serbian town of Hrastik, stayed.\n\nIt rained.\n\n{The mayor} said no.",
        ["Marko Vujadin"],
    ),
    ("Layth al-Badri, an independent deputy from Wasit, spoke. {The deputy} said no.", ["Layth al-Badri"]),
    (
        "President Ahmed Boqor Warsan of Dankal spoke.\n\nIt rained.\n\n{Dankal’s president} said no.",
        ["Ahmed Boqor Warsan"],
    ),
    ("Shaykh Qais al-Badri came to town. {The shaykh} said no.", ["Qais al-Badri"]),
    ("{A retired officer, who gave only his nickname, Dheeg,} said no.", ["Dheeg"]),
    ("{A beekeeper who gave his name only as Rahmo} said no.", ["Rahmo"]),
    ("The Ministry of Health of Velia met doctors. {The ministry} said no.", ["Ministry of Health of Velia"]),
    ("The Movement for Dignity met. {The movement} said no.", ["Movement for Dignity"]),
    ("Its commander, Zaur Kadiev, spoke. {The commander} said no.", ["Zaur Kadiev"]),
    ("{Ostrian lawmaker Bidzina Lomidze} said no. {The lawmaker} left.", ["Bidzina Lomidze"] * 2),
    ("Anwar Ibrahimov, 61, an archaeologist, dug. {The archaeologist} said no.", ["Anwar Ibrahimov"]),
]

TRAPS = [
    ("{A woman in Norwick, Essland,} said no. {He} left.", [None, None]),
    ("Polls opened. {A teacher from Norwick, Essland,} said no.", [None]),
    ("{Milo Flint} said Tomas Dossen was right when {he} said so.", ["Milo Flint", None]),
    ("They met Jakob Alvarn and Petar Dossen, {who} say no.", [None]),
    ("The case before the Supreme Court {which} seeks relief was heard.", [None]),
    ("Michael Sorda, an actor, left.\n\nStar Arturo Castrel came. {The actor} said no.", [None]),
    ("Villagers whom I met in {Verkhi Dol} said no.", [None]),
    (
        "{Benedict Rhode} said that islands sink.\n\nThe president’s roots played a part. In Honua {he} met fishers.",
        ["Benedict Rhode", None],
    ),
    ("{Wilmer Condori} said no.\n\nThe governor was tired. {He} left.", ["Wilmer Condori", None]),
    ("{Mr. Justice} said no. {He} left. {The chief justice} came.", ["Justice", "Justice", None]),
    ("{The General Secretary} said no.", [None]),
    ("{R. Hojaev} said no. Rustam Hojaev met Ruslan Hojaev.", ["R. Hojaev"]),
    ("He spoke to Kim. {The envoy of Kim Jae Won} said no. Troops came from Kim.", [None]),
    ("{A man who gave his name to Tomas Dossen} said no.", [None]),
    ("{A man who is known by Tomas Dossen} said no.", [None]),
    ("Mark Tomas Dossen met Tomas Dossen. A mark was left. {Mark Tomas Dossen} said no.", ["Mark Tomas Dossen"]),
    ("President Adama Kone met Minister Issa Kone. {Kone} said no.", [None]),
    ("Kim Jae-won met Kim Su-bin. {Kim} said no.", [None]),
    ("Li Wei met Li Qiang in Tianhe. {Li} said no.", [None]),
    ("Gus Hoskyn met his brother Kev Hoskyn. {Mr Hoskyn} said no.", [None]),
    ("Tomas Serkebaev spoke. {A. Serkebaev} said no.", ["A. Serkebaev"]),
    ("Aigerim Serkebaeva met Asel Serkebaeva. {A. Serkebaeva} said no.", ["A. Serkebaeva"]),
    ("Ramon Villaruz Sr. met Ramon Villaruz Jr. today. {Villaruz} said no.", [None]),
    ("Qais al-Badri met Layth al-Badri. {Badri} said no.", [None]),
    ("Hadi al-Kinani met Faleh al-Halbusi. {He} said no.", ["Hadi al-Kinani"]),  # the subject of the sentence before
    ("Zeynep Aydin met Elif Demir. {She} said no.", ["Zeynep Aydin"]),
    ("{The government in Mogaal}, {which} claims the coast, left.", [None, None]),
    ("A friend of Petar Dossen, {who} said no, left.", [None]),
    ("A lawyer for Wilmer Condori, {who} said no, left.", [None]),
    ("Wilmer Condori sued. {His lawyer} said no.", [None]),
    ("Leyla Demirbag sued. {Her brother} said no.", [None]),
    ("{The Karvelians} said no. Karvelia is a state.", [None]),
    ("Shells fell in Tajmir. {The Tajmiris} said no.", [None]),
    ("{The Minister of Agriculture} said no.", [None]),
    ("{The Head of State} said no.", [None]),
    ("Mayor Marko Vujadin met Mayor Ana Kosor.\n\n{The mayor} said no.", [None]),
    ("Ostrian President Petar Dossen came.\n\nIt rained.\n\nIt stopped.\n\n{The president} said no.", [None]),
    ("Deputy Minister Siti Rahmah came. {The minister} said no.", [None]),
    (
        "Speaker Mahmud al-Halbusi confirmed it.\n\nZarif Kolband led the bloc out. <The text was changed,> {he} said.",
        ["Zarif Kolband"],
    ),
    (
        "{Amina Bello} said no.\n\nShe met Ngozi Eze, a lawyer, in Kadun. {She} has called it a trick.",
        ["Amina Bello", None],
    ),
    (
        "President Irakli Sanikidze said no. Tamar Sanikidze stood beside Nino Berulia. {She} laughed.",
        ["Tamar Sanikidze"],
    ),
    ("Asked whether he agreed with Khazrani, {he} laughed.", [None]),
    ("{They} said no. The Civic List met the Reform Party.", [None]),
    ("The Unity Party met the Reform Party. {The party} said no.", [None]),
    ("The Ministry of Health met the Ministry of Defence. {The ministry} said no.", [None]),
    ("Colonel Evaristo Prado met Colonel Fulgencio Prado. {The colonel} said no.", [None]),
    ("{A senior official} said no. Petar Dossen left.", [None]),
    ("{Sources close to the presidency} said no.", [None]),
    ("{Analysts at the Institute of Maritime Futures} said no.", [None]),
    ("Garaad Faarax Jirde met Garaad Cali Jirde. {Jirde} said no.", [None]),
    ("Shaykh Qais al-Badri met Shaykh Omar Sahli. {The shaykh} said no.", [None]),
    ("Wang Li Na spoke. {Li Na} said no. Wang wept.", ["Li Na"]),
    ("Mireille Castan met the envoy. {She} left. The aide was late. {She} said no.", ["Mireille Castan"] * 2),
]


@pytest.mark.parametrize(("text", "expected"), [*READ, *TRAPS], ids=lambda v: v[:60] if isinstance(v, str) else "")
def test_register(text: str, expected: list[str | None], passage: Callable[..., Any]) -> None:
    assert [name for name, _ in passage(text).speakers] == expected


def test_there_are_enough_rows() -> None:
    assert len([*READ, *TRAPS]) >= 60
    assert len([row for row in TRAPS if None in row[1]]) >= 25
