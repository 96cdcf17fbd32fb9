"""The extractor's paragraphs held against the page they came from.

The extractor judges paragraph by paragraph. Now and then it loses one, or all that follow an advertisement, though
they stand in the very containers where it found the rest; it moves what layout tables hold; and it keeps lists of links
and captions that the page itself sets apart. Here its paragraphs are found again on the page, put in the page's order,
completed from the containers they came from, and told what they are where the page says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.clean.outline import Line
from onrecord.span import words

_FINAL = re.compile(r"[.!?…。؟:][\"”’'»)\]\s]*$")
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("td", "th", "caption"))
_SHORT = 4  # words below which a paragraph is looked for beside its neighbours only
_MISSES = 200  # paragraphs that are not on the page, after which a hostile page is looked through no more
_HELD = 5  # words of a line that is looked for inside a paragraph that the page has nowhere whole
_HOME = 0.25  # share of the article in containers of one kind that makes them the article's own
_MOST = 0.5
_SENTENCE = 5  # words
_LINKS = 0.8  # share of a line that is links
_OWN = 100  # words under the page's <h1> that make its <article> the one
_CAPTION = 25  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph as extracted; label and why are empty where it is article as far as the page tells."""

    text: str
    label: str = ""
    why: str = ""


@dataclass(slots=True)
class _Piece:
    """A paragraph and the lines of the page that it is, from `first` to `last`; -1 for one found nowhere."""

    text: str
    first: int = -1
    last: int = -1
    label: str = ""
    why: str = ""


