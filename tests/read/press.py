"""Invented articles, and how each press database prints them, in each format of file that it exports."""

from __future__ import annotations

import html
import io
import random
import re
from dataclasses import dataclass
from datetime import date, timedelta

import docx
from docx.enum.text import WD_BREAK
from pdf_writer import pdf


@dataclass(frozen=True)
class Story:
    """An invented article."""

    title: str
    outlet: str
    day: date
    byline: str
    section: str
    body: tuple[str, ...]
    number: int = 1

    @property
    def words(self) -> int:
        return sum(len(p.split()) for p in self.body)

    @property
    def us_day(self) -> str:
        return f"{self.day:%B} {self.day.day}, {self.day.year}"

    @property
    def uk_day(self) -> str:
        return f"{self.day.day} {self.day:%B %Y}"

    @property
    def accession(self) -> str:
        return f"HBPST00000{self.day:%Y%m%d}ek39{self.number:05d}"


SUBJECTS = ("The minister", "A spokesman for the council", "Mira Alvarn", "The head of the basin union", "An engineer")
VERBS = ("said on Monday", "told reporters", "denied", "warned", "wrote in a letter")
OBJECTS = (
    "that the gates of the dam would stay open until autumn",
    "that nobody had asked the farmers of the lower valley",
    "that “the water belongs to all of us, and so does the bill”",
    "that the talks – the third this year – had failed",
    "that costs rose by 4.5% to £12m; the café at the weir stays shut",
)
# Paragraphs that look like what stands around an article.
TRAPS = (
    "Body of evidence: the committee saw none.",
    "IN THE END nobody came to the meeting that the council had called for noon.",
    "Subject: the letter bore this one word and no signature, according to the clerk.",
    "2 of 50 documents were missing when the archive was opened, the clerk said.",
    "Q: Will the gates close?",
    "“We are 645 words into this and nobody has asked about the fish,” he said.",
)
TITLES = (
    "Gates stay open until autumn, minister says",
    "Who pays for the weir?",
    "Lake union: ‘No talks before rain’",
    "Council votes 5-4 against the second tunnel after a long night of speeches and one walkout",
)
OUTLETS = ("The Harbour Post", "Basin Herald", "Kestrel News Agency", "Valley Times (Harbour City)")
BYLINES = ("Ana Rocha", "Ana Rocha and John Stone", "")


def story(seed: int, number: int = 1) -> Story:
    rng = random.Random(seed)
    body = [
        " ".join(f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)}." for _ in range(rng.randint(1, 4)))
        for _ in range(rng.randint(2, 7))
    ]
    body.insert(rng.randint(1, len(body) - 1), rng.choice(TRAPS))
    return Story(
        title=f"{rng.choice(TITLES)} {seed % 1000}",
        outlet=rng.choice(OUTLETS),
        day=date(1996, 1, 1) + timedelta(days=rng.randrange(10_000)),
        byline=rng.choice(BYLINES),
        section=rng.choice(("Foreign Desk; Pg. 1", "News; A3")),
        body=tuple(body),
        number=number,
    )


def stories(count: int, seed: int = 1) -> list[Story]:
    return [story(seed * 1000 + i, i + 1) for i in range(count)]


# How each database prints articles. A page is a list of paragraphs: (text, is a heading, begins a page).

Row = tuple[str, bool, bool]


def plain(*texts: str) -> list[Row]:
    return [(text, False, False) for text in texts]


