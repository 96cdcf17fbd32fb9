#!/usr/bin/env python3
"""How well stance is read: the shipped network on any of the stance sets, by the form of its rows.

    bench/stance.py --data FILE [--json] [--train FILE] [--model FOLDER] [--limit N]

Forms: {"text", "target", "label": support|oppose|neutral} (perspectrum, gwsd, procon20, semeval2016t6, vast): the side
that a text takes on a proposition, among two where no row of the file is neutral. {"text", "target", "start", "end",
"label": positive|negative|neutral} (newsmtsc): the feeling towards one who is named. {"text", "p", "q", "label",
"direction"} (directed_sentiment): five classes, neutral and two directions of two feelings. {"text", "source",
"target", "label"} (seesaw): which of two feelings the source has towards the target, given that it has one. Printed:

macro_f1    the mean F1 of the classes; semeval's own measure, the mean of support and oppose, is `favor`. `unseen` the
same
            over rows whose text is not in the train part (`text_in_train`, or --train, or train.jsonl.gz beside FILE).
per_class   precision, recall, F1, number of rows
majority    macro F1 of always saying the commonest class
abstain     rows in order of how sure the network is: precision at half of them, and the largest share at which
precision is
            still .85. A row is answered right or not; nothing is tuned on it.
speed       prompts a second of CPU time, and pieces a prompt.
Where the data or the model is absent this says so and exits 0.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO / "src"), str(REPO)]

import numpy as np  # noqa: E402

from bench.lines import rows  # noqa: E402
from onrecord.encoder.prompt import CONTENT, CONTEXT, HOLDER, PROPOSITION, SOURCE, TARGET, Segment  # noqa: E402
from onrecord.encoder.stance import DIRECTED, FEELINGS, Stances, open_stances  # noqa: E402
from onrecord.errors import ModelError  # noqa: E402

MODELS = REPO / "src" / "onrecord" / "models"
LONG = 128  # pieces of a prompt: texts of these sets are longer than statements
PRECISE = 0.85
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
Row = dict[str, Any]
Answer = Callable[[Row], tuple[str, float]]
"""A row -> the class that is said, and how sure that is."""


def sure(scores: Any, classes: Sequence[str]) -> tuple[str, float]:
    p = np.exp(scores - scores.max())
    p = p / p.sum()
    best = int(p.argmax())
    return classes[best], float(p[best])


def issue(stances: Stances, two: bool) -> Answer:
    classes = ("support", "oppose") if two else ("support", "oppose", "neutral")

    def answer(r: Row) -> tuple[str, float]:
        text = r.get("text") or r["text_nostop"]
        read = stances.issue([(text, CONTENT)], r["target"], LONG)
        scores = read.sides[: len(classes)].copy()
        if not two:  # what is unclear takes no side
            scores[2] = np.logaddexp(read.sides[2], read.sides[3])
        return sure(scores, classes)

    return answer


def feeling(stances: Stances) -> Answer:
    def answer(r: Row) -> tuple[str, float]:
        a, b, text = r["start"], r["end"], r["text"]
        told = [(text[:a], CONTEXT), (text[a:b], TARGET), (text[b:], CONTEXT)]
        return sure(stances.toward(told, [(r["target"], PROPOSITION)], LONG)[0], FEELINGS)

    return answer


def directed(stances: Stances) -> Answer:
    classes = [label if way is None else f"{label} {way}" for label, way in DIRECTED]

    def answer(r: Row) -> tuple[str, float]:
        told: list[Segment] = []
        at, part = 0, SOURCE
        for m in _BRACKETS.finditer(r["text"]):
            if m[1] in (r["p"], r["q"]):
                told += [(r["text"][at : m.start()], CONTEXT), (m[1], part)]
                at, part = m.end(), TARGET
        about = [(r["p"], HOLDER), (r["q"], PROPOSITION)]
        return sure(stances.toward([*told, (r["text"][at:], CONTEXT)], about, LONG)[1], classes)

    return answer


def polarity(stances: Stances) -> Answer:
    """Which of the two feelings p has towards q: its words are looked for in the sentence, by the last of its name."""

    def answer(r: Row) -> tuple[str, float]:
        told = named(r["text"], r["source"], r["target"])
        about = [
            ("" if r["source"] in ("None", "Not in the list") else r["source"], HOLDER),
            (r["target"], PROPOSITION),
        ]
        towards, ways = stances.toward(told, about, LONG)
        return sure(ways[1:3] + towards[:2], FEELINGS[:2])

    return answer


def named(text: str, source: str, target: str) -> list[Segment]:
    """A sentence with the words of two names marked: the whole name, or its last word, wherever it first stands."""
    found: list[tuple[int, int, int]] = []
    for name, part in ((source, SOURCE), (target, TARGET)):
        for words in (name, name.split()[-1] if name.split() else ""):
            m = re.search(rf"\b{re.escape(words)}", text, re.IGNORECASE) if words else None
            if m and all(m.end() <= a or b <= m.start() for a, b, _ in found):
                found.append((m.start(), m.end(), part))
                break
    out: list[Segment] = []
    at = 0
    for a, b, part in sorted(found):
        out += [(text[at:a], CONTEXT), (text[a:b], part)]
        at = b
    return [*out, (text[at:], CONTEXT)]


def gold_of(r: Row) -> str:
    return f"{r['label']} {r['direction']}" if r.get("direction") else str(r["label"])


def scores(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Macro F1 and the figures of each class, of (gold, said) pairs."""
    classes = sorted({g for g, _ in pairs})
    per: dict[str, dict[str, float]] = {}
    for c in classes:
        hit = sum(g == s == c for g, s in pairs)
        gold, said = sum(g == c for g, _ in pairs), sum(s == c for _, s in pairs)
        per[c] = {
            "precision": round(hit / said, 4) if said else 0.0,
            "recall": round(hit / gold, 4) if gold else 0.0,
            "f1": round(2 * hit / (gold + said), 4) if gold + said else 0.0,
            "rows": gold,
        }
    return {
        "macro_f1": round(float(np.mean([p["f1"] for p in per.values()])), 4) if per else None,
        "accuracy": round(sum(g == s for g, s in pairs) / len(pairs), 4) if pairs else None,
        "rows": len(pairs),
        "per_class": per,
    }


