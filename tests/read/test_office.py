"""Word and RTF files: what a reader of the page sees, and nothing else; and files that mean harm."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from press import rtf_escape

from effort import times
from onrecord.clean import clean
from onrecord.model import RawDocument, Rejected
from onrecord.project import Project
from onrecord.read import read
from onrecord.read.lines import of_text
from onrecord.read.properties import declared
from onrecord.read.rtf_text import Rtf, row

SENTENCE = "The minister said on Monday that the gates of the dam would stay open until autumn."


@pytest.fixture
def give(tmp_path):
    """Write a file of that name and read it."""

    def run(name, data):
        (tmp_path / name).write_bytes(data)
        return list(read([str(tmp_path / name)]))

    return run


def saved(made) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def text_of(found) -> str:
    (document,) = found
    assert isinstance(document, RawDocument), document
    return document.text


def changed(data: bytes, name: str, change) -> bytes:
    """A Word file with one part rewritten; `change` takes and gives bytes, or None takes the part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            body = old.read(info)
            if info.filename == name:
                body = change(body)
            if body is not None:
                new.writestr(info.filename, body)
    return out.getvalue()


# Word


def test_a_word_file_is_one_document(give):
    made = docx.Document()
    made.core_properties.author = "python-docx"
    made.add_heading("Gates stay open", level=1)
    made.add_paragraph("By Ana Rocha")
    made.add_paragraph(SENTENCE)
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip((c for r in table.rows for c in r.cells), ("Gate", "Open", "North", "yes"), strict=True):
        cell.text = text
    made.add_paragraph("The end\tof it.").add_run("\nA second line.")
    data = saved(made)
    (found,) = give("x.docx", data)
    assert found.format == "docx"
    assert found.data == data
    assert found.text == (
        f"Gates stay open\n\nBy Ana Rocha\n\n{SENTENCE}\n\nGate\tOpen\n\nNorth\tyes\n\nThe end\tof it.\nA second line."
    )
    assert found.meta == {"title": "Gates stay open"}
    cleaned = clean(found, Project())
    assert (cleaned.title, cleaned.byline, cleaned.published) == ("Gates stay open", "Ana Rocha", None)


def test_insertions_count_and_deletions_do_not(give):
    made = docx.Document()
    paragraph = made.add_paragraph("The gates ")
    revised = [("w:ins", "w:t", "stay "), ("w:del", "w:delText", "close "), ("w:moveFrom", "w:t", "shut ")]
    for tag, inner, text in revised:
        run = f'<w:r><{inner} xml:space="preserve">{text}</{inner}></w:r>'
        paragraph._p.append(parse_xml(f'<{tag} {nsdecls("w")} w:id="1">{run}</{tag}>'))
    paragraph.add_run("open.")
    assert text_of(give("x.docx", saved(made))) == "The gates stay open."


def test_hidden_text_fields_and_headers_are_not_read(give):
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "A running head"
    paragraph = made.add_paragraph("The gates ")
    paragraph.add_run("never ").font.hidden = True
    shown = paragraph.add_run("stay ")
    shown.font.hidden = False
    field = OxmlElement("w:instrText")
    field.text = 'HYPERLINK "https://x.example/"'
    paragraph.add_run()._r.append(field)
    paragraph.add_run("open.")
    assert text_of(give("x.docx", saved(made))) == "The gates stay open."


def test_links_text_boxes_and_footnotes_are_read(give):
    made = docx.Document()
    paragraph = made.add_paragraph("See ")
    paragraph._p.append(parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>the letter</w:t></w:r></w:hyperlink>"))
    box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    drawn = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box.format('In a box.')}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box.format('In a box.')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraph._p.append(parse_xml(drawn))
    made.add_paragraph(SENTENCE)
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"
    out = io.BytesIO(saved(made))
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("word/footnotes.xml", notes)
    assert text_of(give("x.docx", out.getvalue())) == f"See the letter\n\nIn a box.\n\n{SENTENCE}\n\nA note."


def test_an_article_in_the_cells_of_a_table_keeps_its_paragraphs(give):
    made = docx.Document()
    cell = made.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = "Gates stay open"
    cell.add_paragraph(SENTENCE)
    inner = cell.add_table(rows=1, cols=2).rows[0].cells
    inner[0].text, inner[1].text = "North", "open"
    assert text_of(give("x.docx", saved(made))) == f"Gates stay open\n\n{SENTENCE}\n\nNorth\topen"


