"""A parsed page -> its lines in page order, each with where it stands: what a reader sees, judged by nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.clean.rules import table
from onrecord.span import words

_NAMES = (
    "div article section main ul ol dl table tr tbody thead tfoot aside header footer nav form fieldset figure body "
    "center address details summary hr html"
)
_TEXT_NAMES = "p li h1 h2 h3 h4 h5 h6 blockquote pre dd dt td th figcaption caption"
_UNSEEN_NAMES = "script style noscript template svg head title iframe object textarea select button option audio video"
_TEXT_BLOCKS = frozenset(_TEXT_NAMES.split())
_BLOCKS = frozenset(_NAMES.split()) | _TEXT_BLOCKS
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_APART = frozenset(("aside", "nav", "footer", "form", "figure", "figcaption"))  # stands beside an article, not in it
_WHOLE = frozenset(("html", "body", "main", "article"))  # classes of these describe the page
_SPACE = re.compile(r"\s+")
_SPLIT = re.compile(r"[\s_]+")
_MAX_LINES = 20_000
_BREAKS = 2  # <br> in a row that begin a new paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph, heading, list item or cell of a page."""

    text: str
    key: str
    """Its words, as paragraphs are compared."""
    tag: str
    home: tuple[str, str]
    """Tag and class of the element that holds the paragraph, and of the one around that."""
    holder: int
    """Which element holds it; the number means nothing else."""
    articles: tuple[int, ...]
    """Which <article> elements it stands in, the outer first."""
    linked: float
    """The share of its characters that are links."""
    apart: bool
    """Inside something that by its tag or class stands beside the article."""
    pictured: bool
    """In an element, not a paragraph, with nothing but an image before it."""


def outline(tree: Any) -> list[Line]:
    """The lines of a page in page order; what the page never shows as text is left out."""
    from lxml import etree

    reader = _Reader()
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "end":
            reader.end(tag, element.tail)
        elif tag in _UNSEEN or not isinstance(tag, str):
            walk.skip_subtree()
        else:
            reader.start(tag, element)
        if len(reader.lines) >= _MAX_LINES:
            break
    reader.flush()
    return reader.lines


@dataclass(slots=True)
class _Open:
    """A block that has begun: its number, and what is true of all in it."""

    element: Any
    number: int
    apart: bool
    articles: tuple[int, ...]


class _Reader:
    """Collects the text between the edges of blocks."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.stack: list[_Open] = []
        self.text: list[str] = []
        self.letters = self.linked = 0
        self.links = self.breaks = self.count = 0
        self.pictured = 0  # the block in which an image has come and no text yet

    def start(self, tag: str, element: Any) -> None:
        if tag == "br":
            self.breaks += 1
            self.text.append(" ")
            if self.breaks >= _BREAKS:
                self.flush()
            return
        if tag == "img":
            if self.stack and not "".join(self.text).strip():
                self.pictured = self.stack[-1].number
        elif tag in _BLOCKS:
            self.flush()
            self.count += 1
            above = self.stack[-1] if self.stack else None
            articles = above.articles if above else ()
            self.stack.append(
                _Open(
                    element=element,
                    number=self.count,
                    apart=(above is not None and above.apart) or is_apart(element),
                    articles=(*articles, self.count) if tag == "article" else articles,
                )
            )
        elif tag == "a":
            self.links += 1
        self.take(element.text)

    def end(self, tag: Any, tail: str | None) -> None:
        if tag in _BLOCKS:
            self.flush()
            number = self.stack.pop().number
            if self.pictured == number and self.stack:
                self.pictured = self.stack[-1].number
        elif tag == "a":
            self.links -= 1
        self.take(tail)

    def take(self, piece: str | None) -> None:
        if not piece:
            return
        self.text.append(piece)
        ink = len(piece) - piece.count(" ")
        self.letters += ink
        if self.links:
            self.linked += ink
        if not piece.isspace():
            self.breaks = 0

    def flush(self) -> None:
        """The text so far is a line of the innermost block."""
        said = _SPACE.sub(" ", "".join(self.text)).strip() if self.text else ""
        if said and self.stack:
            self.lines.append(self.line(said))
            self.pictured = 0
        self.text.clear()
        self.letters = self.linked = 0

    def line(self, said: str) -> Line:
        block = self.stack[-1]
        tag = str(block.element.tag)
        up = 1 if tag in _TEXT_BLOCKS and len(self.stack) > 1 else 0
        holder = self.stack[-1 - up]
        around = self.stack[-2 - up] if len(self.stack) > 1 + up else holder
        return Line(
            text=said,
            key=words(said),
            tag=tag,
            home=(_sign(holder.element), _sign(around.element)),
            holder=holder.number,
            articles=block.articles,
            linked=self.linked / max(1, self.letters),
            apart=block.apart,
            pictured=self.pictured == block.number and tag not in _TEXT_BLOCKS,
        )


def _sign(element: Any) -> str:
    return f"{element.tag}.{element.get('class') or ''}"


def is_apart(element: Any) -> bool:
    """Whether an element by its tag or the words of its class stands beside the article."""
    if element.tag in _APART:
        return True
    if element.tag in _WHOLE:
        return False
    named = element.get("class")
    return bool(named) and _is_furniture(named)


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row[1]})" for row in table("page_furniture.tsv")), re.IGNORECASE)


@cache
def _is_furniture(named: str) -> bool:
    return any(_furniture().fullmatch(name) for name in _SPLIT.split(named))
