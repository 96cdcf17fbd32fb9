"""The words of data/relations.tsv as patterns: what stands between the names of two bodies.

Each pattern is matched against the whole gap between two neighbouring names (or right behind the second); what it
allows besides the words themselves are articles, a few adjectives, adverbs of time and the forms of "be".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.actors.lexicon import table

_DET = r"(?:(?:the|an?|one of the|one of|its|their) )?"
_ADV = (
    r"(?:(?:now|also|once|formerly|previously|currently|still|long|openly|reportedly|closely|widely|both|all|heavily"
    r"|partly|largely|mainly|militarily|financially|no longer|then|later|itself|itself once|today|in turn|secretly) )*"
)
_NO_MOD = r"(?!(?:of|to|in|for|by|with|from|that|not|no|and|or|against|on|at|over|as|than|under|between|among|into"
_NO_MOD += r"|through|without|before|after)\b)"
_MOD = rf"(?:{_NO_MOD}[a-z][\w'’-]* ){{0,3}}?"
_BE = r"(?:is|are|was|were|has been|have been|had been|remains|remain|remained|became|has become|used to be)"
_BRACKET = r"(?: \([^()\n]{1,30}\))?"
_APPOSED = r"(?:,(?! (?:and|but|while)\b) [^,;:.!?\n]{1,90},)?"
_GENERIC = r"(?:, (?:an?|the|one of) (?:[\w’'-]+ ){1,6}?)"
_OF = r" (?:of|to|for|within|in)(?: the| its)? "
_THE = r"(?: ?(?:the|their|its) )?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One way in which words stand between two names: A before, B behind.

    `swap`: B is the subject; `opening`: what must end before A; `behind`: what must follow B; `whose`: "its"
    stands for the sentence's subject.
    """

    kind: str
    form: str
    gap: re.Pattern[str]
    opening: re.Pattern[str] | None = None
    behind: re.Pattern[str] | None = None
    swap: bool = False
    whose: bool = False
    score: float = 0.85


@lru_cache(maxsize=1)
def frames() -> tuple[Frame, ...]:
    """All frames, the surest first."""
    out = [f for kind, form, found, _, _ in table("relations.tsv") for f in _frames(kind, form, _alternatives(found))]
    return tuple(sorted(out, key=lambda f: -f.score))


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A pattern whose first group is an adjective or a name, or that only has to match."""

    kind: str
    form: str
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def joined_words() -> tuple[Word, ...]:
    """ "Ostrian-backed", "anti-Ostrian": right before a body's name."""
    forms = {
        "compound": r"\b([A-Z]\w+)[-‐‑](?:%s) (?:[a-z][\w'’-]* ){0,3}\Z",
        "prefix": r"\b(?:[Aa]nti)[-‐‑]((?:[A-Z][\w-]* ?){1,4}) (?:[a-z][\w'’-]* ){0,2}\Z",
    }
    return tuple(
        Word(kind=kind, form=form, pattern=re.compile(forms[form].replace("%s", _alternatives(found))))
        for kind, form, found, _, _ in table("relations.tsv")
        if form in forms
    )


@lru_cache(maxsize=1)
def noun_words() -> tuple[Word, ...]:
    """ "proxy" in "an Ostrian proxy"."""
    return tuple(
        Word(kind=kind, form=form, pattern=re.compile(rf"(?:[a-z-]+ )??(?:{_alternatives(found)})\b"))
        for kind, form, found, _, _ in table("relations.tsv")
        if form in ("noun", "owner")
    )


def _alternatives(found: str) -> str:
    return "|".join(sorted(map(re.escape, found.split(",")), key=len, reverse=True))


