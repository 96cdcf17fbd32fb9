"""Exports of press databases: invented articles, printed as each database prints them, come back as they were."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from press import (
    PRINTED,
    Story,
    as_docx,
    as_html,
    as_pdf,
    as_rtf,
    as_text,
    factiva_coded,
    factiva_shown,
    nexis_rows,
    printed_pages,
    proquest_rows,
    stories,
)  # fmt: skip

from effort import times
from onrecord.clean import clean
from onrecord.model import RawDocument, Rejected, Wanted
from onrecord.project import Project
from onrecord.read import exports, read
from onrecord.read.exports import labels, proquest
from onrecord.read.exports.article import outlet, word_count
from onrecord.read.items import Items
from onrecord.read.lines import Line, of_pages, of_text
from onrecord.read.paths import Source


@pytest.fixture
def give(tmp_path):
    """Write a file of that name and read it."""

    def run(name, data):
        (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
        return list(read([str(tmp_path / name)]))

    return run


def body_of(document: RawDocument) -> tuple[str, ...]:
    title, *body = (document.text or "").split("\n\n")
    assert title == document.meta["title"]
    return tuple(body)


def assert_same(name: str, documents: list, found: list[Story]) -> None:
    assert [type(d) for d in documents] == [RawDocument] * len(found)
    for document, s in zip(documents, found, strict=True):
        meta = document.meta
        assert meta["title"] == s.title
        assert body_of(document) == s.body
        assert meta["outlet"] == s.outlet
        assert meta.get("language") == "en"
        cleaned = clean(document, Project())
        assert cleaned.published == s.day
        assert (cleaned.byline or "").casefold() == s.byline.casefold()
        assert cleaned.outlet == s.outlet
        assert cleaned.title == s.title
        assert "length" not in meta
        if "old-nexis.html" not in name:
            assert meta["section"] == s.section
        if "nexis" in name and "html" not in name:
            assert cleaned.dateline == "QASIRA"


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("count", [1, 4])
def test_articles_come_back_as_they_were(give, name, count):
    found = stories(count)
    documents = give(name, PRINTED[name](found))
    assert_same(name, documents, found)
    assert {d.format for d in documents} == {re.search("nexis|factiva|proquest", name)[0]}


@settings(max_examples=times(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(1, 10_000), count=st.integers(1, 5), name=st.sampled_from(sorted(PRINTED)))
def test_any_articles_come_back(give, seed, count, name):
    found = stories(count, seed)
    assert_same(name, give(name, PRINTED[name](found)), found)


def test_pages_of_a_pdf():
    found = [replace(s, body=s.body * 3) for s in stories(3)]
    items = Items(Source(path=None, key="k", file="k", location="k"), "pdf")
    documents = list(exports.articles(lambda: of_pages(printed_pages(found)), items))
    for document, s in zip(documents, found, strict=True):
        words = " ".join(document.text.split())
        assert words == " ".join((s.title, *s.body))
        assert (document.meta["title"], document.meta["outlet"]) == (s.title, s.outlet)
        assert "length" not in document.meta


@pytest.mark.parametrize("printed", [nexis_rows, factiva_coded, factiva_shown], ids=lambda f: f.__name__)
@pytest.mark.parametrize("longer", [1, 6])
def test_bundles_as_pdf(give, printed, longer):
    pytest.importorskip("pypdfium2")
    found = [replace(s, body=s.body * longer) for s in stories(3, 7)]
    documents = give("x.pdf", as_pdf(printed(found)))
    assert [d.meta["title"] for d in documents] == [s.title for s in found]
    assert [" ".join(d.text.split()) for d in documents] == [" ".join((s.title, *s.body)) for s in found]
    assert [d.meta["outlet"] for d in documents] == [s.outlet for s in found]
    assert [clean(d, Project()).published for d in documents] == [s.day for s in found]


def test_printed_lines_keep_what_comes_again():
    from onrecord.read.exports.printed import of_printed, printed

    @dataclass
    class Drawn:
        text: str
        top: float
        row: int
        height: float = 10
        broken: bool = False

        @property
        def bottom(self) -> float:
            return self.top - self.height

    page = [
        Drawn("A headline", 700, 0, 20),
        Drawn("HD", 660, 1),
        Drawn("Gates open", 660, 1),
        Drawn("a para-", 648, 2, broken=True),
        Drawn("graph", 636, 3),
        Drawn("End of Document", 610, 4),
    ]
    lines = list(of_printed(printed([page, page])))[:6]
    assert [x.text for x in lines] == ["A headline", "", "HD\tGates open", "a paragraph", "", "End of Document"]
    assert [x.heading for x in lines] == [True, False, False, False, False, False]
    assert lines[0].page


DATES = {
    "March 9, 2024 Saturday": "2024-03-09",
    "March 9, 2024 Saturday 10:15 AM GMT": "2024-03-09",
    "Saturday, March 9, 2024": "2024-03-09",
    "9 March 2024": "2024-03-09",
    "9. März 2024 Samstag": "2024-03-09",
    "Donnerstag 7. März 2024": "2024-03-07",
    "samedi 9 mars 2024": "2024-03-09",
    "9 de marzo de 2024 sábado": "2024-03-09",
    "2024-03-09": "2024-03-09",
    "March 2024": None,
}


@pytest.mark.parametrize("said", DATES)
def test_dates_of_nexis(give, said):
    head = f"Gates stay open\n\nHarbour Post\n\n{said}\n\nLate Edition - Final\n\nCopyright 2024 Harbour Press\n\n"
    (found,) = give(
        "x.txt", f"{head}Length: 8 words\n\nBody\n\nThe minister said the gates would stay open.\n\nEnd of Document\n"
    )
    assert (found.meta["title"], found.meta["outlet"], found.meta["published"]) == (
        "Gates stay open",
        "Harbour Post",
        said,
    )
    published = clean(found, Project()).published
    assert (published.isoformat() if published else None) == DATES[said]


def nexis_text(
    body="The minister said the gates would stay open.", length="8 words", tail="Load-Date: March 9, 2024", top=""
):
    return (
        f"Gates stay open\n\nHarbour Post\n\nMarch 9, 2024 Saturday\n\nCopyright 2024 Harbour Press\n\n{top}"
        f"Length: {length}\n\nBody\n\n{body}\n\n{tail}\n\nEnd of Document\n"
    )


def test_a_text_far_from_its_length_is_told(give):
    (found,) = give("x.txt", nexis_text(length="1,645 words"))
    assert found.meta["length"] == "8 words where the database counts 1645"
    noted = [e for e in clean(found, Project()).evidence if e.field == "length"]
    assert [(e.value, e.origin) for e in noted] == [(found.meta["length"], "field:length")]


def test_words_are_not_counted_where_none_are_parted(give):
    (found,) = give(
        "x.txt", nexis_text(body="大臣は門を開けておくと述べた。", length="1200 words", tail="Language: JAPANESE")
    )
    assert "length" not in found.meta


def test_the_highlight_is_printed_text(give):
    (found,) = give("x.txt", nexis_text(top="Highlight: Nobody asked the farmers.\n\n"))
    assert found.text.split("\n\n")[1] == "Nobody asked the farmers."


def test_agency_in_a_byline_is_kept(give):
    (found,) = give("x.txt", nexis_text(top="Byline: Ana Rocha, Associated Press\n\n"))
    cleaned = clean(found, Project())
    assert cleaned.byline == "Ana Rocha"
    assert any(e.field == "agency" for e in cleaned.evidence)


def test_the_page_of_the_article_is_its_address_the_front_page_is_not(give):
    tail = "URL: {}\n\nLoad-Date: March 9, 2024"
    (own,) = give("x.txt", nexis_text(tail=tail.format("https://post.example/2024/gates")))
    (front,) = give("x.txt", nexis_text(tail=tail.format("https://post.example/")))
    assert own.meta["url"] == "https://post.example/2024/gates"
    assert "url" not in front.meta


def test_an_article_that_the_database_could_not_show_is_rejected(give):
    broken = "We are sorry but there is an error in this document and it is not possible to display it."
    found = give("x.txt", nexis_text() + nexis_text(body=broken) + nexis_text())
    assert [type(d) for d in found] == [RawDocument, Rejected, RawDocument]
    assert found[1].reason == "no-text"
    assert "Gates stay open" in found[1].detail


INFO = "Publication info: Harbour Post ; Harbour City [Harbour City]. 09 Mar 2024: A.1."
PQ = "{rule}\nTitle: Gates stay open\n\n{info}\n\n{full}\n\n{rest}\n{rule}\n"


def proquest_text(full: str, rest: str) -> str:
    return PQ.format(rule="_" * 60, info=INFO, full=full, rest=rest)


def test_without_text_but_with_address_it_is_wanted(give):
    rest = "Publication title: Harbour Post\n\nPublication date: Mar 9, 2024\n\nProQuest document ID: 7\n\n"
    address = "Document URL: https://search.proquest.example/docview/7?accountid=11\n"
    (wanted,) = give("x.txt", proquest_text("Abstract: Gates.", rest + address))
    assert isinstance(wanted, Wanted)
    assert wanted.url == "https://search.proquest.example/docview/7"
    assert (wanted.title, wanted.outlet, wanted.published) == ("Gates stay open", "Harbour Post", "Mar 9, 2024")
    assert wanted.file.endswith("x.txt#7")


@pytest.mark.parametrize(
    "full", ["Abstract: Gates.", "Full text: Not available.", "Full text: Full text not available"]
)
def test_without_text_and_address_it_is_rejected(give, full):
    (rejected,) = give("x.txt", proquest_text(full, "Publication date: Mar 9, 2024\n\nProQuest document ID: 7\n"))
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "no-text"
    assert "Gates stay open" in rejected.detail
    assert "full text" in rejected.detail


def test_an_unlabelled_title_and_the_text_at_the_end(give):
    rule = "_" * 60
    block = f"{rule}\n\nWho pays for the\nweir?\n\nhttps://search.proquest.example/docview/9\n\nAuthor: Rocha, Ana.\n\n"
    block += "Publication title: Harbour Post, The\n\nPublication date: Mar 9, 2024\n\nProQuest document ID: 9\n\n"
    (found,) = give("x.txt", block + "Full text: Location: unknown, the note said.\n\nNobody knew more.\n")
    assert found.meta["title"] == "Who pays for the weir?"
    assert found.meta["outlet"] == "The Harbour Post"
    assert found.meta["byline"] == "Ana Rocha"
    assert found.text.endswith("weir?\n\nLocation: unknown, the note said.\n\nNobody knew more.")


FACTIVA_HTML = """<html><head><title>Factiva</title></head><body><div class="article enArticle"><p>
<div id="hd"><span class='enHeadline'>Gates stay open
</span></div><div>Ana Rocha</div><div>1,008 words</div><div>9 March 2024</div><div>Harbour Post</div><div>HBPST</div>
<div>English</div><div>(c) 2024 Harbour Press.</div>
<p class="articleParagraph enarticleParagraph">The minister said <b>so</b>.</p>
<p class="articleParagraph enarticleParagraph">The
  engineer did not.</p><p>Document HBPST00000020240309ek3900001</p></div><br/>
