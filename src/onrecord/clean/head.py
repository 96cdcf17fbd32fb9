"""What stands above the first paragraph: masthead, headline, byline, date, captions, counters."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from onrecord.clean import byline, dateline
from onrecord.clean.lines import Block
from onrecord.clean.rules import HEAD, is_menu, is_section, match
from onrecord.span import words

_MAX_HEAD = 80  # lines above the first paragraph; a text without any is no news page
_BELOW = 8  # lines below a standfirst among which byline or date may stand
_TAG = 4  # words in a line that is only a label ("Summary", "Key findings")
_MASTHEAD = 7  # words in an outlet's name with its slogan
_QUESTION = 25  # words in a headline that asks
_BESIDE = 4  # lines around the way to the article among which its headline stands
_CRUMB = re.compile(r"\s+/\s+|\s*[›»→>]\s*")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[A-Z]{2,4})?")


def first_paragraph(found: Sequence[Block]) -> int:
    """Where the article's text begins: the first paragraph that no rule for the head takes."""
    for i, b in enumerate(found[:_MAX_HEAD]):
        opens = b.solid or ((b.final or b.count > _MASTHEAD) and dateline.find(b.line))  # no "TASS — News Agency"
        if b.open and opens and not match(b.line, HEAD, extracted=b.extracted):
            after = found[i + 1 : i + 8]
            headline = i == 0 or all(x.label for x in found[:i])
            if headline and b.count <= 25 and any(x.open and x.same == b.same for x in after):
                continue  # a headline that is a sentence, printed twice
            if _is_question_headline(found, i):
                continue
            return i
    return next((i for i, b in enumerate(found[:_MAX_HEAD]) if b.open and b.final), 0)


def crumbs(found: Sequence[Block]) -> None:
    """ "News / Nation / Gates stay open" where the headline itself stands in a line beside it."""
    for i, b in enumerate(found[:_MAX_HEAD]):
        pieces = [p for p in _CRUMB.split(b.line) if p] if b.open and not b.bullet else []
        if len(pieces) < 2 or any(p.count(" ") >= _TAG for p in pieces[:-1]):
            continue
        last = words(pieces[-1])
        beside = [x for x in found[max(0, i - _BESIDE) : i + 1 + _BESIDE] if x is not b]
        if last.count(" ") >= 2 and any(x.open and x.same.startswith(last) for x in beside):
            b.set("masthead", "the way to the article, with its headline")
        elif len(pieces) > 2 and all(is_section(p) or p.lower() == "home" for p in pieces[:-1]):
            if any(x.open and _TAG <= x.count <= _QUESTION and not x.final for x in found[i + 1 : i + 3]):
                b.set("masthead", "the way to the article")


def _is_question_headline(found: Sequence[Block], i: int) -> bool:
    """A headline that asks, with nothing above it that could be one and byline or date right below."""
    b = found[i]
    if not b.line.rstrip("”’\"'").endswith(("?", "!")) or b.count > _QUESTION:
        return False
    above = [
        x for x in found[:i] if x.open and x.count > _TAG and b.same not in x.same and not is_menu(x.line, x.columns)
    ]
    below = found[i + 1 : i + 4]
    return not above and any(dateline.is_dated(x.line) or byline.is_byline(x.line) for x in below)


def label(found: Sequence[Block], first: int, headline: Block | None, why: str, names: Collection[str]) -> None:
    """Labels the head; what may be a sentence of the article is left open."""
    at = next((i for i, b in enumerate(found[: first + 1]) if b is headline), 0)
    if headline:
        headline.label, headline.why = "headline", why
    head = found[: _end(found, first) if headline else first]
    for i, b in enumerate(head):
        if b.open and (i < first or not b.solid) and (dateline.is_date_line(b.line) or _is_dated(head, i, names)):
            b.set("date", "a date with little beside it")
    begun = False  # a byline, date or button below the headline: no standfirst comes any more
    for i, b in enumerate(head):
        if b.open and not (b.solid and i >= first):
            _label_line(b, i, at, head, headline, names)
            if b.open and begun and _is_stray(b) and not _CLOCK.fullmatch(head[i - 1].line):
                b.set("other" if b.count <= _TAG else "caption", "between byline or picture and the article")
        begun = begun or (i > at and b.label in ("byline", "date", "widget", "caption"))


