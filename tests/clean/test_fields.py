"""Title, outlet, byline, date, dateline and language: from text lines, from pages, from containers."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from onrecord.clean import byline, dateline
from onrecord.clean.identity import canonical
from onrecord.clean.metadata import without_suffix
from onrecord.project import KnownOutlet, Project

BODY = "\n\nThe minister said on Monday that the gates of the dam would stay open until the autumn rains had come.\n"
HARBOUR = Project(
    outlets=(KnownOutlet(name="The Harbour Post", domains=("harbourpost.example",), paths=("harbour-post",)),)
)

BYLINES = [
    ("By Tom Krisher; AP Auto Writer", ("Tom Krisher",), "Associated Press"),
    ("Tom Krisher; Ap Auto Writer", ("Tom Krisher",), "Associated Press"),
    ("Reuters", (), "Reuters"),
    ("By ANA ROCHA", ("Ana Rocha",), None),
    ("By Ana Rocha, John Stone and Mary Hill", ("Ana Rocha", "John Stone", "Mary Hill"), None),
    ("By Ana Rocha, John Stone, Mary Hill and Li Wei", ("Ana Rocha", "John Stone", "Mary Hill", "Li Wei"), None),
    ("By Ana Rocha, Harbour Post", ("Ana Rocha",), None),
    ("Ana Rocha in Velisar and John Stone in Safira", ("Ana Rocha", "John Stone"), None),
    ("Patrick Hill Diplomatic editor", ("Patrick Hill",), None),
    ("By Yousef al-Khatib", ("Yousef al-Khatib",), None),
    ("By Ursula von der Heide", ("Ursula von der Heide",), None),
    ("By Inês O'Brien", ("Inês O'Brien",), None),
    ("Ana Rocha | AFP | 28 January 2019 | 23:30", ("Ana Rocha",), "Agence France-Presse"),
    ("By Ana Rocha, Political Editor, in Velisar", ("Ana Rocha",), None),
    ("Von Ana Rocha", ("Ana Rocha",), None),
    ("Staff and agencies", (), None),
]


@pytest.mark.parametrize(("line", "persons", "agency"), BYLINES, ids=[row[0] for row in BYLINES])
def test_byline_is_split(line, persons, agency):
    found = byline.split(line)
    assert found.persons == persons
    assert found.agency == agency


@pytest.mark.parametrize(
    "line", ["By Friday, the talks had failed.", "By the numbers", "By sea and land", "A plan by Ana Rocha"]
)
def test_not_bylines(line):
    assert not byline.is_byline(line)


DATELINES = [
    ("WASHINGTON (AP) — Talks failed.", "WASHINGTON", "Associated Press"),
    ("VELISAR, April 14 (SPS) - A deputy said so.", "VELISAR", "SPS"),
    ("RENO, Nev. (AP) — The candidate spoke.", "RENO, Nev.", "Associated Press"),
    ("(CNN) — The candidate spoke.", "", "CNN"),
    ("WASHINGTON — Something rare happened Monday.", "WASHINGTON", None),
    ("NEW YORK, Nov. 19 (UPI) — Former officials met.", "NEW YORK", "United Press International"),
    ("London (Reuters) - Talks failed.", "London", "Reuters"),
    ("HALLOW, 3 June 2023 - The gates are shut.", "HALLOW", None),
    ("HALLOW, June 3, 2023 (Gull Wire) — The gates are shut.", "HALLOW", "Gull Wire"),
    ("Hallow, Saturday, 3 June 2023 – The gates are shut.", "Hallow", None),
    ("HALLOW, June 3 (Gull Wire) — The gates are shut.", "HALLOW", "Gull Wire"),
    ("VELISAR, March 14. /HPNA/. The gates are shut.", "VELISAR", "HPNA"),
]


@pytest.mark.parametrize(("line", "place", "agency"), DATELINES, ids=[row[0][:20] for row in DATELINES])
def test_dateline(line, place, agency):
    found = dateline.find(line)
    assert found is not None
    assert (found.place, found.agency) == (place, agency)
    assert line.startswith(found.text)


@pytest.mark.parametrize(
    "line",
    [
        "The dam — built in 1990 — leaks.",
        "He said (AP) it was so.",
        "TOLLIVER: I support it.",
        "NATO said so.",
        "On Friday, 3 June 2023 – The Day of the Dam – all rested.",
        "Hallow, 3 June 2023, was a quiet town.",
        "ANA ROCHA (The Deputy) — I support it.",
    ],
)
def test_no_dateline(line):
    assert dateline.find(line) is None


def test_dateline_is_evidence_with_a_span(cleaned):
    doc = cleaned(
        "Gates stay open\n\nWASHINGTON (AP) — Talks on the dam failed on Monday, officials of both sides said.\n"
    )
    assert doc.dateline == "WASHINGTON (AP)"
    spans = {e.field: doc.text[e.start : e.end] for e in doc.evidence if e.start is not None}
    assert spans["dateline"] == "WASHINGTON (AP)"
    assert spans["dateline.place"] == "WASHINGTON"
    assert spans["agency"] == "WASHINGTON (AP)"
    assert {e.value for e in doc.evidence if e.field == "agency"} == {"Associated Press"}


def test_text_head_is_read(cleaned):
    doc = cleaned("Harbour Post\n\nGates stay open until autumn\n\nBy Ana Rocha\n28 January 2019" + BODY)
    assert (doc.outlet, doc.title, doc.byline) == ("Harbour Post", "Gates stay open until autumn", "Ana Rocha")
    assert doc.published == date(2019, 1, 28)
    spans = {e.field: doc.text[e.start : e.end] for e in doc.evidence}
    assert spans == {
        "outlet": "Harbour Post",
        "title": "Gates stay open until autumn",
        "byline": "By Ana Rocha",
        "published": "28 January 2019",
    }


def test_last_modified_counts_only_alone(cleaned):
    head = "Gates stay open until autumn\n\n28 January 2019" + BODY + "\nLast Modified: Sunday، 03 February 2019\n"
    assert cleaned(head).published == date(2019, 1, 28)
    assert cleaned(head.replace("28 January 2019", "")).published == date(2019, 2, 3)


@pytest.mark.parametrize("year", ["0001-01-01", "1970-01-01", "2150-05-05", "1989-12-31"])
def test_impossible_dates_are_dropped(cleaned, year):
    assert cleaned(f"Gates stay open until autumn\n\n{year}" + BODY).published is None


def test_ambiguous_numeric_date_is_not_guessed(cleaned):
    assert cleaned("Gates stay open until autumn\n\n03/02/2019" + BODY).published is None
    assert cleaned("Gates stay open until autumn\n\n23/02/2019" + BODY).published == date(2019, 2, 23)


@pytest.mark.parametrize(
    ("text", "day", "seen"),
    [
        ("Gates stay open until autumn\n2023-05-25\n", date(2023, 5, 25), "2023-05-25"),
        ("Gates stay open until autumn\n\n24 May 2023\n", date(2023, 5, 24), "24 May 2023"),
        ("TRANSCRIPT: Press conference on the gates, 24 May 2023\n", date(2023, 5, 24), "24 May 2023"),
        ("TRANSCRIPT: Gates in the war of 24 May 1993\n2023-05-25\n", date(2023, 5, 25), "2023-05-25"),
        ("Gates opened on the morning of 24 May 1993\n", None, ""),
    ],
)
def test_dates_in_plain_sight(cleaned, text, day, seen):
    doc = cleaned(text + BODY)
    assert doc.published == day
    spans = [doc.text[e.start : e.end] for e in doc.evidence if e.field == "published"]
    assert spans[:1] == ([seen] if seen else [])


def test_date_of_a_dateline(cleaned):
    doc = cleaned("Gates stay open until autumn\n\nHALLOW, June 3, 2023 (Gull Wire) — " + BODY.strip())
    assert doc.published == date(2023, 6, 3)
    assert [doc.text[e.start : e.end] for e in doc.evidence if e.field == "published"] == ["June 3, 2023"]


def test_front_matter_is_read(cleaned):
    head = '---\ntitle: "Gates stay open"\ndate: 2023-05-25\nauthors:\n  - Ana Rocha\n  - John Stone\n---\n'
    doc = cleaned(head + "\n# Gates stay open\n" + BODY)
    assert (doc.title, doc.byline, doc.published) == ("Gates stay open", "Ana Rocha and John Stone", date(2023, 5, 25))
    assert doc.parts[0].label == "other"
    assert doc.text[doc.parts[0].start : doc.parts[0].end] == head.strip()
    assert [doc.text[p.start : p.end] for p in doc.parts if p.label == "headline"] == ["Gates stay open"]


@pytest.mark.parametrize("head", ["---\nThe gates: they stay open, he said.\n---\n", "---\nNo key here\n---\n"])
def test_rulers_are_no_front_matter(cleaned, head):
    assert all(p.why != "front matter" for p in cleaned(head + BODY).parts)


@pytest.mark.parametrize(
    "line",
    [
        "# Gates stay open until autumn",
        "> Gates stay open until autumn",
        "**Gates stay open until autumn**",
        "# [Gates stay open](https://harbourpost.example/a) until autumn",
    ],
)
def test_no_markdown_in_titles(cleaned, line):
    assert cleaned(line + "\n" + BODY).title == "Gates stay open until autumn"


def test_a_title_keeps_its_own_signs(cleaned):
    assert cleaned("#Gates stay open [sic] until autumn\n" + BODY).title == "#Gates stay open [sic] until autumn"


def test_date_in_the_file_name(cleaned):
    doc = cleaned("Gates stay open until autumn" + BODY, name="post/2019-01-28-gates.txt")
    assert doc.published == date(2019, 1, 28)
    assert [e.origin for e in doc.evidence if e.field == "published"] == ["file-name"]


OUTLETS = [
    ({"name": "harbour-post/x.txt"}, "Gates stay open", "project:path"),
    ({"name": "a/harbour-post-2019-01.txt"}, "Gates stay open", "project:path"),
    ({"name": "a/x.txt"}, "THE HARBOUR POST\n\nGates stay open until autumn", "project:name"),
    ({"name": "a/x.txt", "url": "https://www.harbourpost.example/a/b"}, "Gates stay open", "project:domain"),
]


@pytest.mark.parametrize(("how", "head", "origin"), OUTLETS)
def test_outlets_of_the_project(cleaned, how, head, origin):
    doc = cleaned(head + BODY, project=HARBOUR, **how)
    assert doc.outlet == "The Harbour Post"
    assert origin in [e.origin for e in doc.evidence if e.field == "outlet"]


def test_path_may_be_the_beginning_of_a_name(cleaned):
    dashed = Project(outlets=(KnownOutlet(name="The Harbour Post", paths=("hp-",)),))
    assert cleaned("Gates stay open" + BODY, project=dashed, name="a/hp-2019-01.txt").outlet == "The Harbour Post"
    assert cleaned("Gates stay open" + BODY, project=dashed, name="a/hpx-2019-01.txt").outlet is None


MASTHEADS = {
    "Sections\nHome News Sport\n": None,
    "Play Live Radio\n": None,
    "All news\nPolitics\n": None,
    "Saved to your list\n": None,
    "QARATEL \u2014 National News Agency\n": "Qaratel",
    "Skip to content\nThe Morning Sentinel\n": "The Morning Sentinel",
}


@pytest.mark.parametrize("above", MASTHEADS)
def test_buttons_above_the_headline_are_no_outlet(cleaned, above):
    doc = cleaned(above + "Ministers quarrel over the gates of the dam\n\nBy Ana Rocha\n\n" + BODY)
    assert doc.outlet == MASTHEADS[above]


SIGNED = {
    "The post Ministers quarrel appeared first on Windward Gazette.": "Windward Gazette",
    "Delta Public Radio is a listener-supported service. All rights reserved.": "Delta Public Radio",
    "Mira Alvarn is a reporter who covers the valley.": None,
}


@pytest.mark.parametrize("below", SIGNED)
def test_lines_below_the_article_name_its_outlet(cleaned, below):
    text = "Ministers quarrel over the gates of the dam\n\n" + BODY + "\n\nAll rights reserved.\n\n" + below + "\n"
    assert cleaned(text).outlet == SIGNED[below]


@pytest.mark.parametrize("name", ["press.zip#harbour-post/one.txt", "a/press.zip#hp/harbour-post-1.jsonl#7"])
def test_paths_lead_into_archives(cleaned, name):
    assert cleaned("Gates stay open" + BODY, project=HARBOUR, name=name).outlet == "The Harbour Post"


def test_no_outlet_where_none_is_named(cleaned):
    assert cleaned("Gates stay open until autumn" + BODY, project=HARBOUR, name="harbour-postbox/x.txt").outlet is None


PARAGRAPHS = "".join(
    f"<p>The minister said on Monday that gate {i} of the dam would stay open until the autumn rains had come.</p>"
    for i in range(5)
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Gates stay open | Harbour Post</title>
<link rel="canonical" href="https://www.harbourpost.example/a/gates?utm_source=x#top">
<meta property="og:site_name" content="Harbour Post"><meta property="og:title" content="Gates stay open">
<meta property="article:published_time" content="2019-01-28T23:30:00-05:00">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Gates stay open",
"datePublished": "2019-01-29", "author": [{{"@type": "Person",
"name": "Ana Rocha"}}, {{"name": "John Stone"}}]}}</script>
</head><body><h1>Gates stay open</h1><article>{PARAGRAPHS}</article></body></html>"""


