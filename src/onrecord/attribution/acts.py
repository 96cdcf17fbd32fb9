"""What an attribution does (asserts, denies, asks ...): the cue's act, or what the words make of
it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from onrecord.attribution.lexicon import lexicon
from onrecord.findings import Range

_OPPOSITE = {"support": "opposition", "opposition": "support"}
MARKS = re.compile(r"[\"“”„«»]|``|''|(?<!\w)['‘]|['’](?!\w)")
_FUTURE = r"(?:will|would|'ll|shall)"
_OWN = r"(?:i|we|he|she|it|they|(?:his|her|its|their|our|my) \w+)"


def act_of(text: str, cue: Sequence[Range], content: Sequence[Range], act: str, source: Sequence[Range] = ()) -> str:
    """The act of an attribution, given the act of its cue word."""
    marked, said, who = (" ".join(text[s:e] for s, e in part).replace("’", "'") for part in (cue, content, source))
    words = set(re.findall(r"[a-z']+", marked.lower()))
    low = " ".join(MARKS.sub("", said.lower()).split())
    if any(w in ("not", "never") or w.endswith("n't") for w in words):
        act = _OPPOSITE.get(act, act)
    if act == "opposition" and _charge(low):
        return "denial"
    if act == "intention" and words & lexicon().sets["wanting"] and not low.startswith("to "):
        return _wanted(low, "not" in words or any(w.endswith("n't") for w in words))
    if act == "promise" and re.match(rf"to (?:\w+ly )?(?:{_any('violent')})\b", low):
        return "threat"
    if act == "promise" and re.match(r"never (?:to )?accept|to (?:oppose|resist)\b", low):
        return "opposition"
    if act != "assertion":
        return act
    if words & lexicon().sets["characterising"] and (_charge(low) or _falsehood().search(low)):
        return "denial"
    quoted = marked == ":" or said[:1] in tuple("\"“'‘«„`")
    return _said(low, quoted, set(re.findall(r"\w+", who.lower())))


def _said(low: str, quoted: bool, who: set[str]) -> str:
    """The act that the words themselves perform; `quoted`: they are the speaker's own, so "we" is `who`."""
    if _threat(low, quoted, who):
        return "threat"
    if _pattern("promise_phrase").search(low) or (quoted and _commitment().search(low)):
        return "promise"
    if _pattern("demand_phrase").search(low) or _duty().search(low) or (quoted and _command().match(low)):
        return "demand"
    if quoted and low.rstrip().endswith("?"):
        return "question"
    if _denied(quoted).search(low) or _falsehood().search(low):
        return "denial"
    if quoted and _misdeed().search(low):
        return "accusation"
    if _stance("opposing").search(low) or _refusal().search(low):
        return "opposition"
    return "support" if _stance("supporting").search(low) or _pattern("support_phrase").search(low) else "assertion"


def _wanted(low: str, negated: bool) -> str:
    """What is wanted of others: "wants the ministry to open its archive" demands it."""
    if negated:
        return "opposition"
    return "demand" if re.search(r"\w to \w", low) else "intention"


def _threat(low: str, quoted: bool, who: set[str]) -> bool:
    """A condition and a hostile consequence that the speaker brings about, or a threat in set words."""
    if _pattern("threat_phrase").search(low):
        return True
    if quoted and _command().match(low) and re.search(rf"\bor\b[^.]{{0,40}}\b{_FUTURE}\b", low):
        return True
    if not re.search(r"\b(?:if|unless|until)\b", low):
        return False
    own = {"we", "i"} if quoted else {"we", "i", "he", "she", "it", "they"} | who
    if re.match(rf"(?:that )?{_OWN}\b", low):
        own.add("and")  # "his fighters would not talk and would strike"
    return any(m["agent"] in own or m["owner"] or m["passive"] for m in _consequence().finditer(low))


@lru_cache(maxsize=1)
def _consequence() -> re.Pattern[str]:
    """ "we will strike", "his fighters would sabotage", "they would be attacked"."""
    return re.compile(
        rf"\b(?P<owner>(?:his|her|its|their|our|my) )?(?P<agent>\w+)(?: {_FUTURE}|'ll) "
        rf"(?:(?P<passive>(?:\w+ )?be (?:{_any('hostile_passive')}))|(?!not )(?:\w+ ){{0,2}}?(?:{_any('hostile')}))\b"
    )


