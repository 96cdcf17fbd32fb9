"""What attributions do whose cues the rules have no frame for: noun cues, adjectives, and words that imply the act.

`data/cue_acts.tsv` lists cue phrases with what must follow them. They speak where a find of the rules with the same
words says no more than "assertion", or, where the row is marked so, before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.attribution.acts import MARKS, act_of
from onrecord.attribution.lexicon import lexicon, table
from onrecord.findings import Range

_NOUN = re.compile(
    r"(?:(?:his|her|its|their|our|my|the|an?|\w+'s?) )?(?:(?!to\b|that\b)\w+ )?"
    r"(?P<noun>\w+) (?P<rest>(?:to|that|for|of)\b.*)"
)
_NEGATED = re.compile(r"\b(?:not|never|no|nor|neither|without)\b|n't\b")
FOLLOWING = {
    "any": re.compile(""),
    "to": re.compile(r"(?:not |never )?to \w"),
    "not to": re.compile(r"(?!(?:not |never )?to \w)"),
    "clause": re.compile(r"(?:that|whether|why|how|what|if)\b"),
    "that": re.compile(r"that\b"),
    "for": re.compile(r"for\b"),
    "will": re.compile(r".*\b(?:will|would|shall|'ll)\b"),
    "object": re.compile(r"(?!(?:that|whether|why|how|what|if|because|to)\b)\w"),
}


@dataclass(frozen=True, slots=True)
class CueAct:
    """A row: the phrase in all its forms, what must follow, and whether it comes before the rules' own act."""

    act: str
    follows: str
    first: bool
    negated: bool


def act(text: str, source: Sequence[Range], cue: Sequence[Range], content: Sequence[Range], known: str) -> str:
    """The act of an attribution; `known` is that of its cue's verb, so far as the lists of the rules have it."""
    marked, said = (" ".join(" ".join(text[s:e].lower() for s, e in part).split()) for part in (cue, content))
    marked, plain = marked.replace("’", "'"), MARKS.sub("", said.replace("’", "'")).strip()
    row = _row(marked, plain)
    if row and row.first:
        return row.act
    base = act_of(text, cue, content, known, source)
    if base != "assertion":
        return base
    return row.act if row else _voiced(marked, plain) or _implied(plain)


def _voiced(marked: str, said: str) -> str | None:
    """The act of the noun that a verb of voicing takes: "repeated her threat to close the port"."""
    last = marked.split()[-1:]
    noun = _NOUN.match(said)
    if not last or last[0] not in lexicon().sets["voicing"] or noun is None:
        return None
    row = _row(noun["noun"], noun["rest"]) or _row(f"{noun['noun']} {noun['rest'].split()[0]}", "")
    return row.act if row else None


def _row(marked: str, said: str) -> CueAct | None:
    """The row of the longest phrase in the cue whose condition the content meets."""
    negated = _NEGATED.search(marked) is not None
    words = marked.split()
    for size in range(min(_longest(), len(words)), 0, -1):
        for first in range(len(words) - size, -1, -1):
            for row in _rows().get(" ".join(words[first : first + size]).strip(":,;"), ()):
                if row.negated == negated and _follows(row.follows, said):
                    return row
    return None


def _follows(condition: str, said: str) -> bool:
    """Whether the content meets the condition of a row."""
    if condition == "harm":
        after = re.match(r"to (?:\w+ly )?", said)
        return after is not None and _any("harming").match(said, after.end()) is not None
    return FOLLOWING[condition].match(said) is not None


@lru_cache(maxsize=1)
def _rows() -> dict[str, tuple[CueAct, ...]]:
    found: dict[str, list[CueAct]] = {}
    for phrases, follows, made, how, _ in table("cue_acts.tsv"):
        row = CueAct(made, follows, "first" in how.split(), "negated" in how.split())
        for phrase in phrases.split("|"):
            found.setdefault(phrase, []).append(row)
    return {phrase: tuple(rows) for phrase, rows in found.items()}


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(len(phrase.split()) for phrase in _rows())


def _implied(said: str) -> str:
    """The act that set words of the content perform, whatever the cue."""
    low = re.sub(r"^that ", "", said)
    for name, made in (("threat_words", "threat"), ("denial_words", "denial"), ("accusation_words", "accusation")):
        if _any(name).search(low):
            return made
    return "assertion"


@lru_cache(maxsize=4)
def _any(name: str) -> re.Pattern[str]:
    """The phrases of a list at word edges, with "_" for a space; one that begins with "^" opens the content."""
    words = sorted(lexicon().sets[name])
    plain = "|".join(re.escape(w.replace("_", " ")) for w in words if w[0] != "^")
    opening = "|".join(re.escape(w[1:].replace("_", " ")) for w in words if w[0] == "^")
    return re.compile("|".join([rf"\b(?:{plain})\b", *([rf"^(?:{opening})\b"] if opening else [])]))
