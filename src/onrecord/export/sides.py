"""Which positions an export writes: everywhere the same ones, and the same words for more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from onrecord.export.source import Source
from onrecord.store.position_rows import PositionRow

UNCLEAR = "unclear"


def sides(source: Source, *, implied: bool = False, unclear: bool = False, **filters: Any) -> Iterator[PositionRow]:
    """Every report of a position that fits, the earliest first: those whose words take a side themselves.

    With `implied` also those that only follow from the words, with `unclear` also statements that speak of the issue
    without a clear side. Filters are those of `PositionFilters`.
    """
    rows = source.positions(**cast("Any", {**filters, "implied": implied}))
    return (row for row in rows if unclear or row.stance != UNCLEAR)


__all__ = ["sides"]
