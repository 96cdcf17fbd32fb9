"""What stands below the last sentence of the article: credits, tags, the author's life, notices."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from onrecord.clean import byline, dateline
from onrecord.clean.lines import Block
from onrecord.clean.rules import TAIL, is_menu, is_section, match
from onrecord.span import words

_MAX_RELATED = 22  # words in a headline of a list
_MAX_LIST = 40  # lines in a list of headlines
_LONG = 15  # words of a paragraph that is surely the article's
_PASSED = 4  # short sentences that the search for furniture goes past
_CLOSERS = frozenset(
    (
        "comments", "house rules", "copyright", "topics", "index terms", "hash tags", "about the author", "wire tail",
        "credit", "credits in a row", "feed footer", "use of materials", "press contact", "page as printed", "games",
        "links of others", "public sector", "readers' comments", "end mark", "protected", "about a body",
        "heading of a description", "site on itself",
    )
)  # fmt: skip
_SHORT_LIFE = 30  # words of a life that calls the author by the first name
_MAX_LOOSE = 12  # lines in one without a heading
_MAX_ABOUT = 4  # lines under "About the author"
_FURNITURE = ("related", "widget", "notice", "date", "masthead")
_VERBS = (
    r"(?:is|was|covers|covered|reports|reported|writes|wrote|leads|heads|directs|edits|teaches|works|worked|has|"
    r"joined|previously|serves|served|holds)"
)
_ABOUT = re.compile(rf" {_VERBS}\b")
_LIFE = re.compile(
    rf"(?:(?:Dr|Prof|Professor|Sir|Dame)\.? )?[^\W\d_a-z][\w.'’-]*(?: [\w.'’-]+){{0,4}} {_VERBS}\b.{{0,160}}"
    r"\b(?:(?:reporter|correspondent|editor|columnist|journalist|fellow|professor|lecturer|researcher|writer|contributor|"
    r"producer|author|photographer|freelancer?)\b|covers\b|based in\b|(?:her|his|their) work\b|reporting (?:on|for)\b)"
)
_ANSWER = re.compile(
    r"(?:reply|report|like|flag|edit|quote|permalink)(?:[ |·•]+(?:reply|report|like|share|flag|quote|\(?\d+\)?))*"
    r"|.{2,40} says:|.{0,40}\b(?:\d{1,3}|an?) (?:minutes?|hours?|days?|weeks?|months?|years?) ago.{0,20}",
    re.IGNORECASE,
)
_ANSWERS = 2  # lines with "Reply" or "2 hours ago" that make a discussion
_MARKS = re.compile(r"[“”\"]")
_QUOTES = re.compile(r"[“”\"]|\b(?:said|says|told)\b")
_ABOUT_THEM = re.compile(r"(?:About|ABOUT) (?:the )?[^\W\d_a-z][\w'’&. -]{1,50}|(?i:about the authors?)")
_ENTRY = re.compile(r"\d|\||.{0,12}\b\d{1,2}\s*[-–—:]")


def label(found: Sequence[Block], first: int) -> None:
    """Labels the tail, from the end upwards as far as nothing is a sentence of the article."""
    persons = {name for b in found[:first] if b.label == "byline" for name in byline.split(b.line).persons}
    selves = {w for b in found[:first] if b.label == "masthead" and " " in (w := words(b.line))}
    _about(found, first)
    _discussion(found, first)
    passed = 0
    for i in range(len(found) - 1, first, -1):  # a credit, a notice, the author's life may be sentences too
        b = found[i]
        if not b.open:
            continue
        if rule := match(b.line, TAIL, extracted=b.extracted):
            b.set(rule.label, rule.name)
        elif _is_life(b, persons):
            b.set("byline", "about the author")
        elif (
            any(b.same.startswith(name + " ") for name in selves)
            and not found[i - 1].solid
            and not _QUOTES.search(b.line)
        ):
            b.set("notice", "the outlet about itself")
        elif _is_sentence(b):
            passed += 1  # a short one may stand among the furniture: a reader's comment, an appeal
            if b.count >= _LONG or _QUOTES.search(b.line) or passed > _PASSED:
                break
    _closed(found, first)
    last = max((i for i in range(first, len(found)) if found[i].open and _is_sentence(found[i])), default=first)
    below = found[last + 1 :]
    for b in below:
        if b.open:
            _label_line(b)
    _loose_headlines(below, found[last])


def _closed(found: Sequence[Block], first: int) -> None:
    """Below what only stands under an article, with no long paragraph any more, nothing is article."""
    last = max((i for i in range(first, len(found)) if found[i].open and _is_long(found[i])), default=first)
    start = next((i for i in range(last + 1, len(found)) if found[i].why in _CLOSERS), len(found))
    for b in found[start:]:
        b.set("other", "among the furniture below the article")


def _is_long(b: Block) -> bool:
    return (b.solid and b.count >= _LONG) or (_is_sentence(b) and _QUOTES.search(b.line) is not None) or b.bullet


def _label_line(b: Block) -> None:
    if dateline.is_date_line(b.line):
        b.set("date", "a date and nothing else")
    elif is_section(b.line):
        b.set("masthead", "section")
    elif rule := match(b.line, TAIL, extracted=b.extracted):
        b.set(rule.label, rule.name)
    elif byline.is_byline(b.line) and b.line.lower().startswith(("by ", "written by ", "reporting by ", "author")):
        b.set("byline", "byline")
    elif not b.bullet and is_menu(b.line, b.columns):
        b.set("related", "a row of tags")


def _about(found: Sequence[Block], first: int) -> None:
    """ "About Northgate Minerals" over a paragraph that begins with that name, and "About the author"."""
    for i in range(max(first + 1, len(found) // 2), len(found) - 1):
        b = found[i]
        if not _ABOUT_THEM.fullmatch(b.line) or b.count > 7 or not (b.open or b.why == "about the author"):
            continue
        name = words(b.line).split()[1:]
        below = found[i + 1]
        author = name[-1] in ("author", "authors")
        if not author and words(below.line).split()[:1] != name[:1]:
            continue
        b.set("notice", "heading of a description")
        for x in found[i + 1 : i + 1 + _MAX_ABOUT]:
            if not x.open or _MARKS.search(x.line):
                break
            x.set("byline" if author else "notice", "described under " + b.line[:40])


def _discussion(found: Sequence[Block], first: int) -> None:
    """Readers' comments below their heading: at least two lines there say "Reply" or how long ago."""
    start = next((i for i in range(first + 2, len(found)) if found[i].why == "comments"), len(found))
    answers = sum(1 for b in found[start:] if _ANSWER.fullmatch(b.line))
    if answers >= _ANSWERS:
        for b in found[start:]:
            b.set("notice", "readers' comments")


