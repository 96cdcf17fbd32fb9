"""Reprints: which articles are copies, which quotations are shared, and how fast.

    python bench/reprints.py --data train.jsonl.gz [--seed 5] [--json] [--errors]
    python bench/reprints.py --scale 100000 [--store] [--json]

--data takes articles (JSON Lines with id, publisher, date, text), makes copies, quotations and excerpts of them by
rule (bench/reprint_texts.py), and compares what is found with what was made. Articles that were left as they are and
share words all the same are no mistakes of the finder: pairs with a run of eight words in common are looked up
exactly, and count as copies where such runs hold 30 words outside quotations. What an outlet prints in four articles
(standing text; in eight: a note on itself) makes none of them a copy of another. Pairs that share fewer than 30 words
count neither way. MinHash (rensa, three-word shingles, 85 bands of 3, likeness from .2) is asked the same.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from lines import rows
from onrecord.reprints.align import Shared
from onrecord.reprints.comparing import compare
from onrecord.reprints.grams import runs
from onrecord.reprints.lineage import WHOLE, Paper
from onrecord.reprints.wording import Wording, read_words
from reprint_scale import scale, scale_store
from reprint_texts import KINDS, PLACED, Made, corpus

RUN = 8  # words in a row: what two articles must share to be looked at by the exact search
COPIED = 30  # words outside quotations, from which a pair counts as copied
NOTES = 4  # articles of one outlet with the same run: its standing text
Pair = tuple[int, int]


class Found:
    """What the engine finds in a list of articles, named by their places in it, the earlier of a pair first."""

    def __init__(self, articles: Sequence[Made]) -> None:
        before = time.process_time()
        self.words = [read_words(m.text, ((0, len(m.text)),)) for m in articles]
        made = compare([Paper(id=m.id, outlet=m.outlet, published=m.published) for m in articles], self.words)
        self.seconds = time.process_time() - before
        self.candidates, self.descents = made.candidates, made.descents
        self.passages, self.kinds = made.passages, dict(made.kinds)
        for copy, first in made.copies.items():  # what the first is to others, its copies are
            for (x, y), kind in made.kinds.items():
                if first in (x, y) and copy not in (x, y):
                    self.kinds[copy, y if x == first else x] = kind

    def pair(self, a: int, b: int) -> Pair:
        """The pair as it was found, the earlier article first."""
        return (b, a) if (b, a) in self.passages else (a, b)


# ---------------------------------------------------------------------------- truth


def truth(articles: Sequence[Made], words: Sequence[Wording]) -> tuple[dict[Pair, int], set[Pair]]:
    """Words outside quotations that pairs share, by how they were made or by exact search; and pairs that share
    anything at all. Pairs are places in the list, the smaller first."""
    plain: dict[Pair, int] = {}
    some: set[Pair] = set()
    by_origin: dict[int, list[int]] = defaultdict(list)
    sets = []
    for n, made in enumerate(articles):
        w = words[n]
        marked = {int(s) for s in w.starts[w.quoted]}
        free = {o for s, _, o, _ in made.tokens if o and s not in marked and s + 1 not in marked}
        every = {o for _, _, o, _ in made.tokens if o}
        sets.append((free, every))
        for source in {o[0] for o in every}:
            by_origin[source].append(n)
    for group in by_origin.values():
        for k, a in enumerate(group):
            for b in group[k + 1 :]:
                both = min(len(sets[a][0] & sets[b][1]), len(sets[a][1] & sets[b][0]))
                if sets[a][1] & sets[b][1]:
                    some.add((a, b))
                    plain[a, b] = max(plain.get((a, b), 0), both)
    for pair, count in _exact(articles, words).items():
        some.add(pair)
        plain[pair] = max(plain.get(pair, 0), count)
    return plain, some


def _exact(articles: Sequence[Made], words: Sequence[Wording]) -> dict[Pair, int]:
    """Words outside quotations in runs of eight that two articles share; notes of an outlet left out of its own."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for n, w in enumerate(words):
        for i, value in enumerate(runs(w.numbers, RUN).tolist()):
            places[value].append((n, i))
    held: dict[Pair, set[int]] = defaultdict(set)
    for where in places.values():
        docs = {n for n, _ in where}
        if len(docs) < 2 or len(docs) > 60:
            continue
        counts = Counter(articles[n].outlet for n in docs)
        if max(counts.values()) >= 2 * NOTES:
            continue
        often = {o for o, c in counts.items() if c >= NOTES}
        for x, (a, i) in enumerate(where):
            for b, _ in where[x + 1 :]:
                if a != b and not (articles[a].outlet == articles[b].outlet and articles[a].outlet in often):
                    held[min(a, b), max(a, b)].update(range(i, i + RUN) if a < b else ())
                    if a > b:
                        held[b, a].update(())
    return {(a, b): int((~words[a].quoted[sorted(at)]).sum()) if at else 0 for (a, b), at in held.items()}


