"""Whether two printed names are of one actor: a probability, why, and what forbids it whatever the probability.

`read_name` reads a name once; `compare` weighs two read names. Blockers are rules (`blockers`), the rest is a logistic
combination of readable features (`name_features`), fitted by `training/names`. Aliases that share no letters
are not found here: they come from tables and appositions.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from onrecord.actors.naming.alignment import Alignment, Fit, align
from onrecord.actors.naming.blockers import blocker
from onrecord.actors.naming.likeness import bone_likeness, weighed
from onrecord.actors.naming.name_features import BODY_FEATURES, PERSON_FEATURES, body_features, person_features
from onrecord.actors.naming.name_words import name_words
from onrecord.actors.naming.printed_names import BODY, PERSON, ReadName
from onrecord.actors.naming.reading import read_name
from onrecord.actors.naming.transliteration import SYLLABLES

__all__ = ["Match", "ReadName", "compare", "read_name"]

SAME = 0.98
SAME_WORD = 0.6
"""Two names of one same word each, of persons: a family name alone is many persons'."""
SURNAME = 0.2
"""A family name, or any one word, against a full name with that word: for one story, not between stories."""
ACRONYM, OWN_ACRONYM = 0.8, 0.95
"""Letters that fit the words of a body; letters that the body's name gives itself in brackets."""
FATHER = 0.45
"""One more name before the others, or given names changing places: it may be a child and a father."""
BLOCKED = 0.02
FIRST_EXTRA, TURNED = PERSON_FEATURES.index("first_extra"), PERSON_FEATURES.index("turned")
OTHER_WORDS = ("blocked: first names", "blocked: other words")
MANY_LETTERS = 3
READING, SAME_READING = 0.85, 0.4
"""A reading of signs that agrees with letters; two names of other signs that are read the same."""


@dataclass(frozen=True, slots=True)
class Match:
    """`score`: the probability (0..1) that the two printed names are of one actor. `blocked`: never merge by name."""

    score: float
    why: str
    blocked: bool = False


def compare(a: ReadName, b: ReadName) -> Match:
    """How likely the two are names of one actor, and why; the same in either order."""
    mixed = a.form != b.form
    a, b = _in_order(a, b)
    found = align(a, b)
    if mixed and _named_after(a, b, found):
        return Match(BLOCKED, "blocked: body of another", True)
    ruled = _ruled(a, b, found)
    if ruled is not None:
        return ruled
    asked = _weighed(a, b, found)
    names = PERSON_FEATURES if asked.model == "person" else BODY_FEATURES
    score = weighed(asked.model, names, asked.features)
    if asked.model == "person":
        if len(a.words) == len(b.words) == 1:
            score = min(score, SAME_WORD)
        elif asked.features[FIRST_EXTRA] or (asked.features[TURNED] and set(a.words) <= name_words().given):
            score = min(score, FATHER)
    return Match(score, _why(a, b, found))


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a model is asked: its name, and the features in its order."""

    model: str
    features: tuple[float, ...]


def weighed_pair(a: ReadName, b: ReadName) -> Weighed | None:
    """What the model of a pair is asked; None where a rule decides.

    Names that are blocked for other words are weighed, too: the model has to know what other words mean.
    """
    a, b = _in_order(a, b)
    found = align(a, b)
    ruled = _ruled(a, b, found)
    if ruled is not None and not (a.form == b.form == PERSON and found.fits and ruled.why in OTHER_WORDS):
        return None
    return _weighed(a, b, found)


def _in_order(a: ReadName, b: ReadName) -> tuple[ReadName, ReadName]:
    if (b.joined, b.text, b.kind) < (a.joined, a.text, a.kind):
        a, b = b, a
    return _one_form(a, b) if a.form != b.form else (a, b)


def _one_form(a: ReadName, b: ReadName) -> tuple[ReadName, ReadName]:
    """Where the words of one look like a person's and of one like a body's, the known kind decides, or else: a body."""
    if PERSON not in (a.form, b.form) or BODY not in (a.form, b.form):
        return a, b
    if "person" in (a.kind, b.kind):
        return (read_name(a.text, "person") if a.kind == "unknown" else a), (
            read_name(b.text, "person") if b.kind == "unknown" else b
        )
    return (read_name(a.text, "organization") if a.form == PERSON else a), (
        read_name(b.text, "organization") if b.form == PERSON else b
    )


def _named_after(a: ReadName, b: ReadName, found: Alignment) -> bool:
    """ "Tomas Alvarn Foundation" and "Tomas Alvarn": what looks like a person's whole name, and a body besides."""
    if bool(found.left) == bool(found.right) or min(len(a.words), len(b.words)) < 2:
        return False
    known = name_words()
    odd = {a.words[i] for i in found.left} | {b.words[j] for j in found.right}
    return bool(odd & known.heads - known.within("plain_head"))