def abstaining(answers: Sequence[tuple[str, str, float]]) -> dict[str, float]:
    """Precision and coverage of (gold, said, how sure) in order of sureness."""
    right = np.cumsum([g == s for g, s, _ in sorted(answers, key=lambda a: -a[2])])
    precision = right / np.arange(1, len(right) + 1)
    enough = np.flatnonzero(precision >= PRECISE)
    return {
        "precision_at_half": round(float(precision[(len(right) - 1) // 2]), 4),
        "coverage_at_85": round(float(enough[-1] + 1) / len(right), 4) if len(enough) else 0.0,
    }


def measure(data: Path, train: Path | None, stances: Stances, limit: int | None) -> dict[str, Any]:
    some = list(itertools.islice(rows(data), limit))
    if not some:
        return {"rows": 0}
    one = some[0]
    if "p" in one:
        answer = directed(stances)
    elif "source" in one:
        answer = polarity(stances)
    elif "start" in one:
        answer = feeling(stances)
    else:
        answer = issue(stances, two=not any(r["label"] == "neutral" for r in some))
    started = time.process_time()
    said = [answer(r) for r in some]
    spent = time.process_time() - started
    pairs = [(gold_of(r), s) for r, (s, _) in zip(some, said, strict=True)]
    found = scores(pairs)
    commonest = Counter(g for g, _ in pairs).most_common(1)[0][0]
    found["majority"] = scores([(g, commonest) for g, _ in pairs])["macro_f1"]
    per = found["per_class"]
    if "support" in per and "neutral" in per:
        found["favor"] = round((per["support"]["f1"] + per["oppose"]["f1"]) / 2, 4)
    beside = train or data.with_name("train.jsonl.gz")
    if "text_in_train" in one:
        seen = [bool(r["text_in_train"]) for r in some]
    elif beside.is_file() and beside != data and "text" in one:
        texts = {r.get("text") for r in rows(beside)}
        seen = [r["text"] in texts for r in some]
    else:
        seen = []
    if any(seen):
        unseen = scores([p for p, s in zip(pairs, seen, strict=True) if not s])
        found["unseen"] = {k: unseen[k] for k in ("macro_f1", "accuracy", "rows")}
    found["abstain"] = abstaining([(g, s, p) for (g, s), (_, p) in zip(pairs, said, strict=True)])
    found["speed"] = round(len(some) / spent, 1)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="How well stance is read.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--train", type=Path)
    parser.add_argument("--model", type=Path, default=MODELS / "stance")
    parser.add_argument("--encoder", type=Path, default=MODELS / "attribution")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if not args.data.is_file():
        print(f"skipped: there is no {args.data}")
        return 0
    try:
        stances = open_stances(args.model, args.encoder)
    except ModelError as e:
        print(f"skipped: {e}")
        return 0
    found = {"data": args.data.name, "model": stances.version, **measure(args.data, args.train, stances, args.limit)}
    print(json.dumps(found) if args.json else json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
