"""A part of a long list, with the addresses of the parts before and after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[T]):
    """Rows `offset` to `offset + len(items)` of `total` (None where nobody counted; then `more` says if any follow)."""

    items: tuple[T, ...]
    limit: int
    offset: int = 0
    total: int | None = None
    more: bool = False

    @property
    def first(self) -> int:
        """The number of the first row shown, from 1; 0 where there is none."""
        return self.offset + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.offset + len(self.items)

    @property
    def follows(self) -> bool:
        """Whether rows come after these."""
        return self.more if self.total is None else self.last < self.total


def cut(rows: list[T], limit: int, offset: int, total: int | None = None) -> Listing[T]:
    """A listing of rows asked for with one more than `limit`, so that it is known whether any follow."""
    return Listing(items=tuple(rows[:limit]), limit=limit, offset=offset, total=total, more=len(rows) > limit)


def portion(rows: Sequence[T], limit: int, offset: int) -> Listing[T]:
    """A listing out of all rows."""
    return Listing(items=tuple(rows[offset : offset + limit]), limit=limit, offset=offset, total=len(rows))


def neighbours(part: Listing[T], path: str, query: Mapping[str, str]) -> dict[str, str]:
    """The addresses of the parts before ("prev") and after ("next"), where there are such."""
    out = {}
    if part.offset > 0:
        out["prev"] = _at(path, query, max(part.offset - part.limit, 0), part.limit)
    if part.follows:
        out["next"] = _at(path, query, part.offset + part.limit, part.limit)
    return out


def _at(path: str, query: Mapping[str, str], offset: int, limit: int) -> str:
    kept = {k: v for k, v in query.items() if k not in ("offset", "limit") and v != ""}
    return f"{path}?{urlencode({**kept, 'limit': limit, 'offset': offset})}"


__all__ = ["Listing", "cut", "neighbours", "portion"]
