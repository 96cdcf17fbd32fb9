"""The verbs of offices (data/tenure.tsv) as patterns: what stands between somebody's name and the office."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from onrecord.actors import tenure

GAP = r"(?:(?:, \d{1,3},?| \(\d{1,3}\))?(?:,? who|, [^.;:!?\n“”\"]{1,110}?,)?|,? who)? "
MIDDLE = r"(?P<middle>(?:in|on|last|this) [^,.;:!?\n]{2,24}? )?"
_BE = r"(?:was|were|is|has been|had been|got|being)"
_TO_NOUN = r"(?:(?: as| to be| to become| the new| to the (?:post|position|office) of)?(?= ))"
_NOT_BARE = r"(?=[.,;]|$| (?:on|in|after|last|this|yesterday|today|over|amid|when|because|at|from|following|earlier)\b)"
_WHEN = r"(?P<%s> (?:on|last|this|in|earlier|yesterday|today)(?: [\w']+){0,3}?(?= as ))?"


def _any(*lists: str) -> str:
    return _either(w for name in lists for w in tenure.words()[name])


def _either(found: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, set(found)), key=lambda w: (-len(w), w)))


@lru_cache(maxsize=1)
def leading_titles() -> dict[str, str]:
    """Verbs of leading and the title each stands for."""
    pairs = [w.split("=") for w in tenure.words()["leads"] | tenure.words()["led"]]
    return {pair[0]: pair[1] for pair in pairs}


@lru_cache(maxsize=1)
def becomes() -> re.Pattern[str]:
    adverb = rf"(?:(?:{_any('adverb')}) )?"
    leaving = tenure.words()["resigned"]
    resigned = _either(w.removesuffix(" as") for w in leaving if w.endswith(" as"))
    left = _either(w for w in leaving if not w.endswith(" as"))
    return re.compile(
        rf"{adverb}(?:(?P<begins>{_any('becomes')}|{_BE} {adverb}(?:{_any('appointed')}){_WHEN % 'begun'}{_TO_NOUN})"
        rf"|(?P<ends>(?:{resigned}){_WHEN % 'ended'} as|(?:{left})"
        rf"|{_BE} {adverb}(?:{_any('dismissed')}){_WHEN % 'gone'} (?:as|from (?:his|her) post as))"
        rf"|(?P<held>{_any('was')})|(?P<holds>{_any('is')}))(?= ) ?{adverb}"
    )


@lru_cache(maxsize=1)
def leads() -> re.Pattern[str]:
    def verbs(name: str) -> str:
        return "|".join(sorted((re.escape(w.split("=")[0]) for w in tenure.words()[name]), key=len, reverse=True))

    adverb = rf"(?:(?:{_any('adverb')}) )?"
    return re.compile(rf"{adverb}(?:(?P<holds>{verbs('leads')})|(?P<held>{verbs('led')})) (?:the )?")


@lru_cache(maxsize=1)
def succeeds() -> re.Pattern[str]:
    adverb = rf"(?:(?:{_any('adverb')}) )?"
    return re.compile(
        rf"{adverb}(?:(?P<passive>{_BE} {adverb}(?:succeeded|replaced) by)|(?:{_any('succeeds')})) (?:the )?"
    )


@lru_cache(maxsize=1)
def leaves() -> re.Pattern[str]:
    gone = rf"(?:{_any('leaves')}|{_BE} (?:{_any('dismissed')}))"
    return re.compile(rf"(?:,? |{GAP})(?:(?:{_any('adverb')}) )?{gone}{_NOT_BARE}")


@lru_cache(maxsize=1)
def left_too() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('leaves')}|{_BE} (?:{_any('dismissed')})){_NOT_BARE}")


@lru_cache(maxsize=1)
def enters() -> re.Pattern[str]:
    return re.compile(rf"(?:,? |{GAP})(?:{_any('enters')}){_NOT_BARE}")


@lru_cache(maxsize=1)
def appoints() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!was )(?<!were )(?<!been )(?<!is )\b(?:{_any('appoints')}) (?:the |his |her |its )?"
        r"([^.;:!?\n]{1,40}, )?\Z"
    )


@lru_cache(maxsize=1)
def dismisses() -> re.Pattern[str]:
    return re.compile(rf"(?<!was )(?<!were )(?<!been )(?<!is )\b(?:{_any('dismisses')}) (?:the |his |her |its )?\Z")


@lru_cache(maxsize=1)
def appointment() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any('appointment')}) of (?:the )?()\Z")


@lru_cache(maxsize=1)
def resignation() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any('resignation')}) of (?:the )?\Z")


@lru_cache(maxsize=64)
def behind_subject(lead: str, pattern: str) -> re.Pattern[str]:
    return re.compile(lead + pattern)


def supposed(before: str) -> bool:
    """Whether the clause before a subject takes back what is said of it: "if", "denied that"."""
    words = re.findall(r"[^\W\d_]+", before.casefold().replace("n't", " not"))[-8:]
    return any(w in tenure.words()["supposed"] for w in words)
