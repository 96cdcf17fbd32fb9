"""Labels the blocks of a text: which lines are article and which are furniture. Deletes nothing.

Passes, each speaking only where none before it has: lines known by themselves (junk.tsv); lists that
a heading opens ("Read More"); bars that repeat; what stands above the first paragraph; what stands
below the last. Whatever is left is body: losing article text is worse than keeping a stray line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from onrecord.clean import byline, dateline
from onrecord.clean.headline import choose
from onrecord.clean.lines import Block
from onrecord.clean.rules import ANY, HEAD, TAIL, is_button_bar, is_related_heading, is_section, match

_MAX_RELATED = 22  # words in a headline of a list
_MAX_HEAD = 80  # lines above the first paragraph; a text without any is no news page
_MAX_LIST = 40  # lines in such a list
_MAX_LOOSE = 12  # lines in one without a heading
_LONG, _SHORT = 20, 4  # words of a repeat anywhere, and of one right below
_ABOUT = re.compile(r" (?:is (?:a|an|the|our|based)|was (?:a|an|the)|covers|reports|writes|has (?:covered|written))\b")
_ENTRY = re.compile(r"\d|\||.{0,12}\b\d{1,2}\s*[-–—:]")


def label(found: Sequence[Block], title: str | None = None, outlets: Collection[str] = ()) -> None:
    """Sets the label of every block that is not body. `title` and `outlets`: what is known already."""
    if not found:
        return
    names = frozenset(name.casefold() for name in outlets)
    _by_themselves(found)
    _lists(found)
    _bars(found)
    first = _first_paragraph(found)
    _head(found, first, title, names)
    _tail(found, first)
    _repeats(found)
    _never_only_a_headline(found)


def _by_themselves(found: Sequence[Block]) -> None:
    """Lines that are furniture wherever they stand."""
    for b in found:
        if b.solid and b.count > 60:
            continue
        if is_button_bar(b.line):
            b.set("widget", "share buttons")
        elif dateline.says_published(b.line) and dateline.is_date_line(b.line):
            b.set("date", "a date that says what it is of")
        elif not is_related_heading(b.line) and (rule := match(b.line, ANY)):
            b.set(rule.label, rule.name)


def _lists(found: Sequence[Block]) -> None:
    """Headings of lists of other articles, with the lists."""
    last = max((i for i, b in enumerate(found) if b.open and b.solid), default=-1)
    for i, b in enumerate(found):
        if not b.open or not is_related_heading(b.line):
            continue
        run = _run_after(found, i, last)
        if not run and not (i + 1 == len(found) or found[i + 1].label):
            continue  # "The latest" over a paragraph is a sub-heading
        b.set("related", "heading of a list")
        for item in run:
            item.set("related", "in a list under " + b.line[:40])


def _run_after(found: Sequence[Block], i: int, last: int) -> list[Block]:
    """The headlines under a heading: short lines that are no sentences, up to the next paragraph.

    `last` is where the last paragraph of the article stands: below it there is nothing to lose.
    """
    run: list[Block] = []
    for b in found[i + 1 : i + 1 + _MAX_LIST]:
        if not _is_headline_like(b) or is_related_heading(b.line):
            break
        run.append(b)
    more_follows = last > i + len(run)
    if more_follows and len(run) > 1 and not run[0].gap and not run[1].gap:
        cut = next((k for k, b in enumerate(run) if k and b.gap), len(run))
        run = run[:cut]  # lines that stood together; what comes after a gap belongs to the article
    elif more_follows and len(run) > 1 and all(b.gap for b in run[1:]) and not found[i].line.endswith(":"):
        run = run[:-1] if len(run) > 2 else run  # the last may be the sub-heading of what follows
    return run


def _is_headline_like(b: Block) -> bool:
    """A line that may be the headline of another article."""
    if b.label:
        return True
    stops = b.line.rstrip("\"”’'»)]")
    return b.count <= _MAX_RELATED and not stops.endswith((".", ":", ";", ","))


def _bars(found: Sequence[Block]) -> None:
    """A run of two or more short lines printed twice over is a widget that failed to load."""
    short = [b.open and b.count <= 6 and not b.final for b in found]
    i = 0
    while i < len(found):
        size = next((k for k in range(12, 1, -1) if _doubled(found, short, i, k)), 0)
        for b in found[i : i + 2 * size]:
            b.set("widget", "a bar of short lines, printed twice")
        i += 2 * size or 1


def _doubled(found: Sequence[Block], short: Sequence[bool], i: int, size: int) -> bool:
    if i + 2 * size > len(found) or not all(short[i : i + 2 * size]):
        return False
    return [b.same for b in found[i : i + size]] == [b.same for b in found[i + size : i + 2 * size]]


def _first_paragraph(found: Sequence[Block]) -> int:
    """Where the article's text begins: the first paragraph that no rule for the head takes."""
    for i, b in enumerate(found[:_MAX_HEAD]):
        if b.open and (b.solid or dateline.find(b.line)) and not match(b.line, HEAD):
            after = found[i + 1 : i + 8]
            headline = i == 0 or all(x.label for x in found[:i])
            if headline and b.count <= 25 and any(x.open and x.same == b.same for x in after):
                continue  # a headline that is a sentence, printed twice
            return i
    return next((i for i, b in enumerate(found[:_MAX_HEAD]) if b.open and b.final), 0)


