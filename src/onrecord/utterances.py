"""Statements that tell one utterance: the same words of the same speaker on the same occasion, reported several times.

Two statements are compared by where their contents stand in passages that their documents share, or, where they quote
few words only, by these words themselves. What is joined is decided here; the store keeps it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from onrecord.findings import Range
from onrecord.span import merge, overlap, words

QUOTED = ("direct", "mixed")
SHORT, LONG = 5, 30  # words of a quotation that is found by its words alone; shorter ones are anybody's
DAYS = 3  # between two tellings of one short quotation
APART = 2  # days that stated days may differ by and be one: "on Monday" against "yesterday"
BOTH, EITHER = (
    0.5,
    0.9,
)  # shares of the contents that must be the same: of both, or of the one that is cut from the other
CUT = 8  # words that a cut quotation must have


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement as it is compared.

    `n` and `document` are its number and that of its document, `day` when it was published, `since` and `until` when
    it was said, where the text tells. `names` are the words of the speaker's names, empty where nobody is known.
    `outlet` is None where it is not known.
    """

    n: int
    document: int
    id: str
    kind: str
    content: tuple[Range, ...]
    text: str
    names: frozenset[str]
    day: date | None
    since: date | None
    until: date | None
    outlet: str | None = None

    @property
    def count(self) -> int:
        return len(words(self.text).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two statements that tell one utterance, the one of the smaller number first."""

    a: int
    b: int
    score: float
    why: str


def key(told: Told) -> int | None:
    """The number under which a short quotation is found; None for what is not quoted, too short or too long."""
    said = words(told.text)
    if told.kind not in QUOTED or not SHORT <= said.count(" ") + 1 <= LONG:
        return None
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=7).digest(), "big")


def pair(a: Told, b: Told, score: float, why: str) -> Pair:
    return Pair(a=min(a.n, b.n), b=max(a.n, b.n), score=round(score, 4), why=why)


def by_words(a: Told, b: Told) -> Pair | None:
    """Two statements with the same quoted words: one utterance if the speakers may be one and the days agree."""
    if not speakers_agree(a, b) or not days_agree(a, b):
        return None
    if a.document == b.document:
        return pair(a, b, 0.95, "the same words twice in one article")
    if a.day is None or b.day is None or abs((a.day - b.day).days) > DAYS:
        return None
    return pair(a, b, 0.9, f"the same words within {DAYS} days")


def speakers_agree(a: Told, b: Told) -> bool:
    """Whether the speakers may be one: the last words of names meet, or one of the two is not known."""
    return not a.names or not b.names or not a.names.isdisjoint(b.names)


def days_agree(a: Told, b: Told) -> bool:
    """Whether both may have been said on one day, where both articles say on which."""
    if a.since is None or b.since is None or a.until is None or b.until is None:
        return True
    return (b.since - a.until).days <= APART and (a.since - b.until).days <= APART


def by_place(a: Sequence[Told], there: Mapping[int, Sequence[Range]], b: Sequence[Told], alike: float) -> list[Pair]:
    """Statements of two documents whose contents stand in the same words of a passage that both have.

    `there` says for statements of a, by number, where the pieces of their contents stand in b's document. Each
    statement goes with at most one of the other side, the best first, so that an utterance and one told inside it
    are kept apart. `alike` is the likeness of the passage.
    """
    found: list[tuple[float, Told, Told]] = []
    for one in a:
        mapped = merge(there.get(one.n, ()))
        for other in b if mapped else ():
            if other.content[0][0] >= mapped[-1][1] or other.content[-1][1] <= mapped[0][0]:
                continue  # most are nowhere near
            score = _likeness(one, mapped, other)
            if score and days_agree(one, other) and not _filled_in(one, other):
                found.append((score, one, other))
    out: list[Pair] = []
    taken: set[int] = set()
    for score, one, other in sorted(found, key=lambda x: (-x[0], x[1].id, x[2].id)):
        if taken.isdisjoint((one.n, other.n)):
            taken |= {one.n, other.n}
            out.append(pair(one, other, score * (0.5 + 0.5 * alike), "the same words in a shared passage"))
    return out


def _filled_in(a: Told, b: Told) -> bool:
    """Whether an outlet says the same with other numbers: a form that it fills in anew, and no second report.

    Another outlet's number is a change of what was said, and is worth seeing as one.
    """
    if a.outlet != b.outlet:
        return False
    return Counter(w for w in words(a.text).split() if w in _numbers() or w[0].isdigit()) != Counter(
        w for w in words(b.text).split() if w in _numbers() or w[0].isdigit()
    )


@cache
def _numbers() -> frozenset[str]:
    """Words that are numbers."""
    rows = files("onrecord").joinpath("data/quotation_numbers.tsv").read_text("utf-8").splitlines()
    return frozenset(row.split("\t")[0] for row in rows if not row.startswith("#")) - {"word"}


def _likeness(one: Told, mapped: Sequence[Range], other: Told) -> float:
    """How much of two contents is the same (0..1); 0 where that is too little for one utterance."""
    size = sum(e - s for s, e in mapped)
    its = sum(e - s for s, e in merge(other.content))
    common = sum(overlap(x, y) for x in mapped for y in merge(other.content))
    if not common:
        return 0.0
    whole = sum(e - s for s, e in merge(one.content))
    ours, theirs = common / max(size, 1) * min(1.0, size / max(whole, 1)), common / max(its, 1)
    quoted = one.kind in QUOTED and other.kind in QUOTED and max(ours, theirs) >= EITHER
    if min(ours, theirs) >= BOTH or (quoted and min(one.count, other.count) >= CUT):
        return 2 * ours * theirs / (ours + theirs)
    return 0.0


# ---------------------------------------------------------------------------- groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """What decides which telling an utterance is counted as: the smallest."""

    copy: bool  # in a document that was taken from another
    day: date
    quoted: int
    length: int
    id: str

    def order(self) -> tuple[bool, date, int, int, str]:
        return self.copy, self.day, self.quoted, -self.length, self.id


@dataclass(slots=True)
class _Group:
    members: list[Told]
    best: dict[int, Pair]


def groups(told: Mapping[int, Told], pairs: Iterable[Pair]) -> list[list[tuple[Told, Pair]]]:
    """The tellings of each utterance, each with the pair that brought it in, the surest pairs first.

    Two statements of one article that quote different words stay two, even where a third article has both in one.
    """
    home: dict[int, _Group] = {}
    for p in sorted(pairs, key=lambda p: (-p.score, *sorted((told[p.a].id, told[p.b].id)))):
        one = home.setdefault(p.a, _Group([told[p.a]], {}))
        other = home.setdefault(p.b, _Group([told[p.b]], {}))
        if one is other or any(_apart(x, y) for x in one.members for y in other.members):
            continue
        one.members += other.members
        one.best |= other.best
        for n in (p.a, p.b):
            one.best.setdefault(n, p)
        for x in other.members:
            home[x.n] = one
    kept = {id(g): g for g in home.values() if len(g.members) > 1}
    return [[(x, g.best[x.n]) for x in sorted(g.members, key=lambda x: x.n)] for g in kept.values()]


def _apart(x: Told, y: Told) -> bool:
    """Whether two statements of one article quote different words of it."""
    if x.document != y.document or words(x.text) == words(y.text):
        return False
    return not any(overlap(p, q) for p in x.content for q in y.content)


def rank(told: Told, *, copy: bool) -> Rank:
    """The place of a telling among those of its utterance: originals, early, quoted and full ones first."""
    quoted = ("direct", "mixed").index(told.kind) if told.kind in QUOTED else 2
    on = told.day or date.max
    return Rank(copy=copy, day=on, quoted=quoted, length=len(told.text), id=told.id)
