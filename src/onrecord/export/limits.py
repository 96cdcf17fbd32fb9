"""What one page holds: the latest articles up to a limit, and an account of what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.store.rows import DocumentRef, NameCount

UNKNOWN_OUTLET = "outlet not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one page may hold before it says what it leaves out."""

    articles: int = 500
    statements: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Articles over the limit: how many, their statements, their dates, and how many of each outlet."""

    articles: int
    statements: int
    undated: int
    first: date | None
    last: date | None
    outlets: tuple[NameCount, ...]


def choose(
    known: Sequence[DocumentRef], counts: Counter[str], limits: Limits
) -> tuple[tuple[DocumentRef, ...], LeftOut | None]:
    """The latest articles that fit, in order of date with the undated last, and what does not fit."""
    newest = sorted(known, key=lambda d: (d.published is None, -(d.published or date.min).toordinal(), d.file, d.id))
    kept, statements = 0, 0
    for ref in newest[: limits.articles]:
        if kept and statements + counts[ref.id] > limits.statements:
            break
        kept += 1
        statements += counts[ref.id]
    over = newest[kept:]
    days = [d.published for d in over if d.published]
    left_out = LeftOut(
        articles=len(over),
        statements=sum(counts[d.id] for d in over),
        undated=len(over) - len(days),
        first=min(days, default=None),
        last=max(days, default=None),
        outlets=ranked(d.outlet or UNKNOWN_OUTLET for d in over),
    )
    chosen = sorted(newest[:kept], key=lambda d: (d.published is None, d.published or date.min, d.file, d.id))
    return tuple(chosen), left_out if over else None


def ranked(names: Iterable[str]) -> tuple[NameCount, ...]:
    """How often each name occurs, the most frequent first, of equal ones in order of the alphabet."""
    ordered = sorted(Counter(names).items(), key=lambda x: (-x[1], x[0]))
    return tuple(NameCount(name=n, count=c) for n, c in ordered)
