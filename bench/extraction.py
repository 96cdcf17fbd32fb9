"""Article text out of web pages: our cleaner beside plain trafilatura, by the benchmark's own measure.

    python bench/extraction.py --data pages.jsonl.gz [--json] [--worst N] [--floor F1]

The data is one half of scrapinghub/article-extraction-benchmark: one page a line with "html" and the
gold "articleBody". Multisets of 4-grams of word tokens of gold and prediction are compared; counts are
divided by their sum, so that every page weighs the same; precision and recall are averaged over pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from onrecord.clean import clean
from onrecord.model import RawDocument, Rejected
from onrecord.project import Project

_WORD = re.compile(r"\w+")
_N = 4


def tokens(text: str) -> list[str]:
    return _WORD.findall(text)


def grams(words: list[str]) -> Counter[tuple[str, ...]]:
    """The multiset of 4-grams; shorter texts are one gram."""
    if not words:
        return Counter()
    if len(words) < _N:
        return Counter([tuple(words)])
    return Counter(zip(*(words[i:] for i in range(_N)), strict=False))


def page_score(gold: str, found: str) -> tuple[float, float, float, bool]:
    """tp, fp, fn as shares of their sum, and whether the token lists are the same."""
    a, b = tokens(gold), tokens(found)
    left, right = grams(a), grams(b)
    tp = sum((left & right).values())
    fp, fn = sum(right.values()) - tp, sum(left.values()) - tp
    total = (tp + fp + fn) or 1
    return tp / total, fp / total, fn / total, a == b


def summary(scores: Iterable[tuple[float, float, float, bool]]) -> dict[str, float]:
    rows = list(scores)
    precisions = [tp / (tp + fp) for tp, fp, _, _ in rows if tp + fp]
    recalls = [tp / (tp + fn) for tp, _, fn, _ in rows if tp + fn]
    precision = sum(precisions) / (len(precisions) or 1)
    recall = sum(recalls) / (len(recalls) or 1)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    accuracy = sum(row[3] for row in rows) / (len(rows) or 1)
    return {"f1": f1, "precision": precision, "recall": recall, "accuracy": accuracy, "pages": len(rows)}


def ours(page: dict[str, str]) -> str:
    """The body parts of our document."""
    raw = RawDocument(
        key=page["id"], location=page["id"], file=page["id"], format="html", data=page["html"].encode("utf-8"),
        text=page["html"], meta={"url": page["url"]},
    )  # fmt: skip
    document = clean(raw, Project())
    if isinstance(document, Rejected):
        return ""
    return "\n".join(document.text[p.start : p.end] for p in document.parts if p.label == "body")


def trafilatura(page: dict[str, str]) -> str:
    """The peer, as INGEST recommends to call it."""
    from trafilatura import extract

    return extract(page["html"], favor_precision=True, include_comments=False, include_tables=True) or ""


def measure(
    pages: list[dict[str, str]], extractor: Callable[[dict[str, str]], str]
) -> tuple[dict[str, float], list[str]]:
    start = time.process_time()
    found = [extractor(page) for page in pages]
    seconds = time.process_time() - start
    scores = [page_score(page["articleBody"], text) for page, text in zip(pages, found, strict=True)]
    result = summary(scores) | {"pages_per_cpu_second": len(pages) / seconds if seconds else 0.0}
    return {key: round(value, 4) for key, value in result.items()}, found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--worst", type=int, default=0, help="list the pages on which we lose most to the peer")
    parser.add_argument("--floor", type=float, default=0.0, help="exit 1 if our F1 is below this")
    options = parser.parse_args(arguments)
    if not options.data.exists():
        print(f"skipped: {options.data} is not here", file=sys.stderr)
        return 0
    with gzip.open(options.data, "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    ours(pages[0]), trafilatura(pages[0])  # imports are not what is measured
    mine, found = measure(pages, ours)
    peer, theirs = measure(pages, trafilatura)
    if options.json:
        print(json.dumps({"onrecord": mine, "trafilatura": peer}, indent=1))
    else:
        for name, result in (("onrecord", mine), ("trafilatura", peer)):
            print(f"{name:12}", "  ".join(f"{key} {value}" for key, value in result.items()))
    _report_worst(pages, found, theirs, options.worst)
    return 1 if mine["f1"] < options.floor else 0


def _report_worst(pages: list[dict[str, str]], found: list[str], theirs: list[str], count: int) -> None:
    rows = []
    for page, a, b in zip(pages, found, theirs, strict=True):
        mine, peer = page_score(page["articleBody"], a), page_score(page["articleBody"], b)
        rows.append((mine[0] - peer[0], mine, peer, page))
    for gain, mine, peer, page in sorted(rows, key=lambda row: row[0])[:count]:
        print(f"{gain:+.3f} ours tp {mine[0]:.3f} fp {mine[1]:.3f} fn {mine[2]:.3f} peer tp {peer[0]:.3f}", page["url"])


if __name__ == "__main__":
    sys.exit(main())
