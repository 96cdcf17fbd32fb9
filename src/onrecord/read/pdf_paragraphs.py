"""Lines on pages -> paragraphs: reading order, running heads left out, wraps and hyphens undone.

A line runs on into the next by the trace that every line filler leaves: it is full, the next line's first word
would not have fitted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.read.hyphens import knit
from onrecord.read.pdf_lines import Line

_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|p\.|seite|pagina|página)\s*)?(?:\d{1,5}(?:\s*(?:of|/|von|de|di)\s*\d{1,5})?|[ivxlc]{1,6})[-–—|\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_FINAL = re.compile(r"[.!?:…][\"”’'»)\]]*$")
_LONGEST = 200  # characters of a running line
_EDGE = 3  # rows at the head and foot of a page among which running ones are
_SEEN = 0.4  # share of the pages that show a running line (left and right pages may differ)
_SEEN_PAGES = 2
_FEW = 5  # pages, among which a sentence may stand twice at a page's end
_LEADING = 1.45  # of the usual distance of lines: more is a gap
_APART = 2.6  # of the height of letters: lines farther apart are never one paragraph
_LIKE = 1.2  # ratio of heights of letters that are one size
_ROWS = 0.3  # share of lines cut at gaps that makes a page drawn row by row
_COLUMN = 4  # lines that make a column
_CELL = 1.6  # of the height of letters: a gap inside a row that keeps cells of a table apart
_PROSE = 18  # letters a line of a column has: less is a table's cell
_NEAR = 12  # lines above and below that show how far a column reaches
_LONG = 60  # characters of a paragraph that goes on over a page


def running(pages: Sequence[Sequence[Line]]) -> set[str]:
    """What stands at the head or foot of many pages, with its digits made alike; of few pages, at one height."""
    few = len(pages) < _FEW
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({(_alike(line.text), round(line.bottom) if few else 0) for line in _edges(page)})
    least = max(_SEEN_PAGES, _SEEN * len(pages))
    return {text for (text, _), n in seen.items() if n >= least}


def _alike(text: str) -> str:
    return _DIGITS.sub("0", text).casefold()


def _edges(page: Sequence[Line]) -> list[Line]:
    """The lines at the head and foot of a page that a gap keeps from the rest, and a number all by itself."""
    downwards = sorted(page, key=lambda line: -line.top)
    upwards = sorted(page, key=lambda line: line.bottom)
    leading = _leading(downwards)
    return [line for lines in (downwards, upwards) for line in _before_gap(lines, leading) if len(line.text) < _LONGEST]


def _before_gap(lines: Sequence[Line], leading: float) -> Sequence[Line]:
    rows = 0
    for i, (line, after) in enumerate(zip(lines, lines[1:], strict=False), 1):
        step = abs(line.bottom - after.bottom)
        rows += step > 0.5 * line.height
        if step > _LEADING * max(leading, 0.8 * line.height):
            return lines[:i]
        if rows >= _EDGE:
            break
    return [line for line in lines[:2] if _NUMBER.fullmatch(line.text)]


def parted(page: Sequence[Line], known: set[str], told: set[str]) -> tuple[list[Line], list[Line], list[Line]]:
    """A page as its running heads, what stands between, and its running feet.

    Page numbers are left out, and running lines that a page before has `told` (which this page adds to).
    """
    edges = {id(line) for line in _edges(page)}
    middle = (max(x.top for x in page) + min(x.bottom for x in page)) / 2 if page else 0.0
    heads: list[Line] = []
    body: list[Line] = []
    feet: list[Line] = []
    for line in page:
        alike = _alike(line.text)
        if id(line) not in edges or not (_NUMBER.fullmatch(line.text) or alike in known):
            body.append(line)
        elif alike in known and alike not in told and not _NUMBER.fullmatch(line.text):
            told.add(alike)
            (heads if line.bottom > middle else feet).append(line)
    return heads, body, feet


def text(page: Sequence[Line], words: Counter[str]) -> str:
    """The text of a page: paragraphs and single lines, a blank line between them."""
    ordered = _ordered(page)
    edges = _right_edges(ordered)
    leading = _leading(ordered)
    out: list[str] = []
    for i, line in enumerate(ordered):
        if i and _runs_on(ordered[i - 1], line, edges[i - 1], leading):
            out[-1] = knit(out[-1], line.text, words, divided=ordered[i - 1].broken)
        else:
            out.append(line.text)
    return "\n\n".join(filter(None, out))


def _ordered(page: Sequence[Line]) -> list[Line]:
    """The lines as one reads them. The order in which they are drawn is kept where it makes sense."""
    rows = Counter(line.row for line in page)
    cut = sum(1 for n in rows.values() if n > 1)
    if len(rows) >= _COLUMN and cut >= _ROWS * len(rows):
        return _unknit(list(page), 0)
    lines = _rows_joined(page)
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and _below(blocks[-1][-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    for i, block in enumerate(blocks[1:], 1):  # a headline or running head drawn after what stands below it
        bottom = min(line.bottom for line in block)
        if all(bottom >= line.top - 1 for earlier in blocks[:i] for line in earlier) and i + 1 == len(blocks):
            blocks.insert(0, blocks.pop(i))
    return [line for block in blocks for line in block]


def _below(a: Line, b: Line) -> bool:
    return b.top < a.top and b.left < a.right and b.right > a.left and a.bottom - b.top < _APART * a.height


def _rows_joined(page: Sequence[Line]) -> list[Line]:
    """Pieces of a drawn line put together again, with the wide space that keeps columns of a table apart."""
    rows: list[list[Line]] = []
    for line in page:
        if rows and rows[-1][-1].row == line.row and line.left >= rows[-1][-1].right:
            rows[-1].append(line)
        else:
            rows.append([line])
    out = []
    for i, row in enumerate(rows):
        near = [other[-1].right for other in rows[max(0, i - 2) : i + 3] if other is not row]
        out.append(row[0] if len(row) == 1 else _joined(row, stretched=_is_stretched(row, near)))
    return out


def _is_stretched(row: Sequence[Line], near: Sequence[float]) -> bool:
    """Whether a row's gaps are those of a justified line: alike, one after each word, and it ends where others do."""
    gaps = [b.left - a.right for a, b in zip(row, row[1:], strict=False)]
    words = all(" " not in piece.text for piece in row)
    return words and max(gaps) <= 1.3 * min(gaps) and any(abs(row[-1].right - right) < 2 for right in near)


