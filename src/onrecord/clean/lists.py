"""Lists of other articles, bars printed twice and sponsors' boxes: runs of lines that belong together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord import dates
from onrecord.clean import byline, dateline
from onrecord.clean.lines import Block
from onrecord.clean.rules import ANY, is_related_heading, match

_MAX_RELATED = 22  # words in a headline of a list
_MAX_LIST = 40  # lines in such a list
_SHOUT = 6  # words; a sub-heading in capitals is shorter
_CREDIT = 12  # words in a line that is only a credit
_CREDITS = ("source of a picture", "credit at the end", "caption opening")
_GALLERY = re.compile(r"\bview (?:gallery|image)|^\d:\d{2}$|video player", re.IGNORECASE)
_MAX_BOX = 4  # lines in a sponsor's box
_NAME = 4  # words of a person's name or a place
_COLUMNS = 2
_RUNNING = 12  # words in a running head
_TINY = 3  # words of an answer in a box
_MANY = 3  # paragraphs below an end mark that say it was none
_END = re.compile(r"\W{0,3}(?:ends?|endit|30|more to come|fin)\W{0,3}|\W*#{3,}\W*|-30-|— ?30 ?—", re.IGNORECASE)
_LETTERS = frozenset(("newsletter", "form", "appeal", "your account", "tips", "appeal at the end"))
_REPORTS = re.compile(r"[“”\"]|\b(?:said|says|told|he|she|they)\b|[?:]$")
_SUBHEADING = 5  # words in a sub-heading, which may stand below a list


def headed(found: Sequence[Block], headline: Block | None) -> None:
    """Headings of lists of other articles, with the lists."""
    last = max((i for i, b in enumerate(found) if b.open and b.solid), default=-1)
    at = next((i for i, b in enumerate(found) if b is headline), -1)
    for i, b in enumerate(found):
        if not b.open or b is headline or not is_related_heading(b.line):
            continue
        run = _run_after(found, i, last, headline)
        if i < at:
            run = _above_headline(run)
        below = found[i + 1] if i + 1 < len(found) else None
        if not run and i > at and below is not None and below.open and not is_related_heading(below.line):
            if rule := match(b.line, ANY):
                b.set(rule.label, rule.name)
            continue  # "The latest" over a paragraph is a sub-heading
        b.set("related", "heading of a list")
        for item in run:
            item.set("related", "in a list under " + b.line[:40])


def _run_after(found: Sequence[Block], i: int, last: int, headline: Block | None) -> list[Block]:
    """The headlines under a heading: short lines that are no sentences, up to the next paragraph.

    `last` is where the last paragraph of the article stands: below it there is nothing to lose.
    """
    run: list[Block] = []
    for b in found[i + 1 : i + 1 + _MAX_LIST]:
        if b is headline or not _is_headline_like(b) or is_related_heading(b.line):
            break
        if last > i and (byline.is_byline(b.line) or dateline.is_dated(b.line)) and b.label != "date" and not run:
            break
        run.append(b)
    more_follows = last > i + len(run)
    if more_follows and len(run) > 1 and run[-1].open and run[-1].count <= _SUBHEADING:
        if run[-2].label in ("widget", "notice"):
            run = run[:-1]  # a button closed the list; this is the sub-heading of what follows
    if more_follows and len(run) > 1 and not run[0].gap and not run[1].gap:
        cut = next((k for k, b in enumerate(run) if k and b.gap), len(run))
        run = run[:cut]  # lines that stood together; what comes after a gap belongs to the article
    elif more_follows and len(run) == 1 and run[0].count <= _NAME and not run[0].label:
        run = []  # a sub-heading
    elif more_follows and len(run) > 1 and all(b.gap for b in run[1:]) and not found[i].line.endswith(":"):
        if len(run) > 2 and run[-1].count <= _SUBHEADING and not run[-1].label:
            run = run[:-1]  # the last may be the sub-heading of what follows
    return run


def _above_headline(run: list[Block]) -> list[Block]:
    """The list up to a dated line; the short lines right above that are the author's name and place."""
    cut = next((k for k, b in enumerate(run) if dateline.is_dated(b.line)), len(run))
    while cut < len(run) and cut and run[cut - 1].count <= _NAME:
        cut -= 1
    return run[:cut]


def _is_headline_like(b: Block) -> bool:
    """A line that may be the headline of another article."""
    if b.label:
        return True
    stops = b.line.rstrip("\"”’'»)]")
    return b.count <= _MAX_RELATED and not stops.endswith((".", ":", ";", ","))


def bars(found: Sequence[Block]) -> None:
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


