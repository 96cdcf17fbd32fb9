#!/usr/bin/env python3
"""How well the words of an article that mean the same are brought together.

    bench/coreference.py --data FILE [--json] [--encoder FOLDER] [--model FOLDER] [--no-baseline]

FILE is JSON Lines in GUM's converted form: {"id", "genre", "text", "onto_clusters": [[[start, end], ...], ...]}.
Printed are, for the genres news, interview and speech together, for each genre and for all documents: MUC (Vilain
et al. 1995), B3 (Bagga and Baldwin 1998), CEAF-e (Luo 2005), their mean (CoNLL F1), mentions found, all on mentions
that were found by the same pass, without singletons, exact spans; the same with the gold mentions given (what
linking alone loses); the same for the rules alone (`actors.speakers.resolve_document`, which reads actors only);
and how many pronouns are linked to an antecedent of their gold cluster.
A FILE in NewsWCL50's form (rows with "mentions") is measured by bench/newswcl.py.
Where the data or the model is absent this says so and exits 0.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO / "src"), str(REPO)]

from onrecord.actors.chains import Chains, chains  # noqa: E402
from onrecord.actors.speakers import resolve_document  # noqa: E402
from onrecord.attribution.neural import Neural  # noqa: E402
from onrecord.attribution.passages import passages  # noqa: E402
from onrecord.encoder.coreference import Coreference, begin, open_coreference  # noqa: E402
from onrecord.encoder.engine import Encoder, open_encoder  # noqa: E402
from onrecord.encoder.sheet import make_sheet  # noqa: E402
from onrecord.errors import ModelError  # noqa: E402
from onrecord.findings import Attribution, Range  # noqa: E402
from onrecord.layout import lay_out  # noqa: E402
from onrecord.model import Document  # noqa: E402
from onrecord.project import Project  # noqa: E402

Clusters = Sequence[Sequence[Range]]
Sums = tuple[float, float, float, float]
"""What precision is made of (right, of how many), and what recall is."""
BAR = ("news", "interview", "speech")
MODELS = REPO / "src" / "onrecord" / "models"
PRONOUNS = {
    "he, she": "he him his himself she her hers herself",
    "it": "it its itself",
    "they": "they them their theirs themselves",
    "first and second person": "i me my mine myself we us our ours ourselves you your yours yourself yourselves",
}
KIND_OF = {word: kind for kind, words in PRONOUNS.items() for word in words.split()}
_UNNAMED = frozenset(
    [*KIND_OF, *["this", "that", "these", "those", "who", "whom", "whose", "which", "each", "other", "one", "another"]]
)


def muc(gold: Clusters, found: Clusters) -> Sums:
    """Links kept: of a cluster's n - 1 links, those that the other side's partition does not cut."""
    return (*_links(found, gold), *_links(gold, found))


def _links(keys: Clusters, answers: Clusters) -> tuple[float, float]:
    of = _cluster_of(answers)
    right = total = 0
    for cluster in keys:
        spans = set(cluster)
        parts = {of[s] for s in spans if s in of}
        lost = sum(s not in of for s in spans)
        right += len(spans) - len(parts) - lost
        total += len(spans) - 1
    return right, total


def b_cubed(gold: Clusters, found: Clusters) -> Sums:
    """For each mention, the share of its cluster that the other side's cluster of it holds."""
    return (*_shares(found, gold), *_shares(gold, found))


def _shares(keys: Clusters, answers: Clusters) -> tuple[float, float]:
    of = _cluster_of(answers)
    right = 0.0
    for cluster in keys:
        spans = set(cluster)
        held: dict[int, int] = {}
        for s in spans & of.keys():
            held[of[s]] = held.get(of[s], 0) + 1
        right += sum(n * n for n in held.values()) / max(1, len(spans))
    return right, sum(len(set(c)) for c in keys)


def ceaf_e(gold: Clusters, found: Clusters) -> Sums:
    """The best one-to-one match of clusters by phi4 = 2 |both| / (|one| + |other|)."""
    if not gold or not found:
        return 0.0, len(found), 0.0, len(gold)
    sets = [set(c) for c in found]
    alike = np.asarray([[2 * len(g & f) / (len(g) + len(f)) for f in sets] for g in map(set, gold)])
    worth = best_match(alike)
    return worth, len(found), worth, len(gold)


