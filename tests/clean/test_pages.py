"""Pages copied whole: menus, boxes and bios go, the article stays, and the fields are right or absent. Made up."""

from __future__ import annotations

from datetime import date

import pytest

P1 = "The minister said on Monday that the gates of the dam would stay open until the autumn rains had come."
P2 = "Farmers on the lower bank, who have waited two years for water, asked the court to hear them again."
P3 = "The court has not said when it will rule, and its clerk declined to comment on the matter on Tuesday."
TITLE = "Gates of the dam to stay open until autumn"


def body(found):
    return [line for label, line in found if label == "body"]


def headline(found):
    return [line for label, line in found if label == "headline"]


HEADS = [
    f"THE HARBOUR POST\nNews Sport Showbiz TV Shopping\nMOST READ IN NEWS\nGoat is mayor\n{TITLE}\nBy ANA ROCHA",
    f"Harbour Post\nMarkets Europe Americas Commodities Opinion\nDAMS\n{TITLE}\nBy Ana Rocha | 30.09.21 | 11:48",
    f"The Harbour Letter - No. 211\nView this e-mail in your browser\n* * *\n{TITLE}\nby Ana Rocha",
    f"Harbour Radio – The Long Talk\nPlay 18:42  Download mp3  Embed\n{TITLE}\nAna Rocha, 2 February 2024",
    f"HARBOUR — National News Agency\nMain » Dams\n{TITLE}\nViews: 2117",
    f"This article is more than 2 years old\n{TITLE}\nAna Rocha\nFri 14 Jan 2022 06.00 GMT",
    f"BAILAQ NATIONAL INFORMATION AGENCY “BAILAQ”\n28 September 2022, 15:37\n{TITLE}",
    f"Harbour Post\nIn this article\nWhat happened\nAna Rocha\nNovember 9, 2022 16:05\n{TITLE}",
]


@pytest.mark.parametrize("head", HEADS, ids=[h.split("\n")[0] for h in HEADS])
def test_the_headline_is_found_among_furniture(labels, head):
    found = labels(f"{head}\n\n{P1}\n\n{P2}\n\n{P3}\n")
    assert headline(found) == [TITLE]
    assert body(found) == [P1, P2, P3]


@pytest.mark.parametrize(
    "line",
    [
        "A woman carries firewood to the gate, on Thursday. JUANCHO MERUVIA",
        "Police officers outside the dam, 8 November 2022. Photo: EPN/Darko Vučko.",
        "[1/4] Rescue workers carry a mattress from a school. KNA/Giorgi Lomtadze",
        "remote video URL",
        "Failed to load latest tweets",
        "Click here to join our WhatsApp channel!",
        "Join ST's Telegram channel and get the latest breaking news delivered to you.",
        "You have 2 free articles left this month",
        "By signing up you agree to our privacy policy.",
        "When using materials, the hyperlink to the agency is obligatory.",
        "If you find an error in the text, select it and press Ctrl+Enter",
        "[Music break]",
        "0:00 0:02:10 0:00",
        "Post Views: 1,204",
        "VILLAGERS REFUSE TO LEAVE VALLEY AFTER COURT RULES",
        "Read moreVillagers refuse to leave the valley",
        "https://harbourpost.example/p/4bXyZ",
    ],
)
def test_boxes_between_paragraphs(labels, line):
    assert body(labels(f"{TITLE}\n\nBy Ana Rocha\n\n{P1}\n\n{line}\n\n{P2}\n\n{P3}\n")) == [P1, P2, P3]


@pytest.mark.parametrize(
    "line",
    [
        "Sign up here, the recruiter told the boys, and you will see the sea.",
        "“Join our party and read our newsletter,” he said.",
        "This article of the treaty was never signed by anybody in the valley.",
        "The newsletter of the union had called for a strike in May.",
        "Follow the river down to the sea and you will pass eleven mills.",
        "We found no mistakes in the register, the auditors wrote.",
        "Here is the statement in full, as translated by our desk:",
        "[Laughter.]",
        "BY THE NUMBERS",
        "ANA ROCHA: Suldaan, what happens tomorrow?",
        "— Mahmoud al-Halbawi, speaker of parliament",
        "He is a professor of law at Velisar and has said that the dam will fall.",
    ],
)
def test_sentences_that_look_like_boxes_stay(labels, line):
    found = labels(f"{TITLE}\n\nBy Ana Rocha\n\n{P1}\n\n{line}\n\n{P2}\n\n{P3}\n")
    assert ("body", line) in found


HEADS = [
    f"Harbour Post\nNews / Nation / {TITLE}\n{TITLE}",
    f"Harbour Post\nHome > World > Basin affairs\n{TITLE}",
    f"Harbour Post\nFLASH: Airport closed *** FLASH: Army on the air\n{TITLE}",
]


@pytest.mark.parametrize("head", HEADS, ids=[h[13:24] for h in HEADS])
def test_the_headline_below_the_way_to_it(cleaned, head):
    assert cleaned(f"{head}\nBy Ana Rocha\n18 June 2023\n{P1}\n{P2}\n").title == TITLE


def test_a_headline_with_a_slash_stays(cleaned):
    head = "Water / Power: who owns the river of Merrun"
    assert cleaned(f"{head}\nBy Ana Rocha\n{P1}\n{P2}\n").title == head


