"""From vectors to decisions: the general head, and heads that a reviewer's labels made for one issue.

A head is a linear layer over the network's features: scores of the sides (support, oppose, none, unclear) and two flags
(conditional, implied). `learn` fits one to labels by minimising their cross entropy plus the squared distance from the
general head (a Gaussian prior around it; Chelba and Acero, EMNLP 2004): few labels change little, and many decide. On
statements that nobody judged it is held to what the general head says of them (as learning without forgetting does; Li
and Hoiem, ECCV 2016): the ones that a reviewer judged are not like the rest, most of which takes no side.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder import stance
from onrecord.encoder.decode import Floats
from onrecord.positions.decision import NO_STANCE, Decision, Label, Vector
from onrecord.positions.reading import ADDED

SUPPORT, OPPOSE, NONE, UNCLEAR = range(len(stance.SIDES))
SIDES = len(stance.SIDES)
CONDITIONAL, IMPLIED = SIDES, SIDES + 1
PULL, PULL_BIAS = 15.0, 8.0
"""How strongly the weights of a head and its biases are held near the general ones, against the sum over all labels."""
FEW = 64
"""Of more labels the pull on the weights is as much less: they tell what they mean on this issue."""
AROUND, HOLD = 256, 2.0
"""Of statements that nobody judged as many hold a head, all together so many times as much as all labels."""
STEPS = 100
_MAGIC = b"onrecord-head-1"
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What decides the positions on one issue: weights by row of score, the last of each its bias.

    `labels` says how many judgements made it; 0: the general one. `model` is the version of the network it is for.
    """

    weights: Floats
    labels: int = 0
    model: str = ""

    def to_bytes(self) -> bytes:
        body = self.weights.astype("<f4").tobytes()
        return b"\0".join((_MAGIC, self.model.encode(), str(self.labels).encode(), body))

    @classmethod
    def from_bytes(cls, data: bytes) -> Head:
        """Raises ValueError where these are not a head's bytes, or one of another model."""
        magic, _, rest = data.partition(b"\0")
        model, _, rest = rest.partition(b"\0")
        labels, _, body = rest.partition(b"\0")
        general = _general()
        if magic != _MAGIC or len(body) != 4 * general.weights.size or not labels.isdigit():
            raise ValueError("not the bytes of a head")
        if model.decode("utf-8", "replace") != general.model:
            raise ValueError("a head of another model")
        weights = np.frombuffer(body, dtype="<f4").reshape(general.weights.shape).astype(np.float32)
        return cls(weights=weights, labels=int(labels), model=general.model)


def _general() -> Head:
    network = stance.load()
    return Head(weights=network.head, model=network.version)


def learn(examples: Sequence[tuple[Vector, Label]], general: Head | None = None, around: Sequence[Vector] = ()) -> Head:
    """The head of an issue out of the labels a reviewer gave, near the general one (by default that of what ships).

    `around`: statements on the issue that nobody judged; some AROUND of them are enough. The same labels and
    statements, in any order, give the same bytes. Sides count alike, however often each was labelled: which statements
    a reviewer chose to judge says nothing of how often a side is taken. The fit is an accelerated descent (Beck and
    Teboulle, SIAM Journal on Imaging Sciences 2009), its steps as long as the steepest slope allows that there can be.
    """
    start = general or _general()
    some = sorted(examples, key=lambda e: (_hash(e[0]), e[1].stance, e[1].strength))
    if not some:
        return start
    others = sorted(around, key=_hash)
    labels, vectors = [label for _, label in some], [*(v for v, _ in some), *others]
    added = _added(vectors)
    allowed = np.stack([_allowed(label) for label in labels])
    flags, told = (np.concatenate([x, np.zeros((len(others), x.shape[1]))]) for x in _flags(labels))
    held_to = np.full((len(others), 1), HOLD * len(some) / max(len(others), 1))
    weight = np.concatenate([_alike(allowed), held_to])
    origin = start.weights.astype(np.float64)
    # In units in which all are held alike, a few steps are enough.
    pull = PULL * min(1.0, FEW / len(some))
    held = np.sqrt(np.append(np.full(origin.shape[1] - 1, pull), PULL_BIAS))
    x = np.stack([_inputs(v) for v in vectors]) / held
    said_before = _softmax((x @ (origin * held).T)[len(some) :, :SIDES] + added[len(some) :])
    step = 1 / (0.5 * float(np.linalg.eigvalsh((x * weight).T @ x)[-1]) + 1)
    moved = ahead = np.zeros_like(origin)
    pace = 1.0
    for _ in range(STEPS):
        scores = x @ (origin * held + ahead).T
        sides = _softmax(scores[:, :SIDES] + added)
        wanted = sides[: len(some)] * allowed
        wanted /= wanted.sum(1, keepdims=True)
        wrong = sides - np.concatenate([wanted, said_before])
        slope = np.concatenate([wrong, told * (_logistic(scores[:, SIDES:]) - flags)], axis=1)
        before, moved = moved, ahead - step * ((weight * slope).T @ x + ahead)
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead, pace = moved + (pace - 1) / faster * (moved - before), faster
    weights = (origin + moved / held).astype(np.float32)
    return Head(weights=weights, labels=len(some), model=start.model)