def _is_life(b: Block, persons: Collection[str]) -> bool:
    """A line or two on who the author is."""
    if any(b.line == name for name in persons):
        return True
    if _MARKS.search(b.line):
        return False
    bare = (name.partition(". ")[2] if name[:3] in ("Dr.", "Mr.", "Ms.") else name for name in persons)
    firsts = {name.split()[0] for name in persons if " " in name}
    by_first = b.line.partition(" ")[0] in firsts and _ABOUT.search(b.line[:40])
    if by_first and b.count <= _SHORT_LIFE and not _QUOTES.search(b.line):
        return True
    known = any(_ABOUT.match(b.line[at + len(n) :]) for n in bare if 0 <= (at := b.line[:60].find(n)) <= 6)
    return known or (b.count <= 70 and not _QUOTES.search(b.line) and _LIFE.match(b.line) is not None)


def _is_sentence(b: Block) -> bool:
    return b.solid or (b.final and b.count >= 3) or b.line.endswith(":")


def _loose_headlines(tail: Sequence[Block], before: Block) -> None:
    """A run of headlines at the very end without a heading; a single line is left alone.

    A list that a colon introduces, or that has bullets throughout, is the article's own.
    """
    loose = [b for b in tail if b.open]
    furniture = any(b.label in _FURNITURE for b in tail)
    if before.line.endswith(":") and not before.label:
        return
    start = next((i for i, b in enumerate(tail) if b.label in ("related", "widget", "notice")), len(tail))
    if loose and furniture and not any(b.open for b in tail[:start] if b.bullet):
        for b in tail[start:]:
            b.set("other", "among the furniture below the article")
        loose = [b for b in tail if b.open]
    if len(loose) < 3 or (all(b.bullet for b in loose) and not furniture):
        return
    if len(loose) > (_MAX_LIST if furniture else _MAX_LOOSE):
        return  # no site shows that many: a list of the article's own
    long_enough = sum(1 for b in loose if 4 <= b.count <= _MAX_RELATED and _opens_headline(b.line))
    quoted = sum(1 for b in loose if b.line[:1] in "“\"‘'-–—" and b.final)
    if long_enough >= 0.7 * len(loose) and not quoted:
        for b in loose:
            b.set("related", "a run of headlines below the article")


def _opens_headline(line: str) -> bool:
    """A capital or a quotation mark; not the date, number or column of a list's entry."""
    return (line[:1].isupper() or line[:1] in "“\"‘'") and _ENTRY.match(line) is None
