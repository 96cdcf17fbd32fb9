"""How sure an attribution is: the tagger's and the links' probabilities, calibrated."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.attribution.assemble import Bundle
from onrecord.attribution.details import Known

FEATURES = (
    "one",
    "content",
    "content_least",
    "cue",
    "cue_least",
    "source",
    "source_least",
    "no_source",
    "content_link",
    "source_link",
    "quoted",
    "same",
    "both",
    "pieces",
)


def features(bundle: Bundle, kind: str, known: Known) -> list[float]:
    """What the score is computed from: log probabilities, and facts."""
    content = [p.score for p in bundle.contents]
    return [
        1.0,
        sum(content) / len(content),
        min(p.least for p in bundle.contents),
        bundle.cue.score,
        bundle.cue.least,
        bundle.source.score if bundle.source else 0.0,
        bundle.source.least if bundle.source else 0.0,
        0.0 if bundle.source else 1.0,
        math.log(max(bundle.content_link, 1e-6)),
        math.log(max(bundle.source_link, 1e-6)),
        0.0 if kind == "indirect" else 1.0,
        float(known.same),
        float(known.both),
        float(len(content) - 1),
    ]


@dataclass(frozen=True, slots=True)
class Sureness:
    """A logistic model over `FEATURES`, fitted on articles the network was not trained on."""

    weights: tuple[float, ...]

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Sureness:
        return cls(tuple(settings.get("sureness", (0.0,) * len(FEATURES))))

    def __call__(self, bundle: Bundle, kind: str, known: Known) -> float:
        """The share of attributions like this one that are right (content and source by half), 0..1."""
        value = sum(w * x for w, x in zip(self.weights, features(bundle, kind, known), strict=True))
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, value)))), 4)