def test_page_metadata(cleaned):
    doc = cleaned(PAGE, kind="html", name="a/x.html")
    assert doc.title == "Gates stay open"
    assert doc.outlet == "Harbour Post"
    assert doc.byline == "Ana Rocha and John Stone"
    assert doc.published == date(2019, 1, 28), "the full timestamp, and the publisher's own day"
    assert doc.published_at == datetime(2019, 1, 28, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert doc.url == "https://www.harbourpost.example/a/gates"
    assert doc.language == "en"
    assert doc.text.startswith("Gates stay open\n\nThe minister said")
    assert doc.parts[0].label == "headline"


def test_script_in_a_title_is_text(cleaned):
    page = PAGE.replace("Gates stay open", "&lt;script&gt;alert(1)&lt;/script&gt; gates stay")
    doc = cleaned(page, kind="html")
    assert doc.title == "<script>alert(1)</script> gates stay"


def test_new_years_midnight_is_a_placeholder(cleaned):
    page = PAGE.replace("2019-01-28T23:30:00-05:00", "2012-01-01T00:00:00Z").replace('"2019-01-29"', '""')
    page = page.replace("<article>", '<div class="by">By Ana Rocha | Published: Friday 17 June 2022</div><article>')
    assert cleaned(page, kind="html").published == date(2022, 6, 17)


def test_container_fields_win(cleaned):
    doc = cleaned("x", text="Gates stay open" + BODY, kind="jsonl", title="Gates stay open", outlet="Harbour Post",
                  published="2019-01-28", byline="Ana Rocha", language="en")  # fmt: skip
    assert (doc.title, doc.outlet, doc.byline, doc.published) == (
        "Gates stay open",
        "Harbour Post",
        "Ana Rocha",
        date(2019, 1, 28),
    )
    assert {e.origin for e in doc.evidence} == {
        "field:title",
        "field:outlet",
        "field:published",
        "field:byline",
        "text",
    }
    assert [p.label for p in doc.parts] == ["headline", "body"]


def test_a_post_that_is_its_own_title(cleaned):
    post = "The gates of the dam stay open until autumn"
    doc = cleaned("x", text=post, kind="jsonl", title=post)
    assert (doc.title, [p.label for p in doc.parts]) == (post, ["body"])


TITLES = [
    ("Gates stay open | Harbour Post", "Gates stay open"),
    ("Gates stay open - Harbour Post", "Gates stay open"),
    ("Gates stay open – News – Harbour Post", "Gates stay open – News"),
    ("U-turn: PM signs the deal", "U-turn: PM signs the deal"),
    ("Harbour Post", "Harbour Post"),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_site_names_are_cut_from_titles(title, expected):
    assert without_suffix(title) == expected


ADDRESSES = [
    ("HTTPS://Www.Example.ORG:443/A/b?utm_source=x&id=3#frag", "https://www.example.org/A/b?id=3"),
    ("http://example.org", "http://example.org/"),
    ("javascript:alert(1)", None),
    ("//example.org/a", None),
    ("http://exa mple.org/", None),
    ("https://[::1", None),
    ('https://example.org/a"><script>', "https://example.org/a%3Cscript%3E"),
    ("", None),
]


@pytest.mark.parametrize(("address", "expected"), ADDRESSES)
def test_addresses(address, expected):
    found = canonical(address)
    assert found == expected or (expected and "<" not in found and '"' not in found)


LANGUAGES = [
    ("The minister said on Monday that the gates would stay open until the autumn rains came to the valley.", "en"),
    ("Der Minister sagte am Montag, die Tore des Damms blieben bis zum Herbst offen, solange der Regen fehle.", "de"),
    ("Le ministre a déclaré lundi que les portes du barrage resteraient ouvertes jusqu'aux pluies d'automne.", "fr"),
    ("قال الوزير يوم الاثنين إن بوابات السد ستبقى مفتوحة حتى أمطار الخريف في الوادي كما قال للصحفيين", "ar"),
    ("No.", None),
]


@pytest.mark.parametrize(("text", "code"), LANGUAGES, ids=[str(row[1]) for row in LANGUAGES])
def test_language(cleaned, text, code):
    assert cleaned(text).language == code
