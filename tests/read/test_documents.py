"""Single documents: PDF, EPUB, OpenDocument. The files are made here."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from document_writers import FIRST, LONG, SECOND, THIRD, bodies, epub, odt, xhtml
from pdf_writer import column, pdf

from onrecord.clean import clean
from onrecord.project import Project
from onrecord.read.hyphens import knit, vocabulary
from onrecord.read.pdf import pages
from onrecord.read.pdf_paragraphs import joined

# ------------------------------------------------------------------------------------------------ PDF


def test_pdf_paragraphs_are_unwrapped(give):
    (found,) = give("a.pdf", pdf([(50, 740, 18, "Gates stay open"), *column(LONG, 50, 700), *column(SECOND, 50, 560)]))
    assert found.text == f"Gates stay open\n\n{LONG}\n\n{SECOND}"
    assert found.format == "pdf"


def test_pdf_document_carries_the_files_bytes(give, tmp_path):
    (found,) = give("a.pdf", pdf(column(LONG, 50, 700)))
    assert found.data == (tmp_path / "a.pdf").read_bytes()
    assert found.key.endswith("a.pdf")


@pytest.mark.parametrize("drawn", ["column by column", "row by row", "rows as one string"])
def test_pdf_columns(give, drawn):
    left, right = column(LONG, 50, 700, width=36), column(LONG.replace("Monday", "Friday"), 330, 700, width=36)
    body = {
        "column by column": left + right,
        "row by row": [piece for pair in zip(left, right, strict=True) for piece in pair],
        "rows as one string": [(50, a[1], 10, f"{a[3]:<44}{b[3]}") for a, b in zip(left, right, strict=True)],
    }[drawn]
    (found,) = give("a.pdf", pdf([(50, 760, 18, "Gates stay open until autumn"), *body]))
    head, *rest = found.text.split("\n\n")
    assert head == "Gates stay open until autumn"
    assert " ".join(rest) == f"{LONG} {LONG.replace('Monday', 'Friday')}"


def test_pdf_headline_drawn_last_stands_first(give):
    (found,) = give("a.pdf", pdf([*column(LONG, 50, 700), (50, 760, 18, "Gates stay open")]))
    assert found.text.startswith("Gates stay open\n\nThe minister")


def test_pdf_indent_opens_a_paragraph(give):
    first, second = column(f"{FIRST} {SECOND}", 50, 700), column(LONG, 50, 600)
    second = [(62, *second[0][1:]), *second[1:]]
    last = first[-1]
    first[-1] = (*last[:3], f"{last[3]} of the land of"[:40])  # a full line: only the indent tells
    second = [(x, first[-1][1] - 12 * (i + 1), *rest) for i, (x, _, *rest) in enumerate(second)]
    (found,) = give("a.pdf", pdf(first + second))
    assert found.text.count("\n\n") == 1


def test_pdf_running_lines_and_numbers(give):
    def page(n, text):
        head = (50, 780, 8, "The Harbour Post, 28 January 2019")
        return [
            head,
            *column(text, 50, 740, width=60),
            (290, 20, 9, f"Page {n} of 4"),
            (50, 34, 8, "© The Harbour Post"),
        ]

    texts = [f"{LONG} Number {n}." for n in ("one", "two", "three", "four")]
    (found,) = give("a.pdf", pdf(*[page(n, text) for n, text in enumerate(texts, 1)]))
    assert found.text == "\n\n".join(["The Harbour Post, 28 January 2019", *texts, "© The Harbour Post"])


def test_pdf_paragraph_over_the_page_and_the_hyphen(give):
    first = [*column(f"{FIRST} The govern-", 50, 700), (290, 20, 9, "1")]
    second = [*column("ment disagreed with everybody who was there.", 50, 700), (290, 20, 9, "2")]
    (found,) = give("a.pdf", pdf(first, second))
    assert found.text == f"{FIRST} The government disagreed with everybody who was there."


def test_pdf_sentences_that_begin_every_page_are_kept(give):
    (found,) = give("a.pdf", pdf(*[column(LONG, 50, 700) for _ in range(4)]))
    assert found.text.count("The minister of irrigation") == 4


def test_pdf_table_rows_stay_rows(give):
    rows = [(50, 600 - 14 * i, 10, f"Dam {i}") for i in range(6)]
    drawn = [piece for i, row in enumerate(rows) for piece in (row, (250, row[1], 10, f"{i}00 m"))]
    (found,) = give("a.pdf", pdf([*column(LONG, 50, 740), *drawn]))
    assert "Dam 3   300 m" in found.text


def test_pdf_justified_line_of_few_words_is_a_line(give):
    lines = column(f"{FIRST} {SECOND}", 50, 700, width=40)
    _, y, size, text = lines[2]
    wide = text.split()[:3]
    places = [50, 130, 50 + 6 * len(lines[1][3]) - 6 * len(wide[2])]  # letters of 6 points; the line above ends there
    places[1] = (places[0] + 6 * len(wide[0]) + places[2] - 6 * len(wide[1])) // 2
    stretched = [(place, y, size, word) for place, word in zip(places, wide, strict=True)]
    (found,) = give("a.pdf", pdf(lines[:2] + stretched + lines[3:]))
    expected = " ".join([*(line[3] for line in lines[:2]), *wide, *(line[3] for line in lines[3:])])
    assert found.text == expected


def test_pdf_turned_page(give):
    data = pdf(column(LONG, 50, 700)).replace(b"/MediaBox", b"/Rotate 0 /MediaBox")
    upright = give("a.pdf", data)[0].text
    for turn in (b"90 ", b"180 ", b"270 "):  # what is drawn is turned with the page: its lines still are lines
        found = give("b.pdf", pdf(column(LONG, 50, 700)).replace(b"/MediaBox", b"/Rotate " + turn + b"/MediaBox"))
        assert sorted(found[0].text.split()) == sorted(upright.split())


INFO = [
    ({"Title": "Gates stay open"}, {"title": "Gates stay open"}),
    ({"Title": "Gates stay open | The Harbour Post"}, {"title": "Gates stay open"}),
    ({"Title": "Microsoft Word - gates_final2.docx"}, {}),
    ({"Title": "untitled"}, {}),
    ({"Title": "A template nobody filled in, of another year"}, {}),
    ({"Author": "Rhona Peel"}, {"byline": "Rhona Peel"}),
    ({"Author": "Administrator"}, {}),
    ({"Author": "Some Body Else"}, {}),
    ({"CreationDate": "D:20190128101500+01'00'"}, {"published": "2019-01-28T10:15:00+01:00"}),
    ({"CreationDate": "D:20190128101500Z", "ModDate": "D:20210128101500Z"}, {}),
    ({"CreationDate": "D:20190128", "Creator": "Mozilla/5.0 Chrome/99", "Producer": "Skia/PDF m99"}, {}),
    ({"CreationDate": "yesterday"}, {}),
]


@pytest.mark.parametrize(("info", "meta"), INFO)
def test_pdf_properties_that_can_be_believed(give, info, meta):
    page = [(50, 760, 18, "Gates stay open"), (50, 740, 10, "By Rhona Peel"), *column(LONG, 50, 700)]
    (found,) = give("a.pdf", pdf(page, info=info))
    assert found.meta == meta


def test_pdf_date_of_making_yields_to_a_printed_one_and_to_the_name(give):
    info = {"CreationDate": "D:20190128101500Z"}
    (printed,) = give("a.pdf", pdf([(50, 760, 10, "27 January 2019"), *column(LONG, 50, 700)], info=info))
    (named,) = give("2019-01-26 gates.pdf", pdf(column(LONG, 50, 700), info=info))
    assert "published" not in printed.meta
    assert "published" not in named.meta
    assert clean(printed, Project()).published == date(2019, 1, 27)
    assert clean(named, Project()).published == date(2019, 1, 26)


def test_pdf_of_a_browser(cleaned):
    def page(n, text):
        return [
            *column(text, 50, 740, width=60),
            (24, 780, 8, "11/21/26, 7:31 PM"), (300, 780, 8, "Gates stay open | Post"),
            (24, 15, 8, "https://post.example/2019/gates"), (560, 15, 8, f"{n}/2"),
        ]  # fmt: skip

    data = pdf(
        page(1, f"{LONG} {FIRST[:-1]} and that"),
        page(2, f"nobody would be harmed. {SECOND}"),
        info={"Creator": "Mozilla/5.0"},
    )
    (found,) = cleaned("a.pdf", data)
    assert found.url == "https://post.example/2019/gates"
    assert found.published is None, "the day of printing is no day of publication"
    assert f"{FIRST[:-1]} and that nobody would be harmed." in found.text
    assert "11/21/26" not in found.text


def test_pages_of_a_bundle():
    data = pdf(
        [*column(FIRST, 50, 700), (290, 20, 9, "1")], [(290, 20, 9, "2")], [*column(SECOND, 50, 700), (290, 20, 9, "3")]
    )
    assert pages(data) == [FIRST, "", SECOND]


JOINED = [
    (["The govern-", "ment"], "The govern-\n\nment"),  # too short to be a paragraph
    ([FIRST, SECOND], f"{FIRST}\n\n{SECOND}"),
    ([FIRST[:-1], "and later on."], f"{FIRST[:-1]} and later on."),
    ([FIRST[:-1], "Gates"], f"{FIRST[:-1]}\n\nGates"),
    ([FIRST[:-1], SECOND], f"{FIRST[:-1]} {SECOND}"),
    (["", FIRST, "", SECOND, ""], f"{FIRST}\n\n{SECOND}"),
]


@pytest.mark.parametrize(("given", "text"), JOINED)
def test_joined_pages(given, text):
    assert joined(given) == text


KNIT = [
    ("the govern-", "ment said", "", "the government said"),
    ("the Saudi-", "led coalition", "", "the Saudi-led coalition"),
    ("the Saudi-", "led coalition", "he settled", "the Saudi-led coalition"),
    ("state-of-", "the art", "", "state-of-the art"),
    ("of Al-", "Thani", "", "of Al-Thani"),
    ("for co-", "operation", "full cooperation", "for cooperation"),
    ("for co-", "operation", "full co-operation", "for co-operation"),
    ("the year 2018-", "19 was", "", "the year 2018- 19 was"),
    ("he said —", "and left", "", "he said — and left"),
    ("open until", "autumn", "", "open until autumn"),
]


@pytest.mark.parametrize(("before", "after", "elsewhere", "text"), KNIT)
def test_hyphens(before, after, elsewhere, text):
    assert knit(before, after, vocabulary([elsewhere])) == text


# ----------------------------------------------------------------------------------------------- EPUB

ARTICLE = (
    f"<h1>Gates stay open</h1><p>{FIRST}</p><p>{SECOND}<span epub:type='pagebreak'>17</span></p><img src='a.png'/>"
)
OTHER = f"<h2>The last eel&nbsp;fisher</h2><p>{THIRD}</p><p>{FIRST}</p>"


def test_epub_one_document_a_piece(cleaned):
    parts = {
        "cover.xhtml": xhtml("<img src='c.png'/>", kind="cover"),
        "nav.xhtml": xhtml("<nav><a href='a.xhtml'>Gates stay open</a><a href='b%20c.xhtml#x'>Eels</a></nav>"),
        "imprint.xhtml": xhtml(f"<p>{LONG}</p>", kind="copyright-page"),
        "part.xhtml": xhtml("<h1>Part one</h1>"),
        "a.xhtml": xhtml(ARTICLE),
        "b c.xhtml": xhtml(OTHER),
    }
    meta = "<dc:creator>Rhona Peel</dc:creator><dc:date>2019-01-28</dc:date><dc:publisher>Lake House</dc:publisher>"
    found = cleaned("quarterly.epub", epub({**parts}, meta=meta, nav="nav.xhtml"))
    assert [d.file.rpartition("#")[2] for d in found] == ["i4", "i5"]
    assert [d.title for d in found] == ["Gates stay open", "The last eel fisher"]
    assert {d.outlet for d in found} == {"The Lake Quarterly"}
    assert {d.byline for d in found} == {"Rhona Peel"}
    assert {d.published for d in found} == {date(2019, 1, 28)}
    assert {d.language for d in found} == {"en"}
    assert "\n\n".join(bodies(found[0])) == f"{FIRST}\n\n{SECOND}"
    assert "17" not in found[0].text
    assert "The last eel fisher" in found[1].text


@pytest.mark.parametrize(
    ("headings", "label", "title"),
    [
        ("<h1>POLITICS</h1><h2>Gates stay open</h2>", "Gates stay open", "Gates stay open"),
        ("<h1>1</h1>", "1. The gates", "1. The gates"),
        ("", "The gates", "The gates"),
        ("<h3>The <em>gates</em></h3>", "", "The gates"),
        ("", "", FIRST),
    ],
)
def test_epub_titles(cleaned, headings, label, title):
    nav = xhtml(f"<nav><a href='a.xhtml'>{label}</a></nav>")
    parts = {"a.xhtml": xhtml(f"{headings}<p>{FIRST}</p><p>{SECOND}</p>"), "nav.xhtml": nav}
    (found,) = cleaned("q.epub", epub(parts, spine=["a.xhtml"], nav="nav.xhtml"))
    assert (found.title or FIRST) == title


def test_epub_title_from_the_heading(cleaned):
    (found,) = cleaned("q.epub", epub({"a.xhtml": xhtml(ARTICLE)}))
    assert found.title == "Gates stay open"
    assert found.published is None


def test_epub_reading_order_and_repeats(give):
    found = give(
        "q.epub", epub({"a.xhtml": xhtml(ARTICLE), "b.xhtml": xhtml(OTHER)}, spine=["b.xhtml", "a.xhtml", "b.xhtml"])
    )
    assert [d.key.rpartition("#")[2] for d in found] == ["i1", "i0"]


def test_epub_piece_bytes_and_ids_do_not_depend_on_the_packing(give):
    plain = give("q.epub", epub({"a.xhtml": xhtml(ARTICLE)}))
    other = give("q.epub", epub({"z.xhtml": xhtml(OTHER), "a.xhtml": xhtml(ARTICLE)}, spine=["a.xhtml"]))
    assert plain[0].data == other[0].data


def test_epub_without_suffix_and_in_the_middle_of_other_files(give):
    found = give("download", epub({"a.xhtml": xhtml(ARTICLE)}))
    assert [d.format for d in found] == ["epub"]


# ------------------------------------------------------------------------------------------------ ODT

ODT_BODY = f"""<text:tracked-changes><text:changed-region><text:deletion><text:p>Deleted words</text:p></text:deletion>
</text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">Gates stay<text:line-break/>open</text:h><text:p>By Rhona Peel</text:p>
<text:p>{FIRST}<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See the report.</text:p>
</text:note-body></text:note> And <text:span>more</text:span><text:s text:c="2"/>came,<text:tab/>too.<office:annotation>
<dc:creator>Editor</dc:creator><text:p>Check this!</text:p></office:annotation></text:p>
<text:list><text:list-item><text:p>The first point</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Dam</text:p></table:table-cell>
<table:table-cell><text:p>300 m</text:p></table:table-cell></table:table-row></table:table>
<text:p>Before the box<draw:frame><draw:text-box><text:p>In the box</text:p></draw:text-box></draw:frame> and after.
</text:p>"""


def test_odt_text(give):
    (found,) = give("a.odt", odt(ODT_BODY))
    assert found.text.split("\n\n") == [
        "Gates stay\nopen", "By Rhona Peel", f"{FIRST} And more  came,\ttoo.", "The first point", "Dam\t300 m",
        "Before the box and after.", "In the box", "See the report.",
    ]  # fmt: skip
    assert found.format == "odt"


@pytest.mark.parametrize(
    ("title", "author", "meta"),
    [
        ("Gates stay open", "Rhona Peel", {"title": "Gates stay open", "byline": "Rhona Peel"}),
        ("Template", "user1", {"title": "Gates stay open"}),
    ],
)
def test_odt_properties_that_can_be_believed(give, title, author, meta):
    content = f"<text:h>Gates stay open</text:h><text:p>By Rhona Peel</text:p><text:p>{FIRST}</text:p>"
    (found,) = give("a.odt", odt(content, title, author))
    assert found.meta == meta


def test_odt_slides(give):
    content = f"<draw:page><draw:frame><draw:text-box><text:p>{FIRST}</text:p></draw:text-box></draw:frame></draw:page>"
    assert give("a.odp", odt(content, kind="presentation"))[0].text == FIRST


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.odt", lambda: odt(f"<text:p>{FIRST}</text:p>")), ("a.epub", lambda: epub({"a.xhtml": xhtml(ARTICLE)}))],
)
def test_packed_anew_without_the_mark_in_front(give, name, make):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make())) as made, zipfile.ZipFile(out, "w") as other:
        for info in reversed(made.infolist()):
            other.writestr(info.filename, made.read(info))
    assert [FIRST in (d.text or "") for d in give(name, out.getvalue())] == [True]
