"""Pairs of mentions that can never mean the same, whatever the ranker says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder.pairs import Ints, Table
from onrecord.encoder.referring import (
    FEMALE,
    HE,
    IT,
    MALE,
    NAME,
    PRONOUNS,
    SEVERAL,
    SHE,
    THEY,
    THING,
    UNKNOWN,
    WE,
    I,
    Mention,
    lists,
)

_CLAUSE = 5
"""Words between a subject and the object of its clause, at most."""
_NAMES = 32
"""Different names of one chain that are compared, at most."""
_ONE = (I, HE, SHE, IT)
_MANY = (WE, THEY)


def allowed(t: Table, mentions: Sequence[Mention], words: Sequence[str], m: Ints, a: Ints) -> NDArray[np.bool_]:
    """Which pairs (mention `m`, earlier mention `a`, as rows of the table) may mean the same."""
    form_m, form_a = t.form[m], t.form[a]
    gender_m, gender_a = t.gender[m], t.gender[a]
    sexed = (gender_m != UNKNOWN) & (gender_a != UNKNOWN) & (gender_m != gender_a)
    person = np.isin(gender_m, (MALE, FEMALE)) & np.isin(gender_a, (MALE, FEMALE))
    thing = ((gender_m == THING) | (gender_a == THING)) & ((form_m < PRONOUNS) | (form_a < PRONOUNS))
    one, many = np.isin(form_m, _ONE), np.isin(form_m, _MANY)
    clash = (one & np.isin(form_a, _MANY)) | (many & np.isin(form_a, _ONE))
    few = np.isin(form_m, (HE, SHE)) & (t.number[a] == SEVERAL) & (form_a != NAME)
    out = np.asarray(~((sexed & (person | thing)) | clash | few), dtype=bool)
    names = np.flatnonzero(out & (form_m == NAME) & (form_a == NAME) & (t.words[m, 0] == t.words[a, 0]))
    for k in names.tolist():
        out[k] = not two_names(mentions[m[k]], mentions[a[k]], float(min(t.kind[m[k], 0], t.kind[a[k], 0])))
    objects = np.flatnonzero(out & (form_m < PRONOUNS) & (t.sentence[m] == t.sentence[a]) & ~t.reflexive[m])
    for k in objects.tolist():
        out[k] = not co_argument(mentions[m[k]], mentions[a[k]], words)
    return out


def two_names(m: Mention, a: Mention, person: float) -> bool:
    """ "Mira Alvarn", "Petar Alvarn": one family name, other first names (an initial may stand for a name).

    And so "South Dorn", "Dorn".
    """
    got = lists()
    if _aside(m) != _aside(a):
        return True
    titles = got.words["male"] | got.words["female"]
    mine, other = ([w for w in x.words[1:] if w not in titles] for x in (m, a))
    if not mine or not other or set(mine) & set(other):
        return False
    known = mine[0] in got.given and other[0] in got.given
    if person < 0.5 and not known:
        return False
    return mine[0][0] != other[0][0] or (len(mine[0]) > 1 and len(other[0]) > 1 and known)


def _aside(m: Mention) -> frozenset[str]:
    """The directions in a name: "South Dorn" is not Dorn."""
    return lists().words["direction"].intersection(m.words[1:])


def co_argument(m: Mention, a: Mention, words: Sequence[str]) -> bool:
    """ "Alvarn saw him": subject and object of one clause, with nothing between that opens another."""
    got = lists().words
    if words[m.first] not in got["object"] or not 0 < m.first - a.last <= _CLAUSE:
        return False
    if words[a.last - 1] in got["possessive"] or words[a.last - 1] in ("s", "'", "’"):
        return False
    between = words[a.last : m.first]
    return not any(w in got["cut"] or w in got["joint"] for w in between)


class Group:
    """What is known of the mentions of one chain, so that no link brings together what cannot be one."""

    __slots__ = ("few", "gender", "many", "names")

    def __init__(self) -> None:
        self.gender = UNKNOWN
        self.few = self.many = False
        self.names: dict[str, tuple[Mention, float]] = {}

    def takes(self, m: Mention, person: float) -> bool:
        """Whether a mention may join: no he with she, no one with several, no other first name."""
        if m.form in (HE, SHE) and self.gender not in (UNKNOWN, m.gender):
            return False
        if (m.form in _ONE and self.many) or (m.form in _MANY and self.few):
            return False
        if m.form == NAME:
            if {self.gender, m.gender} == {MALE, FEMALE}:
                return False
            alike = (n for n in self.names.values() if n[0].words[0] == m.words[0])
            return not any(two_names(m, n, min(person, sure)) for n, sure in alike)
        return True

    def add(self, m: Mention, person: float) -> None:
        """Take a mention in."""
        if self.gender == UNKNOWN and (m.form in (HE, SHE) or (m.form == NAME and m.gender != THING)):
            self.gender = m.gender
        self.few |= m.form in (I, HE, SHE)
        self.many |= m.form in _MANY
        if m.form == NAME and len(self.names) < _NAMES:
            self.names.setdefault(m.text, (m, person))
