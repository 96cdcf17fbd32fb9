"""Text as lines: what Word, RTF, PDF and web pages are read into before anybody asks whose articles they hold.

A format that knows its paragraphs gives each as one line with an empty line after it; a format that only knows lines
(plain text, PDF) gives these as they stand.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text without its line break. `heading`: the file itself marks it as one. `page`: a new page begins
    with it. `link`: the web address that it leads to."""

    text: str
    heading: bool = False
    page: bool = False
    link: str = ""


BLANK = Line(text="")


def of_text(text: str) -> Iterator[Line]:
    """The lines of a plain text; a form feed begins a page."""
    for line in io.StringIO(text, newline=None):
        yield Line(text=line.rstrip("\n").replace("\x0c", ""), page="\x0c" in line)


def joined(lines: Iterable[Line]) -> str:
    """Lines as one text: empty lines at the ends left out, one where several follow each other."""
    out: list[str] = []
    gap = False
    for line in lines:
        text = line.text.rstrip().removeprefix(" ")  # more is an indent, which says that a paragraph begins
        if not text.strip():
            gap = bool(out)
            continue
        if gap:
            out.append("")
        out.append(text)
        gap = False
    return "\n".join(out)


def of_pages(pages: Iterable[str]) -> Iterator[Line]:
    """The lines of the pages of a PDF; the first of each begins a page."""
    for page in pages:
        for number, line in enumerate(of_text(page)):
            yield Line(text=line.text, page=number == 0 or line.page)
        yield BLANK
