"""Labels the blocks of a text: which lines are article and which are furniture. Deletes nothing.

Passes, each speaking only where none before it has: lines known by themselves (junk.tsv); lists that
a heading opens ("Read More"); bars that repeat; what stands above the first paragraph; what stands
below the last. Whatever is left is body: losing article text is worse than keeping a stray line.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from onrecord.clean import dateline, head, lists, tail
from onrecord.clean.headline import choose
from onrecord.clean.lines import Block
from onrecord.clean.rules import ANY, MOST_TO_THE_READER, TO_THE_READER, is_button_bar, is_related_heading, match

_LONG, _SHORT = 20, 4  # words of a repeat anywhere, and of one right below


def label(
    found: Sequence[Block], title: str | None = None, outlets: Collection[str] = (), *, extracted: bool = False
) -> None:
    """Sets the label of every block that is not body. `title` and `outlets`: what is known already.

    `extracted`: the text came out of a page whose furniture was left behind, so that a line that only
    sounds like furniture is more likely the author talking to the reader.
    """
    if not found:
        return
    names = frozenset(name.casefold() for name in outlets)
    for b in found:
        b.extracted = extracted
    _by_themselves(found)
    _linked(found)
    lists.running(found)
    lists.credited(found)
    head.crumbs(found)
    first = head.first_paragraph(found)
    headline = choose(found, first, title, names)
    lists.headed(found, headline)
    lists.bars(found)
    lists.sponsored(found)
    lists.shouted(found, headline)
    if headline is None or not headline.open:
        first = head.first_paragraph(found)
        headline = choose(found, first, title, names)
    elif not found[first].open:
        first = head.first_paragraph(found)
    head.label(found, first, headline, "the title" if title else "first headline-like line", names)
    lists.pictured(found)
    lists.ended(found, first)
    tail.label(found, first)
    lists.between(found, first)
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
        elif not is_related_heading(b.line) and (rule := match(b.line, ANY, extracted=b.extracted)):
            if rule.name == "contact line" and dateline.is_date_line(b.line):
                continue  # 2023-05-25 is no number to ring
            if b.count <= MOST_TO_THE_READER or rule.name not in TO_THE_READER:
                b.set(rule.label, rule.name)


def _linked(found: Sequence[Block]) -> None:
    """Lines of Markdown that are links and nothing else."""
    for b in found:
        if b.linked and not (b.solid and b.count > _LONG):
            b.set("related", "a line that is a link")


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
