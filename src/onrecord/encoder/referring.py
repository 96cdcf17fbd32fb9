"""How a mention refers: its form, head, number, gender and words, read off the text alone.

A mention is a range of words of a sheet. Nothing here is learnt; the lists stand in data/referring.tsv.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from onrecord.encoder.pieces import CAPITALISED, LOWER, MIXED, NUMBER, UPPER
from onrecord.encoder.sheet import Sheet
from onrecord.findings import Range

FORMS = (
    *("i", "we", "you", "he", "she", "it", "they", "this", "who", "each"),
    *("name", "definite", "demonstrative", "possessive", "indefinite", "bare", "other"),
)
PRONOUNS = len(FORMS) - 7
NAME, DEFINITE, DEMONSTRATIVE, POSSESSIVE, INDEFINITE, BARE, OTHER_FORM = range(PRONOUNS, len(FORMS))
I, WE, YOU, HE, SHE, IT, THEY, THIS, WHO, EACH = range(PRONOUNS)  # noqa: E741 - the pronoun
UNKNOWN, ONE, SEVERAL = range(3)
MALE, FEMALE, THING = 1, 2, 3
_NUMBER_OF = {I: ONE, WE: SEVERAL, HE: ONE, SHE: ONE, IT: ONE, THEY: SEVERAL}
_GENDER_OF = {HE: MALE, SHE: FEMALE, IT: THING}
_CORE = 6
"""Words of the core that are compared, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A range of words [first, last) with how it refers.

    `begin` and `stop` bound its core, the noun with what stands before it; `words` are the core's content words,
    the head first.
    """

    first: int
    last: int
    head: int
    begin: int
    stop: int
    form: int
    number: int
    gender: int
    words: tuple[str, ...]
    text: str
    initials: str
    reflexive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The lists of data/referring.tsv, and the gender of given names."""

    form: Mapping[str, int]
    words: Mapping[str, frozenset[str]]
    given: Mapping[str, int]


@lru_cache(maxsize=1)
def lists() -> Lists:
    """The lists as shipped, read once a process."""
    form: dict[str, int] = {}
    words: dict[str, frozenset[str]] = {}
    for name, found, *_ in _table("referring.tsv"):
        if name.startswith("form:"):
            form.update((w, FORMS.index(name.removeprefix("form:"))) for w in found.split())
        else:
            words[name] = frozenset(found.split())
    given: dict[str, int] = {}
    for gender, _, found in _table("given_names.tsv"):
        for name in found.split(","):
            of = MALE if gender == "m" else FEMALE
            given[name] = of if given.get(name, of) == of else UNKNOWN
    return Lists(form=form, words=words, given=given)


def _table(name: str) -> list[list[str]]:
    lines = resources.files("onrecord").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")][1:]


def mention(words: Sequence[str], sheet: Sheet, first: int, last: int) -> Mention:
    """How words [first, last) refer. `words` are the sheet's, in lower case."""
    got = lists()
    stop = last
    if stop - first > 2 and words[stop - 1] == "s" and words[stop - 2] in "'’":
        stop -= 2
    elif stop - first > 1 and words[stop - 1] in ("'", "’"):
        stop -= 1
    if stop - first == 1 and words[first] in got.form:
        return _pronoun(words[first], first, last)
    begin, end = _core(words, first, stop)
    head = end - 1
    while head > begin and sheet.shape[head] not in (LOWER, CAPITALISED, UPPER, MIXED, NUMBER):
        head -= 1
    small = got.words["small"]
    core = [words[head]]
    core.extend(w for w in words[begin:head] if w not in small)
    shapes = sheet.shape
    form = _form(words, sheet, begin, head)
    initials = "".join(words[i][0] for i in range(begin, stop) if shapes[i] in (CAPITALISED, MIXED))
    return Mention(
        first=first,
        last=last,
        head=head,
        begin=begin,
        stop=max(end, head + 1),
        form=form,
        number=_number(words, begin, head, form),
        gender=_gender(words, begin, head, form),
        words=tuple(core[:_CORE]),
        text=" ".join(w for w in words[begin:stop] if w not in small) or words[head],
        initials=initials if len(initials) > 1 else "",
        reflexive=False,
    )


def _pronoun(word: str, first: int, last: int) -> Mention:
    form = lists().form[word]
    number = _NUMBER_OF.get(form, UNKNOWN)
    if form in (THIS, EACH):
        number = SEVERAL if word in ("these", "those", "both", "many", "all", "others") else ONE
    return Mention(
        first=first,
        last=last,
        head=first,
        begin=first,
        stop=first + 1,
        form=form,
        number=number,
        gender=_GENDER_OF.get(form, UNKNOWN),
        words=(word,),
        text=word,
        initials="",
        reflexive=word in lists().words["reflexive"],
    )


def _core(words: Sequence[str], first: int, last: int) -> Range:
    """The noun with what stands before it: "the head | of the council", "Alvarn | , the mayor"."""
    cut = lists().words["cut"]
    end = first + 1
    while end < last and words[end] not in cut:
        if words[end] in ("'", "’") and end + 2 < last and words[end + 1] == "s":
            return _core(words, end + 2, last)  # "the council's head": the owner is no part of the core
        end += 1
    return first, end


def _form(words: Sequence[str], sheet: Sheet, begin: int, head: int) -> int:
    got = lists().words
    word, shape = words[begin], sheet.shape
    named = shape[head] in (CAPITALISED, UPPER, MIXED) and not (head == begin and _opens(sheet, head))
    if named:
        return NAME
    if word in got["definite"]:
        return DEFINITE
    if word in got["possessive"] or (begin > 1 and words[begin - 1] == "s" and words[begin - 2] in "'’"):
        return POSSESSIVE
    if word in got["demonstrative"]:
        return DEMONSTRATIVE
    if word in got["indefinite"] or shape[begin] == NUMBER:
        return INDEFINITE
    if shape[head] in (CAPITALISED, UPPER, MIXED):
        return NAME
    return BARE if shape[head] == LOWER else OTHER_FORM


def _opens(sheet: Sheet, i: int) -> bool:
    """Whether a word opens its sentence, where its capital says nothing."""
    return i == 0 or sheet.final[i - 1]


def _number(words: Sequence[str], begin: int, head: int, form: int) -> int:
    got = lists().words
    if any(w in ("and", "&") for w in words[begin + 1 : head]) and form != NAME:
        return SEVERAL
    word = words[head]
    if form == NAME:
        if any(w == "and" for w in words[begin + 1 : head]):
            return UNKNOWN
        return UNKNOWN if word.endswith("s") else ONE
    if word in got["singular"] or words[begin] in ("a", "an", "this", "that", "every", "each", "another"):
        return ONE
    if word in got["plural"] or words[begin] in ("these", "those", "many", "several", "both", "few"):
        return SEVERAL
    return SEVERAL if len(word) > 3 and word[-1] == "s" and word[-2] not in "sui" else ONE


def _gender(words: Sequence[str], begin: int, head: int, form: int) -> int:
    got = lists()
    for w in (words[begin], words[head], *words[begin + 1 : head]):
        if w in got.words["male"]:
            return MALE
        if w in got.words["female"]:
            return FEMALE
    if form == NAME:
        return next((g for w in words[begin : head + 1] if (g := got.given.get(w, UNKNOWN))), UNKNOWN)
    return THING if words[head] in got.words["thing"] else UNKNOWN