def recheck(paragraphs: Sequence[str], lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """The paragraphs in page order, with what they lack of the article, labelled where the page says what they are."""
    pieces = _placed(paragraphs, _Page(lines), lines)
    homes, apart = _homes(pieces, lines)
    pieces += _lost(pieces, lines, homes, apart)
    pieces.sort(key=lambda p: p.first)  # stable: what was found nowhere follows what it followed
    _judge(pieces, lines)
    return tuple(Paragraph(text=p.text, label=p.label, why=p.why) for p in pieces)


class _Page:
    """The words of a page in a row, and which line each stands in."""

    def __init__(self, lines: Sequence[Line]) -> None:
        starts, row, at = [], [" "], 0
        for line in lines:
            starts.append(at)
            if line.key:
                row.append(line.key + " ")
                at += len(row[-1])
        self.row = "".join(row)
        self.starts = starts

    def lines(self, at: int, key: str) -> tuple[int, int]:
        """The first and the last line of `key` found at `at`."""
        return bisect_right(self.starts, at) - 1, bisect_right(self.starts, at + len(key)) - 1

    def find(self, key: str, start: int, end: int) -> int:
        return self.row.find(f" {key} ", start, end)


def _placed(paragraphs: Sequence[str], page: _Page, lines: Sequence[Line]) -> list[_Piece]:
    """Each paragraph with the lines of the page that it is; one found nowhere follows what it followed."""
    keys = [words(text) for text in paragraphs]
    at = _short_places(keys, _long_places(keys, page), page)
    out: list[_Piece] = []
    misses = 0
    for text, key, place in zip(paragraphs, keys, at, strict=True):
        held: list[int] = []
        if place < 0 and misses < _MISSES:
            misses += 1
            held = _held(key, lines)
        if place >= 0:
            first, last = page.lines(place, key)
            out.append(_Piece(text, first, last))
        elif held:
            out.extend(_Piece(lines[k].text, k, k) for k in held)
        else:
            out.append(_Piece(text, max(out[-1].first, out[-1].last) if out else -1, -1))
    return out


def _long_places(keys: Sequence[str], page: _Page) -> list[int]:
    """Where each long paragraph stands: after the one before it if it is there, else anywhere; -1 for nowhere."""
    at = [-1] * len(keys)
    before = misses = 0
    for i, key in enumerate(keys):
        if key.count(" ") + 1 < _SHORT or misses > _MISSES:
            continue
        found = page.find(key, before, len(page.row))
        at[i] = found if found >= 0 else page.find(key, 0, before + len(key))
        before = max(at[i], 0) or before
        misses += at[i] < 0
    after = len(page.row)
    for i in reversed(range(len(keys))):  # of several copies, the one nearest to what follows
        if at[i] >= 0:
            nearer = page.row.rfind(f" {keys[i]} ", at[i], after + 1) if after > at[i] else -1
            at[i] = max(nearer, at[i])
            after = at[i]
    return at


def _short_places(keys: Sequence[str], at: list[int], page: _Page) -> list[int]:
    """Where the short ones stand, between the long ones beside them."""
    next_at = [len(page.row)] * (len(at) + 1)
    for i in reversed(range(len(at))):
        next_at[i] = at[i] if at[i] >= 0 else next_at[i + 1]
    out, start = list(at), 0
    for i, key in enumerate(keys):
        if at[i] < 0 and key and key.count(" ") + 1 < _SHORT:
            out[i] = page.find(key, start, max(next_at[i + 1], start) + 1)
        start = max(out[i], 0) or start
    return out


def _held(key: str, lines: Sequence[Line]) -> list[int]:
    """The page's own lines in a paragraph that the page has nowhere whole: the cells of a table used for layout."""
    if key.count(" ") + 1 < 2 * _HELD:
        return []
    whole = f" {key} "
    found = [k for k, x in enumerate(lines) if x.key.count(" ") + 1 >= _HELD and f" {x.key} " in whole]
    held = sum(lines[k].key.count(" ") + 1 for k in found)
    return found if held >= _MOST * (key.count(" ") + 1) else []


def _homes(pieces: Sequence[_Piece], lines: Sequence[Line]) -> tuple[set[tuple[str, str]], bool]:
    """The kinds of containers most of the article stands in, and whether those stand apart by their names."""
    weight: Counter[tuple[str, str]] = Counter()
    apart = total = 0
    for k in _covered(pieces):
        count = lines[k].key.count(" ") + 1
        weight[lines[k].home] += count
        total += count
        apart += count if lines[k].apart else 0
    return {home for home, count in weight.items() if count >= _HOME * total}, apart > _MOST * total


def _covered(pieces: Sequence[_Piece]) -> set[int]:
    return {k for p in pieces if p.last >= 0 for k in range(p.first, p.last + 1)}


def _lost(pieces: Sequence[_Piece], lines: Sequence[Line], homes: set[tuple[str, str]], apart: bool) -> list[_Piece]:
    """Sentences in containers of the article's own kind, and headings between them, that the extractor left out."""
    covered = _covered(pieces)
    own = [k for k in covered if lines[k].home in homes]
    first, last = min(own, default=0), max(own, default=-1)
    said = f" {' '.join(lines[k].key for k in sorted(covered))} "
    out = []
    for k, line in enumerate(lines):
        if k in covered or line.home not in homes or (line.apart and not apart) or line.linked > _MOST:
            continue
        count = line.key.count(" ") + 1
        sentence = count >= _SENTENCE and _FINAL.search(line.text) is not None and line.tag not in _CELLS
        key = line.key.rpartition(" ")[0] if line.text.endswith(("...", "…")) else line.key  # a copy cut short
        if (sentence or (line.tag in _HEADINGS and first < k < last)) and f" {key} " not in said:
            out.append(_Piece("- " + line.text if line.tag == "li" else line.text, k, k))
    return out


def _judge(pieces: Sequence[_Piece], lines: Sequence[Line]) -> None:
    """Labels what the page itself sets apart: lists that are links throughout, linked lines, other articles' text."""
    listed: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.tag == "li":
            listed[line.holder].append(line)
    own = _own_article(pieces, lines)
    for p in pieces:
        held = lines[p.first : p.last + 1] if p.last >= 0 else ()
        if not held:
            continue
        items = listed[held[0].holder] if held[0].tag == "li" else []
        if len(items) > 1 and all(x.linked >= _LINKS for x in items):
            p.label, p.why = "related", "an item of a list of links"
        elif all(x.linked >= _LINKS and x.tag in ("p", "div") and x.key.count(" ") + 1 >= _SHORT for x in held):
            p.label, p.why = "related", "a line that is a link"
        elif own and all(x.articles and own not in x.articles for x in held):
            p.label, p.why = "related", "another article on the page"
        elif all(x.pictured and x.key.count(" ") < _CAPTION and not _FINAL.search(x.text) for x in held):
            p.label, p.why = "caption", "beside a picture"


def _own_article(pieces: Sequence[_Piece], lines: Sequence[Line]) -> int:
    """The <article> of the page's <h1>, where enough of the text is in it; else 0."""
    heads = {line.articles[-1] for line in lines if line.tag == "h1" and line.articles}
    if len(heads) != 1:
        return 0
    (own,) = heads
    inside = sum(lines[k].key.count(" ") + 1 for k in _covered(pieces) if own in lines[k].articles)
    return own if inside >= _OWN else 0
