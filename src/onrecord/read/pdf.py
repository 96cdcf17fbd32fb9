"""PDF with text -> its one document, or the text of its pages. Parsed in a child process, within limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from onrecord import dates
from onrecord.model import RawDocument
from onrecord.read import exports, lines, pdf_paragraphs
from onrecord.read.contained import Limits, contained
from onrecord.read.exports.printed import of_printed, printed
from onrecord.read.hyphens import vocabulary
from onrecord.read.items import Found, Items
from onrecord.read.pdf_lines import Line, drawn_lines
from onrecord.read.properties import declared
from onrecord.read.sniff import not_text
from onrecord.read.unpack import MAX_ARTICLE, MAX_WHOLE, Refused, Stream

LIMITS = Limits(seconds=180, megabytes=2048, broken="broken-pdf")
_SCANNED = 3  # letters a page; fewer on the mean and the pages are pictures
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-]\d\d)'?(\d\d)?'?)?")
_BROWSERS = re.compile(r"mozilla|chrome|safari|skia|webkit|firefox|wkhtmltopdf|quartz", re.IGNORECASE)
_FOOT = re.compile(r"(?:https?|file)://[^\s<>\"]+(?=\s|$)", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? +\d{1,2}:\d\d")
_SUFFIX = re.compile(r"\s+(?:[|·•»–—-]|::)\s+")
_HEAD = 4_000  # characters in which headline, byline and date stand
_FILE_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-_./]?(?:0[1-9]|1[0-2])[-_./]?(?:0[1-9]|[12]\d|3[01])(?!\d)")
_LOCKED = "it is locked with a password; save it without one"
_SCAN = (
    "its pages are pictures without text (a scan); run text recognition (OCR) over it, as ocrmypdf does, and add that"
)
_NOISE = "its letters have no meaning a program can read (fonts without a table); run text recognition (OCR) over it"


def read_pdf(stream: Stream, items: Items) -> Iterator[Found]:
    """The one document of a PDF, or the articles of a press database's bundle."""
    source = items.source
    data = stream.whole(MAX_WHOLE)
    found = contained(parsed, data, LIMITS)
    articles = exports.articles(lambda: of_printed(found["printed"]), items) if found["printed"] else None
    if articles is not None:
        yield from articles
        return
    text = pdf_paragraphs.joined(found["pages"])
    if not_text(text):
        raise Refused("not-text", _NOISE)
    meta = _declared(found["info"], text, source.file)
    if found["url"]:
        meta["url"] = found["url"]
    yield RawDocument(
        key=source.key,
        location=source.location,
        file=source.file,
        format=items.format,
        data=data,
        text=text,
        meta=meta,
    )


def pages(data: bytes) -> list[str]:
    """The text of each page: paragraphs, and lines that are none, with a blank line between them. Page numbers are
    left out, and a running head or foot wherever it comes again. `pdf_paragraphs.joined` makes one text of them.

    Raises Refused for what is locked, broken, scanned, or past the limits of time and memory.
    """
    return [str(page) for page in contained(parsed, data, LIMITS)["pages"]]


def parsed(data: bytes) -> dict[str, Any]:
    """Pages, properties and, of a page printed by a browser, the address in its foot. Runs in the child."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as e:
        raise _refused(str(e)) from None
    try:
        drawn = []
        for number in range(len(document)):
            try:
                page = document[number]
            except pdfium.PdfiumError:  # one page is damaged: the others are not
                continue
            drawn.append(drawn_lines(page))
            page.close()
        info = {str(k): _plain(v) for k, v in document.get_metadata_dict().items()}
    finally:
        document.close()
    letters = sum(len(line.text) for page in drawn for line in page)
    if not drawn:
        raise Refused("broken-pdf", "none of its pages can be read; open it in its own program and save it anew")
    if letters < _SCANNED * len(drawn):
        raise Refused("scanned", _SCAN)
    if letters > MAX_ARTICLE:
        raise Refused("too-large", f"more than {MAX_ARTICLE // (1024 * 1024)} MB of text in one PDF; split it")
    url = ""
    if _BROWSERS.search(info["Creator"]):
        url = _address(drawn[0])
        drawn = [_unprinted(page) for page in drawn]
    bundle = exports.may_be("\n".join(line.text for page in drawn[:40] for line in page))
    return {"pages": _texts(drawn), "info": info, "url": url, "printed": printed(drawn) if bundle else []}


def _texts(drawn: list[list[Line]]) -> list[str]:
    """The pages' texts; running heads stand above the first page that has them, running feet below the last page."""
    known, told = pdf_paragraphs.running(drawn), set[str]()
    parts = [pdf_paragraphs.parted(page, known, told) for page in drawn]
    words = vocabulary(line.text for _, body, _ in parts for line in body)
    texts = []
    for heads, body, _ in parts:
        texts.append("\n\n".join(filter(None, (*(h.text for h in heads), pdf_paragraphs.text(body, words)))))
    feet = [line.text for _, _, last in parts for line in last]
    texts[-1] = "\n\n".join(filter(None, (texts[-1], *feet)))
    return texts


def _address(page: list[Line]) -> str:
    """The web address that a browser prints at the foot of a page."""
    found = [m[0] for line in page if (m := _FOOT.match(line.text)) and _at_edge(line, page)]
    return next((address for address in found if address.startswith("http")), "")


def _unprinted(page: list[Line]) -> list[Line]:
    """A page without what a browser adds as it prints: the rows with address, clock and count of pages."""
    rows = {
        line.row
        for line in page
        if _at_edge(line, page) and (_FOOT.match(line.text) or _CLOCK.match(line.text)) is not None
    }
    return [line for line in page if line.row not in rows]


def _at_edge(line: Line, page: list[Line]) -> bool:
    near = 0.7 * line.height
    return line.top >= max(x.top for x in page) - near or line.bottom <= min(x.bottom for x in page) + near


def _declared(info: dict[str, str], text: str, file: str) -> dict[str, str]:
    """Title and author where the text bears them out; the day it was made where neither text nor name shows one."""
    title, said = info["Title"], _lines(text[:_HEAD])
    meta = declared(title, info["Author"], said)
    while "title" not in meta and len(pieces := _SUFFIX.split(title)) > 1:  # browsers add the name of the site
        title = title[: title.rindex(pieces[-1])].rstrip(" |·•»–—-:")
        meta = {**declared(title, "", said), **meta}
    made, saved = _iso(info["CreationDate"]), _iso(info["ModDate"])
    if made and saved[:10] in ("", made[:10]) and not _BROWSERS.search(f"{info['Creator']} {info['Producer']}"):
        if not dates.parse(text[:_HEAD]) and not _FILE_DATE.search(file):
            meta["published"] = made
    return meta


def _lines(text: str) -> list[lines.Line]:
    return list(lines.of_text(text))


def _refused(said: str) -> Refused:
    if "password" in said.lower() or "security" in said.lower():
        return Refused("encrypted", _LOCKED)
    return Refused("broken-pdf", "the PDF is damaged or cut off; fetch it again, or open it and save it anew")


def _plain(value: str) -> str:
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "").split())[:2000]


def _iso(said: str) -> str:
    """A date of a PDF ("D:20190128101500+01'00'") as the others write it; empty for none."""
    m = _DATE.match(said)
    if not m:
        return ""
    year, month, day, hour, minute, second, zulu, zone, rest = m.groups()
    at = f"{year}-{month}-{day}"
    if hour is None:
        return at
    offset = "+00:00" if zulu else f"{zone}:{rest or '00'}" if zone else ""
    return f"{at}T{hour}:{minute}:{second or '00'}{offset}"
