"""Which reader takes which kind of file: the one literal table. A reader is imported when the first such file is met.

A reader is a generator over an open `Stream`: it yields documents, wanted ones and rejected items, and raises
`Refused` where the file as a whole cannot be read on. It opens nothing else, writes nothing, and follows no
reference out of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from onrecord.read.items import Found, Items
from onrecord.read.unpack import Refused, Stream

Reader = Callable[[Stream, Items], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a reader is, the format its documents carry, and what it needs: a module, and the extra that brings it."""

    path: str
    format: str
    needs: str = ""
    extra: str = ""


READERS: dict[str, Entry] = {
    "text": Entry("onrecord.read.single:read_single", "text"),
    "html": Entry("onrecord.read.single:read_single", "html"),
    "json": Entry("onrecord.read.jsonl:read_json", "jsonl"),
    "feed": Entry("onrecord.read.feed:read_feed", "feed"),
    "docx": Entry("onrecord.read.docx:read_docx", "docx"),
    "rtf": Entry("onrecord.read.rtf:read_rtf", "rtf"),
    "press-text": Entry("onrecord.read.exports:read_export", "text"),
    "press-html": Entry("onrecord.read.exports:read_export", "html"),
    "parquet": Entry("onrecord.read.parquet:read_parquet", "parquet"),
    "table": Entry("onrecord.read.table:read_table", "table"),
    "spreadsheet": Entry("onrecord.read.spreadsheet:read_spreadsheet", "spreadsheet", "python_calamine", "office"),
    "warc": Entry("onrecord.read.warc:read_warc", "warc"),
    "zip": Entry("onrecord.read.zipped:read_zip", "zip"),
    "tar": Entry("onrecord.read.tarred:read_tar", "tar"),
    "pdf": Entry("onrecord.read.pdf:read_pdf", "pdf", "pypdfium2", "pdf"),
    "epub": Entry("onrecord.read.epub:read_epub", "epub"),
    "odt": Entry("onrecord.read.odt:read_odt", "odt"),
    "mail": Entry("onrecord.read.mail:read_mail", "mail"),
    "mbox": Entry("onrecord.read.mbox:read_mbox", "mbox"),
    "newsxml": Entry("onrecord.read.newsxml:read_newsxml", "newsxml"),
}


def read_as(kind: str, stream: Stream, items: Items) -> Iterator[Found]:
    """What the reader of this kind finds. Raises Refused where it has none, or what it needs is not installed."""
    entry = READERS.get(kind)
    if entry is None:
        raise Refused("unsupported-format", _ADVICE.get(kind, f"OnRecord does not read {kind} files"))
    if entry.needs and find_spec(entry.needs) is None:
        detail = f"reading {kind} files needs a part that is not installed: pip install 'onrecord[{entry.extra}]'"
        raise Refused("missing-part", detail)
    module, _, name = entry.path.partition(":")
    reader = cast(Reader, getattr(import_module(module), name))
    yield from reader(stream, Items(items.source, entry.format))


_ADVICE = {
    "xml": "XML that is neither a web page, a feed nor a news agency's format; convert it to HTML or text",
}