# ---------------------------------------------------------------------------- measures


def share(part: int, of: int) -> float:
    return round(part / of, 4) if of else 0.0


def pairs_report(
    articles: Sequence[Made], predicted: set[Pair], plain: dict[Pair, int], some: set[Pair]
) -> dict[str, Any]:
    wanted = {p for p, n in plain.items() if n >= COPIED}
    wrong = {p for p in predicted if p not in some}
    between = predicted - wanted - wrong
    by_kind: dict[str, list[int]] = {k: [0, 0] for k in (*KINDS, *PLACED[2:], "among articles as they are")}
    for a, b in wanted:
        made = articles[b] if articles[b].source == a else articles[a] if articles[a].source == b else None
        if made is not None and made.kind in by_kind:
            by_kind[made.kind][0] += (a, b) in predicted
            by_kind[made.kind][1] += 1
        elif articles[a].source is None and articles[b].source is None:
            by_kind["among articles as they are"][0] += (a, b) in predicted
            by_kind["among articles as they are"][1] += 1
    return {
        "pairs": len(wanted),
        "recall": share(len(wanted & predicted), len(wanted)),
        "precision": share(len(wanted & predicted), len((wanted & predicted) | wrong)),
        "precision_strict": share(len(wanted & predicted), len(predicted)),
        "wrong": len(wrong),
        "neither": len(between),
        "by_kind": {k: f"{x}/{y}" for k, (x, y) in by_kind.items()},
    }


def quotations_report(articles: Sequence[Made], found: Found, errors: bool) -> dict[str, Any]:
    """Quotations that were set in, and those that articles share as they are (by exact search)."""
    counts = {"verbatim": [0, 0], "edited": [0, 0], "as they are": [0, 0]}
    for n, made in enumerate(articles):
        for start, end, source, there, there_end, edited in made.quotations:
            hit = _covers(found, n, (start, end), source, (there, there_end))
            if errors and not hit:
                print("quotation missed:", made.text[start:end], "/", articles[source].text[there:there_end])
            row = counts["edited" if edited else "verbatim"]
            row[0] += hit
            row[1] += 1
    right = total = 0
    natural = _natural(articles, found.words)
    for (a, i), (b, j), length in natural:
        w, v = found.words[a], found.words[b]
        at = (int(w.starts[i]), int(w.ends[i + length - 1])), (int(v.starts[j]), int(v.ends[j + length - 1]))
        hit = _covers(found, a, at[0], b, at[1])
        if errors and not hit:
            print("quotation missed:", articles[a].text[at[0][0] : at[0][1]], articles[a].id, articles[b].id)
        counts["as they are"][0] += hit
        counts["as they are"][1] += 1
    for (x, y), passages in found.passages.items():
        for p in passages:
            if p.is_quoted:
                total += 1
                right += _is_shared(articles, found, x, y, p)
    every = [sum(c[k] for c in counts.values()) for k in (0, 1)]
    return {
        "quotations": every[1],
        "recall": share(*every),
        "precision": share(right, total),
        "quoted_passages": total,
        "by_kind": {k: f"{x}/{y}" for k, (x, y) in counts.items()},
    }


def _covers(found: Found, a: int, at: tuple[int, int], b: int, there: tuple[int, int]) -> bool:
    """Whether passages of the two articles hold most of both stretches."""
    pair = found.pair(a, b)
    mine, other = (at, there) if pair[0] == a else (there, at)
    one, two = (found.words[k] for k in pair)
    in_one = in_two = 0
    for p in found.passages.get(pair, ()):
        s, e = int(one.starts[p.a]), int(one.ends[p.a_end - 1])
        in_one += max(0, min(e, mine[1]) - max(s, mine[0]))
        s, e = int(two.starts[p.b]), int(two.ends[p.b_end - 1])
        in_two += max(0, min(e, other[1]) - max(s, other[0]))
    return in_one >= 0.6 * (mine[1] - mine[0]) and in_two >= 0.6 * (other[1] - other[0])


