"""Whether words that look like a condition are one: what the rest of their sentence must be."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from onrecord.positions.condition_words import words

MAINS = (
    "any",
    "open",
    "live",
    "bound",
    "promised",
    "pending",
    "refusing",
    "lacking",
    "self",
    "coming",
    "counterfactual",
)
"""What `Marker.main` may ask of the rest of a sentence."""

_CLAUSE = re.compile(r"[,;:—–](?:\s|$)|\band that\b")


class Sides(NamedTuple):
    """A sentence about a condition: its own words, the words before it, all but it, and whether it stands in front."""

    condition: str
    before: str
    rest: str
    front: bool


def stands(main: str, sides: Sides) -> bool:
    """Whether the rest of a sentence is such as `main` asks.

    bound: something to come or an attitude; promised: that stands before it, or it stands in front;
    open: something to come, an attitude or a denial; live: no tale of the past; pending: open, or present with a
    condition that is; refusing: a denial before the condition that is no tale; lacking: one, or open where the
    condition stands in front; self: the speaker says what he will do when others act; coming: he does, or something is
    to come and the condition is to be over by then, or somebody binds himself; counterfactual: what would have been.
    """
    condition, before, rest, front = sides
    if main in _OF_REST:
        return _OF_REST[main](rest)
    if main == "live":
        tale = _has("past", condition) and len(rest.split()) > 2 and (_has("past", rest) or "were" not in condition)
        return not tale or any(_has(name, rest) for name in ("modal", "present", "attitude"))
    if main == "promised":
        return _bound(rest if front else _last_clause(before))
    if main == "pending":
        is_so, is_over = _has("present", condition), _has("perfect", condition)
        return _bound(rest) or (is_so and not _has("past", rest)) or (is_over and _has("denial", rest))
    if main == "refusing":
        return _denies(before)
    if main == "lacking":
        return _open(rest) if front else _denies(before)
    if _has("gone", condition) or (_has("past", condition) and not _has("perfect", condition)):
        return False
    if _has("self", rest) and not _has("own", condition):
        return True
    if main != "coming" or front:
        return False
    clause, over = _last_clause(before), _has("done", condition) or _has("perfect", condition)
    return _has("binding", clause) or (over and _has("modal", clause))


def _bound(rest: str) -> bool:
    return _has("modal", rest) or _has("attitude", rest)


def _open(rest: str) -> bool:
    return _bound(rest) or (_has("negation", rest) and not _has("past", rest))


def _denies(before: str) -> bool:
    clause = _last_clause(before)
    return _has("denial", clause) and (_has("modal", clause) or not _has("past", clause))


def _last_clause(before: str) -> str:
    return _CLAUSE.split(before)[-1]


def _has(name: str, low: str) -> bool:
    return words(name).search(low) is not None


_OF_REST: dict[str, Callable[[str], bool]] = {
    "any": lambda _: True,
    "bound": _bound,
    "open": _open,
    "counterfactual": lambda rest: _has("would_have", rest),
}