PROPERTIES = [
    ("Gates stay open", "Ana Rocha", {"title": "Gates stay open", "byline": "Ana Rocha"}),
    ("GATES STAY OPEN", "ana rocha", {"title": "GATES STAY OPEN", "byline": "ana rocha"}),
    ("Document1", "Windows User", {}),
    ("Press template 2019", "A. Clerk", {}),
    ("", "", {}),
    ("Gates", "Rocha", {}),
]


@pytest.mark.parametrize(("title", "author", "meta"), PROPERTIES)
def test_properties_count_where_the_text_bears_them_out(title, author, meta):
    lines = list(of_text(f"Harbour Post\n\nGates stay open\nBy Ana Rocha, Harbour City\n\n{SENTENCE}\n"))
    assert declared(title, author, lines) == meta


def test_the_day_a_file_was_made_is_no_day_of_publication(give):
    made = docx.Document()
    made.add_paragraph("Gates stay open")
    made.add_paragraph(SENTENCE)
    (found,) = give("x.docx", saved(made))
    assert "published" not in found.meta
    assert clean(found, Project()).published is None


def bomb(name: str, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(name, b"<w:document xmlns:w='w'>" + b" " * size)
    return out.getvalue()


PLAIN = saved(docx.Document())
ENTITIES = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
STOLEN = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
LOCKED = bytearray(bomb("word/document.xml", 10))
LOCKED[LOCKED.rindex(b"PK\x01\x02") + 8] |= 1  # the flag of a password, in the directory


def with_entities(declaration: bytes, encoding: str = "utf-8"):
    def change(body: bytes) -> bytes:
        start = body.index(b"<w:document")
        text = declaration + body[start:].replace(b"<w:body>", b"<w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p>")
        return text.decode().encode(encoding)

    return changed(PLAIN, "word/document.xml", change)


HARM = {
    "bomb.docx": (bomb("word/document.xml", 30_000_000), "too-large"),
    "styles.docx": (changed(PLAIN, "word/styles.xml", lambda _: b" " * 20_000_000), "too-large"),
    "entities.docx": (with_entities(ENTITIES), "unsafe-xml"),
    "wide-entities.docx": (with_entities(ENTITIES, "utf-16"), "unsafe-xml"),
    "stolen.docx": (with_entities(STOLEN), "unsafe-xml"),
    "locked.docx": (bytes(LOCKED), "encrypted"),
    "cut.docx": (PLAIN[: len(PLAIN) // 2], "broken-docx"),
    "empty.docx": (PLAIN, "no-article-text"),
    "no-text.docx": (changed(PLAIN, "word/document.xml", lambda _: None), "broken-docx"),
    "torn.docx": (changed(PLAIN, "word/document.xml", lambda b: b[:200]), "broken-docx"),
    "noise.docx": (changed(PLAIN, "word/document.xml", lambda _: b"\x00\xff" * 5_000), "broken-docx"),
    "deep.docx": (
        changed(PLAIN, "word/document.xml", lambda _: b"<w:document xmlns:w='w'>" + b"<w:p>" * 100_000),
        "broken-docx",
    ),
}


@pytest.mark.parametrize("name", HARM)
def test_word_files_that_mean_harm_are_refused(give, name):
    data, reason = HARM[name]
    (found,) = give(name, data)
    assert isinstance(found, Rejected), found.text
    assert found.reason == reason
    assert found.detail


def test_a_bomb_costs_no_memory(give, tmp_path):
    (tmp_path / "x.docx").write_bytes(bomb("word/document.xml", 150_000_000))
    tracemalloc.start()
    found = list(read([str(tmp_path / "x.docx")]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [r.reason for r in found] == ["too-large"]
    assert peak < 20_000_000


def test_text_before_a_break_in_the_xml_is_kept(give):
    made = docx.Document()
    for i in range(50):
        made.add_paragraph(f"{SENTENCE} {i}")
    cut = changed(saved(made), "word/document.xml", lambda b: b[: len(b) * 2 // 3])
    assert f"{SENTENCE} 10" in text_of(give("x.docx", cut))


def test_macros_are_never_looked_at(give):
    made = docx.Document()
    made.add_paragraph(SENTENCE)
    out = io.BytesIO(saved(made))
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"\x00" * 1_000)
    assert text_of(give("x.docm", out.getvalue())) == SENTENCE


@settings(max_examples=times(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, len(PLAIN) - 1), value=st.integers(0, 255), cut=st.integers(0, 200))
def test_any_damage_to_a_word_file_is_survived(give, at, value, cut):
    data = bytearray(PLAIN)
    data[at] = value
    found = give("x.docx", bytes(data[: len(data) - cut]))
    assert found
    assert all(getattr(r, "detail", "text") for r in found)


# RTF

FONTS = "{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset204 Times Cyr;}{\\f2\\fcharset128 Gothic;}}"
HEAD = "{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0" + FONTS

RTFS = {
    "plain": ("Gates stay\\par open", "Gates stay\n\nopen"),
    "newlines mean nothing": ("Ga\r\ntes\n stay", "Gates stay"),
    "signs": ("\\ldblquote So\\rdblquote\\~he said\\emdash\\endash\\bullet", "“So”\xa0he said—–•"),
    "escaped": ("a \\{b\\} \\\\ c", "a {b} \\ c"),
    "code page": ("caf\\'e9 \\'93so\\'94", "café “so”"),
    "raw bytes": ("caf\xe9", "café"),
    "cyrillic font": ("{\\f1 \\'cc\\'e8\\'f0} caf\\'e9", "Мир café"),
    "two-byte font": ("{\\f2 \\'93\\'fa\\'96{\\b}\\'7b}", None),
    "two bytes": ("{\\f2 \\'93\\'fa\\'8f\\'6f}", "日出"),
    "two bytes, one plain": ("{\\f2 \\'93\\'fa\\'8fo}", "日出"),
    "unicode": ("\\u1052?\\u1080?\\u1088?", "Мир"),
    "unicode, hex fallback": ("\\u8217\\'92s", "’s"),
    "unicode, no fallback": ("{\\uc0\\u8217 s}", "’s"),
    "unicode, long fallback": ("{\\uc2\\u8217 ab}c", "’c"),
    "unicode above the first plane": ("\\u-10179?\\u-8703?", "😁"),
    "negative": ("\\u-4051?", "\uf02d"),
    "hidden": ("a{\\v hidden}b\\v hidden\\v0 c", "abc"),
    "plain ends hidden": ("a{\\v hidden\\plain c}", "ac"),
    "deleted": ("a{\\deleted gone\\par}b{\\revised new}", "abnew"),
    "picture": ("a{\\pict\\pngblip 89504e47{\\x}0d}b", "ab"),
    "binary": ("a{\\pict\\bin5 }}}}}}b", "ab"),
    "binary in the open": ("a\\bin3 {{{b", "ab"),
    "header and footer": ("{\\header Head\\par}{\\footerl Foot\\par}a", "a"),
    "unknown, to be ignored": ("a{\\*\\novelty b{\\i c}}d", "ad"),
    "unknown, to be read": ("a{\\novelty b}c", "abc"),
    "link": ('see {\\field{\\*\\fldinst HYPERLINK "https://x.example/a"}{\\fldrslt the letter}}.', "see the letter."),
    "footnote": ("a{\\footnote\\pard A note.}b\\par c", "ab\n\nc\n\nA note."),
    "text box": ("a{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv y}}{\\shptxt box}}{\\shprslt box}}", "abox"),
    "table": ("\\trowd\\intbl a\\cell b\\cell\\row\\pard c", "a\tb\n\nc"),
    "cells of paragraphs": ("\\trowd\\intbl a\\cell b\\par c\\cell\\row\\pard d", "a\tb\n\nc\n\nd"),
    "row without end": ("\\trowd\\intbl a\\cell b\\pard\\par c", "a\n\nb\n\nc"),
    "line break": ("a\\line b", "a\nb"),
    "backslash at the end of a line": ("a\\\nb", "a\n\nb"),
    "brace too many": ("a}}} b", "a b"),
    "brace too few": ("a{\\b b{\\i c", "abc"),
    "a sign cut off": ("a\\par b\\", "a\n\nb}"),
    "cut in a byte": ("a\\'", "a"),
    "nul bytes": ("a\x00b", "ab"),
}


@pytest.mark.parametrize("name", RTFS)
def test_rtf(give, name):
    written, text = RTFS[name]
    found = text_of(give("x.rtf", (HEAD + written + "}").encode("latin-1")))
    if text is not None:
        assert found == text


def test_rtf_says_where_its_links_lead_and_what_its_headings_are():
    link = '{\\field{\\*\\fldinst{HYPERLINK "https://x.example/a"}}{\\fldrslt T}}'
    rtf = Rtf((HEAD + f"\\pard\\outlinelevel1 {link}\\par \\pard b\\page c}}").encode())
    lines = [line for line in rtf.lines() if line.text]
    assert [(x.text, x.heading, x.link, x.page) for x in lines] == [
        ("T", True, "https://x.example/a", False),
        ("b", False, "", False),
        ("c", False, "", True),
    ]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n ", b""])
@pytest.mark.parametrize("name", ["x.rtf", "x.txt", "old.DOC"])
def test_rtf_is_known_by_its_content(give, name, before):
    (found,) = give(name, before + (HEAD + SENTENCE + "}").encode())
    assert (found.format, found.text) == ("rtf", SENTENCE)


def test_a_word_file_with_a_password_says_so(give):
    (found,) = give("x.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1_000)
    assert "password" in found.detail


def test_properties_of_rtf(give):
    info = "{\\info{\\title Gates stay open}{\\author Ana Rocha}{\\company Somebody}{\\creatim\\yr2024\\mo3\\dy9}}"
    (found,) = give("x.rtf", (HEAD + info + f"Gates stay open\\par By Ana Rocha\\par {SENTENCE}}}").encode())
    assert found.meta == {"title": "Gates stay open", "byline": "Ana Rocha"}
    assert found.text == f"Gates stay open\n\nBy Ana Rocha\n\n{SENTENCE}"


def test_a_missing_brace_in_the_head_loses_no_text(give):
    head = "{\\rtf1\\ansi{\\stylesheet{\\s0 Normal;}{\\info{\\title x}\\pard "
    assert text_of(give("x.rtf", f"{head}{SENTENCE}\\par}}".encode())) == SENTENCE


LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn", "Co"))


@settings(max_examples=times(150), deadline=None)
@given(text=st.text(LETTERS, min_size=1, max_size=40))
def test_any_text_comes_back(text):
    rtf = Rtf((HEAD + rtf_units(text) + "\\par}").encode("ascii"))
    assert "".join(line.text for line in rtf.lines()) == text


def rtf_units(text: str) -> str:
    """Every character outside ASCII by its UTF-16 units."""
    out = []
    for c in text:
        units = struct.unpack(f"<{len(c.encode('utf-16-le')) // 2}h", c.encode("utf-16-le"))
        out.append(rtf_escape(c) if ord(c) < 128 else "".join(f"\\u{unit}?" for unit in units))
    return "".join(out)


PIECES = [
    "{", "}", "\\par ", "\\'e", "\\'93", "\\u", "\\u-5?", "\\bin9 ", "\\cell ", "\\row ", "\\*", "\\fldinst ", "\\v ",
    "\\uc9 ", "\\f2 ", "\\fonttbl ", "\\info", "\\footnote ", "abc", "\\", "\n", "\\bin-5 ", "\\intbl ",
]  # fmt: skip


@settings(max_examples=times(150), deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_rtf_ends(pieces):
    data = (HEAD + "".join(pieces)).encode()
    for lenient in (False, True):
        for line in Rtf(data, lenient=lenient).lines():
            assert "\n" not in line.text


MANY = times(100_000, 20_000)
ENDLESS = {
    "open": b"{\\rtf1" + b"{" * 5 * MANY,
    "deep": b"{\\rtf1" + b"{\\b " * 3 * MANY + b"x",
    "closed": b"{\\rtf1 " + b"}" * 5 * MANY,
    "bytes": b"{\\rtf1" + b"\\'e9" * 3 * MANY,
    "cell": b"{\\rtf1\\intbl " + b"a\\par " * MANY,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_rtf_ends(give, name):
    (found,) = give("x.rtf", ENDLESS[name])
    text = {"deep": "x", "bytes": "é" * 3 * MANY, "cell": "a\n\n" * (MANY - 1) + "a"}.get(name)
    assert (found.text == text) if text else (found.reason == "no-article-text")


def test_a_large_rtf_is_read_in_the_memory_of_a_paragraph():
    paragraph = SENTENCE.encode() + b"\\par "
    data = b"{\\rtf1 " + b"{\\pict " + b"89504e47" * 200_000 + b"}" + paragraph * 20_000 + b"}"
    tracemalloc.start()
    count = sum(1 for line in Rtf(data).lines() if line.text == SENTENCE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 2_000_000


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        ([["a"], ["b"]], ["a\tb"]),
        ([["a"], ["b", "c"]], ["a\tb", "c"]),
        ([["a", "b"], ["c"]], ["a", "b", "c"]),
        ([[], [" "]], []),
    ],
)
def test_rows(cells, lines):
    assert row(cells) == lines
