#!/usr/bin/env python3
"""How well and how fast an attribution backend reads annotated articles.

    bench/attribution.py --data FILE_OR_DIR [--backend NAME] [--json] [--rules] [--sentences FILE]
                         [--tools DIR]

FILE is JSON Lines, plain or .gz, in PolNeAR's converted form: {"id", "text", "attributions"}; of a
directory every such file is read. A directory with articles/ and gold/attributions.jsonl, in the form
of the sample coverage, is taken too; there, attributions inside others ("nested_in") are left out on
both sides, as PolNeAR's annotators did not mark them.

Printed are the scores of score_attributions.py; the curve of the precision mode (precision and recall
of attributed at every score); and, for --sentences or the cofenet-*.jsonl.gz beside FILE whose ids are
FILE's, the exact span scores of CofeNet (score_bio_spans.py). The tools are looked for in
../shared/tools next to the repository. Where data or tools are absent this says so and exits 0.

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
import subprocess
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
from onrecord.analysis.gold import GoldTable, place, read_gold  # noqa: E402
from onrecord.findings import Attribution  # noqa: E402

TOOLS = REPO.parent / "shared" / "tools"
LEVELS = ("found", "attributed", "complete")


def articles(path: Path) -> Iterator[dict[str, Any]]:
    """The annotated articles of a file or of every file in a directory."""
    if (path / "gold" / "attributions.jsonl").is_file():
        yield from coverage(path)
        return
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


def coverage(folder: Path) -> Iterator[dict[str, Any]]:
    """The articles of a folder in the sample coverage's form, without nested attributions."""
    gold = read_gold(folder / "gold")
    assert isinstance(gold, GoldTable)
    for file, lines in sorted(gold.lines.items()):
        text = (folder / "articles" / file).read_text(encoding="utf-8")
        outer = [line for line in lines if line[1].get("nested_in") is None]
        rows = [{"source": r.source, "cue": r.cue, "content": r.content} for r in place(text, outer)]
        yield {
            "id": file,
            "text": text,
            "attributions": rows,
            "register": outer[0][1].get("register", "") if outer else "",
        }


def outer(found: list[Attribution]) -> list[Attribution]:
    """The attributions that do not lie, with source and cue, in another's content."""

    def inside(a: Attribution, b: Attribution) -> bool:
        mine = (*a.source, *a.cue, *a.content)
        return a is not b and all(any(s <= x and y <= e for s, e in b.content) for x, y in mine)

    return [a for a in found if not any(inside(a, b) for b in found)]


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


def curve(scorer: ModuleType, gold: list[dict[str, Any]], found: list[list[Attribution]]) -> list[dict[str, float]]:
    """Precision and recall of attributed among the attributions that are at least so sure, surest first."""
    judged: list[tuple[float, bool]] = []
    total = 0
    for article, predicted in zip(gold, found, strict=True):
        text = scorer.Article(article["text"])
        marked = [(text.ids(a["content"]), text.ids(a["source"])) for a in article["attributions"]]
        total += len(marked)
        free = set(range(len(marked)))
        for a in sorted(predicted, key=lambda a: -a.score):
            content, source = text.ids(a.content), text.ids(a.source)
            hit = next(
                (
                    k
                    for k in sorted(free)
                    if scorer.jaccard(content, marked[k][0]) >= 0.5 and scorer.jaccard(source, marked[k][1]) >= 0.5
                ),
                None,
            )
            free.discard(-1 if hit is None else hit)
            judged.append((a.score, hit is not None))
    judged.sort(key=lambda j: -j[0])
    out = []
    right = 0
    for n, (value, hit) in enumerate(judged, 1):
        right += hit
        if n == len(judged) or judged[n][0] < value:
            out.append({"score": value, "precision": right / n, "recall": right / total})
    return out


def at_precision(points: list[dict[str, float]], wanted: float = 0.90) -> dict[str, float] | None:
    """The point of the curve with the most recall at that precision, or None."""
    good = [p for p in points if p["precision"] >= wanted]
    return max(good, key=lambda p: p["recall"]) if good else None