def _weighed(a: ReadName, b: ReadName, found: Alignment) -> Weighed:
    if a.form == PERSON:
        return Weighed("person", person_features(a, b, found))
    return Weighed("body", body_features(a, b, found))


def _ruled(a: ReadName, b: ReadName, found: Alignment) -> Match | None:
    """What rules decide before any weighing: blockers, equal words, acronyms, single words."""
    reads = a.script != b.script and bool({a.script, b.script} & SYLLABLES)
    why = "" if reads else blocker(a, b, found)
    if why:
        return Match(BLOCKED, f"blocked: {why}", True)
    if {a.script, b.script} & SYLLABLES:
        return _syllables(a, b)
    if a.form == BODY:
        letters = _acronym(a, b)
        if letters is not None:
            return letters
    if not any(not f.initial for f in found.fits):
        return Match(BLOCKED, "no word in common")
    if a.words == b.words and not (a.legal and b.legal and a.legal != b.legal):
        if a.form == PERSON and len(a.words) == 1:
            return Match(SAME_WORD, "same word")
        return Match(SAME, "same words")
    if a.form == PERSON and (len(a.strong) == 1) != (len(b.strong) == 1):
        return _one_word(a, found)
    return None


def _syllables(a: ReadName, b: ReadName) -> Match:
    """Names in signs of one syllable: the same signs, or the same reading, in either order of family and given name."""
    if a.script == b.script:
        signs = [re.sub(r"\W", "", unicodedata.normalize("NFKC", name.text)) for name in (a, b)]
        return Match(SAME, "same words") if signs[0] == signs[1] else Match(SAME_READING, "same reading, other signs")
    turned = [(a.joined, "".join(reversed(b.words))), ("".join(reversed(a.words)), b.joined), (a.joined, b.joined)]
    like = max(bone_likeness(x, y) for x, y in turned)
    return Match(READING * like, f"reading: {a.joined}/{b.joined}")


def _one_word(a: ReadName, found: Alignment) -> Match:
    """A single word against a full name."""
    best = max(found.fits, key=_likeness)
    at = best.j if len(a.strong) == 1 else best.i
    return Match(SURNAME * best.like, "surname only" if at > 0 else "one name only")


def _acronym(a: ReadName, b: ReadName) -> Match | None:
    """Letters for a body: those it gives itself in brackets, or those its words begin with."""
    if a.words == b.words or 1 not in (len(a.words), len(b.words)) or len(a.words) == len(b.words):
        return None
    if a.acronyms & b.acronyms:
        return Match(OWN_ACRONYM, "acronym")
    letters = (a.acronyms & b.initials) | (b.acronyms & a.initials)
    if not letters:
        return None
    return Match(ACRONYM if max(map(len, letters)) >= MANY_LETTERS else ACRONYM / 2, "acronym")


def _why(a: ReadName, b: ReadName, found: Alignment) -> str:
    """The most telling difference, in words."""
    if found.left and found.right:
        return f"other words: {_some(a, found.left)}/{_some(b, found.right)}"
    worst = min(found.fits, key=_likeness)
    if worst.initial:
        return "initial"
    if worst.like < 1.0:
        return f"spelling: {a.words[worst.i]}/{b.words[worst.j]}"
    if found.left or found.right:
        return f"more words: {_some(a, found.left) or _some(b, found.right)}"
    return "other order" if a.words != b.words else "same words, other form"


def _likeness(fit: Fit) -> float:
    return fit.like


def _some(name: ReadName, which: tuple[int, ...]) -> str:
    return " ".join(name.words[i] for i in which[:3])
