"""The roles that articles give an actor, those of one title and body together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onrecord.store.rows import RoleRow

Told = tuple[date | None, date | None]
"""Its beginning and its end, as far as a text tells them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A title (of a body), with every article's words for it, in order of time.

    `told` are the beginnings and ends that texts tell, each pair once; `first` and `last` the days of the first and the
    last article that gives the title.
    """

    title: str
    org: str | None
    told: tuple[Told, ...]
    first: date | None
    last: date | None
    rows: tuple[RoleRow, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """All days that are known of it, in order."""
        known = (self.first, self.last, *(d for pair in self.told for d in pair))
        return tuple(sorted(d for d in known if d))


def tenures(roles: Iterable[RoleRow]) -> tuple[Tenure, ...]:
    """The roles by title and body, whatever the case of their letters; those that are known first come first."""
    alike: dict[tuple[str, str], list[RoleRow]] = {}
    for row in roles:
        alike.setdefault((row.title.casefold(), (row.org or "").casefold()), []).append(row)
    made = [_tenure(some) for some in alike.values()]
    return tuple(sorted(made, key=lambda t: (t.days[:1] or (date.max,), t.title, t.org or "")))


def _tenure(some: list[RoleRow]) -> Tenure:
    days = [r.document.published for r in some if r.document.published]
    told = {(r.since, r.until) for r in some if r.since or r.until}
    return Tenure(
        title=some[0].title, org=some[0].org,
        told=tuple(sorted(told, key=lambda t: (t[0] or date.min, t[1] or date.max))),
        first=min(days, default=None), last=max(days, default=None), rows=tuple(some),
    )  # fmt: skip


__all__ = ["Tenure", "tenures"]