def _joined(row: Sequence[Line], *, stretched: bool) -> Line:
    text = row[0].text
    for a, b in zip(row, row[1:], strict=False):
        apart = not stretched and b.left - a.right > _CELL * a.height
        text += ("   " if apart else " ") + b.text
    first, last = row[0], row[-1]
    bottom, top = min(piece.bottom for piece in row), max(piece.top for piece in row)
    return Line(
        text=text, left=first.left, right=last.right, bottom=bottom, top=top, row=first.row, broken=last.broken
    )  # fmt: skip


def _unknit(lines: list[Line], depth: int) -> list[Line]:
    """Columns drawn row by row, taken apart: cut between columns first, else between rows, piece by piece."""
    if len(lines) < _COLUMN or depth > 12:
        return _from_above(lines)
    if (gutter := _gutter(lines)) is not None:
        left = [line for line in lines if line.right <= gutter]
        right = [line for line in lines if line.right > gutter]
        return [*_unknit(left, depth + 1), *_unknit(right, depth + 1)]
    by_height = sorted(lines, key=lambda line: -line.top)
    floor, cuts = by_height[0].bottom, []
    for i, line in enumerate(by_height[1:], 1):
        if floor - line.top > 0:
            cuts.append((floor - line.top, i))
        floor = min(floor, line.bottom)
    for _, i in sorted(cuts, reverse=True):
        above, below = by_height[:i], by_height[i:]
        if _gutter(above) is not None or _gutter(below) is not None:
            return [*_unknit(above, depth + 1), *_unknit(below, depth + 1)]
    return _from_above(lines)