def pictured(found: Sequence[Block]) -> None:
    """The words of a picture: above a line that is only its credit, or below the button that enlarges it."""
    for i, b in enumerate(found):
        if b.label == "caption" and b.why in _CREDITS and b.count <= _CREDIT:
            for x in reversed(found[max(0, i - 2) : i]):
                if not _may_be_caption(x):
                    break
                x.set("caption", "above a picture's credit")
        elif b.label == "widget" and _GALLERY.search(b.line) and i + 1 < len(found):
            if _may_be_caption(found[i + 1]) and found[i + 1].count > _SUBHEADING:
                found[i + 1].set("caption", "below the button of a picture")


def credited(found: Sequence[Block]) -> None:
    """A sentence over a photographer's name, above which the byline has stood already, is a picture's."""
    for i, b in enumerate(found):
        if b.why != "staff credit" or i < 2 or not found[i - 1].open or any(x.open and x.solid for x in found[: i - 1]):
            continue
        if any(x.line[:3].lower() == "by " and byline.is_byline(x.line) for x in found[: i - 1]):
            found[i - 1].set("caption", "above a photographer's credit")
            b.label = "caption"


def _may_be_caption(b: Block) -> bool:
    return b.open and not b.final and not b.bullet and not b.solid and b.count > _NAME and b.line[:1] not in '“"‘'


def shouted(found: Sequence[Block], headline: Block | None) -> None:
    """A headline in capitals between paragraphs that are not: a link to another article."""
    if headline is None or headline.line.isupper():
        return
    for i in range(1, len(found) - 1):
        b = found[i]
        if b.open and b is not headline and b.count >= _SHOUT and not b.final and not b.bullet and b.line.isupper():
            if found[i - 1].solid and found[i + 1].solid and not b.line.endswith((":", "—", "–")):
                b.set("related", "a headline in capitals between paragraphs")


def sponsored(found: Sequence[Block]) -> None:
    """What a sponsor says between its name and the ruler that closes the box."""
    for i, b in enumerate(found):
        if b.why != "sponsor":
            continue
        box = found[i + 1 : i + 2 + _MAX_BOX]
        close = next((k for k, x in enumerate(box) if x.why == "bullet"), None)
        for x in box[: close or 0]:
            x.set("widget", "in a sponsor's box")


def running(found: Sequence[Block]) -> None:
    """Running heads of print: a short line with a date or page, in columns or again with another number."""
    seen: dict[str, list[Block]] = {}
    begun = False
    for b in found:
        begun = begun or b.solid
        if b.open and b.count <= _RUNNING and not (b.final or b.bullet) and re.search(r"\d", b.line):
            if begun or b.columns <= _COLUMNS:
                seen.setdefault(re.sub(r"\d+", "0", b.same), []).append(b)
    for group in seen.values():
        paged = all(dates.parse(b.line) or re.search(r"(?i)\bpage\b", b.line) for b in group)
        if paged and (len(group) > 1 or group[0].columns > _COLUMNS):
            for b in group:
                b.set("masthead", "a running head")


def ended(found: Sequence[Block], first: int) -> None:
    """Below a line that says the article ends here, few lines can be article."""
    for i in range(max(first + 2, len(found) // 3), len(found)):
        if _END.fullmatch(found[i].line):
            below = found[i + 1 :]
            if sum(1 for b in below if b.open and b.solid) < _MANY:
                found[i].set("notice", "end mark")
                for b in below:
                    b.set("other", "below the end mark")
            return


def between(found: Sequence[Block], first: int) -> None:
    """Very short lines with furniture above and below, such as the answers in a poll: furniture too."""
    i = first + 1
    while i < len(found):
        end = i
        while end < len(found) and found[end].open and found[end].count <= _TINY and not found[end].final:
            end += 1
        held = found[i:end]
        if held and end < len(found) and _is_box(found[i - 1]) and _is_box(found[end]):
            if not any(b.bullet or b.line[:1] in "“\"‘'" or b.line.endswith((":", "—", "–")) for b in held):
                for b in held:
                    b.set("widget", "between lines of furniture")
        elif end == i and i + 1 < len(found) and _is_aside(found[i]):
            if {found[i - 1].why, found[i + 1].why} <= _LETTERS:
                found[i].set("notice", "between the lines of a newsletter's form")
        i = max(end, i + 1)


def _is_aside(b: Block) -> bool:
    """A short sentence that quotes and reports nobody."""
    return b.open and b.count <= _CREDIT and not b.bullet and not _REPORTS.search(b.line)


def _is_box(b: Block) -> bool:
    return b.label in ("widget", "related", "notice")