<span>Search Summary</span><table><tr><td>Text</td><td>dam</td></tr></table></body></html>"""


def test_a_page_of_factiva(give):
    (found,) = give("x.html", FACTIVA_HTML)
    assert found.key.endswith("#HBPST00000020240309ek3900001")
    assert found.text == "Gates stay open\n\nThe minister said so.\n\nThe engineer did not."
    assert found.meta["byline"] == "Ana Rocha"
    assert found.meta["length"] == "8 words where the database counts 1008"


def test_field_codes_with_a_single_space(give):
    lines = ["HD Gates stay open", "WC 12 words", "PD 9 March 2024", "SN Harbour Post", "SC HBPST", "LA English"]
    lines += [
        "LP IN the end nobody came.",
        "TD",
        "RE the letter: nobody read it.",
        "CO operation is over.",
        "CR is no code here.",
    ]
    lines += [
        "CO bsnun : Basin Union",
        "IN iwat : Water",
        "PUB Harbour Press",
        "AN Document HBPST00000020240309ek3900001",
    ]
    (found,) = give("x.txt", "\n\n".join(lines))
    body = "IN the end nobody came.\n\nRE the letter: nobody read it.\n\nCO operation is over.\n\nCR is no code here."
    assert found.text == "Gates stay open\n\n" + body


def test_codes_in_the_rows_of_an_rtf_table(give):
    rows = [("HD", "Gates stay open"), ("WC", "6 words"), ("PD", "9 March 2024"), ("SN", "Harbour Post")]
    rows += [
        ("LP", "The minister said so."),
        ("TD", "One more.\\par And another."),
        ("AN", "Document HBPST00000020240309ek3900001"),
    ]
    table = "".join(f"\\trowd\\cellx900\\cellx9000\\pard\\intbl {{\\b {c}}}\\cell {v}\\cell\\row" for c, v in rows)
    (found,) = give("x.rtf", "{\\rtf1\\ansi " + table + "}")
    assert found.text == "Gates stay open\n\nThe minister said so.\n\nOne more.\n\nAnd another."


def test_the_same_article_in_another_bundle_is_the_same_bytes(give):
    found = stories(3)
    first = give("a.rtf", as_rtf(nexis_rows(found)))
    again = give("b.docx", as_docx(nexis_rows(list(reversed(found)))))
    assert [d.data for d in first] == [d.data for d in reversed(again)]


OUTLETS_AS_PRINTED = {
    "Herald (Glasgow)": "Herald (Glasgow)",
    "Harbour City Post (Harbour City)": "Harbour City Post",
    "Harbour Post (Online)": "Harbour Post",
    "Harbour Post, The": "The Harbour Post",
    " Harbour  Post ; ": "Harbour Post",
    "The Times": "The Times",
    "Basin Herald (1923-Current file)": "Basin Herald",
    "Studio (54)": "Studio (54)",
}


@pytest.mark.parametrize("said", OUTLETS_AS_PRINTED)
def test_outlets(said):
    assert outlet(said) == OUTLETS_AS_PRINTED[said]


@pytest.mark.parametrize(
    ("said", "code"), [("ENGLISH", "en"), ("GERMAN; DEUTSCH", "de"), ("EN", "en"), ("Klingon", ""), ("", "")]
)
def test_languages(said, code):
    assert labels.language(said) == code


@pytest.mark.parametrize(
    ("said", "count"), [("645 words", 645), ("1,645 Wörter", 1645), ("1 645 mots", 1645), ("words", None)]
)
def test_word_counts(said, count):
    assert word_count(said) == count


def table_of(name: str) -> list[list[str]]:
    from importlib.resources import files

    rows = files("onrecord").joinpath("data", name).read_text("utf-8").splitlines()
    assert rows[0].startswith("# ")
    return [row.split("\t") for row in rows[2:]]


def test_every_label_reads_its_example_and_not_its_counter_example():
    for database, place, name, _labels, example, counter in table_of("press_labels.tsv"):
        known = labels.labels(database)
        for tail in {"head": [False], "tail": [True], "both": [False, True]}[place]:
            assert (known.read(example, tail=tail) or "?")[0] == name, example
            assert known.read(counter, tail=tail) is None, counter


def test_every_language_reads_its_example_and_not_its_counter_example():
    for code, _names, example, counter in table_of("press_languages.tsv"):
        assert labels.language(example) == code
        assert labels.language(counter) == ""


NO_EXPORTS = [
    "Gates stay open\n\nThe minister said in a document of 645 words that it was so.\n\nCopyright 2024 Harbour Press\n",
    "The archive\n\nShe opened 2 of 50 documents from ProQuest and Factiva:\n\nEnd of Document\n\nNothing more.\n",
    "HD stands for high definition.\n\nWC is something else.\n\nFactiva knows both.\n",
    "_" * 60 + "\n\nTitle: a poem\n\nAuthor: nobody\n",
]


@pytest.mark.parametrize("text", NO_EXPORTS)
def test_articles_about_documents_are_no_exports(give, text):
    (found,) = give("x.txt", text)
    assert found.format == "text"
    (page,) = give("x.html", f"<html><body><article><p>{text}</p></article></body></html>")
    assert page.format == "html"


MANY = times(20_000, 2_500)


def hostile() -> dict[str, bytes]:
    whole = as_text(nexis_rows(stories(3)))
    coded = as_html(factiva_coded(stories(3)))
    ruled = as_text(proquest_rows(stories(3)))
    return {
        "cut.txt": whole[: len(whole) * 2 // 3],
        "no-ends.txt": whole.replace(b"End of Document", b""),
        "no-heads.txt": re.sub(rb"(Section|Length|Byline|Dateline).*", b"", whole),
        "only-ends.txt": b"1 of 2 DOCUMENTS\n\nLENGTH: 4 words\n\nBody\n\n" + b"End of Document\n\n" * (MANY // 4),
        "ends-alone.txt": b"Documents (3)\nJob Number: 1\nDate and Time: x\n\n" + b"End of Document\n\n" * (MANY // 4),
        "numbers.txt": b"1 of 2 DOCUMENTS\n\nLENGTH: 4 words\n\n" + b"2 of 2 DOCUMENTS\n\n" * MANY,
        "labels.txt": b"1 of 2 DOCUMENTS\n\n" + b"LENGTH: 4 words\n\nBYLINE: x\n\n" * MANY,
        "cut.html": coded[: len(coded) // 2],
        "torn.html": re.sub(rb"</?t[dr]>", b"", coded),
        "codes.html": b"<html><body>" + b"<p>HD</p><p>PD</p><p>SN</p><p>TD</p>" * MANY,
        "deep.html": b"<html><body>" + b"<div>" * MANY + coded,
        "cut-proquest.txt": ruled[: len(ruled) // 2],
        "rules.txt": ruled.replace(b"\n\n", b"\n" + b"_" * 60 + b"\n"),
        "spaces.txt": b"1 of 2 DOCUMENTS\n\nLENGTH: 4 words\n\nBody\n\n" + b" " * 25 * MANY + b"x\n\nEnd of Document\n",
        "tabs.txt": b"HD\tx\nPD\tx\nSN\tx\nTD\t"
        + b"\t" * 25 * MANY
        + b"x\nAN\tDocument HBPST00000020240309ek3900001\n",
    }


HOSTILE = hostile()


@pytest.mark.parametrize("name", HOSTILE)
def test_broken_bundles_end_as_documents_or_reasons(give, name):
    found = give(name, HOSTILE[name])
    assert found
    for each in found:
        if isinstance(each, Rejected):
            assert each.reason
            assert each.detail
        else:
            assert clean(each, Project()).file == each.file


def test_an_article_without_end_is_refused_not_held(give, monkeypatch):
    monkeypatch.setattr(exports, "_MAX_ARTICLE", 10_000)
    found = give("x.txt", nexis_text(body="The minister said so. " * 1_000) + nexis_text())
    assert [getattr(d, "reason", "") for d in found] == ["too-large", ""]


@settings(max_examples=times(60), deadline=None)
@given(data=st.data())
def test_any_damage_is_survived(data):
    name = data.draw(st.sampled_from(["nexis.txt", "factiva.txt", "proquest.txt", "factiva-coded.html"]))
    lines = PRINTED[name](stories(2)).decode().split("\n")
    kept = data.draw(st.lists(st.sampled_from(range(len(lines))), min_size=5, max_size=40))
    text = "\n".join(lines[i] for i in kept)
    items = Items(Source(path=None, key="k", file="k", location="k"), "text")
    for database in exports.DATABASES:
        parts = list(database.split(of_text(text)))
        for number, part in enumerate(parts):
            exports.found(database.article(part), items, number)


def test_bylines_of_proquest():
    assert proquest._byline("Rocha, Ana; Stone, John F.; Anonymous") == "Ana Rocha; John F. Stone"
    assert proquest._byline("Harbour Wire") == "Harbour Wire"


def test_lines_of_text_know_their_pages():
    assert list(of_text("a\r\n\x0cb")) == [Line(text="a"), Line(text="b", page=True)]


GERMAN = """Dokument 1 von 2


