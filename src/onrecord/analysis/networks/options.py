"""Every choice that makes a network, named as on the command line, and as a line to print under a figure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from onrecord.errors import UsageError

TYPES = ("one-mode", "two-mode")
AGGREGATES = {
    "one-mode": ("ignore", "congruence", "conflict", "subtract"),
    "two-mode": ("ignore", "subtract", "combine"),
}
NORMALIZATIONS = {
    "one-mode": ("no", "average", "jaccard", "cosine_dna", "cosine"),
    "two-mode": ("no", "activity", "prominence"),
}
PERIODS = ("document", "week", "month", "year", "range")
DUPLICATES = ("include", *PERIODS, "reprints")
KERNELS = ("none", "uniform", "triangular", "epanechnikov", "gaussian")
CONFIDENCES = ("as-coded", "expected")
_UNITS = {"d": 1.0, "w": 7.0, "m": 365.2425 / 12, "y": 365.2425}
_LENGTH = re.compile(r"([1-9][0-9]{0,4})([dwmy])")
_ONCE = {
    "document": "once a document",
    "week": "once a week",
    "month": "once a month",
    "year": "once a year",
    "range": "once in the whole time",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The choices. What cannot go together raises UsageError.

    `duplicates` are rules that hold together: "include" alone, or one period, or "reprints", or both. `window` and
    `step` are lengths like 90d, 4w, 6m, 1y. `minimum_node` and `minimum_concept` are statements that one must have.
    `threshold` leaves out rows that are less likely to be right; `confidence` "expected" adds expected weights.
    """

    nodes: str = "person"
    via: str = "concept"
    type: str = "one-mode"
    qualifier: str | None = "agreement"
    aggregate: str = "congruence"
    normalize: str = "no"
    duplicates: tuple[str, ...] = ("reprints",)
    window: str | None = None
    step: str | None = None
    kernel: str = "none"
    since: date | None = None
    until: date | None = None
    minimum_node: int = 1
    minimum_concept: int = 1
    threshold: float | None = None
    confidence: str = "as-coded"
    draws: int = 400
    seed: int = 1
    backbone: float | None = None

    def __post_init__(self) -> None:
        _known("type", self.type, TYPES)
        _known(f"aggregate of a {self.type} network", self.aggregate, AGGREGATES[self.type])
        _known(f"normalization of a {self.type} network", self.normalize, NORMALIZATIONS[self.type])
        for rule in self.duplicates:
            _known("rule for duplicates", rule, DUPLICATES)
        periods = sorted({"include", *PERIODS} & set(self.duplicates))
        if len(periods) > 1 or not self.duplicates or ("include" in periods and len(set(self.duplicates)) > 1):
            raise UsageError(f"give one rule for duplicates, or reprints and one period, not {self.duplicates!r}")
        _known("kernel", self.kernel, KERNELS)
        _known("confidence", self.confidence, CONFIDENCES)
        if self.qualifier is None and self.aggregate != "ignore":
            raise UsageError(f"{self.aggregate} compares what statements say: name a qualifier, or choose ignore")
        for length in (self.window, self.step):
            if length is not None:
                days(length)
        if self.window is None and (self.step is not None or self.kernel != "none"):
            raise UsageError("a step and a kernel belong to a moving window: give a window as well")
        if self.since and self.until and self.until < self.since:
            raise UsageError(f"the time ends ({self.until}) before it begins ({self.since})")
        if self.confidence == "expected" and self.aggregate == "combine":
            raise UsageError("combine gives signs and no weights: there is no expected value of them")
        for name, share in (("threshold", self.threshold), ("backbone", self.backbone)):
            if share is not None and not 0 <= share <= 1:
                raise UsageError(f"the {name} must be from 0 to 1, not {share}")
        if min(self.minimum_node, self.minimum_concept, self.draws) < 1:
            raise UsageError("minimum frequencies and the number of draws must be at least 1")

    def describe(self) -> str:
        """All choices in one plain line."""
        by = f" by {self.qualifier}" if self.qualifier and self.aggregate != "ignore" else ""
        parts = [
            f"{self.nodes} via {self.via}, {self.type}, {self.aggregate}{by}"
            if self.type == "one-mode"
            else f"{self.nodes} by {self.via}, {self.type}, {self.aggregate}{by}",
            "not normalized" if self.normalize == "no" else f"normalized: {self.normalize}",
            f"duplicates: {_counted(self.duplicates)}",
        ]
        if self.window:
            parts.append(f"window {self.window}, step {self.step or f'1{self.window[-1]}'}, kernel {self.kernel}")
        if self.since or self.until:
            parts.append(f"{self.since or 'the beginning'} to {self.until or 'the end'}")
        if self.minimum_node > 1 or self.minimum_concept > 1:
            parts.append(
                f"at least {_many(self.minimum_node)} each {self.nodes}, {self.minimum_concept} each {self.via}"
            )
        parts.append("all rows" if self.threshold is None else f"rows at least {self.threshold:g} likely to be right")
        if self.confidence == "expected":
            parts.append(f"expected weights with 95 % intervals (seed {self.seed}, {self.draws} draws where drawn)")
        if self.backbone is not None:
            parts.append(f"backbone: disparity filter, alpha {self.backbone:g}")
        return "; ".join(parts)


def days(length: str) -> int:
    """A length like 90d, 4w, 6m or 1y in days; months and years are those of the calendar on average, in whole days."""
    found = _LENGTH.fullmatch(length)
    if not found:
        raise UsageError(f"a length of time is a number of d, w, m or y, as in 90d, 4w, 6m, 1y; not {length!r}")
    return round(int(found[1]) * _UNITS[found[2]])


def _counted(rules: Collection[str]) -> str:
    if "include" in rules:
        return "every statement counts"
    told = [_ONCE[p] for p in PERIODS if p in rules]
    if "reprints" in rules:
        told.append("once however many outlets report it")
    return ", ".join(told)


def _many(count: int) -> str:
    return f"{count} statement{'s' * (count > 1)}"


def _known(what: str, given: str, allowed: Collection[str]) -> None:
    if given not in allowed:
        raise UsageError(f"there is no {what} {given!r}; there are {', '.join(allowed)}")