def _hash(vector: Vector) -> bytes:
    return hashlib.sha256(vector.tobytes()).digest()


def _added(vectors: Sequence[Vector]) -> Numbers:
    return np.stack([v[ADDED].astype(np.float64) for v in vectors])


def _alike(allowed: Numbers) -> Numbers:
    """How much each label counts, one on average, so that all sides together count the same."""
    parts = allowed / allowed.sum(1, keepdims=True)
    often = parts.sum(0)
    weight = (parts / np.where(often > 0, often, 1.0)).sum(1, keepdims=True)
    return np.asarray(weight * len(weight) / weight.sum())


def probabilities(vectors: Sequence[Vector], head: Head | None = None) -> tuple[Numbers, Numbers]:
    """Of each vector the probabilities of the sides, and of the flags."""
    used = head or _general()
    calm = float(stance.load().settings.get("temperature", 1.0))
    if not vectors:
        return np.zeros((0, SIDES)), np.zeros((0, len(stance.FLAGS)))
    scores = np.stack([_inputs(v) for v in vectors]) @ used.weights.T.astype(np.float64)
    return _softmax((scores[:, :SIDES] + _added(vectors)) / calm), _logistic(scores[:, SIDES:])


def decide(vectors: Sequence[Vector], head: Head | None, conditional: Sequence[bool], sure: float) -> list[Decision]:
    """What is decided of each vector; `head` is the issue's or None. `conditional`: the statement has a condition.

    A side that is less sure than `sure` is "unclear".
    """
    sides, flags = probabilities(vectors, head)
    told = f"by {head.labels} judgements on this issue" if head and head.labels else ""
    return [_decision(p, f, held, sure, told) for p, f, held in zip(sides, flags, conditional, strict=True)]


def _decision(p: Numbers, flags: Numbers, held: bool, sure: float, told: str) -> Decision:
    taken = float(p[SUPPORT] + p[OPPOSE])
    best = SUPPORT if p[SUPPORT] >= p[OPPOSE] else OPPOSE
    shown = ", ".join(f"{name} {value:.2f}" for name, value in zip(stance.SIDES, p.tolist(), strict=True))
    why = f"{shown}; {told}" if told else shown
    strength = "implied" if flags[1] >= 0.5 else "explicit"
    if p[NONE] >= max(0.5, taken):
        return Decision(stance=NO_STANCE, strength=strength, score=float(p[NONE]), why=why)
    if held and flags[0] >= 0.5 and taken >= sure:
        return Decision(stance="conditional", strength=strength, score=taken, why=f"{why}, conditional {flags[0]:.2f}")
    if p[best] >= sure:
        return Decision(stance=stance.SIDES[best], strength=strength, score=float(p[best]), why=why)
    return Decision(stance="unclear", strength=strength, score=float(p[UNCLEAR] + p[best]), why=why)


def _inputs(vector: Vector) -> Numbers:
    return np.append(vector[: stance.FEATURES].astype(np.float64), 1.0)


def _allowed(label: Label) -> Numbers:
    """Which sides a label leaves open: a condition may hang on either."""
    sides = {
        "support": (SUPPORT,),
        "oppose": (OPPOSE,),
        "conditional": (SUPPORT, OPPOSE),
        "unclear": (UNCLEAR,),
        NO_STANCE: (NONE,),
    }[label.stance]
    return np.isin(np.arange(SIDES), sides).astype(np.float64)


def _flags(labels: Sequence[Label]) -> tuple[Numbers, Numbers]:
    """What the flags of labels are, and which of them a label tells."""
    taken = np.array([label.stance not in (NO_STANCE, "unclear") for label in labels])
    flags = np.array([[label.stance == "conditional", label.strength == "implied"] for label in labels])
    told = np.stack([taken, taken & np.array([bool(label.strength) for label in labels])], axis=1)
    return flags.astype(np.float64), told.astype(np.float64)


def _softmax(scores: Numbers) -> Numbers:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True))


def _logistic(scores: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-scores)))