def _label_line(
    b: Block, i: int, at: int, head: Sequence[Block], headline: Block | None, names: Collection[str]
) -> None:
    if headline and b.same == headline.same:
        b.set("repeat", "the headline again")
    elif b.line.casefold() in names or is_section(b.line):
        b.set("masthead", "outlet or section")
    elif b.bullet and i > at:
        if rule := match(b.line, HEAD, extracted=b.extracted):
            b.set(rule.label, rule.name)
    elif is_menu(b.line, b.columns) and not (i > at and byline.is_byline(b.line, names, near=_near(head, i, at))):
        b.set("masthead", "a row of links")
    elif byline.is_byline(b.line, names, near=headline is not None and _near(head, i, at)):
        b.set("byline", "byline")
    elif rule := match(b.line, HEAD, extracted=b.extracted):
        b.set(rule.label, rule.name)
    elif i < at:
        b.set("masthead" if not b.solid else "other", "above the headline")


def _is_dated(head: Sequence[Block], i: int, names: Collection[str]) -> bool:
    """A date with a place or section; a byline with a date is a byline, unless the name stands above."""
    line = head[i].line
    if not dateline.is_dated(line) or line[:3].lower() == "by ":
        return False
    above = head[i - 1].line if i else ""
    named = (
        byline.is_byline(above, names, near=True) and not dateline.is_dated(above) and head[i - 1].label != "headline"
    )
    return named or not byline.is_byline(line, names, near=True)


def _is_stray(b: Block) -> bool:
    """A line that is neither a sentence nor a quotation, dateline, point of a list or question."""
    if b.final or b.bullet or b.solid or b.line[:1] in "“\"‘'*" or b.line.endswith(("—", "–", "-", ":")):
        return False
    return dateline.find(b.line) is None


def _end(found: Sequence[Block], first: int) -> int:
    """Past a standfirst: byline or date below one opening sentence still belong to the head."""
    end, paragraphs = first, 0
    for i in range(first, min(first + _BELOW, len(found))):
        b = found[i]
        if b.open and b.solid:
            paragraphs += 1
            if paragraphs > 1:
                break
        elif i > first and _says_who_or_when(found, i):
            end = i + 1
    if end == first:
        return first
    return next((i for i in range(end, min(end + _BELOW, len(found))) if found[i].open and found[i].solid), end)


def _says_who_or_when(found: Sequence[Block], i: int) -> bool:
    """A line that can only be byline or date: "By ...", "Published ...", a date with a clock time."""
    line = found[i].line
    if found[i].label:
        return found[i].label == "date"
    if dateline.is_dated(line):
        after = found[i + 1 : i + 3]
        return dateline.has_clock(line) or byline.is_byline(found[i - 1].line, near=True) or any(x.label for x in after)
    return byline.is_byline(line) and line[:3].lower() == "by "


def _near(head: Sequence[Block], i: int, at: int) -> bool:
    """Whether a line is next to the headline, a date or a byline, where names without "By" stand.

    Above the headline the outlet's name stands too, which looks like a person's.
    """
    above = (b for b in reversed(head[:i]) if b.label not in ("widget", "caption", "notice"))
    below = (b for b in head[i + 1 :] if b.label not in ("widget", "caption", "notice"))
    beside = [b for b in (next(above, None), next(below, None)) if b is not None]
    if i < at:
        return i > 0 and any(x.label in ("date", "byline") for x in beside) and head[i].columns == 1
    return any(x.label in ("headline", "date", "byline", "repeat") or byline.is_role(x.line) for x in beside)
