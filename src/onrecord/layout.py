"""Text as given -> paragraphs: hard wraps, invisible characters and signs of Markdown undone without moving an offset.

Whether line breaks are wraps is decided once per document, by the one trace every line filler
leaves: a line is full, that is, the first word of the next line would not have fitted. So a wrapped
and an unwrapped copy of an article have the same paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.findings import Range
from onrecord.markdown import without_signs
from onrecord.model import Part
from onrecord.vocabulary import ARTICLE_LABELS

_NEWLINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACE_LIKE = re.compile(r"[\t\xa0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]")
_INVISIBLE = re.compile(r"[\xad\u200c-\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f\x7f]")
_CRLF = re.compile(r"\r\n")
_HYPHENATED = re.compile(r"(?<=\w-)(?:\r\n|\n)(?=[^\W\d_])")
_TURN = re.compile(r"(?:[QA]|[A-Z][A-Z .'’-]{1,40}): ")
_WIDEST_WRAP = 160
_SLACK = 3
_FINAL = ".!?:;\"”’'»)]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the article: `label` is "headline" or "body"."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`text` has the length of the text laid out; inside a paragraph it holds no line break.

    A break stands as a space, or after a hyphen as an (invisible) soft hyphen.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    start: int
    end: int
    indented: bool
    first_word: int
    gap_before: bool


def lay_out(text: str, parts: Sequence[Part] = ()) -> Layout:
    """The paragraphs of the article in `text`, in order, with offsets into `text`.

    Parts that are not article (`ARTICLE_LABELS`) are left out; without parts everything is article.
    """
    regions = _regions(len(text), parts)
    clean = _visible(text)
    lines = [list(_lines(clean, text, start, end)) for start, end, _ in regions]
    width = _wrap_width(lines)
    out: list[Paragraph] = []
    for found, (_, _, label) in zip(lines, regions, strict=True):
        out.extend(Paragraph(start=s, end=e, label=label) for s, e in _blocks(clean, found, width))
    if out and not any(p.label == "headline" for p in out) and _is_headline(clean, out):
        out[0] = Paragraph(start=out[0].start, end=out[0].end, label="headline")
    return Layout(text=_unwrap(clean, out), paragraphs=tuple(out))


def _regions(length: int, parts: Sequence[Part]) -> list[tuple[int, int, str]]:
    """The stretches that are article, in order, inside the text and disjoint, with their labels."""
    if not parts:
        return [(0, length, "body")]
    out: list[tuple[int, int, str]] = []
    at = 0
    for p in sorted(parts, key=lambda p: (p.start, p.end)):
        start, end = max(p.start, at), min(p.end, length)
        if p.label in ARTICLE_LABELS and start < end:
            out.append((start, end, p.label))
            at = end
    return out


def _visible(text: str) -> str:
    """Odd spaces, invisible characters and signs of Markdown become spaces; a soft hyphen inside a word stays."""
    text = without_signs(text)
    if text.isascii() and text.isprintable():
        return text

    def blank(m: re.Match[str]) -> str:
        i, j = m.span()
        inside = i > 0 and j < len(text) and text[i - 1].isalnum() and text[j].isalnum()
        return m.group() if inside else " "

    return _INVISIBLE.sub(blank, _SPACE_LIKE.sub(" ", text))


def _lines(text: str, given: str, start: int, end: int) -> Iterator[_Line]:
    """The lines of a region that hold something, trimmed. `given` is the text as it was."""
    at, gap = start, True
    while at < end:
        m = _NEWLINE.search(text, at, end)
        stop = m.start() if m else end
        s, e = at, stop
        while s < e and text[s] == " ":
            s += 1
        while e > s and text[e - 1] == " ":
            e -= 1
        if s < e:
            blank = text.find(" ", s, e)
            yield _Line(
                start=s,
                end=e,
                indented=s - at >= 2 and not given[at:s].strip(" \t\xa0"),
                first_word=(blank if blank >= 0 else e) - s,
                gap_before=gap,
            )
        gap = s >= e
        at = m.end() if m else end


def _wrap_width(regions: list[list[_Line]]) -> int:
    """The column at which the document's lines were wrapped, or 0: they were not."""
    inner = [line for lines in regions for line in lines]
    pairs = [(a, b) for lines in regions for a, b in zip(lines, lines[1:], strict=False) if not b.gap_before]
    if not pairs:
        return 0
    width = max(line.end - line.start for line in inner)
    if width > _WIDEST_WRAP or width < 20:
        return 0
    full = sum(1 for a, b in pairs if a.end - a.start + 1 + b.first_word > width - _SLACK)
    return width if full >= 0.6 * len(pairs) else 0


def _blocks(text: str, lines: list[_Line], width: int) -> Iterator[Range]:
    """Paragraphs of one region: every line, or runs of full lines where the document is wrapped."""
    start = end = -1
    for i, line in enumerate(lines):
        if start < 0:
            start = line.start
        end = line.end
        after = lines[i + 1] if i + 1 < len(lines) else None
        if after is None or after.gap_before or not width or not _runs_on(text, line, after, width):
            yield start, end
            start = -1


def _runs_on(text: str, line: _Line, after: _Line, width: int) -> bool:
    """Whether a line break of a wrapped document is a wrap: the line is full, or the clause goes
    on.
    """
    if after.indented and not line.indented:
        return False
    if line.end - line.start + 1 + after.first_word > width - _SLACK:
        return True
    return text[after.start].islower() and text[line.end - 1] not in _FINAL


def _is_headline(text: str, paragraphs: list[Paragraph]) -> bool:
    """Whether the first paragraph reads as a headline: short, one line, with an article below it"""
    if len(paragraphs) < 2:
        return False
    first = text[paragraphs[0].start : paragraphs[0].end]
    words = first.split()
    if _TURN.match(first) and any(_TURN.match(text, p.start, p.end) for p in paragraphs[1:]):
        return False  # a transcript that begins with its first turn
    if not 2 <= len(words) <= 30 or first[-1] in ",:;" or re.search(r"[a-z]{3}[.!?][\"”’]?\s+[A-Z]", first):
        return False
    if first[-1] != "." or len(words) < 4:
        return True
    long_words = [w for w in words[1:] if len(w) > 3 and w[0].isalpha()]
    capital = sum(1 for w in long_words if w[0].isupper())
    rest = max(p.end - p.start for p in paragraphs[1:4])
    return capital >= 0.7 * len(long_words) or (len(words) <= 20 and rest > len(first))


def _soft(m: re.Match[str]) -> str:
    """Soft hyphens for a break inside "Kestrel-based", which must stay one word."""
    return "\xad" * len(m.group())


def _unwrap(text: str, paragraphs: list[Paragraph]) -> str:
    """The text with the line breaks inside paragraphs replaced by spaces, one character for one."""
    out: list[str] = []
    at = 0
    for p in paragraphs:
        body = text[p.start : p.end]
        out.append(text[at : p.start])
        out.append(_NEWLINE.sub(" ", _CRLF.sub("  ", _HYPHENATED.sub(_soft, body))))
        at = p.end
    out.append(text[at:])
    return "".join(out)
