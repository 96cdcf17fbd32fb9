"""The pages of a PDF as an export's reader wants them: every line, also those that come again on every page.

A reader of one article leaves out running heads and feet. In a bundle "End of Document" is one, and so are the labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Protocol

from onrecord.read.lines import BLANK, Line

_GAP = 0.55  # of a line's height: more than that between two lines, and a paragraph begins
_LARGE = 1.25  # of the usual height: a headline


class Drawn(Protocol):
    """A line on a page, or a piece of one; `row` numbers the lines."""

    text: str
    bottom: float
    top: float
    row: int
    broken: bool


def printed(pages: Sequence[Sequence[Drawn]]) -> list[list[tuple[str, bool]]]:
    """Each page's lines, with an empty one above each paragraph; and whether a line is printed large."""
    heights = [line.top - line.bottom for page in pages for line in page]
    usual = median(heights) if heights else 0.0
    return [_page(page, usual) for page in pages]


def _page(page: Sequence[Drawn], usual: float) -> list[tuple[str, bool]]:
    out: list[tuple[str, bool]] = []
    before: Drawn | None = None
    for line in page:
        large = line.top - line.bottom > _LARGE * usual
        if before is not None and line.row == before.row:
            out[-1] = (f"{out[-1][0]}\t{line.text}", large)
        elif before is not None and before.broken:
            out[-1] = (out[-1][0].rstrip("-\u2010\xad") + line.text, large)
        else:
            if before is not None and before.bottom - line.top > _GAP * usual:
                out.append(("", False))
            out.append((line.text, large))
        before = line
    return out


def of_printed(pages: Sequence[Sequence[Sequence[object]]]) -> Iterator[Line]:
    """The lines of all pages, one after the other; the first of each begins a page."""
    for page in pages:
        for number, (text, large) in enumerate(page):
            yield Line(text=str(text), heading=bool(large), page=number == 0) if text else BLANK