def _from_above(lines: list[Line]) -> list[Line]:
    return sorted(_rows_joined(lines), key=lambda line: (-round(line.bottom), line.left))


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where a white strip from head to foot parts columns of prose; the widest one. None where none does."""
    by_left = sorted(lines, key=lambda line: line.left)
    edge, best = by_left[0].right if by_left else 0.0, (0.0, -1.0)
    for i, line in enumerate(by_left[1:], 1):
        gap = line.left - edge
        sides = (by_left[:i], by_left[i:])
        if gap > best[0] and all(len(s) >= _COLUMN and _is_prose(s) for s in sides):
            best = (gap, edge + gap / 2)
        edge = max(edge, line.right)
    return best[1] if best[1] >= 0 else None


def _is_prose(lines: Sequence[Line]) -> bool:
    return sum(len(line.text) for line in lines) >= _PROSE * len(lines)


def _right_edges(lines: Sequence[Line]) -> list[float]:
    """For each line how far its column reaches: the lines that follow each other above and below it."""
    links = [_below(a, b) and _alike_size(a, b) for a, b in zip(lines, lines[1:], strict=False)]
    edges = []
    for i, line in enumerate(lines):
        edge, up, down = line.right, i, i
        while up > 0 and i - up < _NEAR and links[up - 1]:
            up -= 1
            edge = max(edge, lines[up].right)
        while down < len(links) and down - i < _NEAR and links[down]:
            down += 1
            edge = max(edge, lines[down].right)
        edges.append(edge)
    return edges


def _alike_size(a: Line, b: Line) -> bool:
    return a.height <= _LIKE * b.height and b.height <= _LIKE * a.height


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance from a line to the next below it; 0 where there is none."""
    found = Counter(
        round(a.bottom - b.bottom, 1)
        for a, b in zip(lines, lines[1:], strict=False)
        if 0 < a.bottom - b.bottom < _APART * a.height and _alike_size(a, b)
    )
    return found.most_common(1)[0][0] if found else 0.0


def _runs_on(a: Line, b: Line, edge: float, leading: float) -> bool:
    """Whether the break between two lines is a wrap."""
    if not _alike_size(a, b) or "   " in a.text or "   " in b.text:
        return False
    first = len(b.text.split(" ", 1)[0])
    full = a.broken or a.right + (first + 1) * max(a.pitch, b.pitch) > edge - 0.5 * a.pitch
    step = a.bottom - b.bottom
    if step <= 0 or step > _APART * a.height or b.left >= a.right or b.right <= a.left:  # another column
        return full and step < 0 and len(a.text) >= _PROSE and (a.broken or not _FINAL.search(a.text))
    if leading and step > _LEADING * max(leading, a.height * 0.9):
        return False
    indented = b.left - a.left > 0.8 * a.height
    return full and (a.broken or not indented)


def joined(pages: Sequence[str]) -> str:
    """Pages as one text: a paragraph that goes on over the page is one."""
    out = ""
    none: Counter[str] = Counter()
    for page in pages:
        page = page.strip()
        if not page:
            continue
        last, first = out.rpartition("\n\n")[2], page.partition("\n\n")[0]
        if out and _goes_on(last, first):
            out = knit(out, page, none)
        else:
            out = f"{out}\n\n{page}" if out else page
    return out


def _goes_on(last: str, first: str) -> bool:
    if _FINAL.search(last) or len(last) < _LONG or (not first[:1].isalnum() and first[:1] not in "“\"‘'("):
        return False
    return first[:1].islower() or last.endswith("-") or len(first) >= _LONG or _FINAL.search(first) is not None