Hafenpost

Samstag 9. März 2024
Deutschland Ausgabe

Schleusen bleiben offen

AUTOR: Ana Rocha

RUBRIK: POLITIK; S. 1

LÄNGE: 9 Wörter

Der Minister sagte, die Schleusen blieben bis zum Herbst offen.

UPDATE: 9. März 2024

SPRACHE: GERMAN; DEUTSCH

PUBLICATION-TYPE: Zeitung

Copyright 2024 Hafenpost GmbH
Alle Rechte vorbehalten

Dokument 2 von 2

Hafenpost

10. März 2024

Zweiter Titel

LÄNGE: 3 Wörter

Mehr war nicht.

SPRACHE: GERMAN; DEUTSCH
"""


def test_labels_in_german(give):
    first, second = give("x.txt", GERMAN)
    assert first.text == "Schleusen bleiben offen\n\nDer Minister sagte, die Schleusen blieben bis zum Herbst offen."
    assert (first.meta["outlet"], first.meta["language"], first.meta["byline"]) == ("Hafenpost", "de", "Ana Rocha")
    assert clean(first, Project()).published.isoformat() == "2024-03-09"
    assert second.text == "Zweiter Titel\n\nMehr war nicht."


TRANSCRIPT = """                               3 of 9 DOCUMENTS



                              Basin News Network

