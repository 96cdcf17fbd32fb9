"""Lists of articles: CSV in any dialect, broken or not, spreadsheets, GDELT's and Media Cloud's lists."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Rejected, Wanted
from onrecord.read import delimited, read, table_layout
from onrecord.read.dialect import Dialect


@pytest.fixture
def give(tmp_path):
    """Write text or bytes to a file of that name and read it."""

    def run(name, content):
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read([str(tmp_path / name)]))

    return run


def written(rows, **dialect):
    out = io.StringIO(newline="")
    csv.writer(out, **dialect).writerows(rows)
    return out.getvalue()


ROWS = [
    ["id", "headline", "body", "link"],
    ["a", "Gates, open", 'The minister said: "No; never | ever".\nShe left.', "https://post.example/1"],
    ["b", "Gates shut", "", "https://post.example/2"],
    ["c", "Nothing", "", ""],
]
DIALECTS = {
    "comma": {},
    "semicolon": {"delimiter": ";"},
    "tab": {"delimiter": "\t"},
    "bar": {"delimiter": "|"},
    "unix": {"lineterminator": "\n"},
    "all quoted": {"quoting": csv.QUOTE_ALL},
    "single quotes": {"quotechar": "'", "quoting": csv.QUOTE_ALL},
    "backslashes": {"doublequote": False, "escapechar": "\\"},
}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_dialects(give, dialect, encoding):
    article, wanted, neither = give("list.csv", written(ROWS, **DIALECTS[dialect]).encode(encoding))
    assert (article.key.partition("#")[2], article.format) == ("a", "table")
    assert article.text == 'The minister said: "No; never | ever".\nShe left.'
    assert dict(article.meta) == {"title": "Gates, open", "url": "https://post.example/1"}
    assert isinstance(wanted, Wanted)
    assert (wanted.url, wanted.title, wanted.file[-2:]) == ("https://post.example/2", "Gates shut", "#b")
    assert isinstance(neither, Rejected)
    assert "row 4" in neither.detail


@pytest.mark.parametrize("line", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("name", ["x.csv", "x.tsv", "x.txt", "x"])
def test_names_and_line_ends(give, name, line):
    found = give(name, line.join(["title,text,date", "A,The minister left.,2019-01-28", ""]))
    assert [d.text for d in found] == (["The minister left."] if line != "\r" or name.endswith("sv") else [None])


def test_a_line_that_names_the_delimiter(give):
    (found,) = give("x.csv", "sep=;\nid;text\n1;one, two\n")
    assert found.text == "one, two"
    assert found.key.endswith("#1")


def test_lines_above_the_header_are_passed_over(give):
    kept, bad = give("x.csv", "Search of 1 May, 2 results\n\nTitle,Text,Link\nA,The minister left.,\nB,,none\n")
    assert kept.text == "The minister left."
    assert "row 5" in bad.detail


@pytest.mark.parametrize("late", [0, 200_000])
def test_windows_letters_wherever_they_begin(give, late):
    head = "id,text\n" + "0,plain words only\n" * (late // 19)
    found = give("x.csv", head.encode() + "1,“Élan” said Zoë\n".encode("cp1252") + "2,“Élan” — Zoë\n".encode())
    assert [d.text for d in found[-2:]] == ["“Élan” said Zoë", "“Élan” — Zoë"]


def test_nul_bytes_of_databases_are_dropped(give):
    (found,) = give("x.csv", b"id,text,note\n1,The minister left the hall.,\x00\n")
    assert found.text == "The minister left the hall."


def test_an_article_called_csv_is_refused_with_advice(give):
    prose = "The minister said on Monday, after talks, that the gates would stay open.\n\nShe left, smiling.\n"
    (found,) = give("story.csv", prose)
    assert found.reason == "no-text-field"
    assert ".txt" in found.detail


def test_a_table_of_something_else_names_its_columns(give):
    (found,) = give("x.csv", "colour,size\nred,2\n")
    assert "colour, size" in found.detail


def test_a_saved_page_called_csv(give):
    assert give("x.csv", "<html><p>Too many requests</p></html>")[0].reason == "unsupported-format"


def test_what_a_table_writes_for_nothing_is_nothing(give):
    found = give("x.csv", "url,text,title\nhttps://x.example/1,nan,NULL\nhttps://x.example/2,None,N/A\n")
    assert [(type(f), f.title) for f in found] == [(Wanted, "")] * 2


def test_formulas_are_text(give):
    (found,) = give("x.csv", 'text,url\n"=HYPERLINK(""http://x.example"")",https://x.example/1\n')
    assert found.text == '=HYPERLINK("http://x.example")'


def test_a_page_number_and_a_teaser_are_no_article(give):
    found = give("x.csv", "title,url,page,summary\nA,https://x.example/1,A1,Gates stay open\n")
    assert [type(f) for f in found] == [Wanted]


BROKEN = {
    "last cell": 'id,title,text\n1,A,"Hello\n2,B,"World"\n3,C,fine\n',
    "middle cell": 'id,title,text\n1,"A,Hello\n2,B,World\n3,C,"fine"\n',
    "to the end": 'id,title,text\n1,A,"Hello\n2,B,World\n3,C,fine\n',
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_quotation_mark_costs_its_own_row(give, name):
    found = give("x.csv", BROKEN[name])
    assert [getattr(f, "text", f) for f in found[1:]] == ["World", "fine"]
    assert (found[0].reason, found[0].file[-2:]) == ("broken-row", "#2")


def test_quotation_marks_nobody_doubled_stay_where_they_are(give):
    found = give("x.csv", 'id,text,n\n1,"He said "no" to it",x\n2,She said "yes",y\n3,"She said "yes"",z\n')
    assert [d.text for d in found] == ['He said "no" to it', 'She said "yes"', 'She said "yes"']


def test_a_row_without_end_is_bounded(give, monkeypatch):
    monkeypatch.setattr(delimited, "MAX_ROW", 10_000)
    found = give("x.csv", 'id,text\n1,"open\n' + "2,row of the list\n" * 5_000)
    assert found[0].reason == "broken-row"
    assert [d.text for d in found[1:]] == ["row of the list"] * 5_000
    long = give("y.csv", "id,text\n1," + "a" * 30_000 + "\n2,fine\n")
    assert [getattr(d, "text", d) for d in long[1:]] == ["fine"]
    assert "longer" in long[0].detail


def test_broken_throughout_ends(give, monkeypatch):
    monkeypatch.setattr(delimited, "MAX_ROW", 10_000)
    monkeypatch.setattr(delimited, "_MAX_AGAIN", 10_000)
    found = give("x.csv", "id,text\n" + '1,"a""b\n""\n' * 3_000)
    assert 0 < len(found) <= 6_001


def test_cells_longer_than_the_csv_module_likes(give):
    text = "The minister said so. " * 20_000
    (found,) = give("x.csv", written([["id", "text"], ["1", text]]))
    assert found.text == text


def test_a_header_in_the_middle_is_no_row(give):
    assert len(give("x.csv", "id,text\n1,one\nid,text\n2,two\n")) == 2


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8), st.sampled_from([",", ";", "\t", "|"]))
def test_what_csv_writes_comes_back(rows, delimiter):
    listed = [("headline", "text")] + [(a, f"T {b}") for a, b in rows]
    data = written(listed, delimiter=delimiter)
    layout = table_layout.layout(data)
    table = delimited.Table(delimited.Lines(data, io.StringIO()), layout.dialect, layout.width)
    assert [tuple(cells) for _, cells in table.rows()] == listed


@given(st.text(st.sampled_from('ab",\n\r;\\'), max_size=200))
def test_any_noise_gives_rows_or_reasons(noise):
    table = delimited.Table(delimited.Lines(f"id,text\n{noise}", io.StringIO()), Dialect(","), 2)
    rows = list(table.rows())
    assert rows[0] == (1, ["id", "text"])
    assert [row.number if isinstance(row, delimited.Broken) else row[0] for row in rows] == list(
        range(1, len(rows) + 1)
    )


def test_media_cloud(give):
    (found,) = give(
        "stories.csv",
        "stories_id,publish_date,title,url,language,ap_syndicated,themes,media_id,media_name,media_url\n"
        "12,2019-01-28 23:30:00,Gates stay open,https://post.example/1,en,f,,7,Harbour Post,https://post.example\n",
    )
    assert (found.url, found.outlet, found.published, found.language) == (
        "https://post.example/1", "Harbour Post", "2019-01-28 23:30:00", "en",
    )  # fmt: skip
    assert found.file.endswith("#12")


def _gkg(url, page=""):
    return "\t".join(
        [
            "20190128233000-1",
            "20190128233000",
            "1",
            "post.example",
            url,
            *['"TAX'] * 21,
            f"<PAGE_TITLE>{page}</PAGE_TITLE>",
        ]
    )


def _zipped(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr(name, data)
    return out.getvalue()


def test_gdelt_gkg(give):
    data = _gkg("https://post.example/1", "Gates &amp; dams") + "\n" + _gkg("https://post.example/2") + "\n"
    found = give("20190128233000.gkg.csv", data)
    assert found == give("20190128233000.gkg.csv", data)
    assert [(f.url, f.title, f.outlet, f.published) for f in found] == [
        ("https://post.example/1", "Gates & dams", "post.example", "2019-01-28T23:30:00Z"),
        ("https://post.example/2", "", "post.example", "2019-01-28T23:30:00Z"),
    ]
    packed = give("20190128233000.gkg.csv.zip", _zipped("20190128233000.gkg.csv", data))
    assert [f.url for f in packed] == [f.url for f in found]
    assert packed[0].file.endswith(".zip#20190128233000.gkg.csv#20190128233000-1")


def test_gdelt_events_name_an_article_once(give):
    event = "\t".join(["1", "20190127", *["x"] * 57, "20190128233000", "https://post.example/1"])
    mention = "\t".join(["1", "20190128", "20190128", "1", "post.example", "https://post.example/1", *["x"] * 10])
    for name, row in (("20190128.export.CSV", event), ("20190128.mentions.CSV", mention)):
        (found,) = give(name, f"{row}\n{row}\n")
        assert (found.url, found.published[:10]) == ("https://post.example/1", "2019-01-28")


def test_gdelt_article_lists(give):
    columns = "url,title,seendate,domain,language,sourcecountry\n"
    (found,) = give("doc.csv", columns + "https://post.example/1,Gates,20190128T233000Z,post.example,English,Basin\n")
    assert (found.published, found.outlet) == ("2019-01-28T23:30:00Z", "post.example")
    (again,) = give("doc.json", '{"articles": [{"url": "https://post.example/1", "title": "Gates"}]}')
    assert (again.url, again.title) == (found.url, found.title)


@pytest.mark.parametrize("name", ["x.csv", "x.txt"])
def test_addresses_alone(give, name):
    found = give(name, "https://post.example/1,a\nhttps://post.example/2\nhttps://post.example/3;b\n")
    assert [f.url for f in found] == ["https://post.example/1,a", "https://post.example/2", "https://post.example/3;b"]


def test_rows_of_other_formats_are_wanted_too(give):
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"url": ["https://x.example/1"], "text": [""]}), out)
    assert isinstance(give("x.parquet", out.getvalue())[0], Wanted)
    assert isinstance(give("x.jsonl", '{"url": "https://x.example/1"}')[0], Wanted)
    assert isinstance(give("x.jsonl", '{"url": "mailto:a@x.example"}')[0], Rejected)


def test_a_big_list_is_read_in_little_memory(tmp_path):
    row = f'https://post.example/{{}},"Gates, {"x" * 4000}",2019-01-28\n'
    with (tmp_path / "x.csv").open("w") as f:
        f.write("url,title,date\n")
        for i in range(2_000):
            f.write(row.format(i % 1000))
    next(iter(read([str(tmp_path / "x.csv")])))
    tracemalloc.start()
    count = sum(1 for _ in read([str(tmp_path / "x.csv")]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2_000
    assert peak < 4_000_000


REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _cells(rows):
    for r, row in enumerate(rows, 1):
        inner = "".join(
            f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
            if isinstance(value, str)
            else f'<c r="{chr(65 + c)}{r}"><v>{value}</v></c>'
            for c, value in enumerate(row)
        )
        yield f'<row r="{r}">{inner}</row>'


def xlsx(**sheets):
    """An Excel file with these sheets: rows of cells, or the XML of the rows."""
    out = io.BytesIO()
    names = list(sheets)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        z.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" Type="{REL}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="s{i}"/>' for i, n in enumerate(names, 1))
        z.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{listed}</sheets></workbook>')
        links = "".join(
            f'<Relationship Id="s{i}" Type="{REL}/worksheet" Target="worksheets/s{i}.xml"/>'
            for i in range(1, len(names) + 1)
        )
        z.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
        )
        for i, rows in enumerate(sheets.values(), 1):
            body = rows if isinstance(rows, str) else "".join(_cells(rows))
            z.writestr(
                f"xl/worksheets/s{i}.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'
            )
    return out.getvalue()


SHEET = [
    ["id", "title", "text", "url"],
    [7, "A", "The minister left.", ""],
    [8, "B", "", "https://post.example/2"],
    [9],
]


def test_excel(give):
    pytest.importorskip("python_calamine")
    article, wanted, neither = give("x.xlsx", xlsx(Stories=SHEET))
    assert (article.text, article.meta["title"], article.format) == ("The minister left.", "A", "spreadsheet")
    assert article.key == "x.xlsx#7" or article.key.endswith("/x.xlsx#7")
    assert wanted.url == "https://post.example/2"
    assert "row 4" in neither.detail


def test_every_sheet_is_read_or_named(give):
    pytest.importorskip("python_calamine")
    found = give("x.xlsx", xlsx(One=SHEET[:2], Codes=[["code", "meaning"], ["a", "b"]], Two=SHEET[:2]))
    assert [f.file.partition("#")[2] for f in found] == ["One#7", "Two#7", "Codes"]
    assert [f.reason for f in give("y.xlsx", xlsx(Codes=[["code", "meaning"]]))] == ["no-text-field"]


def test_hostile_spreadsheets(give):
    pytest.importorskip("python_calamine")
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    for data in (xlsx(S=far), xlsx(S=SHEET)[:-300], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600):
        (found,) = give("x.xls", data)
        assert isinstance(found, Rejected)
        assert found.reason in ("broken-spreadsheet", "too-large")
        assert found.detail


def test_the_record_takes_articles_and_lists_the_wanted(tmp_path):
    import onrecord

    (tmp_path / "x.csv").write_text(written(ROWS))
    with onrecord.open(tmp_path / "r.onrecord", create=True) as record:
        done = record.add([str(tmp_path / "x.csv")])
        again = record.add([str(tmp_path / "x.csv")])
    assert (done.added, done.wanted, done.rejected) == (1, 1, 1)
    assert again.unchanged == 1
