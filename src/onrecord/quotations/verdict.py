"""What is to be said of a quotation, from how it compares with each passage that may hold it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from onrecord.quotations import gist, meaning
from onrecord.quotations.align import SAME
from onrecord.quotations.compare import Comparison
from onrecord.quotations.splice import COVERED, Piece, covered

VERBATIM, PARTIAL, ALTERED, SPLICED = "verbatim", "partial", "altered", "spliced"
MISATTRIBUTED, INDIRECT, TEXT, ABSENT = "misattributed", "indirect", "text", "absent"
UNCHECKED = "unchecked"
VERDICTS = (VERBATIM, PARTIAL, ALTERED, SPLICED, MISATTRIBUTED, INDIRECT, TEXT, ABSENT, UNCHECKED)

ALTERED_SHARE = 0.6  # of the words must be the same where a quotation is taken for an altered one
_FEW = 7  # words below which more must be the same
_FEW_SHARE = 0.75
_CARRYING = 0.5  # share of the words that carry something
_LEAST_SAME = 4  # words
NEAREST_SHARE = 0.35  # of the words, for a passage to be shown as the nearest
TEXT_PIECE = 5  # words of a piece that stands in an article and in no statement
_SPLICE_GAIN = 3  # words that pieces must explain beyond the best single passage
_RANK = {VERBATIM: 0, PARTIAL: 1, ALTERED: 2, INDIRECT: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that has the words, more or less. `wording` is "" where it is only near."""

    at: int
    comparison: Comparison
    wording: str
    context: tuple[str, ...]


def hit(at: int, found: Comparison) -> Hit:
    """How a passage has the words of the quotation."""
    beside = meaning.context(found) if found.exact or found.omitted else ()
    return Hit(at=at, comparison=found, wording=wording(found, beside), context=beside)


def wording(found: Comparison, beside: Sequence[str] = ()) -> str:
    """verbatim, partial, altered or indirect; "" where the passage says something else."""
    if found.exact:
        if not found.direct:
            return INDIRECT
        return PARTIAL if beside or any(meaning.cuts(found)) else VERBATIM
    if found.quotation.short:
        return ""
    if _is_like(found):
        return ALTERED if found.direct else INDIRECT
    if not found.passage.direct and gist.told(found.here, found.there) >= gist.SHARE:
        return INDIRECT
    return ""


def _is_like(found: Comparison) -> bool:
    share = _FEW_SHARE if len(found.here) < _FEW else ALTERED_SHARE
    enough = found.same >= min(_LEAST_SAME, len(found.here) - 1)
    return enough and found.likeness >= share and meaning.content_share(found) >= _CARRYING


def nearness(found: Comparison) -> float:
    """How near a passage is that does not have the words: shown so that a person may look."""
    return found.likeness if found.likeness >= NEAREST_SHARE and found.same >= _LEAST_SAME - 1 else 0.0


def best(hits: Sequence[Hit]) -> Hit | None:
    """The hit with the best wording, of equal ones the likest, of those the first."""
    worded = [h for h in hits if h.wording]
    return min(worded, key=lambda h: (_RANK[h.wording], -h.comparison.likeness), default=None)


def is_spliced(pieces: Sequence[Piece], single: Hit | None, words: int) -> bool:
    """Whether pieces explain the quotation, and no single passage nearly as well."""
    if len(pieces) < 2 or covered(pieces) < COVERED * words:
        return False
    return single is None or covered(pieces) - single.comparison.same >= _SPLICE_GAIN


def leaves_room(single: Hit | None) -> bool:
    """Whether so many words in a row are unexplained that they may be a piece from elsewhere."""
    if single is None:
        return True
    own = [s.op == SAME for s in single.comparison.steps if s.here is not None]
    return single.wording == ALTERED and any(
        not same and len(list(run)) >= TEXT_PIECE - 1 for same, run in groupby(own)
    )


def is_run_together(found: Comparison) -> bool:
    """Whether two places of one passage are quoted as one, with more left out between them than a few words."""
    return bool(found.omitted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The hit that the verdict rests on, and whether the record has it from somebody else than was asked."""

    hit: Hit | None
    misattributed: bool = False
    unnamed: bool = False


def choose(hits: Sequence[Hit], speaks: Callable[[Hit], bool | None]) -> Choice:
    """The hit to rest on. `speaks` says whether a hit is of the speaker asked for; None where none is named."""
    answers = [(h, speaks(h)) for h in hits if h.wording]
    mine = best([h for h, own in answers if own])
    other = best([h for h, own in answers if own is False])
    nobody = best([h for h, own in answers if own is None])
    if mine and mine.wording in (VERBATIM, PARTIAL):
        return Choice(hit=mine)
    if other and other.wording in (VERBATIM, PARTIAL):
        return Choice(hit=other, misattributed=True)
    if nobody and nobody.wording in (VERBATIM, PARTIAL):
        return Choice(hit=nobody, unnamed=True)
    if mine:
        return Choice(hit=mine)
    if nobody and (other is None or _RANK[nobody.wording] <= _RANK[other.wording]):
        return Choice(hit=nobody, unnamed=True)
    if other and (other.wording == ALTERED or other.comparison.exact):
        return Choice(hit=other, misattributed=True)
    return Choice(hit=other or nobody)