def _head(found: Sequence[Block], first: int, title: str | None, names: frozenset[str]) -> None:
    """Masthead, headline, byline, date and captions above the first paragraph."""
    head = found[:first]
    for b in head:
        if b.open and dateline.is_date_line(b.line):
            b.set("date", "a date and nothing else")
    headline = choose(found, first, title, names)
    at = next((i for i, b in enumerate(found[: first + 1]) if b is headline), 0)
    if headline:
        headline.label, headline.why = "headline", "the title" if title else "first headline-like line"
    for i, b in enumerate(head):
        if not b.open:
            continue
        if headline and b.same == headline.same:
            b.set("repeat", "the headline again")
        elif b.line.casefold() in names or is_section(b.line):
            b.set("masthead", "outlet or section")
        elif byline.is_byline(b.line, names, near=headline is not None and i > at and _near(head, i)):
            b.set("byline", "byline")
        elif rule := match(b.line, HEAD):
            b.set(rule.label, rule.name)
        elif i < at:
            _above(b)
        elif headline and b.count <= 3 and not b.final and not b.line.endswith((":", ",")):
            b.set("masthead", "a few words between headline and article")


def _above(b: Block) -> None:
    """A line over the headline: the outlet's name, a section, a slogan."""
    if b.count <= 9 and not b.final:
        b.set("masthead", "above the headline")
    elif not b.solid:
        b.set("other", "above the headline")


def _near(head: Sequence[Block], i: int) -> bool:
    """Whether a line is next to the headline, a date or a byline, where names without "By" stand."""
    beside = [head[k].label for k in (i - 1, i + 1) if 0 <= k < len(head)]
    return any(x in ("headline", "date", "byline", "repeat") for x in beside)


def _tail(found: Sequence[Block], first: int) -> None:
    """What stands below the last sentence of the article."""
    persons = {name for b in found[:first] if b.label == "byline" for name in byline.split(b.line).persons}
    for b in reversed(found[first + 1 :]):  # a credit, a notice, the author's life may be sentences too
        if not b.open:
            continue
        if rule := match(b.line, TAIL):
            b.set(rule.label, rule.name)
        elif any(b.line == name or _ABOUT.match(b.line.removeprefix(name)) for name in persons if name in b.line[:60]):
            b.set("byline", "about the author")
        elif _is_sentence(b):
            break
    last = max((i for i in range(first, len(found)) if found[i].open and _is_sentence(found[i])), default=first)
    tail = found[last + 1 :]
    before = found[last]
    for b in tail:
        if not b.open:
            continue
        if dateline.is_date_line(b.line):
            b.set("date", "a date and nothing else")
        elif is_section(b.line):
            b.set("masthead", "section")
        elif rule := match(b.line, TAIL):
            b.set(rule.label, rule.name)
        elif byline.is_byline(b.line) and b.line.lower().startswith(("by ", "written by ", "reporting by ")):
            b.set("byline", "byline")
    _loose_headlines(tail, before)


def _is_sentence(b: Block) -> bool:
    return b.solid or (b.final and b.count >= 3) or b.line.endswith(":")


def _loose_headlines(tail: Sequence[Block], before: Block) -> None:
    """A run of headlines at the very end without a heading; a single line is left alone.

    A list that a colon introduces, or that has bullets throughout, is the article's own.
    """
    loose = [b for b in tail if b.open]
    furniture = any(b.label in ("related", "widget", "notice", "date", "masthead") for b in tail)
    if before.line.endswith(":") and not before.label:
        return
    if loose and len(loose) < 3 and furniture:
        start = next((i for i, b in enumerate(tail) if b.label in ("related", "widget", "notice")), len(tail))
        for b in tail[start:]:
            b.set("other", "among the furniture below the article")
        return
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


def _never_only_a_headline(found: Sequence[Block]) -> None:
    """A post whose text is its own title has that as its article, not nothing."""
    if any(b.open for b in found):
        return
    said = [b for b in found if b.label in ("headline", "repeat")]
    if said:
        said[-1].label = said[-1].why = ""


def _repeats(found: Sequence[Block]) -> None:
    """A long line that stood above already, and the headline wherever it comes again."""
    headline = next((b.same for b in found if b.label == "headline"), None)
    seen: set[str] = set()
    before = ""
    for b in found:
        if not b.open:
            continue
        if headline and b.same == headline:
            b.set("repeat", "the headline again")
        elif (b.count >= _LONG and b.same in seen) or (b.count >= _SHORT and b.same == before):
            if not b.bullet and "|" not in b.line:
                b.set("repeat", "stands above already")
        if b.count >= _LONG:
            seen.add(b.same)
        before = b.same
