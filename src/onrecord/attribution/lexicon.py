"""The word lists of attribution.rules, read from data/ on first use and never at import."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

BASE, THIRD, PAST, PARTICIPLE, ING = range(5)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word or phrase: the frames it enters, the act it performs; `rest` are its further
    words.
    """

    word: str
    frames: frozenset[str]
    act: str
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One inflected form of a cue: BASE, THIRD, PAST, PARTICIPLE or ING (PAST also where both are
    equal).
    """

    cue: Cue
    form: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What data/rules.tsv says of one rule: its share of right finds on PolNeAR train, and of how
    many.
    """

    name: str
    score: float
    n: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists: `verbs` and `preps` by first word, longest phrase first; `sets` by name."""

    verbs: dict[str, tuple[Form, ...]]
    preps: dict[str, tuple[Cue, ...]]
    sets: dict[str, frozenset[str]]
    rules: dict[str, Rule]
    token: re.Pattern[str]

    def score(self, rule: str) -> float:
        """The measured precision of a rule; a cautious half where it was never measured."""
        found = self.rules.get(rule)
        return found.score if found else 0.5


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lists as shipped, read once a process."""
    verbs: dict[str, list[Form]] = {}
    preps: dict[str, list[Cue]] = {}
    for word, forms, frames, act, _ in table("cues.tsv"):
        head, *rest = word.split()
        cue = Cue(word, frozenset(frames.split(",")), act, tuple(rest))
        if "prep" in cue.frames:
            preps.setdefault(head, []).append(cue)
        else:
            seen: set[str] = set()
            inflected = [head, *forms.split(",")]
            for form in (PAST, PARTICIPLE, ING, THIRD, BASE):  # "read" is past before it is base
                if inflected[form] not in seen:
                    verbs.setdefault(inflected[form], []).append(Form(cue, form))
                seen.add(inflected[form])
    sets = {name: frozenset(words.split()) for name, words, _ in table("words.tsv")}
    rules = {row[0]: Rule(row[0], float(row[1]), int(row[2])) for row in table("rules.tsv")}
    return Lexicon(
        verbs={w: tuple(sorted(f, key=lambda x: -len(x.cue.rest))) for w, f in verbs.items()},
        preps={w: tuple(sorted(c, key=lambda x: -len(x.rest))) for w, c in preps.items()},
        sets=sets,
        rules=rules,
        token=_token_pattern(sets["abbreviation_title"] | sets["abbreviation_trailing"]),
    )


def table(name: str) -> Iterator[list[str]]:
    """The rows of a table in data/, without comments and the heading."""
    text = resources.files("onrecord").joinpath("data", name).read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in rows[1:]:
        yield line.split("\t")


def _token_pattern(abbreviations: frozenset[str]) -> re.Pattern[str]:
    """Abbreviations with their full stop, initials, words with apostrophes and hyphens, numbers,
    marks.
    """
    short = "|".join(sorted((re.escape(a) for a in abbreviations), key=len, reverse=True))
    return re.compile(
        rf"(?i:\b(?:{short})\.)"
        r"|(?:[^\W\d_]\.){2,}"
        r"|\b[A-Z]\.(?=\s)"
        r"|[$£€]?\d+(?:[.,]\d+)*(?:[-–]\w+)*%?"
        r"|[@#]?\w+(?:(?:-\xad{0,2}|['’&\xad])\w+)*(?:(?<=s)['’](?!\w))?"
        r"|\.\.\.+|--+|\S"
    )
