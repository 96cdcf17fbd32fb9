"""Word files: an export of a press database with many articles, or one article.

The file is read as a stream of XML, not with python-docx: that loads the whole file with its pictures, and its
paragraphs lack insertions, text boxes and footnotes.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import join, normpath

from onrecord.read import exports
from onrecord.read.docx_text import paragraphs
from onrecord.read.items import Found, Items
from onrecord.read.lines import BLANK, Line
from onrecord.read.properties import declared
from onrecord.read.single import extracted
from onrecord.read.unpack import MAX_RATIO, MAX_WHOLE, Refused, Stream
from onrecord.read.zip_list import refuse_many_parts

# What the library of zip files raises on damage, as its writers did not foresee all of it.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError, ValueError,
    OverflowError, KeyError,
)  # fmt: skip
_RATIO_FROM = 8 * 1024 * 1024
_MAX_SMALL = 4 * 1024 * 1024  # styles, links, properties
_ATTRIBUTE = r'\b{}\s*=\s*"([^"]*)"'
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^<>]*>")
_PROPERTY = r"<(?:\w+:)?{0}(?:\s[^<>]*)?>([^<]*)</(?:\w+:)?{0}>"
_STYLE = re.compile(
    r"<(?:\w+:)?style\s[^<>]*?styleId=\"([^\"<>]+)\"[^<>]*>.{0,600}?<(?:\w+:)?name\s[^<>]*?val=\"([^\"]+)\"", re.DOTALL
)
_HEADING = re.compile(r"(?:heading \d|title)(?:\W|$)", re.IGNORECASE)


def read_docx(stream: Stream, items: Items) -> Iterator[Found]:
    """The articles of a Word file. Raises Refused where it is damaged, a bomb, or holds no text."""
    data = stream.whole(MAX_WHOLE)
    try:
        refuse_many_parts(data, "broken-docx")
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            word = _Word(packed)
            found = exports.articles(word.lines, items)
            if found is not None:
                yield from found
                return
            lines = list(word.lines())
            title, author = word.properties()
    except _DAMAGE as e:
        raise Refused("broken-docx", f"the Word file is damaged or locked ({e}); open it and save it anew") from None
    if not lines:
        raise Refused("no-article-text", "the Word file holds no text; a picture of a page has to be read by OCR first")
    yield extracted(items, data, lines, declared(title, author, lines))


class _Word:
    """The parts of a Word file, each opened only within limits. Nothing is unpacked to the disk."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self._parts = {info.filename.lstrip("/"): info for info in packed.infolist()}
        self._main = self._main_part()
        self._folder = self._main.rpartition("/")[0]

    def lines(self) -> Iterator[Line]:
        """The text in order, then the footnotes."""
        links, headings = self._links(), self._headings()
        yield from self._part(self._main, links, headings)
        for name in ("footnotes", "endnotes"):
            if (part := join(self._folder, f"{name}.xml")) in self._parts:
                yield from self._part(part, {}, frozenset())

    def properties(self) -> tuple[str, str]:
        """Title and author as the file's properties give them."""
        text = self._small("docProps/core.xml")
        return _inner(text, "title"), _inner(text, "creator")

    def _part(self, name: str, links: dict[str, str], headings: frozenset[str]) -> Iterator[Line]:
        info = self._checked(name, MAX_WHOLE)
        with self._packed.open(info) as opened:
            _no_doctype(opened.read(_DOCTYPE_WITHIN))
        with self._packed.open(info) as opened:
            for texts, heading, page, link in paragraphs(opened, headings):
                for text in texts:
                    yield Line(text=text, heading=heading, page=page, link=links.get(link, ""))
                    page = False
                yield BLANK

    def _checked(self, name: str, limit: int) -> zipfile.ZipInfo:
        """A part that may be unpacked: neither too large nor a bomb by what the file says of it. It cannot become
        larger than that."""
        info = self._parts[name]
        bomb = info.file_size > _RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        if info.file_size > limit or bomb:
            raise Refused("too-large", f"{name} unpacks to {info.file_size // (1024 * 1024)} MB, as no text does")
        if info.flag_bits & 1:
            raise Refused("encrypted", "the Word file is locked with a password; save it without")
        return info

    def _small(self, name: str) -> str:
        """A part beside the text; empty where there is none."""
        if name not in self._parts:
            return ""
        with self._packed.open(self._checked(name, _MAX_SMALL)) as opened:
            data = opened.read(_MAX_SMALL)
        _no_doctype(data[:_DOCTYPE_WITHIN])
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")

    def _main_part(self) -> str:
        for kind, target in self._relations("_rels/.rels"):
            if kind.endswith("/officeDocument"):
                name = normpath(target.lstrip("/"))
                if name in self._parts:
                    return name
        if "word/document.xml" not in self._parts:
            raise Refused(
                "broken-docx", "the file is no Word document, whatever its name says; open it and save it anew"
            )
        return "word/document.xml"

    def _relations(self, name: str) -> Iterator[tuple[str, str]]:
        for _, kind, target in self._related(name):
            yield kind, target

    def _related(self, name: str) -> Iterator[tuple[str, str, str]]:
        for element in _RELATION.findall(self._small(name)):
            got = [re.search(_ATTRIBUTE.format(a), element) for a in ("Id", "Type", "Target")]
            yield tuple(_plain(m[1]) if m else "" for m in got)  # type: ignore[misc]

    def _links(self) -> dict[str, str]:
        """Ids of links -> web addresses."""
        folder, _, name = self._main.rpartition("/")
        related = self._related(join(folder, "_rels", f"{name}.rels"))
        return {i: target for i, kind, target in related if kind.endswith("/hyperlink") and target.startswith("http")}

    def _headings(self) -> frozenset[str]:
        """The ids of the styles that are headings, in whatever language they are named."""
        text = self._small(join(self._folder, "styles.xml"))
        return frozenset(i for i, name in _STYLE.findall(text) if _HEADING.match(name))


_DOCTYPE_WITHIN = 64 * 1024


def _no_doctype(head: bytes) -> None:
    """Refuses XML that declares entities: Word writes none, bombs and thieves do."""
    if b"<!DOCTYPE" in head.replace(b"\x00", b"").upper() or b"<!ENTITY" in head.replace(b"\x00", b"").upper():
        raise Refused("unsafe-xml", "the Word file declares XML entities, as no word processor does")


def _inner(text: str, name: str) -> str:
    m = re.search(_PROPERTY.format(name), text)
    return _plain(m[1]) if m else ""


def _plain(text: str) -> str:
    from html import unescape

    return " ".join(unescape(text).split())