def mentions(gold: Clusters, found: Clusters) -> Sums:
    """Mentions of any cluster, exact spans."""
    a, b = set(_cluster_of(gold)), set(_cluster_of(found))
    return len(a & b), len(b), len(a & b), len(a)


def _cluster_of(clusters: Clusters) -> dict[Range, int]:
    return {s: k for k, c in enumerate(clusters) for s in c}


def best_match(worth: Any) -> float:
    """The most that a one-to-one match of rows and columns is worth (Hungarian method, shortest augmenting paths)."""
    w = worth if worth.shape[0] <= worth.shape[1] else worth.T
    n, m = w.shape
    cost = np.zeros((n + 1, m + 1))
    cost[1:, 1:] = -w
    u, v, owner = np.zeros(n + 1), np.zeros(m + 1), np.zeros(m + 1, dtype=int)
    for i in range(1, n + 1):
        owner[0], at = i, 0
        least, way, used = np.full(m + 1, np.inf), np.zeros(m + 1, dtype=int), np.zeros(m + 1, dtype=bool)
        while owner[at]:
            used[at] = True
            row = owner[at]
            free = ~used
            slack = cost[row] - u[row] - v
            nearer = free & (slack < least)
            least[nearer], way[nearer] = slack[nearer], at
            nearest = int(np.argmin(np.where(free, least, np.inf)))
            step = least[nearest]
            u[owner[used]] += step
            v[used] -= step
            least[free] -= step
            at = nearest
        while at:
            owner[at], at = owner[way[at]], way[at]
    return float(sum(w[owner[j] - 1, j - 1] for j in range(1, m + 1) if owner[j]))


MEASURES: dict[str, Callable[[Clusters, Clusters], Sums]] = {
    "muc": muc,
    "b3": b_cubed,
    "ceafe": ceaf_e,
    "mentions": mentions,
}


def conll(documents: Iterable[tuple[Clusters, Clusters]]) -> dict[str, Any]:
    """The measures over documents (gold, found): sums over all of them, as the CoNLL scorer's."""
    total = {name: np.zeros(4) for name in MEASURES}
    for gold, found in documents:
        for name, measure in MEASURES.items():
            total[name] += measure(gold, found)
    out: dict[str, Any] = {}
    for name, (right, of, kept, wanted) in total.items():
        p, r = right / of if of else 0.0, kept / wanted if wanted else 0.0
        out[name] = {"precision": p, "recall": r, "f1": 2 * p * r / (p + r) if p + r else 0.0}
    out["conll"] = sum(out[n]["f1"] for n in ("muc", "b3", "ceafe")) / 3
    return out


@dataclass(frozen=True, slots=True)
class Reader:
    """The whole chain as it ships: one pass of the encoder, attributions, references, chains."""

    neural: Neural
    encoder: Encoder
    coreference: Coreference

    def __call__(self, text: str, given: Clusters | None = None) -> tuple[Chains, Sequence[Attribution]]:
        """The chains of a text (of `given` mentions, where they are told), and its attributions."""
        page = lay_out(text)
        sheet = make_sheet(page.text, passages(page), self.encoder.vocabulary)
        attributions = self.neural.attribute(text)
        seen = begin(page.text, sheet, None if given is None else [s for c in given for s in c])
        self.coreference.see(self.encoder.read(sheet), seen)
        return chains(page.text, self.coreference.link(seen, attributions), attributions), attributions


def by_rules(text: str, attributions: Sequence[Attribution]) -> Clusters:
    """The chains of the rules alone: mentions that they resolve to one actor."""
    document = Document(
        id="d", key="d", location="d", file="d", format="text", text=text, text_sha="", raw_sha="", language="en"
    )
    found: dict[str, set[Range]] = {}
    for m in resolve_document(document, attributions, Project()).mentions:
        if m.entity is not None:
            found.setdefault(m.entity, set()).add((m.span.start, m.span.end))
    return [sorted(c) for c in found.values() if len(c) > 1]


def pronouns(text: str, gold: Clusters, found: Chains) -> dict[str, tuple[int, int]]:
    """Kind of pronoun -> how many lead back to a mention of their gold entity, of how many.

    Counted are pronouns whose gold cluster holds a name or a noun; the antecedent may be any other mention of it.
    """
    out = dict.fromkeys(PRONOUNS, (0, 0))
    for cluster in gold:
        spans = set(cluster)
        if all(text[s:e].lower() in _UNNAMED for s, e in spans):
            continue
        for s, e in spans:
            kind = KIND_OF.get(text[s:e].lower())
            if kind:
                answer = found.antecedent(s, e)
                hit = answer is not None and (answer.start, answer.end) in spans
                right, total = out[kind]
                out[kind] = right + hit, total + 1
    return out


