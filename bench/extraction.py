"""Article text out of web pages: our cleaner beside single libraries, by the benchmark's own measure.

    python bench/extraction.py --data pages.jsonl.gz [--json] [--worst N] [--floor F1] [--errors]

The data is one half of scrapinghub/article-extraction-benchmark: one page a line with "html" and the
gold "articleBody". Multisets of 4-grams of word tokens of gold and prediction are compared; counts are
divided by their sum, so that every page weighs the same; precision and recall are averaged over pages.
"f1_spread": the 5th and 95th percentile of F1 over 1,000 draws of as many pages, with a fixed seed.

Peers: trafilatura; readability-lxml with html-text, and resiliparse, where they are installed.
Fields (title, published, byline, outlet) are judged on the pages that bench/gold/extraction-meta.jsonl knows,
by hashes of their words; trafilatura's own metadata stands beside.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from lines import rows
from onrecord.clean import clean
from onrecord.model import Document, RawDocument
from onrecord.project import Project
from onrecord.span import words

_WORD = re.compile(r"\w+")
_N = 4
_DRAWS = 1000
_META = Path(__file__).parent / "gold" / "extraction-meta.jsonl"
FIELDS = ("title", "published", "byline", "outlet")
Pages = list[dict[str, str]]


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


def spread(scores: list[tuple[float, float, float, bool]]) -> list[float]:
    """F1 of other draws of the same number of pages: how much luck is in the figure."""
    draw = random.Random(5)
    found = sorted(summary(draw.choices(scores, k=len(scores)))["f1"] for _ in range(_DRAWS))
    return [round(found[_DRAWS // 20], 4), round(found[-_DRAWS // 20], 4)]


def read(page: dict[str, str]) -> Document | None:
    raw = RawDocument(
        key=page["id"], location=page["id"], file=page["id"], format="html", data=page["html"].encode("utf-8"),
        text=page["html"], meta={"url": page["url"]},
    )  # fmt: skip
    document = clean(raw, Project())
    return document if isinstance(document, Document) else None


def ours(page: dict[str, str]) -> str:
    """The body parts of our document."""
    document = read(page)
    return "\n".join(document.text[p.start : p.end] for p in document.parts if p.label == "body") if document else ""


def trafilatura(page: dict[str, str]) -> str:
    """The peer, called for precision, comments off: the best of its settings here."""
    from trafilatura import extract

    return extract(page["html"], favor_precision=True, include_comments=False, include_tables=True) or ""


def readability(page: dict[str, str]) -> str:
    """readability-lxml's part of the page, as text by html-text."""
    from html_text import extract_text
    from readability import Document as Readable

    return str(extract_text(Readable(page["html"]).summary()))


def resiliparse(page: dict[str, str]) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page["html"], main_content=True, alt_texts=False, list_bullets=False))


EXTRACTORS: dict[str, Callable[[dict[str, str]], str]] = {
    "onrecord": ours, "trafilatura": trafilatura, "readability": readability, "resiliparse": resiliparse,
}  # fmt: skip


def measure(pages: Pages, extractor: Callable[[dict[str, str]], str]) -> tuple[dict[str, Any], list[str]]:
    extractor(pages[0])  # imports are not what is measured
    start = time.process_time()
    found = [extractor(page) for page in pages]
    seconds = time.process_time() - start
    scores = [page_score(page["articleBody"], text) for page, text in zip(pages, found, strict=True)]
    result = summary(scores) | {"pages_per_cpu_second": len(pages) / seconds if seconds else 0.0}
    return {key: round(value, 4) for key, value in result.items()} | {"f1_spread": spread(scores)}, found


def our_fields(page: dict[str, str]) -> dict[str, str]:
    document = read(page)
    return {name: str((document and getattr(document, name)) or "") for name in FIELDS}


def trafilatura_fields(page: dict[str, str]) -> dict[str, str]:
    from trafilatura import extract_metadata

    said = extract_metadata(page["html"], default_url=page["url"])
    values = (said.title, said.date, said.author, said.sitename) if said else ("",) * len(FIELDS)
    return dict(zip(FIELDS, (value or "" for value in values), strict=True))


def plain(name: str, value: str) -> str:
    """What is hashed of a value: its words; of a byline the persons in order of the alphabet; of a date itself."""
    if name == "published":
        return value
    if name == "byline":
        return ";".join(sorted(words(p) for p in re.split(r",|;|\band\b", value) if p.strip()))
    return words(value).removeprefix("the ")


def fields(pages: Pages, reader: Callable[[dict[str, str]], dict[str, str]], errors: bool) -> dict[str, Any]:
    """Per field how many are right, wrong and absent; where the page tells none, finding none is right."""
    rows = [json.loads(line) for line in _META.read_text("utf-8").splitlines()]
    gold = {row["id"]: row for row in rows}
    counts: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    for page in pages:
        row = gold.get(page["id"])
        got = reader(page) if row else {}
        for name in FIELDS if row else ():
            wanted, value = row[name] or [], got[name]
            said = plain(name, value) if name == "published" else _sha(plain(name, value))
            verdict = (
                "absent" if not value and wanted else "right" if said in wanted or not (value or wanted) else "wrong"
            )
            counts[name][verdict] += 1
            if errors and verdict != "right":
                print(f"{name}\t{verdict}\t{value!r}\t{page['url']}")
    return {name: {v: counts[name][v] for v in ("right", "wrong", "absent")} for name in FIELDS}


def _sha(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:16]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--worst", type=int, default=0, help="list the pages on which we lose most to trafilatura")
    parser.add_argument("--errors", action="store_true", help="print every field of ours that is wrong or absent")
    parser.add_argument("--floor", type=float, default=0.0, help="exit 1 if our F1 is below this")
    options = parser.parse_args(arguments)
    if not options.data.exists():
        print(f"skipped: {options.data} is not here", file=sys.stderr)
        return 0
    pages = list(rows(options.data))
    results: dict[str, Any] = {}
    texts: dict[str, list[str]] = {}
    for name, extractor in EXTRACTORS.items():
        try:
            results[name], texts[name] = measure(pages, extractor)
        except ImportError as missing:
            results[name] = {"absent": str(missing)}
    results["onrecord"]["fields"] = fields(pages, our_fields, options.errors)
    results["trafilatura"]["fields"] = fields(pages, trafilatura_fields, errors=False)
    if options.json:
        print(json.dumps(results, indent=1))
    else:
        for name, result in results.items():
            print(f"{name:12}", "  ".join(f"{key} {value}" for key, value in result.items()))
    _report_worst(pages, texts["onrecord"], texts["trafilatura"], options.worst)
    return 1 if results["onrecord"]["f1"] < options.floor else 0


def _report_worst(pages: Pages, found: list[str], theirs: list[str], count: int) -> None:
    rows = []
    for page, a, b in zip(pages, found, theirs, strict=True):
        mine, peer = page_score(page["articleBody"], a), page_score(page["articleBody"], b)
        rows.append((mine[0] - peer[0], mine, peer, page))
    for gain, mine, peer, page in sorted(rows, key=lambda row: row[0])[:count]:
        print(f"{gain:+.3f} ours tp {mine[0]:.3f} fp {mine[1]:.3f} fn {mine[2]:.3f} peer tp {peer[0]:.3f}", page["url"])


if __name__ == "__main__":
    sys.exit(main())
