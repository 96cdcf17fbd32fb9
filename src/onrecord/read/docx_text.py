"""The main part of a Word file -> paragraphs, as a stream: text that is inserted counts, text that is deleted or
hidden does not; a row of a table is one paragraph, a text box stands after the paragraph that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from onrecord.read.rtf_text import row
from onrecord.read.unpack import Refused

Paragraph = tuple[list[str], bool, bool, str]
"""Its lines; whether it is a heading; whether a page begins with it; the id of its link."""

_GONE = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText", "sectPr", "rPrChange", "pPrChange"))
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "", "ptab": "\t"}
_LONGEST = 4 * 1024 * 1024


def paragraphs(part: IO[bytes], headings: frozenset[str]) -> Iterator[Paragraph]:
    """The paragraphs and rows of a part. Raises Refused where its XML is broken from the start; text before a later
    break is kept."""
    from lxml import etree

    page = _Page(headings=headings)
    given = False
    try:
        events = etree.iterparse(
            part, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        for event, element in events:
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                page.start(element)
            else:
                for found in page.end(element):
                    given = True
                    yield found
                _forget(element)
    except etree.XMLSyntaxError as e:
        if not given:
            raise Refused(
                "broken-docx", f"the text of the Word file is damaged ({e}); open it and save it anew"
            ) from None
    yield from page.rest()


def _forget(element: Any) -> None:
    """Frees what was read: the element's content and everything before it."""
    tag = element.tag.rpartition("}")[2]
    if tag in ("p", "tr", "tbl", "footnote", "endnote"):
        element.clear(keep_tail=True)
        parent = element.getparent()
        while parent is not None and (before := element.getprevious()) is not None:
            parent.remove(before)


@dataclass(slots=True)
class _Open:
    """A paragraph being read."""

    texts: list[str] = field(default_factory=list)
    length: int = 0
    heading: bool = False
    page: bool = False
    link: str = ""


@dataclass(slots=True)
class _Page:
    headings: frozenset[str]
    tables: list[list[list[str]]] = field(default_factory=list)  # cells of the open row, for every open table
    _open: list[_Open] = field(default_factory=list)
    _after: list[Paragraph] = field(default_factory=list)
    _gone: int = 0
    _hidden: bool = False
    _page: bool = False

    def start(self, element: Any) -> None:
        tag = element.tag.rpartition("}")[2]
        if tag in _GONE:
            self._gone += 1
        elif self._gone:
            return
        elif tag == "p":  # inside another where it stands in a text box
            self._open.append(_Open(page=self._page))
            self._page = False
        elif tag == "tbl":
            self.tables.append([])
        elif tag == "tc" and self.tables:
            self.tables[-1].append([])
        elif tag == "r":
            self._hidden = False
        elif tag == "hyperlink" and self._open:
            self._open[-1].link = self._open[-1].link or _attribute(element, "id")

    def end(self, element: Any) -> Iterator[Paragraph]:
        tag = element.tag.rpartition("}")[2]
        if tag in _GONE:
            self._gone -= 1
            self._page = self._page or (tag == "sectPr" and not self._gone)
        elif self._gone:
            return
        elif tag == "t":
            self._put(element.text or "")
        elif tag in ("br", "lastRenderedPageBreak", "pageBreakBefore"):
            self._break(element, tag)
        elif tag in _SIGNS and element.getparent() is not None and element.getparent().tag.endswith("}r"):
            self._put(_SIGNS[tag])
        elif tag == "vanish":
            self._hidden = self._hidden or _in_run(element)
        elif tag == "pStyle" and self._open:
            self._open[-1].heading = _attribute(element, "val") in self.headings
        elif tag == "outlineLvl" and self._open:
            self._open[-1].heading = _attribute(element, "val") in tuple("012345678")
        elif tag == "p" and self._open:
            yield from self._closed()
        elif tag == "tr" and self.tables:
            yield from self._row()
        elif tag == "tbl" and self.tables:
            self.tables.pop()

    def rest(self) -> Iterator[Paragraph]:
        """What is open where the part breaks off."""
        while self._open:
            yield from self._closed()
        while self.tables:
            yield from self._row()
            self.tables.pop()

    def _put(self, text: str) -> None:
        if self._open and not self._hidden and self._open[-1].length < _LONGEST:
            self._open[-1].texts.append(text)
            self._open[-1].length += len(text)

    def _break(self, element: Any, tag: str) -> None:
        if tag == "br" and _attribute(element, "type") not in ("page", "column"):
            self._put("\n")
        elif self._open and not any(text.strip() for text in self._open[-1].texts):
            self._open[-1].page = True
        elif tag == "br":
            self._put("\n")
            self._page = True

    def _closed(self) -> Iterator[Paragraph]:
        """A paragraph that is complete: into its cell, behind the one around it, or out."""
        done = self._open.pop()
        texts = [text for text in map(str.strip, "".join(done.texts).split("\n")) if text]
        found = (texts, done.heading, done.page, done.link)
        self._page = self._page or (done.page and not texts)
        if self._open:  # a text box, inside the paragraph it hangs on
            self._after += [found] if texts else []
            return
        after, self._after = self._after, []
        if self.tables and self.tables[-1]:
            for inner in (found, *after):
                self.tables[-1][-1] += inner[0]
            return
        yield from (p for p in (found, *after) if p[0])

    def _row(self) -> Iterator[Paragraph]:
        """A row of a table; the rows of a table inside a cell are that cell's paragraphs."""
        cells = self.tables[-1]
        lines = row(cells)
        self.tables[-1] = []
        if len(self.tables) > 1 and self.tables[-2]:
            self.tables[-2][-1] += lines
            return
        for line in lines:
            yield [line], False, False, ""


def _attribute(element: Any, name: str) -> str:
    """An attribute by its name, in whichever namespace."""
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _in_run(element: Any) -> bool:
    """Whether "hidden" is said of a run of text, and is said: the sign at the end of a paragraph may be hidden too."""
    inside = element.getparent()
    run = inside.getparent() if inside is not None else None
    return run is not None and run.tag.endswith("}r") and _attribute(element, "val") not in ("0", "false", "off")