def measure(rows: Sequence[dict[str, Any]], reader: Reader, baseline: bool) -> dict[str, Any]:
    """All figures of annotated documents."""
    scored: dict[str, list[tuple[str, Clusters, Clusters]]] = {"found": [], "gold_mentions": [], "rules": []}
    led: dict[str, dict[str, tuple[int, int]]] = {}
    started = time.process_time()
    read = [reader(row["text"]) for row in rows]
    seconds = time.process_time() - started
    for row, (found, attributions) in zip(rows, read, strict=True):
        gold = [[(s, e) for s, e in c] for c in row["onto_clusters"]]
        genre = row["genre"]
        scored["found"].append((genre, gold, found.clusters()))
        scored["gold_mentions"].append((genre, gold, reader(row["text"], gold)[0].clusters()))
        if baseline:
            scored["rules"].append((genre, gold, by_rules(row["text"], attributions)))
        counts = pronouns(row["text"], gold, found)
        for name in (genre, "all", *(["bar"] if genre in BAR else [])):
            held = led.setdefault(name, dict.fromkeys(PRONOUNS, (0, 0)))
            led[name] = {k: (a + counts[k][0], b + counts[k][1]) for k, (a, b) in held.items()}
    groups = {"bar": BAR, **{g: (g,) for g in sorted({r["genre"] for r in rows})}, "all": None}
    out: dict[str, Any] = {
        "documents": len(rows),
        "words_per_second": round(sum(len(r["text"].split()) for r in rows) / max(seconds, 1e-9)),
    }
    for name, part in scored.items():
        if part:
            out[name] = {
                group: conll((g, f) for genre, g, f in part if genres is None or genre in genres)
                for group, genres in groups.items()
            }
    out["pronouns"] = {
        group: {k: {"right": a, "of": b, "accuracy": a / b if b else None} for k, (a, b) in kinds.items()}
        for group, kinds in led.items()
    }
    return out


def show(result: dict[str, Any]) -> None:
    """The figures as a table."""
    print(f"{result['documents']} documents, {result['words_per_second']:,} words/s on one core, whole chain")
    print(f"{'':14} {'genre':10} {'CoNLL':>6} {'MUC':>6} {'B3':>6} {'CEAFe':>6}   mentions P / R / F1")
    for name in ("found", "gold_mentions", "rules"):
        for group, got in result.get(name, {}).items():
            f1 = " ".join(f"{100 * got[m]['f1']:6.1f}" for m in ("muc", "b3", "ceafe"))
            seen = " / ".join(f"{100 * got['mentions'][k]:.1f}" for k in ("precision", "recall", "f1"))
            print(f"{name:14} {group:10} {100 * got['conll']:6.1f} {f1}   {seen}")
    for group, kinds in result["pronouns"].items():
        cells = ", ".join(f"{k} {v['right']}/{v['of']}" for k, v in kinds.items())
        print(f"pronouns       {group:10} {cells}")


def newswcl(path: Path, as_json: bool) -> int:
    """Hand a file of NewsWCL50's form to its own bench."""
    try:
        other = importlib.import_module("bench.newswcl")
    except ImportError as e:
        print(f"skipped: bench/newswcl.py cannot be used: {e}")
        return 0
    figures = other.measure(path)
    if as_json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:40} {value:.3f}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--encoder", type=Path, default=MODELS / "attribution")
    parser.add_argument("--model", type=Path, default=MODELS / "coreference")
    parser.add_argument("--no-baseline", action="store_true")
    args = parser.parse_args()
    rows = []
    if args.data.is_file():
        rows = [json.loads(line) for line in args.data.read_text(encoding="utf-8").splitlines() if line.strip()]
    if rows and "mentions" in rows[0]:
        return newswcl(args.data, args.json)
    if not rows or "onto_clusters" not in rows[0]:
        print(f"skipped: no document with clusters in {args.data}")
        return 0
    try:
        encoder = open_encoder(args.encoder)
        reader = Reader(Neural(encoder), encoder, open_coreference(args.model))
        result = measure(rows, reader, not args.no_baseline)
    except ModelError as e:
        print(f"skipped: {e}")
        return 0
    print(json.dumps(result)) if args.json else show(result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
