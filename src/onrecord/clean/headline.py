"""Which line of the head is the headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.clean import byline, dateline
from onrecord.clean.lines import Block
from onrecord.clean.rules import HEAD, is_section, match
from onrecord.span import words

_MAX_WORDS = 32
_SENTENCES = re.compile(r"[^\W\d_]{3}[.!?][\"”’]?\s+[^\W\d_a-z]")
_MASTHEAD_SIGN = re.compile(r"\s[-–—|:]\s|\|")
_ENOUGH = 3


def choose(found: Sequence[Block], first: int, title: str | None, names: frozenset[str]) -> Block | None:
    """The headline among the blocks up to the first paragraph, or None.

    With a title given from outside only that line can be it. Otherwise the line printed twice, else
    the first that reads like one: not the outlet's name, not a section, long enough.
    """
    if title:
        wanted = words(title)
        near = (b for b in found[: first + 1] if b.same == wanted or _contains(wanted, b.same))
        return next(near, None) if wanted else None
    possible = [b for b in found[:first] if _possible(b, names)]
    if not possible:
        return _sentence_headline(found, first)
    best = max(range(len(possible)), key=lambda i: (_score(possible[i], i, possible), -i))
    return possible[best]


def _contains(title: str, line: str) -> bool:
    """Whether a line is the title with a little more or less (an outlet's suffix, a kicker)."""
    short, long = sorted((title, line), key=len)
    return len(short) >= 0.6 * len(long) and short in long and short.count(" ") >= 2


def _possible(b: Block, names: frozenset[str]) -> bool:
    if not b.open or b.count > _MAX_WORDS or b.bullet:
        return False
    if b.line.casefold() in names or is_section(b.line) or b.line.endswith(",") or dateline.find(b.line):
        return False
    if _SENTENCES.search(b.line) and b.final:
        return False
    if byline.is_byline(b.line, names):
        return False
    return match(b.line, HEAD) is None


def _score(b: Block, index: int, possible: Sequence[Block]) -> int:
    """How much a line reads like the headline, against the others above the first paragraph."""
    score = 0
    if any(x is not b and x.same == b.same for x in possible):
        score += 10
    score += 2 if b.count >= 5 else 1 if b.count >= _ENOUGH else -1
    if index and b.final and b.line[-1:] in '.”"':
        score -= 1  # a standfirst; some archives close headlines with a full stop, but then the first line
    if index == 0 and len(possible) > 1 and b.count <= 8 and _MASTHEAD_SIGN.search(b.line):
        score -= 2
    if b.line.isupper() and b.count <= 4 and len(possible) > 1:
        score -= 1
    return score


def _sentence_headline(found: Sequence[Block], first: int) -> Block | None:
    """A first paragraph that is really a headline closed with a full stop, above longer ones."""
    b = found[first]
    if any(x.open for x in found[:first]) or len(found) < first + 3 or b.count > 26 or not b.open:
        return None
    if _SENTENCES.search(b.line) or b.line[:1] in "“\"‘'":
        return None
    tokens = [w for w in b.line.split()[1:] if len(w) > 3 and w[0].isalpha()]
    capitals = sum(1 for w in tokens if w[0].isupper())
    rest = [x for x in found[first + 1 : first + 4] if x.open]
    titled = bool(tokens) and capitals >= 0.7 * len(tokens)
    return b if rest and (titled or not b.final or dateline.find(rest[0].line)) else None
