"""A page of a PDF as lines: what is printed on it, and where. The only file that speaks to the PDF library.

The library brings letters together to lines in the order in which the page draws them. A wide gap inside such a
line means that two columns (or cells) were drawn row by row: there it is cut.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_LINE = re.compile("[^\r\n\x02\ufffe]+[\x02\ufffe]?")  # after a hyphen that fills a line there is no line break
_WORD = re.compile(r"\S+")
_HYPHEN = re.compile("[\x02\ufffe]$")  # the library's signs for a hyphen it takes for a line filler's
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_Box = tuple[float, float, float, float]
_GAP = 0.9  # of the letters' height: spaces between words are hardly ever as wide
_UNIT = 10.0  # height in points where the font does not tell


@dataclass(slots=True, eq=False)
class Line:
    """A line, or a piece of one between wide gaps. Points from the lower left corner, as the page is seen.

    `broken`: it ends in a hyphen that the line filler put there. `row` numbers the lines as drawn.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    row: int
    broken: bool = False

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)

    @property
    def pitch(self) -> float:
        """The mean width of a character."""
        return max(self.right - self.left, 0.0) / max(len(self.text), 1)


def drawn_lines(page: Any) -> list[Line]:
    """The lines of a page, in the order in which they are drawn."""
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count <= 0:
            return []
        text = textpage.get_text_range()
        same = count == len(text)
        turn, (width, height) = page.get_rotation(), page.get_size()
        if turn in (90, 270):
            width, height = height, width

        rect = pdfium.FS_RECTF()
        place = ctypes.byref(rect)
        find = pdfium.FPDFText_GetLooseCharBox

        def box(at: int) -> _Box:
            index = at if same else pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, at)
            if not find(textpage, index, place):
                return 0.0, 0.0, 0.0, _UNIT
            found = (rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top))
            return _turned(found, turn, width, height) if turn else found

        return [line for row, m in enumerate(_LINE.finditer(text)) for line in _pieces(text, m.span(), row, box)]
    finally:
        textpage.close()


def _pieces(text: str, span: tuple[int, int], row: int, box: Callable[[int], _Box]) -> Iterator[Line]:
    """A drawn line, cut at wide gaps."""
    start = end = -1
    left = right = bottom = top = 0.0
    for word in _WORD.finditer(text, *span):
        first, last = box(word.start()), box(word.end() - 1)
        if start >= 0 and first[0] - right > _GAP * max(top - bottom, 1.0):
            yield _line(text[start:end], (left, right, bottom, top), row)
            start = -1
        if start < 0:
            start, (left, bottom, _, top) = word.start(), first
        end, right = word.end(), max(last[2], first[2])
        bottom, top = min(bottom, first[1]), max(top, first[3])
    if start >= 0:
        yield _line(text[start:end], (left, right, bottom, top), row)


def _line(text: str, place: _Box, row: int) -> Line:
    left, right, bottom, top = place
    broken = _HYPHEN.search(text) is not None
    if broken:
        text = text[:-1] + "-"
    plain = " ".join(_UNPRINTABLE.sub("", text).split())
    return Line(text=plain, left=left, right=right, bottom=bottom, top=top, row=row, broken=broken)


def _turned(box: _Box, turn: int, width: float, height: float) -> _Box:
    """A box on a page that is shown turned clockwise by `turn` degrees; the sizes are those before turning."""
    left, bottom, right, top = box
    if turn == 90:
        return bottom, width - right, top, width - left
    if turn == 180:
        return width - right, height - top, width - left, height - bottom
    if turn == 270:
        return height - top, left, height - bottom, right
    return box
