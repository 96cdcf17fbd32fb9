"""The day a statement was made: a date that belongs to the verb of saying, and to nothing else in its sentence.

A wrong day is worse than none. Taken are only dates that stand between source and cue ("Alvarn on Monday said"),
behind the cue or its addressee ("told reporters in Mirna on Monday that"), or first in the sentence ("On Monday,
Alvarn said"). The parts of the statement are painted over first, so that the rest can be read as a pattern.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onrecord.actors.lexicon import listed
from onrecord.actors.placed import Said
from onrecord.actors.scene import Scene
from onrecord.dates import resolve
from onrecord.findings import Range
from onrecord.model import When

_WINDOW = 400
_WEEK = 6
_LONGEST_GAP = 100
_I = re.IGNORECASE
_SOURCE, _TO, _CONTENT, _CUE = "\x01", "\x02", "\x03", "\x04"

_END = re.compile(r"(?<![A-Z])[.!?…][\"”’'»)\]]*\s+(?=[\"“‘'«(\[]?[^\W\d_])")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_MAY_HOLD = re.compile(
    r"\d|day\b|night|week|month|year|morning|afternoon|evening|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    _I,
)
_LETTER = re.compile(r"[^\W\d_]")

_LEAD = re.compile(
    r"(?:\b(?:late|early|earlier|later|back|only|just)\s+)?(?:\b(?:on|in|at|over)\s+)?(?:\b(?:late|early)\s+)?\Z", _I
)
_HOUR = re.compile(r"(?:\s+(?:morning|afternoon|evening|night|lunchtime|noon)\b)?")
_NEVER = re.compile(
    r"(?:since|until|till|by|from|for|during|of|within|the coming|next|tomorrow)\b"
    r"|(?:in|over)\s+the\s+(?:last|past|next|coming)\b"
    r"|the\s+(?:past|coming)\b|(?:the\s+)?(?:last|past|next)\s+(?:\w+\s+)?(?:day|week|month|year|decade)s\b",
    _I,
)
_NEVER_BEFORE = re.compile(r"\b(?:since|until|till|by|from|for|during|of|within)\s+(?:(?:late|early|mid)[\s-]+)?\Z", _I)
_OF_ANOTHER = re.compile(r"\s*['’`](?:s\b|\s*\w)|-")
_GOES_ON = re.compile(
    r"\s*(?:\Z|[.,;:!?)\]—–\"“”‘«»\x01-\x04]|-\s)"
    r"|\s+['’]|\s+(?:that|and|but|in|at|during|after|to|by|as|through|via|following|amid|ahead|before|near|outside|from"
    r"|with|over|about|against|for|of|he|she|they|it|there|the|whether|how|why|not|never|on)\b"
)

_ADVERB = (
    r"(?:also|again|then|once|later|earlier|repeatedly|\w+ly|himself|herself|themselves|itself|have|has|had|was|were|is"
    r"|are|did|further|went|back|out|off|up)"
)
_ADVERBS = rf"[\s,]*(?:{_ADVERB}\b[\s,]*)*"
_PLAIN = re.compile(rf"(?:\s*,?\s*who\b)?{_ADVERBS}", _I)
_BRACKETED = re.compile(rf"\s*,[^\x01\x03\x04;:\"“”«»]*,\s*(?:{_ADVERB}\s+)*", _I)
_COORDINATED = re.compile(rf"\s[^\x01\x03\x04,;:\"“”«»()]*\sand\s+(?:{_ADVERB}\s+)*", _I)
_BEHIND_TOKEN = re.compile(r"\x01+|\x02+|(?P<word>[\w'’.&-]+)|(?P<other>\S)")
_IS_ADVERB = re.compile(_ADVERB, _I)
_PREPOSITIONS = frozenset(
    ["in", "at", "to", "with", "from", "through", "via", "outside", "near", "on", "before", "during"],
)
_LONGEST_NAME, _LONGEST_PHRASE = 6, 7  # words told to ("told six senior officials"), and after a preposition
_TELLS = re.compile(r"\b(?:t(?:ell|old|ells|elling)|(?:inform|assur|remind|warn|ask|brief)(?:ed|s|es|ing)?)\b", _I)
_CLAUSE = re.compile(
    r"\b(?:who|whom|which|that|whose|where|and|but|or|after|before|while|though|although|when|until|unless|because|if"
    r"|since|whether|was|were|is|are|has|had|have|will|would|be|been|being|against|about)\b",
    _I,
)
_PARTICIPLE = re.compile(
    r"\b(?!(?:meet|brief|gather|hear|morn|even|build|sitt|open|conven|weddi)(?:n?ing)\b|united\b|red\b)"
    r"(?:\w{2,}(?:ed|ing)|shot|held|built|given|taken|seen|begun|born|hurt|hit|won|lost|set|sworn|found|brought|caught"
    r"|left|met|driven|written|struck|made|sent|due|planned|slain|torn|sunk|stolen|thrown|freed|dead|hanged)\s*\Z",
    _I,
)
_EVENT = re.compile(
    r"\b(?:attack|bombing|shooting|massacre|killing|strike|raid|clash|protest|blast|explosion|ambush|crash|election|vote"
    r"|coup|fire|flood|incident|murder|death|demonstration|march|accident)(?:e?s)?\Z",
    _I,
)
_ISSUED = re.compile(r"\b(?:published|released|issued|posted|broadcast|aired|dated|delivered|uploaded)\s*\Z", _I)
_PAPER = re.compile(
    r"\b(?:report|statement|letter|note|communiqu[eé]|interview|survey|study|post|article|editorial|memo|message|video"
    r"|declaration|bulletin|tweet|release)\b",
    _I,
)
_OPENER = r"[\"“‘'«(\[]?\s*(?:(?:But|And|Then|Later|Earlier|Also|Meanwhile|However|Separately|Again|Yet|So),?\s+)*"
_FIRST = re.compile(_OPENER)
_SETTING = re.compile(
    rf"{_OPENER}(?:(?:Speaking|Writing|Testifying|Addressing)\s+(?!of\b|about\b|against\b)[^,;:—–\"“”\x01\x03\x04]{{0,80}}\s"
    r"|(?:In|At|During)\s+(?:an?|his|her|their|its|the)\s[^,;:—–\"“”\x01\x03\x04]{0,40}?\b(?:statement|speech|interview"
    r"|letter|address|briefing|(?:press|news) conference|broadcast|post|tweet|sermon|testimony|message|communiqué)\b"
    r"[^,;:—–\"“”\x01\x03\x04]{0,50}\s)"
)
_TO_SUBJECT = re.compile(
    r"[\s,]*(?:in\s+[A-Z][\w-]+(?:\s[A-Z][\w-]+)?,?\s+)?(?:(?:the|a|an|his|her|its|their|it (?:was|is))\s+)?"
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The sentence of a cue with its parts painted over; in `told` the addressee, too. Offsets are into `text`."""

    text: str
    told: str
    raw: str
    cue: Range
    before: Range | None
    after: Range | None
    sources: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date with the words that belong to it: "late on", "night"."""

    start: int
    end: int
    when: When
    coarse: bool
    preposition: bool


def said_on(scene: Scene, s: Said, published: date | None) -> When | None:
    """The date of the cue of `s`; None for what is told inside a statement that has a date of its own."""
    if published is None or not s.cue:
        return None
    found = _own(scene, s, published)
    outer = s.within
    while found is not None and outer is not None:
        if outer.cue and _own(scene, outer, published) is not None:
            return None
        outer = outer.within
    return found


def _own(scene: Scene, s: Said, published: date) -> When | None:
    """The date that modifies the cue of `s`, seen from the day of printing."""
    sentence = _sentence(scene, s)
    if sentence is None:
        return None
    at = sentence.cue[0]
    fits: list[tuple[int, When]] = []
    for (start, end), when in resolve(sentence.text, published):
        if when.since > published or _NEVER.match(when.text) or _OF_ANOTHER.match(sentence.text, end):
            continue
        lead = _LEAD.search(sentence.text, max(0, start - 24), start)
        hour = _HOUR.match(sentence.text, end)
        coarse = (when.until - when.since).days > _WEEK
        if coarse and _NEVER_BEFORE.search(sentence.text, max(0, start - 24), start):
            continue
        dated = _Dated(
            start=lead.start() if lead else start,
            end=hour.end() if hour else end,
            when=when,
            coarse=coarse,
            preposition=bool(lead and lead.group().strip()),
        )
        if _OF_ANOTHER.match(sentence.text, dated.end):
            continue
        if _between(sentence, dated) or _behind(sentence, dated) or _first(sentence, dated):
            fits.append((abs(start - at), when))
    if fits:
        return min(fits, key=lambda f: f[0])[1]
    return _issued(sentence, published)


def _between(x: _Sentence, d: _Dated) -> bool:
    """Alvarn on Monday said; Alvarn, the minister, on Monday said."""
    if x.before is None or not x.before[1] <= d.start <= d.end <= x.cue[0]:
        return False
    left, right = x.text[x.before[1] : d.start], x.text[d.end : x.cue[0]]
    if not _PLAIN.fullmatch(right):
        return False
    return bool(_PLAIN.fullmatch(left)) or (bool(_BRACKETED.fullmatch(left)) and "," not in right)


def _behind(x: _Sentence, d: _Dated) -> bool:
    """said on Monday that; told reporters in Mirna on Monday; said Alvarn on Monday."""
    if d.start < x.cue[1]:
        return False
    gap, told = x.text[x.cue[1] : d.start].rstrip(), x.told[x.cue[1] : d.start].rstrip()
    if len(told) > _LONGEST_GAP or _CLAUSE.search(gap) or _EVENT.search(gap):
        return False
    named = _words_told(told)
    if named is None or (named and not _TELLS.search(x.raw, *x.cue)):
        return False
    participle = _PARTICIPLE.search(gap)
    if participle and (d.coarse or not _ISSUED.search(gap)):
        return False
    strict = d.coarse or not d.preposition
    return bool(_GOES_ON.match(x.text, d.end)) if strict else not x.text.startswith(_CUE, d.end)


def _words_told(told: str) -> int | None:
    """How many words name those told, before marks, adverbs and phrases with prepositions; None where more is there.

    From the end backwards, so that a long run of them costs no more than its length.
    """
    tokens = list(_BEHIND_TOKEN.finditer(told))
    if any(t["other"] for t in tokens):
        return None
    words = [(t["word"] or "").lower() for t in tokens]
    plain = [bool(t["word"]) or t.group().startswith(_TO) for t in tokens]
    fits = [False] * len(tokens) + [True]
    for i in range(len(tokens) - 1, -1, -1):
        single = not words[i] or _IS_ADVERB.fullmatch(words[i]) is not None
        fits[i] = single and fits[i + 1]
        if words[i] in _PREPOSITIONS:
            for k in range(i + 1, min(i + 1 + _LONGEST_PHRASE, len(tokens))):
                if not plain[k]:
                    break
                fits[i] = fits[i] or fits[k + 1]
    for count in range(min(_LONGEST_NAME, len(tokens)) + 1):
        if not all(words[:count]):
            return None
        if fits[count]:
            return count
    return None


def _first(x: _Sentence, d: _Dated) -> bool:
    """On Monday, Alvarn said; Speaking in Mirna on Monday, Alvarn said."""
    low = d.start
    opening = x.text[:low]
    setting = not _FIRST.fullmatch(opening)
    if setting and (not _SETTING.fullmatch(opening) or _CLAUSE.search(opening) or _PARTICIPLE.search(opening)):
        return False
    subject = x.before or x.cue
    if subject[0] < d.end or not _TO_SUBJECT.fullmatch(x.text, d.end, subject[0]):
        return False
    if setting and not x.text[d.end : subject[0]].lstrip(" ").startswith(","):
        return False
    between = x.text[subject[1] : x.cue[0]] if x.before else ""
    if _PLAIN.fullmatch(between):
        return True
    if d.coarse or setting:
        return False
    if _BRACKETED.fullmatch(between):
        return True
    return bool(_COORDINATED.fullmatch(between)) and not _CLAUSE.search(between[: between.rfind(" and ")])


def _issued(x: _Sentence, published: date) -> When | None:
    """According to a report published on Monday: the day a paper came out is the day it says what it says."""
    for start, end in x.sources:
        source = x.raw[start:end]
        for (b, e), when in resolve(source, published):
            lead = _LEAD.search(source, max(0, b - 24), b)
            before = source[: lead.start() if lead else b]
            fine = when.since <= published and (when.until - when.since).days <= _WEEK
            issued = _ISSUED.search(before)
            if fine and issued and _PAPER.search(before) and not _CLAUSE.search(before):
                return None if _OF_ANOTHER.match(source, e) or _NEVER.match(when.text) else when
    return None


def _sentence(scene: Scene, s: Said) -> _Sentence | None:
    """The sentence around the cue, painted; None where the cue is a mark and no word."""
    text, layout = scene.layout.text, scene.layout
    at, until = s.cue[0][0], s.cue[-1][1]
    if not _LETTER.search(text, at, until) or until - at > _WINDOW:
        return None
    p = layout.paragraphs[scene.paragraph(at)] if layout.paragraphs else None
    low = max(at - _WINDOW, p.start if p and p.start <= at else 0)
    high = min(until + _WINDOW, p.end if p and p.end >= until else len(text))
    cut = low > 0 and not (p and low == p.start)
    for m in _END.finditer(text, low, at):
        if _ends(text, m.start()):
            low, cut = m.end(), False
    high = next((m.start() for m in _END.finditer(text, until, high) if _ends(text, m.start())), high)
    raw = text[low:high]
    painted = _paint(raw, low, _others(scene, at, until), _CONTENT)
    painted = _paint(painted, low, s.content, _CONTENT)
    if not _MAY_HOLD.search(painted):
        return None
    painted = _paint(_paint(painted, low, s.source, _SOURCE), low, s.cue, _CUE)
    sources = tuple((max(b, low) - low, min(e, high) - low) for b, e in s.source if b < high and e > low)
    cue = (at - low, s.cue[0][1] - low)  # "called ... for": the date may stand within
    before = [r for r in sources if r[1] <= cue[0]]
    after = [r for r in sources if r[0] >= cue[1]]
    if cut:  # the sentence begins out of sight: nothing stands first in it
        painted = _CUE + painted[1:]
    return _Sentence(
        text=painted,
        told=_paint(painted, low, (*s.addressee, *s.via), _TO),
        raw=raw,
        cue=cue,
        before=before[-1] if before else None,
        after=after[0] if after else None,
        sources=sources,
    )


def _ends(text: str, stop: int) -> bool:
    """Whether the mark ends a sentence: not the point of "Gen." or "Jan."."""
    if text[stop] != ".":
        return True
    word = _LAST_WORD.search(text, max(0, stop - 12), stop)
    return word is None or word.group().casefold() not in listed("abbreviated") | listed("month_short")


def _others(scene: Scene, at: int, until: int) -> list[Range]:
    """The contents of all statements near the cue, but for one that holds the cue itself."""
    i = bisect_right(scene.indirect, (at - _WINDOW, 0))
    out = []
    for b, e in scene.indirect[max(0, i - 1) : i + 40]:
        if b > until + _WINDOW:
            break
        if not (b < until and at < e):
            out.append((b, e))
    return out


def _paint(text: str, low: int, ranges: Iterable[Range], mark: str) -> str:
    """The text, which begins at offset `low`, with the ranges painted over."""
    for b, e in ranges:
        b, e = max(b - low, 0), min(e - low, len(text))
        if b < e:
            text = text[:b] + mark * (e - b) + text[e:]
    return text
