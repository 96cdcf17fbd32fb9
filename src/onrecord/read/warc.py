"""WARC and WET -> the pages and texts that a crawl kept, streamed, with what is no page counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord import charset
from onrecord.model import RawDocument, Rejected
from onrecord.read import sniff
from onrecord.read.http import Response, Undecoded, page, response
from onrecord.read.items import Found, Items
from onrecord.read.unpack import Refused, Stream
from onrecord.read.warc_records import MAX_BLOCK, Garbage, Record, Tape, records

_HTML = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
_TEXT = ("text/plain", "text/markdown")
_PAGES = ("response", "resource", "conversion")
_WEB = ("http://", "https://")
_MAX_NAMED = 20


def read_warc(stream: Stream, items: Items) -> Iterator[Found]:
    """The pages of a WARC file and the texts of a WET file, each under its address.

    One line says what was passed over: pages that were not there (status), images and other files. Records about
    the crawl (warcinfo, request, metadata, revisit, robots.txt) are no loss and not mentioned, unless nothing else
    is there. Raises Refused, after all that was whole, where the file is cut off.
    """
    if stream.unpacked is not None:
        stream.unpacked.mend = True
    tape = Tape(stream.body)
    crawl = _Crawl(items)
    for number, found in enumerate(records(tape), 1):
        if isinstance(found, Garbage):
            crawl.left_over(found)
        else:
            yield from crawl.take(found, number)
    yield from crawl.summary()
    if tape.failure is not None and not crawl.faults:
        raise tape.failure
    if stream.unpacked is not None and stream.unpacked.damaged and not crawl.faults:
        raise Refused("broken-gzip", "the file is damaged; what was whole was read. Fetch it again")


@dataclass(slots=True)
class _Crawl:
    """What became of the records of one file."""

    items: Items
    pages: int = 0
    faults: int = 0
    garbage: int = 0
    after_fault: bool = False
    passed: Counter[str] = field(default_factory=Counter)
    about: Counter[str] = field(default_factory=Counter)

    def left_over(self, found: Garbage) -> None:
        """Counts bytes between records; what follows a broken one is that one's rest."""
        if not self.after_fault:
            self.garbage += found.size
        self.after_fault = False

    def take(self, record: Record, number: int) -> Iterator[Found]:
        """The document of a record, if it holds a page."""
        self.after_fault = bool(record.fault)
        if record.fault:
            self.faults += 1
            if self.faults <= _MAX_NAMED:
                yield self._rejected(record, number, "broken-record", f"{record.fault}; fetch the file again")
            return
        kind = record.kind
        if kind not in _PAGES or not record.address.startswith(_WEB) or _is_robots(record):
            self.about[kind or "unknown"] += 1
            return
        if record.block is None:
            self.passed[f"of more than {MAX_BLOCK // (1024 * 1024)} MB"] += 1
            return
        try:
            found = self._page(record, number)
        except Undecoded as e:
            self.passed[str(e)] += 1
            return
        if found is not None:
            self.pages += 1
            yield found

    def _page(self, record: Record, number: int) -> RawDocument | None:
        """The document a record holds; None, and counted, where it holds no page. Raises Undecoded."""
        answer = _answer(record)
        if answer.status != 200:
            self.passed[f"with status {answer.status}" if answer.status else "not answered in HTTP"] += 1
            return None
        data = page(answer, MAX_BLOCK)
        if not data.strip():
            self.passed["empty"] += 1
            return None
        form = _form(answer, data)
        if form is None:
            binary = answer.media in (*_HTML, *_TEXT)
            self.passed["not the text they say they are" if binary else answer.media[:60] or "of no said type"] += 1
            return None
        meta = {"url": record.address}
        if fetched := record.headers.get("warc-date", "")[:40]:
            meta["fetched"] = fetched  # when the crawler came by, which says little of when it was published
        if language := record.headers.get("warc-identified-content-language", "").partition(",")[0].strip():
            meta["language"] = language[:20]
        text = _by_header(data, answer.charset) if form == "html" else None
        if text is not None:
            meta["encoding"] = text[1]
        name = self.items.name({"url": record.address}, number)
        source = self.items.source
        return RawDocument(
            key=f"{source.key}#{name}",
            location=f"{source.location}#{name}",
            file=f"{source.file}#{name}",
            format=form,
            data=data,
            text=text[0] if text is not None else None,
            meta=meta,
        )

    def _rejected(self, record: Record, number: int, reason: str, detail: str) -> Rejected:
        return self.items.rejected(
            self.items.name({"url": record.address}, number), reason, detail, record.block or b""
        )

    def summary(self) -> Iterator[Rejected]:
        """One line for all that was passed over. Raises Refused where there was nothing to read at all."""
        source = self.items.source
        if not self.pages and not self.passed and not self.faults:
            listed = ", ".join(f"{count} {kind}" for kind, count in self.about.most_common(6)) or "none at all"
            raise Refused("no-article-text", f"no page or text among its records: {listed}")
        if self.passed:
            listed = ", ".join(f"{count} {what}" for what, count in self.passed.most_common(8))
            total = sum(self.passed.values())
            detail = f"passed over {total} of {total + self.pages} answers, as no articles: {listed}"
            yield Rejected(file=source.file, location=source.location, reason="not-articles", detail=detail)
        broken = self.faults - _MAX_NAMED
        if self.garbage or broken > 0:
            bytes_ = f"{self.garbage} bytes between records belong to none" if self.garbage else ""
            more = f"{broken} more records are broken" if broken > 0 else ""
            detail = f"{'; '.join(p for p in (bytes_, more) if p)}; fetch the file again"
            yield Rejected(file=source.file, location=source.location, reason="broken-record", detail=detail)


def _is_robots(record: Record) -> bool:
    return record.address.endswith("/robots.txt")


def _answer(record: Record) -> Response:
    """What a record holds, as an answer of the web: WET's texts and resources are answers without HTTP."""
    block = record.block or b""
    if record.kind == "response" and "http" in record.headers.get("content-type", "application/http"):
        return response(block)
    return Response(200, {"content-type": record.headers.get("content-type", "")}, block)


def _form(answer: Response, data: bytes) -> str | None:
    """How a page is read: as html or text, or not at all. What it says of itself is believed unless its bytes show
    otherwise."""
    if sniff.refusal(data[:512], "") or sniff.binary_kind(data[:512], ""):
        return None
    if answer.media in _HTML:
        return "html"
    start = data[:2048].lower()
    is_page = b"<html" in start or b"<!doctype html" in start
    if answer.media in _TEXT:
        return "html" if is_page else "text"
    return "html" if not answer.media and is_page else None


def _by_header(data: bytes, said: str) -> tuple[str, str] | None:
    """A page's text by the encoding its server named, with that; None where its own bytes tell it as well.

    The server is asked as a declaration put in front of the page would be: bytes that contradict it win.
    """
    if not said or charset.detect(data) == "utf-8":
        return None
    mark = b'<meta charset="' + said.encode("ascii", "ignore") + b'">'
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None
    encoding = charset.detect(mark + data, html=True)
    return data.decode(encoding, "replace"), encoding
