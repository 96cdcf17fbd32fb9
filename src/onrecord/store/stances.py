"""What stance a statement takes, towards which matter; and whether two statements are about one matter.

Built for few and right findings: a stance is read only where a word of `data/stances.tsv` stands in the cue, or in the
content behind a subject that is the speaker itself, and a matter is only compared where it is named ("the toll", not
"the idea"). Pure functions.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from onrecord.quotations.lexicon import lexicon
from onrecord.stories.wording import stemmed

ATTITUDE, FACT = "attitude", "fact"
LONGEST = 10  # words of a matter behind a word of attitude; of a fact all that is said
BEFORE = 3  # words before one of stance in which a negation turns it
SUBJECT = 5  # words of a content before one of stance: "her party", "the party I lead"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLAUSE = re.compile(
    r"[.;:!?…“”\"—–]|,|\b(?:if|unless|until|but|because|after|before|when|while|although|though|as|despite|provided)\b"
)
_NOBODY = frozenset(
    [
        "idea",
        "plan",
        "move",
        "proposal",
        "decision",
        "claim",
        "charge",
        "allegation",
        "accusation",
        "report",
        "reports",
        "figure",
        "figures",
        "suggestion",
        "offer",
        "one",
        "it",
        "this",
        "that",
        "them",
        "these",
        "those",
        "matter",
        "issue",
        "thing",
        "things",
        "question",
    ]
)
_SELF = frozenset(["i", "we", "he", "she", "they", "his", "her", "our", "their", "my", "its", "it", "who"])
_NEVER = frozenset(["lack", "fail", "fails", "failed", "stop", "stopped"])
_OPEN = frozenset(["would", "could", "might", "may"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """A side (+ or -) on an axis, the words that say so, and the stems of what it is about.

    `open` says that it is not settled: "would accept", "could support".
    """

    axis: str
    side: str
    word: str
    matter: frozenset[str]
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    axis: str
    side: str
    words: tuple[str, ...]


def stance(act: str, cue: str, content: str) -> Stance | None:
    """What stance these words of a statement take; None where none is plain."""
    found = _of_cue(act, cue, content) or _of_content(content)
    return found if found and _named(found.matter) else None


def _of_cue(act: str, cue: str, content: str) -> Stance | None:
    words = tuple(_low(cue))
    for rule, start, length in _rules_in(words):
        negated = _negated(words[:start])
        side = _turned(rule.side) if negated else rule.side
        if act == "denial" and rule.axis == ATTITUDE:
            return None  # "rejected the charge" is of facts, and the charge is not named
        whole = content if rule.axis == FACT else _first_clause(content)
        return _made(rule, side, words, start, length, whole)
    return None


def _of_content(content: str) -> Stance | None:
    """Of "her party opposed the toll outright", "that he would never accept the toll": the speaker is the subject."""
    words = tuple(_low(content))
    for rule, start, length in _rules_in(words):
        if rule.axis == FACT or start > SUBJECT or not _speaks_of_itself(words[:start]):
            return None
        if any(w[:1].isupper() for w in _WORD.findall(content)[1:start] if w != "I"):
            return None  # somebody is named before it: whose stance it is cannot be told
        rest = _after(content, start + length)
        side = _turned(rule.side) if _negated(words[:start]) else rule.side
        return _made(rule, side, words, start, length, _first_clause(rest))
    return None


def _made(rule: _Rule, side: str, words: Sequence[str], start: int, length: int, whole: str) -> Stance:
    unsettled = not _OPEN.isdisjoint(words[max(0, start - BEFORE) : start])
    said = " ".join(words[start : start + length])
    return Stance(axis=rule.axis, side=side, word=said, matter=matter(whole), open=unsettled)


def _speaks_of_itself(subject: Sequence[str]) -> bool:
    """Whether these words are the speaker: "I", "they will never", "her party", and nothing else that carries much."""
    carry = [i for i, w in enumerate(subject) if lexicon().content(w) and not lexicon().negates(w) and w not in _WEAK]
    return not _SELF.isdisjoint(subject) and all(i and subject[i - 1] in _SELF for i in carry)


def _low(text: str) -> Iterable[str]:
    return (w.lower().replace("’", "'") for w in _WORD.findall(text))


def _rules_in(words: Sequence[str]) -> list[tuple[_Rule, int, int]]:
    """The first rule that fits, the longest words first."""
    for start in range(len(words)):
        for length in (3, 2, 1):
            rule = rules().get(tuple(words[start : start + length]))
            if rule is not None:
                return [(rule, start, length)]
    return []


def _negated(before: Sequence[str]) -> bool:
    return any(lexicon().negates(w) or w in _NEVER for w in before[-BEFORE:])


def _turned(side: str) -> str:
    return "-" if side == "+" else "+"


def _after(text: str, words: int) -> str:
    """The text behind so many of its words."""
    found = list(_WORD.finditer(text))
    return text[found[words - 1].end() :] if words <= len(found) else ""


def _first_clause(text: str) -> str:
    """A matter as it is named: up to the end of the clause, and no more than some words."""
    body = text.strip(" “”\"'‘’,")
    end = _CLAUSE.search(body)
    return " ".join(_WORD.findall(body[: end.start()] if end else body)[:LONGEST])


def matter(text: str) -> frozenset[str]:
    """The stems of the words that carry something, without words of stance."""
    lists = lexicon()
    kept = (w for w in _low(text) if lists.content(w) and not lists.negates(w) and w not in _taking())
    return frozenset(stemmed(w) for w in kept if w not in _WEAK)


def printed(stems: Iterable[str], text: str) -> tuple[str, ...]:
    """The words of a text that have these stems, in its order, in lower case."""
    wanted = set(stems)
    return tuple(dict.fromkeys(w for w in _low(text) if stemmed(w) in wanted and lexicon().content(w)))


_WEAK = frozenset(
    [
        "outright",
        "fully",
        "firmly",
        "strongly",
        "still",
        "now",
        "never",
        "again",
        "ever",
        "any",
        "such",
        "own",
        "said",
        "that",
    ]
)


def _named(stems: frozenset[str]) -> bool:
    return bool(stems - {stemmed(w) for w in _NOBODY})


def one_matter(a: Stance, b: Stance) -> frozenset[str]:
    """The words by which two stances are about one matter; none where they are not plainly.

    Of attitudes the shorter name of it lies in the longer ("the filling", "the filling of the dam"), which has at most
    two words more; of facts three words are shared, and most of the first.
    """
    shared = a.matter & b.matter
    if a.axis != b.axis or not _named(shared):
        return frozenset()
    small, large = sorted((a.matter, b.matter), key=len)
    if a.axis == ATTITUDE:
        return shared if shared == small and len(large) - len(small) <= 2 else frozenset()
    return shared if len(shared) >= shared_at_least(a.matter) else frozenset()


def shared_at_least(matter: frozenset[str]) -> int:
    """How many of the words of a fact another statement has that is about it, too."""
    return max(3, -(-len(matter) * 3 // 5))


@lru_cache(maxsize=1)
def _taking() -> frozenset[str]:
    """The words of all phrases that take a stance."""
    return frozenset(w for words in rules() for w in words)


@lru_cache(maxsize=1)
def rules() -> dict[tuple[str, ...], _Rule]:
    """Each phrase of the table with its rule."""
    text = (files("onrecord") / "data" / "stances.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    out: dict[tuple[str, ...], _Rule] = {}
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        rule = _Rule(axis=row["axis"], side=row["side"], words=tuple(row["words"].split(",")))
        out.update({tuple(phrase.split()): rule for phrase in rule.words})
    return out