def nexis_rows(found: list[Story]) -> list[Row]:
    rows = plain(
        "User Name: A. Reader", "Date and Time: Tuesday, April 2, 2024 10:15:00 AM BST", "Job Number: 219384756"
    )
    rows += plain(f"Documents ({len(found)})")
    for i, s in enumerate(found, 1):
        rows += plain(f"{i}. {s.title}", "Client/Matter: -None-", "Search Terms: dam and gates", "Search Type: Natural")
        rows += plain("Narrowed by:", "Content Type\tNarrowed by", "News\t-None-")
    for s in found:
        rows.append((s.title, True, True))
        rows += plain(s.outlet, f"{s.us_day} {s.day:%A}", f"Copyright {s.day.year} Harbour Press All Rights Reserved")
        rows += plain(f"Section: {s.section}", f"Length:\xa0{s.words} words")
        rows += plain(f"Byline: By {s.byline}") if s.byline else []
        rows += plain("Dateline: QASIRA", "Body", *s.body)
        rows += plain("Graphic", "The dam. PHOTOGRAPH BY X", "Classification", "Language: ENGLISH")
        rows += plain("Publication-Type: Newspaper", "Subject: DAMS (90%); WATER (78%)", f"Load-Date: {s.us_day}")
        rows += plain("End of Document")
    return rows


def factiva_coded(found: list[Story]) -> list[Row]:
    rows = []
    for s in found:
        rows += plain(f"SE\t{s.section}", f"HD\t{s.title}")
        rows += plain(f"BY\tBy {s.byline}") if s.byline else []
        rows += plain(f"WC\t{s.words} words", f"PD\t{s.uk_day}", f"SN\t{s.outlet}", "SC\tHBPST", "LA\tEnglish")
        rows += plain(f"CY\t(c) {s.day.year} Harbour Press", f"LP\t{s.body[0]}", f"TD\t{s.body[1]}", *s.body[2:])
        rows += plain("CO\tbsnun : Basin Union", "IN\tiwat : Water", "NS\tgcat : Political News", "RE\tqas : Qasira")
        rows += plain("PUB\tHarbour Press", f"AN\tDocument {s.accession}")
    return [*rows, *plain("Search Summary", "Text\tdam and gates", "Results Found\t3")]


def factiva_shown(found: list[Story]) -> list[Row]:
    rows = []
    for s in found:
        rows += plain(s.section)
        rows.append((s.title, True, False))
        rows += plain(f"By {s.byline}") if s.byline else []
        rows += plain(f"{s.words:,} words", s.uk_day, "10:15 GMT", s.outlet, "HBPST", "01", "English")
        rows += plain(f"Copyright {s.day.year} Harbour Press. All rights reserved.", *s.body, f"Document {s.accession}")
    return rows


def proquest_rows(found: list[Story]) -> list[Row]:
    rule = "_" * 60
    rows = plain(rule, "Report Information from ProQuest", "April 2 2024 10:15", rule, "Table of contents")
    rows += plain(*(f"{i}. {s.title}" for i, s in enumerate(found, 1)), rule)
    for i, s in enumerate(found, 1):
        rows += plain(f"Document {i} of {len(found)}", f"Title: {s.title}")
        rows += (
            plain("Author: " + "; ".join(f"{b.split()[1]}, {b.split()[0]}" for b in s.byline.split(" and ")))
            if s.byline
            else []
        )
        rows += plain(f"Publication info: {s.outlet} ; Harbour City [Harbour City]. {s.day:%d %b %Y}: A.1.")
        rows += plain(
            f"http://search.proquest.example/docview/{s.number}?accountid=9", "Abstract: Gates and more gates."
        )
        rows += plain(f"Full text: {s.body[0]}", *s.body[1:], "Subject: Dams; Elections", "Location: Qasira")
        rows += plain(
            f"Title: {s.title}: [Final Edition]", f"Publication title: {s.outlet}; Harbour City", "Pages: A.1"
        )
        rows += plain(f"Publication year: {s.day.year}", f"Publication date: {s.day:%b} {s.day.day}, {s.day.year}")
        rows += plain(f"Section: {s.section}", "Place of publication: Harbour City", "Source type: Newspapers")
        rows += plain(
            "Language of publication: English", "Document type: News", f"ProQuest document ID: 29384{s.number}"
        )
        rows += plain(f"Document URL: http://search.proquest.example/docview/{s.number}?accountid=9")
        rows += plain("Last updated: 2024-03-10", "Database: Global Newsstream", rule)
    return [
        *rows,
        *plain("Bibliography", "Citation style: APA 6th", rule, "Contact us at: http://www.proquest.example/"),
    ]