def _frames(kind: str, form: str, found: str) -> list[Frame]:
    if form in ("noun", "owner"):
        return _nouns(kind, form, found)
    if form == "participle":
        return _participles(kind, found)
    if form in ("verb", "giver", "leaver"):
        verb = rf"{_BRACKET}{_APPOSED}(?:,? (?:which|that|who))? {_ADV}(?:{found})(?: the)? "
        return [Frame(kind=kind, form=form, gap=re.compile(verb), swap=form == "giver", score=0.75)]
    if form == "compound":
        joined = re.compile(rf"[-‐‑](?:{found}) (?:[a-z][\w'’-]* ){{0,3}}(?:the )?")
        return [Frame(kind=kind, form=form, gap=joined, swap=True, score=0.9)]
    if form == "beside":
        return [Frame(kind=kind, form=form, gap=re.compile(rf" and (?:the|its) (?:{found}) "), score=0.8)]
    both = re.compile(r" and (?:the )?")
    if form == "both":
        be = re.compile(rf"{_BRACKET} (?:are|were|remain|have been|have become) {_ADV}{_MOD}(?:{found})\b")
        return [Frame(kind=kind, form=form, gap=both, behind=be, score=0.8)]
    if form == "together":
        return [Frame(kind=kind, form=form, gap=both, behind=re.compile(rf"{_BRACKET} {_ADV}(?:{found})\b"), score=0.8)]
    if form == "between":
        opening = re.compile(rf"\b(?:{found}) between (?:the )?\Z", re.IGNORECASE)
        return [Frame(kind=kind, form=form, gap=both, opening=opening, score=0.8)]
    return []


def _nouns(kind: str, form: str, found: str) -> list[Frame]:
    """A, the armed wing of B; A is a unit of B; B's ally, A; A and its ally B; A, B's ally; a rival of A, B,"""
    swap = form == "owner"
    noun = rf"{_DET}{_ADV}{_MOD}(?:{found})"
    one = rf"(?:an?|the|its|one) {_MOD}(?:{found})"

    def frame(gap: str, *, behind: str = "", turned: bool = False, whose: bool = False, score: float = 0.85) -> Frame:
        return Frame(
            kind=kind, form=form, gap=re.compile(gap), behind=re.compile(behind) if behind else None,
            swap=turned != swap, whose=whose, score=score,
        )  # fmt: skip

    apposed = Frame(
        kind=kind, form=form, gap=re.compile(r",(?: the)? "), behind=re.compile(r"[,.]"), swap=not swap,
        opening=re.compile(rf"\b{one}{_OF}\Z", re.IGNORECASE),
    )  # fmt: skip

    closed = r"(?=[,;.:)]|$| (?:and|in|on|since|until|said|says|has|is|was|from)\b)"
    its = r",? (?:and|with|along with|together with|to|from|against|by|of|,)? ?(?:its|their)"
    possessed = rf"['’]s? {_MOD}(?:{found})"
    return [
        frame(rf"(?:{_BRACKET},(?: which is| itself)? | \(){noun}{_OF}", score=0.9),
        frame(rf"{_BRACKET}{_APPOSED}(?:, which|, who)? {_BE} {noun}{_OF}"),
        frame(rf"{possessed},? (?:the )?", turned=True),
        frame(rf"{_BRACKET}{its} {_MOD}(?:{found}),? (?:the )?", turned=True, whose=True, score=0.8),
        frame(rf"{_BRACKET},? (?:the )?", behind=rf"{possessed}{closed}", score=0.85),
        frame(rf"{_BRACKET} {_BE} {_ADV}(?:the )?", behind=rf"{possessed}{closed}", score=0.85),
        apposed,
    ]  # fmt: skip


def _participles(kind: str, found: str) -> list[Frame]:
    """A, backed by B; A is trained and funded by B; A, a militia armed by B; A, at war with B"""
    firsts = "|".join({w.rpartition(" ")[0] or w for w in found.replace("\\", "").split("|")})
    chain = rf"(?:(?:{firsts})(?:,| and|, and) )*(?:and )?"
    words = rf"{_ADV}{chain}(?:{found})(?: the)? "
    return [
        Frame(kind=kind, form="participle", gap=re.compile(rf"{_BRACKET},? (?:which is |that is |who are )?{words}")),
        Frame(kind=kind, form="participle", gap=re.compile(rf"{_BRACKET}{_GENERIC}(?:that is |which is )?{words}")),
        Frame(
            kind=kind,
            form="participle",
            gap=re.compile(rf"{_BRACKET}{_APPOSED}(?:,? (?:which|that|who))? {_BE} {_ADV}{words}"),
        ),
    ]
