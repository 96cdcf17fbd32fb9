"""Which statements count once: the same node, concept and level (unless levels are ignored) within a document, a
week, a month, a year or the whole range, or in several reports of one utterance.

Of statements that count once the first by date is kept, the first in order where dates are the same; one without a date
comes last. Weeks are ISO weeks with their year, months are months of a year. What has no date falls in no period: it is
held against its own document alone. Reports of one utterance are put together before a period is looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.analysis.networks.coded import Coded, Ints
from onrecord.analysis.networks.options import PERIODS

_EPOCH = 719_163  # the ordinal of 1970-01-01, from which numpy counts
_MOST = 2**62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Folded:
    """`kept` are the rows that count, in order; `unit` says for every row which place of `kept` it is folded into."""

    kept: Ints
    unit: Ints


def fold(coded: Coded, rules: Collection[str], *, levels: bool = True) -> Folded:
    """Apply the rules (see `options.DUPLICATES`). `levels`: statements of different levels are never the same."""
    place = np.arange(len(coded), dtype=np.int64)
    early = np.lexsort((place, np.where(coded.day < 0, np.iinfo(np.int64).max, coded.day)))
    keeper = place
    for rule in ("reprints", *PERIODS):
        if rule not in rules:
            continue
        same = [coded.node, coded.concept, *((coded.level,) if levels else ()), *_within(coded, rule)]
        first = _firsts(same, early[keeper[early] == early])
        keeper = first[keeper]
    kept = np.flatnonzero(keeper == place)
    return Folded(kept=kept, unit=np.searchsorted(kept, keeper))


def folded(coded: Coded, rules: Collection[str], *, levels: bool = True) -> Coded:
    """The rows that count; the probability of each is that at least one of the rows folded into it is right."""
    found = fold(coded, rules, levels=levels)
    wrong = np.ones(len(found.kept))
    np.multiply.at(wrong, found.unit, 1 - coded.probability)
    single = np.bincount(found.unit, minlength=len(found.kept)) == 1
    return coded.take(found.kept, np.where(single, coded.probability[found.kept], 1 - wrong))


def _within(coded: Coded, rule: str) -> Sequence[Ints]:
    """The columns that rows must share besides node, concept and level."""
    alone = -1 - np.arange(len(coded), dtype=np.int64)
    if rule == "reprints":
        return (np.where(coded.reprint < 0, alone, coded.reprint),)
    if rule == "range":
        return ()
    document = np.where(coded.document < 0, alone, coded.document)
    if rule == "document":
        return (document,)
    dated = coded.day >= 0
    return np.where(dated, _period(coded.day, rule), -1), np.where(dated, 0, document)


def _period(day: Ints, rule: str) -> Ints:
    """The number of the week, month or year that a day is in; all of them 0 or more."""
    if rule == "week":
        return (day - 1) // 7  # ordinal 1 is a Monday
    dates = (day - _EPOCH).astype("datetime64[D]")
    if rule == "month":
        return np.asarray(dates.astype("datetime64[M]").astype(np.int64) + 12 * 1970)
    return np.asarray(dates.astype("datetime64[Y]").astype(np.int64) + 1970)


def _firsts(columns: Sequence[Ints], order: Ints) -> Ints:
    """For each row of `order` the first row, in this order, with the same values; for any other row itself."""
    out = np.arange(len(columns[0]), dtype=np.int64)
    _, first, which = np.unique(_key([c[order] for c in columns]), return_index=True, return_inverse=True)
    out[order] = order[first][which]
    return out


def _key(columns: Sequence[Ints]) -> Ints:
    """One number for each combination of values."""
    key = np.zeros(len(columns[0]), dtype=np.int64)
    most = 1
    for column in columns:
        if not len(column):
            break
        low, high = int(column.min()), int(column.max())
        if most * (high - low + 1) >= _MOST:
            _, key = np.unique(key, return_inverse=True)
            _, column = np.unique(column, return_inverse=True)
            most, low, high = len(key), 0, len(key) - 1
        key = key * (high - low + 1) + (column - low)
        most *= high - low + 1
    return key
