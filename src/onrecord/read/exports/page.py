"""Web pages -> lines, as a stream, for exports: a bundle of five hundred articles is one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from onrecord.read.lines import BLANK, Line

_BLOCKS = frozenset(
    (
        "p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "tr", "td", "th", "hr", "pre",
        "section", "article", "header", "footer", "blockquote", "dl", "dt", "dd", "title", "body", "docfull", "center",
    )
)  # fmt: skip
_UNSEEN = frozenset(("script", "style", "noscript", "template", "head"))
_CELLS = ("td", "th", "br")
_HEADINGS = frozenset(("h1", "h2", "h3"))
_HEADLINE = "headline"  # in the class of an element: Factiva's "enHeadline"


def of_html(pieces: Iterable[str]) -> Iterator[Line]:
    """The lines of a page given in pieces: a paragraph or row each, with an empty line after it."""
    from lxml import etree

    page = _Page()
    parser = etree.HTMLParser(target=page, huge_tree=True, no_network=True)
    for piece in pieces:
        parser.feed(piece)
        yield from page.taken()
    with suppress(etree.XMLSyntaxError):  # a page without any element
        parser.close()
    page.close()
    yield from page.taken()


class _Page:
    """Takes a page's elements as the parser meets them, and keeps only the lines that are complete."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._text: list[str] = []
        self._unseen = 0
        self._heading = 0
        self._headed = False
        self._headline = 0
        self._open: list[tuple[str, bool]] = []
        self._link = ""
        self._gap = False

    def taken(self) -> list[Line]:
        lines, self._lines = self._lines, []
        return lines

    def start(self, tag: Any, attributes: Any) -> None:
        tag = str(tag).lower()
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in ("td", "th"):  # cells stand side by side
            self._text += ["\t"] if self._pending() else []
        elif tag in _BLOCKS and not self._pending().endswith("\t"):
            self._flush(soft=tag == "br")
        marked = _HEADLINE in str(attributes.get("class", "")).lower() or tag in _HEADINGS
        self._headline += marked
        if tag not in ("br", "hr", "img", "meta", "link", "input"):
            self._open.append((tag, marked))
        if tag == "a" and str(attributes.get("href", "")).startswith(("http://", "https://")):
            self._link = str(attributes["href"])[:2_000]

    def end(self, tag: Any) -> None:
        tag = str(tag).lower()
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        if tag == "tr" or (tag in _BLOCKS and tag not in _CELLS and not self._pending().endswith("\t")):
            self._flush()
        while self._open:
            name, marked = self._open.pop()
            self._headline -= marked
            if name == tag:
                break

    def data(self, text: str) -> None:
        if not self._unseen:
            self._text.append(text.replace("\t", " "))
            self._headed = self._headed or (self._headline > 0 and bool(text.strip()))

    def _pending(self) -> str:
        """The end of the line that is being read: a tab where a cell has just begun."""
        while self._text and not self._text[-1].strip(" \r\n\xa0"):
            self._text.pop()
        return self._text[-1] if self._text else ""

    def comment(self, text: str) -> None:
        """Nobody sees comments."""

    def close(self) -> None:
        self._flush()

    def _flush(self, *, soft: bool = False) -> None:
        """A line is complete. `soft`: the paragraph goes on below it."""
        cells = [" ".join(cell.split()) for cell in "".join(self._text).split("\t")]
        text = "\t".join(cells).strip("\t ")
        self._text.clear()
        if text:
            self._lines.append(Line(text=text, heading=self._headed, link=self._link))
            self._link, self._headed = "", False
            self._gap = True
        if not soft and self._gap:
            self._lines.append(BLANK)
            self._gap = False
