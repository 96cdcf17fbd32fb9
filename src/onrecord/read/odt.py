"""OpenDocument texts -> their one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.model import RawDocument
from onrecord.read.items import Items
from onrecord.read.limits import Refused
from onrecord.read.lines import BLANK, Line
from onrecord.read.package import Package
from onrecord.read.properties import declared
from onrecord.read.single import extracted
from onrecord.read.unpack import Stream

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MANIFEST = "META-INF/manifest.xml"
_LINES = (_TEXT + "p", _TEXT + "h")
# What a page does not show (comments, deleted words, hidden text) or shows elsewhere (headings repeated in a list).
_LEFT_OUT = frozenset(
    (
        *(_OFFICE + name for name in ("annotation", "annotation-end", "forms", "scripts")),
        *(
            _TEXT + name
            for name in ("tracked-changes", "hidden-text", "hidden-paragraph", "note-citation", "ruby-text")
        ),
        *(_TEXT + name for name in ("table-of-content", "alphabetical-index", "illustration-index", "table-index")),
        *(_TEXT + name for name in ("sequence-decls", "variable-decls", "user-field-decls")),
    )
)
_NOTE = _TEXT + "note"
_SPACES = _TEXT + "s"
_MAX_SPACES = 100
_MAX_DEPTH = 250


def read_odt(stream: Stream, items: Items) -> Iterator[RawDocument]:
    """The one document of an OpenDocument text (or of a presentation's slides)."""
    with Package(stream, "ODT") as package:
        if _MANIFEST in package and b"encryption-data" in package.part(_MANIFEST):
            raise Refused("encrypted", "the document is locked with a password; save it without one")
        body = package.xml("content.xml").find(_OFFICE + "body")
        meta = package.xml("meta.xml") if "meta.xml" in package else None
        lines = list(_lines(body)) if body is not None else []
        if not any(line.text.strip() for line in lines):
            raise Refused("empty", "the document holds no text")
        title, author = (
            _said(meta, _DC + "title"),
            _said(meta, _META + "initial-creator") or _said(meta, _DC + "creator"),
        )
        yield extracted(items, package.data, lines, declared(title, author, lines))


def _said(meta: Any, tag: str) -> str:
    found = next(meta.iter(tag), None) if meta is not None else None
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _lines(body: Any) -> Iterator[Line]:
    """Paragraphs and headings in order; a row of a table is one line; notes stand at the end."""
    notes: list[Any] = []
    yield from _within(body, notes, 0)
    for note in notes:
        yield from _within(note, [], 0)


def _within(element: Any, notes: list[Any], depth: int) -> Iterator[Line]:
    if depth > _MAX_DEPTH:
        raise Refused("broken-odt", "its parts are nested without end")
    for child in element:
        if child.tag in _LINES:
            boxes: list[Any] = []
            pieces = "".join(_said_in(child, notes, boxes)).split("\n")
            for piece in pieces:
                yield Line(text=piece, heading=child.tag == _TEXT + "h")
            yield BLANK
            for box in boxes:
                yield from _within(box, notes, depth + 1)
        elif child.tag == _TABLE + "table-row":
            cells = [" ".join(line.text for line in _within(cell, notes, depth + 1) if line.text) for cell in child]
            if len(filled := [cell for cell in cells if cell]) == 1 and len(cells) == 1:
                yield from _within(child[0], notes, depth + 1)  # a frame for a text, and no table
            else:
                yield Line(text="\t".join(filled))
        elif child.tag == _TABLE + "table":
            yield from _within(child, notes, depth + 1)
            yield BLANK
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _within(child, notes, depth + 1)


def _said_in(element: Any, notes: list[Any], boxes: list[Any]) -> Iterator[str]:
    """The text of a paragraph; what is put into it but stands elsewhere (notes, text boxes) goes into the lists."""
    yield _collapsed(element.text)
    for child in element:
        if child.tag == _NOTE:
            notes.extend(child.iterchildren(_TEXT + "note-body"))
        elif child.tag == _SPACES:
            count = child.get(_TEXT + "c", "1")
            yield " " * min(int(count) if count.isdecimal() else 1, _MAX_SPACES)
        elif child.tag == _TEXT + "tab":
            yield "\t"
        elif child.tag == _TEXT + "line-break":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            if next(child.iter(*_LINES), None) is not None:
                boxes.append(child)
            else:
                yield from _said_in(child, notes, boxes)
        yield _collapsed(child.tail)


def _collapsed(text: str | None) -> str:
    """White space in the file is one space; more of it is written as elements."""
    if not text:
        return ""
    lead, end = " " * text[0].isspace(), " " * text[-1].isspace()
    return f"{lead}{' '.join(text.split())}{end}" if text.strip() else " "
