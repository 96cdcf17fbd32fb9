"""Which article of several is the original, and which copy was taken from which.

The order of articles is one for the whole record and depends on nothing but the articles: the earlier first; of one
day an agency's own report, then one that credits an agency, then the fuller, then by id. An agency's own report may
bear the date of the day after (its clock is another) and is still taken for the earlier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from onrecord.reprints.kinds import Overlap, kind_of

WHOLE = ("exact", "near", "wire")
_STRENGTH = {"exact": 0, "near": 1, "wire": 1, "excerpt": 2, "quotation": 3}
_LAST = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is known of an article besides its words. `agency` is the one it credits; `words` its article words."""

    id: str
    outlet: str | None = None
    published: date | None = None
    published_at: datetime | None = None
    agency: str | None = None
    words: int = 0

    @property
    def own(self) -> bool:
        """Whether its outlet is the agency itself."""
        return bool(self.agency and self.outlet) and _is_agency(self.outlet or "", self.agency or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """A copy, the article it was most likely taken from, and the original that this leads back to."""

    document: int
    parent: int
    original: int
    kind: str
    share: float
    why: str


def ordered(papers: Sequence[Paper]) -> list[int]:
    """The places of the papers in their order."""
    return sorted(range(len(papers)), key=lambda k: _rank(papers[k]))


def _rank(p: Paper) -> tuple[date, int, float, int, str]:
    day = p.published or (date.min if p.own else _LAST)
    if p.own and p.published and p.published > date.min:
        day = p.published - timedelta(days=1)
    at = p.published_at
    moment = (
        at.astimezone(UTC).timestamp()
        if at is not None and at.tzinfo and date(1970, 1, 2) < at.date() < date(9999, 1, 1)
        else 0.0
    )
    return day, 0 if p.own else 1 if p.agency else 2, moment, -p.words, p.id


def _is_agency(outlet: str, agency: str) -> bool:
    paper, name = (
        [w for w in re.findall(r"\w+", x.casefold().replace(".", "")) if w not in ("the", "of", "and")]
        for x in (outlet, agency)
    )
    short = [["".join(w[0] for w in x)] for x in (paper, name)]
    return name in (paper, short[0]) or short[1] == paper or (len(name) == 1 and name[0] in paper)


def descents(
    papers: Sequence[Paper],
    pairs: Mapping[tuple[int, int], Overlap],
    copies: Mapping[int, int],
) -> list[Descent]:
    """Every article that was taken from an earlier one.

    `papers` stand in their order and are named by their places; `pairs` are the overlaps of two of them, the earlier
    first; `copies` names for each exact copy the first article of the same words.
    """
    best: dict[int, tuple[tuple[int, int, int], int, str, float]] = {}
    for (a, b), overlap in pairs.items():
        kind = pair_kind(papers[a], papers[b], overlap)
        if kind is None:
            continue
        key = (_STRENGTH[kind], -overlap.words, a)
        if b not in best or key < best[b][0]:
            best[b] = (key, a, kind, min(1.0, overlap.in_b / papers[b].words))
    for copy_place, first in copies.items():
        best[copy_place] = ((0, 0, first), first, "exact", 1.0)
    return list(_followed(papers, best))


def pair_kind(earlier: Paper, copy: Paper, overlap: Overlap) -> str | None:
    """What an article is of an earlier one that it shares this with; None where it is one of its own."""
    return kind_of(
        overlap,
        copy.words,
        earlier.words,
        in_copy=overlap.in_b,
        credited=bool(earlier.agency or copy.agency),
        same_outlet=bool(copy.outlet) and copy.outlet == earlier.outlet,
    )


def _followed(
    papers: Sequence[Paper], best: Mapping[int, tuple[tuple[int, int, int], int, str, float]]
) -> Iterable[Descent]:
    roots: dict[int, int] = {}
    for b in sorted(best):  # parents stand before their copies, so their roots are known
        _, a, kind, share = best[b]
        roots[b] = roots.get(a, a) if kind in WHOLE else b
        original = roots.get(a, a)
        why = reason(papers[original], papers[b])
        if original != a:
            why += f"; by way of a copy that has more of its wording ({papers[a].outlet or 'unnamed outlet'})"
        yield Descent(document=b, parent=a, original=original, kind=kind, share=round(share, 4), why=why)


def reason(original: Paper, copy: Paper) -> str:
    """What makes the one the original of the other, in words."""
    own = original.own and not copy.own
    if original.published and copy.published and original.published < copy.published:
        days = (copy.published - original.published).days
        return f"published {days} day{'s' if days > 1 else ''} earlier" + (", by the agency itself" if own else "")
    if own:
        return f"the agency's own report ({original.agency})"
    if original.published and not copy.published:
        return "dated, and the copy is not"
    if original.agency and not copy.agency:
        return f"same day; credits an agency ({original.agency})"
    one, other = original.published_at, copy.published_at
    if one is not None and other is not None and _rank(original)[2] != _rank(copy)[2]:
        return "published earlier that day"
    if original.words > copy.words:
        return f"no date tells; the fuller text ({original.words} words against {copy.words})"
    return "nothing tells them apart; first by id"