SHOW: THE WEIR TONIGHT 8:00 PM EST

                             March 9, 2024 Saturday

TRANSCRIPT: 030901BN.V60

SECTION: NEWS; Domestic

LENGTH: 21 words

HEADLINE: Gates Stay Open; Who Pays?

GUESTS: Mira Alvarn, John Stone

BODY:

WES TOLLAND, HOST: Will the gates close?

ALVARN: No.

SUBJECT: I never said that, and nobody else in this studio did either.

LOAD-DATE: March 10, 2024
"""


def test_a_transcript(give):
    (found,) = give("x.txt", TRANSCRIPT)
    assert found.meta["title"] == "Gates Stay Open; Who Pays?"
    assert found.meta["outlet"] == "Basin News Network"
    assert found.meta["published"] == "March 9, 2024 Saturday"
    assert found.text.split("\n\n")[1:3] == ["WES TOLLAND, HOST: Will the gates close?", "ALVARN: No."]


def linked(body: str) -> bytes:
    link = "https://advance.lexis.example/api/document?collection=news&id=urn:contentItem:5X2K-7YH1-DY3S-F0AB-00000-00"
    title = '{\\field{\\*\\fldinst{HYPERLINK "' + link + '"}}{\\fldrslt Gates stay open}}\\par '
    rest = nexis_text(body=body).split("\n\n", 1)[1].strip()
    return ("{\\rtf1\\ansi " + title + rest.replace("\n\n", "\\par ") + "\\par}").encode()


def test_the_link_of_a_headline_names_the_article(give):
    (found,) = give("x.rtf", linked("The minister said the gates would stay open."))
    assert found.key.endswith("#5X2K-7YH1-DY3S-F0AB-00000-00")
    assert "url" not in found.meta
    (wanted,) = give("y.rtf", linked(""))
    assert isinstance(wanted, Wanted)
    assert wanted.url.startswith("https://advance.lexis.example/")


@pytest.mark.parametrize("size", [50_000, 400_000])
def test_fields_without_end_cost_no_more_than_their_length(give, size):
    rest = f"Publication title: {'a, ' * size}\n\nProQuest document ID: 7\n"
    (found,) = give("x.txt", proquest_text("Full text: The minister said so.", rest))
    assert len(found.meta["outlet"]) <= 300


OLD_PAGE = """<HTML><HEAD><STYLE><!-- .c0 { text-align: center; } --></STYLE><TITLE>&nbsp;</TITLE></HEAD><BODY>
<DIV CLASS="c5"><P CLASS="c6"><SPAN>Download Request: All Documents: 1-2<BR>Terms: dam and gates<BR></SPAN></P></DIV>
<A NAME="DOC_ID_0_0"></A><!-- Hide XML section from browser
<DOC NUMBER=1>
<DOCFULL> -->
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">1 of 2 DOCUMENTS</SPAN></P>
</DIV>
<BR><DIV CLASS="c0"><BR><P><SPAN>Copyright 2015 Harbour Press, LLC<BR>All Rights Reserved</SPAN><BR>
<IMG SRC="http://x.example/logo"><BR><SPAN CLASS="c2">The Harbour Post</SPAN></P>
</DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c4">July</SPAN><SPAN CLASS="c2"> 1, 2015 Wednesday</SPAN><SPAN>&nbsp;<BR>
Met 2 Edition</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN CLASS="c7">SECTION: </SPAN><SPAN CLASS="c2">A-SECTION; Pg. A01</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN CLASS="c7">LENGTH: </SPAN><SPAN CLASS="c2">9 words</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN CLASS="c7">HEADLINE: </SPAN><SPAN CLASS="c2">Gates stay open</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN CLASS="c7">BYLINE: </SPAN><SPAN CLASS="c2">Ana Rocha;John Stone</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN CLASS="c7"> BODY:<BR></SPAN></P>
<P CLASS="c8"><SPAN CLASS="c2">The </SPAN><SPAN CLASS="c4">gates</SPAN><SPAN CLASS="c2"> stay open.</SPAN></P>
<P CLASS="c8"><SPAN CLASS="c2">Nobody asked the farmers.</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN CLASS="c7">LOAD-DATE: </SPAN><SPAN CLASS="c2">July 1, 2015</SPAN></P></DIV>
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">2 of 2 DOCUMENTS</SPAN></P></DIV>
<BR><DIV><P><SPAN>Basin Herald</SPAN></P></DIV><BR><DIV><P>2 July 2015</P></DIV><BR><DIV><P>Weir closed</P></DIV>
<BR><DIV><P><SPAN>LENGTH: </SPAN><SPAN>2 words</SPAN></P></DIV><BR><DIV><P>It is.</P></DIV></BODY></HTML>"""


def test_an_old_page_with_its_copyright_on_top(give):
    first, second = give("x.HTML", OLD_PAGE)
    assert first.text == "Gates stay open\n\nThe gates stay open.\n\nNobody asked the farmers."
    assert (first.meta["outlet"], first.meta["published"]) == ("The Harbour Post", "July 1, 2015 Wednesday")
    assert clean(first, Project()).byline == "Ana Rocha and John Stone"
    assert second.text == "Weir closed\n\nIt is."
    assert second.meta["outlet"] == "Basin Herald"


def test_an_edition_over_two_lines(give):
    top = "\n\n      3 of 10 DOCUMENTS\n\n\n   The Sunrise (Harbour City)\n\n   January 11, 2010 Monday\n"
    head = "     Edition 1;\n       Lowlands\n\nGates stay open\n\nBYLINE: ANA Rocha\n\nLENGTH: 4 words\n\n\n"
    (found,) = give("x.txt", top + head + "The gates stay open.\n\nLOAD-DATE: x\n")
    assert found.text == "Gates stay open\n\nThe gates stay open."
    assert found.meta["outlet"] == "The Sunrise (Harbour City)"


def test_a_page_of_factiva_behind_a_long_style_sheet(give):
    style = "<style>" + ".icon a{display:block;}" * 5_000 + "</style></head>"
    (found,) = give("x.html", FACTIVA_HTML.replace("</head>", style))
    assert found.format == "factiva"
    (page,) = give(
        "y.html", "<html><head><title>Factiva is sold</title>" + style + "<body><p>It was sold.</p></body></html>"
    )
    assert page.format == "html"


def coded_cells(rows: list[tuple[str, str]]) -> str:
    """As Factiva writes them: codes in bold, with paragraphs or line breaks around some."""
    out = []
    for code, value in rows:
        name = f"<p><b>{code}</b>&nbsp;</p>" if code in ("LP", "TD") else f"<b>{code}</b>&nbsp;"
        out.append(f'<tr><td align="right" class="index">{name}</td><td>{value}</td></tr>\n')
    return '<div class="article frArticle"><table>' + "".join(out) + "</table><br/></div><br/><span></span>"


def test_codes_in_an_order_of_their_own(give):
    article = [("SE", "Local"), ("HD", "<b class='frHeadline'>Les vannes</b>\n"), ("PG", "26"), ("WC", "6 mots")]
    article += [("PD", "29 décembre 2011"), ("ET", "15:32"), ("SN", "Le Havre"), ("NGC", "Presse"), ("LA", "Français")]
    article += [
        ("CY", "(c) Presse."),
        ("LP", "<p>Une phrase.</p>\n<p>Une autre.</p>"),
        ("TD", "<p>La fin du texte.</p>"),
    ]
    article += [("NS", "<br/>gpol : Politics"), ("AN", "<br/>Document TESTFR0020111229e7ct000{}r")]
    cells = coded_cells(article)
    head = "<html><head><title>Factiva</title><style>" + "a{}" * 40_000 + "</style></head><body>"
    foot = "<span>&copy; 2011 Factiva, Inc. Tous droits réservés.</span></body></html>"
    found = give("x.html", head + cells.replace("{}", "1") + cells.replace("{}", "2") + foot)
    assert [d.text for d in found] == ["Les vannes\n\nUne phrase.\n\nUne autre.\n\nLa fin du texte."] * 2
    assert [d.key.partition("#")[2] for d in found] == ["TESTFR0020111229e7ct0001r", "TESTFR0020111229e7ct0002r"]
    assert (found[0].meta["outlet"], found[0].meta["language"], found[0].meta["section"]) == ("Le Havre", "fr", "Local")
    assert clean(found[0], Project()).published.isoformat() == "2011-12-29"
