"""What two articles that share passages are to each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.reprints.align import Shared

COPY_SHARE = 0.5  # of a copy's words stand in the passages
SURE_SHARE = 0.8  # of them: a copy, even if nearly all of it is quotations
OWN_WORDS = 0.15  # of the words shared are no quotations: else two reports quote the same
EXCERPT_WORDS = 30  # words shared outside quotations, for an excerpt
FRESH = 9  # weight of what no outlet prints again and again, for an excerpt (`candidates.Candidates.fresh`)
QUOTATION_WORDS = 8
SHORTEST_COPY = 20  # words of an article; below, only the very same words are a copy
SHORTEST = 8  # words of an article; below, nothing is said of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """The passages of two articles, counted. `words` are the same in both, `plain` of them are not quoted in both."""

    words: int = 0
    plain: int = 0
    in_a: int = 0  # words of the one article that stand in passages
    in_b: int = 0
    quoted: int = 0  # the most words of a quotation in one passage
    fresh: int = 0  # `candidates.Candidates.fresh`

    @classmethod
    def of(cls, passages: Iterable[Shared], fresh: int = 0) -> Overlap:
        """Passages brought together."""
        listed = list(passages)
        return cls(
            words=sum(p.words for p in listed),
            plain=sum(p.words - p.quoted for p in listed),
            in_a=sum(p.a_end - p.a for p in listed),
            in_b=sum(p.b_end - p.b for p in listed),
            quoted=max((_quoted(p) for p in listed), default=0),
            fresh=fresh,
        )


def _quoted(p: Shared) -> int:
    return max(p.a_end - p.a, p.b_end - p.b) if p.is_quoted else p.quoted


def kind_of(
    overlap: Overlap, copy_words: int, other_words: int, *, in_copy: int, credited: bool, same_outlet: bool
) -> str | None:
    """Which of `vocabulary.REPRINT_KINDS` (but "exact", which needs no passages) an article is of an earlier one.

    `in_copy` is how many of its words stand in the passages. `credited` says that an agency is credited in either.
    """
    if min(copy_words, other_words) < SHORTEST:
        return None
    share = in_copy / copy_words
    own = overlap.plain >= OWN_WORDS * overlap.words
    if min(copy_words, other_words) >= SHORTEST_COPY and (share >= SURE_SHARE or (share >= COPY_SHARE and own)):
        return "wire" if credited and not same_outlet else "near"
    if overlap.plain >= EXCERPT_WORDS and own and overlap.fresh >= FRESH:
        return "excerpt"
    return "quotation" if overlap.quoted >= QUOTATION_WORDS else None