@lru_cache(maxsize=1)
def _commitment() -> re.Pattern[str]:
    """ "we will rebuild every home"."""
    return re.compile(rf"\b(?:we|i)(?: will| shall|'ll) (?:\w+ly |also )?(?:{_any('committing')})\b")


@lru_cache(maxsize=1)
def _duty() -> re.Pattern[str]:
    """ "the government must resign", not "it must be a mistake" and not "we must work"."""
    return re.compile(
        r"(?<!\bi)(?<!\bwe) must (?:\w+ly |now |first |not )?"
        rf"(?:be (?:\w+ly )?(?!interested|tired|pleased|worried)\w+(?:ed|wn)\b|(?!be\b|have\b|{_any('no_duty')})[a-z]+)"
    )


@lru_cache(maxsize=1)
def _command() -> re.Pattern[str]:
    """ "release our sons"."""
    after = f"{_any('determiner')}|{_any('object_pronoun')}|now|immediately|at once|out|back|down|away|from"
    first = rf"(?:please |do not |don't |now |never )?(?!let (?:me|us)\b)(?:{_any('imperative')})"
    return re.compile(rf"{first}(?:\W*$|[.!,] | (?:{after})\b)")


@lru_cache(maxsize=2)
def _denied(quoted: bool) -> re.Pattern[str]:
    """ "we did not shell the market", "none of its men": a first person or a source that denies a deed."""
    who = "i|we" if quoted else "he|she|it|they"
    return re.compile(
        rf"^(?:that )?(?:no[,.!] (?!one\b))?(?:(?:{who}) (?:did not|didn't|(?:have |had |has |'ve )?never) "
        rf"(?!{_any('no_deed')})[a-z]+|none of (?:his|her|its|their|our|my) )"
    )


@lru_cache(maxsize=1)
def _falsehood() -> re.Pattern[str]:
    """ "that is a lie", "the claims are baseless"."""
    what = "|".join(("that", "this", "it", "these", "they", *sorted(lexicon().sets["charge_word"])))
    return re.compile(rf"\b(?:{what})(?:'s|'re| is| was| are| were)? (?:\w+ ){{0,2}}?(?:{_any('falsehood')})\b")


@lru_cache(maxsize=1)
def _misdeed() -> re.Pattern[str]:
    """ "they stole the election"."""
    return re.compile(rf"\b(?:you|they|he|she)(?:'ve| have| has| had)? (?:\w+ly )?(?:{_any('misdeed')})\b")


@lru_cache(maxsize=2)
def _stance(name: str) -> re.Pattern[str]:
    """ "we support the plan", "her party opposed it"."""
    start = r"(?:^(?:that |but )?|[.;!?,] |\band |\bbut )"
    return re.compile(rf"{start}{_OWN} (?:\w+ly |also |still |do |does |can now |could now )?(?:{_any(name)})\b")


@lru_cache(maxsize=1)
def _refusal() -> re.Pattern[str]:
    """ "we will never accept", "Qasira will not sign"."""
    return re.compile(rf"\b{_FUTURE} (?:never|not) (?:{_any('accepting')})\b|\bwon't (?:{_any('accepting')})\b")


def _charge(low: str) -> bool:
    """Whether the words are a charge: "the accusations", "claims that"."""
    lead = r"(?:(?:the|any|all|those|these|such|as|his|her|its|their)\s+)*"
    return re.match(rf"{lead}\b(?:{_any('charge_word')})\b", low) is not None


@lru_cache(maxsize=8)
def _pattern(name: str) -> re.Pattern[str]:
    """The words and phrases of a list, at word edges."""
    return re.compile(rf"\b(?:{_any(name)})\b")


@lru_cache(maxsize=32)
def _any(name: str) -> str:
    """The words of a list as alternatives of a pattern, with "_" for a space."""
    return "|".join(sorted(re.escape(w.replace("_", " ")) for w in lexicon().sets[name]))