def test_headline_in_title_case_over_its_standfirst(cleaned):
    head = "About | Events | Donate\nCOMMENTARY | River Project\nThe Price of a Closed Gate\n"
    below = "Why the river needs a telephone, not a court\nAna Rocha\n22nd of September, 2021\n"
    assert cleaned(f"{head}{below}{P1}\n{P2}\n").title == "The Price of a Closed Gate"
    named = f"About | Events | Donate\nCOMMENTARY | River Project\nThe Institute of River Studies\n{TITLE}\n"
    assert cleaned(f"{named}Ana Rocha\n22nd of September, 2021\n{P1}\n{P2}\n").title == TITLE


def test_caption_over_a_photographers_name(labels):
    picture = "Farmers fill the hall on Tuesday, and all of them, by their own count, stayed to the end."
    found = labels(f"{TITLE}\nBY ANA ROCHA ana@harbourpost.example\n{picture}\nANA ROCHA | POST STAFF\n{P1}\n{P2}\n")
    assert body(found) == [P1, P2]
    found = labels(f"{TITLE}\n{picture}\nANA ROCHA | POST STAFF\n{P1}\n{P2}\n")
    assert picture in body(found)  # a standfirst over the byline


TAILS = [
    "Ana Rocha covers the basin. She likes falcons.\nComments (38) — “Send them home,” wrote a reader.",
    "In other media\nAstrologer: \"Thursday will be hard for fish\"\n© 2023 Harbour Post",
    "The editors of Harbour Post are not responsible for the content of comments.",
    "About the author\nAna Rocha leads the Basin Programme. She has said that she likes dams.",
    "About Harbour Post\nHarbour Post is a daily with offices in three towns.",
    "More information\nFarmers: “Without water there is no future”\nThe judge of flamingos\nFiled under\nDams · Rivers",
    "Ana Rocha is a senior fellow at the Basin Institute. Her work focuses on dams.",
    "Dams   Rivers   Merrun   Courts",
    "Comments (2)\nBob\n2 hours ago\nI was there, believe me.\nReply\nAnn\n1 hour ago\nMe too.\nReply",
    "Read also\nToqtabek: \"Not a single drop will be lost\"\nComments on this material are disabled",
]  # fmt: skip


@pytest.mark.parametrize("end", TAILS, ids=[t[:20] for t in TAILS])
def test_what_stands_below_the_article(labels, end):
    found = labels(f"Harbour Post\n{TITLE}\nBy Ana Rocha\n{P1}\n{P2}\n{P3}\n{end}\n")
    assert body(found) == [P1, P2, P3]


def test_sponsor_between_rulers(labels):
    box = "-----\nSPONSOR: Harrow & Pell, atlases.\n“I would not cross a border without one.” -- A reader\n-----"
    assert body(labels(f"{TITLE}\n\n{P1}\n\n{box}\n\n{P2}\n\n{P3}\n")) == [P1, P2, P3]


def test_byline_below_a_standfirst(cleaned):
    doc = cleaned(
        f"Harbour Post\n{TITLE}\nTwo villages fight over one river, and one of them has the key to the gate.\n"
        f"Ana Rocha\nVelisar - 18 JUN 2023 - 05:30 ART\n{P1}\n{P2}\n"
    )
    assert (doc.outlet, doc.title, doc.byline, doc.published) == ("Harbour Post", TITLE, "Ana Rocha", date(2023, 6, 18))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("18 JUN 2023 - 20:14 COT", date(2023, 6, 18)),
        ("09.11.22. 16:42", date(2022, 11, 9)),
        ("Posted: Jul 21, 2021 / 05:14 PM CDT", date(2021, 7, 21)),
        ("5:47 AM CDT May 2, 2022", date(2022, 5, 2)),
        ("02 Oct 2023 08:31PM (Updated: 03 Oct 2023 01:10AM)", date(2023, 10, 2)),
        ("Monday 04/02/2019", date(2019, 2, 4)),
        ("11/05/2023 14:20", None),
    ],
)
def test_dates_in_many_shapes(cleaned, line, day):
    assert cleaned(f"Harbour Post\n{TITLE}\n{line}\n{P1}\n{P2}\n").published == day


def test_order_of_day_and_month_by_other_evidence(cleaned):
    head = f"Harbour Post\n{TITLE}\n11/05/2023 14:20\n"
    assert cleaned(f"{head}VELISAR. May 11. HPNA. — {P1}\n{P2}\n").published == date(2023, 5, 11)
    assert cleaned(f"{head}{P1}\n{P2}\nPrinted from harbourpost.example on 16/06/2023\n").published == date(2023, 5, 11)
    assert cleaned(f"{head}{P1}\n{P2}\nPrinted from harbourpost.example on 06/16/2023\n").published == date(2023, 11, 5)


@pytest.mark.parametrize(
    ("masthead", "outlet"),
    [
        ("Wadi Voice FM 98.3 | The People First", "Wadi Voice FM"),
        ("Skip to navigation\nSupport us\nNews\nThe Skerry Observer", "The Skerry Observer"),
        ("FOR IMMEDIATE RELEASE", None),
        ("EDITIONS: ESPAÑOL · ENGLISH\nBasin Herald", "Basin Herald"),
        ("Advertisement\nSingapura", None),
    ],
)
def test_outlet_is_right_or_absent(cleaned, masthead, outlet):
    assert cleaned(f"{masthead}\n{TITLE}\nBy Ana Rocha\n{P1}\n{P2}\n").outlet == outlet


def test_people_of_a_byline_with_asides(cleaned):
    doc = cleaned(f"{TITLE}\nRhona Peel (now) and Amit Desai (earlier)\n15 March 2023\n{P1}\n{P2}\n")
    assert doc.byline == "Rhona Peel and Amit Desai"
