"""Which line of the head is the headline."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from onrecord.clean import byline, dateline
from onrecord.clean.lines import Block
from onrecord.clean.rules import HEAD, is_menu, is_related_heading, is_section, match, outlet_words
from onrecord.span import words

_MAX_WORDS = 32
_SENTENCES = re.compile(r"[^\W\d_]{3}[.!?][\"”’]?\s+[^\W\d_a-z]")
_MASTHEAD_SIGN = re.compile(r"\s[-–—|:]\s|\|")
_SMALL = re.compile(r"of|for|the|and|in|on|at|to|an?|d[eu]s?|l[ae]|d[ei][re]|das|und|et|[ye]")
_ENOUGH = 3
_TITLED = 4  # words of a headline in Title Case over its standfirst
_NAME = 6  # words of an outlet's name at most
_STEM = 5  # letters by which words of headline and article are compared
_SHARED = 2  # words a headline shares with its article
_TWO = 16  # words in two sentences, which are no headline
_NO_BYLINE = 7  # words
_FIRST = 12  # paragraphs of the article that are looked at


def choose(found: Sequence[Block], first: int, title: str | None, names: Collection[str]) -> Block | None:
    """The headline among the blocks up to the first paragraph, or None.

    With a title given from outside only that line can be it. Otherwise the line printed twice, else
    the one that reads most like one: long enough, no menu, about what the article is about.
    """
    if title:
        wanted = words(title)
        near = (b for b in found[: first + 1] if b.same == wanted or _contains(wanted, b.same))
        return next(near, None) if wanted else None
    about = _stems(b.line for b in found[first : first + _FIRST] if b.open)
    possible = [b for b in found[:first] if _possible(b, names, about)]
    sure = [b for b in possible if _is_long_and_topical(b, about) or not _is_author(found, b, names)]
    possible = sure or possible
    if not possible:
        return _sentence_headline(found, first)
    listed = _listed(found[:first])
    scores = [_score(b, i, possible, about) - (3 if id(b) in listed else 0) for i, b in enumerate(possible)]
    topical = next((i for i, b in enumerate(possible) if _is_topical(b, about) and id(b) not in listed), None)
    if topical is not None:
        scores[topical] += 3  # what follows it is the standfirst, which shares yet more words
    best = max(range(len(possible)), key=lambda i: (scores[i] + _before_byline(found, possible[i], first), -i))
    return _over_standfirst(found, possible[best], possible, first)


def _over_standfirst(found: Sequence[Block], b: Block, possible: Sequence[Block], first: int) -> Block:
    """The line in Title Case between the section and a line in plain case above the byline, else `b`."""
    at = next(i for i, x in enumerate(found) if x is b)
    above = found[at - 1] if at > 1 else b
    if above is b or not any(x is above for x in possible) or above.count < _TITLED or above.final:
        return b
    kicker = found[at - 2]
    if not _is_name(above.line) or above.line.isupper() or _is_name(b.line) or not _before_byline(found, b, first):
        return b
    named = not outlet_words().isdisjoint(words(above.line).split()) or _MASTHEAD_SIGN.search(above.line)
    return above if not named and (kicker.label or is_section(kicker.line) or match(kicker.line, HEAD)) else b


def _contains(title: str, line: str) -> bool:
    """Whether a line is the title with a little more or less (an outlet's suffix, a kicker)."""
    short, long = sorted((title, line), key=len)
    return len(short) >= 0.6 * len(long) and short in long and short.count(" ") >= 2


def _possible(b: Block, names: Collection[str], about: Collection[str]) -> bool:
    if not b.open or b.count > _MAX_WORDS or b.bullet or not any(c.isalpha() for c in b.line):
        return False
    if b.line.casefold() in names or is_section(b.line) or is_menu(b.line, b.columns) or is_related_heading(b.line):
        return False
    if b.line.endswith((",", "—", "–")) or dateline.find(b.line) or dateline.is_dated(b.line):
        return False
    if _SENTENCES.search(b.line) and (b.final or b.count >= _TWO):
        return False
    if byline.is_byline(b.line, names) and not _is_long_and_topical(b, about):
        return False  # "Smugglers Paid Harbour Chief in Fish, Court Says" looks like a name, an office and a place
    return match(b.line, HEAD) is None


def _score(b: Block, index: int, possible: Sequence[Block], about: Collection[str]) -> int:
    """How much a line reads like the headline, against the others above the first paragraph."""
    score = 0
    if any(x is not b and x.same == b.same for x in possible):
        score += 10
    score += 2 if b.count >= 5 else 1 if b.count >= _ENOUGH else -1
    score += min(4, len(_stems([b.line]) & set(about)))
    if index and b.final and b.line[-1:] in '.”"':
        score -= 1  # a standfirst; some archives close headlines with a full stop, but then the first line
    if len(possible) > 1:
        if index == 0 and b.count <= 8 and _MASTHEAD_SIGN.search(b.line):
            score -= 2
        if b.line.isupper() and b.count <= 4:
            score -= 1
        if index == 0 and b.count <= _NAME and _is_name(b.line):
            score -= 2
        if b.count <= _NAME and _is_name(b.line) and not outlet_words().isdisjoint(words(b.line).split()):
            score -= 3
    return score - (b.count > 16)


def _is_author(found: Sequence[Block], b: Block, names: Collection[str]) -> bool:
    """A name without "By" beside a date or what the person is at the paper."""
    if b.count > 9 or not byline.is_byline(b.line, names, near=True):
        return False
    at = next(i for i, x in enumerate(found) if x is b)
    beside = [found[k].line for k in (at - 1, at + 1) if 0 <= k < len(found)]
    return at > 0 and any(dateline.is_dated(x) or byline.is_role(x) for x in beside)


def _is_name(line: str) -> bool:
    """Every word but the small ones with a capital: an outlet's name, or a headline in Title Case."""
    return all(w[0].isupper() or _SMALL.fullmatch(w) for w in re.findall(r"[^\W_]+", line))


def _is_topical(b: Block, about: Collection[str]) -> bool:
    return b.count >= 4 and len(_stems([b.line]) & set(about)) >= _SHARED


def _is_long_and_topical(b: Block, about: Collection[str]) -> bool:
    """Too long for a byline, and about what the article is about."""
    return b.count >= _NO_BYLINE and "|" not in b.line and b.line[:3].lower() != "by " and _is_topical(b, about)


def _stems(lines: Iterable[str]) -> set[str]:
    """The beginnings of the longer words."""
    return {w[:_STEM] for line in lines for w in words(line).split() if len(w) > 3}


def _listed(head: Sequence[Block]) -> set[int]:
    """The blocks that stand right under the heading of a list ("Most read")."""
    out: set[int] = set()
    inside = False
    for b in head:
        if is_related_heading(b.line):
            inside = True
        elif b.label or dateline.is_date_line(b.line):
            inside = False
        elif inside:
            out.add(id(b))
    for b, below in zip(head, head[1:], strict=False):
        if below.label in ("byline", "date") or byline.is_byline(below.line) or dateline.is_date_line(below.line):
            out.discard(id(b))
    return out


def _before_byline(found: Sequence[Block], b: Block, first: int) -> int:
    """2 where a byline or date follows within a few lines; 1 for the first line, over which a masthead has no place."""
    at = next(i for i, x in enumerate(found) if x is b)
    below = [x for x in found[at + 1 : min(at + 5, first + 2)] if not x.solid]
    for x in below:
        if x.label in ("byline", "date") or dateline.is_dated(x.line) or byline.is_byline(x.line):
            return 2 if at else 1
    return 0


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
