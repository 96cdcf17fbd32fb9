"""Conditions, issues and positions to table rows, and back (`encode` for all else)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from onrecord.model import Condition
from onrecord.project import Issue
from onrecord.span import stable_id
from onrecord.store.encode import Row, dump, joined, pieces, storable

PROJECT, RECORD = "project", "record"  # where an issue comes from


def condition_row(n: int, c: Condition, document: int, statement: int) -> Row:
    spans, spans_at = joined(c.spans)
    consequence, consequence_at = joined(c.consequence)
    return (
        n, c.id, document, statement, c.marker, c.polarity, c.effect, c.score, c.why, c.by,
        spans_at, consequence_at, spans, consequence,
    )  # fmt: skip


def condition_of(r: Any, doc: str, statement: str) -> Condition:
    return Condition(
        id=r.id, doc=doc, statement=statement, spans=pieces(doc, r.spans, r.spans_at), marker=r.marker,
        polarity=r.polarity, consequence=pieces(doc, r.consequence, r.consequence_at), effect=r.effect,
        score=r.score, why=r.why, by=r.by,
    )  # fmt: skip


def issue_cells(issue: Issue) -> dict[str, Any]:
    """The columns of an issue that say what it is."""
    i = storable(issue)
    lists = {name: dump(list(getattr(i, name))) for name in ("support", "oppose", "words")}
    return {"name": i.name, "statement": i.statement, "parent": i.parent, "key": issue_key(i), **lists}


def issue_key(issue: Issue) -> str:
    """A hash of all that positions on an issue depend on: another one means that they are to be read anew.

    Not its parent: what it is a part of changes nothing that is said of it.
    """
    i = storable(issue)
    said = dump([i.name, i.statement, list(i.support), list(i.oppose), list(i.words)])
    return hashlib.sha256(said.encode("utf-8")).hexdigest()[:16]


def issue_of(r: Any) -> Issue:
    support, oppose, words = (tuple(json.loads(text)) for text in (r.support, r.oppose, r.words))
    return Issue(name=r.name, statement=r.statement, support=support, oppose=oppose, words=words, parent=r.parent)


def position_id(statement: str, issue: str) -> str:
    """The id of what a statement says on an issue. The issue's name counts as it is written, not by its words."""
    return stable_id("p", statement, f"position {issue}", (), 0)


__all__ = [
    "PROJECT",
    "RECORD",
    "condition_of",
    "condition_row",
    "issue_cells",
    "issue_key",
    "issue_of",
    "position_id",
]