def exact_spans(
    tools: Path, sentences: Path, gold: list[dict[str, Any]], found: list[list[Attribution]]
) -> dict[str, Any]:
    """CofeNet's measures, by the shared tools: role -> exact, begin, jaccard."""
    with tempfile.TemporaryDirectory() as folder:
        articles_, predicted, labels = (
            str(Path(folder, n)) for n in ("articles.jsonl", "predicted.jsonl", "bio.jsonl")
        )
        rows = [as_row(a, f) for a, f in zip(gold, found, strict=True)]
        Path(articles_).write_text("".join(json.dumps({"id": a["id"], "text": a["text"]}) + "\n" for a in gold))
        Path(predicted).write_text("".join(json.dumps(r) + "\n" for r in rows))
        convert = [sys.executable, str(tools / "attributions_to_bio.py"), articles_, predicted, str(sentences), labels]
        subprocess.run(convert, check=True, capture_output=True)
        judge = [sys.executable, str(tools / "score_bio_spans.py"), str(sentences), labels, "--json"]
        done = subprocess.run(judge, check=True, capture_output=True, text=True)
    scores: dict[str, Any] = json.loads(done.stdout)["scores"]
    return scores


def sentences_beside(data: Path, gold: list[dict[str, Any]]) -> Path | None:
    """The file of CofeNet's sentences beside `data` that are of these articles."""
    ids = {a["id"] for a in gold}
    for path in sorted((data if data.is_dir() else data.parent).glob("cofenet-*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            of = {json.loads(line)["id"] for line in lines}
        if of and all(i in ids or i.rsplit("_", 1)[0] in ids for i in of):
            return path
    return None


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
    parser.add_argument("--tools", type=Path, default=TOOLS)
    parser.add_argument("--sentences", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rules", action="store_true")
    args = parser.parse_args()
    scorer = load_scorer(args.tools / "score_attributions.py")
    gold = list(articles(args.data)) if args.data.exists() else []
    if scorer is None or not gold:
        missing = f"no annotated article in {args.data}" if scorer else f"no scorer in {args.tools}"
        print(f"skipped: {missing}")
        return 0
    found, speed = predict(gold, args.backend)
    if (args.data / "gold" / "attributions.jsonl").is_file():
        found = [outer(f) for f in found]
    table = score(scorer, gold, found)
    points = curve(scorer, gold, found)
    sentences = args.sentences or sentences_beside(args.data, gold)
    spans = exact_spans(args.tools, sentences, gold, found) if sentences else None
    rules = by_rule(scorer, gold, found) if args.rules else {}
    if args.json:
        result = {
            "backend": args.backend,
            "articles": len(gold),
            "words_per_second": round(speed),
            "scores": table,
            "precision_mode": at_precision(points),
            "curve": points[:: max(1, len(points) // 50)],
            "exact_spans": spans,
        }
        print(json.dumps({**result, "rules": rules} if args.rules else result))
        return 0
    print(f"{args.backend}: {len(gold)} articles, {speed:,.0f} words/s on one core")
    show(table)
    show_curve(points)
    if spans:
        exact = ", ".join(f"{role} {100 * spans[role]['exact']['f1']:.1f}" for role in ("source", "cue", "content"))
        print(f"exact spans (CofeNet) F1: {exact}")
    for rule, (right, n) in rules.items():
        print(f"{rule}\t{right / n:.2f}\t{n}")
    return 0


def show_curve(points: list[dict[str, float]]) -> None:
    """A dozen points of the curve, and the one that the precision mode promises."""
    print("attributed, by least score:")
    for p in points[:: max(1, len(points) // 12)]:
        print(f"  score >= {p['score']:.3f}: precision {100 * p['precision']:.1f}, recall {100 * p['recall']:.1f}")
    best = at_precision(points)
    if best:
        print(f"  precision 90.0 is kept from score {best['score']:.3f} on, at recall {100 * best['recall']:.1f}")


if __name__ == "__main__":
    sys.exit(main())
