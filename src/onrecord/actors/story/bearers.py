"""Full names of persons over the articles of a story -> who bears them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from onrecord.actors.lexicon import listed
from onrecord.actors.names import GENERATIONS
from onrecord.actors.naming.matching import ReadName, compare, read_name
from onrecord.actors.story.scene import Actor, Spot

Words = tuple[str, ...]
LIKE = 80  # how alike, of 100, two surnames must be written
SURE_NAME = 0.9  # the probability of `matching.compare` from which on two full names of one story are one person's
MANY = 40  # names that share one word, beyond which it tells nothing


@dataclass(slots=True, eq=False)
class Bearer:
    """Somebody called by full names: all forms, and how the articles write of them.

    `reigns` says that a title of kings and popes stands before a form: they alone are called by their first names.
    """

    number: int
    words: Words
    forms: set[Words] = field(default_factory=set)
    reigns: bool = False
    genders: Counter[str] = field(default_factory=Counter)
    articles: Counter[int] = field(default_factory=Counter)

    @property
    def gender(self) -> str:
        """m or f as most of the names and titles say, else ""."""
        ranked = self.genders.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return ""
        return ranked[0][0]

    @property
    def key(self) -> Actor:
        """The actor that the bearer is."""
        return ("person", *self.words)


def unmarked(words: Words) -> Words:
    """A name without "Jr.", unless it is nothing else."""
    return tuple(w for w in words if w not in GENERATIONS) or words


def family(words: Words) -> Words:
    """A name without "Jr." and without the small words it begins with: ("dossen",) of "bin Dossen" and "al-Dossen"."""
    words = unmarked(words)
    while len(words) > 1 and words[0] in listed("particle"):
        words = words[1:]
    return words


def generation(words: Sequence[str]) -> str:
    """The mark that tells father from son: "jr" of "Petar Dossen Jr."; "" without one."""
    return words[-1] if len(words) > 1 and words[-1] in GENERATIONS else ""


def bearers_of(full: Sequence[Spot]) -> list[Bearer]:
    """Full names that agree are one bearer's; a name that agrees with two who do not is its own."""
    counts = Counter(s.read.words for s in full)
    written: dict[Words, str] = {}
    places: dict[Words, set[int]] = defaultdict(set)
    for s in full:
        written[s.read.words] = min(s.read.written, written.get(s.read.words, s.read.written))
        places[s.read.words].add(s.article)
    bearers: list[Bearer] = []
    by_word: dict[str, dict[int, Bearer]] = defaultdict(dict)
    for words in sorted(counts, key=lambda w: (-sum(len(x) > 1 for x in w), -counts[w], w)):
        near = {n: b for w in words if len(by_word[w]) < MANY for n, b in by_word[w].items()}
        fits = [b for b in near.values() if _is_bearer(words, b, written, places)]
        fits = [b for b in fits if generation(b.words) == generation(words)] or fits
        if len(fits) == 1:
            fits[0].forms.add(words)
            bearer = fits[0]
        else:
            bearer = Bearer(number=len(bearers), words=words, forms={words})
            bearers.append(bearer)
        for w in words:
            if len(by_word[w]) < MANY:
                by_word[w][bearer.number] = bearer
    for bearer in bearers:
        bearer.words = min(bearer.forms, key=lambda f: (-counts[f], -len(f), f))
    return bearers


def _is_bearer(words: Words, bearer: Bearer, written: Mapping[Words, str], places: Mapping[Words, set[int]]) -> bool:
    """Whether a name agrees with all forms of somebody's name.

    "Jr." on one of two names tells father from son where an article has both; else it is left out by some.
    """
    for form in bearer.forms:
        if generation(form) != generation(words):
            if (generation(form) and generation(words)) or places[form] & places[words]:
                return False
        if not agree(words, form, written[words], written[form]):
            return False
    return True


def agree(a: Words, b: Words, a_written: str = "", b_written: str = "") -> bool:
    """Whether two full names may be one person's: same surname, given names that do not differ.

    agree(("mira", "t", "alvarn"), ("mira", "alvarn")); not ("mira", "alvarn") and ("petar", "alvarn").
    Spellings, short forms and other orders are weighed by `matching.compare`, as far as the last words are alike.
    """
    a, b = unmarked(a), unmarked(b)
    if "".join(a) == "".join(b) or sorted(a) == sorted(b):
        return True
    short, long = sorted((a, b), key=len)
    if len(short) > 1 and short in (long[: len(short)], long[-len(short) :]):
        return True  # "Park Min" of "Park Min-ho", "San Alvarn" of "Mira Ada San Alvarn"
    if fuzz.ratio(a[-1], b[-1]) < LIKE or not _middles(a[1:-1], b[1:-1]):
        return False
    if a[-1] == b[-1] and _given(a[0], b[0]):
        return True
    found = compare(_as_person(_whole(a, a_written)), _as_person(_whole(b, b_written)))
    return found.score >= SURE_NAME and not found.blocked


@lru_cache(maxsize=4096)
def _as_person(name: str) -> ReadName:
    return read_name(name, "person")


def _whole(words: Words, written: str) -> str:
    """The name as it is written, without the marks of generations."""
    kept = [w for w in written.split() if w.strip(".,").casefold() not in GENERATIONS]
    return " ".join(kept) if kept else " ".join(words)


def _given(a: str, b: str) -> bool:
    """Equal, or an initial of the other."""
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) == 1 and long.startswith(short))


def _middles(a: Words, b: Words) -> bool:
    return not a or not b or any(x[0] == y[0] for x in a for y in b)
