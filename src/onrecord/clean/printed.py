"""What a page prints around its headline for the reader: by whom and of what day the article is.

What a page tells machines is surer but coarser: its time may be that of Greenwich, its author the system's account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from onrecord import dates
from onrecord.clean import byline, dateline
from onrecord.clean.outline import Line
from onrecord.clean.rules import org_words
from onrecord.span import words

_ABOVE, _BELOW = 8, 16  # lines around the headline among which date and author stand
_HEADS = 3  # times a page prints its headline
_LINE = 160  # characters
_SENTENCE = 25  # words of the first paragraph, below which nothing is printed of the author
_SAYS_BY = re.compile(
    r"(?:^|[|•·–—-]\s*)(?:(?:written|posted|published|reported|analysis|opinion|commentary|perspective) )?by:?\s+\S"
    r"|\b(?:publicado|escrito|redigido) por:?\s+\S|\b(?:publié|écrit) par:?\s+\S|^(?:von|por|par)\s+[^\W\d_a-z]",
    re.IGNORECASE,
)
_FROM_BY = re.compile(r"\b(?:by|por|par|von)\b", re.IGNORECASE)
_SIGNS = re.compile(r"\s+[-–—|•·]\s+")


def around(lines: Sequence[Line], title: str | None) -> list[Line]:
    """The lines about the headline, down to the first paragraph."""
    wanted = words(title) if title else ""
    said = [i for i, line in enumerate(lines) if wanted and line.key == wanted]
    heads = [i for i, line in enumerate(lines) if line.tag == "h1"]
    out: list[Line] = []
    for at in ([i for i in said if i in heads] or said[:1] or heads[:1])[:_HEADS]:
        out += lines[max(0, at - _ABOVE) : at]
        for line in lines[at + 1 : at + 1 + _BELOW]:
            if line.tag == "p" and line.key.count(" ") >= _SENTENCE:
                break
            out.append(line)
    return [line for line in out if len(line.text) <= _LINE]


def days(near: Sequence[Line], lang: str | None = None) -> Iterator[tuple[date, str]]:
    """Days printed as that of publication, with the line; what says "updated" comes last."""
    later = []
    for line in near:
        if line.linked > 0.5 and not dateline.says_published(line.text):
            continue  # the date of another article
        hits = [(hit.start, hit.day) for hit in dates.parse(line.text)]
        if not hits and lang and lang[:2].lower() != "en" and _is_dated(line.text):
            hits = [(hit.start, hit.day_first) for hit in dates.numeric(line.text)]
        if not hits or not _is_dated(line.text):
            continue
        for start, day in hits:
            if dateline.is_later(line.text[:start]):
                later.append((day, line.text))
            else:
                yield day, line.text
    yield from later


def _is_dated(text: str) -> bool:
    """A line that gives a date and little else, or says that it is of publication, or names the author beside it."""
    return (
        dateline.is_date_line(text)
        or dateline.is_dated(text)
        or dateline.says_published(text)
        or _SAYS_BY.search(text) is not None
    )


def authors(near: Sequence[Line]) -> tuple[str, ...]:
    """The persons of the first line that says "By ..."; none where no line does."""
    for line in near:
        for piece in _SIGNS.split(line.text):
            said = _SAYS_BY.search(piece)
            by = _FROM_BY.search(piece, said.start()) if said else None
            named = byline.split("By " + piece[by.end() :].lstrip(" :")).persons if by else ()
            persons = tuple(p for p in named if words(p).rpartition(" ")[2] not in org_words())
            if persons:
                return tuple(p for p in persons if " " in p) or persons[:1]
    return ()
