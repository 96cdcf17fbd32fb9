"""Positions read by a plain rule, so that what the store makes of them is tested, not what the model finds.

A statement is worth reading where it names one of the issue's words (else its name). "welcome" is for it, "refuse"
against it, "might" makes it implied; more of them make it surer. A head is the judged vectors, each with its label.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from store_factory import Line, reading

from onrecord.model import Condition, Reading, Span
from onrecord.positions import heads as real_heads
from onrecord.positions import reading as real_reading
from onrecord.positions.decision import NO_STANCE, Decision, Label, Scored, Vector
from onrecord.positions.spoken import Spoken
from onrecord.project import Issue
from onrecord.span import stable_id
from onrecord.store import issues, positions_reading, schema
from onrecord.store.db import Store

GATES = Issue(name="gates", statement="The gates should stay open.", words=("gates", "lock"))
TOLL = Issue(name="toll", statement="The toll should be dropped.")
SURE = 0.6
WORDS = ("welcome", "refuse", "might", "gates", "toll")


@dataclass
class Model:
    """The model of these tests: what it was asked, and its version."""

    version: str = "test/1"
    read: int = 0

    def by(self) -> str:
        return self.version

    def candidates(self, spoken: Sequence[Spoken], issue: Issue) -> list[int]:
        wanted = [w.casefold() for w in issue.words or (issue.name,)]
        return [i for i, s in enumerate(spoken) if any(w in _words(s) for w in wanted)]

    def score(self, spoken: Sequence[Spoken], issue: Issue) -> list[Scored]:
        self.read += len(spoken)
        return [Scored(vector=self.vector(s, issue), why="named") for s in spoken]

    def vector(self, spoken: Spoken, issue: Issue) -> Vector:
        said = _words(spoken)
        for start, end in spoken.inner:
            said = said.replace(spoken.text[start:end].casefold(), "")
        turned = [said.count(w.casefold()) for w in issue.oppose]
        return np.array([*(said.count(w) for w in WORDS), sum(turned), len(spoken.speaker)], dtype=np.float16)


def _words(spoken: Spoken) -> str:
    return " ".join(s.text for s in spoken.statement.content).casefold()


@dataclass(frozen=True)
class Head:
    """What was judged: vectors, each with a stance and a strength."""

    known: tuple[tuple[tuple[float, ...], str, str], ...]
    labels: int = 0

    def to_bytes(self) -> bytes:
        return json.dumps([self.labels, self.known]).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Head:
        labels, known = json.loads(data)
        return cls(known=tuple((tuple(v), stance, strength) for v, stance, strength in known), labels=labels)


def learn(
    examples: Sequence[tuple[Vector, Label]], general: None = None, around: Sequence[Vector] = ()
) -> Head:  # fmt: skip
    known = sorted((tuple(map(float, v)), label.stance, label.strength) for v, label in examples)
    return Head(known=tuple(known), labels=len(examples))


def decide(
    vectors: Sequence[Vector], head: Head | None, conditional: Sequence[bool], sure: float
) -> list[Decision]:  # fmt: skip
    return [_decision(v, head, held, sure) for v, held in zip(vectors, conditional, strict=True)]


def _decision(v: Vector, head: Head | None, held: bool, sure: float) -> Decision:
    strength = "implied" if v[2] else "explicit"
    for known, stance, said in head.known if head else ():
        if known == tuple(map(float, v)):
            return Decision(stance=stance, strength=said or strength, score=0.99, why=f"as {head.labels} judged")
    side = float(v[0] - v[1] - v[5])
    if not side and not (v[0] or v[1]):
        return Decision(stance=NO_STANCE, strength=strength, score=0.9, why="takes no side")
    score = 0.4 + min(0.5, 0.25 * abs(side))
    stance = "unclear" if score < sure else "conditional" if held else "support" if side > 0 else "oppose"
    return Decision(stance=stance, strength=strength, score=score, why="words")


def patch(monkeypatch: Any = None) -> Model:
    """Put the plain rule in the model's place."""
    made = Model()
    put = monkeypatch.setattr if monkeypatch else setattr
    put(real_reading, "by", made.by)
    put(real_reading, "candidates", made.candidates)
    put(real_reading, "read", made.score)
    put(real_heads, "Head", Head)
    put(real_heads, "learn", learn)
    put(real_heads, "decide", decide)
    return made


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Model:
    return patch(monkeypatch)


def sided(key: str, lines: Sequence[Line], **how: Any) -> Reading:
    """An article with a statement a line; what follows " if " or " unless " in one is its condition."""
    made = reading(key, lines, **how)
    return replace(made, conditions=tuple(_conditions(made)))


def _conditions(made: Reading) -> Any:
    doc, text = made.document.id, made.document.text
    for statement in made.statements:
        content = statement.content[0]
        for marker in ("if", "unless"):
            at = content.text.find(f" {marker} ")
            if at < 0:
                continue
            cut = content.start + at
            spans = (Span(doc=doc, start=cut + 1, end=content.end, text=text[cut + 1 : content.end]),)
            before = (Span(doc=doc, start=content.start, end=cut, text=text[content.start : cut]),) if at else ()
            yield Condition(
                id=stable_id("c", doc, statement.id, [s.text for s in spans], 0), doc=doc, statement=statement.id,
                spans=spans, marker=marker, polarity="met" if marker == "if" else "unmet", consequence=before,
                effect="promise", score=0.8, why="marker", by="test/1",
            )  # fmt: skip


def settle(store: Store, *wanted: Issue, sure: float = SURE) -> bool:
    """What an `add` of a project with these issues does at its end (none: those of before)."""
    if wanted:
        issues.note(store, wanted)
    return positions_reading.settle(store, sure)


def state(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All that is kept of positions, without the numbers of rows."""
    asked = {
        "position": "SELECT p.id, s.id, i.name, p.stance, p.strength, c.id, p.score, p.why, p.found, p.asked, p.by,"
        " p.vector FROM position p JOIN statement s ON s.n = p.statement JOIN issue i ON i.n = p.issue"
        " LEFT JOIN condition c ON c.n = p.condition ORDER BY p.id",
        "read": "SELECT d.id, i.name, r.seen FROM position_read r JOIN document d ON d.n = r.document"
        " JOIN issue i ON i.n = r.issue ORDER BY d.id, i.name",
        "head": "SELECT i.name, h.labels, h.head, h.sure FROM issue_head h JOIN issue i ON i.n = h.issue"
        " ORDER BY i.name",
        "stands": "SELECT s.id, i.name, x.verdict, x.stance, x.strength FROM position_standing x"
        " JOIN statement s ON s.n = x.statement JOIN issue i ON i.n = x.issue ORDER BY s.id, i.name",
    }
    with store.read() as conn:
        return {name: [tuple(r) for r in conn.exec_driver_sql(sql)] for name, sql in asked.items()}


def count(store: Store, table: sa.Table = schema.position) -> int:
    with store.read() as conn:
        return int(conn.scalar(sa.select(sa.func.count()).select_from(table)) or 0)
