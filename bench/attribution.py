#!/usr/bin/env python3
"""How well and how fast an attribution backend reads annotated articles.

    bench/attribution.py --data FILE_OR_DIR [--backend NAME] [--json] [--rules] [--scorer PATH]

FILE is JSON Lines, plain or .gz, in PolNeAR's converted form: {"id", "text", "attributions"}; of a
directory every such file is read. The scores are those of score_attributions.py, looked for in
../shared/tools next to the repository. Where data or scorer is absent this says so and exits 0.

--rules prints, for each rule of the backend, the share of its finds that are right (content and
source overlap by half with one gold attribution) and their number: the columns of
src/onrecord/data/rules.tsv, which were measured on PolNeAR train (840 articles).
"""

from __future__ import annotations

import argparse
import collections
import gzip
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO / "src"))

from onrecord import backends  # noqa: E402
from onrecord.model import Attribution  # noqa: E402

SCORER = REPO.parent / "shared" / "tools" / "score_attributions.py"
LEVELS = ("found", "attributed", "complete")


def articles(path: Path) -> Iterator[dict[str, Any]]:
    """The annotated articles of a file or of every file in a directory."""
    if path.is_dir():
        for file in sorted([*path.glob("*.jsonl"), *path.glob("*.jsonl.gz")]):
            yield from articles(file)
        return
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if "attributions" not in row or "text" not in row:
                return
            yield row


def load_scorer(path: Path) -> ModuleType | None:
    """The scorer as a module, or None where it is absent."""
    spec = importlib.util.spec_from_file_location("score_attributions", path)
    if not path.is_file() or spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predict(gold: list[dict[str, Any]], backend: str) -> tuple[list[list[Attribution]], float]:
    """The backend's attributions of every article, and words read per second of processor time."""
    attributor = backends.attributor(backend)
    attributor.attribute("Warm up, she said.")
    started = time.process_time()
    found = [attributor.attribute(a["text"]) for a in gold]
    seconds = time.process_time() - started
    return found, sum(len(a["text"].split()) for a in gold) / max(seconds, 1e-9)


def as_row(article: dict[str, Any], found: list[Attribution]) -> dict[str, Any]:
    """One line of the exchange form: docs of the scorer."""
    roles = [{"source": a.source, "cue": a.cue, "content": a.content} for a in found]
    return {"id": article["id"], "attributions": roles}


def score(scorer: ModuleType, gold: list[dict[str, Any]], found: list[list[Attribution]]) -> dict[str, Any]:
    """The scorer's table: class -> measure -> name -> precision, recall, f1."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, "gold.jsonl"), Path(folder, "predicted.jsonl")]
        rows = [gold, [as_row(a, f) for a, f in zip(gold, found, strict=True)]]
        for path, lines in zip(paths, rows, strict=True):
            path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        pairs, _ = scorer.load(*map(str, paths), False)
    total: collections.Counter[Any] = collections.Counter()
    for pair in pairs:
        total.update(scorer.count_article(*pair, 0.5))
    table: dict[str, Any] = scorer.scores(total)
    return table


def by_rule(
    scorer: ModuleType, gold: list[dict[str, Any]], found: list[list[Attribution]]
) -> dict[str, tuple[int, int]]:
    """Rule -> (finds whose content and source agree with a gold attribution by half, finds)."""
    right: collections.Counter[str] = collections.Counter()
    total: collections.Counter[str] = collections.Counter()
    for article, predicted in zip(gold, found, strict=True):
        text = scorer.Article(article["text"])
        marked = [(text.ids(a["content"]), text.ids(a["source"])) for a in article["attributions"]]
        for a in predicted:
            content, source = text.ids(a.content), text.ids(a.source)
            total[a.why] += 1
            right[a.why] += any(
                scorer.jaccard(content, c) >= 0.5 and scorer.jaccard(source, s) >= 0.5 for c, s in marked
            )
    return {rule: (right[rule], n) for rule, n in total.most_common()}


def show(table: dict[str, Any]) -> None:
    """The measures that decide, class by class: precision / recall / F1."""
    print(f"{'class':9} {'gold':>6} {'found':>7}" + "".join(f"  {level + ' P / R / F1':>24}" for level in LEVELS))
    for name, measures in table.items():
        counts = measures["attribution"]["found"]
        cells = []
        for level in LEVELS:
            m = measures["attribution"][level]
            cells.append(" / ".join(f"{100 * (m[k] or 0):.1f}" for k in ("precision", "recall", "f1")))
        print(f"{name:9} {counts['gold']:>6} {counts['predicted']:>7}" + "".join(f"  {c:>24}" for c in cells))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--backend", default=backends.DEFAULT_ATTRIBUTOR)
    parser.add_argument("--scorer", type=Path, default=SCORER)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rules", action="store_true")
    args = parser.parse_args()
    scorer = load_scorer(args.scorer)
    gold = list(articles(args.data)) if args.data.exists() else []
    if scorer is None or not gold:
        missing = f"no annotated article in {args.data}" if scorer else f"no scorer at {args.scorer}"
        print(f"skipped: {missing}")
        return 0
    found, speed = predict(gold, args.backend)
    table = score(scorer, gold, found)
    rules = by_rule(scorer, gold, found) if args.rules else {}
    if args.json:
        result = {
            "backend": args.backend,
            "articles": len(gold),
            "words_per_second": round(speed),
            "scores": table,
        }
        print(json.dumps({**result, "rules": rules} if args.rules else result))
        return 0
    print(f"{args.backend}: {len(gold)} articles, {speed:,.0f} words/s on one core")
    show(table)
    for rule, (right, n) in rules.items():
        print(f"{rule}\t{right / n:.2f}\t{n}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
