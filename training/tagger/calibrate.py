"""How sure an attribution is: a logistic model over the tagger's probabilities, fitted on held-out articles."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np

from onrecord.attribution.neural import Neural
from onrecord.attribution.sureness import FEATURES, features


def fit(tagger: Neural, scorer: ModuleType, gold: Sequence[dict[str, Any]]) -> list[float]:
    """Weights of `onrecord.attribution.sureness`: right means content and source overlap by half with one gold row."""
    rows: list[list[float]] = []
    right: list[float] = []
    for article in gold:
        text = scorer.Article(article["text"])
        marked = [(text.ids(a["content"]), text.ids(a["source"])) for a in article["attributions"]]
        reading = tagger.read(article["text"])
        for found in tagger.found(reading):
            content, source = text.ids(found.made.content), text.ids(found.made.source)
            hit = any(scorer.jaccard(content, c) >= 0.5 and scorer.jaccard(source, s) >= 0.5 for c, s in marked)
            rows.append(features(found.bundle, found.made.kind, found.known))
            right.append(float(hit))
    return _logistic(np.asarray(rows), np.asarray(right))


def _logistic(x: Any, y: Any, ridge: float = 1.0, rounds: int = 50) -> list[float]:
    """Ridge logistic regression by Newton's method; the constant is not shrunk."""
    w = np.zeros(len(FEATURES))
    shrink = np.full(len(FEATURES), ridge)
    shrink[0] = 0.0
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (y - p) - shrink * w
        curve = (x * (p * (1 - p))[:, None]).T @ x + np.diag(shrink + 1e-6)
        w += np.linalg.solve(curve, slope)
    return [round(float(v), 4) for v in w]