def _natural(articles: Sequence[Made], words: Sequence[Wording]) -> list[tuple[Pair, Pair, int]]:
    """Runs of eight words and more that two articles left as they are both have in quotation marks."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for n, w in enumerate(words):
        if articles[n].source is None:
            quoted = w.quoted.tolist()
            for i, value in enumerate(runs(w.numbers, RUN).tolist()):
                if all(quoted[i : i + RUN]):
                    places[value].append((n, i))
    pairs = {(a, i, b, j) for where in places.values() if len(where) <= 40 for a, i in where for b, j in where if a < b}
    out = []
    for a, i, b, j in sorted(pairs):
        if (a, i - 1, b, j - 1) not in pairs:
            length = RUN
            while (a, i + length - RUN + 1, b, j + length - RUN + 1) in pairs:
                length += 1
            out.append(((a, i), (b, j), length))
    return out


def _is_shared(articles: Sequence[Made], found: Found, a: int, b: int, p: Shared) -> bool:
    """Whether a passage is what it says: words of one origin, or six in a row that are the same."""
    one, two = found.words[a], found.words[b]

    def origins(made: Made, w: Wording, start: int, end: int) -> set[Any]:
        s, e = w.starts[start], w.ends[end - 1]
        return {o for x, y, o, _ in made.tokens if o and x < e and y > s}

    together = origins(articles[a], one, p.a, p.a_end) & origins(articles[b], two, p.b, p.b_end)
    six = set(runs(one.numbers[p.a : p.a_end], 6).tolist()) & set(runs(two.numbers[p.b : p.b_end], 6).tolist())
    return len(together) >= 6 or bool(six)


def lineage_report(articles: Sequence[Made], found: Found) -> dict[str, Any]:
    """Of copies of one source: is that named the original, and a chain's step the parent?"""
    counts: Counter[str] = Counter()
    of = {d.document: d for d in found.descents}
    for n, made in enumerate(articles):
        if made.source is None or made.kind in PLACED:
            continue
        if made.source in of and of[made.source].kind in WHOLE:  # the source is itself a copy
            continue
        counts["copies"] += 1
        d = of.get(n)
        counts["original right"] += d is not None and d.original == made.source
        edits = articles[n - 1].kind.startswith(("edited", "rewritten", "mixed", "chain"))
        if made.kind == "chain" and articles[n - 1].source == made.source and edits:
            counts["steps of chains"] += 1
            counts["step right"] += d is not None and d.parent == n - 1
    return dict(counts)


def minhash(words: Sequence[Wording]) -> tuple[set[Pair], float]:
    """Pairs by MinHash and LSH."""
    try:
        from rensa import RMinHash, RMinHashLSH
    except ImportError:
        print("pip install rensa to see MinHash beside it", file=sys.stderr)
        return set(), 0.0
    before = time.process_time()
    index, made = RMinHashLSH(0.2, 255, 85), []
    for k, w in enumerate(words):
        m = RMinHash(255, 42)
        m.update([str(v) for v in runs(w.numbers, 3).tolist()])
        made.append(m)
        index.insert(k, m)
    out = set()
    for k, m in enumerate(made):
        out |= {(min(k, x), max(k, x)) for x in index.query(m) if x != k and m.jaccard(made[x]) >= 0.2}
    return out, time.process_time() - before


def measure(path: Path, seed: int, errors: bool) -> dict[str, Any]:
    articles = corpus(list(rows(path)), seed)
    found = Found(articles)
    plain, some = truth(articles, found.words)
    by_place = {(min(pair), max(pair)): kind for pair, kind in found.kinds.items()}
    predicted = {p for p, kind in by_place.items() if kind != "quotation"}
    peer, spent = minhash(found.words)
    if errors:
        _show(articles, predicted, plain, some, by_place)
    return {
        "seed": seed,
        "articles": len(articles),
        "candidates": found.candidates,
        "cpu_seconds": round(found.seconds, 2),
        "pairs": pairs_report(articles, predicted, plain, some),
        "quotations": quotations_report(articles, found, errors),
        "lineage": lineage_report(articles, found),
        "minhash": pairs_report(articles, peer, plain, some) | {"cpu_seconds": round(spent, 2)},
        "minhash_quotations": share(
            sum((min(n, q[2]), max(n, q[2])) in peer for n, m in enumerate(articles) for q in m.quotations),
            sum(len(m.quotations) for m in articles),
        ),
    }


def _show(
    articles: Sequence[Made], predicted: set[Pair], plain: dict[Pair, int], some: set[Pair], kinds: dict[Pair, str]
) -> None:
    for a, b in sorted(p for p, n in plain.items() if n >= COPIED and p not in predicted):
        print("missed", plain[a, b], kinds.get((a, b)), _two(articles[a], articles[b]))
    for a, b in sorted(p for p in predicted if plain.get(p, 0) < COPIED):
        word = "between" if (a, b) in some else "WRONG"
        print(word, plain.get((a, b)), kinds[a, b], _two(articles[a], articles[b]))


def _two(a: Made, b: Made) -> str:
    return f"{a.id} ({a.kind}) / {b.id} ({b.kind})"


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--scale", type=int, metavar="N")
    parser.add_argument("--store", action="store_true", help="with --scale: through a record")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args(argv)
    if options.scale:
        result = (scale_store if options.store else scale)(options.scale, options.seed)
    elif options.data:
        result = measure(options.data, options.seed, options.errors)
    else:
        parser.error("give --data or --scale")
    print(json.dumps(result, indent=None if options.json else 1))


if __name__ == "__main__":
    main()
