"""The outlet's name as the page itself prints it: above the headline, or in the copyright line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord import dates
from onrecord.clean.byline import is_person
from onrecord.clean.lines import Block
from onrecord.clean.rules import ANY, HEAD, is_button_bar, is_menu, is_related_heading, is_section, match, outlet_words
from onrecord.span import words

_SLOGAN = re.compile(r"\s+[-–—|:/•·]\s+|\s*[|•]\s*")
_OWNER = re.compile(
    r"(?:©|\(c\)|copyright)\W*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?\W*(?:by )?([^.,|;]{3,60})", re.IGNORECASE
)
_YEARS = re.compile(r"\s*(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?\s*$")
_NO_OWNER = re.compile(r"all rights|the authors?\b|.*\bcopyright|terms|privacy", re.IGNORECASE)
_GREETING = re.compile(r"^welcome to (?:the )?|\s+in english$|\s+live$|\s+\d+(?:\.\d+)?$|^from the ", re.IGNORECASE)
# A button's words, a number, or a word that begins small and is none that stands small in names.
_NO_NAME = re.compile(
    r"^(?i:play|watch|listen|read|all|latest|top|more|most|our|your|my|follow|subscribe|sign|log|skip|open|close|saved?|share)\b"
    r"|^(?i:in (?:brief|short|pictures|depth))\b|\d{3}"
    r"|(?<![\w.'’-])(?!(?:of|for|the|and|in|on|at|to|by|de|del|la|le|el|al|an|a|y|e|i|und|der|die|das|&)\b)[a-z]+\b(?!\.)"
)
_NAMED = r"(?:The )?[A-Z][\w'’&.-]*(?: (?:of |the |for |and )*[A-Z][\w'’&-]*){1,5}"
_SIGNED = re.compile(
    rf"(?:appeared first (?:on|in)|first appeared (?:on|in)|originally published (?:by|on|in)|"
    rf"(?:reader|user|friend)s? of|[Ee]ntries from|[Nn]ewsletters? (?:from|of)|"
    rf"[Ss]ubscribe to|[Ww]elcome to|[Ss]upport) (?P<of>{_NAMED})"
    rf"|^(?P<is>{_NAMED}) (?:is (?:an?|the) |has been |delivers |reserves )"
)
_QUOTED = re.compile(r"\s*[\"“][^\"“”]*[\"”]$")
_MAX_NAME = 7  # words


def named(found: Sequence[Block]) -> tuple[str, Block] | None:
    """The line above the headline that most reads like the name of an outlet, with the name.

    It has a word such names have, or comes again elsewhere on the page, or is the first line that is no button and of
    two or more words, or in capitals, or with a slogan; a single word right above the headline is a kicker. All its
    words have capitals, as names have.
    """
    head = next((i for i, b in enumerate(found) if b.label == "headline"), 0)
    elsewhere = [f" {b.same} " for b in found[head:] if not b.open]
    first = next((i for i, b in enumerate(found[:head]) if b.label != "widget"), head)
    best: tuple[int, str, Block] | None = None
    for i, b in enumerate(found[:head]):
        name = _name(b) if b.label in ("masthead", "byline", "other", "date") else None
        if not name or _NO_NAME.search(name):
            continue
        key = words(name).removeprefix("the ")
        score = (
            (i == first and _stands_alone(b, name))
            + 3 * (not outlet_words().isdisjoint(key.split()))
            + 2 * any(f" {key} " in x for x in elsewhere)
        )
        score -= (i == head - 1 and " " not in key and not _SLOGAN.search(b.line)) + (b.label in ("byline", "date"))
        if score > 0 and (best is None or score > best[0]):
            best = score, name, b
    return (best[1], best[2]) if best else None


def _stands_alone(b: Block, name: str) -> bool:
    """Whether a first line reads as a name by itself: "Sections" does not."""
    return " " in name or (len(name) > 2 and b.line.startswith(name.upper())) or _SLOGAN.search(b.line) is not None


def signed(found: Sequence[Block]) -> tuple[str, Block] | None:
    """The outlet that a line below the article speaks for: "appeared first on X", "X is a member of ..."."""
    for b in found:
        m = None if b.open or b.label in ("headline", "caption", "byline") else _SIGNED.search(b.line)
        name = (m["of"] or m["is"] or "").strip() if m else ""
        if name and not outlet_words().isdisjoint(words(name).split()):
            return name, b
    return None


def _name(b: Block) -> str | None:
    """ "Merrun Voice – the valley speaks" -> the name; None for sections, links and breadcrumbs."""
    if (
        is_section(b.line)
        or is_related_heading(b.line)
        or is_button_bar(b.line)
        or re.search(r"[›»→:]|^[^|]*>|\w/\w", b.line)
    ):
        return None
    rule = match(b.line, HEAD)
    if rule and rule.name not in ("pipes", "languages"):
        return None
    pieces = [_QUOTED.sub("", _GREETING.sub("", p.strip())) for p in _SLOGAN.split(b.line)]
    pieces = [p for p in pieces if p and not is_section(p) and not match(p, ANY) and not dates.parse(p)]
    pieces = [p for p in pieces if ">" not in p]
    if not pieces or (len(pieces) > 3 and is_menu(b.line, b.columns)):
        return None
    first = pieces[0]
    longest = max(pieces[:2], key=len)
    name = longest if first.isupper() and len(first) <= 5 and longest.istitle() else first
    if name.count(" ") >= _MAX_NAME or b.line.endswith(("?", "!")) or not name[0].isalnum() or is_menu(name):
        return None
    return _title(name) if name.isupper() and len(name) > 6 else name


def _title(name: str) -> str:
    small = {"of", "for", "the", "and", "in", "on"}
    return " ".join(w.lower() if i and w.lower() in small else w.title() for i, w in enumerate(name.split()))


def owned(found: Sequence[Block]) -> tuple[str, Block] | None:
    """The owner in a copyright line."""
    for b in found:
        m = _OWNER.search(b.line) if b.label == "notice" else None
        name = _YEARS.sub("", m.group(1)).strip(" -–—") if m else ""
        outlet = not outlet_words().isdisjoint(words(name).split()) or not is_person(name)
        if m and len(name) > 2 and outlet and not _NO_OWNER.match(name):
            return name, b
    return None
