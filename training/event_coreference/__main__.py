"""Fit the judge of event coreference and write src/onrecord/models/event_coreference.

    python -m training.event_coreference --corpora ../shared/data [--cross]

Articles, stories and vectors are read through the code that ships. --cross prints what thresholds do over the training
topics, each fifth judged by networks that were fitted on the others: the one that is used is among the best of them.
Seeds are fixed; sums of floating-point numbers still differ a little between processors, so weights made elsewhere are
not the same byte for byte.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.encoder import act_vectors as vectors
from onrecord.encoder import act_words
from onrecord.events.coreference.judge import unpack
from onrecord.stories.likeness import Pairs as Alike
from onrecord.stories.linking import Part as Linked
from onrecord.stories.linking import link
from training.event_coreference import data, learn

OUT = Path(__file__).resolve().parents[2] / "src/onrecord/models/event_coreference"
NETS, CROSS_NETS, EPOCHS, FOLDS = 8, 2, 5, 5
WEIGHTS = {"gold": 1.0, "found": 1.0, "topic": 0.5}
"""The groupings of the articles within which mentions are paired, and what a pair counts."""
THRESHOLD, THRESHOLDS = 0.38, np.arange(0.26, 0.66, 0.02)


def views(held: data.Part) -> dict[str, data.Pairs]:
    """The pairs within gold stories, within those that the product finds, and within topics."""
    return {
        "gold": data.pairs(held, lambda m: m.story),
        "found": data.pairs(held, lambda m: held.found[m.doc]),
        "topic": data.pairs(held, lambda m: m.topic),
    }


def joined(made: dict[str, data.Pairs]) -> tuple[Any, Any, Any, Any]:
    """Numbers, answers, weights and topics of all pairs."""
    x, y, topic = (np.concatenate([getattr(p, k) for p in made.values()]) for k in ("x", "y", "topic"))
    return x, y, np.concatenate([np.full(len(p.y), WEIGHTS[v]) for v, p in made.items()]), topic


def crossed(made: dict[str, data.Pairs]) -> Any:
    """How likely each pair of the found stories is one event, by networks that did not see its topic."""
    x, y, weight, topic = joined(made)
    wanted = made["found"]
    fold = {t: i % FOLDS for i, t in enumerate(sorted({*topic.tolist()}))}
    of, asked = (np.array([fold[t] for t in some.tolist()]) for some in (topic, wanted.topic))
    out = np.zeros(len(wanted.y))
    for k in range(FOLDS):
        seen = of != k
        arrays = learn.fit(x[seen], y[seen], weight[seen], nets=CROSS_NETS, epochs=EPOCHS)
        out[asked == k] = unpack({**arrays, "threshold": np.array(0.5)})(wanted.x[asked == k])
    return out


def b3(held: data.Part, made: data.Pairs, likely: Any, threshold: float) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of all mentions, brought together within the groups of `made`."""
    gold = [m.chain for m in held.mentions]
    found = [""] * len(gold)
    at = 0
    for number, group in enumerate(made.groups):
        size = len(group)
        b, a = np.array([(i, j) for i in range(size) for j in range(i)], np.int64).reshape(-1, 2).T
        pairs = Alike(a, b, np.asarray(likely[at : at + len(a)], np.float64))
        at += len(a)
        for k, part in enumerate(link([Linked([i]) for i in range(size)], pairs, threshold, 0.0)):
            for i in part.rows:
                found[group[i]] = f"{number} {k}"
    return scored(gold, found)


def scored(gold: Sequence[str], found: Sequence[str]) -> tuple[float, float, float]:
    """B-cubed of one grouping against another."""
    from collections import Counter

    both, a, b = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    p = sum(n * n / b[f] for (_, f), n in both.items()) / len(gold)
    r = sum(n * n / a[g] for (g, _), n in both.items()) / len(gold)
    return p, r, 2 * p * r / (p + r)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--cross", action="store_true")
    given = parser.parse_args()
    file = given.corpora / "ecbplus" / "train.jsonl"
    seen = data.mentions(file)
    axes = data.fit_axes(seen)
    vectors.axes.cache_clear()
    OUT.mkdir(parents=True, exist_ok=True)
    word_mean, word = data.fit_words(seen)
    half = {k: getattr(axes, k).astype(np.float16) for k in ("mean", "trigger", "around")}
    half |= {"word_mean": word_mean.astype(np.float16), "word": word.astype(np.float16)}
    np.savez_compressed(OUT / "axes.npz", **half)
    act_words.space.cache_clear()
    act_words.one.cache_clear()
    held = data.part(file, seen)
    made = views(held)
    if given.cross:
        likely = crossed(made)
        for t in THRESHOLDS:
            p, r, f = b3(held, made["found"], likely, float(t))
            print(f"threshold {t:.2f}: B3 P {p:.4f} R {r:.4f} F1 {f:.4f} on topics that were left out")
    arrays = learn.fit(*joined(made)[:3], nets=NETS, epochs=EPOCHS)
    packed = {k: v.astype(np.float16) if k[0].isdigit() else v for k, v in arrays.items()}
    np.savez_compressed(OUT / "judge.npz", **packed, threshold=np.array(THRESHOLD))
    print(f"{OUT / 'judge.npz'}: {(OUT / 'judge.npz').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
