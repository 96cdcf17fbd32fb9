"""Statements reported several times: which are found to be one utterance, in copies whose every word's origin is known.

    python bench/tellings.py --data dev.jsonl.gz [--seed 5] [--json] [--errors N]

The articles of bench/reprints.py (copies cut, edited, shuffled; quotations and excerpts set into others), with the gold
attributions of the data as their statements: what a tagger would miss is not measured here. Two statements of two
articles are one where they come from the same attribution and at least half of the words left of one are left in the
other. Pairs are counted, by how the later article was made; a false pair is one of statements that come from
different attributions. Peer: the same words (reduced to letters and digits) throughout.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).parent))
from lines import rows
from onrecord.attribution.kinds import kind_of
from onrecord.findings import Range
from onrecord.model import Document, Part, Reading, Span, Statement
from onrecord.span import stable_id, words
from onrecord.store import schema, shared
from onrecord.store.db import Store
from reprint_texts import Made, corpus

LEFT = 0.5  # of the words of an attribution, or
CUT = 8  # words, must be left for a copy to report it
_QUOTED = re.compile(r"[“\"]([^”\"“\n]*)[”\"]")
_TOKEN = re.compile(r"\S+")
Origin = tuple[int, int]  # article, attribution


def contents(article: dict[str, Any]) -> list[set[int]]:
    """For each gold attribution the places of its words among those of the article."""
    at = [m.span() for m in _TOKEN.finditer(article["text"])]
    return [
        {k for k, (s, e) in enumerate(at) if any(s < y and x < e for x, y in a["content"])}
        for a in article["attributions"]
    ]


def told(made: Made, gold: dict[int, list[set[int]]]) -> Iterator[tuple[Origin, Range, frozenset[int]]]:
    """The statements of an article: where each comes from, where it stands, and which of its words are left."""
    here: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for start, end, origin, _ in made.tokens:
        if origin:
            here[origin[0]].setdefault(origin[1], (start, end))
    for source, places in sorted(here.items()):
        for n, wanted in enumerate(gold[source]):
            left = wanted & places.keys()
            if not left or (len(left) < LEFT * len(wanted) and len(left) < CUT):
                continue
            spans = [places[k] for k in left]
            yield (source, n), (min(s for s, _ in spans), max(e for _, e in spans)), frozenset(left)


def reading(made: Made, statements: Sequence[tuple[Origin, Range, frozenset[int]]]) -> tuple[Reading, dict[str, int]]:
    """The article as it is stored, and which statement each id is."""
    sha = sha256(made.text.encode()).hexdigest()
    doc = "d" + sha256(made.id.encode()).hexdigest()[:16]
    quoted = [m.span() for m in _QUOTED.finditer(made.text)]
    seen: Counter[str] = Counter()
    made_rows, ids = [], {}
    for k, (_, (start, end), _) in enumerate(statements):
        text = made.text[start:end]
        name = stable_id("s", doc, "statement", [text], seen[words(text)])
        seen[words(text)] += 1
        ids[name] = k
        made_rows.append(Statement(
            id=name, doc=doc, source=(), cue=(), speaker=None,
            content=(Span(doc=doc, start=start, end=end, text=text),),
            kind=kind_of(made.text, [(start, end)], quoted), act="assertion", score=1.0, why="gold", by="gold",
        ))  # fmt: skip
    document = Document(
        id=doc, key=made.id, location=f"/{made.id}", file=made.id, format="text", text=made.text, text_sha=sha,
        raw_sha=sha + made.id, outlet=made.outlet, published=made.published,
        parts=(Part(start=0, end=len(made.text), label="body"),),
    )  # fmt: skip
    return Reading(document=document, statements=tuple(made_rows)), ids


def groups(store: Store) -> list[list[str]]:
    """The ids of the statements that were found to tell one utterance."""
    s, root, t = schema.statement, schema.statement.alias("root"), schema.telling
    query = sa.select(s.c.id, root.c.id.label("root")).join_from(t, s, s.c.n == t.c.statement)
    found: dict[str, list[str]] = {}
    with store.read() as conn:
        for row in conn.execute(query.join(root, root.c.n == t.c.utterance)):
            found.setdefault(row.root, [row.root]).append(row.id)
    return list(found.values())


def figures(true: set[tuple[str, str]], found: set[tuple[str, str]]) -> dict[str, float | int]:
    both = len(true & found)
    precision, recall = both / (len(found) or 1), both / (len(true) or 1)
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    shares = {"precision": precision, "recall": recall, "f1": f1}
    return {name: round(x, 4) for name, x in shares.items()} | {"gold": len(true), "found": len(found)}


def measure(path: Path, seed: int, errors: int) -> dict[str, Any]:
    articles = list(rows(path))
    made = corpus(articles, seed)
    gold = dict(enumerate(map(contents, articles)))
    of: dict[str, tuple[Made, Origin, frozenset[int], str]] = {}
    by_origin: dict[Origin, list[str]] = defaultdict(list)
    readings = []
    for m in made:
        statements = list(told(m, gold))
        one, ids = reading(m, statements)
        readings.append(one)
        for name, k in ids.items():
            origin, (start, end), left = statements[k]
            of[name] = m, origin, left, m.text[start:end]
            by_origin[origin].append(name)
    true = set()
    for names in by_origin.values():
        for a, b in combinations(sorted(names), 2):
            common = len(of[a][2] & of[b][2])
            if of[a][0] is not of[b][0] and common >= LEFT * min(len(of[a][2]), len(of[b][2])):
                true.add((a, b))
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder, "told.onrecord")) as store:
        run = store.begin_run("bench", {})
        for first in range(0, len(readings), 200):
            store.append(run, readings[first : first + 200])
        before = time.process_time()
        shared.settle(store)
        seconds = time.process_time() - before
        found = {(a, b) for g in groups(store) for a, b in combinations(sorted(g), 2)}
    found = {(a, b) for a, b in found if of[a][0] is not of[b][0]}
    alike: dict[str, list[str]] = defaultdict(list)
    for name, (_, _, _, text) in of.items():
        alike[words(text)].append(name)
    peer = {(a, b) for same in alike.values() for a, b in combinations(sorted(same), 2) if of[a][0] is not of[b][0]}
    natural = {(a, b) for a, b in (found | peer) - true if words(of[a][3]) == words(of[b][3])}  # said twice for real
    kinds = sorted({of[b][0].kind for _, b in true} | {of[a][0].kind for a, _ in true})

    def of_kind(pairs: set[tuple[str, str]], kind: str) -> set[tuple[str, str]]:
        return {p for p in pairs if kind in (of[p[0]][0].kind, of[p[1]][0].kind)}

    for a, b in sorted(found - true - natural)[:errors]:
        print(f"WRONG {of[a][0].kind}: {of[a][3][:150]!r}\n  {of[b][0].kind}: {of[b][3][:150]!r}")
    for a, b in sorted(true - found)[:errors]:
        print(f"missed {of[a][0].kind}: {of[a][3][:150]!r}\n  {of[b][0].kind}: {of[b][3][:150]!r}")
    return {
        "seed": seed,
        "articles": len(made),
        "statements": len(of),
        "seconds": round(seconds, 1),
        "all": figures(true, found - natural),
        "same words throughout (peer)": figures(true, peer - natural),
        "by kind": {kind: figures(of_kind(true, kind), of_kind(found - natural, kind)) for kind in kinds},
    }


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, default=0, help="print this many wrong and missed pairs")
    options = parser.parse_args(argv)
    if not options.data.exists():
        print(f"skipped: {options.data} is not here", file=sys.stderr)
        return
    found = measure(options.data, options.seed, options.errors)
    print(json.dumps(found, ensure_ascii=False, indent=None if options.json else 1))


if __name__ == "__main__":
    main()