# How a format holds paragraphs.


def as_docx(rows: list[Row]) -> bytes:
    made = docx.Document()
    for text, heading, page in rows:
        if "\t" in text:
            cells = made.add_table(rows=1, cols=2).rows[0].cells
            cells[0].text, cells[1].text = text.split("\t")
            continue
        paragraph = made.add_paragraph(style="Heading 1" if heading else None)
        if page:
            paragraph.add_run().add_break(WD_BREAK.PAGE)
        paragraph.add_run(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rtf_escape(text: str) -> str:
    out = []
    for c in text:
        if c in "\\{}":
            out.append("\\" + c)
        elif c == "\t":
            out.append("\\tab ")
        elif ord(c) < 128:
            out.append(c)
        elif ord(c) < 256:
            out.append(f"\\'{ord(c):02x}")
        else:
            out.append(f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?")
    return "".join(out)


def as_rtf(rows: list[Row]) -> bytes:
    out = ["{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}}"]
    out.append("{\\colortbl;\\red0\\green0\\blue0;}")
    out.append("{\\header \\pard Page header\\par}")
    for text, heading, page in rows:
        out.append("\\page " if page else "")
        out.append("\\pard\\outlinelevel0\\plain\\f0 " if heading else "\\pard\\plain\\f0 ")
        if heading:
            out.append(
                '{\\field{\\*\\fldinst{HYPERLINK "https://advance.lexis.example/x"}}{\\fldrslt{\\b '
                + rtf_escape(text)
                + "}}}\\par\n"
            )
        else:
            out.append(rtf_escape(text) + "\\par\n")
    return ("".join(out) + "}").encode("ascii")


def as_html(rows: list[Row]) -> bytes:
    out = ["<!DOCTYPE html><html><head><title>Export</title><style>p {margin: 0}</style></head><body>"]
    for text, heading, _ in rows:
        if "\t" in text:
            code, value = text.split("\t")
            out.append(f"<table><tr><td><b>{code}</b>&nbsp;</td><td><p>{html.escape(value)}</p></td></tr></table>")
        elif heading:
            out.append(f'<div id="hd"><span class="enHeadline">{html.escape(text)}</span></div>')
        else:
            out.append(f"<p class='articleParagraph'>{html.escape(text)}</p>\n")
    return ("".join(out) + "</body></html>").encode()


def as_text(rows: list[Row]) -> bytes:
    return "\n\n".join(text for text, _, _ in rows).encode()


def old_nexis_text(found: list[Story]) -> bytes:
    out = []
    for i, s in enumerate(found, 1):
        paragraphs = "\n\n".join(" " + p for p in s.body)
        out.append(
            f"\n\n                     {i} of {len(found)} DOCUMENTS\n\n\n                    {s.outlet}\n\n"
            f"                  {s.us_day} {s.day:%A}\n                  Late Edition - Final\n\n"
            f"{wrapped(s.title, 50)}\n\n"
            + (f"BYLINE: By {s.byline.upper()}\n\n" if s.byline else "")
            + f"SECTION: {s.section}\n\nLENGTH: {s.words} words\n\nDATELINE: QASIRA \n\n{paragraphs}\n\n"
            f"SUBJECT: DAMS (90%); WATER (78%); MINISTERS\nAND OTHERS (50%)\n\nLOAD-DATE: {s.us_day}\n\n"
            f"LANGUAGE: ENGLISH\n\nGRAPHIC: PHOTO: The dam\n\nPUBLICATION-TYPE: Newspaper\n\n\n"
            f"             Copyright {s.day.year} Harbour Press\n                 All Rights Reserved\n"
        )
    return "".join(out).encode()


def old_nexis_html(found: list[Story]) -> bytes:
    def block(text: str) -> str:
        return f'<DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">{text}</SPAN></P></DIV>\n'

    out = ["<HTML><HEAD><TITLE>x</TITLE></HEAD><BODY>"]
    for i, s in enumerate(found, 1):
        out.append("<DOCFULL>" + block(f"{i} of {len(found)} DOCUMENTS") + block(s.outlet))
        out.append(block(f"{s.us_day}</SPAN><SPAN CLASS='c3'> {s.day:%A}") + block(html.escape(s.title)))
        fields = [("BYLINE", f"By {s.byline}")] if s.byline else []
        for name, value in [*fields, ("SECTION", s.section), ("LENGTH", f"{s.words} words")]:
            out.append(block(f"{name}: </SPAN><SPAN CLASS='c4'>{value}"))
        out.append(
            '<DIV CLASS="c5">' + "".join(f"<P CLASS='c8'><SPAN>{html.escape(p)}</SPAN></P>" for p in s.body) + "</DIV>"
        )
        out.append(block(f"LOAD-DATE: </SPAN><SPAN>{s.us_day}") + block("LANGUAGE: ENGLISH"))
        out.append(block(f"Copyright {s.day.year} Harbour Press<BR>All Rights Reserved") + "</DOCFULL><BR>")
    return ("".join(out) + "</BODY></HTML>").encode()


def wrapped(text: str, width: int) -> str:
    return "\n".join(re.findall(rf".{{1,{width}}}(?:\s|$)", text)).replace(" \n", "\n")


PRINTED = {
    "nexis.docx": lambda found: as_docx(nexis_rows(found)),
    "nexis.rtf": lambda found: as_rtf(nexis_rows(found)),
    "nexis.html": lambda found: as_html(nexis_rows(found)),
    "nexis.txt": lambda found: as_text(nexis_rows(found)),
    "old-nexis.txt": old_nexis_text,
    "old-nexis.html": old_nexis_html,
    "factiva-coded.rtf": lambda found: as_rtf(factiva_coded(found)),
    "factiva-coded.docx": lambda found: as_docx(factiva_coded(found)),
    "factiva-coded.html": lambda found: as_html(factiva_coded(found)),
    "factiva.rtf": lambda found: as_rtf(factiva_shown(found)),
    "factiva.html": lambda found: as_html(factiva_shown(found)),
    "factiva.txt": lambda found: as_text(factiva_shown(found)),
    "proquest.txt": lambda found: as_text(proquest_rows(found)),
    "proquest.rtf": lambda found: as_rtf(proquest_rows(found)),
    "proquest.html": lambda found: as_html(proquest_rows(found)),
}


def printed_pages(found: list[Story]) -> list[str]:
    """A bundle as PDF prints it: lines of 70 characters, a running head on every page but an article's first."""
    pages: list[str] = []
    for text, _, begins in nexis_rows(found):
        if begins or not pages:
            title, number = text, 1
            pages.append("Page 1 of 3\n" if begins else "")
        elif pages[-1].count("\n") > 30:
            number += 1
            pages.append(f"Page {number} of 3\n{title}\n")
        pages[-1] += wrapped(text.replace("\t", " "), 70) + "\n\n"
    return pages


def as_pdf(rows: list[Row]) -> bytes:
    """Pages of Courier: a tab leads to a second column, a headline is large and stands on every page of its article."""
    pages: list[list[tuple[int, int, int, str]]] = [[]]
    title, number, y = "", 1, 740
    for text, heading, begins in rows:
        if begins:
            title, number, y = text, 1, 720
            pages.append([(250, 780, 8, "Page 1 of 3")])
        code, tab, value = text.rpartition("\t")
        if tab:
            pages[-1].append((50, y, 10, code))
        for line in wrapped(value, 45 if heading else 75).split("\n"):
            if y < 60:
                number, y = number + 1, 740
                pages.append([(250, 780, 8, f"Page {number} of 3")] if title else [])
                pages[-1] += [
                    (50, 766 - 10 * i, 8, head) for i, head in enumerate(wrapped(title, 90).split("\n")) if head
                ]
            pages[-1].append((110 if tab else 50, y, 14 if heading else 10, line.strip()))
            y -= 16 if heading else 12
        y -= 12
    return pdf(*pages)
