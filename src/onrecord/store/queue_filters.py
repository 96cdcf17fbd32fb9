"""What a reviewer asks of the queue, checked; and the place of a page in it."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from onrecord.errors import UsageError
from onrecord.project import DEFAULT_SIDE, DEFAULT_SURE
from onrecord.store.encode import dump, printable
from onrecord.store.queue_rows import KINDS, ORDERS
from onrecord.store.statements import Filters

MOST = 500  # rows of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of the queue. `sure` and `side` are the thresholds of statements (events) and of positions."""

    kind: str = "statement"
    order: str = "uncertain"
    issue: str | None = None
    actor: str | None = None
    outlet: str | None = None
    since: date | str | None = None
    until: date | str | None = None
    who: str = ""
    limit: int = 20
    after: str = ""
    blind: bool = False
    overlap: float = 0.2
    sure: float = DEFAULT_SURE
    side: float = DEFAULT_SIDE

    @property
    def filters(self) -> Filters:
        """Those of the filters that statements have."""
        given = {"by": self.actor, "outlet": self.outlet, "since": self.since, "until": self.until}
        found: Any = {name: value for name, value in given.items() if value is not None and value != ""}
        typed: Filters = found
        return typed

    @property
    def person(self) -> str:
        """Who reviews, as the log has them."""
        return printable(self.who).strip()


def check(asked: Asked) -> None:
    """Raises UsageError where what is asked makes no sense."""
    for what, value, there in (("kind", asked.kind, KINDS), ("order", asked.order, ORDERS)):
        if value not in there:
            raise UsageError(f"{what}: {value!r} is none; there are: {', '.join(there)}")
    if not 0 < asked.limit <= MOST:
        raise UsageError(f"limit is a number from 1 to {MOST}")
    if not 0 <= asked.overlap <= 1:
        raise UsageError("overlap is a share from 0 to 1")
    if asked.blind and not asked.person:
        raise UsageError("blind: say who codes (who), so that what they judged is left out and what others did is not")
    if asked.blind and asked.kind in ("event", "actor"):
        raise UsageError("blind: statements and positions are coded blind, not events or names")
    given = {"issue": asked.issue, "outlet": asked.outlet, "since": asked.since, "until": asked.until}
    if asked.kind == "actor" and any(given.values()):
        raise UsageError("two names are of no issue, outlet or day; narrow them by actor alone")
    if asked.kind == "event" and asked.issue:
        raise UsageError("an event is of no issue; narrow events by actor, outlet or day")


def place(asked: Asked) -> Any:
    """Where the page before ended; None at the beginning. Raises UsageError for what is no place in this queue."""
    if not asked.after:
        return None
    try:
        kind, order, where = json.loads(base64.urlsafe_b64decode(asked.after.encode("ascii")))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise _no_place(asked) from None
    if (kind, order) != (asked.kind, asked.order) or not isinstance(where, dict):
        raise _no_place(asked)
    return where


def _no_place(asked: Asked) -> UsageError:
    return UsageError(f"after: {asked.after[:40]!r} is no place in this queue; give the `next` of the page before")


def written(asked: Asked, where: dict[str, Any]) -> str:
    """A place in the queue as the next page is asked for."""
    return base64.urlsafe_b64encode(dump([asked.kind, asked.order, where]).encode()).decode("ascii")


__all__ = ["MOST", "Asked", "check", "place", "written"]
